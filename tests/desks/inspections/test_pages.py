"""Inspections on pages: planned, written down, answered, put right; strangers stay out, no word is lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.desks.accounts.visits import wrong_code
from tests.factories.inspections import FAULT, answered, judged, ordered, planned, put_right, told, wrote
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import LETTER, Office
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionLine,
    LineResult,
    RectificationReport,
)
from xianxing.pilot.inspections.queries import rectifications_in
from xianxing.pilot.parties.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2.2")]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "", room: str = "inspections") -> str:
    return f"/cases/{office.company.filing.pk}/{room}/{rest}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_plan_is_made_on_its_page_and_the_notice_names_what_it_says(office: Office) -> None:
    wen = enters(office, office.wen)
    assert f'href="{url(office, "plan/")}"' in text_of(wen, url(office))
    page = text_of(wen, url(office, "plan/"))
    assert "业务风险清单" in page
    day = StageClock.instant.date().isoformat()
    sent = {
        "place": "on_site", "reason": "投诉增多", "scope": "投诉处理", "first_day": day, "last_day": day,
        "inspector": [str(office.ren.pk)],
    }  # fmt: skip
    few = wen.post(url(office, "plan/"), sent)
    assert few.status_code == 422
    assert "至少2名" in few.content.decode()
    assert "投诉增多</textarea>" in few.content.decode()
    done = wen.post(url(office, "plan/"), {**sent, "inspector": [str(office.ren.pk), str(office.tang.pk)]})
    assert done["Location"] == url(office, "1/")
    member = enters(office, office.company.cast.zhou)
    assert "投诉增多" in text_of(member, url(office, "1/"))
    word = member.get(url(office, "1/notice.docx"))
    assert word.status_code == 200
    assert word.content.startswith(b"PK")
    assert member.get(url(office, "1/notice.exe")).status_code == 404


def test_a_day_that_cannot_be_read_is_said_and_stays(office: Office) -> None:
    wen = enters(office, office.wen)
    answer = wen.post(url(office, "plan/"), {"place": "on_site", "first_day": "明天", "last_day": ""})
    assert answer.status_code == 422
    assert "请按年、月、日填写日期" in answer.content.decode()
    assert 'value="明天"' in answer.content.decode()


def test_an_inspector_writes_a_line_with_a_photograph_and_a_refused_line_keeps_what_was_typed(
    office: Office,
) -> None:
    planned(office)
    ren = enters(office, office.ren)
    photo = SimpleUploadedFile("现场照片.pdf", LETTER)
    sent = {"line": "2", "based": "0", "outcome-2": "finding", "words": "台账缺三月记录", "file-2": photo}
    refused = ren.post(url(office, "1/paper/"), sent)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "请选择问题的等级" in text
    assert "台账缺三月记录</textarea>" in text
    kept = Evidence.objects.get()
    assert f'name="kept.file-2" value="{kept.pk}" checked' in text
    again = {**sent, "grade": "minor", "kept.file-2": str(kept.pk)}
    del again["file-2"]
    done = ren.post(url(office, "1/paper/"), again)
    assert done["Location"] == f"{url(office, '1/paper/')}?done=2#line-2"
    result = LineResult.objects.get()
    assert (result.words, result.evidence, result.grade) == ("台账缺三月记录", [str(kept.pk)], "minor")
    page = text_of(ren, url(office, "1/paper/"))
    assert "现场照片.pdf" in page
    assert "发现问题 · 一般" in page
    assert ren.post(url(office, "1/paper/"), {"line": "own", "own": "机房门禁"}).status_code == 302
    assert "机房门禁" in text_of(ren, url(office, "1/paper/"))


def test_a_line_that_another_inspector_wrote_meanwhile_is_not_overwritten(office: Office) -> None:
    planned(office)
    wrote(office, 1, FAULT)
    tang = enters(office, office.tang)
    answer = tang.post(
        url(office, "1/paper/"), {"line": "1", "based": "0", "outcome-1": "in_order", "words": "看过"}
    )
    assert answer.status_code == 422
    assert "刚刚填写了这一项" in answer.content.decode()
    assert "看过</textarea>" in answer.content.decode()


def test_the_institution_reads_its_findings_and_no_work_paper(office: Office) -> None:
    told(office)
    zhou, ning = enters(office, office.company.cast.zhou), enters(office, office.company.cast.ning)
    page = text_of(zhou, url(office, "1/"))
    assert "监测日报自三月起未留存" in page
    assert "查看检查底稿" not in page
    assert zhou.get(url(office, "1/paper/")).status_code == 404
    for stranger in (ning, enters(office, office.xu), Client()):
        assert stranger.get(url(office, "1/")).status_code in (302, 404)
        assert stranger.get(url(office, "1/findings/1/")).status_code in (302, 404)


def test_csrc_reads_all_of_it_and_writes_nothing(office: Office) -> None:
    told(office)
    bai = enters(office, office.bai)
    assert f'href="{url(office)}"' in text_of(bai, f"/csrc/cases/{office.company.filing.pk}/")
    page = text_of(bai, url(office, "1/paper/"))
    assert "监测日报自三月起未留存" in page
    assert "<textarea" not in page
    assert bai.post(url(office, "1/paper/"), {"line": "own", "own": "x"}).status_code == 422


def test_a_finding_is_disputed_with_words_and_then_decided(office: Office) -> None:
    told(office)
    zhou = enters(office, office.company.cast.zhou)
    key, place = office.company.lead.key, url(office, "1/findings/1/")
    assert zhou.post(place, {"act": "dispute", "unit": key}).status_code == 422
    assert zhou.post(place, {"act": "dispute", "unit": key, "words": "已改用电子台账"}).status_code == 302
    wen = enters(office, office.wen)
    page = text_of(wen, place)
    assert "已改用电子台账" in page
    assert "有异议" in page
    assert wen.post(place, {"act": "dropped", "reason": ""}).status_code == 422
    assert wen.post(place, {"act": "dropped", "reason": "机构说明属实"}).status_code == 302
    assert InspectionFinding.objects.get().decision == "dropped"


def test_a_rectification_is_ordered_reported_returned_accepted_and_confirmed_on_pages(
    office: Office,
) -> None:
    told(office)
    answered(office)
    fang, place = enters(office, office.fang), url(office, "1/findings/1/")
    wrong = fang.post(
        place, {"act": "order", "order": "补齐日报", "second_factor_code": wrong_code(office.fang)}
    )
    assert wrong.status_code == 422
    assert "补齐日报</textarea>" in wrong.content.decode()
    assert fang.post(place, with_code(office.fang, act="order", order="补齐日报")).status_code == 302
    item = InspectionFinding.objects.get().item
    there, key = url(office, f"{item}/", "rectifications"), office.company.lead.key
    zhou = enters(office, office.company.cast.zhou)
    assert "补齐日报" in text_of(zhou, there)
    sent = {"act": "report", "unit": key, "rows": "2", "measure-1": "补齐日报", "done-1": ""}
    lacking = zhou.post(there, sent)
    assert lacking.status_code == 422
    assert "第1项：请填写完成情况" in lacking.content.decode()
    more = zhou.post(there, {**sent, "act": "more"})
    assert 'name="measure-4"' in more.content.decode()
    assert "补齐日报</textarea>" in more.content.decode()
    files = [SimpleUploadedFile(f"日报{n}.pdf", LETTER) for n in range(6)]
    assert zhou.post(there, {**sent, "done-1": "已补齐", "file-1": files}).status_code == 302
    ren = enters(office, office.ren)
    shown = text_of(ren, there)
    assert all(f"日报{n}.pdf" in shown for n in range(6))
    assert ren.post(there, {"act": "return", "report": "1", "reason": ""}).status_code == 422
    assert ren.post(there, {"act": "accept", "report": "1"}).status_code == 302
    assert "确认整改完成</button>" not in text_of(ren, there)
    wen = enters(office, office.wen)
    assert "确认整改完成" in text_of(wen, there)
    assert wen.post(there, with_code(office.wen, act="confirm", confirm="属实")).status_code == 302
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.at)
    assert rectifications_in(view)[0].item is None
    assert RectificationReport.objects.get().state == "accepted"
    assert "已确认完成" in text_of(wen, url(office))


def test_an_inspection_is_told_and_closed_on_its_page(office: Office) -> None:
    judged(office, 1)
    ren, place = enters(office, office.ren), url(office, "1/")
    assert ren.post(place, {"act": "tell"}).status_code == 302
    answered(office)
    wen = enters(office, office.wen)
    early = wen.post(place, {"act": "close", "words": "符合承诺"})
    assert early.status_code == 422
    assert "尚未处理" in early.content.decode()
    wen.post(url(office, "1/findings/1/"), {"act": "noted", "reason": "已改正"})
    assert wen.post(place, {"act": "close", "words": "符合承诺"}).status_code == 302
    assert Inspection.objects.get().state == "closed"
    assert "符合承诺" in text_of(wen, place)
    assert "符合承诺" not in text_of(enters(office, office.company.cast.zhou), place)
    assert "检查记录" in text_of(wen, f"/cases/{office.company.filing.pk}/")


def test_the_desk_lists_inspections_and_rectifications_with_what_is_late(office: Office) -> None:
    told(office)
    answered(office)
    put_right(office, ordered(office).item)
    wen = enters(office, office.wen)
    page = text_of(wen, "/desk/inspections/")
    assert "待复查" in page
    assert "已告知问题" in page
    office.company.at = office.company.at.replace(month=6)
    wen = enters(office, office.wen)
    late = text_of(wen, "/desk/inspections/?when=late")
    assert len(re.findall("tag--bad", late)) == 2
    assert text_of(wen, "/en/desk/inspections/?when=open").count("Overdue") == 3


def test_an_inspection_is_planned_from_the_list_of_all(office: Office) -> None:
    page = text_of(enters(office, office.wen), "/desk/inspections/")
    assert f'href="{url(office, "plan/")}"' in page and "安排检查" in page
    ren = text_of(enters(office, office.ren), "/desk/inspections/")
    assert url(office, "plan/") not in ren


def test_the_step_of_an_inspection_leads_to_the_room_where_it_is_planned(office: Office) -> None:
    answer = enters(office, office.wen).get(url(office, "inspect/", room="steps"))
    assert answer.status_code == 302 and answer["Location"] == url(office)


def test_a_finding_shows_the_whole_commitment_that_it_is_about(office: Office) -> None:
    told(office, *range(1, 60))
    finding = max(InspectionFinding.objects.all(), key=lambda one: len(one.line.words))
    assert len(finding.line.words) > 200
    page = text_of(enters(office, office.wen), url(office, f"1/findings/{finding.number}/"))
    assert finding.line.words in page


def test_the_list_takes_as_many_queries_for_three_as_for_one(office: Office) -> None:
    wen, asked = enters(office, office.wen), []
    for many in (1, 2, 3):
        planned(office)
        StageClock.instant = office.company.later()
        with CaptureQueriesContext(connection) as queries:
            assert text_of(wen, "/desk/inspections/").count("正在填写底稿") == many
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_an_institution_sees_no_finding_of_another_one(office: Office) -> None:
    row = told(office)
    line = InspectionLine.objects.get(inspection=row, number=2)
    InspectionFinding.objects.create(
        case_id=row.case_id, inspection=row, line=line, number=2, grade="minor", words="他机构的问题",
        units=["other"], told_at=office.company.later(),
    )  # fmt: skip
    zhou = enters(office, office.company.cast.zhou)
    page = text_of(zhou, url(office, "1/"))
    assert "监测日报自三月起未留存" in page
    assert "他机构的问题" not in page
    assert zhou.get(url(office, "1/findings/2/")).status_code == 404
    assert zhou.post(url(office, "1/findings/2/"), {"act": "agree", "unit": "other"}).status_code == 404
    assert "他机构的问题" in text_of(enters(office, office.bai), url(office, "1/"))


def test_suspension_is_reached_from_the_same_room_by_the_procedure_s_own_act(office: Office) -> None:
    fang = enters(office, office.fang)
    assert f"/cases/{office.company.filing.pk}/steps/suspend/" in text_of(fang, url(office))
    office.both("suspend", office.fang, office.wen, reason="系统故障")
    wen = enters(office, office.wen)
    assert "现行措施：暂停" in text_of(wen, url(office))


def test_the_page_of_the_case_leads_to_its_inspections(office: Office) -> None:
    member = enters(office, office.company.cast.zhou)
    assert f'href="{url(office)}"' in text_of(member, f"/cases/{office.company.filing.pk}/")
    ning = enters(office, office.company.cast.ning)
    assert f'href="{url(office)}"' not in text_of(ning, f"/cases/{office.company.filing.pk}/")
