"""The checklist of an inspection: what the project promised itself, and what it was told to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xianxing.checker.body import records
from xianxing.law import Field
from xianxing.pilot.acts.conditions import conditions_of
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.inspections.models import LineSource
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.plans import decimal_text, plan_on, plans_in_force, plans_of


@dataclass(frozen=True)
class ChecklistLine:
    """What is to be looked at, in Chinese as it was promised: source, its name there, clause, words."""

    source: LineSource
    label: str
    clause: str
    words: str


def checklist_of(view: CaseView, day: date) -> list[ChecklistLine]:
    """The lines for an inspection on a day: promises of the filing, conditions of the trial, indicators."""
    return [*_promised(view, day), *_conditions(view), *_indicators(view, day)]


def _promised(view: CaseView, day: date) -> Iterator[ChecklistLine]:
    """A line a row of a table, a line a text, of the body that was filed last."""
    guide = guide_of(view.case.call)
    filed = Body.objects.filter(filing=view.filing, filed_at__isnull=False)
    body = filed.order_by("-filed_at", "-pk").first()
    content = content_of(body) if body else {}
    for path in practice_on(day).commitments:
        field = guide.fields.get(path)
        if field is None:
            continue
        for about, value in _values(content, field):
            label = f"{field.label.zh}（{about}）" if about else field.label.zh
            for words in _rows(field, value):
                yield ChecklistLine(LineSource.FILING, label, field.clause, words)


def _values(content: Mapping[str, object], field: Field) -> Iterator[tuple[str, object]]:
    """The field's value; of a field that every unit fills each unit's, with its name."""
    group = content.get(field.group)
    if isinstance(group, Mapping):
        yield "", group.get(field.key)
    for unit in records(content.get(f"{field.group}s")):
        yield str(unit.get("name", "")), unit.get(field.key)


def _rows(field: Field, value: object) -> Iterator[str]:
    if not field.columns:
        if isinstance(value, str) and value:
            yield value
        return
    for row in records(value):
        cells = ((column, row.get(column.key)) for column in field.columns)
        said = [f"{column.label.zh}：{_said(column, cell)}" for column, cell in cells if cell is not None]
        if said:
            yield "；".join(said)


def _said(column: Field, value: object) -> str:
    chosen = column.choice(value)
    return chosen.label.zh if chosen else str(value).rstrip("。；")


def _conditions(view: CaseView) -> Iterator[ChecklistLine]:
    """The conditions set for the trial, and those of the consultation, with the clause of their step."""
    for one in conditions_of(view):
        clause = next(iter((*one.step.basis, *one.step.serves)), "")
        yield ChecklistLine(LineSource.CONDITION, one.step.zh, clause, one.words)


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
