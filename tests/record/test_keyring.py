"""Whose signature counts, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.record.conftest import ORIGIN, START
from xianxing.record import (
    WITNESS,
    Head,
    KeyRing,
    NoteError,
    SignedNote,
    SigningKey,
    canonical,
    new_key,
    parse,
    parse_head,
    read_head,
)
from xianxing.record.canonical import JSON

DAY = timedelta(days=1)
ROOT = bytes(range(32))


def head(day: int, size: int = 5) -> Head:
    """A head signed `day` days after the start."""
    return Head(ORIGIN, size, ROOT, START + day * DAY)


def test_a_head_is_a_c2sp_checkpoint_with_its_time(key: SigningKey) -> None:
    assert head(0).text == (
        "log.example/pilot\n5\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        "time 2026-03-02T09:00:00.000000Z\n"
    )
    assert read_head(head(0).sign(key).encode())[0] == head(0)


@pytest.mark.parametrize(
    ("old", "new"),
    [("5", "05"), ("5", "-5"), ("5", "x"), ("AAEC", "AAE"), ("time ", ""), ("Z\n", "Z\nhash MD5\n")],
)
def test_a_malformed_head_is_refused(old: str, new: str) -> None:
    with pytest.raises(NoteError):
        parse_head(head(0).text.replace(old, new, 1))


def test_a_rotated_key_signs_no_new_heads_and_its_old_ones_stay_good(key: SigningKey, ring: KeyRing) -> None:
    newer = new_key(ORIGIN)
    rotated = ring.rotate(newer.public, START + 10 * DAY)
    assert rotated.check(head(9), head(9).sign(key)).key == key.public
    assert rotated.check(head(10), head(10).sign(newer)).key == newer.public
    for wrong in (head(10).sign(key), head(9).sign(newer)):
        with pytest.raises(NoteError, match="validity"):
            rotated.check(parse_head(wrong.text), wrong)
    both = SignedNote(head(10).text).signed(key).signed(newer)
    assert rotated.check(head(10), both).key == newer.public


def test_a_revoked_key_is_believed_only_with_an_anchor_before(key: SigningKey, ring: KeyRing) -> None:
    witness = new_key("witness.example/w1", WITNESS)
    revoked = ring.with_witness(witness.public).revoke(key.public, START + 5 * DAY, "密钥泄露")
    backdated = head(4).sign(key)
    with pytest.raises(NoteError, match="anchors"):
        revoked.check(head(4), backdated)
    with pytest.raises(NoteError, match="anchors"):
        revoked.check(head(4), backdated.cosigned(witness, START + 6 * DAY))
    with pytest.raises(NoteError, match="anchors"):
        revoked.check(head(4), backdated.cosigned(new_key(witness.name, WITNESS), START + 4 * DAY))
    assert revoked.check(head(4), backdated.cosigned(witness, START + 4 * DAY)).key == key.public
    assert revoked.check(head(4), backdated, anchored=True).key == key.public
    with pytest.raises(NoteError, match="revoked before"):
        revoked.check(head(5), head(5).sign(key).cosigned(witness, START), anchored=True)


def test_a_witness_that_was_removed_anchors_nothing(key: SigningKey, ring: KeyRing) -> None:
    witness, other = new_key("witness.example/w1", WITNESS), new_key("witness.example/w2", WITNESS)
    revoked = ring.with_witness(witness.public).with_witness(other.public)
    revoked = revoked.revoke(key.public, START + 5 * DAY, "密钥泄露")
    cosigned = head(4).sign(key).cosigned(witness, START + 4 * DAY)
    assert set(revoked.cosigned(cosigned)) == {witness.name}
    without = revoked.without_witness(witness.public)
    assert without.witnesses == (other.public,)
    with pytest.raises(NoteError, match="anchors"):
        without.check(head(4), cosigned)


def test_a_stranger_or_a_changed_head_is_refused(key: SigningKey, ring: KeyRing) -> None:
    stranger = new_key(ORIGIN)
    with pytest.raises(NoteError, match="no key"):
        ring.check(head(1), head(1).sign(stranger))
    with pytest.raises(NoteError, match="doesn't hold"):
        ring.check(head(1), SignedNote(head(2).text, head(1).sign(key).signatures))
    other = new_key("other.example")
    with pytest.raises(NoteError, match="no key"):
        ring.rotate(other.public, START + DAY).check(head(1), SignedNote(head(1).text).signed(other))


def test_rotation_and_revocation_refuse_what_makes_no_sense(key: SigningKey, ring: KeyRing) -> None:
    with pytest.raises(ValueError, match="already"):
        ring.rotate(key.public, START + DAY)
    with pytest.raises(ValueError, match="after"):
        ring.rotate(new_key(ORIGIN).public, START)
    with pytest.raises(ValueError, match="reason"):
        ring.revoke(key.public, START, "")
    with pytest.raises(KeyError):
        ring.revoke(new_key(ORIGIN).public, START, "x")


def test_a_ring_survives_its_json(key: SigningKey, ring: KeyRing) -> None:
    full = (
        ring.with_witness(new_key("witness.example/w1", WITNESS).public)
        .revoke(key.public, START + DAY, "密钥泄露")
        .rotate(new_key(ORIGIN).public, START + 2 * DAY)
    )
    assert KeyRing.from_json(parse(canonical(full.as_json()))) == full
    wrong: list[JSON] = ["x", {"keys": []}, {"keys": ["x"], "witnesses": []}, {"keys": [{}], "witnesses": []}]
    for value in wrong:
        with pytest.raises(NoteError):
            KeyRing.from_json(value)
