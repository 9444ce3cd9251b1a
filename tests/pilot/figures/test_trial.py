"""Items, exits and extensions of a project on trial; corrections and opinions: counted as by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.exits import VIEW
from tests.factories.figures import figure
from tests.factories.monitoring import agreed, at_noon, reported
from tests.pilot.acts.staff import Office
from tests.pilot.experts.panel import a_panel
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain import tick
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.filings.models import Body
from xianxing.procedure.events import JSON

pytestmark = pytest.mark.django_db
INSTITUTION = Actor("chen", frozenset({"pilot_institution"}), "lead")
GROUP = frozenset({"secretariat", "group_head", "technology_bureau", "business_department"})
HEAD, DEPUTY = Actor("fang", GROUP), Actor("tang", GROUP)


def done(office: Office, step: str, actor: Actor, **payload: JSON) -> str:
    """Take a step of the case at the next minute; gives the number of its event."""
    case = office.company.filing.case
    case.refresh_from_db()
    given: dict[str, JSON] = {
        "reason": "理由见附件",
        "eligibility": "eligible",
        "evidence": "材料",
        **payload,
    }
    perform(case=case, step=step, actor=actor, payload=given, at=office.company.later(), second=DEPUTY)
    case.refresh_from_db()
    return str(case.sequence)


def days_on(office: Office, days: int) -> None:
    office.company.at += timedelta(days=days)
    tick(at=office.company.at)


def test_two_incidents_at_once_are_two_items_and_one_closed_has_a_time(on_trial: Office) -> None:
    first = done(on_trial, "find_incident", INSTITUTION)
    done(on_trial, "find_incident", INSTITUTION)
    done(on_trial, "report_incident_process", INSTITUTION, item=first)
    days_on(on_trial, 2)
    done(on_trial, "report_incident_result", INSTITUTION, item=first)
    at = on_trial.company.later()
    assert figure("items", "incident", at=at).count == 2
    times = figure("item_times", "incident", at=at)
    assert (times.amounts, len(times.open)) == ([2], 1)
    assert times.rows[0].reference == first


def test_a_rectification_past_its_limit_is_counted_also_once_it_is_closed(on_trial: Office) -> None:
    late = done(on_trial, "order_rectification", HEAD)
    days_on(on_trial, 60)
    done(on_trial, "confirm_rectified", HEAD, item=late)
    done(on_trial, "order_rectification", HEAD)
    overdue = figure("items_overdue", "rectification", at=on_trial.company.later())
    assert (overdue.count, overdue.whole) == (1, 2)
    assert [row.reference for row in overdue.rows if row.counted] == [late]


def test_an_extension_is_an_exit_carried_out_and_adds_its_months(on_trial: Office) -> None:
    done(on_trial, "open_exit_by_group", HEAD)
    assert figure("exits_under_way", at=on_trial.company.later()).count == 1
    done(on_trial, "assess_exit_without_institution", HEAD)
    done(on_trial, "finish_exit_assessment", HEAD)
    conditions: JSON = {"目标未全部完成": True, "未发生重大风险隐患": True, "存在较大试点价值": True}
    done(on_trial, "decide_extend", HEAD, extension_conditions=conditions, extension_length=6)
    done(on_trial, "give_technology_view", HEAD, particulars=VIEW)
    done(on_trial, "conclude_exit_consultation", HEAD, exit_technology="always")
    done(on_trial, "resume_extended", HEAD)
    at = on_trial.company.later()
    assert figure("extension_months", at=at).amounts == [6]
    assert (figure("exits", "extend", at=at).count, figure("exits", "force", at=at).count) == (1, 0)
    assert figure("exits_under_way", at=at).count == 0
    assert figure("on_trial", at=at).count == 1
    assert [len(figure("state_times", state, at=at).amounts) for state in ("running", "exit_review")] == [
        1,
        1,
    ]


def test_a_red_value_counts_its_project_and_one_without_a_plan_is_told(on_trial: Office) -> None:
    assert figure("indicators", "unplanned", at=on_trial.company.later()).count == 1
    agreed(on_trial)
    start = on_trial.company.at
    at_noon(on_trial, f"{start.year}-{start.month + 2:02d}-05")
    reported(on_trial, ("outages", f"{start.year}-{start.month + 1:02d}", "5"))
    at = on_trial.company.later()
    assert [figure("indicators", part, at=at).count for part in ("red", "amber", "unplanned")] == [1, 0, 0]
    assert figure("indicators", "red", at=at).whole == 1


def test_items_of_a_correction_notice_count_by_clause_and_by_rule(on_trial: Office) -> None:
    company, body = on_trial.company, Body.objects.filter(filing=on_trial.company.filing).latest("pk")
    for number, (rule, clause) in enumerate(
        (("cell-length", "4.3.4"), ("cell-length", "4.3.4"), ("", "4.1.2"))
    ):
        CorrectionItem.objects.create(
            case=company.filing.case, body=body, round=1, number=number, rule=rule, clause=clause,
            words="请补正", remedy="请补正", asked_by=on_trial.wen, asked_at=company.at,
        )  # fmt: skip
    at = company.later()
    assert figure("corrections_by_clause", "4.3.4", at=at).count == 2
    assert figure("corrections_by_clause", "4.1.2", at=at).label == "四(一)2"
    assert figure("corrections_by_rule", "cell-length", at=at).count == 2
    assert figure("corrections_by_rule", "own-words", at=at).label == "承办人自行写明"


def test_the_spread_of_a_round_is_from_its_lowest_to_its_highest_score(company_filed: Company) -> None:
    panel = a_panel(company_filed)
    panel.invite(panel.xu, panel.qin, panel.yan)
    panel.sign(panel.xu, panel.qin, panel.yan)
    panel.give(panel.xu, 2)
    panel.give(panel.qin, 5)
    sealed = figure("score_spread", "technical_risk", at=company_filed.later())
    assert sealed.whole == 0, "what is sealed isn't counted"
    panel.give(panel.yan, 4)
    spread = figure("score_spread", "technical_risk", at=company_filed.later())
    assert [(row.case, row.amount) for row in spread.rows] == [(company_filed.filing.pk, 3)]
    assert spread.label == "技术风险及防范"
