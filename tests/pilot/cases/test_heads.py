"""Heads, receipts, witnesses, dossiers: what outsiders check without us."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.pilot.cast import Cast
from tests.pilot.database import a_call, a_case, act, attest
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import (
    accept_cosignature,
    consistency_proof,
    export_dossier,
    issue_receipt,
    sign_daily_head,
    sign_head,
    tick,
)
from xianxing.pilot.cases.models import Case, Event, SignedHead
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.refusal import Refused
from xianxing.record.heads import read_head
from xianxing.record.log import Record
from xianxing.record.notes import WITNESS, NoteError, new_key
from xianxing.record.receipts import parse_receipt
from xianxing.record.witness import ForkError, Witness, parse_consistency

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def case(cast: Cast, settings: Settings, tmp_path: Path) -> Case:
    settings.XIANXING_KEYS = tmp_path / "keys"
    case = a_case(a_call(cast.wen))
    attest(case)
    act(case, "file")
    return case


def test_a_receipt_verifies_with_the_published_ring_alone(case: Case) -> None:
    receipt = issue_receipt(case=case, sequence=case.sequence, signed_at=NOW)
    read = parse_receipt(receipt.text)
    head = read.check(keys.ring())
    assert (read.event.step, head.size) == ("file", Record(DjangoStore()).size)
    assert issue_receipt(case=case, sequence=case.sequence, signed_at=NOW + timedelta(1)).text == receipt.text


def test_a_receipt_with_a_changed_event_is_refused(case: Case) -> None:
    read = parse_receipt(issue_receipt(case=case, sequence=case.sequence, signed_at=NOW).text)
    forged = type(read)(
        read.skeleton.replace(b'"file"', b'"edit"'), read.blind, read.index, read.path, read.note
    )
    with pytest.raises(ValueError):
        forged.check(keys.ring())


def test_one_head_a_day_by_the_day_in_shanghai(case: Case) -> None:
    evening = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)
    first = sign_daily_head(at=evening)
    assert sign_daily_head(at=evening + timedelta(seconds=59)).pk == first.pk
    assert sign_daily_head(at=evening + timedelta(minutes=1)).pk != first.pk


def test_a_witness_follows_the_log_cosigns_and_the_log_keeps_its_word(case: Case) -> None:
    key = new_key("csrc-witness", WITNESS)
    keys.trust_witness(key.public)
    witness = Witness()
    witness.trust(keys.signing_key().public)
    old = sign_head(at=NOW)
    witness.observe(read_head(old.note)[1])
    a_case(case.call, at=Event.objects.latest("place").at + timedelta(minutes=1))
    new = sign_head(at=NOW + timedelta(hours=1))
    _, path = parse_consistency(consistency_proof(old=old.size, new=new.size))
    cosigned = witness.cosign(read_head(new.note)[1], path, key, NOW + timedelta(hours=1)).encode()
    assert accept_cosignature(text=cosigned, at=NOW).witness == "csrc-witness"
    accept_cosignature(text=cosigned, at=NOW)
    assert SignedHead.objects.get(pk=new.pk).cosignatures.count() == 1


def test_a_stranger_s_signature_and_an_unpublished_head_are_refused(case: Case) -> None:
    head = sign_head(at=NOW)
    stranger = new_key("stranger", WITNESS)
    note = read_head(head.note)[1].cosigned(stranger, NOW)
    with pytest.raises(Refused) as refusal:
        accept_cosignature(text=note.encode(), at=NOW)
    assert refusal.value.code == "unknown-witness"
    with pytest.raises(Refused) as refusal:
        accept_cosignature(text=note.encode().replace(f"\n{head.size}\n", f"\n{head.size + 1}\n", 1), at=NOW)
    assert refusal.value.code == "unpublished"
    with pytest.raises(Refused) as refusal:
        accept_cosignature(text="anything", at=NOW)
    assert refusal.value.code == "note"


def test_a_forked_log_is_noticed_by_the_witness(case: Case) -> None:
    witness = Witness()
    witness.trust(keys.signing_key().public)
    head = sign_head(at=NOW)
    witness.observe(read_head(head.note)[1])
    seen, _ = read_head(head.note)
    forged = type(seen)(seen.origin, seen.size, b"\x00" * 32, NOW, seen.hash).sign(keys.signing_key())
    with pytest.raises(ForkError):
        witness.observe(forged)


def test_after_rotation_old_receipts_stay_good_after_revocation_new_heads_fail(
    case: Case,
) -> None:
    receipt = parse_receipt(issue_receipt(case=case, sequence=case.sequence, signed_at=NOW).text)
    stolen = keys.signing_key()
    keys.rotate(NOW + timedelta(days=1))
    receipt.check(keys.ring())
    later = sign_head(at=NOW + timedelta(days=1))
    head, note = read_head(later.note)
    keys.ring().check(head, note)
    keys.revoke(stolen.public, NOW + timedelta(hours=12), "疑似泄露")
    forged = type(head)(head.origin, head.size, head.root, NOW + timedelta(hours=13), head.hash).sign(stolen)
    with pytest.raises(NoteError):
        keys.ring().check(*read_head(forged.encode()))
    keys.ring().check(head, note)


def test_the_key_is_made_only_in_the_demonstration(case: Case, settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS, settings.DEMO = tmp_path / "elsewhere", False
    with pytest.raises(keys.KeyMissingError, match="xianxing keys new"):
        sign_head(at=NOW)


def test_a_dossier_verifies_with_plain_python_and_a_flipped_bit_is_named(case: Case, tmp_path: Path) -> None:
    issue_receipt(case=case, sequence=case.sequence, signed_at=NOW)
    folder = tmp_path / "dossier"
    export_dossier(case=case, folder=folder, at=NOW + timedelta(minutes=1))
    assert _verify(folder) == 0
    target = folder / "events" / "0003.json"
    content = bytearray(target.read_bytes())
    content[40] ^= 1
    target.write_bytes(content)
    assert _verify(folder) == 1


def test_tick_closes_the_window_of_drafts_once_and_leaves_filed_cases_to_their_limits(case: Case) -> None:
    draft = a_case(case.call, at=Event.objects.latest("place").at + timedelta(minutes=1))
    after = datetime(2024, 2, 1, 1, 0, tzinfo=UTC)
    entered, failed = tick(at=after)
    assert (entered >= 1, failed) == (True, 0)
    assert Event.objects.filter(case=draft, step="window_closes").count() == 1
    assert tick(at=after) == (0, 0)


def _verify(folder: Path) -> int:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode
