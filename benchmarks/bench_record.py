"""Appends and proofs of the record beside pymerkle's SqliteTree, both on disk at the same durability.

pymerkle (GPL) is a peer to measure against, installed only for this. It keeps entries and leaf hashes and
folds subtrees anew from leaves, with a cache in memory; it has no chains, commitments, payloads or erasure.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
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


def _rates(count: int, own: Callable[[], object], peers: Callable[[], object]) -> tuple[float, float]:
    """Both rates, measured in turns: on a shared machine the disk is not the same from minute to minute."""
    turns = [(seconds(own, 1), seconds(peers, 1)) for _ in range(7)]
    return count / median(turn[0] for turn in turns), count / median(turn[1] for turn in turns)


def _appends(record: Record, tree: Any, folder: Path, peer: str) -> Sequence[Figure]:
    under_sm3 = _record(folder / "sm3.sqlite3", SM3)

    def signed() -> None:
        for number in range(SINGLES):
            record.append_signed([ACTS[number]], KEY, NOW)

    def peer_signed() -> None:
        for _ in range(SINGLES):
            tree.append_entry(ENTRY)
            KEY.private.sign(tree.get_root())

    single = _rates(
        SINGLES,
        lambda: [record.append(ACTS[number]) for number in range(SINGLES)],
        lambda: [tree.append_entry(ENTRY) for _ in range(SINGLES)],
    )
    head = _rates(SINGLES, signed, peer_signed)
    batch = _rates(500, lambda: record.append_batch(ACTS), lambda: tree.append_entries([ENTRY] * 500))
    alike = _rates(
        500, lambda: record.append_batch(ACTS), lambda: tree.append_entries([_built(act) for act in ACTS])
    )
    sm3 = 500 / seconds(lambda: under_sm3.append_batch(ACTS), 7)
    kept = "the peer's signature is only computed; the record keeps the head, in the same commit"
    bare = "one commit a batch; the peer hashes each entry once and stores no inner hash"
    built = "the peer gets events that this library built, commitments included; payloads still not kept"
    return [
        Figure("append one act, durable", single[0], "acts/s", peer, single[1], DISK),
        Figure("append one act with a signed head, durable", head[0], "acts/s", peer, head[1], kept),
        Figure("append in batches of 500", batch[0], "acts/s", peer, batch[1], bare),
        Figure(
            "the same, the peer's entries committed to as well", alike[0], "acts/s", peer, alike[1], built
        ),
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
