"""A change tried in a small tree: noticed by the nearest test, or unnoticed and shown."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.__main__ import PAGES, ROOMS, ROOT, draw, line, main, share, table
from tests.mutants.changes import Change, changes
from tests.mutants.nearest import NEAR, rings
from tests.mutants.trial import Answer, Copy, Result, read

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
        ("tests/law/below/test_below.py", "def test_nothing_below() -> None:\n    pass\n"),
        ("tests/checker/test_far.py", "from xianxing.law import limits\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["src"]\n'),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def edges() -> list[Change]:
    return [one for one in changes(LIMITS) if one.kind == "edge of a comparison"]


def test_the_nearest_tests_are_asked_first(tree: Path) -> None:
    names = [[path.name for path in ring.paths] for ring in rings(tree, tree / FILE)]
    assert names == [[], ["test_limits.py"], ["test_other.py"], ["test_far.py"], ["test_below.py"], []]
    assert NEAR == 4


def test_of_a_module_of_rules_the_cases_of_its_rules_come_before_all(tree: Path) -> None:
    (tree / FILE).write_text(
        '@rule("one-lead", clause="1")\ndef f(): ...\n\n\n@rule(\n    "no-lead"\n)\ndef g(): ...\n'
    )
    first = rings(tree, tree / FILE)[0]
    assert [path.name for path in first.paths] == ["test_limits.py", "test_other.py"]
    assert first.only == "one-lead or no-lead"


def test_a_folder_without_tests_is_mirrored_by_the_one_above_and_its_room_is_far(tree: Path) -> None:
    names = [
        [path.name for path in ring.paths] for ring in rings(tree, tree / "src/xianxing/law/deep/new.py")
    ]
    assert names[:4] == [[], [], ["test_limits.py", "test_other.py"], []]
    names = [
        [path.name for path in ring.paths] for ring in rings(tree, tree / "src/xianxing/law/below/new.py")
    ]
    assert names == [[], [], ["test_below.py"], [], [], ["test_limits.py", "test_other.py"]]


def test_a_change_is_noticed_or_shown_and_the_tree_is_as_before(tree: Path, tmp_path: Path) -> None:
    copy = Copy(tree, tmp_path)
    noticed, unnoticed = (copy.tried(FILE, one, cpu=60, limit=600, wide=2) for one in edges())
    assert (noticed.answer, noticed.by) == (
        Answer.NOTICED, "tests/law/test_limits.py::test_the_fifth_day_is_not_late",
    )  # fmt: skip
    assert unnoticed.answer is Answer.UNNOTICED
    assert "-    return day > 7\n+    return (day >= 7)\n" in line(unnoticed)
    assert (tree / FILE).read_text("utf-8") == (copy.root / FILE).read_text("utf-8") == LIMITS


def test_a_test_that_fails_anyway_notices_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/law/test_limits.py").write_text("def test_it() -> None:\n    assert False\n", "utf-8")
    (tree / "tests/law/test_other.py").write_text(TEST, "utf-8")
    copy = Copy(tree, tmp_path)
    failing = copy.tried(FILE, edges()[0], cpu=60, limit=600, wide=2)
    assert failing.answer is Answer.NOTICED
    other = replace(failing, by="tests/law/test_other.py::test_the_fifth_day_is_not_late")
    unnoticed = replace(failing, answer=Answer.UNNOTICED, by="")
    results = list(copy.confirmed([failing, other, unnoticed], cpu=60, limit=600))
    assert [one.answer for one in results] == [Answer.ALWAYS_FAILS, Answer.NOTICED, Answer.UNNOTICED]
    assert share(results) == 1 / 3


def test_a_change_that_never_ends_is_noticed_by_its_processor_time(tree: Path, tmp_path: Path) -> None:
    (tree / FILE).write_text(
        "def late(day: int) -> bool:\n    while day > 5:\n        day -= 1\n    return True\n"
    )
    (tree / "tests/law/test_limits.py").write_text(
        "from xianxing.law.limits import late\n\n\ndef test_it_ends() -> None:\n    assert late(7)\n"
    )
    [endless] = [one for one in changes((tree / FILE).read_text()) if one.kind == "statement dropped"]
    copy = Copy(tree, tmp_path)
    result = copy.tried(FILE, endless, cpu=5, limit=600, wide=2)
    assert result.answer is Answer.ENDLESS
    assert list(copy.confirmed([result], cpu=60, limit=600)) == [result]


def test_tests_that_need_longer_than_their_time_anyway_say_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/law/test_limits.py").write_text("def test_it() -> None:\n    while True:\n        pass\n")
    copy = Copy(tree, tmp_path)
    tried = copy.tried(FILE, edges()[0], cpu=2, limit=600, wide=2)
    assert tried.answer is Answer.ENDLESS
    [result] = copy.confirmed([tried], cpu=2, limit=600)
    assert (result.answer, share([result])) == (Answer.ALWAYS_FAILS, 0)


def test_a_death_by_another_signal_is_shown_and_counts_for_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/law/test_limits.py").write_text(
        "import os, signal\n\n\ndef test_it() -> None:\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    result = Copy(tree, tmp_path).tried(FILE, edges()[0], cpu=60, limit=600, wide=2)
    assert (result.answer, result.by, share([result])) == (Answer.KILLED, "SIGKILL", 0)
    assert "SIGKILL" in line(result)


def test_what_gave_no_answer_by_the_clock_counts_for_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests/law/test_limits.py").write_text(
        "import signal\n\n\ndef test_it() -> None:\n    signal.pause()\n"
    )
    result = Copy(tree, tmp_path).tried(FILE, edges()[0], cpu=60, limit=3, wide=2)
    assert (result.answer, share([result])) == (Answer.NO_ANSWER, 0)


@pytest.mark.parametrize(
    ("status", "printed", "said"),
    [
        (0, "", (Answer.UNNOTICED, "")),
        (5, "", (Answer.UNNOTICED, "")),
        (1, "FAILED tests/a.py::test_b - assert 1 == 2\n", (Answer.NOTICED, "tests/a.py::test_b")),
        (1, "FAILED tests/a.py::test_b[one two]\n", (Answer.NOTICED, "tests/a.py::test_b[one two]")),
        (4, "", (Answer.NOTICED, "tests/a.py tests/b.py")),
        (-signal.SIGXCPU, "", (Answer.ENDLESS, "tests/a.py tests/b.py")),
        (-signal.SIGSEGV, "", (Answer.KILLED, "SIGSEGV")),
        (-signal.SIGTERM, "", (Answer.KILLED, "SIGTERM")),
    ],
)
def test_only_the_limit_on_processor_time_means_endless(
    status: int, printed: str, said: tuple[Answer, str]
) -> None:
    assert read(status, printed, ["tests/a.py", "tests/b.py"]) == said


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


def test_every_package_is_drawn_from_by_itself_or_where_it_is_asked_for() -> None:
    packages = {path.parent.name for path in (ROOT / "src" / "xianxing").glob("*/__init__.py")}
    assert {*ROOMS, *PAGES} == packages
