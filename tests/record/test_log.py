"""The record: chains, leaves that tell nothing, erasure, heads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.merkle import defined_root
from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    ERASE,
    SM3,
    Act,
    CanonicalError,
    EventSkeleton,
    KeyRing,
    NoteError,
    Record,
    RecordError,
    SigningKey,
    SqliteStore,
    audit,
    merkle,
    new_key,
    parse_receipt,
    read_head,
)
from xianxing.record.events import FIRST, chained_digest, leaf_data, read_event


def test_events_of_a_case_form_a_chain_of_their_own(record: Record) -> None:
    first, other, second = record.append_batch([act(), act("case-b"), act(minute=1)])
    assert [entry.event.sequence for entry in (first, other, second)] == [1, 1, 2]
    assert first.event.previous == other.event.previous == FIRST
    assert second.event.previous == chained_digest(first.event.hash, first.skeleton).hex()
    assert (
        record.append(act("case-b")).event.previous == chained_digest(other.event.hash, other.skeleton).hex()
    )


def test_a_batch_gives_the_same_tree_as_single_appends(record: Record) -> None:
    for size in (1, 2, 5, 7):
        record.append_batch([act(f"case-{number % 3}") for number in range(size)])
    record.append(act())
    leaves = [
        leaf_data(entry.event.hash, entry.blind, chained_digest(entry.event.hash, entry.skeleton))
        for entry in record.store.entries()
    ]
    assert record.size == len(leaves) == 16
    assert all(record.root(size) == defined_root(leaves[:size]) for size in range(17))
    assert audit(record) == []


def test_the_skeleton_names_its_algorithms_and_nobody(record: Record) -> None:
    entry = record.append(act(who="张三", seen="0" * 64))
    assert b'"algorithms":{"hash":"SHA-256","signature":"Ed25519"}' in entry.skeleton
    assert "张三".encode() not in entry.skeleton
    assert b"0" * 64 not in entry.skeleton.replace(FIRST.encode(), b"")


def test_the_same_act_twice_shows_neither_by_commitment_nor_by_leaf(record: Record) -> None:
    one, two = record.append_batch([act("case-a"), act("case-b")])
    assert one.event.commitment != two.event.commitment
    assert one.hashes[:32] != two.hashes[:32]
    assert one.contents and two.contents and one.contents.payload == two.contents.payload
    assert one.contents.salt != two.contents.salt and len(one.contents.salt) == len(one.blind) == 32


def test_a_record_under_sm3_uses_it_throughout(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "sm3.sqlite3", origin=ORIGIN, algorithm=SM3)
    record, key = Record(store), new_key(ORIGIN)
    entry = record.append(act())
    assert entry.event.hash is SM3
    assert entry.contents and entry.contents.commitment(SM3) == entry.event.commitment
    note = record.sign_head(key, START)
    assert note.text.endswith("hash SM3\n")
    ring = KeyRing().rotate(key.public, START)
    assert parse_receipt(record.receipt("case-a", 1).encode()).check(ring).hash is SM3
    assert audit(record) == []
    store.close()


def test_acts_and_the_head_over_them_come_together_or_not_at_all(record: Record, key: SigningKey) -> None:
    entries, note = record.append_signed([act(), act("case-b")], key, START)
    assert [entry.index for entry in entries] == [0, 1]
    assert read_head(note.encode())[0].root == record.root()
    assert record.latest_head() == note
    with pytest.raises(RecordError, match="contradicts"):
        record.append_signed([act()], key, START - timedelta(seconds=1))
    assert record.size == 2


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=4, max_size=4),
    st.none() | st.integers(1, 99),
)
def test_property_a_written_skeleton_is_canonical(names: list[str], erases: int | None) -> None:
    case, step, role, clause = names
    event = EventSkeleton(case, 100, step, START, role, clause, "c" * 64, FIRST, SM3, erases)
    assert read_event(event.encode()) == event


@given(st.integers(0, 400), st.binary(max_size=2), st.integers(0, 2))
def test_property_what_is_read_of_changed_bytes_encodes_to_them(at: int, put: bytes, dropped: int) -> None:
    written = EventSkeleton("case-a", 100, "file", START, "staff", "3.1", "c" * 64, FIRST, SM3, 7).encode()
    changed = written[:at] + put + written[at + dropped :]
    try:
        read = read_event(changed)
    except ValueError:
        return
    assert read.encode() == changed


@pytest.mark.parametrize("time", ["2026-11-24T24:00:00.000000Z", "2026-13-24T08:00:00.000000Z",
                                  "2026-11-24T08:00:00.00000٠Z", "2026-11-24T08:00:00Z"])  # fmt: skip
def test_a_time_of_another_spelling_is_no_event(time: str) -> None:
    written = EventSkeleton("case-a", 100, "file", START, "staff", "3.1", "c" * 64, FIRST, SM3).encode()
    said = written.decode().rpartition('"time":"')[0] + f'"time":"{time}"}}'
    with pytest.raises(ValueError):
        read_event(said.encode())


@pytest.mark.parametrize("name", ["\ud800", 7, None])
def test_a_name_that_is_no_text_is_refused(record: Record, name: Any) -> None:
    with pytest.raises(CanonicalError):
        record.append(Act(name, "file", "lead-unit", "4.1.1", START, {}))
    assert record.size == 0


def test_an_act_outside_the_canonical_form_leaves_nothing_behind(record: Record) -> None:
    share: Any = 0.5
    wrong = act(share=share)
    with pytest.raises(CanonicalError):
        record.append_batch([act(), wrong])
    assert record.size == 0


def test_erasure_removes_payload_and_salt_and_keeps_every_proof(
    record: Record, key: SigningKey, ring: KeyRing, tmp_path: Path
) -> None:
    record.append_batch([act(who="机密内容甲"), act(minute=1), act("case-b")])
    before = record.sign_head(key, START)
    receipt = record.receipt("case-a", 1)
    entry = record.erase(
        "case-a", 1, reason="保存期届满", role="secretariat", clause="7.2", time=START + timedelta(minutes=9)
    )
    after = record.sign_head(key, START + timedelta(minutes=10))

    assert record.store.entry("case-a", 1).contents is None
    assert entry.event.step == ERASE and entry.event.erases == 1 and entry.event.sequence == 3
    assert entry.contents and "保存期届满" in entry.contents.payload.decode()
    receipt.check(ring)
    record.receipt("case-a", 1, after).check(ring)
    old, new = read_head(before.encode())[0], read_head(after.encode())[0]
    path = record.prove_consistency(old.size, new.size)
    merkle.verify_consistency(new.hash, old.size, new.size, path, old.root, new.root)
    assert audit(record) == []
    for file in tmp_path.iterdir():
        assert "机密内容甲".encode() not in file.read_bytes()


@pytest.mark.parametrize("sequence", [0, 2, 3, 9])
def test_what_is_erased_unknown_or_an_erasure_cannot_be_erased(record: Record, sequence: int) -> None:
    record.append_batch([act(), act()])
    record.erase("case-a", 2, reason="法院裁定", role="secretariat", clause="", time=START)
    with pytest.raises(RecordError):
        record.erase("case-a", sequence, reason="again", role="secretariat", clause="", time=START)
    assert record.size == 3


def test_an_erasure_needs_a_reason_and_its_own_verb(record: Record) -> None:
    record.append(act())
    with pytest.raises(RecordError, match="reason"):
        record.erase("case-a", 1, reason=" ", role="secretariat", clause="", time=START)
    with pytest.raises(RecordError, match="erase"):
        record.append(Act("case-a", ERASE, "x", "", START, {}))
    assert record.store.entry("case-a", 1).contents is not None


def test_a_head_is_refused_over_a_log_that_forgot(
    open_store: Callable[[], SqliteStore], record: Record, key: SigningKey
) -> None:
    record.append_batch([act(), act()])
    record.sign_head(key, START)
    store = open_store()
    base = store._base
    base.executescript("DROP TRIGGER event_delete; DELETE FROM payload WHERE 0; PRAGMA foreign_keys = OFF;")
    base.execute("DELETE FROM event WHERE place = 1")
    with pytest.raises(RecordError, match="contradicts"):
        record.sign_head(key, START + timedelta(days=1))
    assert any("shorter" in fault for fault in audit(record))


def test_a_head_is_not_signed_back_in_time_nor_under_another_name(record: Record, key: SigningKey) -> None:
    record.sign_head(key, START)
    with pytest.raises(RecordError):
        record.sign_head(key, START - timedelta(seconds=1))
    with pytest.raises(NoteError, match="called"):
        record.sign_head(new_key("other.example"), START)


def test_a_receipt_survives_its_text_and_every_changed_byte_of_it_is_found(
    record: Record, key: SigningKey, ring: KeyRing
) -> None:
    record.append_batch([act(), act("case-b"), act()])
    with pytest.raises(RecordError, match="no head"):
        record.receipt("case-a", 1)
    record.sign_head(key, START)
    text = record.receipt("case-a", 2).encode()
    assert parse_receipt(text).check(ring).size == 3
    assert read_event(parse_receipt(text).skeleton).sequence == 2
    for place in range(len(text)):
        changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        with pytest.raises(ValueError):
            parse_receipt(changed).check(ring)


def test_a_receipt_needs_a_head_that_covers_the_event(record: Record, key: SigningKey) -> None:
    record.append(act())
    note = record.sign_head(key, START)
    record.append(act())
    with pytest.raises(RecordError, match="older"):
        record.receipt("case-a", 2, note)
    with pytest.raises(RecordError, match="only 2"):
        record.prove_inclusion(0, 3)
    assert record.prove_consistency(0, 2) == []
