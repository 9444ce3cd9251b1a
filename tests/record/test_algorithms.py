"""Hashes against the examples of their standards, both in the library and in the stand-alone verifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.record import SHA256, SM3, hash_algorithm
from xianxing.record.verify import sm3

EXAMPLES = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    b"": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
}


@pytest.mark.parametrize("message", EXAMPLES)
def test_sm3_gives_the_digests_of_gbt_32905(message: bytes) -> None:
    assert SM3.digest(message).hex() == EXAMPLES[message]
    assert sm3(message).hex() == EXAMPLES[message]


def test_sha256_gives_the_digest_of_fips_180() -> None:
    assert SHA256.digest(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.binary(max_size=200))
def test_property_both_sm3_agree(message: bytes) -> None:
    assert sm3(message) == SM3.digest(message)


def test_an_unregistered_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="known: SHA-256, SM3"):
        hash_algorithm("MD5")
