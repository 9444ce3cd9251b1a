"""A witness remembers, and isn't told two stories."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    WITNESS,
    ForkError,
    NoteError,
    Record,
    SigningKey,
    SqliteStore,
    Witness,
    WitnessError,
    consistency_text,
    new_key,
    parse_consistency,
    parse_note,
)

DAY = timedelta(days=1)


def test_a_witness_follows_a_growing_log_and_cosigns(record: Record, key: SigningKey, tmp_path: Path) -> None:
    own = new_key("witness.example/w1", WITNESS)
    state = tmp_path / "witness.json"
    witness = Witness.load(state)
    witness.trust(key.public)
    size = 0
    for day in range(4):
        note = record.sign_head(key, START + day * DAY)
        cosigned = witness.cosign(note, record.prove_consistency(size, record.size), own, START + day * DAY)
        assert parse_note(cosigned.encode()).cosigned_at(own.public) == START + day * DAY
        witness.save(state)
        witness = Witness.load(state)
        size = record.size
        record.append_batch([act()] * 3)
    assert size == 9


def test_a_rewritten_log_is_found_out(record: Record, key: SigningKey, tmp_path: Path) -> None:
    other = Record(SqliteStore(tmp_path / "other.sqlite3", origin=ORIGIN))
    for log in (record, other):
        log.append_batch([act()] * 3)
    witness = Witness()
    witness.trust(key.public)
    witness.observe(record.sign_head(key, START))
    with pytest.raises(ForkError) as caught:
        witness.observe(other.sign_head(key, START))
    assert caught.value.seen != caught.value.shown
    other.append(act())
    grown = other.sign_head(key, START + DAY)
    with pytest.raises(WitnessError, match="proof"):
        witness.observe(grown, other.prove_consistency(3, 4))
    record.append(act())
    assert witness.observe(record.sign_head(key, START + DAY), record.prove_consistency(3, 4)).size == 4


def test_older_unsigned_and_unproven_heads_are_refused(record: Record, key: SigningKey) -> None:
    witness = Witness()
    empty = record.sign_head(key, START)
    with pytest.raises(WitnessError, match="no trusted key"):
        witness.observe(empty)
    witness.trust(key.public)
    witness.observe(empty)
    record.append(act())
    one = record.sign_head(key, START)
    witness.observe(one)
    with pytest.raises(WitnessError, match="seen already"):
        witness.observe(empty)
    record.append(act())
    with pytest.raises(WitnessError, match="proof"):
        witness.observe(record.sign_head(key, START))
    witness.observe(one)


def test_a_rotated_key_of_the_log_is_trusted_beside_the_old_one(record: Record, key: SigningKey) -> None:
    newer, witness = new_key(ORIGIN), Witness()
    witness.trust(key.public)
    witness.trust(key.public)
    witness.observe(record.sign_head(key, START))
    note = record.sign_head(newer, START)
    with pytest.raises(WitnessError):
        witness.observe(note)
    witness.trust(newer.public)
    assert witness.observe(note).size == 0
    assert witness.keys[ORIGIN] == (key.public, newer.public)


@pytest.mark.parametrize("text", ["{", "[]", '{"keys": {}}', '{"keys": {"a": ["b"]}, "seen": {}}'])
def test_a_spoilt_state_is_refused_not_forgotten(tmp_path: Path, text: str) -> None:
    state = tmp_path / "witness.json"
    state.write_text(text)
    with pytest.raises(NoteError):
        Witness.load(state)


def test_a_consistency_proof_survives_its_text() -> None:
    path = [bytes([1]) * 32, bytes([2]) * 32]
    assert parse_consistency(consistency_text(7, path)) == (7, path)
    for wrong in ("", "7\n", "old 7", "old 07\n", "old 7\n!!\n"):
        with pytest.raises(NoteError):
            parse_consistency(wrong)
