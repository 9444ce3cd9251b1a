"""A person's calendar: the own limits and open notices, by a secret address that tells nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar, Event
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.factories.notices import Noticed, at_the_time_of
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.messages.domain.addresses import address_holder, make_address
from xianxing.pilot.messages.models import CalendarAddress
from xianxing.pilot.notices.queries import counted_days, last_day_of, project_of
from xianxing.pilot.parties.domain.accounts import set_active
from xianxing.pilot.parties.models import AccessEvent, User

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 1, 15, 4, tzinfo=UTC)


@pytest.fixture
def noticed(under_notice: Noticed, settings: Settings) -> Noticed:
    at_the_time_of(under_notice.company, settings)
    cache.clear()
    return under_notice


def events(user: User) -> dict[str, Event]:
    answer = Client().get(f"/calendar/{make_address(user=user, at=NOW)}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return {str(one["uid"]).partition("@")[0]: one for one in found.events}


def test_the_feed_has_the_last_day_of_the_own_duties_and_the_days_of_an_open_notice(noticed: Noticed) -> None:
    company, notice = noticed.company, noticed.notice
    found = events(company.cast.wen)
    duty = Duty.objects.get(case=company.filing.case)
    limit = found[f"duty-{duty.case_id}-{duty.state}"]
    assert duty.due is not None
    assert (limit.start, limit.end) == (duty.due, duty.due + timedelta(days=1))
    assert str(limit["summary"]).startswith(case_number(company.filing))
    assert str(limit["url"]).endswith(f"/desk/filings/{company.filing.pk}/")
    span = found[f"notice-{notice.number}"]
    assert span.start == counted_days(notice)[0].date
    assert (span.end - last_day_of(notice)).days == 1
    assert project_of(notice) in str(span["summary"])


def test_a_unit_s_person_sees_the_notice_and_not_what_others_must_do(noticed: Noticed) -> None:
    found = events(noticed.company.cast.zhou)
    assert list(found) == [f"notice-{noticed.notice.number}"]
    assert events(noticed.company.cast.mo) == {}


def test_titles_carry_nothing_confidential_and_lines_are_folded(noticed: Noticed) -> None:
    address = make_address(user=noticed.company.cast.wen, at=NOW)
    content = Client().get(f"/calendar/{address}.ics").content
    assert b"X-WR-CALNAME:" in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    text = content.decode().replace("\r\n ", "")
    assert str(noticed.company.filing.cells.get(path="content.overview").value)[:8] not in text
    titles = [line for line in text.splitlines() if line.startswith("SUMMARY") and "公示N" not in line]
    assert titles and not any(project_of(noticed.notice) in line for line in titles)


def test_a_provisional_day_says_so(noticed: Noticed) -> None:
    Duty.objects.filter(case=noticed.company.filing.case).update(provisional=True)
    titles = [str(event["summary"]) for event in events(noticed.company.cast.wen).values()]
    assert any(title.endswith("（暂定）") for title in titles)


def test_a_stopped_case_is_in_nobodys_calendar(noticed: Noticed) -> None:
    company = noticed.company
    stop_for_secrecy(case=company.filing.case, by=company.cast.wen, ground="疑似涉密", at=company.later())
    assert events(company.cast.wen) == events(company.cast.zhou) == {}


def test_the_address_is_shown_once_replaced_taken_back_and_lies_as_a_digest(noticed: Noticed) -> None:
    client, user = enter(noticed.company.cast.wen), noticed.company.cast.wen
    place = "/accounts/me/calendar/"
    secrets = [re.findall(r"/calendar/([\w-]+)\.ics", client.post(place).content.decode()) for _twice in "12"]
    (first,), (second,) = secrets
    assert (address_holder(first), address_holder(second)) == (None, user)
    assert second not in client.get(place).content.decode()
    assert CalendarAddress.objects.get().digest not in (first, second)
    assert client.post(f"{place}revoke/").status_code == 302
    assert Client().get(f"/calendar/{second}.ics").status_code == 404
    kept = AccessEvent.objects.filter(user=user, detail="calendar feed").order_by("pk")
    assert list(kept.values_list("kind", flat=True)) == ["token_made", "token_made", "token_revoked"]


def test_the_address_goes_with_the_account_and_does_not_come_back_with_it(noticed: Noticed) -> None:
    cast = noticed.company.cast
    secret = make_address(user=cast.wen, at=NOW)
    for active in (False, True):
        set_active(user=cast.wen, active=active, by=cast.sun, reason="离职", at=NOW)
        assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_the_file_may_be_kept_a_while_and_is_not_sent_again_unchanged(noticed: Noticed) -> None:
    place = f"/calendar/{make_address(user=noticed.company.cast.wen, at=NOW)}.ics"
    answer = Client().get(place)
    assert answer["Cache-Control"] == "private, max-age=900"
    again = Client().get(place, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_tries_addresses_or_asks_too_often_is_told_to_wait(noticed: Noticed) -> None:
    missed = [Client().get("/calendar/nobodys.ics").status_code for _try in range(32)]
    assert missed == [404] * 31 + [429]
    cache.clear()
    place = f"/calendar/{make_address(user=noticed.company.cast.wen, at=NOW)}.ics"
    statuses = [Client().get(place).status_code for _try in range(61)]
    assert statuses.count(200) == 60 and statuses[-1] == 429
