"""Who is told in an exit, one message a need, beside what the procedure's own steps tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.exits.models import MeasureProof, ProofState
from xianxing.pilot.exits.permissions import CHECKS
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User

WORKERS = (MemberRole.AUTHOR, MemberRole.CONTACT, MemberRole.MANAGER, MemberRole.SIGNATORY)


def tell_assessed(view: CaseView, *, unit: str, by: User, at: datetime) -> None:
    """The secretariat learns of an institution's assessment; of the group's own nobody is told by message."""
    if unit:
        _tell(view, people_of_role(CHECKS, at=at), "exit_assessed", by, at)


def tell_proved(view: CaseView, *, by: User, at: datetime) -> None:
    """The secretariat checks a proof."""
    _tell(view, people_of_role(CHECKS, at=at), "exit_proof", by, at)


def tell_checked(view: CaseView, row: MeasureProof, *, by: User, at: datetime) -> None:
    """The institution's people learn that a proof was returned, or accepted."""
    own = [unit.institution_id for unit in present_units(view.filing) if unit.key == row.unit]
    held = Membership.objects.active(at).filter(institution__in=own, role__in=WORKERS)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    kind = "exit_proof_returned" if row.state == ProofState.RETURNED else "exit_proof_accepted"
    _tell(view, people, kind, by, at)


def _tell(view: CaseView, people: Iterable[User], kind: str, by: User, at: datetime) -> None:
    tell(recipients=[one for one in people if one.pk != by.pk], kind=kind, at=at, case=view.case)
