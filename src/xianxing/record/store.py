"""Where a record is kept: the protocol that any store fulfils, and one in a SQLite file.

A store keeps entries in the log's order and guards nothing but that; chaining, hashing and proofs are
`xianxing.record.log`. Subtree hashes lie with the entry that completed them, so an append writes one row and
a node is one read by primary key.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from xianxing.record.algorithms import DIGEST_BYTES, SHA256, HashAlgorithm, hash_algorithm
from xianxing.record.events import Contents, LogEntry


class StoreError(RuntimeError):
    """The store can't do what was asked; the message says why. Nothing was written."""


class LogStore(Protocol):
    """What `Record` needs of a store. Reads see the last commit, or the open `writing` block's own."""

    @property
    def origin(self) -> str:
        """The log's name, which its heads bear."""

    @property
    def hash(self) -> HashAlgorithm:
        """What every entry and node of the log is hashed with."""

    def writing(self) -> AbstractContextManager[None]:
        """One exclusive, atomic, durable block: on leaving, everything in it is on disk or nothing is."""

    def size(self) -> int:
        """How many entries the log holds."""

    def node(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree `index` of height `level`; KeyError when it isn't complete."""

    def add(self, entries: Sequence[LogEntry]) -> None:
        """Append entries whose places follow the last one. Only within `writing`."""

    def last(self, case: str) -> LogEntry | None:
        """The case's latest entry."""

    def entry(self, case: str, sequence: int) -> LogEntry:
        """One entry with its payload, if that wasn't erased; KeyError for an unknown one."""

    def entries(self, case: str | None = None, start: int = 0, stop: int | None = None) -> Iterator[LogEntry]:
        """A case's entries in their order, or all in the log's, from place `start` up to before `stop`."""

    def drop_payload(self, index: int) -> None:
        """Remove payload and salt for good. Only within `writing`, after the erasing event was added."""

    def add_head(self, size: int, note: str) -> None:
        """Keep a signed head. Only within `writing`."""

    def last_head(self) -> str | None:
        """The signed head kept last."""

    def heads(self) -> list[tuple[int, str]]:
        """All signed heads, oldest first, with their sizes."""


SCHEMA = Path(__file__).with_name("schema.sql")
SELECT = (
    "SELECT place, case_id, sequence, skeleton, blind, hashes, salt, body, erases, seal"
    " FROM event LEFT JOIN payload USING (place) "
)


class SqliteStore:
    """A record in one SQLite file: write-ahead log, `synchronous = FULL` (an fsync at each commit).

    Several processes may open the file; one writes at a time. Use one object a thread. Erased bytes are
    overwritten in the file and its write-ahead log; copies and backups are the operator's to clear.
    """

    def __init__(self, path: Path, *, origin: str = "", algorithm: HashAlgorithm = SHA256) -> None:
        """Open the file, or create it under `origin`; StoreError when it belongs to another log or hash."""
        self._base = sqlite3.connect(path, isolation_level=None, timeout=30)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            self._base.execute(f"PRAGMA {pragma}").fetchall()
        self._dropped = False
        self._create(path, origin, algorithm)
        known = dict(self._base.execute("SELECT name, value FROM meta"))
        self.origin, self.hash = known["origin"], hash_algorithm(known["hash"])
        if origin not in ("", self.origin) or (origin and algorithm is not self.hash):
            self._base.close()
            raise StoreError(f"the file holds the record of {self.origin} under {self.hash.name}")

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Store.writing`; waits up to 30 s for another writer."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            self._dropped = False
            raise
        if self._dropped:
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._dropped = False

    def size(self) -> int:
        """See `Store.size`."""
        row = self._base.execute("SELECT max(place) FROM event").fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def node(self, level: int, index: int) -> bytes:
        """See `Store.node`: one read by primary key."""
        place = ((index + 1) << level) - 1
        row = self._base.execute("SELECT hashes FROM event WHERE place = ?", (place,)).fetchone()
        if row is None:
            raise KeyError((level, index))
        found: bytes = row[0][DIGEST_BYTES * level : DIGEST_BYTES * (level + 1)]
        return found

    def add(self, entries: Sequence[LogEntry]) -> None:
        """See `Store.add`."""
        self._inside()
        if entries and entries[0].index != self.size():
            raise StoreError("entries must follow the last one")
        self._base.executemany(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(e.index, e.case, e.sequence, e.skeleton, e.blind, e.hashes, e.erases, e.seal) for e in entries],
        )
        self._base.executemany(
            "INSERT INTO payload VALUES (?, ?, ?)",
            [(e.index, e.contents.salt, e.contents.payload) for e in entries if e.contents],
        )

    def last(self, case: str) -> LogEntry | None:
        """See `Store.last`."""
        row = self._base.execute(
            SELECT + "WHERE case_id = ? ORDER BY sequence DESC LIMIT 1", (case,)
        ).fetchone()
        return _entry(row) if row else None

    def entry(self, case: str, sequence: int) -> LogEntry:
        """See `Store.entry`."""
        row = self._base.execute(SELECT + "WHERE case_id = ? AND sequence = ?", (case, sequence)).fetchone()
        if row is None:
            raise KeyError((case, sequence))
        return _entry(row)

    def entries(self, case: str | None = None, start: int = 0, stop: int | None = None) -> Iterator[LogEntry]:
        """See `Store.entries`."""
        found, places = (
            SELECT + "WHERE place >= ? AND place < ? ",
            (start, self.size() if stop is None else stop),
        )
        if case is None:
            return map(_entry, self._base.execute(found + "ORDER BY place", places))
        return map(_entry, self._base.execute(found + "AND case_id = ? ORDER BY sequence", (*places, case)))

    def drop_payload(self, index: int) -> None:
        """See `Store.drop_payload`; StoreError unless an erasing event was recorded."""
        self._inside()
        try:
            self._base.execute("DELETE FROM payload WHERE place = ?", (index,))
        except sqlite3.IntegrityError as problem:
            raise StoreError(str(problem)) from None
        self._dropped = True

    def add_head(self, size: int, note: str) -> None:
        """See `Store.add_head`."""
        self._inside()
        self._base.execute("INSERT INTO head (size, note) VALUES (?, ?)", (size, note))

    def last_head(self) -> str | None:
        """See `Store.last_head`."""
        row = self._base.execute("SELECT note FROM head ORDER BY number DESC LIMIT 1").fetchone()
        return row[0] if row else None

    def heads(self) -> list[tuple[int, str]]:
        """See `Store.heads`."""
        return [
            (size, note) for size, note in self._base.execute("SELECT size, note FROM head ORDER BY number")
        ]

    def _inside(self) -> None:
        if not self._base.in_transaction:
            raise StoreError("writing happens only within writing()")

    def _create(self, path: Path, origin: str, algorithm: HashAlgorithm) -> None:
        with self.writing():
            if self._base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
                columns = {row[1] for row in self._base.execute("PRAGMA table_info(event)")}
                if "seal" not in columns:  # a file made before acts were sealed
                    self._base.execute("ALTER TABLE event ADD COLUMN seal BLOB NOT NULL DEFAULT x''")
                return
            if not origin:
                raise StoreError("a new record needs the origin of its log")
            for statement in _statements(SCHEMA.read_text("utf-8")):
                self._base.execute(statement)
            self._base.executemany(
                "INSERT INTO meta VALUES (?, ?)", (("origin", origin), ("hash", algorithm.name))
            )
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _entry(row: Sequence[object]) -> LogEntry:
    place, case, sequence, skeleton, blind, hashes, salt, body, erases, seal = row
    contents = Contents(_bytes(salt), _bytes(body)) if salt is not None else None
    return LogEntry(
        int(str(place)),
        str(case),
        int(str(sequence)),
        _bytes(skeleton),
        _bytes(blind),
        _bytes(hashes),
        contents,
        None if erases is None else int(str(erases)),
        _bytes(seal),
    )


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise StoreError("a column that should hold bytes doesn't")
    return value
