"""From the pool to the summary on pages: what each person sees, does and is refused."""

from __future__ import annotations

import re

import pytest

from tests.desks.accounts.visits import wrong_code
from tests.factories.logged_in import browser, with_code
from tests.pilot.experts.panel import Panel
from xianxing.pilot.experts.models import Employment, Opinion, Overruling, RevealedOpinion
from xianxing.pilot.experts.undertaking import present_text

pytestmark = pytest.mark.django_db


def desk(panel: Panel, rest: str) -> str:
    return f"/desk/filings/{panel.office.company.filing.pk}/{rest}"


def own(panel: Panel, rest: str = "") -> str:
    return f"/experts/{panel.office.company.filing.pk}/{rest}"


def test_the_secretariat_writes_down_an_employer_and_keeps_what_was_typed_wrong(panel: Panel) -> None:
    wen = browser(panel.office.wen)
    page = f"/desk/experts/{panel.xu.pk}/"
    said = {
        "form": "employment", "employment-organisation": "鹏海证券股份有限公司",
        "employment-since": "2020-05-01", "employment-until": "2020-04-01",
    }  # fmt: skip
    wrong = wen.post(page, said)
    assert wrong.status_code == 422
    assert "鹏海证券股份有限公司" in wrong.content.decode()
    assert "不得早于" in wrong.content.decode()
    assert wen.post(page, {**said, "employment-until": ""}).status_code == 302
    assert Employment.objects.get().expert == panel.xu
    assert "鹏海证券股份有限公司" in wen.get("/desk/experts/").content.decode()
    relation = {"organisation": "鹏海控股", "kind": "parent", "other": "鹏海证券股份有限公司"}
    sent = {f"relation-{name}": value for name, value in relation.items()}
    assert wen.post("/desk/experts/", sent).status_code == 302
    assert "鹏海控股" in wen.get("/desk/experts/").content.decode()


def test_a_conflict_is_shown_with_its_reason_refused_and_overruled_by_the_head(panel: Panel) -> None:
    wen, fang = browser(panel.office.wen), browser(panel.office.fang)
    said = {
        "form": "employment",
        "employment-organisation": "鹏海证券股份有限公司",
        "employment-since": "2020-05-01",
    }
    wen.post(f"/desk/experts/{panel.xu.pk}/", said)
    page = wen.get(desk(panel, "experts/")).content.decode()
    assert "现任职于鹏海证券股份有限公司" in page
    chosen = {"expert": [panel.xu.pk, panel.qin.pk], "sequence": panel.office.sequence}
    refused = wen.post(desk(panel, "experts/"), chosen)
    assert refused.status_code == 422
    assert "存在利益冲突，不能聘请" in refused.content.decode()
    assert f'value="{panel.xu.pk}" checked' in refused.content.decode()
    place = desk(panel, f"experts/{panel.xu.pk}/overrule/")
    assert wen.get(place).status_code == 404
    said = {"reason": "仅此一人", "second_factor_code": wrong_code(panel.office.fang)}
    assert fang.post(place, said).status_code == 422
    assert not Overruling.objects.exists()
    assert fang.post(place, with_code(panel.office.fang, reason="仅此一人")).status_code == 302
    chosen["sequence"] = panel.office.sequence
    assert wen.post(desk(panel, "experts/"), chosen).status_code == 302
    assert "冲突已裁量" in wen.get(desk(panel, "experts/")).content.decode()


def test_an_expert_signs_reads_writes_saves_and_seals(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin, panel.yan)
    xu = browser(panel.xu)
    home = xu.get("/experts/").content.decode()
    assert "待签署承诺书" in home
    assert "鹏海" not in home
    for rest in ("", "opinion/"):
        assert xu.get(own(panel, rest)).headers["Location"] == own(panel, "undertaking/")
    assert xu.get(own(panel, "files/0/")).status_code == 404
    text = xu.get(own(panel, "undertaking/")).content.decode()
    assert "保密及无利益冲突承诺书" in text
    assert "鹏海" not in text
    digest = present_text().digest
    assert xu.post(own(panel, "undertaking/"), {"digest": digest}).status_code == 422
    assert xu.post(own(panel, "undertaking/"), with_code(panel.xu, digest="0")).status_code == 422
    assert xu.post(own(panel, "undertaking/"), with_code(panel.xu, digest=digest)).status_code == 302
    reading = xu.get(own(panel)).content.decode()
    for shown in ("鹏海证券股份有限公司", "技术风险及防范", "没有阈值"):
        assert shown in reading
    contact = panel.office.company.body
    assert "联系人" not in reading
    assert contact.filed_at is not None
    assert xu.get(own(panel, "files/0/")).status_code == 200
    _write(panel)


