"""Names are the guide's own: code and properties go by what acts and facts mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.renaming import ALL, Data, other, read, reference_data, renamed
from tests.procedure.support import pilot
from xianxing.i18n import language
from xianxing.law.errors import GuideError
from xianxing.procedure import Procedure, check, digest_of
from xianxing.procedure.checker import first_violation
from xianxing.procedure.fact_meanings import SHAPES, FactMeans
from xianxing.procedure.history import MILESTONES
from xianxing.procedure.meanings import Means
from xianxing.procedure.property import EDGE_PROPERTIES, GRAPH_PROPERTIES, STATIC_PROPERTIES, Reach, reach
from xianxing.procedure.registry import EFFECTS, GUARDS
from xianxing.procedure.subjects import SUBJECT_OF, SUBJECTS

PROPERTIES = (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES)
WITHOUT = {"zh": "本地没有这一环节。", "en": "There is none of this here."}


@cache
def everything_renamed() -> Procedure:
    return read(renamed(reference_data()))


def test_every_meaning_belongs_to_one_subject_and_every_fact_has_its_shape() -> None:
    assert set(SUBJECT_OF) == set(Means)
    assert sum(len(subject.acts) for subject in SUBJECTS.values()) == len(Means)
    assert set(SHAPES) == set(FactMeans)


def test_the_library_of_guards_and_effects_looks_at_meanings_only() -> None:
    looked_at = {fact for guard in GUARDS.values() for fact in guard.reads}
    looked_at |= {fact for effect in EFFECTS.values() for fact in (*effect.reads, *effect.writes)}
    assert looked_at <= set(FactMeans)


def test_every_property_judges_the_same_when_everything_has_another_name() -> None:
    ours, theirs = check(pilot()), check(everything_renamed())
    assert theirs.holds
    assert [verdict.applies for verdict in theirs.verdicts] == [verdict.applies for verdict in ours.verdicts]
    assert (theirs.states_explored, theirs.transitions) == (ours.states_explored, ours.transitions)


@settings(max_examples=12, deadline=None)
@given(sections=st.sets(st.sampled_from(sorted(ALL))), key=st.sampled_from(sorted(pilot().steps)))
def test_a_fault_is_found_under_any_name(sections: set[str], key: str) -> None:
    bent = reference_data()
    step = bent["step"][key]
    step.update(practice=not step.get("practice", False))
    if not step["practice"] and not step.get("basis"):
        with pytest.raises(GuideError, match="basis"):
            read(renamed(bent, frozenset(sections)))
        return
    named = read(renamed(bent, frozenset(sections)))
    assert first_violation(named, only="practice_is_marked") == "practice_is_marked"


@pytest.mark.parametrize(
    ("step", "guard", "name"),
    [
        ("file", "every_unit_consented", "every_unit_consents"),
        ("register_core", "on_direct_path", "right_path"),
        ("allow_start", "approval_granted_where_needed", "approval_before_start"),
        ("decide_normalise", "no_open_incidents", "no_open_measure"),
    ],
)
def test_a_dropped_guard_is_noticed_under_other_names_too(step: str, guard: str, name: str) -> None:
    data = reference_data()
    data["step"][step]["guards"].remove(guard)
    assert first_violation(read(renamed(data)), only=name) == name


@pytest.mark.parametrize("means", sorted(MILESTONES))
def test_an_act_that_lost_its_meaning_is_no_green(means: str) -> None:
    data = renamed(reference_data(), frozenset({"act"}))
    for act in data["act"].values():
        if act["means"] == means:
            act["means"] = ""
    bare = read(data)
    assert any(reach(bare, prop).idle for prop in PROPERTIES) or _unaccounted(bare)


def _unaccounted(procedure: Procedure) -> bool:
    return first_violation(procedure, only="meanings_accounted_for") != ""


def test_what_is_neither_there_nor_said_to_lack_fails_and_says_what_to_write() -> None:
    data = reference_data()
    data["act"]["allow_start"]["means"] = ""
    told = {verdict.rule.id: verdict.counter_example for verdict in check(read(data)).verdicts}
    assert "无从检验" in told["start_after_finding"]
    assert 'means = "allow_start"' in told["start_after_finding"] and "[lacks]" in told["start_after_finding"]


def test_a_guide_says_why_it_lacks_something_and_the_property_repeats_it() -> None:
    data = reference_data()
    data["act"]["submit_tolerance_evidence"]["means"] = ""
    data["lacks"] = {"tolerance": WITHOUT}
    assert read(data).lacks["tolerance"].zh == WITHOUT["zh"]
    prop = next(prop for prop in PROPERTIES if prop.id == "notice_in_workdays")
    data["act"]["notice_ends"]["means"] = ""
    data["lacks"]["notice_ends"] = WITHOUT
    found = reach(read(data), prop)
    assert found.because is not None and found.because.zh == WITHOUT["zh"]
    report = check(read(data)).as_json()["properties"]
    assert isinstance(report, list)
    row = next(row for row in report if isinstance(row, dict) and row["id"] == "notice_in_workdays")
    assert isinstance(row, dict) and row["holds"] is None and row["because"] == WITHOUT["zh"]


def test_a_subject_without_a_clause_of_the_guide_lacks_by_itself() -> None:
    none = {key: step for key, step in pilot().steps.items() if step.act != "notice_ends"}
    silent = replace(pilot(), steps=none)
    prop = next(prop for prop in PROPERTIES if prop.id == "notice_in_workdays")
    assert reach(silent, prop).idle
    without = replace(silent, answers={"5.1.3": ""})
    because = reach(without, prop).because
    assert because is not None and "5.1.3" in because.zh


def test_every_property_reaches_something_in_the_reference_guide() -> None:
    assert {prop.id for prop in PROPERTIES if reach(pilot(), prop) != Reach()} == set()


@pytest.mark.parametrize(
    ("section", "key", "change", "told"),
    [
        ("act", "file", {"means": None}, "bears the name of a meaning"),
        ("act", "file", {"means": "fyle"}, "'fyle' is not known; file"),
        ("fact", "consents", {"means": None}, "bears the name of a meaning"),
        ("fact", "consents", {"means": "sheet_consents"}, "another fact means this already"),
        ("fact", "window", {"domain": ["open", "shut"]}, "needs the values closed"),
        ("fact", "window", {"kind": "static"}, 'kind = "kept"'),
        ("fact", "consents", {"means": ""}, "looks at a fact that means 'consents', and there is none"),
        ("step", "file", {"guards": ["fact_is:window=ajar"]}, "'ajar' is not known"),
        ("state", "filed", {"stage": "handing in"}, "'handing in' is not known"),
    ],
)
def test_what_means_nothing_that_is_known_is_refused_with_a_remedy(
    section: str, key: str, change: Data, told: str
) -> None:
    data = reference_data()
    data[section][key].update(change)
    for name, value in change.items():
        if value is None:
            del data[section][key][name]
    with language("en"), pytest.raises(GuideError) as caught:
        read(data)
    assert told in str(caught.value)


def test_a_lack_beside_what_is_there_is_refused() -> None:
    data = reference_data()
    data["lacks"] = {"hearing": WITHOUT}
    with language("en"), pytest.raises(GuideError, match="has it all the same: open_hearing"):
        read(data)


def test_numbers_that_stand_twice_must_agree() -> None:
    data = reference_data()
    data["parameter"]["correction_rounds_max"]["value"] = 3
    with (
        language("en"),
        pytest.raises(GuideError, match=r"it says 3, and settings.toml: correction_rounds says 2"),
    ):
        read(data)
    data["parameter"]["correction_rounds_max"]["value"] = 2
    assert read(data).number("correction_rounds_max") == 2


def test_a_meaning_is_part_of_the_version_only_under_another_name() -> None:
    data = reference_data()
    assert digest_of(read(data)) == digest_of(pilot())
    data["act"]["monitor"]["means"] = ""
    assert digest_of(read(data)) == digest_of(pilot())
    renaming = renamed(reference_data(), frozenset({"act"}))
    renaming["act"][other("file")]["means"] = ""
    assert digest_of(read(renaming)) != digest_of(read(renamed(reference_data(), frozenset({"act"}))))


def test_the_bound_of_corrections_is_the_one_that_the_fact_names() -> None:
    data = reference_data()
    data["parameter"]["three"] = {**data["parameter"]["correction_rounds_max"], "value": 3}
    del data["parameter"]["three"]["law"]
    data["fact"]["corrections"]["max"] = "three"
    assert first_violation(read(data), only="corrections_bounded") == ""
