"""Each institution proves its own part, the secretariat checks it; the exit closes once none is missing."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from tests.factories.exits import checked, decided, done, joined, opened, proved, view_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.acts.domain.step_rules import rule_for
from xianxing.pilot.cases.models import Event, Payload
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.exits.domain.proving import check_proof
from xianxing.pilot.exits.models import ExitKind, MeasureProof, ProofState
from xianxing.pilot.exits.plan import plan_rows
from xianxing.pilot.exits.practice import practice
from xianxing.pilot.exits.queries import lacking_parts, measures_in
from xianxing.pilot.messages.models import Message
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.clause("5.3.7")]


def refused(office: Office, measure: str = "customers", **said: object) -> str:
    before = MeasureProof.objects.count()
    with pytest.raises(Refused) as found:
        proved(office, measure, **said)  # type: ignore[arg-type]
    assert MeasureProof.objects.count() == before
    return found.value.code


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_measures_follow_from_the_kind_that_was_decided(on_trial: Office) -> None:
    opened(on_trial)
    assert measures_in(view_of(on_trial), "lead") == []
    done(
        on_trial, "find_force_ground", force_ground="illegal_activity", eligibility="eligible", reason="查实"
    )
    done(on_trial, "decide_force", force_ground="illegal_activity", reason="查实")
    names = {one.measure.id for one in measures_in(view_of(on_trial), "lead")}
    assert names == {one.id for one in practice().measures_for(ExitKind.FORCE)}
    assert "customers" in names


def test_a_proof_is_brought_and_accepted_and_the_record_names_it(on_trial: Office) -> None:
    decided(on_trial, "end")
    row = checked(on_trial, proved(on_trial, "customers"))
    assert (row.state, row.evidence[0]["name"]) == (ProofState.ACCEPTED, "证明.pdf")
    standing = next(one for one in measures_in(view_of(on_trial), "lead") if one.measure.id == "customers")
    assert standing.proved
    assert told("exit_proof") == {on_trial.wen.name, on_trial.tang.name}
    assert on_trial.company.cast.zhou.name in told("exit_proof_accepted")
    last = Event.objects.filter(case=row.case_id).latest("place")
    assert (last.role, list(case_faults())) == ("secretariat", [])


def test_a_returned_proof_says_why_and_is_brought_again(on_trial: Office) -> None:
    decided(on_trial, "end")
    first = proved(on_trial, "funds")
    with pytest.raises(Refused, match="还缺什么"):
        check_proof(
            case=first.case_id, number=first.number, accept=False, reason=" ", by=on_trial.wen,
            at=on_trial.company.later(),
        )  # fmt: skip
    checked(on_trial, first, reason="缺银行回单")
    second = checked(on_trial, proved(on_trial, "funds"))
    standing = next(one for one in measures_in(view_of(on_trial), "lead") if one.measure.id == "funds")
    assert ([one.number for one in standing.proofs], standing.latest) == ([1, 2], second)
    with pytest.raises(Refused) as said:
        checked(on_trial, second)
    assert said.value.code == "decided"


def test_a_measure_is_not_proved_twice(on_trial: Office) -> None:
    decided(on_trial, "end")
    row = proved(on_trial, "customers")
    assert refused(on_trial) == "twice"
    checked(on_trial, row)
    assert refused(on_trial) == "twice"


def test_nobody_proves_somebody_else_s_part(on_trial: Office) -> None:
    joined(on_trial)
    decided(on_trial, "end")
    assert refused(on_trial, unit="joint") == "part"
    assert refused(on_trial, by=on_trial.company.cast.ning) == "part"
    assert refused(on_trial, by=on_trial.wen) == "part"
    assert refused(on_trial, unit="nobody") == "part"
    assert proved(on_trial, "customers", unit="joint", by=on_trial.company.cast.ning).unit == "joint"


def test_what_is_missing_from_a_proof_is_said(on_trial: Office) -> None:
    decided(on_trial, "end")
    assert refused(on_trial, files=()) == "evidence"
    assert refused(on_trial, measure="told") == "measure"
    assert proved(on_trial, "funds", applies=False, files=()).applies is False


def test_measures_are_proved_only_while_the_exit_is_carried_out(on_trial: Office) -> None:
    assert refused(on_trial) == "no-exit"
    opened(on_trial)
    assert refused(on_trial) == "place"


def test_a_unit_that_is_no_pilot_institution_has_no_part(on_trial: Office) -> None:
    decided(on_trial, "end")
    with pytest.raises(Stranger):
        proved(on_trial, "customers", unit="joint", by=on_trial.company.cast.ning)


def test_two_institutions_and_one_proof_do_not_close_the_exit(on_trial: Office) -> None:
    joined(on_trial)
    decided(on_trial, "end")
    done(on_trial, "carry_out_exit_plan", unit="lead")
    assert lacking_parts(view_of(on_trial)) == ["joint"]
    with pytest.raises(Refused, match="每家试点机构") as said:
        done(on_trial, "close_ended")
    assert said.value.guards == ("each_part_carried_out",)
    done(on_trial, "carry_out_exit_plan", unit="joint")
    assert lacking_parts(view_of(on_trial)) == []
    done(on_trial, "close_ended")
    assert on_trial.state == "ended"


def test_what_the_secretariat_verified_as_a_whole_is_missing_from_nobody(on_trial: Office) -> None:
    joined(on_trial)
    decided(on_trial, "force")
    assert lacking_parts(view_of(on_trial)) == ["lead", "joint"]
    done(on_trial, "verify_exit", reason="已核实")
    assert lacking_parts(view_of(on_trial)) == []


def test_the_step_says_which_measures_are_not_proved_and_its_event_names_the_proofs(on_trial: Office) -> None:
    decided(on_trial, "normalise")
    view = view_of(on_trial, on_trial.company.he)
    step = view.procedure.steps["take_into_regular_system"]
    assert "全面风险管理" in rule_for(view, step).said(view)[0]
    for one in measures_in(view, "lead"):
        checked(on_trial, proved(on_trial, one.measure.id))
    view = view_of(on_trial, on_trial.company.he)
    assert rule_for(view, step).said(view) == ()
    on_trial.do("take_into_regular_system", on_trial.company.he)
    named = Event.objects.filter(case=view.case, step="take_into_regular_system").get()
    rests_on = json.loads(bytes(Payload.objects.get(event=named).body))["rests_on"]
    assert [one["table"] for one in rests_on].count("exits_measureproof") == 3


def test_the_filed_plan_stands_beside_its_measures(on_trial: Office) -> None:
    rows = plan_rows(on_trial.company.filing)
    columns = {one.column for one in rows}
    assert columns >= {one.column for one in practice().measures.values() if one.column}
    assert all(row.trigger and row.words for row in rows)


def test_the_database_keeps_a_proof_as_it_was_brought(on_trial: Office) -> None:
    decided(on_trial, "end")
    row = proved(on_trial, "customers")
    with pytest.raises(DatabaseError), transaction.atomic():
        MeasureProof.objects.filter(pk=row.pk).update(words="改写")
