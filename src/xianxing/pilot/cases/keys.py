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
    return load_key(_there(CURRENT))


def ring() -> KeyRing:
    """The published key ring: keys with their validity, and witnesses. KeyMissingError as above."""
    return KeyRing.from_json(parse(_there(RING).read_bytes()))


def begin(at: datetime) -> PublicKey | None:
    """The first key of a site's log, believed from `at` (real time), with its ring; None if there is a ring.

    A key of the log's name that `xianxing log keygen` put in its place begins the ring; ValueError for
    a key of another name.
    """
    with _locked():
        path, origin = folder() / CURRENT, settings.XIANXING_LOG_ORIGIN
        if (folder() / RING).exists():
            return None
        laid = path.exists()
        key = load_key(path) if laid else new_key(origin)
        if key.name != origin:
            message = _("{path} holds a key of {name}; the log's name is {origin}")
            raise ValueError(message.format(path=path, name=key.name, origin=origin))
        # The ring before the key, so that whoever finds a key finds its ring.
        write_ring(KeyRing().rotate(key.public, at))
        if not laid:
            save_key(key, path)
        return key.public


def rotate(at: datetime) -> SigningKey:
    """Put a fresh key into use from `at` (real time); the old one is kept, its heads stay good.

    A rotation that broke off after the ring was written is finished instead: the ring's key comes into use.
    """
    with changing():
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
    with changing():
        held = ring().revoke(key, since, reason)
        write_ring(held)
        return held


def trust_witness(key: PublicKey) -> KeyRing:
    """Count this witness's word from now on. ValueError for a log's key, and for a name that is taken."""
    with changing():
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
    with changing():
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
def changing() -> Iterator[None]:
    """A change of a ring that is there; the demonstration's begins before, because `begin` locks too."""
    _there(CURRENT), _there(RING)
    with _locked():
        yield


@contextmanager
def _locked() -> Iterator[None]:
    """One change at a time, whoever makes it: the command line, a page."""
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


def _there(name: str) -> Path:
    """The file of that name; the demonstration's key and ring begin when the key is first wanted."""
    path = folder() / name
    if settings.DEMO and not (folder() / CURRENT).exists():
        begin(datetime(2020, 1, 1, tzinfo=UTC))
    if not path.exists():
        what = _("{path} is missing; it lists the log's keys and witnesses").format(path=path)
        if name == CURRENT:
            what = _("{path} is missing; the log signs with it").format(path=path)
        message = _("{what}. Put its copy back; a new site runs: xianxing keys new")
        raise KeyMissingError(message.format(what=what))
    return path
