"""A version of a procedure is signed off by the legal reviewer, once, in words; no call opens before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from tests.factories.calls import STATEMENT, confirmation, legal_reviewer, sign_off
from tests.pilot.cast import Cast
from tests.pilot.database import OPENED, a_call, a_case
from xianxing.cli import main
from xianxing.law.package import BUILT_IN
from xianxing.pilot.calls.domain.publishing import publish_call
from xianxing.pilot.calls.domain.signing import Confirmation, sign_off_procedure
from xianxing.pilot.calls.models import Call, ProcedureSignOff
from xianxing.pilot.calls.permissions import may_read_sign_offs
from xianxing.pilot.calls.queries import sign_off_of, sign_offs
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.cases.upkeep.publications import publication_faults
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_working_group
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.procedure import load_procedure
from xianxing.procedure.reading import read_procedure
from xianxing.record.canonical import parse

pytestmark = pytest.mark.both_databases

GUIDE, BATCH = "shenzhen-2023", "shenzhen-2023-2"
SIGNED = datetime(2023, 11, 28, 1, 0, tzinfo=UTC)
PUBLISHED = datetime(2023, 11, 29, 1, 0, tzinfo=UTC)


def refused(*, by: User | None = None, guide: str = GUIDE, at: datetime = SIGNED, **said: str) -> str:
    """The code with which a sign-off is refused that differs from a good one in this."""
    person = by or legal_reviewer(at=SIGNED)
    with pytest.raises(Refused) as refusal:
        sign_off_procedure(guide=guide, said=replace(confirmation(GUIDE), **said), by=person, at=at)
    return refusal.value.code


def test_no_call_opens_under_a_version_that_nobody_signed_off(cast: Cast) -> None:
    with pytest.raises(Refused, match="尚未审签") as refusal:
        publish_call(guide_name=GUIDE, batch=BATCH, by=cast.wen, at=PUBLISHED)
    assert refusal.value.code == "unsigned"
    assert not Call.objects.exists() and not Publication.objects.exists()
    signed = sign_off(GUIDE, at=SIGNED)
    call = publish_call(guide_name=GUIDE, batch=BATCH, by=cast.wen, at=PUBLISHED)
    assert call.procedure_version == signed.version


def test_a_sign_off_counts_from_its_own_instant(cast: Cast) -> None:
    signed = sign_off(GUIDE, at=SIGNED)
    assert sign_off_of(signed.version, at=SIGNED - timedelta(seconds=1)) is None
    assert sign_off_of(signed.version, at=SIGNED) == signed
    assert sign_offs(GUIDE, at=SIGNED) == [signed] and sign_offs("guangzhou-2023", at=SIGNED) == []


def test_a_sign_off_keeps_the_text_that_was_read_and_stands_in_the_log(cast: Cast) -> None:
    signed = sign_off(GUIDE, at=SIGNED)
    text = read_procedure(load_procedure(GUIDE))
    signed.refresh_from_db()
    assert (signed.text, signed.text_digest) == (text.rows(), text.digest)
    entry = Publication.objects.get()
    assert (entry.step, entry.role, entry.at) == ("procedure.sign_off", "legal_reviewer", SIGNED)
    assert entry.sign_off == signed
    assert parse(bytes(entry.body)) == {
        "guide": GUIDE,
        "procedure": text.version,
        "text": text.digest,
        "statement": STATEMENT,
        "person": str(signed.signed_by.pk),
    }
    assert publication_faults() == []


def test_only_the_legal_reviewer_signs_and_reads_no_filing(cast: Cast) -> None:
    for person in (cast.wen, cast.chen, cast.sun, cast.mo):
        assert refused(by=person) == "legal-reviewer"
    roles = roles_of(legal_reviewer(at=SIGNED), at=SIGNED)
    assert may_read_sign_offs(roles) and not is_working_group(roles)
    assert may_read_sign_offs(roles_of(cast.wen, at=SIGNED))
    assert not may_read_sign_offs(roles_of(cast.chen, at=SIGNED))


def test_what_was_not_read_or_not_said_is_not_signed(cast: Cast) -> None:
    assert refused(version="sha256:" + "0" * 64) == "changed"
    for typed in ("", "00000000", confirmation(GUIDE).typed[:7]):
        assert refused(typed=typed) == "typed"
    assert refused(statement=" \n ") == "statement"
    assert refused(guide="nowhere") == "guide"
    assert refused(guide="guangzhou-2023") == "partial"
    assert not Publication.objects.exists()
    signed = sign_off_procedure(
        guide=GUIDE,
        said=replace(confirmation(GUIDE), typed=f" {confirmation(GUIDE).typed.upper()} "),
        by=legal_reviewer(at=SIGNED),
        at=SIGNED,
    )
    assert signed.statement == STATEMENT
    assert refused() == "signed"


def test_nothing_is_signed_off_by_a_clock_behind_the_record(cast: Cast) -> None:
    a_case(a_call(cast.wen))
    assert refused(at=OPENED - timedelta(hours=1)) == "clock-behind"


def test_other_words_of_the_same_version_are_signed_anew(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sign_off(GUIDE, at=SIGNED)
    _edited(tmp_path, 'verb = "报送申报"', 'verb = "递交申报"')
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    said = Confirmation(first.version, confirmation(GUIDE).typed, "措辞已改")
    second = sign_off_procedure(guide=GUIDE, said=said, by=first.signed_by, at=PUBLISHED)
    assert second.version == first.version and second.text_digest != first.text_digest
    assert sign_off_of(first.version, at=PUBLISHED) == second


def test_a_changed_procedure_needs_a_sign_off_of_its_own(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_off(GUIDE, at=SIGNED)
    _edited(tmp_path, 'guards = ["every_comment_considered", ', "guards = [")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    with pytest.raises(Refused) as refusal:
        publish_call(guide_name=GUIDE, batch=BATCH, by=cast.wen, at=PUBLISHED)
    assert refusal.value.code == "unsigned"


def test_the_database_keeps_a_sign_off_as_it_is(cast: Cast) -> None:
    sign_off(GUIDE, at=SIGNED)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcedureSignOff.objects.update(statement="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcedureSignOff.objects.all()._raw_delete("default")
    assert ProcedureSignOff.objects.get().statement == STATEMENT


def test_the_command_compares_with_a_version_that_only_a_call_here_is_pinned_to(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    version = a_call(cast.wen).procedure_version
    _edited(tmp_path, 'guards = ["every_comment_considered", ', "guards = [")
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    monkeypatch.setattr("xianxing.cli.database.keep_to_ourselves", lambda: None)
    assert main(["procedure", "read", GUIDE, "--against", version]) == 0
    told = capsys.readouterr().out
    assert "修改  step.record_finding" in told and "收到的每一条意见都已研究处理" in told


def _edited(root: Path, old: str, new: str) -> None:
    """A copy of the guide below `root` with one change in its procedure."""
    folder = root / "shenzhen_2023"
    shutil.copytree(BUILT_IN / "shenzhen_2023", folder)
    path = folder / "procedure.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
