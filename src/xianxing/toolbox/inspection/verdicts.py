"""Findings from what rules came to: episodes, what missing cells leave open, lines that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection import wording
from xianxing.toolbox.inspection.book import ZERO, Product
from xianxing.toolbox.inspection.episodes import Episode, JudgedDays, SubjectOutcome
from xianxing.toolbox.inspection.measures import DayRule, DayValue, Shape, written, written_limit
from xianxing.toolbox.inspection.scope import Scope, Subject
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row

# Where value and line aren't in the pack's own unit: a subscription's line is the plan's total assets.
UNITS = {Shape.MONEY: "CNY", Shape.QUANTITY: "unit"}


def broken(episode: Episode, subject: Subject, product: Product | None, message: str) -> ToolFinding:
    """What an episode is as a finding; of the manager it is about the asset, where it has one."""
    first, worst, rule = episode.first, episode.worst, episode.rule
    rows = list(first.rows)
    if worst is not first:
        rows += worst.rows
    if product is not None:
        rows.append(product.row)
    elif first.asset:
        subject = ("assets", first.asset)
    return ToolFinding(
        rule.id,
        episode.pack,
        Result.UNMET,
        rule.basis,
        subject,
        message,
        day=first.day,
        value=written(first, rule.shape),
        limit=written_limit(first, episode.pack, rule.shape),
        unit=UNITS.get(rule.shape),
        evidence=_unique(rows),
    )


def _unique(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple({(row.table, row.line): row for row in rows}.values())


def undecided(
    rule: DayRule, unknown: Iterable[tuple[DayValue, RulePack]], subject: Subject
) -> Iterator[ToolFinding]:
    """What cells leave open, once an asset: the first day, and what would settle it."""
    by_asset: dict[str | None, list[tuple[DayValue, RulePack]]] = {}
    for measure, pack in unknown:
        by_asset.setdefault(measure.asset, []).append((measure, pack))
    for asset, measures in by_asset.items():
        measure, pack = measures[0]
        yield ToolFinding(
            rule.id,
            pack,
            Result.UNKNOWN,
            rule.basis,
            ("assets", asset) if asset and subject[0] == "tool.toml" else subject,
            wording.of_unknown(rule, measure, len(measures)),
            day=measure.day,
            limit=written_limit(measure, pack, rule.shape),
            unit=UNITS.get(rule.shape),
            evidence=measure.rows,
        )


def kept(
    scope: Scope, rule: DayRule, judged: SubjectOutcome, subject: Subject, course: JudgedDays
) -> Iterator[ToolFinding]:
    """That a line was kept, where nothing else was found; and the days that no version of it reaches."""
    days = [day for day in course.days if day in course.judged]
    packs = {day: scope.lines.on(rule.pack_key, day) for day in days}
    without = [day for day in days if packs[day] is None]
    if without:
        yield out_of_force(rule, without, subject)
    within = [day for day in days if packs[day] is not None]
    if not within or judged.episodes or judged.unknown:
        return
    covered = [day for day in within if day in course.covered and day not in judged.skipped]
    measure, pack = judged.nearest or (None, packs[within[-1]])
    if pack is None:
        return
    if not covered and judged.skipped:
        text = wording.no_day(rule)
        yield ToolFinding(rule.id, pack, Result.NOT_APPLICABLE, rule.basis, subject, text, day=within[0])
        return
    if not covered:
        nothing = DayValue(within[0], ZERO, ZERO, ZERO, ())
        text = wording.of_unknown(rule, nothing, len(within))
        yield ToolFinding(rule.id, pack, Result.UNKNOWN, rule.basis, subject, text, day=within[0])
        return
    none = "0" if pack.threshold is not None else None
    yield ToolFinding(
        rule.id,
        pack,
        Result.MET,
        rule.basis,
        subject,
        wording.of_met(rule, measure, pack, len(covered)),
        day=measure.day if measure else covered[-1],
        value=written(measure, rule.shape) if measure else none,
        limit=written_limit(measure, pack, rule.shape) if measure else None,
        evidence=measure.rows if measure else (),
    )


def out_of_force(rule: DayRule, days: Sequence[date], subject: Subject) -> ToolFinding:
    """That no version of a rule reaches some days."""
    text = wording.no_pack(rule, days[0], days[-1], len(days))
    return ToolFinding(rule.id, None, Result.NOT_APPLICABLE, rule.basis, subject, text, day=days[0])
