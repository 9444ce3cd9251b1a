"""Margin of swaps: what is required by counterparty and class of underlying, and what is posted.

No netting between classes. A long–short book needs a part of its larger side when four conditions hold, all
shown; else both sides in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from xianxing.i18n import gettext
from xianxing.law import Result
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.book import Book, Trade, amount, rows_of, traded
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.packs import Packs, RulePack
from xianxing.toolbox.tables import Row

FULL = ("stock", "narrow_index", "credit_bond")
LONG_SHORT, ALL = "long_short", "all"
PACKS = {"securities_firm": "swap-margin-2021", "futures_subsidiary": "swap-margin-futures-2025"}
RESTS_ON = ("trades", "counterparties", "underlyings", "posted", "long_short", "books")


@dataclass(frozen=True)
class MarginCondition:
    """One of the four conditions of a long–short book; None where the data don't say."""

    name: str
    value: Fraction | None
    holds: bool | None

    def as_json(self) -> JSON:
        """Value and result, as `margins.conditions` has them."""
        result = Result.UNKNOWN if self.holds is None else Result.MET if self.holds else Result.UNMET
        return {"value": None if self.value is None else plain(self.value), "result": result.value}


@dataclass(frozen=True)
class Margin:
    """What one class needs of one counterparty; `required` is None where the data don't say."""

    counterparty: str
    kind: str
    book: str
    base: Fraction
    required: Fraction | None
    conditions: tuple[MarginCondition, ...] = ()
    rows: tuple[Row, ...] = ()

    def as_json(self, posted: Fraction | None) -> dict[str, JSON]:
        """The row of `results.margins`; `posted` is None where several rows share it."""
        rate = self.required / self.base if self.required is not None and self.base else None
        lacks = None if posted is None or self.required is None else max(self.required - posted, Fraction(0))
        return {
            "counterparty": self.counterparty,
            "class": self.kind,
            "book": self.book or None,
            "rate": None if rate is None or self.kind == ALL else _two_places(rate),
            "required": None if self.required is None else plain(self.required),
            "posted": None if posted is None else plain(posted),
            "shortfall": None if lacks is None else plain(lacks),
            "conditions": {one.name: one.as_json() for one in self.conditions},
        }


def margins(book: Book, inputs: Inputs, packs: Packs) -> list[Margin]:
    """Every class and book of each counterparty with live swaps or a long–short book, in order."""
    pack = PACKS[inputs.word("dealer_kind")]
    if packs.find("full", book.as_of, pack=pack) is None:
        return []
    swaps = [one for one in book.live() if one.kind == "swap" and not _of_a_book(one, inputs)]

    def by_class(trade: Trade) -> tuple[str, str]:
        return trade.row.text("counterparty"), trade.underlying.text("kind") or "other"

    found = [
        _of_class(name, kind, list(group), book, packs, pack)
        for (name, kind), group in groupby(sorted(swaps, key=by_class), by_class)
    ]
    found += _long_short(book, inputs, packs, pack)
    return sorted(found, key=lambda one: (one.counterparty, one.kind, one.book))


def margin_rows(found: list[Margin], inputs: Inputs) -> list[JSON]:
    """`results.margins`: where a counterparty has several rows, one of class `all` carries the sums."""
    rows: list[JSON] = []
    for name, group in groupby(found, lambda one: one.counterparty):
        own = list(group)
        posted = posted_by(name, inputs)
        rows += [one.as_json(posted if len(own) == 1 else None) for one in own]
        if len(own) > 1:
            rows.append(_sum(name, own).as_json(posted))
    return rows


def judge_margins(found: list[Margin], book: Book, inputs: Inputs, packs: Packs) -> Iterator[ToolFinding]:
    """One finding a counterparty: whether what is posted reaches what is required."""
    pack = packs.find("full", book.as_of, pack=PACKS[inputs.word("dealer_kind")])
    for name, group in groupby(found, lambda one: one.counterparty):
        own = list(group)
        every, posted = _sum(name, own), posted_by(name, inputs)
        if every.required is None:
            known = sum((one.required or Fraction(0) for one in own), Fraction(0))
            result = Result.UNMET if known > posted else Result.UNKNOWN
            words = gettext(
                "{name}: what some classes require isn't known; posted {posted}, known {required}"
            )
            required = known
        else:
            result = Result.MET if every.required <= posted else Result.UNMET
            words = gettext("{name}: posted {posted}, required {required}")
            required = every.required
        yield ToolFinding(
            "dv-swap-margin", pack, result, ToolBasis.RULE, ("counterparties", name),
            words.format(name=name, posted=plain(posted), required=plain(required)), day=book.as_of,
            value=plain(posted), comparator=">=", limit=plain(required), unit="CNY",
            evidence=tuple(row for one in own for row in one.rows)[:40], rests_on=RESTS_ON,
        )  # fmt: skip


