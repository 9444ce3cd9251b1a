"""Runs, their findings and parts as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from xianxing.law.findings import JSON
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.tools.models import (
    FindingReview,
    RunFinding,
    RunPart,
    RunPartKind,
    ToolRun,
    ToolRunState,
)
from xianxing.pilot.tools.permissions import may_read_run, readable_runs
from xianxing.pilot.tools.precision import precision_by_rule
from xianxing.pilot.tools.sealing import open_finding, open_part
from xianxing.toolbox.indicators import indicators
from xianxing.workdays.clocks import day_of


def run_to_read(run: UUID, roles: PersonRoles) -> ToolRun:
    """A run for one of its organ's people; Stranger for everybody else."""
    row = _runs().filter(pk=run).first()
    if row is None or not may_read_run(row, roles):
        raise Stranger("run")
    return row


def lock_run(run: UUID) -> None:
    """Make other writers of the run wait until the transaction ends; read it after this, not before."""
    ToolRun.objects.select_for_update().filter(pk=run).values_list("pk").first()


def runs_of(roles: PersonRoles, tool: str = "") -> QuerySet[ToolRun]:
    """The runs that a person may read, newest first; of one tool where it is named."""
    rows = _runs().filter(readable_runs(roles))
    return (rows.filter(tool=tool) if tool else rows).order_by("-asked_at", "-pk")


def contents_of(run: ToolRun) -> ToolRun:
    """The run, whose contents are there still; Stranger where they were erased."""
    if hasattr(run, "erasure"):
        raise Stranger("erased")
    return run


def _runs() -> QuerySet[ToolRun]:
    return ToolRun.objects.select_related(
        "asked_by", "institution", "progress", "anchor__publication", "erasure__by"
    )


@dataclass(frozen=True)
class AnswerParts:
    """What of an answer its page shows beside findings.

    `values` are what of the results is no list; `lists` the names of those that are; `unwritten` says why
    some of the tool's papers couldn't be written, "" where all were.
    """

    problems: list[dict[str, JSON]]
    charts: list[dict[str, JSON]]
    values: dict[str, JSON]
    lists: list[str]
    unwritten: str


def answer_parts(run: ToolRun) -> AnswerParts:
    """Problems, charts and values of an answer in their order, and the names of its lists; in two queries."""
    shown = (RunPartKind.PROBLEMS, RunPartKind.CHART, RunPartKind.VALUES, RunPartKind.UNWRITTEN)
    opened_parts: dict[str, list[dict[str, JSON]]] = {kind.value: [] for kind in shown}
    for part in RunPart.objects.filter(run=run, kind__in=shown).order_by("place", "pk"):
        opened_parts[part.kind].append(open_part(part))
    tables = RunPart.objects.filter(run=run, kind=RunPartKind.TABLE, place=0).order_by("pk")
    values, unwritten = opened_parts[RunPartKind.VALUES], opened_parts[RunPartKind.UNWRITTEN]
    return AnswerParts(
        [row for part in opened_parts[RunPartKind.PROBLEMS] for row in _rows(part)],
        opened_parts[RunPartKind.CHART],
        values[0] if values else {},
        list(tables.values_list("name", flat=True)),
        str(unwritten[0]["reason"]) if unwritten else "",
    )


def _rows(part: dict[str, JSON]) -> list[dict[str, JSON]]:
    rows = part["rows"]
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def finding_of(run: ToolRun, place: int) -> RunFinding:
    """One finding; Stranger where the run has none at this place, or its contents were erased."""
    row = RunFinding.objects.filter(run=run, place=place).first()
    if row is None or not row.sealed:
        raise Stranger("finding")
    return row


def opened(rows: list[RunFinding]) -> list[tuple[RunFinding, dict[str, JSON]]]:
    """Findings with what was sealed of them."""
    return [(row, open_finding(row)) for row in rows]


def part_of(run: ToolRun, kind: RunPartKind, name: str, place: int) -> dict[str, JSON]:
    """A piece of an answer; Stranger where the run has none of this name and place."""
    row = RunPart.objects.filter(run=run, kind=kind, name=name, place=place).first()
    if row is None:
        raise Stranger("part")
    return open_part(row)


def reviews_of(rows: list[RunFinding]) -> dict[int, FindingReview]:
    """The review that counts of each of these findings, by the finding's key."""
    found = FindingReview.objects.filter(finding__in=rows).select_related("by").order_by("number")
    return {one.finding_id: one for one in found}


def earlier_runs(run: ToolRun, roles: PersonRoles) -> QuerySet[ToolRun]:
    """The person's runs of the same tool that are done, not erased, and were asked for before this one."""
    done = runs_of(roles, run.tool).filter(state=ToolRunState.DONE, erasure=None)
    return done.filter(asked_at__lt=run.asked_at)


def run_indicators(run: ToolRun) -> list[JSON]:
    """What the pilot measures of a run that is done, as points: those of the tool, and what people judged.

    Name, unit, value (a plain decimal) and the instant of the run's end; ValueError for a run without answer.
    """
    if run.ended_at is None or run.summary is None:
        raise ValueError(f"run {run.pk} has no answer")
    at = run.ended_at
    points = indicators({"tool": run.tool, "metrics": run.metrics, "summary": run.summary}, at)
    judged = precision_by_rule([run])[0]
    more = [("judged", "finding", str(judged.judged)), ("overruled", "finding", str(judged.overruled))]
    if judged.judged:
        low, high = judged.interval
        more += [
            ("overruled_share", "fraction", _plain(judged.overruled / judged.judged)),
            ("precision", "fraction", _plain(judged.upheld / judged.judged)),
            ("precision_low", "fraction", _plain(low)),
            ("precision_high", "fraction", _plain(high)),
        ]
    if run.judged_as_of:
        more.append(("days_to_finding", "day", str((day_of(at) - run.judged_as_of).days)))
    return points + [
        {"tool": run.tool, "name": name, "unit": unit, "value": value, "time": at.isoformat()}
        for name, unit, value in more
    ]


def _plain(share: float) -> str:
    return f"{share:.6f}"
