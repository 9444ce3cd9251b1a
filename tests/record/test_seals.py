"""Every act is sealed at its place; no head is signed over an act whose seal doesn't hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.record.conftest import ORIGIN, START, act
from xianxing.record import (
    SEAL,
    KeyRing,
    NoteError,
    Record,
    RecordError,
    SealError,
    SealKeys,
    SigningKey,
    SqliteStore,
    audit,
    canonical,
    new_key,
    parse,
    seal_faults,
    verify,
    write_dossier,
)
from xianxing.record.canonical import JSON
from xianxing.record.seals import seal_act

HOUR = timedelta(hours=1)
CHAINED = b"\1" * 32


@pytest.fixture
def sealing() -> SigningKey:
    return new_key(ORIGIN, SEAL)


@pytest.fixture
def sealed_ring(ring: KeyRing, sealing: SigningKey) -> KeyRing:
    return replace(ring, seals=SealKeys().begin(sealing.public, None))


@pytest.fixture
def site(open_store: Callable[[], SqliteStore], sealed_ring: KeyRing, sealing: SigningKey) -> Record:
    """A record that seals, as a site's is."""
    return Record(open_store(), sealed_ring, sealing)


def rewrite(record: Record, place: int, **columns: object) -> None:
    """Change a row behind the record's back, its triggers set aside."""
    store = record.store
    assert isinstance(store, SqliteStore)
    store._base.execute("DROP TRIGGER IF EXISTS event_update")
    for name, value in columns.items():
        store._base.execute("UPDATE event SET NAME = ? WHERE place = ?".replace("NAME", name), (value, place))


def test_every_act_is_sealed_and_the_record_agrees(site: Record, key: SigningKey) -> None:
    entries = site.append_batch([act(), act("case-b"), act()])
    site.erase("case-a", 1, reason="保存期届满", role="secretariat", clause="7.2", time=START)
    site.sign_head(key, START)
    assert all(len(entry.seal) == 68 for entry in site.store.entries())
    assert len({entry.seal for entry in entries}) == 3
    assert audit(site) == []


def test_without_the_sealing_key_nothing_is_recorded(site: Record) -> None:
    with pytest.raises(SealError, match="sealing key"):
        replace(site, sealing=None).append(act())
    assert site.size == 0


def test_only_a_sealing_key_seals(site: Record, key: SigningKey) -> None:
    with pytest.raises(NoteError):
        replace(site, sealing=key).append(act())


def test_an_act_with_correct_hashes_and_no_seal_is_never_signed(
    site: Record, key: SigningKey, open_store: Callable[[], SqliteStore]
) -> None:
    site.append(act())
    site.sign_head(key, START)
    Record(open_store()).append(act("case-b"))  # by somebody who has the store and the code, and no key
    with pytest.raises(SealError, match=r"entry 1 \(case case-b, event 1\): it bears no seal"):
        site.sign_head(key, START + HOUR)
    assert audit(site) == ["entry 1 (case case-b, event 1): it bears no seal"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda _seal, key: seal_act(key, ORIGIN, 1, CHAINED), "another act, place or log"),
        (lambda _seal, key: seal_act(key, "other.example/log", 0, CHAINED), "another act, place or log"),
        (lambda _seal, _key: seal_act(new_key(ORIGIN, SEAL), ORIGIN, 0, CHAINED), "unknown key"),
        (lambda seal, _key: seal[:-1], "unknown key"),
        (lambda _seal, _key: b"", "no seal"),
    ],
)
def test_a_wrong_seal_is_named_by_the_audit_and_not_signed_over(
    site: Record, key: SigningKey, sealing: SigningKey, spoil: Callable[[bytes, SigningKey], bytes], said: str
) -> None:
    entry = site.append(act())
    rewrite(site, 0, seal=spoil(entry.seal, sealing))
    with pytest.raises(SealError, match=said):
        site.sign_head(key, START)
    assert [said in fault for fault in audit(site)] == [True]
    assert seal_faults(site, 0, 1) == audit(site) and audit(site, seals=False) == []


