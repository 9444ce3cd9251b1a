"""Internal reviews, the lead's review of the other units, pledges of truth (clause 4.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FolderRow, FolderUnit
from xianxing.checker.phrases import phrase
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet

BLANK = (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER)


@rule("internal-review", clause="4.3.1", basis=Basis.GUIDE, family="form")
def internal_review(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each unit has reviewed its material internally: who, when, with what opinion."""
    for unit in case.filing.units:
        yield from _record(unit, "internal_review", ("reviewer", "date", "opinion"))


@rule("lead-review", clause="4.3.1", basis=Basis.GUIDE, family="form")
def lead_review(case: CheckContext) -> Iterator[RuleOutcome]:
    """The lead has reviewed the material of every other unit."""
    if not case.filing.joint:
        yield not_applicable("alone")
        return
    if not any(unit.lead for unit in case.filing.units):
        yield not_applicable("no_lead")
        return
    for unit in case.filing.units:
        if not unit.lead:
            yield from _record(unit, "lead_review", ("reviewer", "date", "opinion"))


@rule("truth-pledge", clause="4.3.1", basis=Basis.PRACTICE, family="form")
def truth_pledge(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each unit pledges that its material is true."""
    for unit in case.filing.units:
        yield from _record(unit, "truth_pledge", ("signatory", "title", "date"))


def _record(unit: FolderUnit, key: str, parts: tuple[str, ...]) -> Iterator[RuleOutcome]:
    record = unit.record(key)
    empty = [part for part in parts if _blank(record, part)]
    if len(empty) == len(parts):
        yield unmet("absent", unit.at(key), unit=unit.name)
        return
    for part in empty:
        yield unmet("part", record.at(part), unit=unit.name)


def _blank(record: FolderRow, part: str) -> bool:
    if part == "date":
        return record.day(part) is None and record.raw(part) in (None, "")
    return filled(record.text(part)) in BLANK


@rule("review-in-favour", clause="4.3.1", basis=Basis.PRACTICE, family="form", version=3)
def review_in_favour(case: CheckContext) -> Iterator[RuleOutcome]:
    """No review ends with a refusal, or says that it has not been made."""
    for unit in case.filing.units:
        for key in ("internal_review", "lead_review"):
            opinion, place = unit.record(key).text("opinion"), unit.record(key).at("opinion")
            if hit := phrase("review-in-favour.against").find(opinion):
                yield unmet("against", place, unit=unit.name, quote=hit.group()[:40])
            elif hit := phrase("review-in-favour.unchecked").find(opinion):
                yield manual_review("unchecked", place, unit=unit.name, quote=hit.group()[:40])


@rule("lead-review-by-lead", clause="4.3.1", basis=Basis.PRACTICE, family="form")
def lead_review_by_lead(case: CheckContext) -> Iterator[RuleOutcome]:
    """The lead's review of a unit was not made by that unit's own reviewer or signatory."""
    if not case.filing.joint:
        yield not_applicable("alone")
    for unit in case.filing.units:
        reviewer = unit.record("lead_review").text("reviewer")
        own = {unit.record("internal_review").text("reviewer"), unit.record("truth_pledge").text("signatory")}
        if reviewer and reviewer in own and not unit.lead:
            yield manual_review("own", unit.record("lead_review").at("reviewer"), unit=unit.name)


@rule("commitments-made", clause="5.3.4", basis=Basis.PRACTICE, family="form")
def commitments_made(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each pilot institution lists the promises that can be held against it later."""
    for unit in case.filing.units:
        rows = [row for row in unit.rows("commitments") if filled(row.text("text")) not in BLANK]
        if not rows:
            speak = unmet if case.is_pilot(unit) else manual_review
            yield speak("none", unit.at("commitments"), unit=unit.name)
