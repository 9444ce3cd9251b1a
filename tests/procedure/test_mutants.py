"""The mutation machinery; the whole score is measured by `xianxing procedure mutate`."""

from __future__ import annotations

from dataclasses import replace

from tests.procedure.support import harbour, pilot
from xianxing.procedure import mutate
from xianxing.procedure.checker import first_violation
from xianxing.procedure.mutants import mutants


def test_every_guard_effect_and_step_has_its_mutant() -> None:
    found = {mutant.id for mutant in mutants(pilot())}
    for step in pilot().steps.values():
        assert f"step.{step.id}" in found
        assert {f"step.{step.id}.guards.{name}" for name in step.guards} <= found
        assert {f"step.{step.id}.effects.{name}" for name in step.effects} <= found


def test_explained_survivors_exist_and_do_survive() -> None:
    by_id = {mutant.id: mutant for mutant in mutants(pilot())}
    for survivor in pilot().survivors:
        assert first_violation(by_id[survivor.mutant].procedure) == "", survivor.mutant
        assert survivor.reason


def test_a_small_procedure_is_scored_whole_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    score = mutate(harbour(), lambda done, of: told.append((done, of)))
    assert told[-1] == (len(score.fates), len(score.fates))
    assert score.as_json()["mutants"] == len(score.fates)
    assert {fate.kind for fate in score.survivors} <= {"guards", "effects", "adds"}


def test_two_processes_agree_with_one() -> None:
    assert mutate(harbour(), jobs=2).fates == mutate(harbour()).fates


def test_a_survivor_without_reason_is_shown_as_such() -> None:
    bare = replace(harbour(), survivors=())
    assert all(not fate.reason for fate in mutate(bare).survivors)
