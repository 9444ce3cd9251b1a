"""Any store that fulfils the protocol carries a record: here one of plain lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    SHA256,
    HashAlgorithm,
    KeyRing,
    LogEntry,
    LogStore,
    Record,
    SigningKey,
    audit,
    verify,
    write_dossier,
)


@dataclass
class ListStore:
    """Entries and heads in memory; a failed block is undone."""

    origin: str = ORIGIN
    hash: HashAlgorithm = SHA256
    rows: list[LogEntry] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    @contextmanager
    def writing(self) -> Iterator[None]:
        saved = list(self.rows), list(self.notes)
        try:
            yield
        except BaseException:
            self.rows, self.notes = saved
            raise

    def size(self) -> int:
        return len(self.rows)

    def node(self, level: int, index: int) -> bytes:
        return self.rows[((index + 1) << level) - 1].hashes[32 * level : 32 * level + 32]

    def add(self, entries: Sequence[LogEntry]) -> None:
        self.rows += entries

    def last(self, case: str) -> LogEntry | None:
        return next((row for row in reversed(self.rows) if row.case == case), None)

    def entry(self, case: str, sequence: int) -> LogEntry:
        found = [row for row in self.entries(case) if row.sequence == sequence]
        if not found:
            raise KeyError((case, sequence))
        return found[0]

    def entries(self, case: str | None = None, start: int = 0, stop: int | None = None) -> Iterator[LogEntry]:
        return iter([row for row in self.rows[start:stop] if case in (None, row.case)])

    def drop_payload(self, index: int) -> None:
        self.rows[index] = replace(self.rows[index], contents=None)

    def add_head(self, size: int, note: str) -> None:
        self.notes.append((size, note))

    def last_head(self) -> str | None:
        return self.notes[-1][1] if self.notes else None

    def heads(self) -> list[tuple[int, str]]:
        return self.notes


def test_a_record_over_another_store_proves_itself_alike(
    tmp_path: Path, key: SigningKey, ring: KeyRing
) -> None:
    store: LogStore = ListStore()
    record = Record(store)
    record.append_batch([act(f"case-{number % 2}") for number in range(9)])
    record.append_signed([act("case-0")], key, START)
    record.erase("case-0", 2, reason="保存期届满", role="secretariat", clause="7.2", time=START)
    record.sign_head(key, START)
    record.receipt("case-1", 4).check(ring)
    write_dossier(tmp_path / "dossier", record, "case-0", key=key, ring=ring, time=START)
    assert verify.check_dossier(tmp_path / "dossier", [key.public.vkey]).problems == []
    assert audit(record) == []
