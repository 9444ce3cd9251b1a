"""Which keys may sign a log's heads, and when: rotation, and revocation after a compromise.

A rotated key's old heads stay good. After a compromise a key is revoked *from* an instant: heads that claim
a later time are refused, and those that claim an earlier one are only believed with an anchor that the thief
of the key could not make: a known witness's timestamp before that instant, or proven consistency with a head
that a good key signed (the caller proves it and says so).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from xianxing.record.canonical import JSON, instant, parse_instant
from xianxing.record.heads import Head
from xianxing.record.notes import LOG, NoteError, PublicKey, SignedNote, parse_vkey
from xianxing.record.seals import SealKeys


@dataclass(frozen=True)
class KeyEntry:
    """A log key with the time in which it may sign; `until` is exclusive, None means still in use."""

    key: PublicKey
    since: datetime
    until: datetime | None = None
    revoked: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class KeyRing:
    """The log's keys in the order of their use, the witnesses whose word counts, and the sealing keys."""

    keys: tuple[KeyEntry, ...] = ()
    witnesses: tuple[PublicKey, ...] = ()
    seals: SealKeys = field(default_factory=SealKeys)

    def rotate(self, key: PublicKey, at: datetime) -> KeyRing:
        """A new key signs from `at` on; the one in use ends there. ValueError unless `at` is later."""
        if key.kind != LOG:
            raise ValueError("this is no key that signs heads")
        if any(entry.key.vkey == key.vkey for entry in self.keys):
            raise ValueError("this key is in the ring already")
        if self.keys and at <= self.keys[-1].since:
            raise ValueError("the new key must start after the one in use")
        ended = [replace(entry, until=entry.until or at) for entry in self.keys]
        return replace(self, keys=(*ended, KeyEntry(key, at)))

    def revoke(self, key: PublicKey, since: datetime, reason: str) -> KeyRing:
        """The key is believed compromised from `since` on; KeyError for one that isn't in the ring."""
        if not any(entry.key == key for entry in self.keys):
            raise KeyError(key.vkey)
        if not reason.strip():
            raise ValueError("a revocation states its reason")
        return replace(
            self,
            keys=tuple(
                replace(entry, revoked=since, reason=reason) if entry.key == key else entry
                for entry in self.keys
            ),
        )

    def with_witness(self, key: PublicKey) -> KeyRing:
        """The ring with one more witness."""
        return replace(self, witnesses=(*self.witnesses, key))

    def without_witness(self, key: PublicKey) -> KeyRing:
        """The ring without this witness, whose word counts no more, for what it cosigned before either."""
        return replace(self, witnesses=tuple(held for held in self.witnesses if held.vkey != key.vkey))

    def check(self, head: Head, note: SignedNote, *, anchored: bool = False) -> KeyEntry:
        """The key under whose signature the head stands; NoteError with the reason when under none.

        `anchored` says that the caller proved the head consistent with a later one under a good key.
        """
        reason = "no key of the ring signed this head"
        for entry in self.keys:
            if entry.key.name != head.origin or not note.signed_by(entry.key):
                continue
            fault = self._fault(entry, head, note, anchored)
            if not fault:
                return entry
            reason = fault
        raise NoteError(reason)

    def cosigned(self, note: SignedNote) -> dict[str, datetime]:
        """The known witnesses whose cosignature stands below the note, and when they gave it."""
        stamps = {witness.name: note.cosigned_at(witness) for witness in self.witnesses}
        return {name: stamp for name, stamp in stamps.items() if stamp is not None}

    def _fault(self, entry: KeyEntry, head: Head, note: SignedNote, anchored: bool) -> str:
        if head.time < entry.since or (entry.until and head.time >= entry.until):
            return f"the head's time lies outside the validity of key {entry.key.id.hex()}"
        if entry.revoked is None:
            return ""
        if head.time >= entry.revoked:
            return f"key {entry.key.id.hex()} was revoked before the head's time"
        witnessed = any(stamp < entry.revoked for stamp in self.cosigned(note).values())
        return (
            ""
            if anchored or witnessed
            else f"key {entry.key.id.hex()} was revoked and nothing anchors the head"
        )

    def as_json(self) -> JSON:
        """The ring for `keys.json`."""
        return {
            "keys": [
                {
                    "key": entry.key.vkey,
                    "since": instant(entry.since),
                    "until": instant(entry.until) if entry.until else None,
                    "revoked": instant(entry.revoked) if entry.revoked else None,
                    "reason": entry.reason,
                }
                for entry in self.keys
            ],
            "witnesses": [witness.vkey for witness in self.witnesses],
            **({"seals": self.seals.as_json()} if self.seals.keys else {}),
        }

    @classmethod
    def from_json(cls, value: JSON) -> KeyRing:
        """The reverse of `as_json`; ValueError for anything else."""
        if not isinstance(value, dict):
            raise NoteError("a key ring is an object")
        keys, witnesses = value.get("keys"), value.get("witnesses")
        if not isinstance(keys, list) or not isinstance(witnesses, list):
            raise NoteError("a key ring has keys and witnesses")
        return cls(
            tuple(map(_entry, keys)),
            tuple(parse_vkey(str(line)) for line in witnesses),
            SealKeys.from_json(value.get("seals")),
        )


def _entry(value: JSON) -> KeyEntry:
    if not isinstance(value, dict):
        raise NoteError("a key entry is an object")
    moments = {
        name: parse_instant(text) if isinstance(text := value.get(name), str) else None
        for name in ("since", "until", "revoked")
    }
    if moments["since"] is None:
        raise NoteError("a key entry says since when")
    return KeyEntry(
        parse_vkey(str(value.get("key"))),
        moments["since"],
        moments["until"],
        moments["revoked"],
        str(value.get("reason") or ""),
    )
