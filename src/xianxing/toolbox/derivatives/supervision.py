"""What a supervisor counts over all dealers: the wall of knock-ins, days to hedge, concentration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.book import Book, Trade, exact_sum
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.settings import FILE
from xianxing.toolbox.tables import Row

MOST_LEVELS = 100_000
LARGEST = 5


def wall(book: Book, inputs: Inputs) -> list[JSON]:
    """Each underlying and level S of the grid: notional of live snowballs that knock in in (S - step, S].

    Levels at which nothing lies have a row too, so that a drawing has no gaps.
    """
    live = [
        one
        for one in book.live()
        if one.row.text("structure") == "snowball"
        and one.row.flag("knocked_in") is not True
        and one.row.number("ki_barrier") is not None
    ]
    by_underlying: dict[str, list[Trade]] = defaultdict(list)
    for trade in live:
        by_underlying[trade.row.text("underlying")].append(trade)
    rows: list[JSON] = []
    for name in sorted(by_underlying):
        barriers = [
            (Fraction(one.row.number("ki_barrier") or 0), one.notional) for one in by_underlying[name]
        ]
        rows += _levels(name, barriers, inputs)
    return rows


def wall_grid(inputs: Inputs) -> tuple[Fraction, Fraction, Fraction]:
    """Step, first and last level of the wall, as the folder has them or by their defaults."""
    step, first, last = (Fraction(inputs.number(f"wall.{one}") or 0) for one in ("step", "from", "to"))
    return step, first, last


def wall_grid_problems(inputs: Inputs) -> Iterator[InputProblem]:
    """A grid that ends before it begins, or one of more levels than a wall can show."""
    step, first, last = wall_grid(inputs)
    if last < first:
        words = gettext("write a level that doesn't lie below `from` ({level})").format(level=plain(first))
        yield InputProblem(FILE, None, "wall.to", ProblemCode.OUT_OF_RANGE, plain(last), words)
    elif (last - first) // step >= MOST_LEVELS:
        words = gettext("take a wider step: a wall has at most {count} levels").format(count=MOST_LEVELS)
        yield InputProblem(FILE, None, "wall.step", ProblemCode.OUT_OF_RANGE, plain(step), words)


def _levels(name: str, barriers: list[tuple[Fraction, Fraction]], inputs: Inputs) -> Iterator[JSON]:
    step, first, last = wall_grid(inputs)
    count = int((last - first) // step) + 1
    heights: dict[int, list[Fraction]] = defaultdict(list)
    for barrier, notional in barriers:
        place = -((first - barrier) // step)  # the first level that isn't below the barrier
        heights[int(place)].append(notional)
    for place in range(count):
        yield {
            "underlying": name,
            "level": plain(first + place * step),
            "notional": plain(exact_sum(heights[place])),
        }


def hedging(inputs: Inputs) -> list[JSON]:
    """Days to trade the change of delta at a part of the mean turnover; null where that isn't given."""
    underlyings = {row.text("id"): row for row in inputs.rows("underlyings")}
    numbers = ("shock", "delta_now", "delta_shocked", "participation")
    ordered = sorted(
        inputs.rows("hedges"),
        key=lambda row: (row.text("underlying"), *(row.number(name) or 0 for name in numbers)),
    )
    return [_days(row, underlyings.get(row.text("underlying"))) for row in ordered]


def _days(row: Row, underlying: Row | None) -> JSON:
    turnover = underlying.number("adv20") if underlying is not None else None
    change = abs(Fraction(row.number("delta_shocked") or 0) - Fraction(row.number("delta_now") or 0))
    a_day = Fraction(row.number("participation") or 0) * Fraction(turnover or 0)
    shock = row.number("shock")
    return {
        "underlying": row.text("underlying"),
        "shock": None if shock is None else plain(shock),
        "days": plain(change / a_day) if a_day else None,
    }


def concentration(book: Book) -> list[JSON]:
    """How live notional is shared among dealers, counterparties and underlyings: HHI and the five largest."""
    live = book.live()
    total = exact_sum([trade.notional for trade in live])
    rows: list[JSON] = []
    for by in ("dealer", "counterparty", "underlying"):
        parts: dict[str, list[Fraction]] = defaultdict(list)
        for trade in live:
            parts[trade.row.text(by)].append(trade.notional)
        sums = (exact_sum(own) for own in parts.values())
        shares = sorted((value / total for value in sums), reverse=True) if total else []
        if shares:
            hhi = sum((share**2 for share in shares), Fraction(0))
            top = sum(shares[:LARGEST], Fraction(0))
            rows.append({"by": by, "hhi": plain(hhi), f"top{LARGEST}": plain(top)})
    return rows
