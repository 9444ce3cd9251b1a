"""How figures are said: a count as a number, a rate never without its whole, times with their sample."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from xianxing.i18n import gettext
from xianxing.pilot.figures.definitions import FigureShape
from xianxing.pilot.figures.model import FigureNumbers
from xianxing.pilot.figures.regimes import RegimeValue


def said(figure: FigureNumbers) -> str:
    """A figure in words, for a page, a table or a paper; "—" where there is nothing to count."""
    return SAYINGS[figure.definition.shape](figure)


def share_said(figure: FigureNumbers) -> str:
    """The share of a rate in per cent; "" where its whole is too small to tell one."""
    share = figure.share
    return f"{float(share) * 100:.1f}%" if share is not None else ""


def number_said(value: Fraction | int | None) -> str:
    """A number with at most one decimal; "—" for none."""
    if value is None:
        return "—"
    rounded = Fraction(round(Fraction(value) * 10), 10)
    return str(rounded.numerator) if rounded.denominator == 1 else f"{float(rounded):.1f}"


def amount_said(value: Fraction | int | None, unit: str) -> str:
    """An amount with its unit; "—" for none."""
    if value is None:
        return "—"
    return UNITS[unit]().format(n=number_said(value)) if unit in UNITS else number_said(value)


def unit_said(unit: str) -> str:
    """The name of a unit; "" for none."""
    return UNITS[unit]().format(n="").strip() if unit else ""


def over_said(figure: FigureNumbers) -> str:
    """How many of those with a limit ended after it; "—" where none had one."""
    if not figure.limited:
        return "—"
    return gettext("{over} of {limited}").format(over=figure.over, limited=figure.limited)


def regime_said(value: RegimeValue) -> str:
    """A published value in words; a rate with its whole, a limit as one."""
    if value.amount is not None:
        amount = amount_said(value.amount, value.unit)
        return gettext("limit: {amount}").format(amount=amount) if value.is_limit else amount
    if value.whole is None or value.count is None:
        return str(value.count)
    part = gettext("{count} of {whole}").format(count=value.count, whole=value.whole)
    share = f"{100 * value.count / value.whole:.1f}%"
    return gettext("{share} ({part})").format(share=share, part=part)


def _count(figure: FigureNumbers) -> str:
    return str(figure.count)


def _rate(figure: FigureNumbers) -> str:
    if not figure.whole:
        return gettext("— (none to count)")
    part = gettext("{count} of {whole}").format(count=figure.count, whole=figure.whole)
    share = share_said(figure)
    return gettext("{share} ({part})").format(share=share, part=part) if share else part


def _times(figure: FigureNumbers) -> str:
    if not figure.amounts:
        return gettext("— (none to count)")
    return gettext("median {amount} (n = {n})").format(
        amount=amount_said(figure.middle, figure.unit), n=len(figure.amounts)
    )


SAYINGS: dict[FigureShape, Callable[[FigureNumbers], str]] = {
    FigureShape.COUNT: _count,
    FigureShape.RATE: _rate,
    FigureShape.TIMES: _times,
    FigureShape.SPREAD: _times,
}
UNITS: dict[str, Callable[[], str]] = {
    "days": lambda: gettext("{n} days"),
    "workdays": lambda: gettext("{n} working days"),
    "months": lambda: gettext("{n} months"),
    "points": lambda: gettext("{n} points"),
}
