"""The measure of a corpus kept apart counts what it says that it counts."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.apart import (
    ApartCase,
    Planted,
    Readings,
    figures,
    judge_findings,
    read_corpus,
    try_case,
)
from tests.acceptance.measure import main
from xianxing.documents.limits import OcrMode
from xianxing.law import Basis, Finding, Result, Severity

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed examples in the form of a corpus kept apart."""
    root = tmp_path_factory.mktemp("corpus")
    for name in ("defective-example", "related-party-tool"):
        shutil.copytree(EXAMPLES / name, root / name / "filing")
        (root / name / "expected.toml").write_text("as_of = 2024-01-20\n", "utf-8")
    shutil.copy(EXAMPLES / "expected.toml", root / "defective-example" / "expected.toml")
    return root


def finding(location: str, clause: str = "4.1.1", result: Result = Result.UNMET) -> Finding:
    return Finding("some-rule", clause, result, Basis.PRACTICE, Severity.CORRECTION, location, "", {})


def case(*planted: Planted) -> ApartCase:
    return ApartCase("one", Path(), date(2024, 1, 20), planted)


def planted(location: str = "甲.docx", clause: str = "4.1.1", result: str = "unmet") -> Planted:
    return Planted((clause,), (location,), (result,), "something")


@pytest.mark.clause("4.1.1")
def test_every_defect_of_the_committed_examples_is_found_and_nothing_else_is_said(corpus: Path) -> None:
    verdicts = [try_case(one, Readings(OcrMode.NEVER)) for one in read_corpus(corpus)]
    found = figures(verdicts)
    assert (found.filings, found.defects, found.clean) == (2, 12, 1)
    assert found.strict == found.accepted == found.lenient == 12
    assert found.by_decision == {"": (12, 12)}
    assert [one.extra for one in verdicts] == [[], []]
    assert found.false_alarms == found.clean_with_alarm == 0


def test_only_the_cases_that_are_named_are_read(corpus: Path) -> None:
    assert [one.name for one in read_corpus(corpus, ["related-party-tool"])] == ["related-party-tool"]
    assert {one.as_of for one in read_corpus(corpus)} == {date(2024, 1, 20)}


@pytest.mark.parametrize("location", ["甲.docx", "甲.docx#page=2"])
def test_a_page_of_the_file_is_strictly_the_file(location: str) -> None:
    assert judge_findings(case(planted()), [finding(location)]).strict == [planted()]


@pytest.mark.parametrize(
    "said",
    [
        finding("乙.docx"),
        finding("甲.docx", clause="4.3.1"),
        finding("甲.docx#page=1", result=Result.MANUAL_REVIEW),
        finding("甲.docx", result=Result.UNKNOWN),
    ],
)
def test_another_place_another_clause_or_a_softer_result_counts_leniently(said: Finding) -> None:
    verdict = judge_findings(case(planted()), [said])
    assert (verdict.strict, verdict.lenient, verdict.missed) == ([], [planted()], [])


@pytest.mark.parametrize(
    "said",
    [finding("乙.docx", clause="4.3.1"), finding("甲.docx", result=Result.MET), finding("甲.docx2", "0")],
)
def test_what_has_nothing_to_do_with_the_defect_counts_for_nothing(said: Finding) -> None:
    assert judge_findings(case(planted()), [said]).missed == [planted()]


@pytest.mark.parametrize(
    ("said", "accepted"),
    [
        (finding("乙.docx"), True),
        (finding("甲.docx", clause="4.3.1"), True),
        (finding("乙.docx", clause="4.3.1"), True),
        (finding("丙.docx"), False),
        (finding("甲.docx", clause="4.3.2"), False),
        (finding("乙.docx", result=Result.MANUAL_REVIEW), False),
    ],
)
def test_what_is_as_good_an_answer_is_accepted_and_not_strict(said: Finding, accepted: bool) -> None:
    defect = Planted(("4.1.1",), ("甲.docx",), ("unmet",), "something", ("乙.docx", "4.3.1"), "prose")
    verdict = judge_findings(case(defect), [said])
    assert verdict.strict == []
    assert (verdict.accepted == [defect]) is accepted
    told = figures([verdict])
    assert told.by_decision == {"prose": (int(accepted), 1)}
    assert (told.strict, told.accepted) == (0, int(accepted))


def test_one_finding_answers_for_one_defect_only() -> None:
    both = case(planted("甲.docx"), planted("乙.docx"))
    verdict = judge_findings(both, [finding("丙.docx")])
    assert (len(verdict.lenient), len(verdict.missed)) == (1, 1)


def test_a_row_and_a_cell_of_the_same_table_are_near_each_other() -> None:
    verdict = judge_findings(
        case(planted("unit[lead].licences[0].valid_to")), [finding("unit[lead].licences", "2.1")]
    )
    assert len(verdict.lenient) == 1
    assert verdict.extra == []


def test_what_is_unmet_where_nothing_was_planted_is_a_false_alarm() -> None:
    verdict = judge_findings(case(), [finding("甲.docx"), finding("甲.docx", result=Result.MANUAL_REVIEW)])
    assert ([one.location for one in verdict.extra], verdict.manual) == (["甲.docx"], 1)
    told = figures([verdict, judge_findings(case(), [])])
    assert (told.false_alarms, told.clean_with_alarm, told.manual_median) == (1, 1, 0.5)


def test_the_command_prints_the_figures(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", str(corpus), "defective-example"]) == 0
    said = capsys.readouterr().out
    assert "DEFECTS 12: strict 12 (100.0%), accepted 12 (100.0%), lenient 12 (100.0%)" in said
