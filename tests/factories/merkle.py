"""The Merkle root by its definition."""

from __future__ import annotations

from xianxing.record import SHA256, HashAlgorithm


def defined_root(leaves: list[bytes], algorithm: HashAlgorithm = SHA256) -> bytes:
    """The root by the recursive definition of RFC 9162 §2.1.1."""
    if len(leaves) < 2:
        return algorithm.digest(b"\x00" + leaves[0]) if leaves else algorithm.digest(b"")
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    left, right = defined_root(leaves[:split], algorithm), defined_root(leaves[split:], algorithm)
    return algorithm.digest(b"\x01" + left + right)
