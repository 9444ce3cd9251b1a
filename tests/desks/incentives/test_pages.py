"""Support and talent pool on pages: matched, entered, agreed to, taken back; refused with what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.incentives import agreed, in_pool, recommended, stated, with_policy
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.models import SupportStep, TalentConsent, TalentContribution
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.1")]


@pytest.fixture
def office(on_trial: Office, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    with_policy(tmp_path / "home")
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/lessons/support/{rest}"


GRANT = "fictional_grant/lead/"


def test_a_policy_is_matched_recommended_applied_for_and_granted_on_pages(office: Office) -> None:
    wen = enters(office, office.wen)
    page = wen.get(url(office)).content.decode()
    assert "虚构的试点奖励" in page and "文本未核实" in page and "指南点名" in page
    said = {"act": "recommend", "holds_subsidiary": "yes", "reason_subsidiary": "见营业执照"}
    kept = wen.post(url(office, GRANT), with_code(office.wen, **said))
    assert kept.status_code == 422 and "见营业执照" in kept.content.decode()
    wen.post(url(office, GRANT), with_code(office.wen, **said, words="成效明显"))
    assert SupportStep.objects.get().stage == "recommended"
    zhou = enters(office, office.company.cast.zhou)
    form = {
        "act": "answer", "stage": "applied", "organ": "虚构市金融局", "words": "申请奖励",
        "happened_on": day_of(office.company.at).isoformat(),
    }  # fmt: skip
    bare = zhou.post(url(office, GRANT), form)
    assert bare.status_code == 422 and "申请奖励" in bare.content.decode()
    paper = SimpleUploadedFile("申请.pdf", b"%PDF-1.4 x")
    assert zhou.post(url(office, GRANT), {**form, "file": paper}).status_code == 302
    wen = enters(office, office.wen)
    assert "已申请" in wen.get("/desk/lessons/support/").content.decode()
    answer = SimpleUploadedFile("批复.pdf", b"%PDF-1.4 y")
    granted = {**form, "stage": "granted", "document": "虚构函〔2024〕1号", "file": answer}
    assert wen.post(url(office, GRANT), granted).status_code == 302
    page = wen.get(url(office, GRANT)).content.decode()
    assert "虚构函〔2024〕1号" in page and "已给予" in page


def test_a_policy_whose_text_nobody_confirmed_recommends_nobody(office: Office) -> None:
    page = enters(office, office.wen).get(url(office, "it_subsidiary/lead/")).content.decode()
    assert "暂不能推荐" in page and 'value="recommend"' not in page and "未核实" in page


def test_each_reads_its_own_and_outsiders_find_nothing(office: Office) -> None:
    recommended(office)
    shi = enters(office, office.company.shi)
    assert "虚构的试点奖励" not in shi.get(url(office)).content.decode()
    assert shi.get(url(office, GRANT)).status_code == 404
    assert shi.get(url(office, "participants/")).status_code == 200
    for user in (office.xu, office.bai, office.company.cast.mo):
        assert enters(office, user).get(url(office)).status_code == 404


def test_a_wrong_day_and_an_unknown_act_are_refused(office: Office) -> None:
    recommended(office)
    wen = enters(office, office.wen)
    for said in ({"act": "answer", "happened_on": "明天"}, {"act": "weather"}):
        assert wen.post(url(office, GRANT), said).status_code == 422
    assert SupportStep.objects.count() == 1


def test_a_person_agrees_states_and_takes_everything_back(office: Office) -> None:
    zhou = office.company.cast.zhou
    client = enters(office, zhou)
    assert "人才库" in client.get("/accounts/me/").content.decode()
    text = consent_text(day_of(office.company.at))
    said = {"act": "agree", "text": text.digest, "expertise": "关联交易识别"}
    unticked = client.post("/talent/", said)
    assert unticked.status_code == 422 and "关联交易识别" in unticked.content.decode()
    client.post("/talent/", {**said, "agreed": "on"})
    case = str(office.company.filing.pk)
    empty = client.post("/talent/", {"act": "state", "case": case, "role": "经办", "words": ""})
    assert empty.status_code == 422 and 'value="经办"' in empty.content.decode()
    client.post("/talent/", {"act": "state", "case": case, "role": "经办", "words": "搭建名录"})
    wen = enters(office, office.wen)
    row = TalentContribution.objects.get()
    assert "搭建名录" in wen.get("/desk/lessons/talent/").content.decode()
    silent = wen.post("/desk/lessons/talent/", {"act": "accept", "contribution": row.pk})
    assert silent.status_code == 422
    wen.post("/desk/lessons/talent/", {"act": "accept", "contribution": row.pk, "reason": "贡献较大"})
    assert "关联交易识别" in wen.get("/desk/lessons/talent/pool.csv").content.decode("utf-8-sig")
    client = enters(office, zhou)
    client.post("/talent/", {"act": "take_back"})
    wen = enters(office, office.wen)
    for place in ("/desk/lessons/talent/", "/desk/lessons/talent/pool.csv"):
        assert "搭建名录" not in wen.get(place).content.decode()
    assert TalentConsent.objects.get().withdrawn_at is not None


def test_a_contribution_is_deleted_by_its_person_only(office: Office) -> None:
    zhou = office.company.cast.zhou
    row = in_pool(office, zhou)
    wen = enters(office, office.wen)
    assert wen.post("/talent/", {"act": "delete", "contribution": row.pk}).status_code == 404
    enters(office, zhou).post("/talent/", {"act": "delete", "contribution": row.pk})
    assert not TalentContribution.objects.exists()


def test_the_head_reads_the_pool_and_decides_nothing(office: Office) -> None:
    agreed(office, office.company.cast.zhou)
    row = stated(office, office.company.cast.zhou)
    fang = enters(office, office.fang)
    assert 'value="accept"' not in fang.get("/desk/lessons/talent/").content.decode()
    said = {"act": "accept", "contribution": row.pk, "reason": "属实"}
    assert fang.post("/desk/lessons/talent/", said).status_code == 422
    for user in (office.xu, office.company.cast.zhou, office.bai):
        assert enters(office, user).get("/desk/lessons/talent/").status_code == 404
    assert enters(office, office.xu).get("/talent/").status_code == 404


def test_who_agreed_alone_is_not_exported_and_no_cell_is_a_formula(office: Office) -> None:
    in_pool(office, office.company.cast.zhou, words="=1+1")
    agreed(office, office.company.cast.luo)
    text = enters(office, office.wen).get("/desk/lessons/talent/pool.csv").content.decode("utf-8-sig")
    assert text.count("\n") == 2 and ",'=1+1," in text
