"""Seals: a key outside the database signs every act at the moment it is performed, with its place in the log.

- what is signed, by Ed25519: "xianxing/seal/1", origin, place and chained digest in hex, a line each;
- what is kept: the four bytes of the key's id, then the signature.

A seal is worth nothing for another act, another place or another log. Which key seals is a matter of places,
not of clocks, because no writer chooses its place: each key seals from a place on, up to the next one's. A
revocation names the place from which nothing under the key is believed; what stands before it is anchored by
the heads that were signed over it, with another key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from xianxing.record.canonical import JSON
from xianxing.record.heads import Head, read_head
from xianxing.record.notes import SEAL, NoteError, PublicKey, SignedNote, SigningKey, parse_vkey

ID_BYTES = 4
SEAL_BYTES = ID_BYTES + 64


def seal_act(key: SigningKey, origin: str, place: int, chained: bytes) -> bytes:
    """The seal of the act with this chained digest at this place; NoteError for a key of another kind."""
    if key.kind != SEAL:
        raise NoteError("only a sealing key makes seals")
    return key.public.id + key.private.sign(_text(origin, place, chained))


@dataclass(frozen=True)
class SealKey:
    """A sealing key with the places that it seals; `until` is exclusive, None means still in use."""

    key: PublicKey
    since: int
    until: int | None = None
    revoked: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class SealKeys:
    """The log's sealing keys in the order of their use.

    `before` is the text of a signed head: acts under it were performed before seals were made and bear none.
    """

    keys: tuple[SealKey, ...] = ()
    before: str = ""

    @cached_property
    def head_before(self) -> Head | None:
        """What the head over the acts before the first seal says; None where every act is sealed."""
        return read_head(self.before)[0] if self.before else None

    @cached_property
    def _by_id(self) -> dict[bytes, SealKey]:
        """The keys by the bytes that stand before their seals; of two alike the earlier."""
        return {entry.key.id: entry for entry in reversed(self.keys)}

    def begin(self, key: PublicKey, head: SignedNote | None) -> SealKeys:
        """The first sealing key; `head` is signed over all acts that were performed without one, if any."""
        if self.keys:
            raise ValueError("the log has sealing keys already")
        size = read_head(head.encode())[0].size if head else 0
        return SealKeys((SealKey(key, size),), head.encode() if head and size else "")

    def rotate(self, key: PublicKey, place: int) -> SealKeys:
        """A new key seals from `place` on, and the one in use ends there; ValueError if it can't follow."""
        if not self.keys or any(entry.key == key for entry in self.keys) or place < self.keys[-1].since:
            raise ValueError("a new sealing key follows the one in use")
        ended = [replace(entry, until=place if entry.until is None else entry.until) for entry in self.keys]
        return replace(self, keys=(*ended, SealKey(key, place)))

    def revoke(self, key: PublicKey, since: int, reason: str) -> SealKeys:
        """Nothing under the key is believed from this place on; KeyError for an unknown key."""
        if not any(entry.key == key for entry in self.keys):
            raise KeyError(key.vkey)
        if not reason.strip():
            raise ValueError("a revocation states its reason")
        changed = [
            replace(entry, revoked=since, reason=reason) if entry.key == key else entry for entry in self.keys
        ]
        return replace(self, keys=tuple(changed))

    def fault(self, origin: str, place: int, chained: bytes, seal: bytes) -> str:
        """Why the seal of the act at this place can't be believed; empty where it can."""
        before = self.head_before
        if before is not None and place < before.size:
            return "it bears a seal, and seals began later" if seal else ""
        if not seal:
            return "it bears no seal"
        entry = self._by_id.get(seal[:ID_BYTES])
        if entry is None or len(seal) != SEAL_BYTES:
            return f"its seal is by an unknown key, {seal[:ID_BYTES].hex()}"
        if not entry.key.check(_text(origin, place, chained), seal[ID_BYTES:]):
            return "its seal doesn't hold: it was made for another act, place or log"
        if place < entry.since or (entry.until is not None and place >= entry.until):
            return f"its seal is by key {entry.key.id.hex()}, which wasn't in use at this place"
        if entry.revoked is not None and place >= entry.revoked:
            return f"its seal is by key {entry.key.id.hex()}, which is revoked from place {entry.revoked} on"
        return ""

    def as_json(self) -> JSON:
        """For `keys.json`."""
        return {
            "before": self.before,
            "keys": [
                {
                    "key": entry.key.vkey,
                    "since": entry.since,
                    "until": entry.until,
                    "revoked": entry.revoked,
                    "reason": entry.reason,
                }
                for entry in self.keys
            ],
        }

    @classmethod
    def from_json(cls, value: JSON) -> SealKeys:
        """The reverse of `as_json`; an absent value is a ring without seals. NoteError for anything else."""
        if value is None:
            return cls()
        keys = value.get("keys") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(keys, list):
            raise NoteError("sealing keys are an object with keys")
        return cls(tuple(map(_entry, keys)), str(value.get("before") or ""))


def _entry(value: JSON) -> SealKey:
    if not isinstance(value, dict):
        raise NoteError("a sealing key is an object")
    places = {
        name: place if isinstance(place := value.get(name), int) else None
        for name in ("since", "until", "revoked")
    }
    if places["since"] is None:
        raise NoteError("a sealing key says from which place on")
    return SealKey(
        parse_vkey(str(value.get("key"))),
        places["since"],
        places["until"],
        places["revoked"],
        str(value.get("reason") or ""),
    )


def _text(origin: str, place: int, chained: bytes) -> bytes:
    return f"xianxing/seal/1\n{origin}\n{place}\n{chained.hex()}\n".encode()
