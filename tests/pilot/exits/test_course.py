"""How far an exit has come is read from the case's events; the four kinds stand as the guide has them."""

from __future__ import annotations

import pytest

from tests.factories.exits import ALL_THREE, decided, done, opened, reviewed, view_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.exits.conditions import ANSWERED_BY, Needed, kinds_of_exit
from xianxing.pilot.exits.course import ExitStep, PlaceStatus, exit_now, exits_of, places_of_exit, stands_at
from xianxing.pilot.exits.models import ExitKind
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.queries import lacking_parts
from xianxing.pilot.exits.sources import SOURCES, figures_of
from xianxing.pilot.exits.work_report import work_report
from xianxing.pilot.notices.queries import exit_told, last_day_of_trial
from xianxing.pilot.refusal import Refused
from xianxing.procedure.loader import load_procedure

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.3")]
DONE, NOW, AHEAD = PlaceStatus.DONE, PlaceStatus.NOW, PlaceStatus.AHEAD


def statuses(office: Office) -> list[PlaceStatus]:
    return [one.status for one in places_of_exit(view_of(office))]


def test_a_project_that_runs_has_no_exit_and_five_steps_ahead(on_trial: Office) -> None:
    assert exit_now(view_of(on_trial)) is None
    assert statuses(on_trial) == [AHEAD] * 5
    with pytest.raises(Refused):
        done(on_trial, "decide_end", end_ground="no_value")


def test_the_five_steps_follow_one_another(on_trial: Office) -> None:
    opened(on_trial)
    assert statuses(on_trial) == [NOW, AHEAD, AHEAD, AHEAD, AHEAD]
    done(on_trial, "assess_exit_oneself", unit="lead")
    assert stands_at(view_of(on_trial), ExitStep.ASSESSMENT)
    done(on_trial, "finish_exit_assessment", eligibility="eligible")
    assert statuses(on_trial) == [DONE, DONE, NOW, AHEAD, AHEAD]
    found = exit_now(view_of(on_trial))
    assert found is not None
    assert (found.kind, found.over) == (None, False)


@pytest.mark.parametrize(("kind", "end"), [("end", "close_ended"), ("force", "close_forced")])
def test_an_exit_that_was_carried_out_is_over_and_its_steps_done(
    on_trial: Office, kind: str, end: str
) -> None:
    decided(on_trial, kind)
    done(on_trial, "carry_out_exit_plan", unit="lead")
    done(on_trial, end)
    found = exit_now(view_of(on_trial))
    assert found is not None
    assert (found.kind, found.over) == (ExitKind(kind), True)
    assert statuses(on_trial) == [DONE] * 5
    done(on_trial, "enter_exit_in_register")
    assert exit_told(on_trial.company.filing.case) is not None


def test_a_ground_for_forced_exit_undoes_what_was_decided(on_trial: Office) -> None:
    decided(on_trial, "end")
    done(
        on_trial, "find_force_ground", force_ground="danger_not_put_right", eligibility="eligible",
        reason="未整改",
    )  # fmt: skip
    found = exit_now(view_of(on_trial))
    assert found is not None
    assert found.kind is None
    assert stands_at(view_of(on_trial), ExitStep.REVIEW)


@pytest.mark.clause("5.3.3")
def test_an_extension_by_six_months_adds_six_and_a_second_is_refused(on_trial: Office) -> None:
    before = last_day_of_trial(on_trial.company.filing.case)
    decided(on_trial, "extend", months=6)
    assert lacking_parts(view_of(on_trial)) == []
    [duty] = Duty.objects.filter(case=on_trial.company.filing.case)
    assert duty.role == "group_head"
    done(on_trial, "resume_extended")
    after = last_day_of_trial(on_trial.company.filing.case)
    assert before is not None
    assert after is not None
    assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == 6
    assert exit_now(view_of(on_trial)) is None
    assert [one.kind for one in exits_of(view_of(on_trial))] == [ExitKind.EXTEND]
    reviewed(on_trial)
    with pytest.raises(Refused, match="此前没有延期过"):
        done(on_trial, "decide_extend", extension_conditions={**ALL_THREE}, extension_length=6)
    kinds = kinds_of_exit(view_of(on_trial).procedure, view_of(on_trial).state, (), "zh-hans")
    assert next(one for one in kinds if one.kind is ExitKind.EXTEND).extended


@pytest.mark.clause("5.3.2")
def test_the_ground_that_the_text_leaves_open_is_stated(on_trial: Office) -> None:
    reviewed(on_trial)
    with pytest.raises(Refused, match="须写明理由") as unstated:
        on_trial.enter("decide_end", on_trial.fang, answers={"end_ground": "other"})
    assert unstated.value.code == "reason"
    on_trial.enter("decide_end", on_trial.fang, answers={"end_ground": "other"}, reason="牵头单位已被合并。")
    assert stands_at(view_of(on_trial), ExitStep.CONSULTATION)


def test_the_four_kinds_have_their_conditions_and_the_figures_beside_them(on_trial: Office) -> None:
    view = view_of(on_trial)
    kinds = {one.kind: one for one in kinds_of_exit(view.procedure, view.state, figures_of(view), "zh-hans")}
    assert list(kinds) == list(ExitKind)
    assert [len(kinds[kind].conditions) for kind in ExitKind] == [5, 5, 3, 3]
    assert kinds[ExitKind.NORMALISE].needed is kinds[ExitKind.EXTEND].needed is Needed.ALL
    assert kinds[ExitKind.FORCE].needed is Needed.ANY
    assert [one.key for one in kinds[ExitKind.END].conditions if one.open] == ["other"]
    assert (kinds[ExitKind.EXTEND].most, kinds[ExitKind.EXTEND].extended) == (12, False)
    protection = next(one for one in kinds[ExitKind.NORMALISE].conditions if "投资者保护" in one.words)
    assert {one.source for one in protection.figures} == {"complaints"}


def test_what_practice_names_is_in_the_guide_and_has_a_source() -> None:
    procedure = load_procedure("shenzhen-2023")
    for means, held in practice().beside.items():
        fact = procedure.fact_meaning(means)
        assert fact is not None
        assert set(held) <= set(fact.items or map(str, fact.domain))
        assert {source for sources in held.values() for source in sources} <= set(SOURCES)
    assert set(practice().beside) == {means for means, _needed in ANSWERED_BY.values()}


@pytest.mark.clause("5.3.5")
def test_the_report_s_template_says_what_the_record_knows(on_trial: Office) -> None:
    decided(on_trial, "normalise")
    done(on_trial, "take_into_regular_system", unit="lead")
    done(on_trial, "close_normalised")
    text = work_report(view_of(on_trial))
    said = "\n".join(words for part in text.parts for words in part.paragraphs)
    assert "鹏海" in said
    assert "投诉：" in said
    assert "【】" in said
    assert "退出落实" in said
    assert "{" not in said + "".join(text.below)
