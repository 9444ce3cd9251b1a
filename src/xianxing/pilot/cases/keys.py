"""The log's key and key ring: files in a folder outside database and backup (XIANXING_KEYS)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from xianxing.record.canonical import canonical, parse
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import PublicKey, SigningKey, load_key, new_key, save_key

RING = "ring.json"
CURRENT = "log.key"


class KeyMissingError(RuntimeError):
    """The log's key or ring isn't where the settings say; the message names the folder and the command."""


def signing_key() -> SigningKey:
    """The log's key in use; the demonstration makes one when there is none. KeyMissingError otherwise."""
    path = folder() / CURRENT
    if not path.exists():
        if not settings.DEMO:
            raise KeyMissingError(
                f"{path} is missing; make one with: xianxing log keygen ORIGIN --out {path}"
            )
        _begin(path)
    return load_key(path)


def ring() -> KeyRing:
    """The published key ring: keys with their validity, and witnesses."""
    signing_key()
    path = folder() / RING
    if not path.exists():
        raise KeyMissingError(f"{path} is missing; it lists the log's keys and witnesses")
    return KeyRing.from_json(parse(path.read_bytes()))


def rotate(at: datetime) -> SigningKey:
    """Put a fresh key into use from `at` (real time); the old one is kept, its heads stay good."""
    old = signing_key()
    fresh = new_key(settings.XIANXING_LOG_ORIGIN)
    held = ring().rotate(fresh.public, at)
    kept = folder() / f"log-{old.public.id.hex()}.key"
    coming = folder() / f"log-{fresh.public.id.hex()}.key"
    save_key(fresh, coming)
    os.link(folder() / CURRENT, kept)
    write_ring(held)
    coming.replace(folder() / CURRENT)
    return fresh


def revoke(key: PublicKey, since: datetime, reason: str) -> KeyRing:
    """Publish that a key is believed compromised from `since` on; rotate first if it is the one in use."""
    held = ring().revoke(key, since, reason)
    write_ring(held)
    return held


def trust_witness(key: PublicKey) -> KeyRing:
    """Count this witness's word from now on."""
    held = ring().with_witness(key)
    write_ring(held)
    return held


def write_ring(held: KeyRing) -> None:
    """Replace the ring's file at once and durably."""
    path = folder() / RING
    draft = path.with_suffix(".new")
    with draft.open("wb") as stream:
        stream.write(canonical(held.as_json()))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def folder() -> Path:
    """Where keys lie."""
    return Path(settings.XIANXING_KEYS)


def _begin(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = new_key(settings.XIANXING_LOG_ORIGIN)
    write_ring(KeyRing().rotate(key.public, datetime(2020, 1, 1, tzinfo=UTC)))
    save_key(key, path)
