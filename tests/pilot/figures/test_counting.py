"""Figures of cases made by hand equal what a person counts; nothing of a stopped case is in any of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.figures import CountedPilot, figure, noon
from tests.pilot.acts.staff import Office
from tests.pilot.cast import Cast
from tests.pilot.database import a_case, act, attest
from xianxing.pilot.cases.domain.secrecy import stop_for_secrecy
from xianxing.pilot.figures.definitions import FigureShape, figure_book
from xianxing.pilot.figures.queries import COUNTED, figure_of, pilot_figures
from xianxing.pilot.figures.record import FigurePeriod, read_record
from xianxing.pilot.figures.regimes import regime_values

pytestmark = pytest.mark.django_db
LATER = noon("2024-01-31")


@pytest.fixture
def pilot(counted: CountedPilot) -> CountedPilot:
    return counted


def test_applications_and_drafts_are_counted_once_each(pilot: CountedPilot) -> None:
    filed, drafts = figure("applications", at=LATER), figure("drafts", at=LATER)
    assert {row.case for row in filed.rows} == {pilot.passed.pk, pilot.closed.pk, pilot.correcting.pk}
    assert [row.case for row in drafts.rows] == [pilot.draft.pk]


def test_a_stage_counts_those_on_which_it_came_to_a_result(pilot: CountedPilot) -> None:
    check = figure("admission", "formality", at=LATER)
    assert (check.count, check.whole) == (1, 2)
    assert [row.case for row in check.rows if row.counted] == [pilot.passed.pk]
    assert figure("admission", "selection", at=LATER).whole == 0
    corrected = figure("corrected", at=LATER)
    assert (corrected.count, corrected.whole) == (1, 3)


def test_times_are_counted_in_working_days_against_the_limit_of_their_clock(pilot: CountedPilot) -> None:
    waits = figure("state_times", "filed", at=LATER)
    assert waits.amounts == [1, 2, 4]
    assert waits.middle == 2
    assert waits.longest == 4
    assert waits.quartiles is None
    assert (waits.over, waits.limited, waits.length) == (1, 3, 3)
    check = figure("state_times", "formality_check", at=LATER)
    assert check.amounts == [3, 4, 4]
    correcting = figure("state_times", "correcting", at=LATER)
    assert (correcting.amounts, len(correcting.open)) == ([], 1)


def test_a_case_that_ended_is_counted_under_its_final_state(pilot: CountedPilot) -> None:
    pilot.closed.refresh_from_db()
    found = pilot_figures(FigurePeriod(), at=LATER).figures["final_states"]
    assert {one.part: one.count for one in found if one.count} == {pilot.closed.state: 1}


def test_a_year_counts_only_what_happened_in_it(pilot: CountedPilot) -> None:
    assert figure("applications", at=LATER, period=FigurePeriod(2023)).count == 0
    assert figure("applications", at=LATER, period=FigurePeriod(2024)).count == 3
    assert figure("state_times", "filed", at=LATER, period=FigurePeriod(2023)).whole == 0


def test_a_batch_counts_only_its_own(pilot: CountedPilot) -> None:
    assert figure("applications", at=LATER, period=FigurePeriod(None, pilot.call.pk)).count == 3
    assert figure("applications", at=LATER, period=FigurePeriod(None, pilot.call.pk + 1)).count == 0


def test_nothing_of_a_case_stopped_for_secrecy_is_counted(pilot: CountedPilot, cast: Cast) -> None:
    stop_for_secrecy(case=pilot.passed, by=cast.wen, ground="发现疑似涉密内容", at=LATER)
    found = pilot_figures(FigurePeriod(), at=LATER)
    named = {
        row.case for figures in found.figures.values() for one in figures for row in (*one.rows, *one.open)
    }
    assert pilot.passed.pk not in named
    assert figure("applications", at=LATER).count == 2


def test_stays_of_a_case_follow_one_another_and_add_up_to_its_time(pilot: CountedPilot) -> None:
    for one in read_record(FigurePeriod(), at=LATER).cases:
        ends = [stay.until for stay in one.stays]
        assert one.stays[0].since == one.opened_at
        assert [stay.since for stay in one.stays[1:]] == ends[:-1]
        assert ends[-1] is None
        spent = sum(((stay.until or LATER) - stay.since for stay in one.stays), timedelta())
        assert spent == LATER - one.opened_at


@pytest.mark.parametrize("more", (0, 4))
def test_no_case_adds_a_query(
    pilot: CountedPilot, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hour in range(more):
        case = a_case(pilot.call, at=noon("2024-01-25") + timedelta(hours=hour))
        attest(case)
        act(case, "file")
    pilot_figures(FigurePeriod(), at=LATER)
    with django_assert_num_queries(17):
        pilot_figures(FigurePeriod(), at=LATER + timedelta(days=1))


def test_a_rate_never_counts_more_than_its_whole_and_times_no_more_than_their_sample(
    on_trial: Office,
) -> None:
    found = pilot_figures(FigurePeriod(), at=on_trial.company.later())
    for figures in found.figures.values():
        for one in figures:
            assert one.count <= one.whole == len(one.rows)
            assert one.over <= one.limited <= one.whole
            if one.definition.shape is not FigureShape.RATE:
                assert one.count == one.whole


def test_the_limit_of_a_stay_that_goes_on_is_the_day_by_which_somebody_must_act(on_trial: Office) -> None:
    case = on_trial.company.filing.case
    (one,) = read_record(FigurePeriod(), at=on_trial.company.later()).cases
    assert one.stays[-1].limit == case.duties.get().due
    assert figure("on_trial", at=on_trial.company.later()).count == 1


def test_every_definition_is_counted_and_every_regime_stands_beside_one(pilot: CountedPilot) -> None:
    book = figure_book()
    assert set(COUNTED) == set(book.definitions)
    assert {value.figure for value in regime_values()} <= set(book.definitions)
    assert figure_of(FigurePeriod(), "no-such-figure", "", at=LATER) is None
    assert figure_of(FigurePeriod(), "applications", "no-such-part", at=LATER) is None


def test_a_small_whole_gives_no_share(pilot: CountedPilot) -> None:
    assert figure("admission", "formality", at=LATER).share is None
