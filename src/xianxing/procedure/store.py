"""What the runner needs of a store, and one that lives in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date
from typing import Protocol

from xianxing.procedure.events import JSON, CaseState, ProcedureEvent, reduce_events
from xianxing.procedure.model import Procedure
from xianxing.procedure.versions import digest_of


class WorkdayCalendar(Protocol):
    """Working days; `xianxing.workdays.Calendar` is one."""

    def add_workdays(self, start: date, days: int) -> tuple[date, bool]:
        """The day that many working days after `start`, and whether it is only provisional."""


class CaseEventStore(Protocol):
    """Where cases live. Only the runner appends; nothing is ever changed or removed."""

    def transaction(self, case: str) -> AbstractContextManager[None]:
        """Lock the case; everything appended inside is kept together, or nothing when an error leaves it."""

    def events(self, case: str) -> Sequence[ProcedureEvent]:
        """All events of a case in order; empty for a case that was never opened."""

    def state(self, case: str) -> CaseState | None:
        """Where all its events have brought a case; None for one that was never opened."""

    def next_sequence(self, case: str) -> int:
        """The number that the next event must carry; 1 for a new case. Only within the transaction."""

    def append(self, case: str, event: ProcedureEvent, record: Mapping[str, JSON]) -> None:
        """Append the event with its record (kept outside the chain); a wrong sequence raises ValueError."""

    def procedures(self, case: str) -> Mapping[str, Procedure]:
        """Every version known to the store, by digest; versions are immutable."""

    def calendar(self, case: str) -> WorkdayCalendar:
        """The calendar pinned for the case."""


class MemoryStore:
    """A store in memory, for trying things out and for tests; like a database it gives instants in UTC."""

    def __init__(self, calendar: WorkdayCalendar, *procedures: Procedure) -> None:
        self._calendar = calendar
        self._versions = {digest_of(procedure): procedure for procedure in procedures}
        self._events: dict[str, list[ProcedureEvent]] = {}
        self.records: dict[tuple[str, int], Mapping[str, JSON]] = {}

    @contextmanager
    def transaction(self, case: str) -> Iterator[None]:
        """Keep what is appended inside, or nothing of it when an error leaves the block."""
        kept = len(self._events.get(case, ()))
        try:
            yield
        except BaseException:
            for event in self._events.get(case, [])[kept:]:
                del self.records[case, event.sequence]
            del self._events.get(case, [])[kept:]
            raise

    def events(self, case: str) -> Sequence[ProcedureEvent]:
        """All events of a case in order."""
        return tuple(self._events.get(case, ()))

    def state(self, case: str) -> CaseState | None:
        """The reduction of the case's events."""
        events = self._events.get(case)
        return reduce_events(self._versions, events) if events else None

    def next_sequence(self, case: str) -> int:
        """The number that the next event must carry."""
        return len(self._events.get(case, ())) + 1

    def append(self, case: str, event: ProcedureEvent, record: Mapping[str, JSON]) -> None:
        """Append the event; a wrong sequence raises ValueError."""
        if event.sequence != self.next_sequence(case):
            raise ValueError(f"event {event.sequence} is not the next one")
        self._events.setdefault(case, []).append(replace(event, at=event.at.astimezone(UTC)))
        self.records[case, event.sequence] = record

    def procedures(self, case: str) -> Mapping[str, Procedure]:
        """Every version known, by digest, whatever the case."""
        del case
        return self._versions

    def add_version(self, procedure: Procedure) -> str:
        """Make one more version known; returns its digest."""
        digest = digest_of(procedure)
        self._versions[digest] = procedure
        return digest

    def calendar(self, case: str) -> WorkdayCalendar:
        """The one calendar of this store, whatever the case."""
        del case
        return self._calendar
