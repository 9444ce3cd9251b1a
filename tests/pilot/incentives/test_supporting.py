"""Support is recommended under a confirmed policy whose conditions hold, applied for, answered by paper."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories.exits import decided
from tests.factories.incentives import answered, in_pool, recommended, with_policy
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.incentives.domain.supporting import PersonJudgement
from xianxing.pilot.incentives.matching import ConditionVerdict, PolicyMatch, matches_of
from xianxing.pilot.incentives.models import SupportStep
from xianxing.pilot.incentives.policies import policy_book
from xianxing.pilot.incentives.support import all_support, standing, steps_of
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("6.1")]


@pytest.fixture
def office(on_trial: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("XIANXING_HOME", str(tmp_path / "home"))
    with_policy(tmp_path / "home")
    return on_trial


def match(office: Office, policy: str, unit: str = "lead", *, on: date | None = None) -> PolicyMatch:
    view = case_to_read(office.company.filing.pk, office.wen, at=office.company.later())
    found = matches_of(view, on or day_of(office.company.at))
    return next(one for one in found if (one.policy.id, one.unit_key) == (policy, unit))


def verdicts(found: PolicyMatch) -> dict[str, ConditionVerdict]:
    return {one.condition.id: one.verdict for one in found.findings}


def registered(office: Office, place: str) -> None:
    institution = office.company.lead.institution
    assert institution
    Institution.objects.filter(pk=institution.pk).update(registered_in=place)


def refused(code: str, office: Office, **said: Any) -> None:
    with pytest.raises(Refused) as problem:
        recommended(office, **said)
    assert problem.value.code == code


def test_support_is_recommended_applied_for_and_granted_with_its_papers(office: Office) -> None:
    row = recommended(office)
    assert row.policy_since == date(2024, 1, 1)
    assert row.policy_digest == policy_book().policies["fictional_grant"].versions[1].digest
    assert [(one["condition"], one["verdict"]) for one in row.findings] == [
        ("running", "holds"), ("subsidiary", "person"),
    ]  # fmt: skip
    assert row.findings[1]["judged"] == "营业执照载明，见附件"
    answered(office, "applied")
    granted = answered(office, "granted")
    assert granted.evidence and granted.document == "虚构函〔2024〕1号"
    view = case_to_read(row.case_id, office.wen, at=office.company.later())
    assert standing(steps_of(view), "fictional_grant", "lead") == "granted"
    refused("stage", office)
    assert list(all_support()) == list(reversed(steps_of(view)))
    assert list(case_faults()) == []


def test_data_decide_what_they_can_and_leave_the_rest_to_a_person(office: Office) -> None:
    registered(office, "深圳市福田区")
    subsidiary = match(office, "it_subsidiary")
    assert verdicts(subsidiary) == {
        "kind": ConditionVerdict.HOLDS, "place": ConditionVerdict.HOLDS, "founded": ConditionVerdict.PERSON,
    }  # fmt: skip
    assert subsidiary.findings[0].row.startswith("institution ") and subsidiary.findings[1].said
    today = day_of(office.company.at)
    project = match(office, "fintech_project", on=today)
    assert verdicts(project)["months"] is ConditionVerdict.FAILS and project.fails
    later = match(office, "fintech_project", on=today + timedelta(days=93))
    assert verdicts(later)["months"] is ConditionVerdict.HOLDS and not later.fails


def test_a_place_that_the_guides_test_can_not_tell_is_left_to_a_person(office: Office) -> None:
    for place, verdict in (
        ("上海市", ConditionVerdict.FAILS),
        ("南山区", ConditionVerdict.UNKNOWN),
        ("", ConditionVerdict.UNKNOWN),
    ):
        registered(office, place)
        assert verdicts(match(office, "it_subsidiary"))["place"] is verdict


def test_a_forced_exit_speaks_against_support_and_the_event_says_so(office: Office) -> None:
    decided(office, "force")
    finding = next(one for one in match(office, "fintech_project").findings if one.condition.id == "no_force")
    assert finding.verdict is ConditionVerdict.FAILS and finding.row.startswith("event ")


def test_participants_count_while_they_stand_in_the_pool(office: Office) -> None:
    assert verdicts(match(office, "participants", ""))["pool"] is ConditionVerdict.FAILS
    in_pool(office, office.company.cast.zhou)
    assert verdicts(match(office, "participants", ""))["pool"] is ConditionVerdict.HOLDS


def test_nobody_is_recommended_under_a_text_that_was_not_confirmed(office: Office) -> None:
    judged = {"founded": PersonJudgement(True, "已设立")}
    refused("unconfirmed", office, policy="it_subsidiary", judged=judged)
    assert not SupportStep.objects.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("policy", {"policy": "nothing"}),
        ("policy", {"unit": "joint"}),
        ("policy", {"unit": ""}),
        ("condition", {"judged": {}}),
        ("condition", {"judged": {"subsidiary": PersonJudgement(False, "没有")}}),
        ("condition", {"judged": {"subsidiary": PersonJudgement(True, " ")}}),
        ("words", {"words": ""}),
    ],
)
def test_a_recommendation_without_its_grounds_is_refused(
    office: Office, code: str, said: dict[str, Any]
) -> None:
    refused(code, office, **said)
    assert not SupportStep.objects.exists()


def test_only_the_secretariat_recommends_and_outsiders_know_nothing(office: Office) -> None:
    refused("role", office, by=office.fang)
    refused("role", office, by=office.company.he)
    for outsider in (office.xu, office.bai, office.company.cast.mo):
        with pytest.raises(Stranger):
            recommended(office, by=outsider)


def test_an_answer_follows_an_application_and_names_its_paper(office: Office) -> None:
    with pytest.raises(Refused) as early:
        answered(office, "applied")
    assert early.value.code == "stage"
    recommended(office)
    today = day_of(office.company.at)
    for code, stage, said in (
        ("stage", "granted", {}),
        ("happened_on", "applied", {"happened_on": today - timedelta(days=1)}),
        ("happened_on", "applied", {"happened_on": today + timedelta(days=1)}),
        ("words", "applied", {"words": ""}),
        ("organ", "applied", {"organ": ""}),
        ("evidence", "applied", {"evidence": ()}),
    ):
        with pytest.raises(Refused) as problem:
            answered(office, stage, **said)
        assert problem.value.code == code
    answered(office, "applied", document="")
    with pytest.raises(Refused) as bare:
        answered(office, "refused", document="")
    assert bare.value.code == "document"
    answered(office, "refused")
    assert recommended(office).number == 4


def test_another_unit_neither_reads_nor_enters_an_institutions_support(office: Office) -> None:
    recommended(office)
    shi = case_to_read(office.company.filing.pk, office.company.shi, at=office.company.later())
    assert steps_of(shi) == []
    with pytest.raises(Refused):
        answered(office, "applied", by=office.company.shi)


def test_a_step_can_not_be_rewritten(office: Office) -> None:
    recommended(office)
    for change in ({"stage": "granted"}, {"unit": "joint"}, {"words": "别的"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SupportStep.objects.update(**change)
