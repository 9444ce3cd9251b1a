"""Signed heads: the log's size and root as a C2SP checkpoint.

Two extension lines follow the root: `time`, when the log says it signed, and `hash`, only where it isn't
SHA-256. The time is the log's own word; what can't be backdated is a witness's timestamp.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from xianxing.i18n import gettext
from xianxing.record.algorithms import DIGEST_BYTES, SHA256, HashAlgorithm, hash_algorithm
from xianxing.record.canonical import instant, parse_instant
from xianxing.record.notes import NoteError, SignedNote, SigningKey, parse_note


@dataclass(frozen=True)
class Head:
    """What a head says; `Head.text` is what is signed."""

    origin: str
    size: int
    root: bytes
    time: datetime
    hash: HashAlgorithm = SHA256

    @property
    def text(self) -> str:
        """The checkpoint's text: origin, size, root, then `time` and, if not SHA-256, `hash`."""
        lines = [
            self.origin,
            str(self.size),
            base64.b64encode(self.root).decode(),
            f"time {instant(self.time)}",
        ]
        if self.hash is not SHA256:
            lines.append(f"hash {self.hash.name}")
        return "\n".join(lines) + "\n"

    def sign(self, key: SigningKey) -> SignedNote:
        """The signed head. The key bears the origin's name, as C2SP asks; NoteError otherwise."""
        if key.name != self.origin:
            message = gettext("the key is called {key}, the log {origin}")
            raise NoteError(message.format(key=key.name, origin=self.origin))
        return SignedNote(self.text).signed(key)


def parse_head(text: str) -> Head:
    """Read a checkpoint's text; NoteError unless spelt as `Head.text` would. Checks no signature."""
    lines = text.split("\n")
    try:
        origin, size, root, time = lines[0], int(lines[1]), base64.b64decode(lines[2]), lines[3]
        algorithm = hash_algorithm(lines[4].removeprefix("hash ")) if len(lines) > 5 else SHA256
        head = Head(origin, size, root, parse_instant(time.removeprefix("time ")), algorithm)
    except (ValueError, IndexError):
        raise NoteError(gettext("not a head, or in another spelling")) from None
    if head.text != text or not origin or size < 0 or len(root) != DIGEST_BYTES:
        raise NoteError(gettext("not a head, or in another spelling"))
    return head


def read_head(note: str) -> tuple[Head, SignedNote]:
    """A signed head as text → what it says and its signatures, none of them checked yet."""
    parsed = parse_note(note)
    return parse_head(parsed.text), parsed
