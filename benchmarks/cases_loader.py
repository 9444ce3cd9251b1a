"""Many long cases at once for the benchmarks: a real life's events under a record that verifies.

One life of `EVENTS` acts is led through the procedure in memory, with every guard; all cases then live it
side by side. Chains, commitments and subtree hashes are the record's own (`append_batch`); only the triggers
stand aside while rows are loaded in bulk, and are back afterwards. `check` audits all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from uuid import uuid4

from django.db import transaction
from tests.procedure.support import BROKER, STAFF
from tests.procedure.support import Case as Life

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case, Duty, Event, Payload, ReducedState
from xianxing.pilot.cases.procedural import plain, procedural_part
from xianxing.pilot.cases.reduced import row_of
from xianxing.pilot.cases.sealing import checked_record, site_record
from xianxing.pilot.cases.store import DjangoStore, RowExtra
from xianxing.pilot.cases.upkeep.side_by_side import faults_side_by_side
from xianxing.pilot.cases.upkeep.tables import without_triggers
from xianxing.procedure.events import ProcedureEvent as Happened
from xianxing.procedure.events import apply, reduce_events
from xianxing.procedure.ticking import duties, next_day
from xianxing.procedure.versions import digest_of
from xianxing.record import Act, LogEntry, Record

EVENTS = 200
ROUND = 20


class BulkStore(DjangoStore):
    """The site's store with two inserts a batch; `extras` are what the procedure says of its entries."""

    extras: Sequence[RowExtra] = ()

    def add(self, entries: Sequence[LogEntry]) -> None:
        """See `Store.add`."""
        rows = [
            Event(
                place=entry.index, case_id=entry.case, sequence=entry.sequence, step=said.step,
                role=said.role, at=said.time, target_state=extra.target_state, version=extra.version,
                procedural=dict(extra.procedural), skeleton=entry.skeleton, blind=entry.blind,
                hashes=entry.hashes, seal=entry.seal,
            )
            for entry, extra in zip(entries, self.extras, strict=True)
            for said in (entry.event,)
        ]  # fmt: skip
        Event.objects.bulk_create(rows, batch_size=2000)
        kept = [(row, entry.contents) for row, entry in zip(rows, entries, strict=True) if entry.contents]
        Payload.objects.bulk_create(
            [Payload(event=row, salt=each.salt, body=each.payload) for row, each in kept], batch_size=2000
        )


@transaction.atomic
def load(call: Call, cases: int, events: int = EVENTS) -> list[Case]:
    """Load that many cases of so many acts each; call `check` to have it verified."""
    life = _life(call, events)
    version = digest_of(procedure_of(call))
    with without_triggers():
        rows = Case.objects.bulk_create(
            Case(
                id=uuid4(),
                call=call,
                procedure_version=version,
                state=life[-1][1],
                sequence=len(life),
                opened_at=life[0][0].at,
            )
            for _each in range(cases)
        )
        store = BulkStore()
        record = site_record(store)
        for start in range(0, len(life), ROUND):
            _live(record, store, life[start : start + ROUND], rows)
    _keep(call, rows, [happened for happened, _state in life])
    return rows


def check(processes: int) -> None:
    """The whole record audits and every case is what its events say; as `doctor --full` does it."""
    faults = faults_side_by_side(processes - 1, checked_record(), list)
    assert not faults, faults[:3]


def _live(
    record: Record, store: BulkStore, part: Sequence[tuple[Happened, str]], rows: Sequence[Case]
) -> None:
    acts, extras = [], []
    for happened, state in part:
        extra = RowExtra(state, happened.version, procedural_part(happened))
        payload = plain(happened.record())
        for row in rows:
            clauses = " ".join(happened.clauses)
            acts.append(Act(str(row.pk), happened.step, happened.role, clauses, happened.at, payload))
            extras.append(extra)
    store.extras = extras
    record.append_batch(acts)


@cache
def _life(call: Call, events: int) -> list[tuple[Happened, str]]:
    """The acts of a running trial with their target states, filled up with monitoring and reports."""
    life = Life(procedure_of(call), day=date(2024, 1, 8)).run()
    while len(life.store.events("c")) < events:
        life.do("monitor", STAFF)
        life.do("report_when_needed", BROKER)
    happened = list(life.store.events("c"))[:events]
    state = reduce_events(life.store.procedures("c"), happened[:1])
    told = [(happened[0], state.state)]
    for event in happened[1:]:
        state = apply(life.procedure, state, event)
        told.append((event, state.state))
    return told


def _keep(call: Call, rows: Sequence[Case], happened: Sequence[Happened]) -> None:
    """What follows from the events, as each act would have kept it: duties and reduced states."""
    procedure, calendar = procedure_of(call), calendar_of(call)
    state = reduce_events({digest_of(procedure): procedure}, happened)
    due, day = duties(procedure, state, calendar), next_day(procedure, state, calendar)
    Duty.objects.bulk_create(
        [
            Duty(case=row, role=d.role, state=d.state, clock=d.clock, due=d.due, provisional=d.provisional,
                 overdue=d.overdue)
            for row in rows
            for d in due
        ],
        batch_size=2000,
    )  # fmt: skip
    ReducedState.objects.bulk_create([row_of(row, state, day) for row in rows], batch_size=500)
