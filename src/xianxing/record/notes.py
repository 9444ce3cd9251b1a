"""Signed notes as C2SP specifies them: a text, a blank line, and signature lines by named keys.

A key is known by its name and a four-byte id, so that a log's key can be rotated and witnesses can add their
lines without touching the text. Two kinds of signature are used, both Ed25519: the log's own over the text
(type 1), and a witness's over the text and a time (type 4, `cosignature/v1`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from xianxing.i18n import gettext

LOG = 1
WITNESS = 4
SEAL = 0x53  # no signature of notes: seals of acts, see `xianxing.record.seals`
KINDS = (LOG, WITNESS, SEAL)
MAX_SIGNATURES = 64


class NoteError(ValueError):
    """The note is malformed, or a signature that should hold doesn't."""


@dataclass(frozen=True)
class PublicKey:
    """A named Ed25519 key of one kind: LOG, WITNESS or SEAL."""

    name: str
    raw: bytes
    kind: int = LOG

    @property
    def id(self) -> bytes:
        """The four bytes that stand in signature lines; an identifier, not a fingerprint."""
        return _id(self.name, self.kind, self.raw)

    @property
    def vkey(self) -> str:
        """The key in one line, `name+id+base64`, as it is published."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.raw)}"

    def check(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's over `message`."""
        try:
            _loaded(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key with its name. It belongs outside the database and its backup."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)
    kind: int = LOG

    @cached_property
    def public(self) -> PublicKey:
        """The half that is published."""
        return PublicKey(self.name, self.private.public_key().public_bytes_raw(), self.kind)


@dataclass(frozen=True)
class NoteSignature:
    """One line below a note: who, and the bytes after the key's id."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """The line as it stands in the note, with its newline."""
        return f"— {self.name} {_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True)
class SignedNote:
    """A text that ends in a newline, and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...] = ()

    def encode(self) -> str:
        """The whole note."""
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)

    def signed(self, key: SigningKey) -> SignedNote:
        """The note with the log key's line added."""
        value = key.private.sign(self.text.encode())
        return SignedNote(self.text, (*self.signatures, NoteSignature(key.name, key.public.id, value)))

    def cosigned(self, key: SigningKey, at: datetime) -> SignedNote:
        """The note with a witness's timestamped line added; the time counts in whole seconds."""
        seconds = int(at.timestamp())
        value = seconds.to_bytes(8, "big") + key.private.sign(_cosigned(self.text, seconds))
        return SignedNote(self.text, (*self.signatures, NoteSignature(key.name, key.public.id, value)))

    def signed_by(self, key: PublicKey) -> bool:
        """Whether a line of this key holds; False without one, NoteError when one doesn't hold."""
        return bool(self._holding(key))

    def cosigned_at(self, key: PublicKey) -> datetime | None:
        """The latest time at which this witness cosigned; None without a line, NoteError for a false one."""
        stamps = [int.from_bytes(signature.value[:8], "big") for signature in self._holding(key)]
        return datetime.fromtimestamp(max(stamps), UTC) if stamps else None

    def _holding(self, key: PublicKey) -> list[NoteSignature]:
        own = [line for line in self.signatures if (line.name, line.key_id) == (key.name, key.id)]
        for line in own:
            message, value = self.text.encode(), line.value
            if key.kind == WITNESS:
                message, value = _cosigned(self.text, int.from_bytes(value[:8], "big")), value[8:]
            if not key.check(message, value):
                refusal = gettext("the signature of {name} ({id}) doesn't hold")
                raise NoteError(refusal.format(name=key.name, id=key.id.hex()))
        return own


def parse_note(note: str) -> SignedNote:
    """Read a note; NoteError unless it is spelt exactly as `Note.encode` would. Checks no signature."""
    text, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteError(gettext("a note is a text, a blank line and signature lines"))
    lines = below.splitlines(keepends=True)
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(gettext("more than {count} signatures").format(count=MAX_SIGNATURES))
    read = SignedNote(text + "\n", tuple(_signature(line) for line in lines))
    if read.encode() != note or any(ord(sign) < 32 and sign != "\n" for sign in note):
        raise NoteError(gettext("the note has control characters or another spelling"))
    return read


def new_key(name: str, kind: int = LOG) -> SigningKey:
    """A fresh key; NoteError for a name that a note can't carry (empty, with a blank or plus sign)."""
    _check_name(name)
    return SigningKey(name, Ed25519PrivateKey.generate(), kind)


def parse_vkey(text: str) -> PublicKey:
    """Read a published key line; NoteError when its id doesn't fit its bytes."""
    name, _, rest = text.strip().partition("+")
    key_id, _, coded = rest.partition("+")
    material = _unbase64(coded)
    _check_name(name)
    if len(material) != 33 or material[0] not in KINDS:
        raise NoteError(gettext("not an Ed25519 key line"))
    key = PublicKey(name, material[1:], material[0])
    if key.vkey != text.strip() or key.id.hex() != key_id:
        raise NoteError(gettext("the key's id doesn't fit its bytes"))
    return key


def save_key(key: SigningKey, path: Path) -> None:
    """Write the private key to a new file that only its owner reads; an existing file is never replaced."""
    seed = key.private.private_bytes_raw()
    line = f"PRIVATE+KEY+{key.name}+{key.public.id.hex()}+{_base64(bytes([key.kind]) + seed)}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(line)


def load_key(path: Path) -> SigningKey:
    """Read a file of `save_key`; NoteError for anything else."""
    parts = path.read_text("utf-8").strip().split("+", 4)
    if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
        raise NoteError(gettext("{file} holds no private Ed25519 key").format(file=path.name))
    material = _unbase64(parts[4])
    if len(material) != 33 or material[0] not in KINDS:
        raise NoteError(gettext("{file} holds no private Ed25519 key").format(file=path.name))
    key = SigningKey(parts[2], Ed25519PrivateKey.from_private_bytes(material[1:]), material[0])
    if key.public.id.hex() != parts[3]:
        raise NoteError(gettext("the key's id doesn't fit its bytes"))
    return key


@lru_cache(maxsize=64)
def _id(name: str, kind: int, raw: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + raw).digest()[:4]


@lru_cache(maxsize=64)
def _loaded(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature(line: str) -> NoteSignature:
    parts = line.rstrip("\n").split(" ")
    if len(parts) != 3 or parts[0] != "—" or not parts[1]:
        raise NoteError(gettext("a signature line is: — name base64"))
    raw = _unbase64(parts[2])
    if len(raw) < 5:
        raise NoteError(gettext("a signature line is: — name base64"))
    return NoteSignature(parts[1], raw[:4], raw[4:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(sign.isspace() or not sign.isprintable() for sign in name):
        message = gettext("a key's name is not empty and has no blank and no plus sign: {name}")
        raise NoteError(message.format(name=repr(name)))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(gettext("not base64, or in another spelling")) from None
    if _base64(data) != text:
        raise NoteError(gettext("not base64, or in another spelling"))
    return data
