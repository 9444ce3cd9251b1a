"""A notice on the organ's own site is entered by two people, counts from its publication, and says where."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories.notices import at_the_time_of, changed, ended, take
from tests.pilot.acts.staff import Office
from tests.pilot.notices.faults import faults
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Event, Publication
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.notices.queries import counted_days, official_of_notice, takes_comments
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.record.canonical import parse
from xianxing.workdays.clocks import CHINA_TIME

pytestmark = pytest.mark.django_db
ADDRESS = "https://jg.example/gongshi/2024/1.html"


def minute(instant: datetime) -> str:
    """As a form sends it, with its zone."""
    return instant.astimezone(CHINA_TIME).isoformat(timespec="minutes")


def on_site(office: Office, since: datetime, step: str = "open_notice", address: str = ADDRESS) -> None:
    """Wen enters it, Tang confirms."""
    answers = {"official_address": address, "official_instant": minute(since)}
    office.both(step, office.wen, office.tang, evidence=True, answers=answers)
    office.company.filing.refresh_from_db()


def test_it_opens_with_address_and_instant_and_counts_from_that_day(on_own_site: Office) -> None:
    office = on_own_site
    since = office.company.later()
    office.company.at += timedelta(days=2)
    on_site(office, since)
    notice = Notice.objects.get()
    days = counted_days(notice)
    assert days[0].date == since.astimezone(CHINA_TIME).date() + timedelta(days=1)
    assert sum(day.counted for day in days) == 5
    assert notice.last_day == days[-1].date
    official = official_of_notice(notice)
    assert official is not None and official.address == ADDRESS
    said = parse(bytes(Publication.objects.get(step="notice.open").body))
    assert isinstance(said, dict) and said["official_address"] == ADDRESS
    event = Event.objects.get(pk=notice.event_id)
    assert takes_comments(notice, office.company.at) and event.step == "open_notice"
    assert faults() == []


def test_one_person_alone_opens_nothing_and_no_unit_enters_it(on_own_site: Office) -> None:
    office, since = on_own_site, on_own_site.company.later()
    answers = {"official_address": ADDRESS, "official_instant": minute(since)}
    waits = office.enter("open_notice", office.wen, evidence=True, answers=answers)
    assert isinstance(waits, PendingAct)
    assert not Notice.objects.exists()
    with pytest.raises(Refused):
        confirm_act(pending=waits.pk, sequence=None, by=office.wen, at=office.company.later(), step_up=None)
    with pytest.raises((Refused, Stranger)):
        office.enter("open_notice", office.company.cast.zhou, answers=answers)
    with pytest.raises((Refused, Stranger)):
        office.enter("open_notice", office.company.cast.chen, answers=answers)


def test_an_instant_before_the_evaluation_or_a_later_change_of_substance_is_refused(
    on_own_site: Office,
) -> None:
    office = on_own_site
    passed = Event.objects.get(step="pass_evaluation").at
    with pytest.raises(Refused, match="专业评估通过") as refused:
        on_site(office, passed - timedelta(minutes=1))
    assert refused.value.code == "too-early"
    assert not Notice.objects.exists() and not PendingAct.objects.exists()
    since = office.company.later()
    on_site(office, since)
    changed(office.company)
    with pytest.raises(Refused, match="实质变更") as refused:
        on_site(office, since)
    on_site(office, office.company.later())
    assert Notice.objects.count() == 2


def test_bad_input_is_refused_before_it_waits(on_own_site: Office) -> None:
    office, now = on_own_site, on_own_site.company.later()
    with pytest.raises(Refused, match="https://"):
        on_site(office, now, address="jg.example/1")
    with pytest.raises(Refused, match="晚于"):
        on_site(office, now + timedelta(hours=1))
    answers = {"official_address": ADDRESS, "official_instant": minute(now)}
    with pytest.raises(Refused, match="网页"):
        office.enter("open_notice", office.wen, answers=answers)
    assert not PendingAct.objects.exists()


def test_the_pages_say_where_the_official_text_stands(
    on_own_site: Office, client: Client, settings: Settings
) -> None:
    office, company = on_own_site, on_own_site.company
    on_site(office, company.later())
    notice = Notice.objects.get()
    at_the_time_of(company, settings)
    page = client.get(f"/notices/{notice.number}/").content.decode()
    assert "公示的正式文本以本机关网站为准" in page and f'href="{ADDRESS}"' in page
    assert "official text stands" in client.get(f"/en/notices/{notice.number}/").content.decode()
    assert client.get(f"/notices/{notice.number}/?format=json").json()["official"]["address"] == ADDRESS
    assert client.get("/notices/feed.atom").status_code == 200

    ended(company, notice)
    wen = Actor(str(company.cast.wen.pk), frozenset({"secretariat", "group_head", "technology_bureau"}))
    take(company, "record_finding", wen, finding="none_found")
    take(company, "record_consultation", wen, consultation_view="agrees")
    take(
        company, "allow_start", wen, eligibility="eligible", parallel_approval="not_needed",
        exemption="not_needed",
    )  # fmt: skip
    with pytest.raises(Refused, match="允许启动"):
        on_site(office, company.at - timedelta(hours=1), "publish_formally")
    on_site(office, company.later(), "publish_formally", f"{ADDRESS}?2")
    at_the_time_of(company, settings)
    number = RegisterEntry.objects.get().number
    assert f'href="{ADDRESS}?2"' in client.get(f"/register/{number}/").content.decode()
    (project,) = client.get("/register/projects.json").json()["projects"]
    assert project["official_address"] == f"{ADDRESS}?2"
    assert f"{ADDRESS}?2" in client.get("/register/projects.csv").content.decode()
    assert faults() == []


def test_where_the_guide_says_nothing_of_it_nothing_changes(client: Client, under_notice: object) -> None:
    notice = Notice.objects.get()
    assert official_of_notice(notice) is None
    assert client.get(f"/notices/{notice.number}/?format=json").json()["official"] is None
    assert "本机关网站" not in client.get(f"/notices/{notice.number}/").content.decode()
