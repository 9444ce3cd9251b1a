"""Appends and proofs of the record beside pymerkle's SqliteTree, both on disk at the same durability.

pymerkle (GPL) is a peer to measure against, installed only for this. It keeps entries and leaf hashes and
folds subtrees anew from leaves, with a cache in memory; it has no chains, commitments, payloads or erasure.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figure import Figure, seconds
from xianxing.record import (
    SHA256,
    SM3,
    Act,
    EventSkeleton,
    HashAlgorithm,
    KeyRing,
    Record,
    SqliteStore,
    new_key,
    verify,
    write_dossier,
)
from xianxing.record.events import FIRST, chained_digest, salted

ORIGIN = "bench.example/log"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAYLOAD = {"who": "张三", "unit": "某证券股份有限公司", "basis": "4.1.1", "seen": "ab" * 32}
ACTS = [Act(f"case-{number % 40}", "file", "lead-unit", "4.1.1", NOW, PAYLOAD) for number in range(500)]
ENTRY = bytes(700)
FILLED = 50_000
SINGLES = 200
PROOFS = 500
KEY = new_key(ORIGIN)
DISK = (
    "SQLite, journal_mode=WAL, synchronous=FULL (one fsync a commit), for both throughout; the record seals, "
    "chains and blinds each act and keeps its payload, the peer stores 700 bare bytes and their hash; both "
    "write-ahead logs have reached their size before (while one grows, an fsync costs ten times as much here)"
)


def run() -> list[Figure]:
    """All figures of the record; ModuleNotFoundError without pymerkle."""
    import pymerkle

    with tempfile.TemporaryDirectory(prefix="xianxing-bench-", dir=Path.cwd()) as name:
        folder = Path(name)
        record, tree = _record(folder / "own.sqlite3"), _tree(pymerkle, folder / "peer.sqlite3")
        peer = f"pymerkle {pymerkle.__version__}"
        for _ in range(10):
            record.append_batch(ACTS)
            tree.append_entries([ENTRY] * 500)
        figures = [*_appends(record, tree, folder, peer)]
        _fill(record, tree)
        figures += _proofs(record, tree, pymerkle, folder, peer)
        figures.append(_dossier(record, folder))
        tree.close()
    return figures


def _record(path: Path, algorithm: HashAlgorithm = SHA256) -> Record:
    return Record(SqliteStore(path, origin=ORIGIN, algorithm=algorithm))


def _tree(pymerkle: Any, path: Path) -> Any:
    tree = pymerkle.SqliteTree(str(path))
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        tree.con.execute(f"PRAGMA {pragma}").fetchall()
    return tree


@dataclass(frozen=True)
class _Both:
    """Seconds of the clock and of the processor for each act, ours and the peer's."""

    own: tuple[float, float]
    peers: tuple[float, float]

    def figures(self, what: str, peer: str, note: str = "") -> list[Figure]:
        """Acts a second by the clock, and what one costs the processor."""
        return [
            Figure(what, 1 / self.own[0], "acts/s", peer, 1 / self.peers[0], note),
            Figure(f"{what}: processor for one", self.own[1] * 1e6, "µs", peer, self.peers[1] * 1e6),
        ]


def _both(count: int, own: Callable[[], object], peers: Callable[[], object]) -> _Both:
    """Both measured in turns: on a shared machine the disk is not the same from minute to minute."""
    turns = [(_taken(own), _taken(peers)) for _ in range(7)]

    def each(place: int) -> tuple[float, float]:
        told = [turn[place] for turn in turns]
        return median(one[0] for one in told) / count, median(one[1] for one in told) / count

    return _Both(each(0), each(1))


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    start, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - spent


