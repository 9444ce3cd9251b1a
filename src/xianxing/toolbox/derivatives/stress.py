"""Reverse stress: the smallest fall at which what hedges would sell exceeds a share of a day's turnover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.tables import Row

Point = tuple[Fraction, Fraction]  # fall, sales over turnover


def reverse_stress(inputs: Inputs) -> list[JSON]:
    """One row an underlying of `hedges`: straight lines between the shocks given, from no fall and no sales.

    `fall` is null where turnover isn't given (`unknown`), or where no fall given is large enough.
    """
    share = Fraction(inputs.number("stress.share") or 0)
    underlyings = {row.text("id"): row for row in inputs.rows("underlyings")}
    by_underlying: dict[str, list[Row]] = defaultdict(list)
    for row in inputs.rows("hedges"):
        by_underlying[row.text("underlying")].append(row)
    return [
        _row(
            name,
            share,
            rows,
            Fraction(underlyings[name].number("adv20") or 0) if name in underlyings else None,
        )
        for name, rows in sorted(by_underlying.items())
    ]


def _row(name: str, share: Fraction, rows: Sequence[Row], turnover: Fraction | None) -> JSON:
    row: dict[str, JSON] = {"underlying": name, "share": plain(share), "fall": None, "largest_fall": None}
    if not turnover:
        words = gettext("{column} isn't given: fill it in").format(column="adv20")
        return {**row, "result": "unknown", "reason": words}
    points = _points(rows, turnover)
    if not points:
        return {**row, "result": "unknown", "reason": gettext("no shock of hedges is a fall")}
    found = _crossing(points, share)
    return {
        **row,
        "fall": None if found is None else plain(found),
        "largest_fall": plain(points[-1][0]),
    }


def _points(rows: Sequence[Row], turnover: Fraction) -> list[Point]:
    """Each fall with its sales; of two rows for one fall the larger sales."""
    sales: dict[Fraction, Fraction] = {}
    for row in rows:
        shock = Fraction(row.number("shock") or 0)
        if shock >= 0:
            continue
        sold = (
            Fraction(row.number("delta_now") or 0) - Fraction(row.number("delta_shocked") or 0)
        ) / turnover
        sales[-shock] = max(sold, sales.get(-shock, sold))
    return sorted(sales.items())


def _crossing(points: Sequence[Point], share: Fraction) -> Fraction | None:
    """The fall above which sales exceed the share for the first time."""
    before: Point = (Fraction(0), Fraction(0))
    for fall, sold in points:
        if sold > share:
            if before[1] >= share:
                return before[0]
            return before[0] + (share - before[1]) / (sold - before[1]) * (fall - before[0])
        before = (fall, sold)
    return None
