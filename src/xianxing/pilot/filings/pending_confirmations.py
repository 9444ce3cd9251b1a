"""Which confirmations wait, and for whom, over many filings, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.actors import actor_of
from xianxing.pilot.filings.attest.holders import people_for
from xianxing.pilot.filings.attest.requirements import (
    Wanted,
    confirmed_in,
    due,
    missing,
    refusals_of,
)
from xianxing.pilot.filings.models import Attestation, Body, Filing, Unit
from xianxing.pilot.filings.next_steps import PossibleAct, turns
from xianxing.pilot.filings.permissions import Standing
from xianxing.pilot.filings.submit.filing import FILE
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User


@dataclass(frozen=True)
class PendingConfirmations:
    """What a frozen filing waits for: the attestations due now with who can give them, and the person's own.

    `due` is empty when all are given and the lead can file; `files` says that this person can do it.
    `refused` are the missing attestations that somebody refused.
    """

    due: Mapping[Wanted, tuple[User, ...]]
    own: tuple[PossibleAct, ...]
    files: bool
    refused: tuple[Attestation, ...]


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
    said = Attestation.objects.filter(body__in=frozen.values(), lapsed_at__isnull=True).order_by("at", "pk")
    for row in said.select_related("by", "unit__institution"):
        rows[row.body_id].append(row)
    own, wants, files, refused = {}, {}, {}, {}
    for filing, body in frozen.items():
        roles = {unit.pk: held[unit.institution_id] for unit in units[filing] if unit.institution_id in held}
        who = Standing(user, attesting[filing], tuple(units[filing]), roles, frozen=True)
        ahead = missing(who, [row for row in rows[body] if not row.refused])
        own[filing], wants[filing] = tuple(turns(who, ahead)), due(ahead)
        files[filing] = not ahead and _may_file(who)
        refused[filing] = tuple(refusals_of(ahead, rows[body]).values())
    people = people_for((want for ones in wants.values() for want in ones), at=at)
    return {
        filing: PendingConfirmations(
            {want: people[want] for want in wants[filing]}, own[filing], files[filing], refused[filing]
        )
        for filing in frozen
    }


def _may_file(who: Standing) -> bool:
    """Whether the person is one of those of the lead who take the step of filing from here."""
    case = who.filing.case
    steps = procedure_of(case.call).steps_from_meaning(case.state, *FILE)
    roles = actor_of(who, who.lead).roles if who.lead in who.own else frozenset()
    return any(roles & set(step.actors) for step in steps)


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