def test_seals_are_checked_part_by_part_as_all_at_once(site: Record) -> None:
    site.append_batch([act() for _each in range(5)])
    for place in (1, 4):
        rewrite(site, place, seal=b"")
    parts = [seal_faults(site, start, start + 2) for start in (0, 2, 4)]
    assert [len(part) for part in parts] == [1, 0, 1]
    assert [fault for part in parts for fault in part] == audit(site)


def test_a_seal_is_worth_nothing_at_another_place(site: Record, key: SigningKey) -> None:
    first, second = site.append_batch([act(), act()])
    rewrite(site, 1, seal=first.seal)
    with pytest.raises(SealError, match="entry 1"):
        site.sign_head(key, START)
    assert second.seal != first.seal


def test_the_hashes_of_another_act_beside_a_sealed_one_are_not_signed(site: Record, key: SigningKey) -> None:
    site.append(act())
    rewrite(site, 0, hashes=b"\7" * 32)
    with pytest.raises(SealError, match="hashes"):
        site.sign_head(key, START)


def test_a_head_by_a_stranger_hides_no_act_without_a_seal(
    site: Record, key: SigningKey, open_store: Callable[[], SqliteStore]
) -> None:
    other = Record(open_store())
    other.append(act())
    other.sign_head(new_key(ORIGIN), START)
    with pytest.raises(SealError, match="entry 0"):
        site.sign_head(key, START + HOUR)
    assert any("no key of the ring signed this head" in fault for fault in audit(site))


def test_a_rotated_key_seals_its_places_and_no_later_ones(
    site: Record, key: SigningKey, sealing: SigningKey, sealed_ring: KeyRing
) -> None:
    site.append(act())
    fresh = new_key(ORIGIN, SEAL)
    ring = replace(sealed_ring, seals=sealed_ring.seals.rotate(fresh.public, 1))
    rotated = Record(site.store, ring, fresh)
    rotated.append(act())
    rotated.sign_head(key, START)
    assert audit(rotated) == []
    Record(site.store, ring, sealing).append(act())
    with pytest.raises(SealError, match="wasn't in use at this place"):
        rotated.sign_head(key, START + HOUR)


def test_a_revoked_key_is_believed_before_the_place_and_not_from_it_on(
    site: Record, key: SigningKey, sealing: SigningKey, sealed_ring: KeyRing
) -> None:
    site.append_batch([act(), act()])
    site.sign_head(key, START)
    ring = replace(sealed_ring, seals=sealed_ring.seals.revoke(sealing.public, 1, "密钥外泄"))
    assert audit(replace(site, ring=ring)) == [
        f"entry 1 (case case-a, event 2): its seal is by key {sealing.public.id.hex()}, "
        "which is revoked from place 1 on"
    ]


def test_acts_before_seals_were_made_are_bounded_by_a_signed_head_and_never_sealed(
    open_store: Callable[[], SqliteStore], key: SigningKey, ring: KeyRing, sealing: SigningKey
) -> None:
    old = Record(open_store())
    old.append_batch([act(), act()])
    head = old.sign_head(key, START)
    begun = replace(ring, seals=SealKeys().begin(sealing.public, head))
    site = Record(open_store(), begun, sealing)
    site.append(act())
    site.sign_head(key, START + HOUR)
    assert audit(site) == []
    assert [len(entry.seal) for entry in site.store.entries()] == [0, 0, 68]
    old.append(act())
    with pytest.raises(SealError, match="entry 3"):
        site.sign_head(key, START + HOUR)


def test_whoever_changes_acts_from_before_contradicts_the_head_in_the_ring(
    tmp_path: Path, key: SigningKey, ring: KeyRing, sealing: SigningKey
) -> None:
    old = Record(SqliteStore(tmp_path / "true.sqlite3", origin=ORIGIN))
    old.append(act())
    begun = replace(ring, seals=SealKeys().begin(sealing.public, old.sign_head(key, START)))
    forged = Record(SqliteStore(tmp_path / "forged.sqlite3", origin=ORIGIN), begun)
    Record(forged.store).append(act())
    assert audit(forged) == ["entry 0 (case case-a, event 1): the head signed after it has another root"]


