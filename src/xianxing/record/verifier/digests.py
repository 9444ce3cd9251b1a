"""Hashes by the names that records carry, and the arithmetic of the tree (RFC 9162)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from xianxing.record.verifier.findings import Fault

Hash = Callable[[bytes], bytes]


def sm3(data: bytes) -> bytes:
    """SM3 as GB/T 32905-2016 describes it."""
    start = "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"
    state = [int(start[place : place + 8], 16) for place in range(0, 64, 8)]
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for place in range(0, len(padded), 64):
        state = _sm3_block(state, padded[place : place + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _turn(word: int, places: int) -> int:
    places %= 32
    return (word << places | word >> (32 - places)) & 0xFFFFFFFF


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        turned = _turn(a, 12)
        ss1 = _turn((turned + e + _turn(0x79CC4519 if early else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    mixed = (a, b, c, d, e, f, g, h)
    return [state[place] ^ mixed[place] for place in range(8)]


def hash_named(name: Any) -> Hash:
    """The hash under the name that records carry."""
    if name == "SHA-256":
        return lambda data: hashlib.sha256(data).digest()
    if name == "SM3":
        return sm3
    raise Fault(f"不认识的散列算法 {name}", f"unknown hash {name}")


def inclusion_root(digest: Hash, index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root to which the path leads; ValueError when the path doesn't fit the tree."""
    if size == 1:
        if index or path:
            raise ValueError("path too long")
        return leaf
    if not path or not 0 <= index < size:
        raise ValueError("path too short")
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return digest(b"\x01" + inclusion_root(digest, index, left, leaf, path[:-1]) + path[-1])
    return digest(b"\x01" + path[-1] + inclusion_root(digest, index - left, size - left, leaf, path[:-1]))


def consistency_roots(
    digest: Hash, old: int, new: int, path: Sequence[bytes], known: bytes | None
) -> tuple[bytes, bytes]:
    """The roots of both trees to which the path leads; `known` is the older root while it stays whole."""
    if old == new:
        if len(path) != (known is None):
            raise ValueError("path of another length")
        found = path[0] if known is None else known
        return found, found
    if not path or not 0 < old < new:
        raise ValueError("path too short")
    left = 1 << (new - 1).bit_length() - 1
    if old <= left:
        first, second = consistency_roots(digest, old, left, path[:-1], known)
        return first, digest(b"\x01" + second + path[-1])
    first, second = consistency_roots(digest, old - left, new - left, path[:-1], None)
    return digest(b"\x01" + path[-1] + first), digest(b"\x01" + path[-1] + second)