def posted_by(counterparty: str, inputs: Inputs) -> Fraction:
    """All that a counterparty has posted, over all classes."""
    own = (row for row in inputs.rows("posted") if row.text("counterparty") == counterparty)
    return sum((amount(row, "amount") for row in own), Fraction(0))


def _of_a_book(trade: Trade, inputs: Inputs) -> bool:
    """Whether the swap belongs to a long–short book, which is margined as one."""
    name = trade.row.text("book")
    return bool(name) and any(row.text("book") == name for row in inputs.rows("long_short"))


def _of_class(name: str, kind: str, trades: list[Trade], book: Book, packs: Packs, pack: str) -> Margin:
    base = sum((trade.notional for trade in trades), Fraction(0))
    needs = [_needed(trade, book, packs, pack) for trade in trades]
    known = [need for need in needs if need is not None]
    required = sum(known, Fraction(0)) if len(known) == len(needs) else None
    rows = (*traded(tuple(trades)), *rows_of(*(trade.underlying for trade in trades)))
    return Margin(name, kind, "", base, required, rows=rows)


def _needed(trade: Trade, book: Book, packs: Packs, pack: str) -> Fraction | None:
    kind = trade.underlying.text("kind")
    if kind in FULL:
        return trade.notional * _threshold(packs.on("full", book.as_of, pack=pack))
    rate = trade.underlying.number("exchange_margin_rate")
    future = trade.underlying.flag("has_future")
    if future and rate is not None:
        return trade.notional * Fraction(rate)
    if future is False and kind == "broad_index":
        return trade.notional * _threshold(packs.on("broad_index", book.as_of, pack=pack))
    return None


def _long_short(book: Book, inputs: Inputs, packs: Packs, pack: str) -> Iterator[Margin]:
    def named(row: Row) -> tuple[str, str]:
        return row.text("counterparty"), row.text("book")

    correlations = {row.text("book"): row for row in inputs.rows("books")}
    for (name, number), group in groupby(sorted(inputs.rows("long_short"), key=named), named):
        rows = list(group)
        sides: dict[str, list[Row]] = {
            side: [row for row in rows if row.text("side") == side] for side in ("long", "short")
        }
        total = {
            side: sum((amount(row, "notional") for row in own), Fraction(0)) for side, own in sides.items()
        }
        conditions = tuple(_conditions(sides, total, correlations.get(number), book, packs, pack))
        holds = [one.holds for one in conditions]
        base, required = total["long"] + total["short"], None
        if False in holds:
            required = base * _threshold(packs.on("full", book.as_of, pack=pack))
        elif None not in holds:
            base = max(total.values())
            required = base * _threshold(packs.on("long_short", book.as_of, pack=pack))
        evidence = rows_of(*rows[:20], *([correlations[number]] if number in correlations else []))
        yield Margin(name, LONG_SHORT, number, base, required, conditions, evidence)


def _conditions(
    sides: Mapping[str, list[Row]],
    total: Mapping[str, Fraction],
    row: Row | None,
    book: Book,
    packs: Packs,
    pack: str,
) -> Iterator[MarginCondition]:
    def line(key: str) -> RulePack:
        return packs.on(key, book.as_of, pack=pack)

    stocks = Fraction(len({one.text("stock") for own in sides.values() for one in own}))
    yield MarginCondition("stocks", stocks, line("stocks").holds(stocks))
    shares = [
        sum((amount(one, "notional") for one in own if one.text("stock") == stock), Fraction(0)) / total[side]
        for side, own in sides.items()
        if total[side]
        for stock in {one.text("stock") for one in own}
    ]
    largest = max(shares, default=None)
    yield MarginCondition(
        "single_share", largest, None if largest is None else line("single_share").holds(largest)
    )
    correlation = row.number("correlation") if row is not None else None
    value = None if correlation is None else Fraction(correlation)
    yield MarginCondition("correlation", value, None if value is None else line("correlation").holds(value))
    if not total["short"]:
        yield MarginCondition("long_short", None, False)
        return
    ratio = total["long"] / total["short"]
    yield MarginCondition(
        "long_short", ratio, line("ratio_low").holds(ratio) and line("ratio_high").holds(ratio)
    )


def _sum(name: str, own: list[Margin]) -> Margin:
    required = [one.required for one in own]
    known = [one for one in required if one is not None]
    whole = sum(known, Fraction(0)) if len(known) == len(required) else None
    return Margin(name, ALL, "", sum((one.base for one in own), Fraction(0)), whole)


def _threshold(pack: RulePack) -> Fraction:
    return Fraction(pack.threshold or 0)


def _two_places(rate: Fraction) -> str:
    """A rate with two places where they say it, as people write 0.25 and 1.00."""
    return f"{float(rate):.2f}" if rate * 100 == int(rate * 100) else plain(rate)
