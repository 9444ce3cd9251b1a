"""Signed notes and Ed25519: published examples, both implementations, and what must be refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from xianxing.record import (
    WITNESS,
    NoteError,
    PublicKey,
    SignedNote,
    SigningKey,
    load_key,
    new_key,
    parse_note,
    parse_vkey,
    save_key,
    verify,
)

RFC_8032 = [  # public key, message, signature (§7.1, tests 1 to 3)
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]
# The example note of the format's first implementation (Go's sumdb/note).
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
    "nAM=\n"
)
NOW = datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_signatures_of_rfc_8032_hold_in_both_implementations(
    public: str, message: str, signature: str
) -> None:
    raw, text, value = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify.ed25519_holds(raw, text, value)
    assert PublicKey("x", raw).check(text, value)
    assert not verify.ed25519_holds(raw, text + b"!", value)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60), st.integers(0, 511))
def test_property_both_implementations_agree_on_good_and_spoilt_signatures(
    seed: bytes, message: bytes, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = PublicKey("x", private.public_key().public_bytes_raw())
    signature = private.sign(message)
    spoilt = (int.from_bytes(signature, "big") ^ (1 << bit)).to_bytes(64, "big")
    assert verify.ed25519_holds(key.raw, message, signature)
    assert not verify.ed25519_holds(key.raw, message, spoilt)
    assert not key.check(message, spoilt)


def test_malformed_keys_and_signatures_never_hold() -> None:
    raw, message, signature = (bytes.fromhex(part) for part in RFC_8032[0])
    order_added = int.from_bytes(signature[32:], "little") + verify.ORDER
    assert not verify.ed25519_holds(raw, message, signature[:32] + order_added.to_bytes(32, "little"))
    assert not verify.ed25519_holds(raw[:31], message, signature)
    assert not verify.ed25519_holds(raw, message, signature[:63])
    assert not verify.ed25519_holds(b"\xff" * 32, message, signature)


def test_the_published_note_holds_in_both_implementations() -> None:
    assert parse_note(PUBLISHED_NOTE).signed_by(parse_vkey(PUBLISHED_KEY))
    assert verify.read_note(PUBLISHED_NOTE.encode()).stamps(verify.read_key(PUBLISHED_KEY)) == [0]


def test_a_changed_text_under_a_known_key_is_refused_not_ignored() -> None:
    changed = parse_note(PUBLISHED_NOTE.replace("answer", "Answer"))
    with pytest.raises(NoteError, match="PeterNeumann"):
        changed.signed_by(parse_vkey(PUBLISHED_KEY))


def test_lines_of_unknown_keys_are_ignored(key: SigningKey) -> None:
    note = SignedNote("text\n").signed(new_key("other.example")).signed(key)
    assert note.signed_by(key.public)
    assert not note.signed_by(new_key(key.name).public)


def test_a_cosignature_tells_its_time_and_covers_it(key: SigningKey) -> None:
    witness = new_key("witness.example/w1", WITNESS)
    note = parse_note(SignedNote("text\n").signed(key).cosigned(witness, NOW).encode())
    assert note.cosigned_at(witness.public) == NOW
    assert note.signed_by(key.public)
    assert verify.read_note(note.encode().encode()).stamps(verify.read_key(witness.public.vkey)) == [
        int(NOW.timestamp())
    ]
    line = note.signatures[1]
    later = type(line)(line.name, line.key_id, (9).to_bytes(8, "big") + line.value[8:])
    with pytest.raises(NoteError):
        SignedNote(note.text, (later,)).cosigned_at(witness.public)


def test_the_same_raw_key_has_another_id_as_a_witness(key: SigningKey) -> None:
    assert PublicKey(key.name, key.public.raw, WITNESS).id != key.public.id


@pytest.mark.parametrize(
    "note",
    [
        "no signature\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name !!!!\n",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n— na me AAAAAAAA\n",
        "text\n\n— name AAAAAAAB=\n",
        "te\x00xt\n\n— name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "text\n\n" + "— name AAAAAAAA\n" * 65,
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        parse_note(note)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\n"])
def test_a_name_that_no_note_can_carry_is_refused(name: str) -> None:
    with pytest.raises(NoteError):
        new_key(name)


def test_keys_survive_their_files_and_lines(tmp_path: Path, key: SigningKey) -> None:
    path = tmp_path / "log.key"
    save_key(key, path)
    assert path.stat().st_mode & 0o077 == 0
    assert load_key(path).public == key.public == parse_vkey(key.public.vkey)
    assert "PRIVATE" not in repr(key)
    with pytest.raises(FileExistsError):
        save_key(key, path)


def test_a_spoilt_key_is_refused(tmp_path: Path, key: SigningKey) -> None:
    path = tmp_path / "log.key"
    save_key(key, path)
    for text in (path.read_text().replace("PRIVATE", "PUBLIC"), path.read_text().replace(key.name, "other")):
        path.write_text(text)
        with pytest.raises(NoteError):
            load_key(path)
    for line in (key.public.vkey + "A", key.public.vkey.replace(key.name, "other"), "name", "a+b+c"):
        with pytest.raises(NoteError):
            parse_vkey(line)
