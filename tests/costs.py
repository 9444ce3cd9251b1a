"""What each test costs of the processor, and which are so long that `make test` leaves them to `make whole`.

`./run whole --costs` runs everything with this recorder and writes `tests/long.txt` anew. A test is long that
takes more than LONG seconds; of its cases those of more than LONG_CASE stay, cheapest first, while together
they take no more than LONG. Of a module that would have none left the cheapest stays, unless it takes more
than STORY.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping
from itertools import accumulate
from pathlib import Path

import pytest

LONG, LONG_CASE, STORY = 1.0, 0.3, 20.0  # seconds of the processor, what a test starts included
LIST = Path(__file__).with_name("long.txt")


def long_tests() -> frozenset[str]:
    """The long tests by their pytest id, as `./run whole --costs` last found them."""
    return frozenset(LIST.read_text("utf-8").splitlines())


def chosen(costs: Mapping[str, float]) -> list[str]:
    """Which tests are long, given the seconds of each in the order in which they are collected."""
    found = {test for cases in _together(costs, "[") for test in _long_cases(cases, costs)}
    for tests in _together(costs, "::"):
        cheapest = min(tests, key=lambda test: costs[test])
        if found.issuperset(tests) and costs[cheapest] <= STORY:
            found.remove(cheapest)
    return sorted(found)


def _long_cases(cases: list[str], costs: Mapping[str, float]) -> list[str]:
    dear = sorted((case for case in cases if costs[case] > LONG_CASE), key=lambda case: costs[case])
    together = accumulate(costs[case] for case in dear)
    return [case for case, seconds in zip(dear, together, strict=True) if seconds > LONG]


def _together(tests: Iterable[str], mark: str) -> list[list[str]]:
    """Those whose ids are the same before the mark."""
    found: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        found[test.partition(mark)[0]].append(test)
    return list(found.values())


class Recorder:
    """Writes a line for each test that is called: its id and its seconds of the processor.

    Its own fixtures count; what several tests share (scenes, a module's or the run's fixtures) doesn't.
    """

    def __init__(self, file: Path, spent: Callable[[], float] | None = None) -> None:
        self.file, self.spent, self.seconds = file, spent or spent_so_far, 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        self.seconds = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        own = fixturedef.scope == "function" and fixturedef.argname != "scene"
        before = self.spent()
        found = yield
        self.seconds += self.spent() - before if own else 0.0
        return found

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        before = self.spent()
        try:
            yield
        finally:
            seconds = self.seconds + self.spent() - before
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([item.nodeid, round(seconds, 3)]) + "\n")


def spent_so_far() -> float:
    """Seconds of the processor of this process and of all that it started, those that live on included.

    A browser and the site that it looks at live longer than a test. Without /proc only ended ones count.
    """
    own = sum(os.times()[:4])
    if not Path("/proc/self/stat").exists():
        return own
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended since
        process = int(stat.parent.name)
        parents[process], ticks[process] = int(fields[1]), sum(map(int, fields[11:15]))
    below = {os.getpid()}
    for process in sorted(parents):  # a child has a higher number than its parent, but for a rare turn
        if parents[process] in below:
            below.add(process)
    living = sum(ticks[process] for process in below - {os.getpid()})
    return own + living / os.sysconf("SC_CLK_TCK")


def read(lines: Iterable[str]) -> dict[str, float]:
    """The recorder's lines; of a test that ran on both databases the dearer one."""
    costs: dict[str, float] = {}
    for line in lines:
        test, seconds = json.loads(line)
        costs[test] = max(seconds, costs.get(test, 0.0))
    return costs


def main(file: Path) -> None:
    """Write the list anew from the recorder's file."""
    with file.open(encoding="utf-8") as lines:
        LIST.write_text("".join(f"{test}\n" for test in chosen(read(lines))), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
