"""A notice opens with the sheet that every unit confirmed, and the public log says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.notices import (
    Noticed,
    changed,
    confirm_sheet,
    ended,
    fill_sheet,
    lengthened,
    opened,
    published,
    said,
    take,
    to_confirmation,
)
from tests.pilot.filings.company import Company
from tests.pilot.notices.faults import faults
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Case, Publication
from xianxing.pilot.filings.models import PublicCell
from xianxing.pilot.filings.public_sheet.sheet import preview
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.notices.queries import (
    counted_days,
    followed_by,
    last_day_of,
    last_day_of_trial,
    project_of,
    sheet_of,
    takes_comments,
    was_interrupted,
)
from xianxing.pilot.refusal import Refused
from xianxing.record.canonical import parse

pytestmark = pytest.mark.django_db


def test_a_notice_holds_the_confirmed_sheet_and_its_five_working_days(under_notice: Noticed) -> None:
    notice = under_notice.notice
    assert notice.number == f"N{notice.opened_at.year}-001"
    assert notice.digest == preview(under_notice.company.filing).digest
    days = counted_days(notice)
    assert sum(day.counted for day in days) == 5
    assert (days[0].date, days[-1].date) == (
        notice.opened_at.astimezone(under_notice.company.at.tzinfo).date() + timedelta(days=1),
        notice.last_day,
    )
    assert project_of(notice) == under_notice.company.filing.public_cells.get(path="project.name").value
    assert {line.unit for line in sheet_of(notice)} == {"", "lead", "joint"}


def test_the_public_log_tells_the_notice_and_nobodys_name(under_notice: Noticed) -> None:
    said = parse(bytes(Publication.objects.get(step="notice.open").body))
    notice = under_notice.notice
    assert isinstance(said, dict)
    assert set(said) == {"number", "act", "sheet", "opened", "last_day"}
    assert (said["number"], said["sheet"]) == (notice.number, notice.digest)
    assert said["last_day"] == notice.last_day.isoformat()
    assert faults() == []


def test_no_notice_opens_while_a_unit_has_not_confirmed_the_sheet_that_is_shown(
    company_filed: Company,
) -> None:
    fill_sheet(company_filed)
    to_confirmation(company_filed)
    confirm_sheet(company_filed, company_filed.lead, company_filed.he)
    with pytest.raises(Refused):
        opened(company_filed)
    confirm_sheet(company_filed, company_filed.joint, company_filed.shi)
    PublicCell.objects.filter(filing=company_filed.filing, path="content.overview").update(value="换了一句")
    with pytest.raises(Refused, match="鹏海") as refused:
        opened(company_filed)
    assert refused.value.code == "sheet"
    assert not Notice.objects.exists()
    assert company_filed.filing.case.state == "sheet_confirmation"


def test_an_empty_sheet_is_not_published(company_filed: Company) -> None:
    to_confirmation(company_filed)
    confirm_sheet(company_filed, company_filed.lead, company_filed.he)
    confirm_sheet(company_filed, company_filed.joint, company_filed.shi)
    with pytest.raises(Refused, match="为空"):
        opened(company_filed)


def test_only_a_formally_published_project_stands_in_the_register(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    assert not RegisterEntry.objects.exists()
    published(company, notice)
    entry = RegisterEntry.objects.get()
    assert (entry.number, entry.notice) == (f"P{entry.published_at.year}-001", notice)
    last = last_day_of_trial(Case.objects.get(pk=company.filing.pk))
    assert isinstance(last, date)
    assert last > notice.last_day
    assert faults() == []


def test_a_notice_that_is_open_is_not_opened_again(under_notice: Noticed) -> None:
    company = under_notice.company
    secretary = Actor(str(company.cast.wen.pk), frozenset({"secretariat"}))
    with pytest.raises(Refused) as refused:
        take(company, "open_notice", secretary)
    assert refused.value.code == "not_from_here"
    assert Notice.objects.count() == 1


def test_a_notice_is_lengthened_by_days_that_the_log_tells_and_never_shortened(under_notice: Noticed) -> None:
    company, notice = under_notice.company, under_notice.notice
    first = notice.last_day
    with pytest.raises(Refused):
        lengthened(company, first - timedelta(days=1))
    lengthened(company, first + timedelta(days=3))
    assert last_day_of(notice) == first + timedelta(days=3)
    assert counted_days(notice)[-1].date == first + timedelta(days=3)
    told = parse(bytes(Publication.objects.get(step="notice.lengthen").body))
    assert isinstance(told, dict)
    assert (told["number"], told["last_day"]) == (notice.number, (first + timedelta(days=3)).isoformat())
    assert faults() == []
    ended(company, notice)
    assert company.filing.case.state == "comments_review"


def test_a_change_of_substance_interrupts_the_notice_and_another_takes_its_place(
    under_notice: Noticed,
) -> None:
    company, notice = under_notice.company, under_notice.notice
    changed(company)
    notice.case.refresh_from_db()
    assert was_interrupted(notice)
    assert not takes_comments(notice, company.at)
    with pytest.raises(Refused):
        said(company, notice)
    second = opened(company)
    assert (second.number, followed_by(notice)) == (notice.number[:-1] + "2", second)
    assert sum(day.counted for day in counted_days(second)) == 5
    assert takes_comments(second, company.at)
    with pytest.raises(Refused):
        said(company, notice)
    assert faults() == []
