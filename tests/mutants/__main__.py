"""Draw small changes of the code by seed, and see which of them a test notices: `make mutants`."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.changes import Change, can_be_tried, changes
from tests.mutants.nearest import NEAR
from tests.mutants.quick import noticed
from tests.mutants.trial import Answer, Copy, Result

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("law", "workdays", "procedure", "record", "documents", "checker", "toolbox", "pilot")
PAGES = ("desks", "site", "cli")  # drawn from where they are asked for
GOOD = (Answer.NOTICED, Answer.ENDLESS)
AIM = 0.95


def main(words: list[str]) -> int:
    """Draw, try, print a table and write JSON; status 1 where less than the aim was noticed."""
    options = parse(words)
    drawn = draw(ROOT, options.room or ROOMS, seed=options.seed, count=options.count)
    say(f"seed {options.seed}, {len(drawn)} changes in {', '.join(options.room or ROOMS)}")
    results = tried(drawn, options)
    for result in results:
        if result.answer is Answer.ALWAYS_FAILS:
            say(line(result))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(report(options.seed, results), ensure_ascii=False, indent=1), "utf-8")
    say(table(results))
    say(f"written to {options.out}")
    return 0 if share(results) >= AIM else 1


def parse(words: list[str]) -> argparse.Namespace:
    """The options; the seed is today's day unless one is given, so that each day draws afresh."""
    today = int(f"{datetime.now(UTC):%Y%m%d}")
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=today, help="what the draw depends on (today's day)")
    parser.add_argument("--count", type=int, default=40, help="how many changes are drawn (40)")
    parser.add_argument("--room", action="append", choices=[*ROOMS, *PAGES])
    parser.add_argument("--jobs", type=int, default=2, help="how many are tried at once (2)")
    parser.add_argument("--wide", type=int, default=NEAR, help=f"how many rings of tests are asked ({NEAR})")
    parser.add_argument("--cpu", type=int, default=300, help="seconds of a processor for a ring of tests")
    parser.add_argument("--limit", type=int, default=1800, help="seconds of the clock for a ring of tests")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "mutants.json")
    return parser.parse_args(words)


def draw(root: Path, rooms: Sequence[str], *, seed: int, count: int) -> list[tuple[str, Change]]:
    """So many changes: lines of code by lot, of all lines of these rooms, and one change of each by kind."""
    lot = random.Random(seed)
    places: list[tuple[str, str, list[Change]]] = []
    for room in rooms:
        for path in sorted((root / "src" / "xianxing" / room).rglob("*.py")):
            if path.parent.name != "migrations":
                file, source = path.relative_to(root).as_posix(), path.read_text("utf-8")
                places += [(file, source, found) for found in _by_line(source)]
    lot.shuffle(places)
    chosen = ((file, _one_of(found, source, lot)) for file, source, found in places)
    return list(islice(((file, one) for file, one in chosen if one), count))


def _by_line(source: str) -> list[list[Change]]:
    lines: dict[int, list[Change]] = {}
    for change in changes(source):
        lines.setdefault(change.line, []).append(change)
    return [found for _line, found in sorted(lines.items())]


def _one_of(found: list[Change], source: str, lot: random.Random) -> Change | None:
    """One change of a line that can be tried: a kind by lot, then one of the kind."""
    left = [one for one in found if can_be_tried(one, source)]
    kinds = sorted({one.kind for one in left})
    if not left:
        return None
    kind = lot.choice(kinds)
    return lot.choice([one for one in left if one.kind == kind])


def tried(drawn: list[tuple[str, Change]], options: argparse.Namespace) -> list[Result]:
    """Each change tried in a copy of the tree, some at once; a line as soon as there is a result.

    First in forks, where most are noticed in a second; what is left in a process of its own. At the end the
    tests that noticed there are run without any change: one that fails anyway has noticed nothing.
    """
    quick: set[tuple[str, Change]] = set()
    known: list[Result] = []
    for task, by in noticed(drawn, cpu=options.cpu, limit=options.limit):
        quick.add(task)
        known.append(Result(*task, Answer.NOTICED, by, 0.0, ""))
        say(line(known[-1]))
    copies: SimpleQueue[Copy] = SimpleQueue()

    def one(task: tuple[str, Change]) -> Result:
        tree = copies.get()
        try:
            return tree.tried(*task, cpu=options.cpu, limit=options.limit, wide=options.wide)
        finally:
            copies.put(tree)

    with tempfile.TemporaryDirectory(prefix="xianxing-mutants-") as folder:
        for number in range(options.jobs):
            (Path(folder) / str(number)).mkdir()
            copies.put(Copy(ROOT, Path(folder) / str(number)))
        results = []
        with ThreadPoolExecutor(max(options.jobs, 1)) as pool:
            for done in as_completed([pool.submit(one, task) for task in drawn if task not in quick]):
                results.append(done.result())
                say(line(results[-1]))
        if results:
            known += copies.get().confirmed(results, cpu=options.cpu, limit=options.limit)
        return known


def room_of(result: Result) -> str:
    """The room of a result's file."""
    return Path(result.file).parts[2]


def share(results: list[Result]) -> float:
    """Which part of the changes was noticed."""
    return sum(one.answer in GOOD for one in results) / max(len(results), 1)


def line(result: Result) -> str:
    """A result in a line; with its difference where no test noticed."""
    said = (
        f"{result.answer:<10} {result.file}:{result.change.line}  {result.change.kind}  {result.by}".rstrip()
    )
    return said if result.answer in GOOD else f"{said}\n{result.diff}"


def table(results: list[Result]) -> str:
    """Noticed and drawn, a line a room, and all."""
    drawn = Counter(map(room_of, results))
    noticed = Counter(room_of(one) for one in results if one.answer in GOOD)
    rows = [f"{room:<12}{noticed[room]:>4} of {drawn[room]:>4}" for room in drawn]
    return "\n".join(
        [*rows, f"{'all':<12}{sum(noticed.values()):>4} of {len(results):>4}  {share(results):.1%}"]
    )


def report(seed: int, results: list[Result]) -> dict[str, object]:
    """Everything, for a machine."""
    return {"seed": seed, "share": share(results), "results": [asdict(one) for one in results]}


def say(text: str) -> None:
    """Print at once, also into a file."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
