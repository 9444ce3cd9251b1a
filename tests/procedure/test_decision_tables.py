"""The decision tables of the exits say what the guards say; gaps and overlaps are found, none is invented."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from xianxing.procedure.decision_tables import DecisionTable, decision_table
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure
from xianxing.procedure.outcomes import compile_step

pytestmark = [pytest.mark.clause("5.3.2"), pytest.mark.clause("5.3.3")]


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    return load_procedure("shenzhen-2023")


@pytest.fixture(scope="module")
def table(procedure: Procedure) -> DecisionTable:
    return decision_table(procedure)


def without_guard(procedure: Procedure, means: Means, guard: str) -> Procedure:
    (step,) = procedure.steps_meaning(means)
    kept = replace(step, guards=tuple(one for one in step.guards if one != guard))
    return replace(procedure, steps={**procedure.steps, step.id: kept})


def without_value(procedure: Procedure, fact: str, value: str) -> Procedure:
    held = procedure.facts[fact]
    kept = replace(held, domain=tuple(one for one in held.domain if one != value))
    return replace(procedure, facts={**procedure.facts, fact: kept})


def test_every_way_of_a_rule_is_allowed_by_the_guards_and_nothing_else_is(
    procedure: Procedure, table: DecisionTable
) -> None:
    for rule in table.rules:
        compiled = compile_step(procedure, rule.step)
        for values in product(*(fact.domain for fact in rule.facts)):
            situation = dict(zip((fact.id for fact in rule.facts), values, strict=True))
            told = any(all(situation[name] in held for name, held in way.items()) for way in rule.allowed)
            assert told is not bool(compiled.refusals(situation)), situation


def test_regular_operation_has_one_way_and_an_end_as_many_as_its_grounds(table: DecisionTable) -> None:
    ways = {rule.step.id: rule.allowed for rule in table.rules}
    assert len(ways["decide_normalise"]) == 1
    assert all("other" in way["end_ground"] for way in ways["decide_end"])
    assert set(ways["decide_force"][0]["force_ground"]) == {
        "danger_not_put_right", "breach_of_commitments", "illegal_activity",
    }  # fmt: skip


def test_what_the_text_leaves_open_closes_every_gap(procedure: Procedure, table: DecisionTable) -> None:
    assert table.gaps
    assert all(gap.closed for gap in table.gaps)
    closed_text = decision_table(without_value(procedure, "end_ground", "other"))
    assert any(not gap.closed for gap in closed_text.gaps)


def test_no_situation_of_a_gap_allows_any_decision(procedure: Procedure, table: DecisionTable) -> None:
    compiled = [compile_step(procedure, rule.step) for rule in table.rules]
    for gap in table.gaps:
        fixed = {fact.id: gap.situations.get(fact.id, fact.domain)[-1] for fact in table.facts}
        assert all(one.refusals(fixed) for one in compiled), fixed


def test_an_overlap_s_example_allows_both(procedure: Procedure, table: DecisionTable) -> None:
    assert table.overlaps
    for one in table.overlaps:
        for step in (one.first, one.second):
            assert not compile_step(procedure, step).refusals(one.example)


def test_an_extension_is_never_within_and_beyond_its_limit_at_once(
    procedure: Procedure, table: DecisionTable
) -> None:
    assert [(one.id, other.id) for one, other in table.apart] == [
        ("decide_extend", "decide_longer_extension")
    ]
    loose = without_guard(procedure, Means.DECIDE_EXTEND, "extension_within_limit")
    assert decision_table(loose).apart == ()


def test_a_second_extension_is_in_no_way_of_the_table(table: DecisionTable) -> None:
    for rule in table.rules:
        if any(fact.id == "extended" for fact in rule.facts):
            assert all(way["extended"] == ("no",) for way in rule.allowed)


def test_a_procedure_without_exits_has_an_empty_table(procedure: Procedure) -> None:
    assert decision_table(procedure, ["no_such_meaning"]) == DecisionTable((), (), (), ())
