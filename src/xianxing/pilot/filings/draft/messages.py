"""Telling who is invited to a filing, and the lead who has joined, declined or left."""

from __future__ import annotations

from datetime import datetime

from xianxing.pilot.filings.attest.messages import called
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.recipients import PEOPLE
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.messages.recipients import holders
from xianxing.pilot.parties.models import Membership, User


def tell_of_invitation(unit: Unit, by: User, lead: Unit, *, at: datetime) -> None:
    """Ask the people of the invited institution, inbox and mail, to answer: their unit is named in a filing.

    Nobody, and nobody learns it, where the institution has no account here.
    """
    rows = Membership.objects.active(at).filter(institution__uscc=unit.uscc, role__in=PEOPLE)
    invited = [row.user for row in rows.select_related("user").order_by("pk")]
    params = {"by": f"{by.name}（{called(lead)}）"}
    tell(recipients=invited, kind="invited", case=unit.filing.case, params=params, at=at)


def tell_the_lead(unit: Unit, kind: str, *, at: datetime, but: User) -> None:
    """Tell the lead's people that a unit has joined, declined or left, whoever of them did not do it."""
    people = [user for user in holders(unit.filing.case, "lead", at) if user != but]
    tell(recipients=people, kind=kind, case=unit.filing.case, params={"unit_name": called(unit)}, at=at)


def tell_the_unit(unit: Unit, *, at: datetime, but: User) -> None:
    """Tell a unit's people that it was taken out of the filing, or that its invitation was withdrawn."""
    rows = Membership.objects.active(at).filter(institution__uscc=unit.uscc, role__in=PEOPLE)
    people = [row.user for row in rows.select_related("user").order_by("pk") if row.user != but]
    params = {"unit_name": called(unit)}
    tell(recipients=people, kind="taken_out", case=unit.filing.case, params=params, at=at)
