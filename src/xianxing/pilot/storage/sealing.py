"""Encryption in pieces (AES-256-GCM), so that a large file never sits in memory, and of small values whole.

A sealed file is a row of pieces of `PIECE` plaintext bytes, each followed by its tag. A piece's nonce is
its number and whether it is the last one, so that no piece can be left out, moved or cut off; all pieces are
bound to the file's name. The data key is fresh for every file, which is why counting nonces are safe.
"""

from __future__ import annotations

import secrets
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xianxing.pilot.storage.keys import KEY_BYTES, NONCE_BYTES, KeyFileError, MasterKeys

PIECE = 1024 * 1024
TAG = 16
LARGEST_VALUE = 256 * 1024 * 1024
LONGEST_HEAD = 2 + 255 + 255


class DamagedError(RuntimeError):
    """Sealed bytes were changed, cut off, or belong to another name."""


def new_data_key() -> bytes:
    """A fresh random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal_pieces(key: bytes, about: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed pieces of a plaintext given in pieces of any size."""
    cipher, number, held = AESGCM(key), 0, b""
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            yield cipher.encrypt(_nonce(number, last=False), held[:PIECE], about)
            held, number = held[PIECE:], number + 1
    yield cipher.encrypt(_nonce(number, last=True), held, about)


def open_pieces(key: bytes, about: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The plaintext again, each piece checked before it is given out; DamagedError otherwise."""
    cipher, number = AESGCM(key), 0
    sealed = stream.read(PIECE + TAG)
    while True:
        following = stream.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, about)
        except InvalidTag:
            raise DamagedError("the stored bytes are not those that were sealed") from None
        if not following:
            return
        sealed, number = following, number + 1


def seal_value(keys: MasterKeys, about: bytes, value: bytes) -> bytes:
    """A small value compressed and sealed under a data key of its own, which stands wrapped before it."""
    key = new_data_key()
    key_id, wrapped = keys.wrap(key, about)
    name = key_id.encode()
    body = AESGCM(key).encrypt(_nonce(0, last=True), zlib.compress(value, 6), about)
    return struct.pack(">BB", len(name), len(wrapped)) + name + wrapped + body


def open_value(keys: MasterKeys, about: bytes, sealed: bytes, *, most: int = LARGEST_VALUE) -> bytes:
    """The value again; DamagedError when it was changed, KeyFileError when its master key is gone.

    Never more than `most` bytes come into memory: a longer value is refused as damaged.
    """
    key_id, wrapped, body = _parts(sealed)
    try:
        plain = AESGCM(keys.unwrap(key_id, wrapped, about)).decrypt(_nonce(0, last=True), body, about)
    except InvalidTag:
        raise DamagedError("the stored value is not the one that was sealed") from None
    unpacking = zlib.decompressobj()
    value = unpacking.decompress(plain, most + 1)
    if len(value) > most or not unpacking.eof:
        raise DamagedError("the stored value is longer than it may be, or cut off")
    return value


def key_of_value(start: bytes) -> str:
    """The id of the master key that a sealed value lies under; its first bytes are enough."""
    return start[2 : 2 + start[0]].decode(errors="replace")


def start_under(key_id: str) -> bytes:
    """The first bytes of every value that is sealed under this master key."""
    name = key_id.encode()
    return struct.pack(">BB", len(name), NONCE_BYTES + KEY_BYTES + TAG) + name


def opens(keys: MasterKeys, about: bytes, start: bytes) -> bool:
    """Whether one of these keys opens the data key of a sealed value, of which the first bytes are enough."""
    key_id, wrapped, _body = _parts(start)
    try:
        return bool(keys.unwrap(key_id, wrapped, about))
    except KeyFileError:
        return False


def rewrap_value(keys: MasterKeys, about: bytes, sealed: bytes) -> bytes:
    """The same sealed value with its data key under the active master key."""
    key_id, wrapped, body = _parts(sealed)
    if key_id == keys.active:
        return sealed
    fresh_id, fresh = keys.wrap(keys.unwrap(key_id, wrapped, about), about)
    return struct.pack(">BB", len(fresh_id.encode()), len(fresh)) + fresh_id.encode() + fresh + body


def _parts(sealed: bytes) -> tuple[str, bytes, bytes]:
    name_length, key_length = struct.unpack(">BB", sealed[:2])
    name_end = 2 + name_length
    return (
        sealed[2:name_end].decode(errors="replace"),
        sealed[name_end : name_end + key_length],
        sealed[name_end + key_length :],
    )


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">xxxQB", number, last)
