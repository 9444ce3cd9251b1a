"""Subscriptions to issues: what a plan declares against its own size and the size of the issue (art. 16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from xianxing.law.findings import Result
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection import kinds, wording
from xianxing.toolbox.inspection.book import ZERO, ManagerBook, Product
from xianxing.toolbox.inspection.episodes import ACTIVE, CURED, Episode
from xianxing.toolbox.inspection.measures import DayRule, DayValue, Shape
from xianxing.toolbox.inspection.scope import Scope, about
from xianxing.toolbox.inspection.sums import MOST_ROWS, ONE, cell
from xianxing.toolbox.inspection.verdicts import broken, out_of_force, undecided
from xianxing.toolbox.tables import Row

Declared = Callable[[ManagerBook, Product, Row, date], DayValue]
HEDGE = "The text says that this holds in principle; a person looks at the reason for the exception."


def amount(_book: ManagerBook, product: Product, row: Row, day: date) -> DayValue:
    """The amount declared against the plan's total assets of the day."""
    nav = product.nav.get(day)
    declared = row.number("amount") or ZERO
    if nav is None:
        need = f"nav {product.id} {day} total_assets"
        return DayValue(day, declared, ZERO, declared, (row,), row.text("asset"), need=need)
    limit = nav.number("total_assets")
    return DayValue(day, declared, ONE, declared, (row, nav), row.text("asset"), limit=limit)


def quantity(book: ManagerBook, _product: Product, row: Row, day: date) -> DayValue:
    """The quantity declared against the issue."""
    asset = book.assets[row.text("asset")]
    declared, limit = row.number("quantity") or ZERO, asset.row.number("issue_size")
    need = cell(asset.row, "issue_size") if limit is None else ""
    base = ZERO if limit is None else ONE
    return DayValue(day, declared, base, declared, (row, asset.row), asset.id, limit=limit, need=need)


RULES: tuple[tuple[DayRule, Declared], ...] = (
    (
        DayRule(
            "pm-subscription-amount",
            "Amount subscribed against the plan's total assets",
            shape=Shape.MONEY,
            note=HEDGE,
        ),
        amount,
    ),
    (
        DayRule(
            "pm-subscription-quantity",
            "Quantity subscribed against the issue",
            shape=Shape.QUANTITY,
            note=HEDGE,
        ),
        quantity,
    ),
)


def judge_subscriptions(scope: Scope, product: Product) -> tuple[list[ToolFinding], list[Episode]]:
    """What a plan declared, one by one; of a plan that declared nothing nothing is said."""
    rows = [
        row for row in scope.subscriptions.get(product.id, ()) if scope.holds(row.day("date") or date.min)
    ]
    findings: list[ToolFinding] = []
    episodes: list[Episode] = []
    for rule, declared in RULES if product.kind in kinds.PLANS else ():
        own: list[ToolFinding] = []
        for row in rows:
            finding, episode = _judge(scope, product, row, rule, declared)
            own += [finding] if finding else []
            episodes += [episode] if episode else []
        findings += own
        if rows and not own:
            findings.append(_kept(scope, product, rows, rule))
    return findings, episodes


def _judge(
    scope: Scope, product: Product, row: Row, rule: DayRule, declared: Declared
) -> tuple[ToolFinding | None, Episode | None]:
    """What there is to say of one declaration: nothing where it keeps the line."""
    day = row.day("date") or date.min
    subject = ("subscriptions", row.text("id"))
    measure, pack = declared(scope.book, product, row, day), scope.lines.on(rule.id, day)
    if pack is None:
        return out_of_force(rule, [day], subject), None
    state, _pack = measure.state([pack])
    if state:
        return None, None
    if state is None:
        (finding,) = undecided(rule, [(measure, pack)], subject)
        return finding, None
    # active, and over with its day
    episode = Episode(rule, product.id, pack, (measure,), measure, ACTIVE, None, None, None, CURED)
    return broken(episode, subject, product, wording.of_subscription(rule, measure, pack)), episode


def _kept(scope: Scope, product: Product, rows: list[Row], rule: DayRule) -> ToolFinding:
    days = [row.day("date") or date.min for row in rows]
    return ToolFinding(
        rule.id,
        scope.lines.on(rule.id, max(days)),
        Result.MET,
        rule.basis,
        about(product),
        wording.of_subscriptions_met(rule, len(rows)),
        day=max(days),
        evidence=tuple(rows[:MOST_ROWS]),
    )
