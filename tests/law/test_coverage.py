"""What stands behind each clause, and what makes a coverage incomplete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.law.conftest import MINIMAL, Write
from xianxing.checker.rulebook import registry
from xianxing.i18n import language
from xianxing.law import Basis, ClauseStatus, Guide, GuideError, load_guide
from xianxing.law.coverage import coverage, screen_files, source_tests
from xianxing.law.rules import Rule
from xianxing.toolbox.registry import TOOLS, tool_clauses

STEP = '[step.open]\nbasis = ["1"]\ndocuments = ["notice"]\n[step.close]\npractice = true\nserves = ["2"]\n'

# What has pages of its own after the start: complaints.
WITH_PAGES_AFTER_THE_START = frozenset(
    {"5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.3", *(f"5.3.{place}" for place in range(1, 9))}
)


def made(name: str, clause: str, also: tuple[str, ...] = (), field_clauses: bool = False) -> Rule[None]:
    return Rule(name, clause, Basis.GUIDE, "form", 1, also, field_clauses, lambda _: [])


def behind(
    guide: Guide,
    clause: str,
    rules: Sequence[Rule[None]] = (),
    screens: Sequence[Path] = (),
    tests: Path | None = None,
) -> dict[str, tuple[str, ...]]:
    found = coverage(guide, rules, screens, tests)
    (item,) = [item for item in found.clauses if item.clause.id == clause]
    return {kind: names for kind, names in item.behind.items() if names}


def test_an_implemented_clause_with_nothing_behind_it_is_uncovered(write_guide: Write) -> None:
    found = coverage(load_guide("small_town", [write_guide()]), [])
    assert found.uncovered == ("1",)
    assert not found.complete and not found.tests_found


def test_a_rule_covers_its_clause_and_those_that_it_may_cite(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide()])
    found = coverage(guide, [made("r", "1", also=("2",))])
    assert found.complete
    assert [item.behind["rules"] for item in found.clauses] == [("r",), ("r",)]


def test_a_rule_about_fields_covers_the_clauses_of_the_fields(write_guide: Write) -> None:
    form = (
        '[field."content.x"]\nkind="text"\nlabel={zh="x",en="x"}\nfiller="lead"\nneed="required"\nclause="2"'
    )
    guide = load_guide("small_town", [write_guide(form=form)])
    assert behind(guide, "2", rules=[made("r", "1", field_clauses=True)]) == {"rules": ("r",)}


def test_a_rule_that_is_switched_off_covers_nothing(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide(rules="[rule.r]\nenabled = false")])
    assert coverage(guide, [made("r", "1")]).uncovered == ("1",)


def test_steps_and_their_documents_come_from_the_procedure(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide(procedure=STEP)])
    assert behind(guide, "1") == {"steps": ("open",), "documents": ("notice",)}
    assert behind(guide, "2") == {"steps": ("close",)}


ACTS = '[act.open]\nmeans = "file"\n[step.open]\nbasis = ["1"]\ndocuments = ["notice"]\nactors = ["lead"]\n'


def test_a_step_with_its_document_and_a_test_is_planned_until_a_page_takes_it(
    write_guide: Write, tmp_path: Path
) -> None:
    guide = load_guide("small_town", [write_guide(procedure=ACTS)])
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_a.py").write_text(
        'import pytest\n@pytest.mark.clause("1")\ndef test_one(): ...\n', "utf-8"
    )
    screens = tmp_path / "screens.toml"
    screens.write_text('[screen."desk:cases"]\nclauses = ["1"]\n', "utf-8")
    assert coverage(guide, [], [screens], tests).uncovered == ("1",)
    assert coverage(guide, [made("r", "2", also=("1",))], [screens], tests).uncovered == ("1",)
    screens.write_text('[screen."desk:cases"]\nclauses = ["1"]\nacts = ["file"]\n', "utf-8")
    assert coverage(guide, [], [screens], tests).uncovered == ()
    assert coverage(guide, [made("r", "1")]).uncovered == ()


def test_what_only_time_does_needs_no_page(write_guide: Write) -> None:
    by_time = ACTS.replace('actors = ["lead"]', 'actors = ["time"]')
    guide = load_guide("small_town", [write_guide(procedure=by_time)])
    assert coverage(guide, [made("r", "2", also=("1",))]).uncovered == ()


def test_every_kind_of_unit_and_of_project_has_the_rule_about_choices_behind_its_clause(
    reference: Guide, invented: Guide
) -> None:
    for guide in (reference, invented):
        found = {item.clause.id: item for item in coverage(guide, registry).clauses}
        clauses = {kind.clause for kind in guide.unit_kinds.values()}
        for clause in clauses | {kind.clause for kind in guide.project_types.values()}:
            assert "choice-known" in found[clause].behind["rules"], clause
            assert found[clause].done, clause


def test_up_to_the_start_it_can_be_done_and_after_it_is_planned_as_long_as_it_has_no_page(
    reference: Guide,
) -> None:
    for clause in reference.clauses.values():
        if clause.id.startswith(("5.2", "5.3")):
            has_page = clause.id in WITH_PAGES_AFTER_THE_START
            expected = ClauseStatus.IMPLEMENTED if has_page else ClauseStatus.PLANNED
            assert clause.status is expected, clause.id
        elif clause.id.startswith("5.1.") or clause.id == "6.2":
            assert clause.status is ClauseStatus.IMPLEMENTED, clause.id


def test_a_step_that_names_no_clause_is_refused(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide(procedure='[step.open]\nbasis = ["9"]\n')])
    with (
        language("en"),
        pytest.raises(GuideError, match=r"procedure.toml: step.open.basis: there is no clause '9'"),
    ):
        coverage(guide, [])


def test_kinds_of_material_are_documents(write_guide: Write) -> None:
    material = '[material.m]\nlabel={zh="m",en="m"}\nclause="1"\nissued_by="anyone"\nformats=[]'
    assert behind(load_guide("small_town", [write_guide(materials=material)]), "1") == {"documents": ("m",)}


def test_screens_are_declared_as_data(write_guide: Write, tmp_path: Path) -> None:
    guide = load_guide("small_town", [write_guide()])
    path = tmp_path / "screens.toml"
    path.write_text('[screen."desk:cases"]\nclauses = ["1"]\n', "utf-8")
    assert behind(guide, "1", screens=[path, tmp_path / "absent.toml"]) == {"screens": ("desk:cases",)}
    path.write_text('[screen."desk:cases"]\nclauses = ["9"]\n', "utf-8")
    assert behind(guide, "1", screens=[path]) == {}  # what the guide hasn't is reported with its other errors


def test_a_tool_stands_behind_the_clause_that_asks_for_it(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide()])
    tools = {"scales": ("1", "9"), "rulers": ()}
    found = coverage(guide, [], tools=tools)
    assert found.uncovered == ()
    assert [item.behind["tools"] for item in found.clauses] == [("scales",), ()]


def test_of_the_guide_s_directions_those_say_implemented_that_have_a_tool(reference: Guide) -> None:
    found = {item.clause.id: item for item in coverage(reference, registry, tools=tool_clauses()).clauses}
    directions = {one.clause for one in reference.directions}
    tooled = {clause for clause in directions if found[clause].behind["tools"]}
    assert tooled == {"3.3.2", "3.3.5"}
    assert {one for one in directions if found[one].clause.status is ClauseStatus.IMPLEMENTED} == tooled
    assert {name for clause in tooled for name in found[clause].behind["tools"]} == set(TOOLS)


def test_tests_are_found_by_their_marks_without_importing_them(write_guide: Write, tmp_path: Path) -> None:
    guide = load_guide("small_town", [write_guide()])
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_a.py").write_text(
        'import pytest, nowhere\n@pytest.mark.clause("1")\n@pytest.mark.clause("9")\ndef test_one(): ...\n'
        'def test_two(): "mark.clause"\n',
        "utf-8",
    )
    found = coverage(guide, [], tests=tests)
    assert found.tests_found
    assert behind(guide, "1", tests=tests) == {"tests": ("test_a.py::test_one",)}
    assert behind(guide, "2", tests=tests) == {}


def test_a_sentence_without_a_clause_makes_it_incomplete(write_guide: Write) -> None:
    source = 'sentences = [{ clause = "1", length = 1, digest = "a" }, { length = 1, digest = "b" }]'
    found = coverage(load_guide("small_town", [write_guide(source=source)]), [made("r", "1")])
    assert found.uncovered == () and found.unassigned == (2,) and not found.complete
    assert found.as_json()["sentences"] == {"total": 2, "unassigned": [2]}


def test_what_a_partial_guide_inherits_is_not_judged(write_guide: Write) -> None:
    root = write_guide()
    head = 'name = { zh = "邻", en = "next" }\nstatus = "partial"\nextends = "small-town"\n'
    write_guide("next_town", bare=True, guide=head)
    assert coverage(load_guide("next_town", [root]), []).complete


def test_the_json_form_has_what_was_promised(write_guide: Write) -> None:
    guide = load_guide("small_town", [write_guide(clauses=MINIMAL["clauses"])])
    form = coverage(guide, [made("r", "1")]).as_json()
    assert set(form) == {"guide", "digest", "clauses", "uncovered", "sentences"}
    assert form["guide"] == "small-town" and form["digest"] == guide.digest
    assert form["clauses"] == [
        {"id": "1", "display": "一", "status": "implemented", "rules": ["r"], "steps": [], "documents": [],
         "screens": [], "tools": [], "tests": [], "covered": True, "done": True, "verified": True},
        {"id": "2", "display": "二", "status": "declaratory", "rules": [], "steps": [], "documents": [],
         "screens": [], "tools": [], "tests": [], "covered": False, "done": False, "verified": True},
    ]  # fmt: skip


def test_the_first_guide_is_complete_with_the_products_own_rules_screens_and_tests(reference: Guide) -> None:
    found = coverage(reference, registry, screen_files(), source_tests(), tool_clauses())
    assert found.uncovered == () and found.unassigned == ()
    assert found.tests_found


def test_the_invented_guide_is_complete_with_the_same_rules(invented: Guide) -> None:
    assert coverage(invented, registry).complete
