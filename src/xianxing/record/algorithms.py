"""The registry of algorithms: every record names what it was made with, so that others can follow.

SHA-256 is the default; SM3 (GB/T 32905) stands beside it where 国密 is required. Heads are signed with
Ed25519 (RFC 8032). A name that isn't registered is refused, never guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

SIGNATURE = "Ed25519"
DIGEST_BYTES = 32


@dataclass(frozen=True)
class HashAlgorithm:
    """A 32-byte hash under the name that records carry."""

    name: str
    digest: Callable[[bytes], bytes]


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


SHA256 = HashAlgorithm("SHA-256", _sha256)
SM3 = HashAlgorithm("SM3", _sm3)
HASHES: Mapping[str, HashAlgorithm] = {algorithm.name: algorithm for algorithm in (SHA256, SM3)}


def hash_algorithm(name: str) -> HashAlgorithm:
    """The hash registered under `name`; ValueError for any other name."""
    try:
        return HASHES[name]
    except KeyError:
        raise ValueError(f"unknown hash {name!r}; known: {', '.join(HASHES)}") from None
