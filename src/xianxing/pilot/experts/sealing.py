"""How an opinion is committed to and sealed: SHA-256 over salt and canonical text, both sealed together."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from xianxing.pilot.experts.models import Opinion
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value
from xianxing.record.canonical import JSON, canonical, parse

SALT_BYTES = 32


@dataclass(frozen=True)
class SealedOpinion:
    """An opinion's text with its salt, in hexadecimal."""

    text: JSON
    salt: str


def commitment_of(text: JSON, salt: str) -> str:
    """SHA-256, in hexadecimal, over the salt's bytes followed by the canonical bytes of the text.

    Whoever has text and salt can compute it with nothing of ours. ValueError for a salt of other signs.
    """
    return hashlib.sha256(bytes.fromhex(salt) + canonical(text)).hexdigest()


def seal(about: bytes, text: JSON) -> tuple[str, bytes]:
    """A fresh commitment to a text, and text and salt sealed together."""
    salt = secrets.token_hex(SALT_BYTES)
    held = canonical({"salt": salt, "text": text})
    return commitment_of(text, salt), seal_value(master_keys(), about, held)


def unseal(about: bytes, sealed: bytes) -> SealedOpinion:
    """Text and salt again; DamagedError when the sealed bytes were changed or belong elsewhere."""
    return _read(open_value(master_keys(), about, sealed))


def answers(opinion: Opinion, held: bytes) -> bool:
    """Whether this is the text and salt to which the opinion's commitment was made."""
    said = _read(held)
    return commitment_of(said.text, said.salt) == opinion.commitment


def _read(plain: bytes) -> SealedOpinion:
    held = parse(plain)
    if not isinstance(held, dict) or not isinstance(held.get("salt"), str):
        raise TypeError("what was sealed is no opinion")
    return SealedOpinion(held["text"], str(held["salt"]))


def about_opinion(case: UUID, expert: int) -> bytes:
    """What a sealed opinion is bound to: nobody can put it into another case or under another name."""
    return f"opinion {case} {expert}".encode()


def about_draft(case: UUID, expert: int) -> bytes:
    """The same of a draft."""
    return f"opinion draft {case} {expert}".encode()
