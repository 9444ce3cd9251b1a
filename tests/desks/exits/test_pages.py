"""An exit on pages: each sees the same record and the own acts; what was typed stays, strangers stay out."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from pytest_django import Settings

from tests.factories.exits import assessed, checked, decided, done, ended, joined, opened, proved
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import LETTER, Office
from xianxing.pilot.exits.models import ExitAssessment, MeasureProof, ReferralOutcome
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/exit/{rest}"


def text_of(office: Office, user: User, rest: str = "") -> str:
    answer = enters(office, user).get(url(office, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("证明.pdf", LETTER, content_type="application/pdf")


def test_the_room_of_a_project_that_runs_says_who_opens_an_exit_and_offers_it_to_them(office: Office) -> None:
    text = text_of(office, office.company.he)
    assert "尚未启动退出" in text
    assert "steps/open_exit_by_institution/" in text
    assert "steps/open_exit_by_group/" not in text
    assert "steps/open_exit_by_group/" in text_of(office, office.fang)
    assert "style=" not in text.partition("<main")[2]


def test_both_sides_see_the_same_steps_and_each_the_own_acts(office: Office) -> None:
    opened(office)
    own, group = text_of(office, office.company.he), text_of(office, office.wen)
    for text in (own, group):
        assert 'aria-current="step"' in text
        assert "具有投资者保护方案" in text
        assert "原则上不超过12个月" in text
    assert "steps/assess_exit_oneself/" in own
    assert "steps/assess_exit_oneself/" not in group
    assert "steps/assess_exit_without_institution/" in group


def test_an_assessment_is_handed_in_on_the_page_and_shown_as_it_was(office: Office) -> None:
    opened(office)
    he = office.company.he
    client = enters(office, he)
    page = client.get(url(office, "assess/lead/")).content.decode()
    assert "应报期数" in page
    empty = client.post(url(office, "assess/lead/"), with_code(he, judgement=" ", proposes="end"))
    assert (empty.status_code, ExitAssessment.objects.count()) == (422, 0)
    assert 'value="end" checked' in empty.content.decode()
    answer = client.post(
        url(office, "assess/lead/"), with_code(he, judgement="条件具备。", proposes="normalise")
    )
    assert answer["Location"] == url(office, "assessments/1/")
    shown = client.get(answer["Location"]).content.decode()
    assert "条件具备。" in shown
    assert ExitAssessment.objects.get().digest in shown
    assert "steps/assess_exit_oneself/" in shown.partition("接下来")[2]
    assert "补充评估" in client.get(url(office)).content.decode()
    steps = (
        client.get(url(office).removesuffix("exit/")).content.decode().partition("您现在可以办理的事项")[2]
    )
    assert steps.index("试点机构自评") < steps.index("下一步") < steps.index("不定期报告运行情况")


def test_the_exit_that_ended_a_trial_is_not_named_as_an_earlier_one(office: Office) -> None:
    ended(office)
    text = text_of(office, office.company.he)
    assert "此前：" not in text
    assert "结束试点" in text


def test_without_the_code_nothing_is_handed_in_and_the_words_stay(office: Office) -> None:
    opened(office)
    client = enters(office, office.company.he)
    answer = client.post(url(office, "assess/lead/"), {"judgement": "条件具备。"})
    assert (answer.status_code, ExitAssessment.objects.count()) == (422, 0)
    assert "条件具备。" in answer.content.decode()


def test_the_group_s_assessment_stands_beside_the_institution_s(office: Office) -> None:
    opened(office)
    assessed(office)
    done(office, "order_rectification", reason="限期整改")
    assessed(office, "", words="尚有整改未完成。")
    text = text_of(office, office.company.he, "assessments/1/")
    assert "2个数字所计各条不同" in text
    assert "尚有整改未完成。" in text
    assert enters(office, office.company.he).get(url(office, "assess/")).status_code == 404
    assert enters(office, office.wen).get(url(office, "assess/lead/")).status_code == 404


def test_a_proof_is_brought_checked_and_opens_the_step_of_the_part(office: Office) -> None:
    decided(office, "normalise")
    zhou = enters(office, office.company.cast.zhou)
    for measure in ("compliance_system", "risk_system", "told"):
        place = url(office, f"measures/lead/{measure}/")
        assert zhou.post(place, {"words": "已印发制度。", "file": a_file()}).status_code == 302
    again = zhou.post(url(office, "measures/lead/told/"), {"words": "再次说明", "file": a_file()})
    assert again.status_code == 422
    assert "等待秘书处核对" in again.content.decode()
    wen = enters(office, office.wen)
    empty = wen.post(url(office, "proofs/1/"), {"act": "return", "reason": ""})
    assert empty.status_code == 422
    assert "steps/take_into_regular_system/" not in text_of(office, office.company.he, "measures/")
    for number in (1, 2, 3):
        assert wen.post(url(office, f"proofs/{number}/"), {"act": "accept"}).status_code == 302
    assert "steps/take_into_regular_system/" in text_of(office, office.company.he, "measures/")


def test_a_refused_proof_keeps_words_and_file(office: Office) -> None:
    decided(office, "end")
    zhou = enters(office, office.company.cast.zhou)
    empty = zhou.post(url(office, "measures/lead/funds/"), {"words": "", "file": a_file()})
    text = empty.content.decode()
    assert (empty.status_code, MeasureProof.objects.count()) == (422, 0)
    assert "证明.pdf" in text
    bare = zhou.post(url(office, "measures/lead/funds/"), {"words": "已清退全部客户资金"})
    assert "已清退全部客户资金" in bare.content.decode()
    foreign = zhou.post(url(office, "measures/joint/funds/"), {"words": "已清退"})
    assert "不属于贵机构" in foreign.content.decode()


def test_the_room_says_whose_part_is_missing(office: Office) -> None:
    joined(office)
    decided(office, "end")
    done(office, "carry_out_exit_plan", unit="lead")
    text = text_of(office, office.fang)
    notice = text.partition("尚缺以下机构的落实证明")[2].partition("</div>")[0]
    assert "图澜" in notice
    assert "鹏海" not in notice
    assert "steps/close_ended/" not in text


def test_a_measure_shows_the_filed_plan_and_its_returned_proof(office: Office) -> None:
    decided(office, "end")
    checked(office, proved(office, "customers"), reason="名单不全")
    text = text_of(office, office.company.he, "measures/")
    assert "名单不全" in text
    assert "申报的退出方案" in text


def test_the_outcome_of_a_referral_is_entered_and_no_integrity_file_is_written(office: Office) -> None:
    done(office, "refer", reason="涉嫌非法经营", evidence="材料")
    number = office.sequence
    wen = enters(office, office.wen)
    text = wen.get(url(office, "referrals/")).content.decode()
    assert "本系统不记诚信档案" in text
    said = {"referral": number, "organ": "某监管机关", "words": "已立案", "received_on": "去年"}
    wrong = wen.post(url(office, "referrals/"), {**said, "file": a_file()})
    assert wrong.status_code == 422
    assert "某监管机关" in wrong.content.decode()
    day = StageClock.instant.date().isoformat()
    kept = wen.post(url(office, "referrals/"), {**said, "received_on": day, "file": a_file()})
    assert (kept.status_code, ReferralOutcome.objects.count()) == (302, 1)
    assert "已立案" in text_of(office, office.company.he, "referrals/")


def test_the_template_of_the_report_is_a_word_file_with_the_record_in_it(office: Office) -> None:
    answer = enters(office, office.company.he).get(url(office, "work-report.docx"))
    document = Document(BytesIO(answer.getvalue()))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "试点工作报告" in words
    assert "鹏海证券" in words


def test_nobody_but_pilot_institutions_and_those_who_judge_sees_an_exit(office: Office) -> None:
    opened(office)
    assessed(office)
    places = ("", "assess/lead/", "assessments/1/", "measures/", "referrals/", "work-report.docx")
    for user in (
        office.company.shi,
        office.company.cast.ning,
        office.ren,
        office.xu,
        office.company.cast.gao,
    ):
        client = enters(office, user)
        assert [client.get(url(office, place)).status_code for place in places] == [404] * len(places), user
    assert enters(office, office.bai).get(url(office)).status_code == 200
    assert "work-report" not in Client().get(url(office)).content.decode()


def test_the_decision_tables_are_read_by_everybody(client: Client) -> None:
    text = client.get("/procedure/shenzhen-2023/exits/").content.decode()
    assert "评审：转常态化运营" in text
    assert "指南以“等原因”留有余地" in text
    assert "存在无法作出任何决定的情形" not in text
    assert client.get("/procedure/nobodys-guide/exits/").status_code == 404
