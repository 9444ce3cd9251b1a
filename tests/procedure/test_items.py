"""Items: several of a kind open at once, each with its own number and clock, beside the case's state."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.procedure.support import BROKER, HEAD, STAFF, TECH, Case, copy, earlier, pilot, refused, state
from xianxing.law.errors import GuideError
from xianxing.procedure import current, digest_of, let_time_pass, load_procedure, replay
from xianxing.procedure.ticking import limit_of


def stages(case: Case) -> dict[str, str]:
    """The open items of a case by number, with the stage of each."""
    return {name: item.stage for name, item in current(case.store, "c").items.items()}


@pytest.mark.clause("5.2.4")
def test_two_incidents_run_at_once_and_one_is_closed() -> None:
    case = Case().run()
    first = str(case.do("find_incident", BROKER).state.sequence)
    second = str(case.do("find_incident", BROKER).state.sequence)
    assert stages(case) == {first: "handling", second: "handling"}
    case.do("report_incident_process", BROKER, item=second)
    refused(case, "report_incident_result", BROKER, code="item", item=first)
    case.do("report_incident_result", BROKER, item=second)
    assert stages(case) == {first: "handling"}
    assert case.state.facts["incidents"] == "some"
    case.do("report_incident_process", BROKER, item=first)
    case.do("report_incident_result", BROKER, item=first)
    assert (stages(case), case.state.facts["incidents"], state(case)) == ({}, "none", "running")


@pytest.mark.parametrize("item", ["", "0", "甲"])
def test_a_step_names_an_item_that_is_open(item: str) -> None:
    case = Case().run()
    number = str(case.do("find_incident", BROKER).state.sequence)
    said = refused(case, "report_incident_process", BROKER, code="item", item=item).sentence
    assert "异常情形" in said and number in said
    refused(case, "confirm_rectified", STAFF, code="guard", item=number)


@pytest.mark.clause("5.2.2")
def test_each_rectification_has_a_limit_of_its_own() -> None:
    case = Case().run()
    first = str(case.do("order_rectification", HEAD).state.sequence)
    case.day += timedelta(days=14)
    second = str(case.do("order_rectification", HEAD, until={"rectification": "2024-12-31"}).state.sequence)
    calendar, items = case.store.calendar("c"), case.state.items
    ends = {
        name: limit_of(pilot(), "rectification", item.clocks["rectification"], calendar).day
        for name, item in items.items()
    }
    assert ends[first] < ends[second] == date(2024, 12, 31)
    let_time_pass(case.store, "c", ends[first] + timedelta(days=1))
    case.day = ends[first] + timedelta(days=1)
    assert stages(case) == {first: "overdue", second: "ordered"}
    assert let_time_pass(case.store, "c", case.day).events == ()
    case.do("confirm_rectified", STAFF, item=first)
    assert stages(case) == {second: "ordered"}
    assert stages_on(case, ends[first]) == {first: "ordered", second: "ordered"}


def stages_on(case: Case, day: date) -> dict[str, str]:
    """The open items as they stood at the end of a day."""
    return {name: item.stage for name, item in replay(case.store, "c", day).items.items()}


def test_two_changes_of_units_wait_and_each_is_settled() -> None:
    case = Case().run()
    first = str(case.do("unit_leaves_in_trial", BROKER).state.sequence)
    second = str(case.do("licence_lost_in_trial", STAFF).state.sequence)
    case.do("settle_trial_change", HEAD, item=first, members={"units": ["broker"]})
    assert stages(case) == {second: "reported"}
    assert case.state.members["units"] == {"broker"}


def test_what_is_open_at_the_end_can_still_be_closed() -> None:
    case = Case().run()
    number = str(case.do("find_incident", BROKER).state.sequence)
    case.leave("decide_end")
    case.do("carry_out_exit_plan", BROKER)
    case.do("close_ended", HEAD)
    case.do("report_incident_process", BROKER, item=number)
    case.do("report_incident_result", BROKER, item=number)
    assert (stages(case), state(case)) == ({}, "ended")
    refused(case, "find_incident", BROKER, code="not_from_here")


def test_an_item_knows_the_unit_that_opened_it_and_its_first_day() -> None:
    case = Case().run()
    number = str(case.do("find_incident", BROKER).state.sequence)
    item = case.state.items[number]
    assert (item.unit, item.opened, item.kind) == ("broker", case.day, "incident")
    refused(case, "find_incident", TECH, code="not_permitted")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('item_to = "handling"', 'item_to = "result_reported"', "step.find_incident.item_to"),
        ('item_to = "handling"', 'item_to = "nowhere"', "step.find_incident.item_to"),
        ('item_from = ["handling"]', 'item_from = ["ordered"]', "step.report_incident_process.item_from"),
        ('item = "incident"', 'item = "accident"', "step.find_incident.item"),
        ('fact = "incidents"\n[item', 'fact = "suspension"\n[item', "item.incident.fact"),
        ('starts = ["rectification"]', 'starts = ["regular_report"]', "step.order_rectification.starts"),
        (', added = "extension_length"', "", "clock.trial_term.added"),
        ('given = "granted_months"', 'given = "condition"', "clock.trial_term.given"),
    ],
)
def test_what_leads_nowhere_about_items_is_refused_by_its_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    with pytest.raises(GuideError) as caught:
        load_procedure(copy(tmp_path, old, new))
    assert caught.value.key == key


def test_the_version_before_keeps_its_digest_and_is_still_run() -> None:
    assert digest_of(earlier()) == ("sha256:a94cb35afd70d9ec4f9effe9b722013cc8650b85902696f133f3f64419943dc2")
    case = Case(earlier()).run()
    case.do("find_incident", BROKER)
    refused(case, "find_incident", BROKER, code="guard")
    case.do("report_incident_process", BROKER)
    case.do("report_incident_result", BROKER)
    assert case.state.facts["incident"] == "none"
