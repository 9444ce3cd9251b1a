"""Numbers are written as they are, or to twelve places with the fraction beside."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.toolbox.numbers import exact, is_finite, plain


@pytest.mark.parametrize(
    ("value", "text", "fraction"),
    [
        (Fraction(15, 23), "0.652173913043", "15/23"),
        (Fraction(1, 4), "0.25", None),
        (Fraction(-2, 3), "-0.666666666667", "-2/3"),
        (Fraction(3_000_000), "3000000", None),
        (Fraction(1, 2**40), "0.0000000000009094947017729282379150390625", None),
        (Fraction(0), "0", None),
    ],
)
def test_a_fraction_is_written_plainly(value: Fraction, text: str, fraction: str | None) -> None:
    assert (plain(value), exact(value)) == (text, fraction)


def test_decimals_lose_no_digit_and_no_sign() -> None:
    long = Decimal("12345678901234567890123456789012345.6700")
    assert plain(long) == "12345678901234567890123456789012345.67"
    assert [plain(Decimal(text)) for text in ("1E+3", "-0.00", "100", "0.10")] == ["1000", "0", "100", "0.1"]


def test_a_number_of_thousands_of_digits_is_written_whole() -> None:
    many = 10**5000
    assert plain(Fraction(many)) == plain(many) == "1" + "0" * 5000
    assert plain(Fraction(-1, many)) == f"-0.{'0' * 4999}1"
    assert plain(Fraction(many, 3)) == f"{'3' * 5000}.{'3' * 12}"
    assert exact(Fraction(1, 3 * many)) == f"1/3{'0' * 5000}"


@given(st.fractions(max_denominator=10**6))
def test_what_is_written_is_the_number_or_nearest_to_it(value: Fraction) -> None:
    written = Fraction(plain(value))
    if is_finite(value):
        assert written == value
    else:
        assert abs(written - value) <= Fraction(1, 2 * 10**12)
        assert Fraction(exact(value) or "0") == value
