"""Tests of direction: whether one product of the manager had worse prices than another for the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import fsum

from xianxing.i18n import gettext
from xianxing.law.findings import JSON, Result
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inspection import student
from xianxing.toolbox.inspection.book import ZERO
from xianxing.toolbox.inspection.lines import TradingDays
from xianxing.toolbox.inspection.student import TTest
from xianxing.toolbox.inspection.trades import BUY, TradeLedger
from xianxing.toolbox.tables import Row
from xianxing.workdays.days import UnknownYearError

RULE, MOST_EVIDENCE = "ft-direction", 20


@dataclass(frozen=True, slots=True)
class DayPrice:
    """A product's volume-weighted price for one asset and side on a day; `place` counts trading days."""

    day: date
    place: int | None
    product: str
    price: float
    row: Row


@dataclass
class Pair:
    """Two products, in the order of ids, with every difference by how far apart its days lie."""

    a: str
    b: str
    gaps: dict[int, list[float]] = field(default_factory=dict)
    rows: dict[tuple[str, int], Row] = field(default_factory=dict)


@dataclass(frozen=True)
class DirectionTest:
    """One test of one pair in one window; `test` is None below two differences or without scipy."""

    a: str
    b: str
    window: int
    n: int
    mean: float | None
    share_positive: float | None
    test: TTest | None
    significant: bool | None
    rows: tuple[Row, ...]

    def as_json(self) -> dict[str, JSON]:
        """The row of the results; `smallest_mean` is what the test would find with power 0.8."""
        test = self.test
        return {
            "a": self.a,
            "b": self.b,
            "window": self.window,
            "n": self.n,
            "mean": _number(self.mean),
            "t": _number(test.t if test else None),
            "p": _number(test.p if test else None),
            "significant": self.significant,
            "share_positive": _number(self.share_positive),
            "smallest_mean": _number(test.smallest if test else None),
            "low": _number(test.interval[0] if test and test.interval else None),
            "high": _number(test.interval[1] if test and test.interval else None),
        }


def _number(value: float | None) -> float | None:
    """Twelve figures: what differs beyond them between machines isn't meant."""
    return None if value is None else float(f"{value:.12g}")


def windows(ledger: TradeLedger) -> list[int]:
    """The windows of the settings, in trading days, once each."""
    given = ledger.scope.book.inputs.settings.get("fair_trading.windows")
    values = given if isinstance(given, tuple) else (given,)
    return sorted({int(value) for value in values if isinstance(value, Decimal)})


def day_prices(ledger: TradeLedger) -> dict[tuple[str, str], list[DayPrice]]:
    """Daily volume-weighted prices of each product, by asset and side."""
    sums: dict[tuple[str, str, date, str], tuple[Decimal, Decimal, Row]] = {}
    for trade in ledger.trades:
        key = (trade.asset, trade.side, trade.day, trade.product)
        value, quantity, row = sums.get(key, (ZERO, ZERO, trade.row))
        sums[key] = (value + trade.price * trade.quantity, quantity + trade.quantity, row)
    places = _places(sorted({trade.day for trade in ledger.trades}), ledger.scope.trading)
    found: dict[tuple[str, str], list[DayPrice]] = {}
    for (asset, side, day, product), (value, quantity, row) in sorted(sums.items(), key=lambda item: item[0]):
        price = float(Fraction(value) / Fraction(quantity))
        found.setdefault((asset, side), []).append(DayPrice(day, places[day], product, price, row))
    return found


def _places(days: list[date], trading: TradingDays) -> dict[date, int | None]:
    """How many trading days lie from the first day up to each; None where no calendar reaches."""
    places: dict[date, int | None] = {}
    count, walk = 0, None
    for day in days:
        try:
            if walk is None:
                trading.is_open(day)
                walk = day
            while walk < day:
                walk += timedelta(days=1)
                count += trading.is_open(walk)
            places[day] = count
        except UnknownYearError:
            places[day], walk = None, None
            count += 10**6  # never near any day before
    return places


def _apart(one: DayPrice, other: DayPrice) -> int | None:
    """Trading days between two days, at least one where they differ; None where nobody knows."""
    if one.day == other.day:
        return 0
    if one.place is None or other.place is None:
        return None
    return max(abs(other.place - one.place), 1)


