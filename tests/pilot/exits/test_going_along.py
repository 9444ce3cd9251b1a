"""What the steps of an exit ask for, what they tell, and that what was done isn't offered again."""

from __future__ import annotations

import pytest

from tests.factories.exits import VIEW, decided, done, opened, reviewed, view_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.obstacles import obstacles
from xianxing.pilot.acts.offers import offers
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.3")]


def offered(office: Office, person: User) -> set[str]:
    return {one.step.id for one in offers(view_of(office, person))}


def told(person: User) -> list[tuple[str, str, list[str]]]:
    """The latest messages of a person: kind, step and what is asked."""
    rows = Message.objects.filter(recipient=person).order_by("-pk")[:3]
    return [(row.kind, row.params.get("step", ""), row.params.get("ahead", [])) for row in rows]


def test_the_outcome_is_entered_in_the_register_once(on_trial: Office) -> None:
    decided(on_trial, "end")
    done(on_trial, "carry_out_exit_plan", unit="lead")
    done(on_trial, "close_ended")
    assert told(on_trial.wen)[0] == ("done", "close_ended", [])
    assert "enter_exit_in_register" in offered(on_trial, on_trial.wen)
    on_trial.do("enter_exit_in_register", on_trial.wen)
    assert "enter_exit_in_register" not in offered(on_trial, on_trial.wen)
    view = view_of(on_trial)
    assert obstacles(view, view.procedure.steps["enter_exit_in_register"]).done
    with pytest.raises(Refused, match="已记入公开名录") as again:
        on_trial.do("enter_exit_in_register", on_trial.wen)
    assert again.value.code == "done"


@pytest.mark.clause("5.3.5")
def test_the_report_on_the_pilot_is_handed_in_as_a_file(on_trial: Office) -> None:
    decided(on_trial, "normalise")
    done(on_trial, "take_into_regular_system", unit="lead")
    done(on_trial, "close_normalised")
    with pytest.raises(Refused, match="请附上试点工作报告") as bare:
        on_trial.do("file_work_report", on_trial.company.he)
    assert bare.value.code == "evidence"
    on_trial.do("file_work_report", on_trial.company.he, evidence=True)
    assert on_trial.state == "normalised"
    on_trial.do("enter_exit_in_register", on_trial.wen)
    assert "enter_exit_in_register" not in offered(on_trial, on_trial.wen)


def test_a_view_that_was_given_is_not_asked_for_again_and_the_head_is_told_to_conclude(
    on_trial: Office,
) -> None:
    reviewed(on_trial)
    done(on_trial, "decide_end", end_ground="no_value")
    assert told(on_trial.wen)[0] == ("done", "decide_end", [])
    assert "give_technology_view" in offered(on_trial, on_trial.bai)
    with pytest.raises(Refused) as wordless:
        on_trial.do("give_technology_view", on_trial.bai)
    assert wordless.value.code == "particular"
    on_trial.do("give_technology_view", on_trial.bai, answers=VIEW)
    assert "give_technology_view" not in offered(on_trial, on_trial.bai)
    assert told(on_trial.fang)[0] == ("turn", "give_technology_view", ["conclude_exit_consultation"])
    [duty] = on_trial.company.filing.case.duties.all()
    assert duty.role == "group_head"


def test_business_departments_are_named_when_they_are_asked(on_trial: Office) -> None:
    reviewed(on_trial)
    done(on_trial, "decide_end", end_ground="no_value")
    with pytest.raises(Refused, match="至少填写一个") as nobody:
        on_trial.do("invite_business_departments", on_trial.wen)
    assert nobody.value.code == "members"
    on_trial.do("invite_business_departments", on_trial.wen, members={"business_departments": ["机构部"]})


def test_the_head_is_told_once_every_institution_has_proved_its_part(on_trial: Office) -> None:
    decided(on_trial, "end")
    Message.objects.all().delete()
    on_trial.do("carry_out_exit_plan", on_trial.company.he)
    assert told(on_trial.fang) == [("turn", "carry_out_exit_plan", ["close_ended"])]
    assert told(on_trial.wen) == [("done", "carry_out_exit_plan", [])]


def test_a_rectification_is_told_with_its_last_day(on_trial: Office) -> None:
    on_trial.do("order_rectification", on_trial.fang, reason="限期整改")
    [row] = Message.objects.filter(recipient=on_trial.company.he, params__step="order_rectification")
    assert row.kind == "done"
    assert row.params["due"] > on_trial.company.at.date().isoformat()


def test_an_exit_that_was_opened_asks_its_institution_and_a_trial_that_began_asked_nobody(
    on_trial: Office,
) -> None:
    turns = Message.objects.filter(recipient=on_trial.company.he, kind="turn")
    assert not turns.filter(params__state="running").exists()
    opened(on_trial)
    assert "open_exit_by_institution" not in offered(on_trial, on_trial.company.he)
