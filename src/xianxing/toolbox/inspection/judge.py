"""Every rule over every day of every product, then over the manager."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection import fund_rules, manager_rules, plan_rules, private_rules, wording
from xianxing.toolbox.inspection.book import Product
from xianxing.toolbox.inspection.coverage import uncovered
from xianxing.toolbox.inspection.episodes import Episode, JudgedDays, judge_measures
from xianxing.toolbox.inspection.exemptions import exempted
from xianxing.toolbox.inspection.holdings import HoldingsReader, JudgedRule, RowHoldings
from xianxing.toolbox.inspection.measures import DayValue
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


def judge_days(scope: Scope, holdings: HoldingsReader | None = None) -> DayFindings:
    """All rules over days: products in the order of their ids, then the manager."""
    holdings = holdings or RowHoldings(scope)
    found = DayFindings()
    for products in holdings.portions():
        judged = {product.id: list(_judged(scope, product, holdings)) for product in products}
        holdings.complete([one for some in judged.values() for one in some])
        for product in products:
            _tell_product(scope, product, judged[product.id], holdings.classes(product), found)
    days = list(scope.book.days)
    course = JudgedDays.of(days, scope.days(days), days)
    wide = [
        JudgedRule(
            rule, None, judge_measures(rule, None, holdings.wide(rule), course, scope.lines, scope.trading)
        )
        for rule in MANAGER_RULES
        if rule.applies(scope.book)
    ]
    holdings.complete(wide)
    for one in wide:
        _tell(scope, one, course, found)
    return found


def _courses(scope: Scope, product: Product) -> dict[bool, JudgedDays]:
    """The days of rules over positions, and of those that look at `nav` alone."""
    days = list(product.nav)
    judged = scope.days(days)
    return {
        True: JudgedDays.of(days, judged, product.holdings),
        False: JudgedDays.of(days, judged, days),
    }


def _judged(scope: Scope, product: Product, holdings: HoldingsReader) -> Iterator[JudgedRule]:
    courses = _courses(scope, product)
    for rule in PRODUCT_RULES:
        if rule.applies(product) and not rule.exempt(product):
            course, measures = courses[rule.by_positions], holdings.measures(rule, product)
            outcome = judge_measures(rule, product.id, measures, course, scope.lines, scope.trading)
            yield JudgedRule(rule, product, outcome)


def _tell_product(
    scope: Scope,
    product: Product,
    judged: Iterable[JudgedRule],
    classes: Iterable[DayValue],
    found: DayFindings,
) -> None:
    days, courses = scope.days(product.nav), _courses(scope, product)
    for rule in PRODUCT_RULES:
        claimed = rule.exempt(product) if rule.applies(product) else ""
        if claimed:
            found.findings += exempted(scope, rule, product, claimed, days)
    for one in judged:
        _tell(scope, one, courses[one.rule.by_positions], found)
    findings, episodes = judge_subscriptions(scope, product)
    found.findings += findings
    found.episodes += episodes
    found.findings += unconfirmed(scope, product, days, classes)
    found.findings += uncovered(scope, product)


def _tell(scope: Scope, one: JudgedRule, course: JudgedDays, found: DayFindings) -> None:
    rule, product, judged = one.rule, one.product, one.outcome
    subject = about(product) if product else scope.manager
    for episode in judged.episodes:
        found.findings.append(broken(episode, subject, product, wording.of_episode(episode)))
    if rule.quiet:
        return
    found.episodes += judged.episodes
    found.findings += undecided(rule, judged.unknown, subject)
    found.findings += kept(scope, rule, judged, subject, course)
