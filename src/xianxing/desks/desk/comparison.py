"""The projects of a call beside one another: what each column says of each, in a few queries for all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from xianxing.checker.body import records
from xianxing.desks.desk import rows
from xianxing.i18n import DEFAULT_LANGUAGE, current_language, gettext
from xianxing.law import Result
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.models import CorrectionItem, FormalityItem
from xianxing.pilot.casework.summary_table import FIELD, SummaryColumn
from xianxing.pilot.experts.models import RevealedOpinion
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.filings.models import Body, FiledFindings
from xianxing.pilot.search.texts import spoken_words
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ComparedProject:
    """A project with what every column says of it, in the columns' order."""

    row: rows.FilingRow
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """What is known of one body, for the columns to say in words."""

    row: rows.FilingRow
    content: Mapping[str, object]
    body: Body
    findings: str
    opinions: str

    @property
    def units(self) -> list[Mapping[str, object]]:
        return records(self.content.get("units"))

    def names(self, key: str, *, holds: bool) -> str:
        """The names of the units of which this is said, or isn't."""
        return "、".join(str(one.get("name", "")) for one in self.units if bool(one.get(key)) is holds)


def compared(
    bodies: Sequence[Body], columns: Sequence[SummaryColumn], *, at: datetime, official: bool
) -> list[ComparedProject]:
    """Some of `latest_filed` under the columns. `official` keeps to Chinese, as a table for others does.

    Opinions are said where they were revealed, and nothing of a sealed one.
    """
    findings, opinions = _findings(bodies), _opinions(bodies, at)
    found = []
    for row, body in zip(rows.listed(bodies, at=at), bodies, strict=True):
        kept = bytes(body.canonical)
        content = json.loads(kept) if kept else {}
        known = _Known(row, content, body, findings.get(body.pk, ""), opinions.get(body.filing_id, ""))
        found.append(ComparedProject(row, tuple(_said(known, column, official) for column in columns)))
    return sorted(found, key=lambda one: one.row.number)


SOURCES: Mapping[str, Callable[[_Known], str]] = {
    "number": lambda known: known.row.number,
    "project": lambda known: known.row.project,
    "lead": lambda known: known.names("lead", holds=True),
    "joint": lambda known: known.names("lead", holds=False),
    "kinds": lambda known: _kinds(known),
    "provider": lambda known: known.names("scenario_provider", holds=True),
    "filed_on": lambda known: day_of(known.row.filed_at).isoformat(),
    "state": lambda known: known.row.state,
    "due": lambda known: known.row.turn.due.isoformat() if known.row.turn and known.row.turn.due else "",
    "findings": lambda known: known.findings,
    "opinions": lambda known: known.opinions,
}


def _said(known: _Known, column: SummaryColumn, official: bool) -> str:
    if not column.source.startswith(FIELD):
        return SOURCES[column.source](known)
    path = column.source.removeprefix(FIELD)
    group, _, key = path.partition(".")
    guide, part = guide_of(known.body.filing.case.call), known.content.get(group)
    if not guide.has_field(path) or not isinstance(part, Mapping):
        return ""
    return spoken_words(guide.field(path), part.get(key), official=official)


def _kinds(known: _Known) -> str:
    kinds = guide_of(known.body.filing.case.call).unit_kinds
    names = [str(one.get("kind", "")) for one in known.units]
    return "、".join(dict.fromkeys(str(kinds[name].label) if name in kinds else name for name in names))


def _findings(bodies: Sequence[Body]) -> dict[int, str]:
    """How many findings each body was filed with, what was asked and what was overruled, in three queries."""
    numbers = [body.pk for body in bodies]
    unmet: dict[int, Counter[str]] = {}
    filed = FiledFindings.objects.filter(body__in=numbers).values_list("body", "report")
    for body, report in filed.iterator(chunk_size=50):
        unmet[body] = Counter(str(entry["result"]) for entry in report[DEFAULT_LANGUAGE])
    judged: dict[int, Counter[str]] = {}
    for body, decision in FormalityItem.objects.filter(body__in=numbers).values_list("body", "decision"):
        judged.setdefault(body, Counter())[decision] += 1
    cases = {body.filing_id: body.pk for body in bodies}
    asked = Counter(
        cases[case] for case in CorrectionItem.objects.filter(case__in=cases).values_list("case", flat=True)
    )
    said = gettext(
        "not met {unmet}, for a person {open}; asked for correction {asked}, overruled {overruled}"
    )
    return {
        number: said.format(
            unmet=unmet[number][Result.UNMET.value],
            open=unmet[number][Result.MANUAL_REVIEW.value] + unmet[number][Result.UNKNOWN.value],
            asked=asked[number],
            overruled=judged.get(number, Counter())["overrule"],
        )
        for number in numbers
        if number in unmet
    }


def _opinions(bodies: Sequence[Body], at: datetime) -> dict[UUID, str]:
    """How many opinions of the last revealed round there are, and each heading's lowest and highest score."""
    last = RevealedOpinion.objects.filter(opinion__case=OuterRef("opinion__case")).order_by()
    newest = last.values("opinion__case").annotate(last=Max("opinion__round")).values("last")
    held = RevealedOpinion.objects.filter(
        opinion__case__in=[body.filing_id for body in bodies], opinion__round=Subquery(newest)
    )
    texts: dict[UUID, list[OpinionText]] = {}
    for case, text in held.values_list("opinion__case", "text"):
        texts.setdefault(case, []).append(OpinionText.again(text))
    calls = {body.filing_id: body.filing.case.call for body in bodies}
    found = {}
    for case, read in texts.items():
        parts = [gettext("{count} opinions").format(count=len(read))]
        for criterion in practice_of(guide_of(calls[case]), day_of(at)).criteria:
            scores = [text.scores[criterion.key] for text in read if criterion.key in text.scores]
            if scores:
                parts.append(f"{criterion.label} {min(scores)}–{max(scores)}")
        found[case] = ("; " if current_language() == "en" else "；").join(parts)
    return found
