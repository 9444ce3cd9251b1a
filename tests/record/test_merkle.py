"""The tree against the published vectors of RFC 6962 implementations, and every size up to 40."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.merkle import defined_root
from xianxing.record import SHA256, SM3, HashAlgorithm, ProofError, merkle, verify

LEAVES = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
G = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSION = [  # leaf from 0, tree size, path
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], B, D]),
]
CONSISTENCY = [  # older size, newer size, path
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, [F, E, ROOTS[4]]),
    (2, 5, [B, D]),
    (6, 7, [F, G, ROOTS[4]]),
]


def grown(leaves: list[bytes], algorithm: HashAlgorithm = SHA256) -> merkle.Node:
    """The nodes of a tree grown leaf by leaf."""
    nodes: dict[tuple[int, int], bytes] = {}

    def read(level: int, index: int) -> bytes:
        return nodes[level, index]

    for index, data in enumerate(leaves):
        hashes = merkle.completed(algorithm, index, merkle.leaf_hash(algorithm, data), read)
        nodes |= {(level, index >> level): digest for level, digest in enumerate(hashes)}
    return read


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(SHA256, size, grown(LEAVES)).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, path: list[str]) -> None:
    assert [step.hex() for step in merkle.inclusion_proof(SHA256, index, size, grown(LEAVES))] == path


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old: int, new: int, path: list[str]) -> None:
    assert [step.hex() for step in merkle.consistency_proof(SHA256, old, new, grown(LEAVES))] == path


@pytest.mark.parametrize("algorithm", [SHA256, SM3], ids=lambda algorithm: algorithm.name)
def test_every_proof_of_every_size_holds_in_both_verifiers(algorithm: HashAlgorithm) -> None:
    leaves = [bytes([number]) for number in range(40)]
    node = grown(leaves, algorithm)
    roots = [defined_root(leaves[:size], algorithm) for size in range(41)]
    for new in range(1, 41):
        assert merkle.root(algorithm, new, node) == roots[new]
        for old in range(new):
            leaf = merkle.leaf_hash(algorithm, leaves[old])
            path = merkle.inclusion_proof(algorithm, old, new, node)
            merkle.verify_inclusion(algorithm, old, new, leaf, path, roots[new])
            assert verify.inclusion_root(algorithm.digest, old, new, leaf, path) == roots[new]
            steps = merkle.consistency_proof(algorithm, old, new, node)
            merkle.verify_consistency(algorithm, old, new, steps, roots[old], roots[new])
            if old:
                both = verify.consistency_roots(algorithm.digest, old, new, steps, roots[old])
                assert both == (roots[old], roots[new])


def wrong_paths(path: list[bytes], root: bytes) -> list[list[bytes]]:
    """Paths that must not pass: a bit flipped, a step lost, added in front or at the end, two swapped."""
    flipped = [[*path[:at], bytes([step[0] ^ 1]) + step[1:], *path[at + 1 :]] for at, step in enumerate(path)]
    swapped = [[path[1], path[0], *path[2:]]] if len(path) > 1 and path[0] != path[1] else []
    shorter = [path[:-1], path[1:]] if path else []
    return [*flipped, *swapped, *shorter, [*path, root], [root, *path], [*path, b""]]


@given(st.data())
def test_property_a_wrong_inclusion_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    leaves = [bytes([number]) for number in range(size)]
    node = grown(leaves)
    root, leaf = merkle.root(SHA256, size, node), merkle.leaf_hash(SHA256, leaves[index])
    path = merkle.inclusion_proof(SHA256, index, size, node)
    for wrong in wrong_paths(path, root):
        with pytest.raises(ProofError):
            merkle.verify_inclusion(SHA256, index, size, leaf, wrong, root)
    for place in {index + 1, index - 1, index ^ 2} - {index}:
        with pytest.raises(ProofError):
            merkle.verify_inclusion(SHA256, place, size, leaf, path, root)


@given(st.data())
def test_property_a_wrong_consistency_proof_is_refused(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, new - 1))
    node = grown([bytes([number]) for number in range(new)])
    first, second = merkle.root(SHA256, old, node), merkle.root(SHA256, new, node)
    path = merkle.consistency_proof(SHA256, old, new, node)
    for wrong in [*wrong_paths(path, second), []]:
        with pytest.raises(ProofError):
            merkle.verify_consistency(SHA256, old, new, wrong, first, second)
    for one, two in ((second, second), (first, first), (second, first)):
        with pytest.raises(ProofError):
            merkle.verify_consistency(SHA256, old, new, path, one, two)


def test_a_tree_neither_shrinks_nor_changes_at_the_same_size() -> None:
    one, two = bytes(32), bytes([1]) * 32
    for old, new, path, first, second in (
        (2, 1, [], one, one),
        (1, 1, [], one, two),
        (1, 1, [one], one, one),
        (0, 3, [], one, two),
        (0, 0, [], SHA256.digest(b""), two),
    ):
        with pytest.raises(ProofError):
            merkle.verify_consistency(SHA256, old, new, path, first, second)
    merkle.verify_consistency(SHA256, 0, 3, [], SHA256.digest(b""), two)


def test_proofs_outside_the_tree_are_refused() -> None:
    node = grown(LEAVES)
    with pytest.raises(ValueError, match="no leaf 8"):
        merkle.inclusion_proof(SHA256, 8, 8, node)
    with pytest.raises(ValueError, match="no consistency"):
        merkle.consistency_proof(SHA256, 9, 8, node)


def test_a_proof_reads_logarithmically_many_nodes() -> None:
    size = 1 << 12
    node, reads = grown([number.to_bytes(2, "big") for number in range(size)]), 0

    def counted(level: int, index: int) -> bytes:
        nonlocal reads
        reads += 1
        return node(level, index)

    merkle.inclusion_proof(SHA256, 1234, size - 1, counted)
    merkle.consistency_proof(SHA256, 1234, size - 1, counted)
    assert reads < 2 * 2 * 12