def _appends(record: Record, tree: Any, folder: Path, peer: str) -> Sequence[Figure]:
    under_sm3 = _record(folder / "sm3.sqlite3", SM3)

    def signed() -> None:
        for number in range(SINGLES):
            record.append_signed([ACTS[number]], KEY, NOW)

    def peer_signed() -> None:
        for _ in range(SINGLES):
            tree.append_entry(ENTRY)
            KEY.private.sign(tree.get_root())

    single = _both(
        SINGLES,
        lambda: [record.append(ACTS[number]) for number in range(SINGLES)],
        lambda: [tree.append_entry(ENTRY) for _ in range(SINGLES)],
    )
    head = _both(SINGLES, signed, peer_signed)
    batch = _both(500, lambda: record.append_batch(ACTS), lambda: tree.append_entries([ENTRY] * 500))
    alike = _both(
        500, lambda: record.append_batch(ACTS), lambda: tree.append_entries([_built(act) for act in ACTS])
    )
    sm3 = 500 / seconds(lambda: under_sm3.append_batch(ACTS), 7)
    kept = "the peer's signature is only computed; the record keeps the head, in the same commit"
    bare = "one commit a batch; the peer hashes each entry once and stores no inner hash"
    built = "the peer gets events that this library built, commitments included; payloads still not kept"
    return [
        *single.figures("append one act, durable", peer, DISK),
        *head.figures("append one act with a signed head, durable", peer, kept),
        *batch.figures("append in batches of 500", peer, bare),
        *alike.figures("the same, the peer's entries committed to as well", peer, built),
        Figure("append in batches of 500 under SM3", sm3, "acts/s"),
    ]


def _built(act: Act) -> bytes:
    contents = salted(act.payload)
    event = EventSkeleton(
        act.case, 1, act.step, act.time, act.role, act.clause, contents.commitment(SHA256), FIRST, SHA256
    )
    skeleton = event.encode()
    return skeleton + chained_digest(SHA256, skeleton)


def _fill(record: Record, tree: Any) -> None:
    while record.size < FILLED:
        record.append_batch(ACTS)
    tree.append_entries([ENTRY] * (record.size - tree.get_size()))


def _proofs(record: Record, tree: Any, pymerkle: Any, folder: Path, peer: str) -> Sequence[Figure]:
    size, chance = record.size, random.Random(6962)
    places = [chance.randrange(size) for _ in range(PROOFS)]
    head = record.sign_head(KEY, NOW)
    entries = [(entry.case, entry.sequence) for entry in record.store.entries()]

    def receipts() -> None:
        for place in places:
            record.receipt(*entries[place], head)

    def first(path: Path) -> None:
        store = SqliteStore(path)
        Record(store).prove_inclusion(places[0], size)
        store.close()

    def peer_first(path: Path) -> None:
        fresh = _tree(pymerkle, path)
        fresh.prove_inclusion(places[0] + 1, size)
        fresh.close()

    def each(prove: Callable[[int], object]) -> float:
        return seconds(lambda: [prove(place) for place in places]) / PROOFS * 1e6

    return [
        Figure(
            f"inclusion proof among {size:,}",
            each(lambda place: record.prove_inclusion(place, size)),
            "µs",
            peer,
            each(lambda place: tree.prove_inclusion(place + 1, size)),
            "the peer with its cache of subtrees warm; own store has none and reads each node from SQLite",
        ),
        Figure(
            f"first inclusion proof after opening, {size:,}",
            seconds(lambda: first(folder / "own.sqlite3")) * 1e3,
            "ms",
            peer,
            seconds(lambda: peer_first(folder / "peer.sqlite3")) * 1e3,
            "opening included; the peer reads and folds all leaves",
        ),
        Figure(
            f"consistency proof up to {size:,}",
            each(lambda place: record.prove_consistency(place + 1, size)),
            "µs",
            peer,
            each(lambda place: tree.prove_consistency(place + 1, size)),
        ),
        Figure("receipt: event, proof and signed head", seconds(receipts) / PROOFS * 1e6, "µs"),
        Figure("sign a head, durable", seconds(lambda: record.sign_head(KEY, NOW)) * 1e6, "µs"),
    ]


def _dossier(record: Record, folder: Path) -> Figure:
    case = "dossier"
    record.append_batch([Act(case, "file", "lead-unit", "4.1.1", NOW, PAYLOAD)] * 100)
    record.sign_head(KEY, NOW)
    target = folder / "dossier"
    write_dossier(target, record, case, key=KEY, ring=KeyRing().rotate(KEY.public, NOW), time=NOW)
    assert not verify.check_dossier(target).problems
    taken = seconds(lambda: verify.check_dossier(target)) * 1e3
    return Figure("check a dossier of 100 events in plain Python", taken, "ms")
