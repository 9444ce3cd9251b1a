"""Reports on pages: written and handed in by the institution, reviewed by the secretariat, read as a file."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.confirming import PICTURE
from tests.factories.logged_in import browser
from tests.factories.notices import StageClock, at_the_time_of
from tests.factories.reports import handed_in, quarter_over, written
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.models import ReportDraft, TrialReport
from xianxing.pilot.reports.permissions import may_read_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/reports/{rest}"


def form(office: Office, based: str = "0", **sections: str) -> dict[str, str]:
    said = {f"section.{name}": text for name, text in sections.items()}
    return {"based": based, "sequence": str(office.sequence), **said}


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_draft_is_saved_by_an_author_and_handed_in_by_who_signs(office: Office) -> None:
    item = quarter_over(office)
    zhou = enters(office, office.company.cast.zhou)
    assert "试点运行定期报告 · 2024年第一季度" in text(zhou, url(office))
    place = url(office, f"write/regular/{item}/")
    assert "将报告报送" not in text(zhou, place) and "由签署人报送" in text(zhou, place)
    assert zhou.post(place, {**form(office, course="客户一千户。"), "save": "1"}).status_code == 302
    assert "草稿" in text(zhou, url(office))
    he = enters(office, office.company.he)
    page = text(he, place)
    assert "客户一千户。" in page and 'name="based" value="1"' in page
    partial = he.post(place, {**form(office, "1", course="客户一千户。"), "send": "1"})
    assert partial.status_code == 422
    assert "客户一千户。" in partial.content.decode() and "监测指标" in partial.content.decode()
    proof = SimpleUploadedFile("截图.png", PICTURE)
    done = he.post(place, {**form(office, "1", **written()), "send": "1", "file": proof})
    assert done["Location"] == url(office, "1/")
    report = TrialReport.objects.get()
    assert Evidence.objects.get().case_id == report.case_id
    assert not ReportDraft.objects.exists()
    assert he.get(place)["Location"] == url(office, "1/")


def test_words_of_a_draft_that_another_changed_stay_in_the_form(office: Office) -> None:
    place = url(office, f"write/regular/{quarter_over(office)}/")
    zhou, he = enters(office, office.company.cast.zhou), enters(office, office.company.he)
    zhou.post(place, {**form(office, course="第一人。"), "save": "1"})
    he.post(place, {**form(office, "1", course="第二人。"), "save": "1"})
    late = zhou.post(place, {**form(office, "1", course="第一人又写。"), "save": "1"})
    assert late.status_code == 422
    shown = late.content.decode()
    assert "第一人又写。" in shown and "草稿现有内容" in shown and "第二人。" in shown
    assert 'name="based" value="2"' in shown
    assert ReportDraft.objects.get().sections["course"] == "第二人。"


def test_words_for_a_report_that_was_handed_in_meanwhile_are_shown_and_not_lost(office: Office) -> None:
    item = quarter_over(office)
    place, zhou = url(office, f"write/regular/{item}/"), enters(office, office.company.cast.zhou)
    handed_in(office, item)
    late = zhou.post(place, {**form(office, course="迟到的一段话。"), "save": "1"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "迟到的一段话。" in page and "可能已经报送" in page


def test_a_technology_firm_reads_no_report_and_an_institution_only_its_own(office: Office) -> None:
    report = handed_in(office, quarter_over(office))
    for user in (office.company.shi, office.company.cast.ning):
        client = enters(office, user)
        places = ("", "1/", "1/report.docx")
        assert [client.get(url(office, rest)).status_code for rest in places] == [404, 404, 404]
    view = case_to_read(report.case_id, office.company.cast.zhou, at=office.company.later())
    assert (may_read_report(view, report.unit), may_read_report(view, "joint")) == (True, False)


def test_the_secretariat_receives_asks_and_closes_and_the_institution_answers(office: Office) -> None:
    report = handed_in(office, quarter_over(office))
    place, wen = url(office, f"{report.number}/"), enters(office, office.wen)
    assert "待确认收到" in text(wen, "/desk/reports/")
    assert "确认收到" in text(wen, place)
    wen.post(place, {"kind": "received"})
    refused = wen.post(place, {"kind": "question", "words": " "})
    assert refused.status_code == 422 and "写明问题或者答复" in refused.content.decode()
    wen.post(place, {"kind": "question", "words": "请说明三月的停机。"})
    zhou = enters(office, office.company.cast.zhou)
    told = Message.objects.get(recipient=office.company.cast.zhou, kind="report_question")
    assert zhou.get(f"/messages/{told.pk}/")["Location"] == url(office)
    page = text(zhou, place)
    assert "请说明三月的停机。" in page and "2024年4月10日" in page
    assert 'value="closed"' not in page
    zhou.post(place, {"kind": "answer", "words": "机房例行演练。"})
    wen = enters(office, office.wen)
    wen.post(place, {"kind": "closed"})
    assert "审阅完毕" in text(wen, place)
    assert "没有待审阅的报告" in text(wen, "/desk/reports/")


def test_a_report_is_read_as_a_word_file(office: Office) -> None:
    handed_in(office, quarter_over(office), sections=written(course="客户一千户。"))
    answer = enters(office, office.wen).get(url(office, "1/report.docx"))
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    lines = [one.text for one in document.paragraphs]
    assert lines[0] == "试点运行定期报告 2024年第一季度"
    assert lines[lines.index("一、运行概况") + 1] == "客户一千户。"


def test_a_step_of_reporting_leads_to_its_form(office: Office) -> None:
    he = enters(office, office.company.he)
    answer = he.get(f"/cases/{office.company.filing.pk}/steps/report_when_needed/")
    assert answer["Location"] == url(office)


def test_an_expert_and_a_stranger_find_no_reports(office: Office) -> None:
    report = handed_in(office, quarter_over(office))
    for user in (office.xu, office.company.cast.mo):
        client = enters(office, user)
        for rest in ("", f"{report.number}/", f"{report.number}/report.docx", "write/needed/"):
            assert client.get(url(office, rest)).status_code == 404, rest
