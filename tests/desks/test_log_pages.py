"""The log's pages: what a stranger, a witness and the holder of a receipt do with them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import a_call, a_case, act, attest
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import give_publication_receipts, issue_receipt, sign_head
from xianxing.pilot.cases.models import Case, Cosignature, Event, Publication, SignedHead
from xianxing.procedure.loader import load_procedure
from xianxing.record.canonical import canonical, parse
from xianxing.record.events import Contents
from xianxing.record.heads import read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.notes import WITNESS, new_key
from xianxing.record.receipts import parse_receipt
from xianxing.record.witness import Witness, parse_consistency

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def case(db: None, settings: Settings, tmp_path: Path) -> Case:
    settings.XIANXING_KEYS = tmp_path / "keys"
    case = a_case(a_call(assemble().wen))
    attest(case)
    act(case, "file")
    return case


def test_before_the_first_head_the_page_says_so(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"
    assert "尚未签名" in client.get("/log/").content.decode()
    assert client.get("/log/head.txt").status_code == 404


def test_without_a_key_in_production_the_page_still_answers(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.XIANXING_KEYS, settings.DEMO = tmp_path / "keys", False
    assert client.get("/log/").status_code == 200


def test_a_stranger_reads_head_keys_and_days(client: Client, case: Case) -> None:
    sign_head(at=NOW)
    sign_head(at=NOW + timedelta(days=1))
    head, note = read_head(client.get("/log/head.txt").content.decode())
    KeyRing.from_json(parse(client.get("/log/keys.json").content)).check(head, note)
    assert head.size == Event.objects.count() + Publication.objects.count()
    days = client.get("/log/heads.txt").content.decode().splitlines()
    assert [line.split()[0] for line in days] == ["2026-11-25", "2026-11-24"]
    page = client.get("/log/").content.decode()
    assert "尚无见证" in page and "2026年11月25日" in page
    assert str(case.pk) not in page


def test_the_page_asks_as_little_for_many_heads_as_for_one(client: Client, case: Case) -> None:
    counts = []
    for number in range(1, 4):
        sign_head(at=NOW + timedelta(days=number))
        with CaptureQueriesContext(connection) as asked:
            client.get("/log/")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 7


def test_a_proof_leads_from_one_published_head_to_the_next(client: Client, case: Case) -> None:
    witness = Witness()
    witness.trust(keys.signing_key().public)
    old = sign_head(at=NOW)
    witness.observe(read_head(old.note)[1])
    a_case(case.call, at=Event.objects.latest("place").at)
    new = sign_head(at=NOW + timedelta(hours=1))
    text = client.get(f"/log/proof?old={old.size}&new={new.size}").content.decode()
    witness.observe(read_head(new.note)[1], parse_consistency(text)[1])


@pytest.mark.parametrize(
    "query", ["", "old=1", "old=3&new=2", "old=1&new=99999", "old=-1&new=1", "old=x&new=1"]
)
def test_an_impossible_proof_is_refused_with_what_is_possible(client: Client, case: Case, query: str) -> None:
    head = sign_head(at=NOW)
    answer = client.get(f"/log/proof?{query}")
    assert answer.status_code == 400
    assert str(head.size) in answer.content.decode()


def test_no_proof_reaches_beyond_the_published_head(client: Client, case: Case) -> None:
    head = sign_head(at=NOW)
    a_case(case.call, at=Event.objects.latest("place").at)
    assert client.get(f"/log/proof?old=1&new={head.size + 1}").status_code == 400


def test_proofs_are_rationed(client: Client, case: Case) -> None:
    sign_head(at=NOW)
    answers = [client.get("/log/proof?old=1&new=2").status_code for _each in range(61)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_a_witness_hands_in_its_word_without_a_form_token(case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    key = new_key("csrc-witness", WITNESS)
    keys.trust_witness(key.public)
    head = sign_head(at=NOW)
    note = read_head(head.note)[1].cosigned(key, NOW).encode()
    answer = client.post("/log/cosign", note, content_type="text/plain")
    assert (answer.status_code, answer.content) == (200, b"csrc-witness\n")
    assert "csrc-witness" in client.get("/log/").content.decode()
    assert read_head(client.get("/log/head.txt").content.decode())[1].cosigned_at(key.public)
    assert client.get("/log/heads.txt").content.decode().rstrip().endswith("csrc-witness")
    keys.distrust_witness("csrc-witness")
    for page in ("/log/", "/log/head.txt", "/log/heads.txt"):
        assert "csrc-witness" not in client.get(page).content.decode()


@pytest.mark.parametrize("body, status", [("nonsense", 422), ("x" * 9000, 413), ("\xff", 422)])
def test_anything_else_handed_in_is_refused(client: Client, case: Case, body: str, status: int) -> None:
    sign_head(at=NOW)
    assert client.post("/log/cosign", body, content_type="text/plain").status_code == status
    assert not Cosignature.objects.exists()


def test_a_receipt_is_checked_on_the_page_and_nothing_is_kept(client: Client, case: Case) -> None:
    text = issue_receipt(case=case, sequence=case.sequence, signed_at=NOW).text
    before = SignedHead.objects.count()
    page = client.post("/log/receipt/", {"receipt": text.replace("\n", "\r\n")})
    assert page.status_code == 200
    assert "回执成立" in page.content.decode() and str(case.pk) in page.content.decode()
    named = load_procedure("shenzhen-2023").steps[Event.objects.get(case=case, sequence=case.sequence).step]
    assert f"{case.sequence}. {named.zh}" in page.content.decode()
    assert SignedHead.objects.count() == before


@pytest.mark.parametrize("start, end", [(0, -30), (0, 0), (5, None)])
def test_a_receipt_that_was_cut_does_not_hold(
    client: Client, case: Case, start: int, end: int | None
) -> None:
    text = issue_receipt(case=case, sequence=case.sequence, signed_at=NOW).text
    page = client.post("/log/receipt/", {"receipt": text[start:end]})
    assert page.status_code == 400
    assert "回执成立" not in page.content.decode()


def test_a_receipt_verifies_offline_with_plain_python(client: Client, case: Case, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.txt"
    receipt.write_text(issue_receipt(case=case, sequence=case.sequence, signed_at=NOW).text, "utf-8")
    for name in ("verify.py", "verify_receipt.py"):
        (tmp_path / name).write_bytes(client.get(f"/log/scripts/{name}").content)
    (tmp_path / "keys.json").write_bytes(client.get("/log/keys.json").content)
    assert verified(tmp_path, "keys.json") == (0, "结果：回执成立。")
    other = KeyRing().rotate(new_key("xianxing.example/demo").public, NOW - timedelta(days=9))
    (tmp_path / "other.json").write_bytes(canonical(other.as_json()))
    assert verified(tmp_path, "other.json") == (1, "结果：回执不成立。")


def verified(folder: Path, ring: str) -> tuple[int, str]:
    script, receipt = str(folder / "verify_receipt.py"), str(folder / "receipt.txt")
    command = [sys.executable, "-I", "-S", script, receipt, "--keys"]
    done = subprocess.run([*command, str(folder / ring)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split(" ")[0]


def test_an_unknown_script_is_not_found(client: Client) -> None:
    assert client.get("/log/scripts/settings.py").status_code == 404


def test_publications_are_open_with_place_contents_and_receipt(client: Client, case: Case) -> None:
    assert client.get("/log/publications/1.txt").status_code == 404
    signed = parse(client.get("/log/publications/0.json").content)
    assert isinstance(signed, dict) and isinstance(signed["payload"], dict)
    assert signed["payload"]["procedure"] == case.call.procedure_version
    page = client.get("/log/").content.decode()
    assert "发布征集" in page and "审签程序：" in page and "日志第 1 条" in page
    give_publication_receipts(signed_at=NOW)
    receipt = parse_receipt(client.get("/log/publications/1.txt").content.decode())
    assert receipt.check(keys.ring()).size > receipt.index == 1
    shown = parse(client.get("/log/publications/1.json").content)
    assert isinstance(shown, dict) and isinstance(shown["payload"], dict)
    assert shown["payload"]["batch"] == case.call.batch
    contents = Contents(bytes.fromhex(str(shown["salt"])), canonical(shown["payload"]))
    assert contents.commitment(receipt.event.hash) == receipt.event.commitment
    assert client.get("/log/publications/2.json").status_code == 404  # a case's act is nobody's
    calls = client.get("/calls/").content.decode()
    assert "/log/publications/1.json" in calls and "/log/publications/1.txt" in calls
    answer = client.post("/log/receipt/", {"receipt": receipt.encode()})
    assert answer.status_code == 200 and "发布征集" in answer.content.decode()
