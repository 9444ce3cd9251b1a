"""The Merkle log in the shape of RFC 6962 and RFC 9162: roots, inclusion and consistency proofs.

Only hashes of complete subtrees are kept, each once, when its last leaf arrives; any node of any earlier
tree is such a hash or is folded from at most log₂ n of them. So an append writes the nodes that its leaf
completes, and a proof reads O(log n) nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xianxing.record.algorithms import HashAlgorithm

Node = Callable[[int, int], bytes]
"""`node(level, index)`: the hash of the complete subtree over leaves [index·2^level, (index+1)·2^level)."""


class ProofError(ValueError):
    """A proof doesn't lead to the root it is said to lead to."""


def leaf_hash(algorithm: HashAlgorithm, data: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash of a leaf."""
    return algorithm.digest(b"\x00" + data)


def node_hash(algorithm: HashAlgorithm, left: bytes, right: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash of an inner node."""
    return algorithm.digest(b"\x01" + left + right)


def completed(algorithm: HashAlgorithm, index: int, leaf: bytes, node: Node) -> list[bytes]:
    """The hashes of all complete subtrees whose last leaf is `index`, from the leaf upwards.

    `node` must know every subtree completed by earlier leaves.
    """
    hashes = [leaf]
    position = index
    while position & 1:
        level = len(hashes) - 1
        hashes.append(node_hash(algorithm, node(level, position - 1), hashes[-1]))
        position >>= 1
    return hashes


def root(algorithm: HashAlgorithm, size: int, node: Node) -> bytes:
    """The root of the tree of the first `size` leaves; of none it is the hash of the empty string."""
    return algorithm.digest(b"") if size == 0 else _range_root(algorithm, 0, size, node)


def inclusion_proof(algorithm: HashAlgorithm, index: int, size: int, node: Node) -> list[bytes]:
    """RFC 9162 §2.1.3.1: the path from leaf `index` (from 0) to the root of the first `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    ranges = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return [_range_root(algorithm, low, high, node) for low, high in reversed(ranges)]


def consistency_proof(algorithm: HashAlgorithm, old: int, new: int, node: Node) -> list[bytes]:
    """RFC 9162 §2.1.4.1: that the first `old` leaves of `new` are what they were. Empty for old 0 or new."""
    if not 0 <= old <= new:
        raise ValueError(f"no consistency from {old} to {new}")
    if old in (0, new):
        return []
    ranges = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return [_range_root(algorithm, low, high, node) for low, high in reversed(ranges)]


def verify_inclusion(
    algorithm: HashAlgorithm, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """RFC 9162 §2.1.3.2: raise ProofError unless the path leads from the leaf's hash to `root`."""
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if not last or len(sibling) != len(root):
            raise ProofError("the inclusion proof is too long or malformed")
        if position & 1 or position == last:
            found = node_hash(algorithm, sibling, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(algorithm, found, sibling)
        position, last = position >> 1, last >> 1
    if last or found != root:
        raise ProofError("the inclusion proof doesn't lead to the root")


def verify_consistency(
    algorithm: HashAlgorithm, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """RFC 9162 §2.1.4.2: raise ProofError unless the newer tree holds the older one unchanged.

    From an empty tree only its own root and an empty proof are accepted.
    """
    if not 0 <= old <= new:
        raise ProofError(f"a tree can't shrink from {old} to {new}")
    if old in (0, new):
        expected = algorithm.digest(b"") if old == 0 else new_root
        if proof or old_root != expected or (new == 0 and new_root != expected):
            raise ProofError("two roots of the same size differ, or the proof should be empty")
        return
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    if not steps:
        raise ProofError("the consistency proof is empty")
    first = second = steps[0]
    for sibling in steps[1:]:
        if not last or len(sibling) != len(new_root):
            raise ProofError("the consistency proof is too long or malformed")
        if position & 1 or position == last:
            first, second = node_hash(algorithm, sibling, first), node_hash(algorithm, sibling, second)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(algorithm, second, sibling)
        position, last = position >> 1, last >> 1
    if last or first != old_root or second != new_root:
        raise ProofError("the consistency proof doesn't lead to both roots")


def _range_root(algorithm: HashAlgorithm, start: int, end: int, node: Node) -> bytes:
    parts = [node(level, index) for level, index in _complete(start, end)]
    found = parts.pop()
    while parts:
        found = node_hash(algorithm, parts.pop(), found)
    return found


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that tile [start, end) from left to right; `start` is aligned to the range."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << ((width - 1).bit_length() - 1)
