"""A meeting on pages: convened, held with a quorum, minuted, and the step that it resolved taken for many."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pytest
from django.test import Client

from tests.factories.logged_in import browser
from tests.pilot.acts.staff import Office, an_office
from tests.pilot.filings.company import Company
from xianxing.pilot.clock import now
from xianxing.pilot.meetings.models import Meeting
from xianxing.pilot.parties.domain import second_factor
from xianxing.workdays.clocks import CHINA_TIME

pytestmark = pytest.mark.django_db
PLACE = "/desk/meetings/"


@pytest.fixture
def office(company_filed: Company) -> Office:
    there = an_office(company_filed)
    for user in (there.wen, there.tang, there.ren, company_filed.cast.zhou):
        second_factor.enrol(user=user, secret=second_factor.new_secret())
    return there


def form(office: Office, **changes: Any) -> dict[str, Any]:
    starts = (now() - timedelta(hours=1)).astimezone(CHINA_TIME)
    said = {
        "subject": "第一次遴选会议", "place": "第一会议室", "starts_at": f"{starts:%Y-%m-%dT%H:%M}",
        "case": [str(office.company.filing.pk)],
        "member": [str(one.pk) for one in (office.wen, office.tang, office.fang)],
    }  # fmt: skip
    return {**said, **changes}


def convened(office: Office, **changes: Any) -> tuple[Client, str]:
    wen = browser(office.wen)
    answer = wen.post(f"{PLACE}?call={office.company.filing.case.call_id}", form(office, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return wen, answer.headers["Location"]


def test_a_meeting_is_held_and_its_step_taken_for_many(office: Office) -> None:
    wen, place = convened(office)
    case = str(office.company.filing.pk)
    vote = {
        "case": case,
        "words": "同意登记。",
        "in_favour": "2",
        "against": "0",
        "abstained": "0",
        "resolve": "1",
    }
    refused = wen.post(place, vote)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "不足规定人数" in text and "同意登记。" in text
    assert (
        wen.post(place, {"attendance": "1", "present": [str(office.wen.pk), str(office.fang.pk)]}).status_code
        == 302
    )
    assert wen.post(place, vote).status_code == 302
    assert wen.get(f"{place}minutes.docx").status_code == 404
    assert wen.post(place, {"close": "1"}).status_code == 302
    page = wen.get(place).content.decode()
    assert "决议通过" in page and "会议已结束" in page
    paper = wen.get(f"{place}minutes.docx")
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(paper.content)).paragraphs)
    assert "第一次遴选会议" in words and "同意2人" in words
    assert wen.get(f"{place}minutes.pdf").content.startswith(b"%PDF")
    assert wen.get(f"{place}minutes.exe").status_code == 404
    many = f"/desk/resolutions/{office.company.filing.case.call_id}/filed/?meeting={Meeting.objects.get().pk}"
    assert many.replace("&", "&amp;") in page
    entry = wen.get(f"{many}&step=register_local").content.decode()
    assert f'value="{case}" checked' in entry and "会议纪要-" in entry


def test_a_project_that_was_not_adopted_is_not_ticked(office: Office) -> None:
    wen, place = convened(office)
    wen.post(place, {"close": "1"})
    many = f"/desk/resolutions/{office.company.filing.case.call_id}/filed/?meeting={Meeting.objects.get().pk}"
    entry = wen.get(f"{many}&step=register_local").content.decode()
    assert f'value="{office.company.filing.pk}" checked' not in entry


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"starts_at": "明天"}, "日期和时间"),
        ({"subject": ""}, "议题"),
        ({"case": []}, "议程"),
        ({"member": []}, "人员"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    office: Office, changes: dict[str, Any], told: str
) -> None:
    wen = browser(office.wen)
    answer = wen.post(f"{PLACE}?call={office.company.filing.case.call_id}", form(office, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422 and told in text and "第一会议室" in text
    assert not Meeting.objects.exists()


def test_a_risk_reviewer_reads_and_a_stranger_gets_nothing(office: Office) -> None:
    _wen, place = convened(office)
    assert "第一次遴选会议" in browser(office.ren).get(place).content.decode()
    assert browser(office.ren).post(place, {"close": "1"}).status_code == 422
    assert browser(office.company.cast.zhou).get(place).status_code == 404
