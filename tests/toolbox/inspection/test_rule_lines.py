"""Each line just below, at and just above: written by hand from the texts, and read from the packs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.inspection.books import DAYS, Books
from xianxing.toolbox.inspection.tool import PACKS

DAY = DAYS[0]
STEP = Decimal("0.000000001")
OPEN_FUND = {"kind": "public_fund", "open": "open"}


def holds(kind: str, product: dict[str, str], **asset: Any) -> Callable[[Decimal], Books]:
    """One position of the value in a product of net assets 1."""

    def build(value: Decimal) -> Books:
        books = Books().product(**product).asset(kind=kind, **asset)
        return books.nav(1).hold(format(value, "f"))

    return build


def counts(kind: str, size: str, products: tuple[str, str]) -> Callable[[Decimal], Books]:
    """Two products that together hold the part of a size of the issue."""

    def build(value: Decimal) -> Books:
        cells: dict[str, Any] = {size: 1}
        books = Books().asset(kind=kind, **cells)
        for name, product in zip(("P1", "P2"), products, strict=True):
            books.product(name, product).nav(100, product=name)
            books.hold(1, format(value / 2, "f"), product=name)
        return books

    return build


def borrowed(kind: str, **product: Any) -> Callable[[Decimal], Books]:
    """Total assets of the value, net assets of 1."""

    def build(value: Decimal) -> Books:
        books = Books().product(kind=kind, **product).asset(kind="other", illiquid=0)
        return books.nav(1, total=format(value, "f")).hold(0)

    return build


def hard_to_sell(leverage: str) -> Callable[[Decimal], Books]:
    """A private fund whose illiquid part is the value, at one leverage."""

    def build(value: Decimal) -> Books:
        books = Books().product(kind="private_fund").asset(kind="fund", illiquid=1)
        return books.nav(1, total=leverage).hold(format(value, "f"))

    return build


def notional(kind: str, product: str) -> Callable[[Decimal], Books]:
    """A derivative of the notional in a product of net assets 1."""

    def build(value: Decimal) -> Books:
        books = Books().product(kind=product).asset(kind=kind, illiquid=0)
        return books.nav(1).hold(0, notional=format(value, "f"))

    return build


def subscribes(column: str) -> Callable[[Decimal], Books]:
    """A subscription of the value by a plan of total assets 1 to an issue of 1."""

    def build(value: Decimal) -> Books:
        books = Books().product().asset(issue_size=1).nav(1).hold(0)
        cells = {"amount": "0", "quantity": "0", column: format(value, "f")}
        return books.add("subscriptions", id="S1", product="P1", date=DAY, asset="A1", **cells)

    return build


def cash_of(kind: str, matures: str | None) -> Callable[[Decimal], Books]:
    """An open fund that holds this much cash."""
    return holds(kind, OPEN_FUND, matures=matures or "")


def term(value: Decimal) -> Books:
    """A money fund of two deposits, half each, whose days average the value."""
    books = Books().product(kind="public_fund", class_="money").nav(2)
    for name, days in (("A1", 10), ("A2", int(2 * value) - 10)):
        books.asset(name, "term_deposit", matures=DAY + timedelta(days=days)).hold(1, asset=name)
    return books


def class_money(rule: str, line: str) -> tuple[str, str, str, Callable[[Decimal], Books], str]:
    return (rule, line, "<=", term, "0.5")


def nonstandard_sum(value: Decimal) -> Books:
    """One nonstandard debt in two plans."""
    books = Books().asset(kind="nonstandard_debt")
    for name in ("P1", "P2"):
        books.product(name).nav(10**12, product=name).hold(format(value / 2, "f"), product=name)
    return books


# rule, line, comparator of the text, how to build a value, smallest step
LINES: tuple[tuple[str, str, str, Callable[[Decimal], Books], str], ...] = (
    ("pm-same-asset-plan", "0.25", "<=", holds("stock", {"kind": "collective"}), ""),
    ("pm-same-asset-manager", "0.25", "<=", counts("stock", "issue_size", ("collective", "collective")), ""),
    ("pm-tradable-30", "0.30", "<=", counts("stock", "tradable_shares", ("collective", "public_fund")), ""),
    ("pm-subscription-amount", "1", "<=", subscribes("amount"), ""),
    ("pm-subscription-quantity", "1", "<=", subscribes("quantity"), ""),
    ("pm-nonstandard-35", "0.35", "<=", holds("nonstandard_debt", {"kind": "single"}), ""),
    ("pm-nonstandard-single", "30000000000", "<=", nonstandard_sum, ""),
    ("pm-leverage", "2", "<=", borrowed("collective", structured=0), ""),
    ("pm-leverage", "2", "<=", borrowed("single", structured=0), ""),
    ("pm-leverage", "2", "<=", borrowed("private_fund", structured=0), ""),
    ("pm-leverage", "1.4", "<=", borrowed("collective", structured=1), ""),
    ("mf-company-10", "0.10", "<=", holds("stock", {"kind": "public_fund"}, issuer="C1"), ""),
    ("mf-security-10", "0.10", "<=", counts("stock", "issue_size", ("public_fund", "public_fund")), ""),
    ("mf-leverage", "1.4", "<=", borrowed("public_fund"), ""),
    ("mf-cash-5", "0.05", ">=", cash_of("demand_deposit", None), ""),
    ("mf-cash-5", "0.05", ">=", cash_of("government_bond", "2026-03-03"), ""),
    ("mf-illiquid-15", "0.15", "<=", holds("stock", OPEN_FUND, illiquid=1), ""),
    class_money("mm-wam", "120"),
    class_money("mm-wal", "240"),
    ("pv-same-asset", "0.25", "<=", holds("stock", {"kind": "private_fund"}, illiquid=0), ""),
    ("pv-leverage", "2", "<=", borrowed("private_fund"), ""),
    ("pv-leverage", "0.20", "<=", hard_to_sell("1.5"), ""),
    ("pv-snowball-25", "0.25", "<=", notional("snowball", "private_fund"), ""),
    ("pv-dma-2", "2", "<=", notional("dma_swap", "private_fund"), ""),
    ("pv-one-bond-10", "0.10", "<=", holds("credit_bond", {"kind": "private_fund"}, rating="AAA"), ""),
)
NAMES = [f"{rule} {line}" for rule, line, *_rest in LINES]


def is_broken(books: Books, rule: str, folder: Path) -> bool:
    said = books.run(folder)
    found = any(one["rule"] == rule for one in said.episodes)
    assert found == any(one["result"] == "unmet" for one in said.of(rule))
    assert said.status == int(any(one["result"] == "unmet" for one in said.plain["findings"]))
    return found


@pytest.mark.parametrize(("rule", "line", "comparator", "build", "step"), LINES, ids=NAMES)
def test_a_value_on_the_line_keeps_it_and_one_a_step_beyond_does_not(
    rule: str, line: str, comparator: str, build: Callable[[Decimal], Books], step: str, tmp_path: Path
) -> None:
    beyond = Decimal(step) if step else STEP
    if comparator == ">=":
        beyond = -beyond
    assert not is_broken(build(Decimal(line)), rule, tmp_path / "at")
    assert not is_broken(build(Decimal(line) - beyond), rule, tmp_path / "within")
    assert is_broken(build(Decimal(line) + beyond), rule, tmp_path / "beyond")


def test_each_confirmed_line_of_the_packs_stands_in_the_table_with_its_number() -> None:
    """A pack whose number or comparator were changed would no longer agree with what is written by hand."""
    written = {(rule, Decimal(line), comparator) for rule, line, comparator, *_rest in LINES}
    keys = {
        "pm-leverage-structured": "pm-leverage",
        "pv-leverage-low-liquidity": "",  # held by the trigger's own line below
        "pv-leverage.trigger": "",
        "pm-nonstandard-maturity": "",
    }
    for pack in PACKS.all:
        rule = keys.get(pack.key, pack.key)
        if (
            not pack.confirmed
            or not rule
            or rule.endswith((".cure", ".term", ".professional"))
            or rule.startswith("ft-")
        ):
            continue
        assert pack.threshold is not None
        assert (rule, pack.threshold, pack.comparator) in written, pack.key


@pytest.mark.parametrize(
    ("leverage", "part", "broken"),
    [
        ("1.2", "0.21", False),
        ("1.200000001", "0.21", True),
        ("1.200000001", "0.2", False),
        ("1.999", "0.2", False),
    ],
)
def test_a_private_fund_with_much_that_is_hard_to_sell_has_the_lower_line(
    leverage: str, part: str, broken: bool, tmp_path: Path
) -> None:
    assert is_broken(hard_to_sell(leverage)(Decimal(part)), "pv-leverage", tmp_path) is broken


@pytest.mark.parametrize(
    ("rating", "broken"), [("AAA", False), ("AA+", False), ("AA", True), ("AA-", True), ("BB", True)]
)
def test_credit_debt_rated_aa_or_lower_counts_as_hard_to_sell(
    rating: str, broken: bool, tmp_path: Path
) -> None:
    books = Books().product(kind="private_fund").asset(kind="credit_bond", rating=rating, illiquid=0)
    books.asset("A2", "credit_bond", rating=rating, illiquid=0).nav(100, total=150)
    books.hold(10).hold("10.5", asset="A2")
    assert is_broken(books, "pv-leverage", tmp_path) is broken


@pytest.mark.parametrize("rating", ["", "无评级", "AAAsf?"])
def test_a_rating_that_is_missing_or_unread_leaves_the_leverage_undecided(
    rating: str, tmp_path: Path
) -> None:
    books = Books().product(kind="private_fund").asset(kind="credit_bond", rating=rating, illiquid=0)
    said = books.nav(100, total=150).hold(25).run(tmp_path)
    (finding,) = said.of("pv-leverage")
    assert finding["result"] == "unknown"
    assert "assets:2 illiquid, rating" in finding["message"]


def test_a_day_before_its_pack_is_not_judged_and_the_finding_says_which(tmp_path: Path) -> None:
    before = date(2024, 7, 31)
    books = Books().product(kind="private_fund").asset(illiquid=0)
    for day in (before, date(2024, 8, 1)):
        books.nav(100, day=day).hold(30, day=day)
    said = books.run(tmp_path)
    (episode,) = said.episodes
    assert (episode["rule"], episode["from"], episode["days"]) == ("pv-same-asset", "2024-08-01", 1)
    results = {one["result"]: one for one in said.of("pv-same-asset")}
    assert results.keys() == {"unmet", "not_applicable"}
    assert "2024-07-31" in results["not_applicable"]["message"]
