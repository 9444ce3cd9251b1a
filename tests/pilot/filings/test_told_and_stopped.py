"""Units are told of their case; a stopped filing is nobody's to read, and erasing leaves no text."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.pilot.cast import EARLY, NOON, Cast, assemble
from tests.pilot.filings.scene import a_joint_draft
from xianxing.pilot.cases.domain import erase_secret, lift_stop, report_secret, stop_for_secrecy
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.draft.questions import faq
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, MaterialVersion, StoredFile
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.filings.recipients import HELD, of_the_units
from xianxing.pilot.filings.storage import vault
from xianxing.pilot.parties.domain.appointments import end_membership, grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership
from xianxing.pilot.refusal import Refusal
from xianxing.procedure.loader import load_procedure

pytestmark = pytest.mark.both_databases


@pytest.fixture
def filing(cast: Cast, settings: Settings, tmp_path: Path) -> Filing:
    settings.XIANXING_FILES = tmp_path / "files"
    return a_joint_draft(cast)[0]


def names(filing: Filing, role: str) -> set[str]:
    return {user.name for user in of_the_units(filing.case, role, NOON)}


def test_the_holders_of_each_role_are_found_in_the_right_units(filing: Filing, cast: Cast) -> None:
    grant_membership(user=cast.mo, institution=cast.penghai, role=MemberRole.COMPLIANCE_HEAD, at=EARLY)
    assert names(filing, "lead") == {"chen", "zhou"}
    assert names(filing, "unit") == {"chen", "zhou", "ning"}
    assert names(filing, "unit_reviewer") == names(filing, "lead_reviewer") == {"luo"}
    assert names(filing, "lead_compliance") == {"mo"}
    assert names(filing, "pilot_compliance") == set()  # the joint unit is a technology firm
    assert names(filing, "secretariat") == set()


def test_one_who_left_and_a_unit_that_left_are_told_nothing(filing: Filing, cast: Cast) -> None:
    end_membership(membership=Membership.objects.get(user=cast.zhou), at=NOON)
    filing.units.filter(lead=False).update(left_at=NOON)
    assert names(filing, "unit") == {"chen"}


def test_the_roles_are_the_procedure_s() -> None:
    assert set(HELD) <= set(load_procedure("shenzhen-2023").roles)


def test_a_stopped_filing_is_out_of_sight_and_comes_back(filing: Filing, cast: Cast) -> None:
    assert readable_filings(cast.zhou, at=NOON).exists()
    stop_for_secrecy(case=filing.case, by=cast.wen, ground="疑似涉密", at=NOON)
    assert not readable_filings(cast.zhou, at=NOON).exists()
    assert not readable_filings(cast.ning, at=NOON).exists()
    with pytest.raises(Refusal) as refusal:
        write_cell(filing=filing, path="content.overview", value="续写", based_on=0, by=cast.zhou, at=NOON)
    assert refusal.value.code == "stopped"
    report_secret(case=filing.case, by=cast.wen, to="保密行政管理部门", reference="1", at=NOON)
    lift_stop(case=filing.case, by=cast.li, second=cast.wen, reason="查明不涉密", at=NOON)
    assert readable_filings(cast.zhou, at=NOON).exists()


@pytest.mark.clause("4.3.2")
def test_erasing_leaves_neither_text_nor_file(
    filing: Filing, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    version = uploaded(filing, cast)
    at = {"by": cast.zhou, "at": NOON}
    filing.masks.create(location="content.overview", reason="内有某秘密工程", **at)
    filing.questions.create(
        path="content.scale", asked_by=cast.zhou, asked_at=NOON, text="某秘密工程？",
        general_question="某秘密工程？", published_at=NOON,
    )  # fmt: skip
    path = next(vault._folder("objects").rglob(version.file.name))
    stop_for_secrecy(case=filing.case, by=cast.wen, ground="疑似涉密", at=NOON)
    report_secret(case=filing.case, by=cast.wen, to="保密行政管理部门", reference="1", at=NOON)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_secret(case=filing.case, sequences=[], by=cast.li, reason="清除", at=NOON)
    assert not path.exists()
    stored = StoredFile.objects.get(pk=version.file_id)
    assert (bytes(stored.wrapped_key), stored.erased_at) == (b"", NOON)
    assert set(Cell.objects.filter(filing=filing).values_list("value", flat=True)) <= {None}
    assert set(CellVersion.objects.filter(cell__filing=filing).values_list("value", flat=True)) <= {None}
    for rows in (filing.masks, filing.questions, filing.materials, MaterialVersion.objects):
        assert "秘密" not in str(list(rows.values()))
    assert faq() == []


@pytest.mark.usefixtures("own_base")
def test_what_was_erased_is_in_no_page_of_the_database_either(tmp_path: Path, settings: Settings) -> None:
    settings.XIANXING_FILES = tmp_path / "files"
    cast, secret = assemble(), "某秘密工程之要点" * 40
    filing = a_joint_draft(cast)[0]
    write_cell(filing=filing, path="content.overview", value=secret, based_on=0, by=cast.zhou, at=NOON)
    stop_for_secrecy(case=filing.case, by=cast.wen, ground="疑似涉密", at=NOON)
    report_secret(case=filing.case, by=cast.wen, to="保密行政管理部门", reference="1", at=NOON)
    erase_secret(case=filing.case, sequences=[], by=cast.li, reason="清除", at=NOON)
    for form in (secret, json.dumps(secret)[1:-1]):
        for path in tmp_path.glob("own-*"):
            assert form[:60].encode() not in path.read_bytes(), path.name


def uploaded(filing: Filing, cast: Cast) -> MaterialVersion:
    stored = vault.keep(vault.stage(io.BytesIO(b"secret"), limit=100), charged_to=cast.penghai, at=NOON)
    material = filing.materials.create(
        unit=filing.units.get(lead=True),
        kind="other",
        file_name="秘密.pdf",
        added_by=cast.zhou,
        added_at=NOON,
    )
    return MaterialVersion.objects.create(
        material=material, number=1, file=stored, name="秘密.pdf", content="pdf", uploaded_by=cast.zhou,
        uploaded_at=NOON,
    )  # fmt: skip
