"""Invented cities in the pilot: a call, a filing, a receipt, whatever acts, kinds and clauses are called."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.calls import published
from tests.factories.cities import filing_there, qinglan, there, wangchuan
from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.company import EXAMPLE, Company, a_company
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.next_steps import next_steps
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
ALGORITHMS = """
[[material]]
kind = "algorithm_account"
file = "算法说明.docx"
issued_by = ["lead", "joint"]
date = 2024-01-08
"""


@pytest.fixture
def in_wangchuan(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    wangchuan(tmp_path)
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    opening = datetime(2023, 12, 1, 1, 0, tzinfo=UTC)
    call = published(guide="wangchuan-2024", batch="wangchuan-2024-1", by=cast.wen, at=opening)
    for institution in Institution.objects.all():
        Institution.objects.filter(pk=institution.pk).update(kind=there(institution.kind))
    for institution in (cast.penghai, cast.tulan):
        institution.refresh_from_db()
    return a_company(cast, call=call, folder=filing_there(EXAMPLE, tmp_path / "filing"))


@pytest.fixture
def in_qinglan(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    qinglan(tmp_path)
    monkeypatch.setenv("XIANXING_GUIDES", str(tmp_path))
    opening = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    call = published(guide="qinglan-2026", batch="qinglan-2026-1", by=cast.wen, at=opening)
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLE, folder)
    shutil.copy(folder / "项目实施方案.docx", folder / "算法说明.docx")
    path = folder / "filing.toml"
    text = path.read_text("utf-8").replace("shenzhen-2023-2", "qinglan-2026-1")
    path.write_text(text.replace("shenzhen-2023", "qinglan-2026") + ALGORITHMS, "utf-8")
    return a_company(cast, call=call, folder=folder, at=SPRING)


def test_a_city_that_calls_everything_otherwise_files_and_has_its_receipt(in_wangchuan: Company) -> None:
    company = in_wangchuan
    procedure = procedure_of(company.filing.case.call)
    company.freeze()
    company.attest()
    company.filing.case.refresh_from_db()
    shown = next_steps(company.filing, company.cast.zhou, at=company.at)
    assert Means.FILE in [one.act for one in shown.possible]
    filed = company.file()
    company.filing.case.refresh_from_db()
    event = Event.objects.get(pk=filed.place)
    assert event.step == "file_of_ours" and procedure.meaning(procedure.steps[event.step].act) == Means.FILE
    assert company.filing.case.state == "filed_of_ours"
    assert filed.receipt.event_id == event.pk
    assert Message.objects.filter(kind="done", params__step="file_of_ours").exists()


def test_its_editing_voids_and_its_filing_waits_for_the_last_consent(in_wangchuan: Company) -> None:
    company = in_wangchuan
    company.freeze()
    with pytest.raises(Refused) as caught:
        company.file()
    assert caught.value.code == "attestations"
    edit_again(filing=company.filing, by=company.cast.zhou, at=company.later())
    assert company.filing.bodies.filter(voided_at__isnull=True).count() == 0
    company.freeze()
    company.attest()
    assert company.file().digest == company.digest


def test_its_rules_cite_its_own_clauses(in_wangchuan: Company) -> None:
    guide = guide_of(in_wangchuan.filing.case.call)
    assert guide.cite("4.3.4") in guide.clauses and "4.3.4" not in guide.clauses
    assert guide.number("contacts_min", NOON.date()) == 4


def test_the_city_of_the_documentation_files_with_the_paper_that_only_it_asks_for(
    in_qinglan: Company,
) -> None:
    company = in_qinglan
    company.freeze()
    company.attest()
    filed = company.file()
    assert Event.objects.get(pk=filed.place).step == "submit"
    assert filed.receipt.event_id == filed.place and not filed.external


def test_without_the_mandatory_paper_nothing_is_handed_in(in_qinglan: Company) -> None:
    company = in_qinglan
    company.filing.materials.filter(kind="algorithm_account").update(removed_at=SPRING)
    company.freeze()
    company.attest()
    with pytest.raises(Refused, match="算法说明"):
        company.file()
