"""Which confirmations wait, and for whom, over many filings, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.attest.holders import people_for
from xianxing.pilot.filings.attest.requirements import Wanted, confirmed_in, due, missing
from xianxing.pilot.filings.models import Attestation, Body, Filing, Unit
from xianxing.pilot.filings.next_steps import PossibleAct, turns
from xianxing.pilot.filings.permissions import Standing
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User


@dataclass(frozen=True)
class PendingConfirmations:
    """What a frozen filing waits for: the attestations due now with who can give them, and the person's own.

    `due` is empty when all are given and the lead can file.
    """

    due: Mapping[Wanted, tuple[User, ...]]
    own: tuple[PossibleAct, ...]


def waiting_for(
    user: User, filings: Collection[Filing], *, at: datetime
) -> Mapping[UUID, PendingConfirmations]:
    """By filing, the attestations whose turn it is, with the people who can give them.

    `filings` are such as the person may read. Nothing is asked of the database where none of them is at a
    state in which units attest, five queries otherwise. The domain functions ask everything again.
    """
    attesting = {one.pk: one for one in filings if _attests(one)}
    if not attesting:
        return {}
    bodies = Body.objects.filter(filing__in=attesting, voided_at__isnull=True, filed_at__isnull=True)
    frozen = dict(bodies.values_list("filing", "pk"))
    units = _by_filing(frozen)
    held = _roles(user, at)
    rows = defaultdict(list)
    for row in Attestation.objects.filter(body__in=frozen.values(), lapsed_at__isnull=True, refused=False):
        rows[row.body_id].append(row)
    own, wants = {}, {}
    for filing, body in frozen.items():
        roles = {unit.pk: held[unit.institution_id] for unit in units[filing] if unit.institution_id in held}
        who = Standing(user, attesting[filing], tuple(units[filing]), roles, frozen=True)
        ahead = missing(who, rows[body])
        own[filing], wants[filing] = tuple(turns(who, ahead)), due(ahead)
    people = people_for((want for ones in wants.values() for want in ones), at=at)
    return {
        filing: PendingConfirmations({want: people[want] for want in wants[filing]}, own[filing])
        for filing in frozen
    }


def _attests(filing: Filing) -> bool:
    return confirmed_in(procedure_of(filing.case.call), filing.case.state)


def _by_filing(frozen: Collection[UUID]) -> Mapping[UUID, list[Unit]]:
    present = Unit.objects.filter(filing__in=frozen, joined_at__isnull=False, left_at__isnull=True)
    found: dict[UUID, list[Unit]] = defaultdict(list)
    for unit in present.select_related("institution").order_by("position", "pk"):
        found[unit.filing_id].append(unit)
    return found


def _roles(user: User, at: datetime) -> Mapping[UUID | None, frozenset[MemberRole]]:
    held: dict[UUID | None, frozenset[MemberRole]] = {}
    rows = Membership.objects.active(at).filter(user=user).values_list("institution", "role")
    for institution, role in rows:
        held[institution] = held.get(institution, frozenset()) | {MemberRole(role)}
    return held
