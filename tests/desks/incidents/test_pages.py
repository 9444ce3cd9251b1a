"""Incidents on pages: an institution reports, the secretariat decides about limits, others stay out."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.incidents import HOUR, WORDS, drafted, key, opened, reported, restored, status
from tests.factories.logged_in import browser
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.incidents.models import ClockRuling, Incident, IncidentReport
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import CHINA_TIME

pytestmark = pytest.mark.django_db
PARTS = {f"part.{name}": words for name, words in WORDS.items()}


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/incidents/{rest}"


def local(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA_TIME):%Y-%m-%dT%H:%M}"


def typed(office: Office, **changed: str) -> dict[str, str]:
    at = office.company.at
    return {
        "title": "核查服务中断", "account": "上午无法访问。", "systems": "核查系统", "customers": "12",
        "occurred_at": local(at), "discovered_at": local(at), "grade.csrc_2023": "larger", **changed,
    }  # fmt: skip


def test_an_institution_reports_an_incident_on_the_page(office: Office) -> None:
    client = enters(office, office.company.he)
    page = client.get(url(office, "new/")).content.decode()
    assert "按原文附件判定" in page
    assert "国家网络安全事件报告管理办法" not in page
    office.company.later()
    StageClock.instant = office.company.later()
    answer = client.post(url(office, "new/"), typed(office))
    assert (answer.status_code, answer["Location"]) == (302, url(office, "1/"))
    shown = client.get(url(office, "1/")).content.decode()
    assert "期限待定" in shown
    assert "没有经核实的数字" in shown
    assert "style=" not in shown.partition("<main")[2]


def test_what_is_refused_is_said_and_nothing_typed_is_lost(office: Office) -> None:
    client = enters(office, office.company.he)
    late = local(office.company.at - HOUR)
    answer = client.post(url(office, "new/"), typed(office, discovered_at=late))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "发现时间早于发生时间" in text
    assert f'value="{late}"' in text
    assert 'value="larger" checked' in text
    for field, value, words in (("customers", "很多", "整数"), ("occurred_at", "昨天", "不是日期和时刻")):
        answer = client.post(url(office, "new/"), typed(office, **{field: value}))
        assert words in answer.content.decode()
        assert f'value="{value}"' in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_rule_that_is_in_force_on_the_day_asks_for_its_grade(office: Office) -> None:
    client = enters(office, office.company.he)
    answer = client.post(url(office, "new/"), typed(office, discovered_at="2025-11-01T00:00"))
    assert "国家网络安全事件报告管理办法" in answer.content.decode()


def test_the_secretariat_sets_a_limit_and_a_late_clock_shows_by_itself(office: Office) -> None:
    incident = opened(office)
    client = enters(office, office.wen)
    about = key(office, incident, "guide_process")
    sent = {"act": "limit", "about": about, "due_at": local(office.company.at + HOUR), "words": ""}
    refused = client.post(url(office, "1/"), sent)
    assert refused.status_code == 422
    assert "请写明确定该期限的理由" in refused.content.decode()
    assert f'value="{sent["due_at"]}"' in refused.content.decode()
    assert client.post(url(office, "1/"), {**sent, "words": "参照往例"}).status_code == 302
    assert "时限内" in client.get("/desk/incidents/").content.decode()
    StageClock.instant = office.company.at + 2 * HOUR
    shown = client.get("/desk/incidents/").content.decode()
    assert "已逾期" in shown
    assert "逾期" in client.get(url(office)).content.decode()
    assert "有逾期报告的异常情形" in client.get("/desk/").content.decode()


def test_reports_are_written_received_and_fetched_as_documents(office: Office) -> None:
    opened(office)
    client = enters(office, office.company.he)
    address = url(office, "1/report/?kind=first&recipient=group")
    empty = client.post(address, {**PARTS, "part.scope": " "})
    assert empty.status_code == 422
    assert "还须填写：影响范围" in empty.content.decode()
    assert WORDS["measures"] in empty.content.decode()
    assert client.post(address, PARTS).status_code == 302
    for ending, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(url(office, f"1/reports/1.{ending}"))
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert body.startswith(head)
    assert "核查服务中断" in zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
    wen = enters(office, office.wen)
    page = url(office, "1/")
    assert wen.post(page, {"act": "return", "about": "1", "words": ""}).status_code == 422
    assert wen.post(page, {"act": "return", "about": "1", "words": "请补充损失"}).status_code == 302
    he = enters(office, office.company.he)
    assert "请补充损失" in he.get(page).content.decode()
    told = Message.objects.get(kind="incident_returned", recipient=office.company.he)
    assert he.get(f"/messages/{told.pk}/")["Location"] == url(office)


def test_a_report_to_an_authority_keeps_its_file_when_something_else_is_wrong(office: Office) -> None:
    opened(office)
    client = enters(office, office.company.cast.zhou)
    address = url(office, "1/report/?kind=first&recipient=csrc")
    file = SimpleUploadedFile("回执.pdf", b"%PDF-1.4 receipt")
    sent = {**PARTS, "given_at": local(office.company.at), "channel": "报送平台", "receipt_number": ""}
    office.company.later()
    StageClock.instant = office.company.later()
    refused = client.post(address, {**sent, "file": file})
    assert refused.status_code == 422
    kept = Evidence.objects.get()
    assert f'value="{kept.pk}" checked' in refused.content.decode()
    again = {**sent, "receipt_number": "2024-17", "evidence": str(kept.pk)}
    sent_at = StageClock.instant
    again["given_at"] = local(sent_at)
    assert client.post(address, again).status_code == 302
    assert IncidentReport.objects.get().evidence == kept
    assert "2024-17" in client.get(url(office, "1/")).content.decode()


def test_grade_restoration_excuse_and_closing_are_done_on_the_page(office: Office) -> None:
    incident = opened(office)
    page = url(office, "1/")
    he = enters(office, office.company.he)
    grade = {"act": "grade", "about": "csrc_2023", "grade.csrc_2023": "major", "words": "影响扩大"}
    assert he.post(page, grade).status_code == 302
    assert "影响扩大" in he.get(page).content.decode()
    assert he.post(page, {"act": "restored", "restored_at": ""}).status_code == 422
    restored(office, incident)
    for kind in ("first", "summary"):
        reported(office, incident, kind)
    wen = enters(office, office.wen)
    assert "尚不能办结" in wen.get(page).content.decode()
    for number in ("1", "2"):
        wen.post(page, {"act": "receive", "about": number})
    for clock, found in status(office, incident).items():
        if found not in ("met", "given", "late"):
            about = key(office, incident, clock)
            assert wen.post(page, {"act": "excuse", "about": about, "words": "不适用"}).status_code == 302
    assert ClockRuling.objects.filter(kind="excuse").count() == 3
    assert wen.post(page, {"act": "close", "words": "已办结"}).status_code == 302
    assert "没有未办结的异常情形" in wen.get("/desk/incidents/").content.decode()
    assert he.get(url(office, "1/report/?kind=followup&recipient=group")).status_code == 200


def test_evidence_is_handed_in_by_limb_and_a_draft_is_written(office: Office) -> None:
    opened(office)
    page = url(office, "1/tolerance/")
    he = enters(office, office.company.he)
    first = he.get(page).content.decode()
    assert "这里不作任何决定" in first
    assert first.index("投资者没有实际损失") < first.index("已对投资者合理补偿")
    file = SimpleUploadedFile("说明.pdf", b"%PDF-1.4 proof")
    refused = he.post(
        page, {"act": "hand_in", "file.tolerance_market": file, "words.tolerance_no_loss": "无"}
    )
    assert refused.status_code == 422
    kept = Evidence.objects.get()
    assert f'name="kept.tolerance_market" value="{kept.pk}"' in refused.content.decode()
    sent = {"act": "hand_in", "kept.tolerance_market": str(kept.pk), "words.tolerance_market": "成交未受影响"}
    assert he.post(page, sent).status_code == 302
    assert "供有权机关参考的草拟稿" not in he.get(page).content.decode()
    wen = enters(office, office.wen)
    assert wen.post(page, {"act": "draft", "summary": "综述的话"}).status_code == 422
    assert "综述的话" in wen.post(page, {"act": "draft", "summary": "综述的话"}).content.decode()
    drafted(office, Incident.objects.get())
    assert wen.get(url(office, "1/tolerance/1.pdf")).status_code == 200
    body = b"".join(wen.get(url(office, "1/tolerance/1.docx")).streaming_content)  # type: ignore[attr-defined]
    assert "本稿不是决定" in zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
    assert enters(office, office.bai).get(url(office, "1/tolerance/1.pdf")).status_code == 200
    assert enters(office, office.company.he).get(url(office, "1/tolerance/1.pdf")).status_code == 404
    assert enters(office, office.company.shi).get(page).status_code == 404


def test_a_drill_is_marked_and_has_no_clock(office: Office) -> None:
    client = enters(office, office.company.cast.zhou)
    assert "登记演练" in client.get(url(office, "new/?drill=1")).content.decode()
    at = local(office.company.at)
    StageClock.instant = office.company.later()
    sent = {"drill": "1", "title": "切换演练", "account": "演练", "systems": "核查系统"}
    assert (
        client.post(url(office, "new/"), {**sent, "occurred_at": at, "discovered_at": at}).status_code == 302
    )
    shown = client.get(url(office, "1/")).content.decode()
    assert "这是演练" in shown
    assert "何时向谁报告" not in shown


def test_who_reads_and_does_not_sign_is_told_who_reports_incidents(office: Office) -> None:
    said = "异常情形由试点机构的签署人报告"
    assert said in enters(office, office.company.cast.zhou).get(url(office)).content.decode()
    for other in (office.company.he, office.wen):
        assert said not in enters(office, other).get(url(office)).content.decode()


def test_nobody_but_pilot_institutions_and_supervisors_sees_incidents(office: Office) -> None:
    opened(office)
    reported(office, Incident.objects.get(), "first")
    pages = ("", "1/", "new/", "1/report/?kind=first&recipient=group", "1/reports/1.pdf", "1/reports/1.docx")
    company = office.company
    for stranger in (company.cast.mo, company.cast.sun, office.xu, company.shi):
        client = enters(office, stranger)
        for page in pages:
            assert client.get(url(office, page)).status_code == 404, (stranger, page)
        assert client.post(url(office, "1/"), {"act": "close"}).status_code == 404
        assert client.get("/desk/incidents/").status_code == 404
    assert enters(office, office.bai).get(url(office, "1/")).status_code == 200
    assert Client().get(url(office)).status_code == 302


def test_an_act_that_is_none_and_a_report_that_is_none_are_not_found(office: Office) -> None:
    opened(office)
    client = enters(office, office.company.he)
    assert client.post(url(office, "1/"), {"act": "forget"}).status_code == 404
    assert client.get(url(office, "2/")).status_code == 404
    assert client.get(url(office, "1/report/?kind=nothing&recipient=group")).status_code == 404
    assert client.get(url(office, "1/reports/9.pdf")).status_code == 404


def test_pages_speak_english(office: Office) -> None:
    incident = opened(office)
    reported(office, incident, "first")
    client = enters(office, office.wen)
    for address in (url(office), url(office, "1/"), "/desk/incidents/", "/incidents/regulations/"):
        text = client.get(f"/en{address}").content.decode()
        assert "ncident" in text
        assert "期限待定" not in text


def test_the_rules_stand_side_by_side_with_what_is_not_confirmed(office: Office) -> None:
    text = enters(office, office.company.he).get("/incidents/regulations/").content.decode()
    assert "未核实" in text
    assert "自发现时起4小时内" in text
    assert "2012年办法：恢复后5个工作日内" in text


def test_the_generic_page_of_the_step_leads_to_this_room(office: Office) -> None:
    client = enters(office, office.company.he)
    case = office.company.filing.pk
    page = client.get(f"/cases/{case}/").content.decode()
    assert url(office) in page
    answer = client.get(f"/cases/{case}/steps/find_incident/")
    assert answer["Location"] == url(office, "new/")


def test_lists_take_the_same_number_of_queries_for_many_incidents(
    office: Office, django_assert_max_num_queries: object
) -> None:
    for _each in range(3):
        opened(office)
    client = enters(office, office.wen)
    for address in ("/desk/incidents/", url(office), url(office, "1/")):
        with django_assert_max_num_queries(45):  # type: ignore[operator]
            assert client.get(address).status_code == 200
