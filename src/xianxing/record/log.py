"""The record itself: acts become chained events, events become leaves of one log, heads are signed.

Everything a case's people may want to prove later is asked here; storage is a `Store`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xianxing.record import merkle
from xianxing.record.algorithms import DIGEST_BYTES
from xianxing.record.canonical import Plain, canonical
from xianxing.record.events import (
    ERASE,
    FIRST,
    SECRET_BYTES,
    Act,
    EventSkeleton,
    LogEntry,
    chained_digest,
    leaf_data,
    salted,
)
from xianxing.record.heads import Head, read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import NoteError, SignedNote, SigningKey
from xianxing.record.receipts import ReceiptProof
from xianxing.record.seals import seal_act
from xianxing.record.store import LogStore


class RecordError(ValueError):
    """The act can't be recorded, or the record contradicts itself. Nothing was written."""


class SealError(RecordError):
    """An act bears no seal, or one that doesn't hold; the message says which."""


@dataclass
class Record:
    """An append-only record over a store. Time is always the caller's; nothing here reads a clock.

    With a `ring` every act must bear a seal of its sealing keys: `sealing` makes it, and no head is signed
    over an act whose seal doesn't hold. A record without a ring asks for no seals.
    """

    store: LogStore
    ring: KeyRing | None = None
    sealing: SigningKey | None = None

    @property
    def size(self) -> int:
        """How many events all cases have together."""
        return self.store.size()

    def append(self, act: Act) -> LogEntry:
        """Record one act, durably; returns its entry. CanonicalError or RecordError when it can't be."""
        return self.append_batch((act,))[0]

    def append_batch(self, acts: Sequence[Act]) -> list[LogEntry]:
        """Record several acts in their order, all or none, with one durable write."""
        with self.store.writing():
            return self._add(acts)

    def append_signed(
        self, acts: Sequence[Act], key: SigningKey, time: datetime
    ) -> tuple[list[LogEntry], SignedNote]:
        """`append_batch` and `sign_head` in one durable write: the head over them is there with the acts."""
        with self.store.writing():
            return self._add(acts), self._sign(key, time)

    def erase(
        self,
        case: str,
        sequence: int,
        *,
        reason: str,
        role: str,
        clause: str,
        time: datetime,
        payload: Mapping[str, Plain] | None = None,
    ) -> LogEntry:
        """Remove an event's payload and salt for good, and record that and why as an event of the case.

        The skeleton and every proof stay. The reason must not repeat what is erased; it can't be erased
        itself. RecordError for an unknown or erased event, an erasure, or without a reason.
        """
        if not reason.strip():
            raise RecordError("an erasure states its reason")
        with self.store.writing():
            try:
                target = self.store.entry(case, sequence)
            except KeyError:
                raise RecordError(f"case {case} has no event {sequence}") from None
            if target.erases is not None or target.contents is None:
                raise RecordError(f"event {sequence} of case {case} is an erasure or erased already")
            act = Act(case, ERASE, role, clause, time, {**(payload or {}), "reason": reason})
            entry = self._chain([(act, sequence)])[0]
            self.store.drop_payload(target.index)
        return entry

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree of the first `size` events, by default of all."""
        return merkle.root(self.store.hash, self.size if size is None else size, self.store.node)

    def sign_head(self, key: SigningKey, time: datetime) -> SignedNote:
        """Sign the log as it stands and keep the head; returns the note to publish.

        RecordError when the log no longer holds what the last signed head says: it is never signed over.
        SealError where an act that no head covers yet bears no seal, or one that doesn't hold.
        """
        with self.store.writing():
            return self._sign(key, time)

    def latest_head(self) -> SignedNote:
        """The last signed head; RecordError when none was signed."""
        kept = self.store.last_head()
        if kept is None:
            raise RecordError("no head was signed yet")
        return read_head(kept)[1]

    def prove_inclusion(self, index: int, size: int) -> list[bytes]:
        """The path from the entry at `index` to the root of the first `size` entries."""
        self._within(size)
        return merkle.inclusion_proof(self.store.hash, index, size, self.store.node)

    def prove_consistency(self, old: int, new: int) -> list[bytes]:
        """That the first `old` entries are unchanged among the first `new`."""
        self._within(new)
        return merkle.consistency_proof(self.store.hash, old, new, self.store.node)

    def receipt(self, case: str, sequence: int, note: SignedNote | None = None) -> ReceiptProof:
        """What its author takes home: the skeleton, its place in the log, and a signed head over it."""
        entry = self.store.entry(case, sequence)
        head, signed = read_head((note or self.latest_head()).encode())
        if entry.index >= head.size:
            raise RecordError("the head is older than the event; sign a new one")
        return ReceiptProof(
            entry.skeleton,
            entry.blind,
            entry.index,
            tuple(self.prove_inclusion(entry.index, head.size)),
            signed,
        )

    def _sign(self, key: SigningKey, time: datetime) -> SignedNote:
        size, kept = self.size, self.store.last_head()
        if kept is not None:
            last, _ = read_head(kept)
            if last.size > size or self.root(last.size) != last.root or last.time > time:
                raise RecordError("the log contradicts its last signed head")
        self._refuse_unsealed(kept)
        note = Head(self.store.origin, size, self.root(size), time, self.store.hash).sign(key)
        self.store.add_head(size, note.encode())
        return note

    def _refuse_unsealed(self, kept: str | None) -> None:
        """Look at every act that no head of the ring covers yet: its seal, and that its leaf is its own."""
        if self.ring is None:
            return
        fresh: dict[tuple[int, int], bytes] = {}  # of this walk, so that long ones don't ask for each again
        for entry in self.store.entries(start=_vouched(self.ring, kept)):
            chained = chained_digest(self.store.hash, entry.skeleton)
            fault = self.ring.seals.fault(self.store.origin, entry.index, chained, entry.seal)
            leaf = merkle.leaf_hash(self.store.hash, leaf_data(self.store.hash, entry.blind, chained))
            hashes = merkle.completed(
                self.store.hash,
                entry.index,
                leaf,
                lambda level, at: fresh.pop((level, at), b"") or self.store.node(level, at),
            )
            fresh[len(hashes) - 1, entry.index >> (len(hashes) - 1)] = hashes[-1]
            if not fault and b"".join(hashes) != entry.hashes:
                fault = "its hashes are not those of the sealed act"
            if fault:
                raise SealError(f"entry {entry.index} (case {entry.case}, event {entry.sequence}): {fault}")

    def _within(self, size: int) -> None:
        if size > self.size:
            raise RecordError(f"the log has only {self.size} entries")

    def _add(self, acts: Sequence[Act]) -> list[LogEntry]:
        if any(act.step == ERASE for act in acts):
            raise RecordError("an erasure is recorded by erase()")
        return self._chain([(act, None) for act in acts])

    def _chain(self, acts: Sequence[tuple[Act, int | None]]) -> list[LogEntry]:
        algorithm, size = self.store.hash, self.store.size()
        fresh: list[LogEntry] = []
        tails: dict[str, tuple[int, str]] = {}

        def node(level: int, index: int) -> bytes:
            place = ((index + 1) << level) - size - 1
            if place < 0:
                return self.store.node(level, index)
            return fresh[place].hashes[DIGEST_BYTES * level : DIGEST_BYTES * (level + 1)]

        for place, (act, erases) in enumerate(acts, start=size):
            sequence, previous = tails.get(act.case) or self._tail(act.case)
            contents = salted(act.payload)
            skeleton = EventSkeleton(
                act.case,
                sequence + 1,
                act.step,
                act.time,
                act.role,
                act.clause,
                contents.commitment(algorithm),
                previous,
                algorithm,
                erases,
            ).encode()
            blind, chained = secrets.token_bytes(SECRET_BYTES), chained_digest(algorithm, skeleton)
            leaf = merkle.leaf_hash(algorithm, leaf_data(algorithm, blind, chained))
            hashes = b"".join(merkle.completed(algorithm, place, leaf, node))
            seal = self._seal(place, chained)
            fresh.append(
                LogEntry(place, act.case, sequence + 1, skeleton, blind, hashes, contents, erases, seal)
            )
            tails[act.case] = (sequence + 1, chained.hex())
        self.store.add(fresh)
        return fresh

    def _seal(self, place: int, chained: bytes) -> bytes:
        if self.sealing is not None:
            return seal_act(self.sealing, self.store.origin, place, chained)
        if self.ring is not None:
            raise SealError("nothing is recorded without the sealing key")
        return b""

    def _tail(self, case: str) -> tuple[int, str]:
        canonical(case)
        entry = self.store.last(case)
        if entry is None:
            return 0, FIRST
        return entry.sequence, chained_digest(self.store.hash, entry.skeleton).hex()


def _vouched(ring: KeyRing, kept: str | None) -> int:
    """How many entries the head signed last vouches for; none where no key of the ring signed it."""
    if kept is None:
        return 0
    try:
        head, note = read_head(kept)
        ring.check(head, note)
    except NoteError:
        return 0
    return head.size
