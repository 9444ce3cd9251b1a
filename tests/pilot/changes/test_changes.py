"""A change is told for a day to come, agreed to or noted before that day, and never counts backwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories.exits import joined
from tests.factories.monitoring import at_noon
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.changes.domain.deciding import decide_change, drop_change, tell_change
from xianxing.pilot.changes.kinds import practice
from xianxing.pilot.changes.models import ChangeState, TrialChange
from xianxing.pilot.changes.queries import earliest_day, undecided_changes
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KINDS = practice().kinds


def first(office: Office, kind: str) -> date:
    return earliest_day(office.company.filing.case, KINDS[kind], day_of(office.company.at))[0]


def told(
    office: Office, kind: str = "model", *, on: date | None = None, by: User | None = None, unit: str = ""
) -> TrialChange:
    person = by or office.company.he
    return tell_change(
        case=office.company.filing.pk, kind=kind, what="图谱模型由一版换为二版",
        why="提高识别率，回退方案齐备", effective_on=on or first(office, kind), by=person,
        at=office.company.later(), step_up=just(person), unit=unit,
    )  # fmt: skip


def decided(
    office: Office, row: TrialChange, by: User, *, agree: bool = True, reason: str = ""
) -> TrialChange:
    return decide_change(
        case=row.case_id, number=row.number, agree=agree, reason=reason, by=by, at=office.company.later(),
        step_up=just(by),
    )  # fmt: skip


def refused(code: str, office: Office, *args: object, **said: object) -> None:
    with pytest.raises(Refused) as problem:
        told(office, *args, **said)  # type: ignore[arg-type]
    assert problem.value.code == code


def test_a_model_is_changed_with_the_heads_agreement_before_its_day(on_trial: Office) -> None:
    row = told(on_trial)
    assert (row.approval, row.state) == (True, ChangeState.TOLD)
    asked = Message.objects.get(recipient=on_trial.fang, kind="change_to_approve")
    assert asked.params["due"] == (row.effective_on - timedelta(days=1)).isoformat()
    with pytest.raises(Refused) as wrong:
        decided(on_trial, row, on_trial.wen)
    assert wrong.value.code == "role"
    assert decided(on_trial, row, on_trial.fang).state == ChangeState.APPROVED
    assert Event.objects.filter(case=row.case_id).latest("place").role == "group_head"
    assert list(case_faults()) == []


def test_a_supplier_is_told_and_noted_by_the_secretariat_or_objected_to_with_a_reason(
    on_trial: Office,
) -> None:
    row = told(on_trial, "supplier")
    with pytest.raises(Refused) as silent:
        decided(on_trial, row, on_trial.wen, agree=False)
    assert silent.value.code == "reason"
    decided(on_trial, row, on_trial.wen, agree=False, reason="新供应商未列明数据存放地。")
    with pytest.raises(Refused) as again:
        decided(on_trial, row, on_trial.wen)
    assert again.value.code == "decided"
    assert decided(on_trial, told(on_trial, "supplier"), on_trial.wen).state == ChangeState.NOTED


def test_nothing_is_changed_backwards(on_trial: Office) -> None:
    for kind in KINDS:
        early = first(on_trial, kind) - timedelta(days=1)
        refused("effective_on", on_trial, kind, on=early)
    row = told(on_trial)
    at_noon(on_trial, row.effective_on.isoformat())
    with pytest.raises(Refused) as late:
        decided(on_trial, row, on_trial.fang)
    assert late.value.code == "effective_on"
    assert decided(on_trial, row, on_trial.fang, agree=False, reason="逾期").state == ChangeState.REFUSED


def test_one_change_of_a_kind_waits_at_a_time_and_may_be_dropped_by_who_told_it(on_trial: Office) -> None:
    row = told(on_trial)
    refused("waiting", on_trial)
    assert told(on_trial, "data").number == 2
    with pytest.raises(Refused):
        drop_change(case=row.case_id, number=1, by=on_trial.wen, at=on_trial.company.later())
    drop_change(case=row.case_id, number=1, by=on_trial.company.he, at=on_trial.company.later())
    assert [one.kind for one in undecided_changes()] == ["data"]
    assert told(on_trial).number == 3


def test_a_change_of_one_institution_that_waits_blocks_no_change_of_another(on_trial: Office) -> None:
    joined(on_trial)
    own, he = on_trial.company.lead.key, on_trial.company.he
    Institution.objects.filter(pk=on_trial.company.cast.tulan.pk).update(kind="fund_custodian")
    grant_membership(
        user=he, institution=on_trial.company.cast.tulan, role=MemberRole.SIGNATORY, at=on_trial.company.at
    )
    assert told(on_trial, unit=own).unit == own
    refused("waiting", on_trial, unit=own)
    other = told(on_trial, unit="joint")
    assert (other.unit, other.state) == ("joint", ChangeState.TOLD)
    refused("waiting", on_trial, unit="joint")
    refused("role", on_trial, unit="nobody")
    drop_change(case=other.case_id, number=other.number, by=he, at=on_trial.company.later())
    assert [one.unit for one in undecided_changes()] == [own]


def test_only_who_signs_for_a_pilot_institution_tells(on_trial: Office) -> None:
    refused("role", on_trial, by=on_trial.company.cast.zhou)
    for outsider in (on_trial.xu, on_trial.company.cast.mo):
        with pytest.raises(Stranger):
            told(on_trial, by=outsider)


@pytest.mark.parametrize(("kind", "what"), [("weather", "x"), ("model", " ")])
def test_what_can_not_be_read_is_refused(on_trial: Office, kind: str, what: str) -> None:
    he = on_trial.company.he
    with pytest.raises(Refused) as problem:
        tell_change(
            case=on_trial.company.filing.pk, kind=kind, what=what, why="理由", by=he, step_up=just(he),
            effective_on=date(2025, 1, 1), at=on_trial.company.later(),
        )  # fmt: skip
    assert problem.value.code in ("kind", "words")


def test_a_year_that_no_calendar_knows_is_refused(on_trial: Office) -> None:
    he = on_trial.company.he
    with pytest.raises(Refused) as problem:
        tell_change(
            case=on_trial.company.filing.pk, kind="model", what="换版", why="理由", by=he, step_up=just(he),
            effective_on=date(9999, 12, 31), at=on_trial.company.later(),
        )  # fmt: skip
    assert problem.value.code == "effective_on"
    assert not TrialChange.objects.exists()


def test_a_change_can_not_be_rewritten(on_trial: Office) -> None:
    told(on_trial)
    for change in ({"effective_on": date(2024, 1, 1)}, {"approval": False}, {"what": "别的"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TrialChange.objects.update(**change)


def test_the_earliest_day_lies_as_many_working_days_ahead_as_practice_says(on_trial: Office) -> None:
    at_noon(on_trial, "2024-04-30")
    days = {kind: first(on_trial, kind).isoformat() for kind in ("contacts", "supplier", "scope")}
    assert days == {"contacts": "2024-05-06", "supplier": "2024-05-10", "scope": "2024-05-16"}