def _write(panel: Panel) -> None:
    xu = browser(panel.xu)
    half = {"words": "路线可行", "score.technical_risk": "2", "reason.technical_risk": ""}
    assert xu.post(own(panel, "opinion/"), {**half, "save": "1"}).status_code == 302
    assert "路线可行" in xu.get(own(panel, "opinion/")).content.decode()
    refused = xu.post(own(panel, "opinion/"), {**half, "give": "1"})
    assert refused.status_code == 422
    assert "路线可行" in refused.content.decode()
    assert re.search(r'value="2" checked', refused.content.decode())
    whole = {**half, "reason.technical_risk": "没有阈值", "give": "1"}
    assert xu.post(own(panel, "opinion/"), whole).status_code == 302
    sealed = xu.get(own(panel, "opinion/")).content.decode()
    assert Opinion.objects.get().commitment in sealed
    assert "路线可行" in sealed
    late = xu.post(own(panel, "opinion/"), {**whole, "words": "改主意了", "score.technical_risk": "5"})
    assert late.status_code == 422
    assert Opinion.objects.count() == 1
    kept, _heading, typed = late.content.decode().partition("没有提交也没有保存")
    assert "路线可行" in kept and "2 / 5" in kept and "改主意了" not in kept
    assert "改主意了" in typed and "5 / 5" in typed


def test_staff_see_that_an_opinion_is_in_and_not_what_it_says_until_the_round_is_over(panel: Panel) -> None:
    experts = (panel.xu, panel.qin, panel.yan)
    panel.invite(*experts)
    panel.sign(*experts)
    panel.give(panel.xu, 1, "有重大疏漏", "没有应急安排")
    fang = browser(panel.office.fang)
    page = fang.get(desk(panel, "opinions/")).content.decode()
    assert "已收到意见1份，应收3份" in page
    for word in ("有重大疏漏", "没有应急安排"):
        assert word not in page
    panel.give(panel.qin, 5)
    panel.give(panel.yan, 4)
    assert RevealedOpinion.objects.count() == 3
    page = fang.get(desk(panel, "opinions/")).content.decode()
    for word in ("有重大疏漏", "没有应急安排", "相差4分", "去掉1分后为4.5分", "原文与校验值相符"):
        assert word in page
    assert page.index("分歧所在") < page.index("各份意见")


def test_an_expert_declines_without_having_read_and_is_gone(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    xu = browser(panel.xu)
    assert xu.post(own(panel, "step-aside/"), {"reason": " "}).status_code == 422
    assert xu.post(own(panel, "step-aside/"), {"reason": "曾任顾问"}).status_code == 302
    assert xu.get(own(panel, "undertaking/")).status_code == 404
    assert "目前没有聘请您的项目" in xu.get("/experts/").content.decode()
    assert "已退出" in browser(panel.office.wen).get(desk(panel, "experts/")).content.decode()


def test_who_gave_an_opinion_is_offered_no_reason_to_step_aside_any_more(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu)
    panel.give(panel.xu, 4)
    shown = browser(panel.xu).get(own(panel, "step-aside/")).content.decode()
    assert "您的意见已经提出并密封" in shown
    assert 'name="reason"' not in shown


def test_strangers_get_nothing_of_experts(panel: Panel) -> None:
    panel.invite(panel.xu)
    for user in (panel.office.company.cast.zhou, panel.office.company.cast.mo, panel.office.bai, panel.qin):
        client = browser(user)
        for place in (desk(panel, "experts/"), desk(panel, "opinions/"), "/desk/experts/", own(panel)):
            assert client.get(place).status_code == 404, (user.name, place)


def test_the_general_page_of_a_step_shows_an_expert_no_names(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu)
    xu = browser(panel.xu)
    case = f"/cases/{panel.office.company.filing.pk}/"
    assert xu.get(f"{case}steps/recuse/").headers["Location"] == own(panel, "step-aside/")
    assert xu.get(f"{case}steps/give_opinion/").headers["Location"] == own(panel, "opinion/")
    pages = [xu.get(place).content.decode() for place in (case, f"{case}steps/invite_experts/", own(panel))]
    assert all("qin" not in page for page in pages)
