"""The SQLite file: append-only by its own triggers, durable settings, several openers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import SM3, Record, SigningKey, SqliteStore, StoreError, audit


def test_the_file_is_durable_at_each_commit_and_overwrites_what_it_erases(record: Record) -> None:
    assert isinstance(record.store, SqliteStore)
    pragmas = {
        name: record.store._base.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET skeleton = x'00'",
        "DELETE FROM event",
        "UPDATE payload SET body = x'00'",
        "DELETE FROM payload",
        "UPDATE head SET note = ''",
        "DELETE FROM head",
        "UPDATE meta SET value = ''",
        "DELETE FROM meta",
    ],
)
def test_rows_are_never_changed_from_outside(
    record: Record, key: SigningKey, tmp_path: Path, statement: str
) -> None:
    record.append(act())
    record.sign_head(key, START)
    base = sqlite3.connect(tmp_path / "record.sqlite3")
    with pytest.raises(sqlite3.IntegrityError):
        base.execute(statement)
    base.close()
    assert audit(record) == []


def test_a_reopened_file_goes_on_where_it_stopped(
    open_store: Callable[[], SqliteStore], record: Record
) -> None:
    record.append_batch([act(), act("case-b"), act()])
    again = Record(open_store())
    assert again.append(act()).event.sequence == 3
    assert record.size == 4
    assert record.root() == again.root()
    assert audit(record) == []


@pytest.mark.parametrize(
    "rows",
    [
        "event SELECT * FROM event WHERE place = 0",
        "event SELECT 9, case_id, sequence, skeleton, blind, hashes, erases, seal FROM event WHERE place = 0",
        "payload SELECT place, salt, x'7b7d' FROM payload",
        "head SELECT number, size, 'forged' FROM head",
        "meta VALUES ('origin', 'elsewhere')",
        "payload VALUES (1, x'00', x'7b7d')",
    ],
)
def test_no_row_is_replaced_and_nothing_erased_comes_back(record: Record, key: SigningKey, rows: str) -> None:
    record.append_batch([act(), act()])
    record.erase("case-a", 2, reason="法院裁定", role="secretariat", clause="", time=START)
    record.sign_head(key, START)
    store = record.store
    assert isinstance(store, SqliteStore)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store._base.execute(f"INSERT OR REPLACE INTO {rows}")
    assert audit(record) == []


def test_the_audit_finds_what_was_erased_and_is_here_again(record: Record) -> None:
    record.append_batch([act(), act()])
    kept = record.store.entry("case-a", 2).contents
    record.erase("case-a", 2, reason="法院裁定", role="secretariat", clause="", time=START)
    store = record.store
    assert isinstance(store, SqliteStore)
    assert kept
    store._base.execute("DROP TRIGGER payload_replace")
    store._base.execute("INSERT INTO payload VALUES (1, ?, ?)", (kept.salt, kept.payload))
    assert audit(record) == ["entry 2 (case case-a, event 3): what it erased is here"]


def test_a_file_of_another_log_or_hash_is_refused(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "record.sqlite3"
    for wanted in ({"origin": "other.example"}, {"origin": ORIGIN, "algorithm": SM3}):
        with pytest.raises(StoreError, match="holds the record"):
            SqliteStore(path, **wanted)
    store = SqliteStore(path)
    assert store.origin == ORIGIN
    store.close()
    with pytest.raises(StoreError, match="origin"):
        SqliteStore(tmp_path / "new.sqlite3")


def test_a_failed_block_leaves_nothing(record: Record) -> None:
    entry = record.append(act())
    with pytest.raises(StoreError, match="follow"), record.store.writing():
        record.store.add_head(1, "note")
        record.store.add([entry])
    assert record.store.heads() == []
    with pytest.raises(StoreError, match="writing"):
        record.store.add_head(1, "note")
    with pytest.raises(StoreError, match="erasure"), record.store.writing():
        record.store.drop_payload(0)
    assert record.store.entry("case-a", 1).contents is not None


def test_unknown_entries_and_nodes_are_key_errors(record: Record) -> None:
    with pytest.raises(KeyError):
        record.store.entry("case-a", 1)
    with pytest.raises(KeyError):
        record.store.node(0, 0)
    assert record.store.last("case-a") is None
    assert list(record.store.entries("case-a")) == []


def test_writers_in_several_threads_never_fork_a_chain(open_store: Callable[[], SqliteStore]) -> None:
    path_holder = open_store()
    path = Path(path_holder._base.execute("PRAGMA database_list").fetchone()[2])

    def write() -> None:
        store = SqliteStore(path)
        for _ in range(20):
            Record(store).append(act())
        store.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = Record(path_holder)
    assert [entry.sequence for entry in path_holder.entries("case-a")] == list(range(1, 61))
    assert audit(record) == []


APPENDER = """
import sys
from pathlib import Path
from tests.record.conftest import act
from xianxing.record import Record, SqliteStore
record = Record(SqliteStore(Path(sys.argv[1])))
while True:
    print(record.append(act()).sequence, flush=True)
"""


def test_what_was_acknowledged_survives_a_killed_process(record: Record, tmp_path: Path) -> None:
    command = [sys.executable, "-c", APPENDER, str(tmp_path / "record.sqlite3")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        acknowledged = [int(process.stdout.readline()) for _ in range(30)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout.read().split()]
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert len(acknowledged) <= record.size <= len(acknowledged) + 1
    assert audit(record) == []
    assert record.append(act()).sequence == record.size


def test_the_audit_names_what_was_changed_behind_the_triggers(record: Record, tmp_path: Path) -> None:
    record.append_batch([act(), act("case-b"), act(), act(), act(), act()])
    base = sqlite3.connect(tmp_path / "record.sqlite3", isolation_level=None)
    base.execute("DROP TRIGGER payload_update")
    base.execute("DROP TRIGGER event_update")
    base.execute("DROP TRIGGER payload_delete")
    base.execute("UPDATE payload SET body = x'7b7d' WHERE place = 0")
    base.execute("UPDATE event SET blind = zeroblob(32) WHERE place = 1")
    base.execute("DELETE FROM payload WHERE place = 2")
    base.execute("UPDATE event SET skeleton = x'ff' WHERE place = 4")
    base.execute("UPDATE event SET skeleton = CAST(replace(skeleton, 'lead', 'LE') AS BLOB) WHERE place = 3")
    base.close()
    faults = audit(record)
    for wanted in (
        "entry 0 (case case-a, event 1): the payload",
        "entry 1 (case case-b, event 1): the subtree",
        "entry 2: payload gone",
        "entry 3 (case case-a, event 3): the subtree",
        "entry 4 (case case-a, event 4): not canonical",
        "entry 5 (case case-a, event 5): the chain",
    ):
        assert any(fault.startswith(wanted) for fault in faults), (wanted, faults)
