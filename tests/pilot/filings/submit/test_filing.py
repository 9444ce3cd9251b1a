"""From the freeze to the receipt: only with every attestation of the very content, inside the window."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.pilot.cast import EARLY, Cast
from tests.pilot.filings.company import Company, a_company, just
from tests.pilot.filings.scene import CLOSED, LAST_EVENING
from xianxing.checker.body import digest_of_body, folder_body
from xianxing.pilot.calls.domain.extending import extend_window
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.keys import KeyMissingError
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.filings.actors import STEP_UP_LASTS, StepUp, real_time
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Body, Cell, Submission
from xianxing.pilot.filings.submit.filing import (
    export_package,
    file_filing,
    filed_with,
)
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal, Refused
from xianxing.record import audit
from xianxing.record.log import Record
from xianxing.record.receipts import parse_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(company_in_draft: Company) -> Company:
    return company_in_draft


@pytest.mark.clause("3.1.c")
@pytest.mark.clause("4")
def test_two_units_file_and_the_receipt_names_time_digest_and_place(company: Company) -> None:
    company.freeze()
    company.attest()
    filed = company.file()
    body = Body.objects.get()
    assert (filed.digest, filed.at, filed.external) == (body.digest, company.at, False)
    assert body.filed_at == company.at
    event = Event.objects.get(pk=filed.place)
    assert (event.step, event.target_state) == ("file", "filed")
    assert parse_receipt(filed.receipt.text).note
    assert abs(filed.receipt.issued_at - real_time()) < timedelta(minutes=1)
    assert filed_with(body) == filed
    assert audit(Record(DjangoStore())) == []


@pytest.mark.clause("3.1.c")
def test_whichever_attestation_is_missing_nothing_is_filed(company: Company) -> None:
    company.freeze()
    for act in company.acts():
        with pytest.raises(Refusal) as refused:
            company.file()
        assert refused.value.code == "attestations"
        act()
    assert company.file().receipt.text


@pytest.mark.clause("0")
def test_the_last_second_counts_and_midnight_does_not(company: Company) -> None:
    company.freeze()
    company.attest()
    with pytest.raises(Refused, match="2024-01-31") as refused:
        company.file(at=CLOSED)
    assert refused.value.code == "window"
    assert not Submission.objects.exists()
    assert company.file(at=LAST_EVENING).at == LAST_EVENING


@pytest.mark.clause("4")
def test_over_the_outside_platform_the_receipt_says_so_and_names_its_number(
    cast: Cast, tmp_path: Path
) -> None:
    company = a_company(cast, external=True)
    platform = company.outside(tmp_path)
    filed = company.file(platform=platform)
    assert (filed.external, filed.number, filed.at) == (True, "ZJH-2024-0042", platform.received_at)
    said = json.loads(bytes(Payload.objects.get(event=filed.place).body))["payload"]
    package = hashlib.sha256((tmp_path / "package.zip").read_bytes()).hexdigest()
    assert (said["channel"], said["package"]) == ("external", package)
    assert said["platform"]["evidence"] == hashlib.sha256(b"screenshot").hexdigest()
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        archive.extractall(tmp_path / "out")
    assert digest_of_body(folder_body(tmp_path / "out")) == filed.digest


def test_the_same_content_makes_the_same_package(cast: Cast, tmp_path: Path) -> None:
    company = a_company(cast, external=True)
    company.outside(tmp_path)
    export_package(
        filing=company.filing, digest=company.digest, target=tmp_path / "again.zip", by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "package.zip").read_bytes()


def test_over_the_outside_platform_nothing_is_filed_without_package_receipt_and_time(
    cast: Cast, tmp_path: Path
) -> None:
    company = a_company(cast, external=True)
    company.freeze()
    zhou = company.cast.zhou
    with pytest.raises(Refusal) as early:
        export_package(
            filing=company.filing,
            digest=company.digest,
            target=tmp_path / "early.zip",
            by=zhou,
            at=company.at,
        )
    assert early.value.code == "attestations"
    assert not (tmp_path / "early.zip").exists()
    edit_again(filing=company.filing, by=zhou, at=company.later())
    platform = company.outside(tmp_path)
    late = replace(platform, received_at=platform.received_at + timedelta(days=1))
    before = replace(platform, received_at=platform.received_at - timedelta(days=1))
    for given, code in (
        (None, "platform"),
        (replace(platform, number=" "), "platform"),
        (late, "platform-time"),
        (before, "platform-time"),
    ):
        with pytest.raises(Refusal) as refused:
            company.file(platform=given)
        assert refused.value.code == code
    with pytest.raises(Refusal) as closed:
        company.file(platform=replace(platform, received_at=CLOSED), at=CLOSED)
    assert closed.value.code == "window"
    assert company.file(platform=platform, at=LAST_EVENING).external


def test_in_our_own_channel_there_is_no_package_and_no_other_receipt(
    company: Company, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        company.outside(tmp_path)
    assert refused.value.code == "channel"


def test_a_stolen_session_a_joint_unit_and_a_stale_page_file_nothing(company: Company) -> None:
    company.freeze()
    company.attest()
    cast, own = company.cast, company.digest
    for by, digest, step_up, code in (
        (cast.zhou, own, just(cast.luo), "step-up"),
        (cast.zhou, own, StepUp(cast.zhou.pk, real_time() - STEP_UP_LASTS), "step-up"),
        (cast.ning, own, just(cast.ning), "lead"),
        (company.he, own, just(company.he), "lead"),
        (cast.mo, own, just(cast.mo), "stranger"),
        (cast.wen, own, just(cast.wen), "stranger"),
        (cast.zhou, "0" * 64, just(cast.zhou), "digest"),
    ):
        with pytest.raises(Refusal) as refused:
            file_filing(filing=company.filing, digest=digest, by=by, at=company.later(), step_up=step_up)
        assert refused.value.code == code
    assert not Submission.objects.exists()


def test_who_files_a_second_time_is_told_that_it_was_filed(company: Company) -> None:
    company.freeze()
    company.attest()
    company.file()
    with pytest.raises(Refusal) as refused:
        company.file()
    assert refused.value.code == "filed"
    with pytest.raises(Refusal) as edited:
        edit_again(filing=company.filing, by=company.cast.zhou, at=company.later())
    assert edited.value.code == "not-from-here"


def test_a_blocking_finding_forbids_filing_and_others_do_not(company: Company) -> None:
    cell = company.filing.cells.get(unit=None, path="content.state_secrets")
    write_cell(
        filing=company.filing, path=cell.path, value=True, based_on=cell.version, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    with pytest.raises(Refusal) as refused:
        company.file()
    assert refused.value.code == "blocking"
    edit_again(filing=company.filing, by=company.cast.zhou, at=company.later())
    for path, value in (("content.state_secrets", False), ("content.overview", "")):
        cell = company.filing.cells.get(unit=None, path=path)
        write_cell(
            filing=company.filing, path=path, value=value, based_on=cell.version, by=company.cast.zhou,
            at=company.later(),
        )  # fmt: skip
    company.freeze()
    company.attest()
    assert company.file().receipt.text


def test_content_changed_behind_the_freeze_is_not_filed(company: Company) -> None:
    company.freeze()
    company.attest()
    Cell.objects.filter(filing=company.filing, path="project.name").update(value="偷换的名称")
    with pytest.raises(Refusal) as refused:
        company.file()
    assert refused.value.code == "changed"


def test_an_error_on_the_way_to_the_receipt_takes_everything_back(
    company: Company, settings: Settings
) -> None:
    company.freeze()
    company.attest()
    before = Event.objects.count()
    settings.XIANXING_KEYS, settings.DEMO = "/nowhere", False
    with pytest.raises(KeyMissingError):
        company.file()
    assert (Event.objects.count(), Submission.objects.count()) == (before, 0)
    assert company.body.filed_at is None


@pytest.mark.clause("0")
@pytest.mark.parametrize("frozen_before", [True, False])
def test_after_an_extension_it_is_filed_until_the_new_last_day(company: Company, frozen_before: bool) -> None:
    head = User.objects.create_user("yuan@company.example", name="yuan")
    appoint_staff(user=head, role=StaffRole.GROUP_HEAD, at=EARLY)
    if frozen_before:
        company.freeze()
    extend_window(
        call=company.filing.case.call,
        closes_on=date(2024, 2, 7),
        reason="平台停机",
        by=head,
        at=company.later(),
    )
    company.at = CLOSED
    if not frozen_before:
        company.freeze()
    company.attest()
    with pytest.raises(Refusal) as refused:
        company.file(at=datetime(2024, 2, 7, 16, 0, tzinfo=UTC))
    assert refused.value.code == "window"
    last = datetime(2024, 2, 7, 15, 59, 59, tzinfo=UTC)
    assert company.file(at=last).at == last


def test_a_correction_is_frozen_and_confirmed_anew_and_handed_in_after_the_window(company: Company) -> None:
    company.freeze()
    company.attest()
    company.file()
    case, staff = company.filing.case, Actor(str(company.cast.wen.pk), frozenset({"secretariat"}))
    for step in ("register_local", "request_correction"):
        perform(case=case, step=step, actor=staff, payload={}, at=company.later())
    company.filing.refresh_from_db()
    company.at = CLOSED
    cell = company.filing.cells.get(unit=None, path="project.name")
    write_cell(
        filing=company.filing, path=cell.path, value="补正后的名称", based_on=cell.version,
        by=company.cast.zhou, at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    assert company.file().external is False
    case.refresh_from_db()
    assert case.state == "formality_check"
    assert [body.filed_at is not None for body in Body.objects.order_by("number")] == [True, True]
