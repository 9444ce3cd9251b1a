"""Lessons, library and proposed rules on pages: made, refused with what was typed, read by who may."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.lessons import (
    confirmed,
    ended,
    entry,
    in_library,
    insight,
    lesson,
    made_public,
    taken_up,
)
from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.lessons.models import Lesson, LibraryEntry, RuleProposal
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.1")]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User) -> Client:
    StageClock.instant = office.company.later()
    return browser(user)


def now_is(office: Office) -> None:
    StageClock.instant = office.company.later()


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/lessons/{rest}"


def typed_lesson(**instead: str) -> dict[str, str]:
    said = {
        "evidence": "project:",
        "subject": "setting.exit_step_workdays",
        "words": "环节偏长",
        "change": "改为五日",
    }
    return {**said, **instead}


def test_a_lesson_is_proposed_taken_up_and_stands_beside_its_setting(office: Office, client: Client) -> None:
    wen = enters(office, office.wen)
    assert "尚未提出经验" in wen.get(url(office)).content.decode()
    kept = wen.post(url(office), typed_lesson(subject=""))
    assert kept.status_code == 422 and "环节偏长" in kept.content.decode()
    assert wen.post(url(office), typed_lesson())["Location"] == url(office, "1/")
    assert "每个退出环节的工作日数" in wen.get("/desk/lessons/").content.decode()
    fang = enters(office, office.fang)
    bare = fang.post(url(office, "1/"), with_code(office.fang, act="accept", reason="属实", public_words=""))
    assert bare.status_code == 422 and "属实" in bare.content.decode()
    said = {"act": "accept", "reason": "属实", "public_words": "退出各环节宜为五个工作日。"}
    fang.post(url(office, "1/"), with_code(office.fang, **said))
    guide = client.get(f"/guides/{Lesson.objects.get().guide}/").content.decode()
    assert "退出各环节宜为五个工作日。" in guide and "环节偏长" not in guide
    (told,) = fang.get(f"/desk/lessons/accepted.json?guide={Lesson.objects.get().guide}").json()["lessons"]
    assert (told["subject"], told["change"]) == ("setting.exit_step_workdays", "改为五日")


def test_a_lesson_about_a_clause_stands_in_the_guides_page(office: Office, client: Client) -> None:
    row = taken_up(office, lesson(office))
    now_is(office)
    page = client.get(f"/guides/{row.guide}/").content.decode()
    assert "供下一版采纳的经验" in page and row.public_words in page and row.reason not in page


def test_the_library_takes_an_entry_of_a_finished_project_and_shows_it_to_everybody(
    office: Office, client: Client
) -> None:
    wen = enters(office, office.wen)
    assert "尚无条目" in wen.get(url(office, "library/")).content.decode()
    assert wen.post(url(office, "library/"), {"worked": "快"}).status_code == 422
    ended(office)
    wen = enters(office, office.wen)
    assert wen.post(url(office, "library/"), {"worked": "更新缩短为半日"})["Location"] == url(
        office, "library/1/"
    )
    for person in (office.company.he, office.company.shi):
        client_of = enters(office, person)
        page = client_of.get(url(office, "library/1/")).content.decode()
        assert 'value="agree"' in page and 'value="publish"' not in page
        client_of.post(url(office, "library/1/"), with_code(person, act="agree"))
    assert client.get("/library/A2024-001/").status_code == 404
    fang = enters(office, office.fang)
    assert "A2024-001" in fang.get("/desk/lessons/library/").content.decode()
    fang.post(url(office, "library/1/"), with_code(office.fang, act="publish"))
    page = client.get("/library/A2024-001/").content.decode()
    assert "更新缩短为半日" in page and str(office.company.joint.institution) in page
    assert "A2024-001" in client.get("/library/?q=半日").content.decode()
    assert "没有符合" in client.get("/library/?q=量子").content.decode()
    (case,) = client.get("/library/cases.json").json()["cases"]
    assert (case["learnt"]["worked"], case["outcome"]) == ("更新缩短为半日", "over")
    assert "更新缩短为半日" in client.get("/library/cases.csv").content.decode("utf-8-sig")


def test_the_library_is_narrowed_by_kind_direction_and_technology(office: Office, client: Client) -> None:
    sheet = [
        {"at": "project.type", "path": "project.type", "value": "technology_empowerment"},
        {"at": "content.technologies", "path": "content.technologies", "value": ["知识图谱", "隐私计算"]},
    ]
    LibraryEntry.objects.create(
        case=office.company.filing.case, number=1, reference="A2024-001", content={"sheet": sheet},
        digest="0" * 64,
        written_by=office.wen, written_at=office.company.later(), state="published",
        decided_by=office.fang, decided_at=office.company.later(),
    )  # fmt: skip
    now_is(office)
    page = client.get("/library/").content.decode()
    kind = re.search(r'name="project.type"><option value="">[^<]*</option><option value="([^"]+)"', page)
    assert kind and 'name="content.technologies"' in page
    assert "A2024-001" in client.get("/library/", {"project.type": kind[1]}).content.decode()
    assert "A2024-001" not in client.get("/library/", {"project.type": "别的"}).content.decode()
    assert "A2024-001" in client.get("/library/", {"content.technologies": "隐私计算"}).content.decode()


def test_an_entry_after_a_forced_exit_tells_nobody_which_project_it_was(
    office: Office, client: Client
) -> None:
    ended(office, "force")
    wen = enters(office, office.wen)
    named = wen.post(url(office, "library/"), {"worked": "教训深刻"})
    assert named.status_code == 422 and "不点名" in named.content.decode()
    row = in_library(office, nameless=True)
    now_is(office)
    said = client.get(f"/library/{row.reference}/").content.decode()
    said += client.get("/library/").content.decode()
    said += client.get("/library/cases.json").content.decode()
    said += client.get("/library/cases.csv").content.decode()
    for unit in (office.company.lead, office.company.joint):
        assert str(unit.institution) not in said and unit.uscc not in said
    assert "未点名项目" in said and "强制" not in said and str(office.company.filing.pk) not in said


def test_who_is_asked_for_a_change_sees_it_and_may_take_the_entry_back(office: Office) -> None:
    ended(office)
    row = entry(office)
    confirmed(office, row, office.company.he, agree=False, words="请删去末句")
    wen = enters(office, office.wen)
    assert "请删去末句" in wen.get(url(office, "library/1/")).content.decode()
    assert wen.post(url(office, "library/1/"), with_code(office.wen, act="take_back")).status_code == 422
    wen.post(url(office, "library/1/"), with_code(office.wen, act="take_back", words="重写"))
    assert LibraryEntry.objects.get().state == "taken_back"


def test_an_insight_is_opened_taken_on_and_published(office: Office, client: Client) -> None:
    day = day_of(office.company.at).isoformat()
    ren = enters(office, office.ren)
    first = {
        "stage": "insight",
        "happened_on": day,
        "authors": "风险评估组",
        "words": "口径不一",
        "title": "名录口径",
    }
    lacking = ren.post(url(office, "rules/"), {**first, "happened_on": ""})
    assert lacking.status_code == 422 and "口径不一" in lacking.content.decode()
    assert ren.post(url(office, "rules/"), first)["Location"] == url(office, "rules/1/")
    step = {"act": "step", "stage": "discussed", "happened_on": day, "authors": "讨论会", "words": "拟统一"}
    ren.post(url(office, "rules/1/"), step)
    assert "讨论研究" in ren.get("/desk/lessons/rules/").content.decode()
    assert "尚未公开" in client.get("/rules/").content.decode()
    fang = enters(office, office.fang)
    said = {"act": "publish", "public_title": "名录口径建议", "public_words": "建议统一口径。"}
    fang.post(url(office, "rules/1/"), with_code(office.fang, **said))
    page = client.get("/rules/").content.decode()
    assert "名录口径建议" in page and "拟统一" not in page and "讨论会" not in page
    (rule,) = client.get("/rules/rules.json").json()["rules"]
    assert [one["stage"] for one in rule["stages"]] == ["insight", "discussed"]


def test_csrc_reads_proposed_rules_and_outsiders_find_nothing(office: Office) -> None:
    insight(office)
    made_public(office, RuleProposal.objects.get())
    lesson(office)
    assert "关联方名录口径" in enters(office, office.bai).get("/desk/lessons/rules/").content.decode()
    assert enters(office, office.bai).get(url(office, "rules/1/")).status_code == 200
    zhou = enters(office, office.company.cast.zhou)
    assert zhou.get(url(office)).status_code == 200
    for place in ("1/", "rules/", "rules/1/"):
        assert zhou.get(url(office, place)).status_code == 404
    for user in (office.xu, office.company.cast.mo):
        for place in ("", "1/", "library/", "rules/"):
            assert enters(office, user).get(url(office, place)).status_code == 404


def test_an_unknown_act_is_refused_and_changes_nothing(office: Office) -> None:
    lesson(office)
    insight(office)
    fang = enters(office, office.fang)
    for place in ("1/", "rules/1/"):
        assert fang.post(url(office, place), with_code(office.fang, act="weather")).status_code == 422
