"""The procedure's store on the site's database: an appended event is recorded and moves its case at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from django.db import models, transaction
from django.dispatch import Signal

from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.models import Event as EventRow
from xianxing.pilot.cases.reduced import keep_state, kept_state
from xianxing.pilot.cases.sealing import site_record
from xianxing.pilot.cases.store import DjangoStore, RowExtra
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.declarations import bound_models
from xianxing.pilot.protection.namings import RESTS_ON, NamedRow, namings
from xianxing.pilot.protection.namings import plain as plain_value
from xianxing.procedure.events import (
    BY_DEPUTY,
    JSON,
    NUMBERS,
    OPENED,
    SINCE,
    CaseState,
    ProcedureEvent,
    apply,
    reduce_events,
)
from xianxing.procedure.model import Procedure
from xianxing.procedure.store import WorkdayCalendar
from xianxing.procedure.ticking import next_day
from xianxing.record.canonical import Plain
from xianxing.record.events import Act

# Of a payload, only these keys matter to the state, or to who acted; the rest may be erased.
BY_TIME = "time"
KEYS = ("members", "item", "until", SINCE, NUMBERS, "clock", "before_days", *BY_DEPUTY)

# Sent before an act of a person is recorded, with `case`, `store` and `event`: receivers make the rows that
# come about with the act and return them, so that its event names them.
recording = Signal()


class ReadRow(Protocol):
    """What a store reads of an event's row: of a model's instance, or of plain values."""

    @property
    def sequence(self) -> int: ...
    @property
    def step(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def version(self) -> str: ...
    @property
    def procedural(self) -> Mapping[str, Any]: ...


class CaseStore:
    """See `xianxing.procedure.store.Store`; one object serves one case in one thread."""

    def __init__(self, case: Case) -> None:
        """Bind the store to a case; its call says which procedure and calendar are in force."""
        self.case = case
        self._procedure = procedure_of(case.call)
        self._versions = {case.call.procedure_version: self._procedure}
        self._calendar = calendar_of(case.call)
        self._store = DjangoStore()
        self._events: list[ProcedureEvent] | None = None
        self._state: CaseState | None = None
        self._within = False
        self.rests_on: Sequence[NamedRow] = ()

    @contextmanager
    def transaction(self, case: str) -> Iterator[None]:
        """One transaction for state, events, record and what the caller adds; writers wait for each other.

        Within another of the same store it is a part of that, which holds the log and has read the case.
        """
        with transaction.atomic(), self._store.writing():
            outermost, self._within = not self._within, True
            if outermost:
                self._forget()
                self.case.refresh_from_db(fields=("state", "sequence", "procedure_version"))
            try:
                yield
            except BaseException:
                self._forget()
                raise
            finally:
                self._within = not outermost
        if outermost:
            self._forget()

    def _forget(self) -> None:
        self._events = self._state = None

    def events(self, case: str) -> Sequence[ProcedureEvent]:
        """All events of the case in order, without the parts that an erasure may have taken."""
        if self._events is None:
            self._events = self._events_after(0)
        return tuple(self._events)

    def read(self, rows: Iterable[ReadRow]) -> Sequence[ProcedureEvent]:
        """The events of rows that the caller has of this case, without asking the database again."""
        return tuple(map(self._event, rows))

    def state(self, case: str) -> CaseState | None:
        """Where the case stands: as it was kept with its last event, and what came behind that."""
        if self._state is None and self.case.sequence:
            self._state = self._reduced()
        return self._state

    def reduce_again(self) -> CaseState:
        """Reduce all events of an opened case and keep what comes of it; in the caller's transaction."""
        state = reduce_events(self._versions, self._events_after(0))
        self._keep(state)
        return state

    def next_sequence(self, case: str) -> int:
        """The number that the next event must carry."""
        return self.case.sequence + 1

    def append(self, case: str, event: ProcedureEvent, record: Mapping[str, JSON]) -> None:
        """Record the event under its salted commitment and move the case's row.

        An act of a person names the rows that it rests on (`rests_on`), and who acted.
        """
        before = self.state(case)
        after = (
            reduce_events(self._versions, [event])
            if before is None
            else apply(self._versions[event.version], before, event)
        )
        target = after.state
        self._store.next_row = RowExtra(target, event.version, procedural_part(event))
        clauses = " ".join(event.clauses)
        if event.role != BY_TIME:
            record = {**record, RESTS_ON: self._named(event)}
        site_record(self._store).append(
            Act(str(self.case.pk), event.step, event.role, clauses, event.at, plain(record))
        )
        self.case.state, self.case.sequence, self.case.procedure_version = (
            target,
            event.sequence,
            event.version,
        )
        self.case.save(update_fields=["state", "sequence", "procedure_version"])
        self._events = None
        self._keep(after)

    def append_beside(
        self, step: str, *, role: str, person: str, clause: str, payload: Mapping[str, JSON], at: datetime
    ) -> None:
        """Record an act beside the procedure (`events.BESIDE`); the case stands where it stood.

        Only within the transaction, and only for a case that was opened.
        """
        before = self.state(str(self.case.pk))
        procedural: dict[str, JSON] = {"person": person, "unit": "", "second": "", "answers": {}}
        self._store.next_row = RowExtra(self.case.state, self.case.procedure_version, procedural)
        named = [*self.rests_on, *_people(person, "")]
        self.rests_on = ()
        content = {"person": person, **payload, RESTS_ON: namings(named)}
        site_record(self._store).append(Act(str(self.case.pk), step, role, clause, at, plain(content)))
        self.case.sequence += 1
        self.case.save(update_fields=["sequence"])
        self._events = None
        if before is not None:
            self._keep(replace(before, sequence=self.case.sequence, at=at.astimezone(UTC)))

    def procedures(self, case: str) -> Mapping[str, Procedure]:
        """Every version that the case may be under: its call's, and those that amendments brought."""
        return self._versions

    def calendar(self, case: str) -> WorkdayCalendar:
        """The calendar that the call is pinned to."""
        return self._calendar

    def _named(self, event: ProcedureEvent) -> list[JSON]:
        rows, self.rests_on = [*self.rests_on, *_people(event.person, event.second)], ()
        for _receiver, made in recording.send(sender=Case, case=self.case, store=self, event=event):
            rows += cast(list[NamedRow], made)
        if event.act == OPENED:
            rows = [NamedRow(self.case), *(NamedRow(row) for row in rows_of(self.case)), *rows]
        return namings(rows)

    def _reduced(self) -> CaseState:
        kept = kept_state(self.case)
        if kept is None:
            return reduce_events(self._versions, self._events_after(0))
        if kept.sequence < self.case.sequence:
            for event in self._events_after(kept.sequence):
                kept = apply(self._versions[event.version], kept, event)
        return kept

    def _keep(self, state: CaseState) -> None:
        self._state = replace(state, at=state.at.astimezone(UTC))
        day = next_day(self._versions[state.version], state, self._calendar)
        keep_state(self.case, self._state, day)

    def _events_after(self, sequence: int) -> list[ProcedureEvent]:
        rows = EventRow.objects.filter(case=self.case, sequence__gt=sequence).order_by("sequence")
        return [self._event(row) for row in rows.defer("skeleton", "blind", "hashes")]

    def _event(self, row: ReadRow) -> ProcedureEvent:
        part = row.procedural
        step = self._versions[row.version].steps.get(row.step)
        return ProcedureEvent(
            row.sequence, row.step, step.act if step else row.step, row.role, row.at, row.version,
            person=part["person"], unit=part["unit"], second=part["second"], answers=part["answers"],
            payload={key: part[key] for key in KEYS if key in part},
        )  # fmt: skip


def plain(record: Mapping[str, JSON]) -> dict[str, Plain]:
    """The record's values for the canonical form, which knows no fractions: those become exact decimals."""
    return {key: plain_value(value) for key, value in record.items()}


def rows_of(case: Case) -> Iterator[models.Model]:
    """Every row of the case in the tables whose rows events must name."""
    for model, promise in bound_models():
        if promise.case:
            yield from model._base_manager.filter(**{promise.case: case}).order_by("pk")


def _people(*references: str) -> list[NamedRow]:
    numbers = [int(reference) for reference in references if reference.isdecimal()]
    return [NamedRow(user) for user in User.objects.filter(pk__in=numbers).order_by("pk")] if numbers else []


def procedural_part(event: ProcedureEvent) -> dict[str, JSON]:
    """What of an event the reduction to a state needs: references, answers, and the payload's KEYS."""
    kept = {key: event.payload[key] for key in KEYS if key in event.payload}
    return {
        "person": event.person, "unit": event.unit, "second": event.second,
        "answers": dict(event.answers), **kept,
    }  # fmt: skip
