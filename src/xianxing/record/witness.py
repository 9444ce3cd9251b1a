"""A witness: sees a log's heads one after another, checks that each contains the last, and cosigns.

It keeps one small file: per log its key and the last head seen. A log that shows different people different
histories is found out by any two witnesses, and by one witness that is shown both.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.record import merkle
from xianxing.record.heads import Head, read_head
from xianxing.record.notes import NoteError, PublicKey, SignedNote, SigningKey, parse_note, parse_vkey


class WitnessError(ValueError):
    """The head isn't one that this witness may cosign."""


class ForkError(WitnessError):
    """Two heads under the log's key contradict each other: `seen` and `shown` together are the evidence."""

    def __init__(self, seen: str, shown: str) -> None:
        super().__init__(gettext("the log shows a history that contradicts the one seen before"))
        self.seen, self.shown = seen, shown


@dataclass
class Witness:
    """The logs that a witness follows: by origin the trusted keys, and the last head as it was seen."""

    keys: dict[str, tuple[PublicKey, ...]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def trust(self, key: PublicKey) -> None:
        """Follow the log of this key's name; a further key of the same name is a rotated one."""
        known = self.keys.get(key.name, ())
        if key not in known:
            self.keys[key.name] = (*known, key)

    def observe(self, note: SignedNote, proof: Sequence[bytes] = ()) -> Head:
        """Check a head against the last one seen and remember it.

        `proof` leads from the last head seen to this one; it is empty for the first head of a log and for one
        of the same size. An older head than the last is refused without being remembered. WitnessError when
        no trusted key signed it or the proof doesn't fit; ForkError when the same size has another root.
        """
        head, _ = read_head(note.encode())
        if not any(note.signed_by(key) for key in self.keys.get(head.origin, ())):
            message = gettext("no trusted key of {origin} signed this head")
            raise WitnessError(message.format(origin=head.origin))
        last_note = self.seen.get(head.origin)
        if last_note is not None:
            last, _ = read_head(last_note)
            if head.hash is not last.hash:
                raise ForkError(last_note, note.encode())
            if head.size < last.size:
                message = gettext("a head of {seen} entries was seen already; this one has {size}")
                raise WitnessError(message.format(seen=last.size, size=head.size))
            if head.size == last.size and head.root != last.root:
                raise ForkError(last_note, note.encode())
            try:
                merkle.verify_consistency(head.hash, last.size, head.size, proof, last.root, head.root)
            except merkle.ProofError:
                message = gettext("the proof doesn't lead from the last head seen to this one")
                raise WitnessError(message) from None
        self.seen[head.origin] = note.encode()
        return head

    def cosign(self, note: SignedNote, proof: Sequence[bytes], key: SigningKey, at: datetime) -> SignedNote:
        """`observe`, then the note with this witness's line. Save the state before handing the note out."""
        self.observe(note, proof)
        return note.cosigned(key, at)

    def save(self, path: Path) -> None:
        """Write the state, durably and at once: afterwards the file holds the old or the new state."""
        value = {
            "keys": {name: [key.vkey for key in keys] for name, keys in sorted(self.keys.items())},
            "seen": dict(sorted(self.seen.items())),
        }
        fresh = path.with_name(path.name + ".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @classmethod
    def load(cls, path: Path) -> Witness:
        """Read a state file; an absent one is a new witness, a malformed one a NoteError."""
        if not path.exists():
            return cls()
        try:
            value = json.loads(path.read_text("utf-8"))
            keys = {name: tuple(map(parse_vkey, lines)) for name, lines in value["keys"].items()}
            seen = {origin: parse_note(note).encode() for origin, note in value["seen"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NoteError(gettext("{file} is no state of a witness").format(file=path.name)) from None
        return cls(keys, seen)


def consistency_text(old: int, path: Sequence[bytes]) -> str:
    """A consistency proof as a text, in the shape of C2SP's tlog-witness: `old N`, then one hash a line."""
    return f"old {old}\n" + "".join(b64encode(step).decode() + "\n" for step in path)


def parse_consistency(text: str) -> tuple[int, list[bytes]]:
    """The reverse of `consistency_text`; NoteError for anything else."""
    try:
        first, *lines = text.splitlines()
        old, path = int(first.removeprefix("old ")), [b64decode(line, validate=True) for line in lines]
    except ValueError:
        raise NoteError(gettext("no consistency proof, or in another spelling")) from None
    if consistency_text(old, path) != text:
        raise NoteError(gettext("no consistency proof, or in another spelling"))
    return old, path
