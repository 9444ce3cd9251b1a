"""Disagreement stands first, and what one opinion changes is said without a rank or a name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pilot.experts.panel import Panel
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.experts.models import Opinion
from xianxing.pilot.experts.practice import Criterion, practice_of
from xianxing.pilot.experts.rounds import last_stay
from xianxing.pilot.experts.summary import others_of, spread_of, summary_of
from xianxing.workdays.clocks import day_of

CRITERION = Criterion("one", (("zh", "维度"), ("en", "Criterion")), (), (), ())


def test_the_spread_and_what_changes_without_one() -> None:
    spread = spread_of(CRITERION, [(5, "好"), (1, "差"), (2, "一般")])
    assert (spread.spread, spread.middle) == (4, Fraction(2))
    assert spread.scores == ((1, "差"), (2, "一般"), (5, "好"))
    assert dict(spread.without) == {1: Fraction(7, 2), 2: Fraction(3), 5: Fraction(3, 2)}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=7), st.randoms())
def test_the_order_of_the_experts_changes_nothing(scores: list[int], random: object) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = spread_of(CRITERION, [(score, "") for score in scores])
    assert one == spread_of(CRITERION, [(score, "") for score in shuffled])
    assert 0 <= one.spread <= 4
    assert min(scores) <= one.middle <= max(scores)


@pytest.mark.django_db
def test_nothing_is_summed_up_before_the_round_is_over(panel: Panel) -> None:
    experts = (panel.xu, panel.qin, panel.yan)
    company = panel.office.company
    practice = practice_of(guide_of(company.filing.case.call), day_of(company.at))
    panel.invite(*experts)
    panel.sign(*experts)
    for score, expert in zip((1, 5), experts[:2], strict=True):
        panel.give(expert, score)
        assert summary_of(company.filing.case, practice).opinions == ()
    panel.give(panel.yan, 4)
    summary = summary_of(company.filing.case, practice)
    assert [one.proved for one in summary.opinions] == [True, True, True]
    assert [one.spread for one in summary.spreads] == [4]


def test_a_round_begins_with_the_last_stay() -> None:
    rows = [(1, "a"), (2, "b"), (3, "b"), (4, "c"), (5, "b"), (6, "b"), (7, "c")]
    assert last_stay(rows, frozenset({"b"})) == 5
    assert last_stay(rows[:3], frozenset({"b"})) == 2
    assert last_stay(rows, frozenset({"d"})) == 0


@pytest.mark.django_db
def test_others_are_read_only_where_the_batch_is_not_blind_and_after_the_reveal(panel: Panel) -> None:
    experts = (panel.xu, panel.qin, panel.yan)
    company = panel.office.company
    blind = practice_of(guide_of(company.filing.case.call), day_of(company.at))
    seeing = replace(blind, blind=False)
    panel.invite(*experts)
    panel.sign(*experts)
    panel.give(panel.xu)
    own = Opinion.objects.get()
    assert others_of(own, seeing) == ()
    panel.give(panel.qin, words="甲")
    panel.give(panel.yan, words="乙")
    assert {one.words for one in others_of(own, seeing)} == {"甲", "乙"}
    assert others_of(own, blind) == ()
