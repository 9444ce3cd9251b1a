"""The reduced state of a case beside its row: an act costs the same in a case of ten events and of thousands.

What isn't there, or doesn't bear the seal of this site's secret, is reduced from the events again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.crypto import constant_time_compare

from xianxing.pilot.cases.models import Case, ReducedState
from xianxing.pilot.protection.row_seals import seal_over
from xianxing.procedure.events import CaseState, ClockStart

FIELDS = ("sequence", "plain", "next_day", "seal")


def keep_state(case: Case, state: CaseState, next_day: date | None) -> None:
    """Keep where an event has brought the case; within the transaction of the event."""
    ReducedState.objects.bulk_create(
        [row_of(case, state, next_day)],
        update_conflicts=True,
        update_fields=FIELDS,
        unique_fields=["case"],
    )


def row_of(case: Case, state: CaseState, next_day: date | None) -> ReducedState:
    """The sealed row, not saved."""
    row = ReducedState(case=case, sequence=state.sequence, plain=plain_state(state), next_day=next_day)
    row.seal = _seal(row)
    return row


def kept_state(case: Case) -> CaseState | None:
    """The state that was kept last, which may lie behind the case's last event; None without a sealed one."""
    row = ReducedState.objects.filter(case=case).first()
    if row is None or not constant_time_compare(row.seal, _seal(row)):
        return None
    return read_state(row.plain)


def plain_state(state: CaseState) -> dict[str, Any]:
    """A state in JSON's own kinds; `read_state` gives the same state back."""
    return {
        "state": state.state,
        "version": state.version,
        "sequence": state.sequence,
        "at": state.at.isoformat(),
        "facts": dict(state.facts),
        "members": {group: sorted(names) for group, names in state.members.items()},
        "acted": {fact: sorted(names) for fact, names in state.acted.items()},
        "clocks": {
            clock: [start.day.isoformat(), start.sequence, start.until.isoformat() if start.until else None]
            for clock, start in state.clocks.items()
        },
        "fired": sorted(list(key) for key in state.fired),
        "overdue": sorted(state.overdue),
    }


def read_state(plain: dict[str, Any]) -> CaseState:
    """The state that `plain_state` was made of."""
    return CaseState(
        plain["state"],
        plain["version"],
        plain["sequence"],
        datetime.fromisoformat(plain["at"]),
        plain["facts"],
        {group: frozenset(names) for group, names in plain["members"].items()},
        {fact: frozenset(names) for fact, names in plain["acted"].items()},
        {
            clock: ClockStart(date.fromisoformat(day), sequence, date.fromisoformat(until) if until else None)
            for clock, (day, sequence, until) in plain["clocks"].items()
        },
        frozenset((step, clock, start, before) for step, clock, start, before in plain["fired"]),
        frozenset(plain["overdue"]),
    )


def _seal(row: ReducedState) -> str:
    day = row.next_day.isoformat() if row.next_day else None
    return seal_over(row._meta.label_lower, [str(row.case_id), row.sequence, row.plain, day])
