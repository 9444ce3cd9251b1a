"""Exact numbers as the tools' JSON writes them: plain decimals as text, fractions beside where needed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = 12  # of a share that is no finite decimal


def plain(value: Decimal | Fraction | int) -> str:
    """A plain decimal without exponent and without zeros that say nothing; a fraction to 12 places."""
    if isinstance(value, Fraction):
        value = _decimal(value)
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def is_finite(value: Fraction) -> bool:
    """Whether the fraction is a finite decimal, so that its text is exact."""
    return _places(value) is not None


def exact(value: Fraction) -> str | None:
    """`15/23` for a fraction that no finite decimal says; None for one that a decimal says."""
    return None if is_finite(value) else f"{Decimal(value.numerator):f}/{Decimal(value.denominator):f}"


def _places(value: Fraction) -> int | None:
    """How many places after the point say the whole fraction; None where no number of them does."""
    rest, most = value.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        most = max(most, times)
    return most if rest == 1 else None


def _decimal(value: Fraction) -> Decimal:
    """Exact where it is finite, else rounded half up to 12 places."""
    places = _places(value)
    if places is not None:
        return _scaled(value.numerator * 10**places // value.denominator, places)
    doubled = 2 * abs(value) * 10**PLACES
    rounded = (doubled.numerator // doubled.denominator + 1) // 2
    return _scaled(rounded if value >= 0 else -rounded, PLACES)


def _scaled(whole: int, places: int) -> Decimal:
    """`whole` / 10^places, without the rounding of a context and the limit on an integer's text."""
    return Decimal((int(whole < 0), Decimal(abs(whole)).as_tuple().digits, -places))
