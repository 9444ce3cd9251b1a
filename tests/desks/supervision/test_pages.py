"""Plans, values and alarms on pages: an institution reports, the secretariat agrees, others stay out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.logged_in import browser, with_code
from tests.factories.monitoring import LINES, agreed, at_noon, reported
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.desks.supervision import pages
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.models import AlarmAnswer, IndicatorPlan, ValueBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    at_the_time_of(on_trial.company, settings)
    return on_trial


def enters(office: Office, user: User, day: str = "") -> Client:
    if day:
        at_noon(office, day)
    StageClock.instant = office.company.later()
    return browser(user)


def url(office: Office, rest: str = "") -> str:
    return f"/cases/{office.company.filing.pk}/monitoring/{rest}"


def form_of_plan() -> dict[str, str]:
    chosen = {f"chosen.{line['indicator']}": "1" for line in LINES}
    lines = {f"{key}.{line['indicator']}": line[key] for line in LINES for key in ("amber", "red")}
    return {**chosen, **lines}


def test_a_plan_is_signed_on_the_page_and_agreed_by_the_secretariat(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    assert "制定监测方案" in client.get(url(office)).content.decode()
    day = StageClock.instant.date().isoformat()
    answer = client.post(url(office, "plan/"), with_code(he, effective_on=day, **form_of_plan()))
    assert (answer.status_code, answer["Location"]) == (302, url(office))
    wen = enters(office, office.wen)
    page = wen.get(url(office, "plans/1/")).content.decode()
    assert "可用率" in page
    assert "99.5" in page
    assert wen.post(url(office, "plans/1/"), {"act": "agree"}).status_code == 302
    assert IndicatorPlan.objects.get().state == "agreed"
    assert "尚无数值" in wen.get(url(office)).content.decode()


def test_a_plan_that_is_wrong_keeps_what_was_typed_and_spends_no_code(office: Office) -> None:
    he = office.company.he
    client = enters(office, he)
    typed = {"chosen.outages": "1", "red.outages": "很多", "effective_on": "2024-01-01"}
    answer = client.post(url(office, "plan/"), with_code(he, **typed))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="很多"' in text
    assert 'value="2024-01-01"' in text
    assert not IndicatorPlan.objects.exists()


def test_values_are_reported_by_the_form_and_shown_with_chart_and_table(office: Office) -> None:
    agreed(office)
    client = enters(office, office.company.cast.zhou, "2024-03-08")
    page = client.get(url(office)).content.decode()
    fields = re.findall(r'name="(value\.[^"]+)"', page)
    assert fields == ["value.availability.2024-02", "value.outages.2024-02"]
    answer = client.post(url(office), {fields[0]: "99.95", fields[1]: "0"})
    assert answer.status_code == 302
    at_noon(office, "2024-04-09")
    reported(office, ("availability", "2024-03", "99.4"))
    text = enters(office, office.wen).get(url(office)).content.decode()
    assert "<polyline" in text
    assert 'class="point point--red"' in text
    assert "越过红线" in text
    assert "style=" not in text.partition("<main")[2]


def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office) -> None:
    agreed(office)
    client = enters(office, office.company.cast.zhou, "2024-03-08")
    answer = client.post(
        url(office), {"value.availability.2024-02": "约百分之百", "value.outages.2024-02": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不是数字" in text
    assert 'value="约百分之百"' in text
    assert 'name="value.outages.2024-02" inputmode="decimal" autocomplete="off" value="1"' in text
    assert not ValueBatch.objects.exists()


def test_a_table_is_pasted_with_its_headings_and_names(office: Office) -> None:
    agreed(office)
    client = enters(office, office.company.cast.zhou, "2024-03-08")
    table = "指标\t期间\t数值\t单位\n可用率\t2024-02\t99.95\t%\n中断次数\t2024-02\t0\t次\n"
    assert client.post(url(office), {"table": table}).status_code == 302
    assert [one["indicator"] for one in ValueBatch.objects.get().values] == ["availability", "outages"]
    corrected = client.post(url(office), {"table": "可用率,2024-02,99.91"})
    assert "请说明原因" in corrected.content.decode()
    assert client.post(url(office), {"table": "可用率,2024-02,99.91", "reason": "漏记"}).status_code == 302


def test_fields_and_a_pasted_table_are_taken_in_together(office: Office) -> None:
    agreed(office)
    client = enters(office, office.company.cast.zhou, "2024-03-08")
    sent = {"value.availability.2024-02": "99.95", "table": "中断次数,2024-02,0"}
    assert client.post(url(office), sent).status_code == 302
    assert [one["indicator"] for one in ValueBatch.objects.get().values] == ["availability", "outages"]


def test_words_about_what_no_longer_stands_out_are_shown_again(office: Office) -> None:
    agreed(office)
    client = enters(office, office.company.cast.zhou, "2024-03-08")
    said = {"indicator": "outages", "period": "2024-02", "kind": "explain", "words": "机房断电两小时"}
    answer = client.post(url(office, "answers/"), said)
    assert answer.status_code == 422
    assert "机房断电两小时" in answer.content.decode()


def test_many_alarms_come_in_pages_those_first_that_wait_for_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ALARMS", 1)
    agreed(office)
    at_noon(office, "2024-04-09")
    reported(office, ("outages", "2024-02", "5"), ("outages", "2024-03", "3"))
    zhou = enters(office, office.company.cast.zhou)
    first, second = (zhou.get(url(office), {"page": n}).content.decode() for n in (1, 2))
    assert ['中断次数 · <span class="nowrap">2024-02' in one for one in (first, second)] == [True, False]
    assert ['中断次数 · <span class="nowrap">2024-03' in one for one in (first, second)] == [False, True]
    assert f'href="{url(office)}?page=2#alarms"' in first
    said = {"indicator": "outages", "period": "2024-03", "kind": "explain", "words": " "}
    refused = zhou.post(url(office, "answers/"), said)
    assert (refused.status_code, '中断次数 · <span class="nowrap">2024-03' in refused.content.decode()) == (
        422,
        True,
    )
    assert f'href="{url(office)}?page=1#alarms"' in refused.content.decode()


def test_an_alarm_is_explained_and_set_aside(office: Office) -> None:
    agreed(office)
    at_noon(office, "2024-03-08")
    reported(office, ("outages", "2024-02", "5"))
    zhou = enters(office, office.company.cast.zhou)
    place = {"indicator": "outages", "period": "2024-02"}
    empty = zhou.post(url(office, "answers/"), {**place, "kind": "explain", "words": " "})
    assert empty.status_code == 422
    said = {**place, "kind": "explain", "words": "机房断电"}
    assert zhou.post(url(office, "answers/"), said).status_code == 302
    refused = zhou.post(url(office, "answers/"), {**said, "kind": "mute"})
    assert refused.status_code == 422
    assert "机房断电" in refused.content.decode()
    wen = enters(office, office.wen)
    assert wen.post(url(office, "answers/"), {**place, "kind": "mute", "words": "已核实"}).status_code == 302
    assert [one.kind for one in AlarmAnswer.objects.order_by("pk")] == ["explain", "mute"]
    assert "需要关注的数值" not in wen.get(url(office)).content.decode()


def test_nobody_but_parties_and_supervisors_sees_monitoring(office: Office) -> None:
    agreed(office)
    for stranger in (office.company.cast.mo, office.company.cast.sun, office.xu):
        client = enters(office, stranger)
        assert client.get(url(office)).status_code == 404
        assert client.post(url(office), {"table": "outages,2024-02,1"}).status_code == 404
        assert client.get("/desk/monitoring/").status_code == 404
    assert Client().get(url(office)).status_code == 302


def test_who_reads_and_does_not_report_is_told_who_does(office: Office) -> None:
    agreed(office)
    said = "由试点机构的填报人、联系人、账户管理人和签署人报送"
    assert said in enters(office, office.company.cast.ning).get(url(office)).content.decode()
    for other in (office.company.cast.zhou, office.wen):
        assert said not in enters(office, other).get(url(office)).content.decode()


def test_the_list_shows_the_most_serious_project_in_words(office: Office) -> None:
    empty = enters(office, office.wen).get("/desk/monitoring/").content.decode()
    assert "尚无方案" in empty
    agreed(office)
    at_noon(office, "2024-03-08")
    reported(office, ("outages", "2024-02", "5"))
    text = enters(office, office.wen).get("/desk/monitoring/").content.decode()
    assert "1个有数值达到红线" in text
    assert "红线 1" in text


def test_pages_speak_english(office: Office) -> None:
    agreed(office)
    at_noon(office, "2024-03-08")
    reported(office, ("outages", "2024-02", "5"))
    client = enters(office, office.wen)
    for address in (url(office), url(office, "plans/1/"), "/desk/monitoring/"):
        assert "Monitoring" in client.get(f"/en{address}").content.decode()
    assert "5 times" in client.get(f"/en{url(office)}").content.decode()


def test_the_page_takes_the_same_number_of_queries_for_many_batches(
    office: Office, django_assert_max_num_queries: object
) -> None:
    agreed(office)
    at_noon(office, "2024-06-06")
    for month in ("2024-02", "2024-03", "2024-04", "2024-05"):
        reported(office, ("availability", month, "99.95"))
    client = enters(office, office.wen)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert client.get(url(office)).status_code == 200
