"""The limits of complaints: never before the beginning, by the calendar, dated, each with its source."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.notices import Noticed
from xianxing.i18n import language
from xianxing.pilot.complaints.limits import last_day, limit, limits_in_force, sign_rules
from xianxing.pilot.complaints.mediation import mediation_of
from xianxing.pilot.complaints.models import ComplaintActKind
from xianxing.pilot.complaints.routes import route_named, routes_on
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.days import UnknownYearError

DAYS = st.dates(date(2015, 1, 1), date(2099, 1, 1))
KEYS = ("accept", "transfer", "answer", "review", "close", "extension")
CALENDAR = Calendar.load()


@given(DAYS, st.sampled_from(KEYS))
def test_a_limit_ends_after_its_beginning_and_a_later_beginning_never_ends_earlier(
    day: date, key: str
) -> None:
    found = limit(key, None, day)
    first, second = found.last_day(day, CALENDAR), found.last_day(day + timedelta(days=1), CALENDAR)
    assert day < first <= second
    if not found.workdays:
        assert first == day + timedelta(days=found.value)


@given(DAYS)
def test_working_days_are_counted_by_the_calendar_where_it_knows_the_year(day: date) -> None:
    found = limit("review", None, day)
    last = found.last_day(day, CALENDAR)
    try:
        counted = CALENDAR.between(day, last).count
    except UnknownYearError:
        assert last == day + timedelta(days=7)
        return
    assert counted == found.value and CALENDAR.is_workday(last)


def test_the_holidays_of_spring_count_for_nothing() -> None:
    # 9 February 2024 is worked, 10 to 17 are off, Sunday the 18th is worked (clause 5.2.3).
    assert last_day("review", None, date(2024, 2, 8)) == date(2024, 2, 21)
    assert last_day("accept", None, date(2024, 2, 8)) == date(2024, 2, 23)


@given(st.lists(st.sampled_from(ComplaintActKind.values), max_size=12))
def test_a_mediation_begins_only_when_both_sides_agreed_after_the_last_offer(kinds: list[str]) -> None:
    found = mediation_of(kinds)
    if found.begun:
        since = kinds[len(kinds) - 1 - kinds[::-1].index("offer_mediation") :]
        assert "complainant_agrees" in since and "institution_agrees" in since
        assert not {"mediation_settled", "mediation_failed"} & set(since)
    if "offer_mediation" not in kinds:
        assert not found.open


@pytest.mark.django_db
def test_a_guides_own_number_goes_first_and_names_where_it_was_read(in_trial: Noticed) -> None:
    case = in_trial.company.filing.case
    assert limit("close", case, date(2024, 3, 1)).value == 60
    with language("en"):
        assert "petition" in limit("close", case, date(2024, 3, 1)).source


def test_every_limit_hint_and_sign_names_its_source_in_both_languages() -> None:
    for code in ("zh-hans", "en"):
        with language(code):
            assert all(one.source and one.label for one in limits_in_force(None, date(2024, 1, 1)))
            assert all(one.source and one.when for one in routes_on(date(2024, 6, 1)))
            assert {rule.key for rule in sign_rules()} == {"overdue", "repeated", "open"}
    assert route_named("moon") is None and route_named("hotline_12386") is not None
    assert len(routes_on(date(2018, 1, 2))) < len(routes_on(date(2024, 6, 1)))
