"""One text for one value."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xianxing.record import CanonicalError, canonical, instant, parse, parse_instant
from xianxing.record.canonical import JSON, LARGEST, Plain
from xianxing.record.verify import Fault, read_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_rfc_8785_without_its_floats() -> None:
    value = {
        "string": '€$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
        "numbers": [56, 0, -1],
    }
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[56,0,-1],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_members_stand_in_the_order_of_utf16_code_units() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    value = parse(canonical(dict.fromkeys(names, 0)))
    assert isinstance(value, dict)
    assert list(value) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_a_compatibility_ideograph_of_a_name_stays_itself() -> None:
    assert canonical("\uf9b4").decode() == '"\uf9b4"'
    assert canonical("\uf9b4") != canonical("\u9818")


def test_decimals_keep_their_digits_and_instants_become_utc() -> None:
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    value: Plain = {"amount": Decimal("1E+2"), "rate": Decimal("1.50"), "at": moment, "day": date(2026, 3, 2)}
    assert canonical(value).decode() == (
        '{"amount":"100","at":"2026-03-02T01:30:00.000000Z","day":"2026-03-02","rate":"1.50"}'
    )
    assert parse_instant(instant(moment)) == moment


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [0.5]}, r"\$\.a\[0\]"),
        ({"a": 2**53}, r"\$\.a"),
        ("\ud800", "surrogate"),
        ({1: "a"}, "member name"),
        (datetime.fromisoformat("2026-03-02"), "time zone"),
        (Decimal("NaN"), "no canonical form"),
        (b"bytes", "no canonical form"),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_its_place(value: Any, where: str) -> None:
    with pytest.raises(CanonicalError, match=where):
        canonical(value)


def test_nesting_is_bounded() -> None:
    value: JSON = []
    for _ in range(70):
        value = [value]
    with pytest.raises(CanonicalError, match="nested"):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"b":1,"a":2}',
        '{"a": 1}',
        '{"a":1,"a":1}',
        "1.0",
        "1e2",
        '"\\u4e2d"',
        "[1] ",
        "\ufeff1",
        "01",
        "NaN",
        "{",
    ],
)
def test_another_spelling_is_refused_by_both_readers(text: str) -> None:
    with pytest.raises(CanonicalError):
        parse(text.encode())
    with pytest.raises(Fault):
        read_json(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(CanonicalError):
        parse(b'"\xff"')
    with pytest.raises(Fault):
        read_json(b'"\xff"')


@given(VALUES)
def test_property_every_value_survives_and_both_readers_agree(value: JSON) -> None:
    data = canonical(value)
    assert parse(data) == value
    assert read_json(data) == value
    assert canonical(parse(data)) == data


@given(st.datetimes(min_value=datetime.fromisoformat("1000-01-01"), timezones=st.just(UTC)))
def test_property_instants_sort_as_text(moment: datetime) -> None:
    later = (
        instant(moment + timedelta(microseconds=1)) if moment.year < 9999 else "9999-12-31T23:59:59.999999Z"
    )
    assert instant(moment) <= later
    assert parse_instant(instant(moment)) == moment
