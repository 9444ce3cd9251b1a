"""Two runs of a tool side by side: which findings are new, gone or changed, and what else differs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from xianxing.pilot.tools.models import RunFinding, ToolRun


@dataclass(frozen=True)
class RunComparison:
    """What a run says that the other doesn't; `changed` pairs a finding of the other with that of this run.

    `tables` are those whose bytes differ, or that only one of them has; `rules` says whether the packs
    differ, `asked` whether the day, the language or the way of reading does.
    """

    new: tuple[RunFinding, ...]
    gone: tuple[RunFinding, ...]
    changed: tuple[tuple[RunFinding, RunFinding], ...]
    same: int
    tables: tuple[str, ...]
    rules: bool
    asked: bool


def compare_runs(run: ToolRun, other: ToolRun) -> RunComparison:
    """What differs in `run` from `other`, an earlier run of the same tool; reads nothing that is sealed."""
    here, there = _by_statement(run), _by_statement(other)
    new: list[RunFinding] = []
    gone: list[RunFinding] = []
    changed: list[tuple[RunFinding, RunFinding]] = []
    for key in {**here, **there}:
        fresh, old = _left(here.get(key, []), there.get(key, []))
        changed += zip(old, fresh, strict=False)
        new += fresh[len(old) :]
        gone += old[len(fresh) :]
    total = sum(map(len, here.values()))
    return RunComparison(
        tuple(sorted(new, key=_place)),
        tuple(sorted(gone, key=_place)),
        tuple(sorted(changed, key=lambda pair: pair[1].place)),
        total - len(new) - len(changed),
        _other_tables(run, other),
        run.ruleset != other.ruleset or run.rules_as_of != other.rules_as_of,
        (run.judged_as_of, run.lenient, run.language) != (other.judged_as_of, other.lenient, other.language),
    )


def _by_statement(run: ToolRun) -> dict[str, list[RunFinding]]:
    found: dict[str, list[RunFinding]] = defaultdict(list)
    for row in RunFinding.objects.filter(run=run).order_by("place").defer("sealed"):
        found[row.same].append(row)
    return found


def _left(here: list[RunFinding], there: list[RunFinding]) -> tuple[list[RunFinding], list[RunFinding]]:
    """Of findings on the same statement those that say something else than every one of the other run."""
    said = [row.content for row in there]
    fresh: list[RunFinding] = []
    for row in here:
        if row.content in said:
            said.remove(row.content)
        else:
            fresh.append(row)
    known = [row.content for row in here]
    old: list[RunFinding] = []
    for row in there:
        if row.content in known:
            known.remove(row.content)
        else:
            old.append(row)
    return fresh, old


def _other_tables(run: ToolRun, other: ToolRun) -> tuple[str, ...]:
    here, there = run.inputs or {}, other.inputs or {}
    return tuple(
        name
        for name in sorted({*here, *there})
        if here.get(name, {}).get("sha256") != there.get(name, {}).get("sha256")
    )


def _place(row: RunFinding) -> int:
    return row.place
