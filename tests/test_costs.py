"""Which tests `make test` leaves to `make whole`, and that the list of them is true."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests import conftest, costs
from tests.costs import LONG, LONG_CASE, STORY, Recorder, chosen, long_tests, read, spent_so_far

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["pytester"]

TESTS = """
import os
import pytest

def spend(seconds):
    os.environ["SPENT"] = str(int(os.environ["SPENT"]) + seconds)

@pytest.fixture
def own(): spend(2)

@pytest.fixture(scope="module")
def shared(): spend(30)

@pytest.fixture
def scene(): spend(50)

def test_with_its_own(own): spend(1)
def test_with_what_is_shared(shared, scene): spend(1)
def test_that_fails(own):
    spend(5)
    raise ValueError
"""


def test_each_test_counts_with_its_own_fixtures_and_without_what_is_shared(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPENT", "100")
    pytester.makepyfile(test_made=TESTS)
    file = pytester.path / "costs.jsonl"
    recorder = Recorder(file, lambda: float(os.environ["SPENT"]))
    pytester.inline_run("-p", "no:django", "-p", "no:cacheprovider", plugins=[recorder])
    assert read(file.read_text("utf-8").splitlines()) == {
        "test_made.py::test_with_its_own": 3,
        "test_made.py::test_with_what_is_shared": 1,
        "test_made.py::test_that_fails": 7,
    }


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")
def test_a_process_that_lives_on_counts_as_one_that_has_ended() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass\nprint('spent', flush=True)\ninput()"
    before = spent_so_far()
    with Popen([sys.executable, "-c", busy], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "spent\n"
        living = spent_so_far()
        process.communicate("\n")
    assert living - before >= 0.4
    assert spent_so_far() >= living - 0.05


def test_of_two_databases_the_dearer_counts() -> None:
    assert read(['["a::b", 0.5]', '["a::c", 3]', '["a::b", 2.5]', '["a::b", 1]']) == {"a::b": 2.5, "a::c": 3}


def test_a_test_is_long_above_the_limit_and_not_at_it() -> None:
    assert chosen({"a::x": LONG, "a::y": LONG + 0.1, "a::z": 0}) == ["a::y"]


def test_of_dear_cases_as_many_stay_as_one_test_may_take_and_every_cheap_one() -> None:
    half, cheap = LONG / 2, LONG_CASE
    assert half > cheap
    assert chosen({"a::x[1]": half + 0.1, "a::x[2]": half, "a::x[3]": half, "a::y": 0}) == ["a::x[1]"]
    assert chosen({**{f"a::x[{n}]": cheap for n in range(20)}, "a::x[dear]": LONG}) == []
    assert chosen({"a::x[1]": LONG + 1, "a::x[2]": half, "a::x[3]": half}) == ["a::x[1]"]


def test_a_module_keeps_its_cheapest_test_unless_that_is_too_long_for_any_run() -> None:
    assert chosen({"a::x": STORY, "a::y": STORY + 1, "b::x": LONG + 1, "b::y": 0}) == ["a::y", "b::x"]
    assert chosen({"a::x": STORY + 1, "a::y": STORY + 2}) == ["a::x", "a::y"]


def test_of_a_story_all_tests_are_long_if_one_is_and_of_other_modules_that_one(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = "def test_first(): pass\ndef test_second(): pass\n"
    told = "import pytest\npytestmark = pytest.mark.story\n" + two
    always = "import pytest\n@pytest.mark.always\ndef test_s"
    pytester.makepyfile(test_told=told, test_other=two, test_ever=two.replace("def test_s", always))
    items, _ = pytester.inline_genitems("-p", "no:django", "-W", "ignore")
    long = {f"test_{one}.py::test_second" for one in ("told", "other", "ever")}
    monkeypatch.setattr(conftest, "long_tests", lambda: long)
    conftest.pytest_collection_modifyitems(items)
    assert {item.nodeid for item in items if item.get_closest_marker("long")} == {
        "test_told.py::test_first",
        "test_told.py::test_second",
        "test_other.py::test_second",
    }


def test_every_test_that_is_called_long_is_there() -> None:
    for test in sorted({one.partition("[")[0] for one in long_tests()}):
        module, _, name = test.partition("::")
        assert f"def {name}(" in (ROOT / module).read_text("utf-8"), f"{test}: run ./run whole --costs"


def test_the_list_is_what_the_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, written = tmp_path / "costs.jsonl", tmp_path / "long.txt"
    lines.write_text('["a::y", 99]\n["a::x", 98]\n["b::x", 0.1]\n', "utf-8")
    monkeypatch.setattr(costs, "LIST", written)
    costs.main(lines)
    assert written.read_text("utf-8") == "a::x\na::y\n"
    assert long_tests() == {"a::x", "a::y"}
