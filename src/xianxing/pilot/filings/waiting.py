"""Which confirmations wait for a person, over many filings, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.attest.requirements import missing
from xianxing.pilot.filings.models import Attestation, Body, Filing, Unit
from xianxing.pilot.filings.next_steps import ATTESTING, Possible, turns
from xianxing.pilot.filings.permissions import Standing
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User


def waiting_for(
    user: User, filings: Collection[Filing], *, at: datetime
) -> Mapping[UUID, tuple[Possible, ...]]:
    """By filing, the attestations whose turn it is and that this person can give.

    `filings` are such as the person may read. Nothing is asked of the database where none of them is at a
    state in which units attest, four queries otherwise. The domain functions ask everything again.
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
    found = {}
    for filing, body in frozen.items():
        roles = {unit.pk: held[unit.institution_id] for unit in units[filing] if unit.institution_id in held}
        who = Standing(user, attesting[filing], tuple(units[filing]), roles, frozen=True)
        found[filing] = tuple(turns(who, missing(who, rows[body])))
    return found


def _attests(filing: Filing) -> bool:
    steps = procedure_of(filing.case.call).steps_from(filing.case.state)
    return any(step.act in ATTESTING for step in steps)


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