def pairs_of(ledger: TradeLedger, widest: int) -> list[Pair]:
    """Every pair of products that trade one asset on one side, with differences up to the widest window."""
    found: dict[tuple[str, str], Pair] = {}
    for (_asset, side), prices in sorted(day_prices(ledger).items(), key=lambda item: item[0]):
        products = sorted({price.product for price in prices})
        for place, a in enumerate(products):
            for b in products[place + 1 :]:
                found.setdefault((a, b), Pair(a, b))
        for place, one in enumerate(prices):
            for other in prices[place + 1 :]:
                apart = _apart(one, other)
                if apart is None or apart >= widest:
                    break
                if one.product != other.product:
                    _compare(found, one, other, side, apart)
    return [found[key] for key in sorted(found)]


def _compare(
    found: dict[tuple[str, str], Pair], one: DayPrice, other: DayPrice, side: str, apart: int
) -> None:
    first, second = (one, other) if one.product < other.product else (other, one)
    gap = (first.price - second.price) / second.price
    pair = found[first.product, second.product]
    pair.gaps.setdefault(apart, []).append(gap if side == BUY else -gap)
    if len(pair.rows) < MOST_EVIDENCE:
        for row in (first.row, second.row):
            pair.rows[row.table, row.line] = row


def direction_tests(ledger: TradeLedger) -> list[DirectionTest]:
    """The test of every pair in every window; sums are exact, so that no order of rows changes a digit."""
    sizes = windows(ledger)
    if not sizes or not ledger.trades:
        return []
    pack = ledger.scope.lines.on(RULE, max(trade.day for trade in ledger.trades))
    level = float(pack.threshold) if pack and pack.threshold is not None else student.LEVEL
    return [_test(pair, size, level) for pair in pairs_of(ledger, max(sizes)) for size in sizes]


def _test(pair: Pair, window: int, level: float) -> DirectionTest:
    gaps = [gap for apart, some in pair.gaps.items() if apart < window for gap in some]
    n, rows = len(gaps), tuple(pair.rows.values())
    if not n:
        return DirectionTest(pair.a, pair.b, window, 0, None, None, None, None, rows)
    mean = fsum(gaps) / n
    positive = sum(gap > 0 for gap in gaps) / n
    if n < 2 or not student.available():
        return DirectionTest(pair.a, pair.b, window, n, mean, positive, None, None, rows)
    if min(gaps) == max(gaps):
        mean = gaps[0]
    test = student.one_sample(n, mean, fsum((gap - mean) ** 2 for gap in gaps))
    significant = test.p is not None and test.p < level
    return DirectionTest(pair.a, pair.b, window, n, mean, positive, test, significant, rows)


def direction_findings(ledger: TradeLedger, tests: list[DirectionTest]) -> Iterator[ToolFinding]:
    """One finding a test: significance is no verdict, a person looks at it."""
    if not tests:
        return
    day = max(trade.day for trade in ledger.trades)
    pack = ledger.scope.lines.on(RULE, day)
    if pack is None:
        return
    for one in tests:
        result = Result.UNKNOWN
        if one.significant is not None:
            result = Result.MANUAL_REVIEW if one.significant else Result.MET
        p = one.test.p if one.test else None
        yield ToolFinding(
            RULE,
            pack,
            result,
            ToolBasis.PRACTICE,
            ("products", f"{one.a}/{one.b}"),
            _said(one, len(tests)),
            day=day,
            value=format(Decimal(repr(_number(p))), "f") if p is not None else None,
            evidence=one.rows,
        )


def _said(one: DirectionTest, count: int) -> str:
    names = {"a": one.a, "b": one.b, "window": one.window, "n": one.n}
    if one.n < 2:
        words = gettext("{a} against {b}, {window} days: {n} differences; two at least would be a test.")
        return words.format(**names)
    if one.test is None:
        words = gettext("{a} against {b}, {window} days: {n} differences; the test needs the extra `tools`.")
        return words.format(**names)
    words = gettext(
        "{a} against {b}, {window} days: {n} differences, mean {mean} (positive: {a} had the worse price), "
        "t {t}, p {p}, {share} positive; a mean of {smallest} would be found with power 0.8. One of {count} "
        "tests: one in twenty lies below 0.05 by chance."
    )
    return words.format(
        **names,
        mean=_shown(one.mean),
        t="–" if one.test.t is None else f"{one.test.t:.3f}",
        p=_shown_p(one.test.p),
        share=f"{(one.share_positive or 0) * 100:.1f}%",
        smallest=_shown(one.test.smallest),
        count=count,
    )


def _shown_p(p: float | None) -> str:
    if p is None:
        return "–"
    return "< 0.0001" if p < 0.0001 else f"{p:.4f}"


def _shown(value: float | None) -> str:
    return f"{(value or 0) * 100:.4f}%"
