"""Figures from tallies and what was performed since are those that counting every case gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.figures import ALL, CountedPilot, noon
from tests.pilot.acts.staff import Office
from tests.pilot.cast import Cast
from tests.pilot.database import STAFF, a_case, act, attest
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.figures.kept import figure_numbers, keep_tallies
from xianxing.pilot.figures.model import FigureNumbers
from xianxing.pilot.figures.models import YearTally
from xianxing.pilot.figures.queries import pilot_figures
from xianxing.pilot.figures.record import FigurePeriod

pytestmark = pytest.mark.django_db
LATER = noon("2024-01-31")


@pytest.fixture
def pilot(counted: CountedPilot) -> CountedPilot:
    return counted


def told(figures: Mapping[str, Sequence[FigureNumbers]]) -> list[tuple[object, ...]]:
    return [
        (key, one.part, one.label, one.unit, one.length, one.owner, dict(one.tally.kinds), one.running)
        for key, held in figures.items()
        for one in held
    ]


def same(at: datetime, *batches: int) -> None:
    """Both ways say the same of every period."""
    of_batches = [FigurePeriod(year, batch) for year in (None, 2024) for batch in batches]
    for period in (ALL, FigurePeriod(2023), FigurePeriod(2024), *of_batches):
        quick, whole = figure_numbers(period, at=at), pilot_figures(period, at=at)
        assert told(quick.figures) == told(whole.figures), period
        assert (quick.record.place, quick.record.size) == (whole.record.place, len(whole.record.cases))


def test_without_a_tally_every_case_is_counted(pilot: CountedPilot) -> None:
    same(LATER, pilot.call.pk, pilot.call.pk + 1)


def test_what_was_performed_since_a_tally_is_counted_at_once(pilot: CountedPilot) -> None:
    keep_tallies(at=LATER, least=1)
    assert set(YearTally.objects.values_list("year", flat=True)) >= {0, 2024}
    same(LATER, pilot.call.pk)
    attest(pilot.draft)
    act(pilot.draft, "file", at=noon("2024-01-25"))
    same(LATER, pilot.call.pk)
    act(pilot.draft, "register_local", STAFF, at=noon("2024-01-26"))
    a_case(pilot.call, at=noon("2024-01-26"))
    same(LATER, pilot.call.pk)
    keep_tallies(at=LATER, least=1)
    same(LATER, pilot.call.pk)


def test_a_case_stopped_before_or_after_a_tally_is_in_no_number(pilot: CountedPilot, cast: Cast) -> None:
    stop_for_secrecy(case=pilot.closed, by=cast.wen, ground="发现疑似涉密内容", at=LATER)
    keep_tallies(at=LATER, least=1)
    same(LATER, pilot.call.pk)
    stop_for_secrecy(case=pilot.passed, by=cast.wen, ground="发现疑似涉密内容", at=LATER)
    same(LATER, pilot.call.pk)
    found = figure_numbers(ALL, at=LATER)
    assert [one.count for one in found.figures["applications"]] == [1]
    assert found.record.size == 2


def test_a_trial_with_its_items_and_indicators_is_counted_alike(on_trial: Office) -> None:
    at = on_trial.company.later()
    same(at)
    keep_tallies(at=at, least=1)
    same(at)
    assert [one.count for one in figure_numbers(ALL, at=at).figures["on_trial"]] == [1]


def test_a_tally_that_this_program_or_this_site_didnt_make_counts_for_nothing(pilot: CountedPilot) -> None:
    keep_tallies(at=LATER, least=1)
    kept = YearTally.objects.get(year=0)
    YearTally.objects.update(tallies=kept.tallies.replace("1", "7"))
    same(LATER, pilot.call.pk)
    YearTally.objects.update(code="another", tallies=kept.tallies)
    same(LATER, pilot.call.pk)


def test_no_case_adds_a_query_and_few_acts_are_no_reason_for_another_tally(
    pilot: CountedPilot, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert keep_tallies(at=LATER) == 0
    keep_tallies(at=LATER, least=1)
    assert keep_tallies(at=LATER, least=1) == 0
    with django_assert_num_queries(17):
        figure_numbers(ALL, at=LATER)
    for hour in range(4):
        case = a_case(pilot.call, at=noon("2024-01-25") + timedelta(hours=hour))
        attest(case)
        act(case, "file")
    with django_assert_num_queries(20):
        figure_numbers(ALL, at=LATER)