def test_sealing_keys_follow_one_another(sealing: SigningKey) -> None:
    begun = SealKeys().begin(sealing.public, None)
    attempts: tuple[Callable[[], SealKeys], ...] = (
        lambda: begun.begin(sealing.public, None),
        lambda: begun.rotate(sealing.public, 4),
        lambda: SealKeys().rotate(sealing.public, 4),
        lambda: begun.rotate(new_key(ORIGIN, SEAL).public, 9).rotate(new_key(ORIGIN, SEAL).public, 8),
        lambda: begun.revoke(sealing.public, 3, " "),
    )
    for refused in attempts:
        with pytest.raises(ValueError):
            refused()
    with pytest.raises(KeyError):
        begun.revoke(new_key(ORIGIN, SEAL).public, 3, "x")


def test_a_ring_with_seals_is_read_as_it_was_written(sealed_ring: KeyRing, sealing: SigningKey) -> None:
    ring = replace(
        sealed_ring,
        seals=sealed_ring.seals.rotate(new_key(ORIGIN, SEAL).public, 7).revoke(sealing.public, 3, "外泄"),
    )
    assert KeyRing.from_json(parse(canonical(ring.as_json()))) == ring
    wrong: tuple[JSON, ...] = (3, {"keys": [3]}, {"keys": [{"key": "x"}]})
    for seals in wrong:
        with pytest.raises(NoteError):
            KeyRing.from_json({"keys": [], "witnesses": [], "seals": seals})


def test_a_sealing_key_signs_no_heads(ring: KeyRing, sealing: SigningKey) -> None:
    with pytest.raises(ValueError, match="no key that signs heads"):
        ring.rotate(sealing.public, START + HOUR)


def dossier(site: Record, key: SigningKey, folder: Path) -> Path:
    assert site.ring
    write_dossier(folder, site, "case-a", key=key, ring=site.ring, time=START + 2 * HOUR)
    return folder


def test_a_dossier_carries_its_seals_and_the_verifier_counts_them(
    site: Record, key: SigningKey, tmp_path: Path
) -> None:
    site.append_batch([act(), act("case-b"), act()])
    site.sign_head(key, START)
    report = verify.check_dossier(dossier(site, key, tmp_path / "d"), [key.public.vkey])
    assert report.problems == []
    assert "封印 seals: 2" in report.facts


def test_the_verifier_says_what_was_performed_before_seals(
    open_store: Callable[[], SqliteStore], key: SigningKey, ring: KeyRing, sealing: SigningKey, tmp_path: Path
) -> None:
    old = Record(open_store())
    old.append_batch([act(), act()])
    begun = replace(ring, seals=SealKeys().begin(sealing.public, old.sign_head(key, START)))
    site = Record(open_store(), begun, sealing)
    site.append(act())
    site.sign_head(key, START + HOUR)
    report = verify.check_dossier(dossier(site, key, tmp_path / "d"), [key.public.vkey])
    assert report.problems == []
    assert any("performed before seals were made: 2" in fact for fact in report.facts)


def test_the_verifier_names_an_act_whose_seal_does_not_hold(
    site: Record, key: SigningKey, sealing: SigningKey, sealed_ring: KeyRing, tmp_path: Path
) -> None:
    first, _second = site.append_batch([act(), act()])
    rewrite(site, 1, seal=first.seal)
    site.ring = None  # the holder of the log's key signs what it likes
    site.sign_head(key, START)
    site.ring = sealed_ring
    found = verify.check_dossier(dossier(site, key, tmp_path / "d")).problems
    assert [(problem.event, problem.zh) for problem in found] == [(2, "封印不成立")]


def test_the_verifier_knows_no_seal_by_a_key_outside_the_ring(
    site: Record, key: SigningKey, sealed_ring: KeyRing, tmp_path: Path
) -> None:
    Record(site.store, None, new_key(ORIGIN, SEAL)).append(act())
    Record(site.store).sign_head(key, START)
    found = verify.check_dossier(dossier(site, key, tmp_path / "d")).problems
    assert [problem.event for problem in found] == [1]
    assert "ring doesn't name" in found[0].en


def test_signing_over_a_contradiction_is_refused_before_seals_are_read(site: Record, key: SigningKey) -> None:
    site.append(act())
    site.sign_head(key, START)
    with pytest.raises(RecordError, match="contradicts"):
        site.sign_head(key, START - HOUR)
