"""Every rule over every day of every product, as findings and as the results of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection import fund_rules, manager_rules, plan_rules, private_rules, wording
from xianxing.toolbox.inspection.book import ZERO, Book, Product, open_book
from xianxing.toolbox.inspection.episodes import Course, Episode, Judged, judge_measures
from xianxing.toolbox.inspection.lines import Lines, TradingDays
from xianxing.toolbox.inspection.measures import Measure, Rule, written, written_limit
from xianxing.toolbox.packs import Packs, RulePack
from xianxing.toolbox.tables import Row

PRODUCT_RULES = (*plan_rules.RULES, *fund_rules.RULES, *private_rules.RULES)
MANAGER_RULES = manager_rules.RULES
MOST_UNKNOWN = 50  # subjects of one rule that are named one by one


@dataclass
class Findings:
    """What is collected while the book is judged."""

    all: list[ToolFinding] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)


@dataclass(frozen=True)
class Scope:
    """Which days of the book are judged, by which lines."""

    book: Book
    lines: Lines
    trading: TradingDays
    first: date | None
    last: date | None

    def days(self, days: Iterable[date]) -> list[date]:
        """The days within the period of the settings."""
        first, last = self.first or date.min, self.last or date.max
        return [day for day in days if first <= day <= last]

    @property
    def subject(self) -> tuple[str, str]:
        """What a finding about the manager is about."""
        return ("tool.toml", self.book.manager)


def scope_of(inputs: Inputs, packs: Packs, rules_as_of: date | None = None) -> Scope:
    """The book of a folder with the lines that judge it."""
    first, last = inputs.settings.get("from"), inputs.settings.get("to")
    return Scope(
        open_book(inputs),
        Lines(packs, rules_as_of),
        TradingDays(),
        first if isinstance(first, date) else None,
        last if isinstance(last, date) else None,
    )


def judge_days(scope: Scope) -> Findings:
    """All rules over days: products first, then the manager."""
    found = Findings()
    for product in scope.book.products:
        days = list(product.nav)
        judged = scope.days(days)
        full = Course.of(days, judged, days)
        held = Course.of(days, judged, product.holdings)
        for rule in PRODUCT_RULES:
            if rule.applies(product):
                course = held if rule.by_positions else full
                measures = rule.measure(product, scope.lines)
                _settle(scope, rule, product, measures, course, found)
    days = list(scope.book.days)
    course = Course.of(days, scope.days(days), days)
    for wide in MANAGER_RULES:
        if wide.applies(scope.book):
            _settle(scope, wide, None, wide.measure(scope.book), course, found)
    return found


def _settle(
    scope: Scope,
    rule: Rule,
    product: Product | None,
    measures: Iterable[Measure],
    course: Course,
    found: Findings,
) -> None:
    name = product.id if product else None
    judged = judge_measures(rule, name, measures, course, scope.lines, scope.trading)
    subject = ("products", product.id) if product else scope.subject
    found.episodes += judged.episodes
    for episode in judged.episodes:
        found.all.append(_of_episode(episode, subject, product))
    found.all += _unknown(rule, judged, subject)
    found.all += _rest(scope, rule, judged, subject, course)


def _of_episode(episode: Episode, subject: tuple[str, str], product: Product | None) -> ToolFinding:
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
        wording.of_episode(episode, episode.cure_by is not None),
        day=first.day,
        value=written(first, rule.shape),
        limit=written_limit(first, episode.pack, rule.shape),
        evidence=unique(rows),
    )


def unique(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows once each, in their order."""
    return tuple({(row.table, row.line): row for row in rows}.values())


def _unknown(rule: Rule, judged: Judged, subject: tuple[str, str]) -> Iterator[ToolFinding]:
    by_asset: dict[str | None, list[tuple[Measure, RulePack]]] = {}
    for measure, pack in judged.unknown:
        by_asset.setdefault(measure.asset, []).append((measure, pack))
    for asset, measures in by_asset.items():
        measure, pack = measures[0]
        yield ToolFinding(
            rule.id,
            pack,
            Result.UNKNOWN,
            rule.basis,
            ("assets", asset) if asset and subject[0] != "products" else subject,
            wording.of_unknown(rule, measure, len(measures)),
            day=measure.day,
            limit=written_limit(measure, pack, rule.shape),
            evidence=measure.rows,
        )


def _rest(
    scope: Scope, rule: Rule, judged: Judged, subject: tuple[str, str], course: Course
) -> Iterator[ToolFinding]:
    """What is left to say: met where nothing else was found, and the days that no pack reaches."""
    if rule.quiet:
        return
    days = [day for day in course.days if day in course.judged]
    packs = {day: scope.lines.on(rule.pack_key, day) for day in days}
    without = [day for day in days if packs[day] is None]
    if without:
        text = wording.no_pack(rule, without[0], without[-1], len(without))
        yield ToolFinding(rule.id, None, Result.NOT_APPLICABLE, rule.basis, subject, text, day=without[0])
    within = [day for day in days if packs[day] is not None]
    if not within or judged.episodes or judged.unknown:
        return
    covered = [day for day in within if day in course.covered]
    measure, pack = judged.nearest or (None, packs[within[-1]])
    if pack is None:
        return
    if not covered:
        nothing = Measure(within[0], ZERO, ZERO, ZERO, ())
        text = wording.of_unknown(rule, nothing, len(within))
        yield ToolFinding(rule.id, pack, Result.UNKNOWN, rule.basis, subject, text, day=within[0])
        return
    yield ToolFinding(
        rule.id,
        pack,
        Result.MET,
        rule.basis,
        subject,
        wording.of_met(rule, measure, pack, len(covered)),
        day=measure.day if measure else covered[-1],
        value=written(measure, rule.shape) if measure else "0" if pack.threshold is not None else None,
        limit=written_limit(measure, pack, rule.shape) if measure else None,
        evidence=measure.rows if measure else (),
    )
