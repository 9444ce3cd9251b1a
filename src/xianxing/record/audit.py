"""The whole record computed again from its skeletons: run over live data at night, and inside tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from xianxing.record import merkle
from xianxing.record.algorithms import DIGEST_BYTES
from xianxing.record.events import FIRST, LogEntry, chained_digest, hash_named, leaf_data
from xianxing.record.heads import read_head
from xianxing.record.log import Record
from xianxing.record.notes import NoteError


def audit(record: Record, *, seals: bool = True) -> list[str]:
    """Every fault of the store, in English, with the place of each: an empty list means that all agrees.

    Recomputes chains, commitments, leaves and subtree hashes from skeletons, blinds and payloads, and
    compares each signed head with the tree of its size. With the record's ring it also checks every seal and
    the signature of every head. Reads everything once and keeps O(log n) hashes.

    Without `seals` the caller has `seal_faults` check those of every place, in other processes say.
    """
    faults: list[str] = _heads(record)
    tails: dict[str, tuple[int, str]] = {}
    missing: dict[tuple[str, int], int] = {}
    fresh: dict[tuple[int, int], bytes] = {}
    heads: dict[int, list[bytes]] = {}
    for size, text in record.store.heads():
        heads.setdefault(size, []).append(read_head(text)[0].root)
    before = record.ring.seals.head_before if record.ring else None
    if before is not None:
        heads.setdefault(before.size, []).append(before.root)
    for place, entry in enumerate(record.store.entries()):
        faults += [f"{_where(place, entry)}: {fault}" for fault in _entry(record, place, entry, tails, fresh)]
        if seals:
            faults += _seal(record, place, entry)
        if entry.erases is not None and missing.pop((entry.case, entry.erases), None) is None:
            faults.append(f"{_where(place, entry)}: what it erased is here")
        if entry.contents is None:
            missing[entry.case, entry.sequence] = place
        for root in heads.pop(place + 1, ()):
            if merkle.root(record.store.hash, place + 1, lambda level, at: fresh[level, at]) != root:
                faults.append(f"{_where(place, entry)}: the head signed after it has another root")
    faults += [f"entry {place}: payload gone without an erasure" for place in missing.values()]
    heads.pop(0, None)
    return faults + [f"a head of size {size} was signed, the log is shorter" for size in heads]


class SealedEntry(Protocol):
    """What of an entry its seal hangs on: a `LogEntry`, or less that is read quicker."""

    @property
    def case(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def skeleton(self) -> bytes: ...
    @property
    def seal(self) -> bytes: ...


def seal_faults(
    record: Record, start: int, stop: int, entries: Iterable[SealedEntry] | None = None
) -> list[str]:
    """Every seal that doesn't hold of the entries from the place `start` up to before `stop`.

    `entries` are those, in order, where the caller reads them quicker than the store does.
    """
    held = record.store.entries(start=start, stop=stop) if entries is None else entries
    return [fault for place, entry in enumerate(held, start) for fault in _seal(record, place, entry)]


def _heads(record: Record) -> list[str]:
    """Heads that no key of the ring may have signed; that the tree agrees with each is compared apart."""
    faults = []
    for size, text in record.store.heads() if record.ring else []:
        try:
            head, note = read_head(text)
            if record.ring:
                record.ring.check(head, note, anchored=True)
        except NoteError as problem:
            faults.append(f"the head of size {size}: {problem}")
    return faults


def _where(place: int, entry: SealedEntry) -> str:
    return f"entry {place} (case {entry.case}, event {entry.sequence})"


def _seal(record: Record, place: int, entry: SealedEntry) -> Iterator[str]:
    if record.ring:
        chained = chained_digest(hash_named(entry.skeleton, record.store.hash), entry.skeleton)
        fault = record.ring.seals.fault(record.store.origin, place, chained, entry.seal)
        if fault:
            yield f"{_where(place, entry)}: {fault}"


def _entry(
    record: Record,
    place: int,
    entry: LogEntry,
    tails: dict[str, tuple[int, str]],
    fresh: dict[tuple[int, int], bytes],
) -> Iterator[str]:
    log, (sequence, previous) = record.store.hash, tails.get(entry.case, (0, FIRST))
    try:
        event = entry.event
    except ValueError as problem:
        yield str(problem)
        chained = chained_digest(log, entry.skeleton)
        tails[entry.case] = (entry.sequence, chained.hex())
    else:
        chained = chained_digest(event.hash, entry.skeleton)
        tails[entry.case] = (event.sequence, chained.hex())
        row = (entry.index, entry.case, entry.sequence, entry.erases)
        if row != (place, event.case, event.sequence, event.erases):
            yield "the row contradicts its skeleton"
        if (event.sequence, event.previous) != (sequence + 1, previous):
            yield "the chain is broken"
        if entry.contents and entry.contents.commitment(event.hash) != event.commitment:
            yield "the payload isn't the one committed to"
    leaf = merkle.leaf_hash(log, leaf_data(log, entry.blind, chained))
    hashes = merkle.completed(log, place, leaf, lambda level, at: fresh[level, at])
    for level, digest in enumerate(hashes):
        at = place >> level
        fresh[level, at] = digest
        if level:
            del fresh[level - 1, 2 * at], fresh[level - 1, 2 * at + 1]
    if b"".join(hashes) != entry.hashes or len(entry.hashes) % DIGEST_BYTES:
        yield "the subtree hashes don't follow from the leaf"
