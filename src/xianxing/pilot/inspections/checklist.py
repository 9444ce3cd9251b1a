"""The checklist of an inspection: what the project promised itself, and what it was told to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.inspections.models import LineSource
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.commitments import (
    CommitmentSource,
    commitments_of,
    signatures_of,
    signed_items,
)
from xianxing.pilot.supervision.permissions import pilot_units
from xianxing.pilot.supervision.plans import decimal_text, plan_on, plans_in_force, plans_of

SOURCES = {
    CommitmentSource.FILING: LineSource.FILING,
    CommitmentSource.PANEL: LineSource.CONDITION,
    CommitmentSource.CONSULTATION: LineSource.CONDITION,
    CommitmentSource.CHANGE: LineSource.CHANGE,
}


@dataclass(frozen=True)
class ChecklistLine:
    """What is to be looked at, in Chinese as it was promised: source, its name there, clause, words."""

    source: LineSource
    label: str
    clause: str
    words: str


def checklist_of(view: CaseView, day: date) -> list[ChecklistLine]:
    """The lines for an inspection on a day: what institutions are held to, then the indicators.

    A line that institutions signed says so in its label, with the version of the list.
    """
    return [*_committed(view), *_indicators(view, day)]


def _committed(view: CaseView) -> Iterator[ChecklistLine]:
    signed: dict[str, dict[str, int]] = {}  # of an item's digest: by unit the latest version
    for row in reversed(signatures_of(view)):
        for item in signed_items(row):
            signed.setdefault(item.digest, {})[row.unit] = row.version
    for one in commitments_of(view).items:
        mark = _mark(signed.get(one.digest, {}), pilot_units(view))
        yield ChecklistLine(SOURCES[one.source], f"{one.label}{mark}", one.clause, one.words)


def _mark(by: Mapping[str, int], units: Sequence[str]) -> str:
    """In Chinese: that all or some of the institutions signed it, and in which version of the list."""
    found = [by[unit] for unit in units if unit in by]
    if not found:
        return ""
    whose = "" if len(found) == len(units) else "部分机构"
    return f"【{whose}已签署，承诺清单第{max(found)}版】"


def _indicators(view: CaseView, day: date) -> Iterator[ChecklistLine]:
    """The indicators of the plan in force, each with its lines."""
    current = plan_on(plans_in_force(plans_of(view.case.pk)), day)
    clause = view.procedure.cite(catalogue().serves[0]) or ""
    for line in current.lines.values() if current else ():
        one, words = line.indicator, []
        for label, value in (("黄线", line.amber), ("红线", line.red)):
            if value is not None:
                words.append(f"{label}{decimal_text(value)}{one.unit}")
        label = f"监测方案第{current.plan.number}号" if current else ""
        yield ChecklistLine(LineSource.INDICATOR, label, clause, f"{one.zh}：{'，'.join(words)}")
