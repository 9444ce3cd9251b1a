"""A change tried in a small tree: noticed by the nearest test, or unnoticed and shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.__main__ import draw, line, main, share, table
from tests.mutants.changes import Change, changes
from tests.mutants.nearest import rings
from tests.mutants.trial import Answer, Copy, Result

LIMITS = """\
def late(day: int) -> bool:
    return day > 5


def unasked(day: int) -> bool:
    return day > 7
"""
TEST = """\
from xianxing.law.limits import late


def test_the_fifth_day_is_not_late() -> None:
    assert not late(5) and late(6)
"""
FILE = "src/xianxing/law/limits.py"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name, text in (
        (FILE, LIMITS),
        ("src/xianxing/__init__.py", ""),
        ("src/xianxing/law/__init__.py", ""),
        ("tests/law/test_limits.py", TEST),
        ("tests/law/test_other.py", "def test_nothing() -> None:\n    pass\n"),
        ("tests/checker/test_far.py", "from xianxing.law import limits\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["src"]\n'),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def edges() -> list[Change]:
    return [one for one in changes(LIMITS) if one.kind == "edge of a comparison"]


def test_the_nearest_tests_are_asked_first(tree: Path) -> None:
    names = [[path.name for path in ring] for ring in rings(tree, tree / FILE)]
    assert names == [["test_limits.py"], ["test_other.py"], ["test_far.py"]]


def test_a_change_is_noticed_or_shown_and_the_tree_is_as_before(tree: Path, tmp_path: Path) -> None:
    copy = Copy(tree, tmp_path)
    noticed, unnoticed = (copy.tried(FILE, one, cpu=60, limit=600, wide=1) for one in edges())
    assert (noticed.answer, noticed.by) == (
        Answer.NOTICED, "tests/law/test_limits.py::test_the_fifth_day_is_not_late",
    )  # fmt: skip
    assert unnoticed.answer is Answer.UNNOTICED
    assert "-    return day > 7\n+    return (day >= 7)\n" in line(unnoticed)
    assert (tree / FILE).read_text("utf-8") == (copy.root / FILE).read_text("utf-8") == LIMITS


def test_a_test_that_fails_anyway_notices_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/law/test_limits.py").write_text("def test_it() -> None:\n    assert False\n", "utf-8")
    result = Copy(tree, tmp_path).tried(FILE, edges()[0], cpu=60, limit=600, wide=1)
    assert result.answer is Answer.ALWAYS_FAILS
    assert share([result]) == 0


def test_the_same_seed_draws_the_same_and_another_one_others(tree: Path) -> None:
    drawn = draw(tree, ["law"], seed=1, count=2)
    assert len(drawn) == 2
    assert drawn == draw(tree, ["law"], seed=1, count=2)
    assert any(draw(tree, ["law"], seed=seed, count=2) != drawn for seed in range(2, 20))


def test_the_table_counts_by_room_and_in_all() -> None:
    result = Result(FILE, edges()[0], Answer.NOTICED, "a::b", 1.0, "")
    results = [result, replace(result, answer=Answer.UNNOTICED), replace(result, answer=Answer.ENDLESS)]
    assert [row.split() for row in table(results).splitlines()] == [
        ["law", "2", "of", "3"], ["all", "2", "of", "3", "66.7%"],
    ]  # fmt: skip


def test_nothing_drawn_is_reported_as_nothing(tmp_path: Path) -> None:
    out = tmp_path / "mutants.json"
    assert main(["--count", "0", "--jobs", "0", "--seed", "5", "--out", str(out)]) == 1
    assert json.loads(out.read_text("utf-8")) == {"seed": 5, "share": 0, "results": []}
