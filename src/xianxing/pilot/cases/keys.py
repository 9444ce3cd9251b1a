"""The log's key and key ring: files in a folder outside database and backup (XIANXING_KEYS)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from xianxing.record.canonical import canonical, parse
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import WITNESS, PublicKey, SigningKey, load_key, new_key, save_key

RING = "ring.json"
CURRENT = "log.key"


class KeyMissingError(RuntimeError):
    """The log's key or ring isn't where the settings say; the message names the folder and the command."""


def signing_key() -> SigningKey:
    """The log's key in use; the demonstration makes one when there is none. KeyMissingError otherwise."""
    path = folder() / CURRENT
    if not path.exists():
        if not settings.DEMO:
            message = _("{path} is missing; make one with: xianxing log keygen ORIGIN --out {path}")
            raise KeyMissingError(message.format(path=path))
        _begin(path)
    return load_key(path)


def ring() -> KeyRing:
    """The published key ring: keys with their validity, and witnesses."""
    signing_key()
    path = folder() / RING
    if not path.exists():
        message = _("{path} is missing; it lists the log's keys and witnesses")
        raise KeyMissingError(message.format(path=path))
    return KeyRing.from_json(parse(path.read_bytes()))


def rotate(at: datetime) -> SigningKey:
    """Put a fresh key into use from `at` (real time); the old one is kept, its heads stay good.

    A rotation that broke off after the ring was written is finished instead: the ring's key comes into use.
    """
    with _changing():
        old, held = signing_key(), ring()
        waiting = _file_of(held.keys[-1].key)
        if held.keys[-1].key != old.public and waiting.exists():
            waiting.replace(folder() / CURRENT)
            return signing_key()
        fresh = new_key(settings.XIANXING_LOG_ORIGIN)
        held = held.rotate(fresh.public, at)
        save_key(fresh, _file_of(fresh.public))
        with suppress(FileExistsError):  # left by a rotation that broke off
            os.link(folder() / CURRENT, _file_of(old.public))
        write_ring(held)
        _file_of(fresh.public).replace(folder() / CURRENT)
        return fresh


def revoke(key: PublicKey, since: datetime, reason: str) -> KeyRing:
    """Publish that a key is believed compromised from `since` on; rotate first if it is the one in use."""
    with _changing():
        held = ring().revoke(key, since, reason)
        write_ring(held)
        return held


def trust_witness(key: PublicKey) -> KeyRing:
    """Count this witness's word from now on. ValueError for a log's key, and for a name that is taken."""
    with _changing():
        held = ring()
        if key.kind != WITNESS:
            raise ValueError(_("this is a log's key, not a witness's"))
        if key.name in {witness.name for witness in held.witnesses}:
            raise ValueError(_("there is a witness called {name} already").format(name=key.name))
        held = held.with_witness(key)
        write_ring(held)
        return held


def distrust_witness(name: str) -> KeyRing:
    """Count the word of the witness of this name no more; ValueError where there is none.

    A revoked key's heads that only this witness anchors are refused from then on.
    """
    with _changing():
        held = ring()
        for witness in held.witnesses:
            if witness.name == name:
                held = held.without_witness(witness)
                write_ring(held)
                return held
        raise ValueError(_("there is no witness called {name}").format(name=name))


def write_ring(held: KeyRing) -> None:
    """Replace the ring's file at once and durably."""
    path = folder() / RING
    draft = path.with_suffix(".new")
    with draft.open("wb") as stream:
        stream.write(canonical(held.as_json()))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


@contextmanager
def _changing() -> Iterator[None]:
    """One change of the ring at a time, whoever makes it: the command line, a page."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder() / "ring.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _file_of(key: PublicKey) -> Path:
    return folder() / f"log-{key.id.hex()}.key"


def folder() -> Path:
    """Where keys lie."""
    return Path(settings.XIANXING_KEYS)


def _begin(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = new_key(settings.XIANXING_LOG_ORIGIN)
    write_ring(KeyRing().rotate(key.public, datetime(2020, 1, 1, tzinfo=UTC)))
    save_key(key, path)
