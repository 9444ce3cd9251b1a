"""Every rule over every day of every product, then over the manager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection import fund_rules, manager_rules, plan_rules, private_rules, wording
from xianxing.toolbox.inspection.book import Product
from xianxing.toolbox.inspection.coverage import uncovered
from xianxing.toolbox.inspection.episodes import Episode, JudgedDays, judge_measures
from xianxing.toolbox.inspection.exemptions import exempted
from xianxing.toolbox.inspection.measures import DayRule, DayValue
from xianxing.toolbox.inspection.scope import Scope, about
from xianxing.toolbox.inspection.subscriptions import judge_subscriptions
from xianxing.toolbox.inspection.unconfirmed import unconfirmed
from xianxing.toolbox.inspection.verdicts import broken, kept, undecided

PRODUCT_RULES = (*plan_rules.RULES, *fund_rules.RULES, *private_rules.RULES)
MANAGER_RULES = manager_rules.RULES


@dataclass
class DayFindings:
    """What is collected while the book is judged."""

    findings: list[ToolFinding] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)


def judge_days(scope: Scope) -> DayFindings:
    """All rules over days: products in the order of their ids, then the manager."""
    found = DayFindings()
    for product in scope.book.products:
        days = list(product.nav)
        judged = scope.days(days)
        every = JudgedDays.of(days, judged, days)
        held = JudgedDays.of(days, judged, product.holdings)
        for rule in PRODUCT_RULES:
            if not rule.applies(product):
                continue
            claimed = rule.exempt(product)
            if claimed:
                found.findings += exempted(scope, rule, product, claimed, judged)
            else:
                course = held if rule.by_positions else every
                _judge(scope, rule, product, rule.measure(product, scope.lines), course, found)
        findings, episodes = judge_subscriptions(scope, product)
        found.findings += findings
        found.episodes += episodes
        found.findings += unconfirmed(scope, product, judged)
        found.findings += uncovered(scope, product)
    days = list(scope.book.days)
    course = JudgedDays.of(days, scope.days(days), days)
    for wide in MANAGER_RULES:
        if wide.applies(scope.book):
            _judge(scope, wide, None, wide.sums.of(scope.book), course, found)
    return found


def _judge(
    scope: Scope,
    rule: DayRule,
    product: Product | None,
    measures: Iterable[DayValue],
    course: JudgedDays,
    found: DayFindings,
) -> None:
    name, subject = (product.id, about(product)) if product else (None, scope.manager)
    judged = judge_measures(rule, name, measures, course, scope.lines, scope.trading)
    for episode in judged.episodes:
        found.findings.append(broken(episode, subject, product, wording.of_episode(episode)))
    if rule.quiet:
        return
    found.episodes += judged.episodes
    found.findings += undecided(rule, judged.unknown, subject)
    found.findings += kept(scope, rule, judged, subject, course)
