"""Somebody with the database's password: what SQL alone can do, and what the house says of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.sealing import checked_record
from xianxing.pilot.cases.store import DjangoStore, RowExtra
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.cases.upkeep.papers import paper_faults
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.protection.triggers import set_aside
from xianxing.pilot.storage.contents import file_faults
from xianxing.pilot.storage.sealed_values import value_faults
from xianxing.record import Act, LogEntry, Record, audit


def said_of_everything() -> list[str]:
    """What the full audit finds: record, publications, cases, papers, sealed rows and values, files."""
    record = checked_record()
    return [
        *audit(record), *publication_faults(), *case_faults(), *paper_faults(record), *row_faults(),
        *value_faults(), *file_faults(),
    ]  # fmt: skip


def is_noticed() -> bool:
    """Whether the full audit finds anything; what costs least is asked first."""
    cheap = (row_faults, value_faults, file_faults, publication_faults, case_faults)
    if any(faults() for faults in cheap):
        return True
    record = checked_record()
    return bool(audit(record) or paper_faults(record))


def run(*statements: str) -> None:
    """Statements by somebody who knows the database's password."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def without_triggers() -> None:
    """Drop every trigger, as the owner of the tables can."""
    run(*set_aside(connection.vendor))


@contextmanager
def for_a_moment() -> Iterator[None]:
    """Whatever is done within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def insert_act(case: Case, step: str, role: str = "lead", *, seal: bytes = b"") -> LogEntry:
    """Insert an act with correct hashes, numbers and state, as SQL could: everything but the sealing key.

    A seal that was copied from elsewhere may be given; triggers stand as they are.
    """
    last = Event.objects.filter(case=case).order_by("-sequence")[0]
    store = Forged(RowExtra(last.target_state, last.version, last.procedural))
    store.seal = seal
    payload = {"person": last.procedural["person"], "rests_on": []}
    at = max(last.at, datetime(2024, 1, 1, tzinfo=UTC)) + timedelta(minutes=1)
    entry = Record(store).append(Act(str(case.pk), step, role, "", at, payload))
    Case.objects.filter(pk=case.pk).update(sequence=entry.sequence)
    return entry


class Forged(DjangoStore):
    """The site's own store, used without its key."""

    seal = b""

    def add(self, entries: Sequence[LogEntry]) -> None:
        """Put the copied seal where a real one belongs."""
        super().add([replace(entry, seal=self.seal) for entry in entries])
