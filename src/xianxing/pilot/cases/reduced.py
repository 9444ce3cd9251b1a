"""The reduced state of a case beside its row: an act costs the same in a case of ten events and of thousands.

What isn't there, or doesn't bear the seal of this site's secret, is reduced from the events again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare

from xianxing.pilot.cases.models import Case, ReducedState
from xianxing.pilot.protection.row_seals import seal_over
from xianxing.procedure.events import CaseState, ClockStart, OpenItem

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
    return kept_states([case.pk]).get(case.pk)


def kept_states(cases: Collection[UUID]) -> dict[UUID, CaseState]:
    """As `kept_state`, of many cases in one query; a case without a sealed one isn't among them."""
    rows = ReducedState.objects.filter(case__in=cases)
    sealed = (row for row in rows if constant_time_compare(row.seal, _seal(row)))
    return {row.case_id: read_state(row.plain) for row in sealed}


def plain_state(state: CaseState) -> dict[str, Any]:
    """A state in JSON's own kinds; `read_state` gives the same state back.

    What a state may have since later versions is left out where there is none, as in rows from before.
    """
    later = {"items": [_plain_item(item) for item in state.items.values()], "numbers": dict(state.numbers)}
    return {
        "state": state.state,
        "version": state.version,
        "sequence": state.sequence,
        "at": state.at.isoformat(),
        "facts": dict(state.facts),
        "members": {group: sorted(names) for group, names in state.members.items()},
        "acted": {fact: sorted(names) for fact, names in state.acted.items()},
        "clocks": _plain_clocks(state.clocks),
        "fired": sorted(list(key) for key in state.fired),
        "overdue": sorted(state.overdue),
        **{key: value for key, value in later.items() if value},
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
        _read_clocks(plain["clocks"]),
        frozenset((step, clock, start, before) for step, clock, start, before in plain["fired"]),
        frozenset(plain["overdue"]),
        {item["id"]: _read_item(item) for item in plain.get("items", ())},
        plain.get("numbers", {}),
    )


def _plain_clocks(clocks: Mapping[str, ClockStart]) -> dict[str, list[Any]]:
    return {
        clock: [
            start.day.isoformat(), start.sequence, start.until.isoformat() if start.until else None,
            *((start.length,) if start.length is not None else ()),
        ]
        for clock, start in clocks.items()
    }  # fmt: skip


def _read_clocks(plain: Mapping[str, list[Any]]) -> dict[str, ClockStart]:
    return {
        clock: ClockStart(
            date.fromisoformat(day), sequence, date.fromisoformat(until) if until else None, *length
        )
        for clock, (day, sequence, until, *length) in plain.items()
    }


def _plain_item(item: OpenItem) -> dict[str, Any]:
    return {
        "id": item.id, "kind": item.kind, "stage": item.stage, "opened": item.opened.isoformat(),
        "unit": item.unit, "clocks": _plain_clocks(item.clocks),
    }  # fmt: skip


def _read_item(plain: dict[str, Any]) -> OpenItem:
    opened, clocks = date.fromisoformat(plain["opened"]), _read_clocks(plain["clocks"])
    return OpenItem(plain["id"], plain["kind"], plain["stage"], opened, plain["unit"], clocks)


def _seal(row: ReducedState) -> str:
    day = row.next_day.isoformat() if row.next_day else None
    return seal_over(row._meta.label_lower, [str(row.case_id), row.sequence, row.plain, day])
