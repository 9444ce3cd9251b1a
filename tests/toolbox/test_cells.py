"""A cell is read as its column's kind has it, to the edge of what it holds; else its remedy is said."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from xianxing.i18n import language
from xianxing.toolbox.cells import LONGEST_NUMBER, BadCell, read_cell
from xianxing.toolbox.problems import ProblemCode
from xianxing.toolbox.tables import Cell, Kind, TableColumn

NUMBER, WHOLE = TableColumn("x", Kind.NUMBER), TableColumn("x", Kind.INTEGER)
DAY, HOUR = TableColumn("x", Kind.DATE), TableColumn("x", Kind.TIME)
SHARE = TableColumn("x", Kind.NUMBER, low=Decimal(0), high=Decimal(1))
CORRELATION = TableColumn("x", Kind.NUMBER, low=Decimal(-1), high=Decimal(1))
SCORE = TableColumn("x", Kind.NUMBER, low=Decimal(0), high=Decimal(5))
AMOUNT = TableColumn("x", Kind.NUMBER, above=Decimal(0))
WORD = TableColumn("x", choices=("buy", "sell"))
WORDS = TableColumn("x", Kind.LIST, choices=("buy", "sell"))

FRACTION = "write a share as a fraction: 0.51 for 51 %"
SEPARATORS = "write a number without thousands separators: 1234567.89"
YUAN = "write a number in yuan, with digits only: 120000 for 12万"
POINT = "write a plain decimal with a point: 1234567.89"
EXPONENT = "write a plain decimal without an exponent: 100000"
FINITE = "write a finite number, or leave the cell empty"
DATE = "write a date like 2025-06-30"
CODE, RANGE = ProblemCode.UNKNOWN_CODE, ProblemCode.OUT_OF_RANGE
NO_NUMBER, NO_DATE = ProblemCode.NOT_A_NUMBER, ProblemCode.NOT_A_DATE


@pytest.mark.parametrize(
    ("column", "text", "code", "remedy"),
    [
        *[(NUMBER, text, NO_NUMBER, FRACTION) for text in ("51%", "51％", "5,1%")],
        *[(NUMBER, text, NO_NUMBER, SEPARATORS) for text in ("1,000", "1，000", "1,2万")],
        *[(NUMBER, text, NO_NUMBER, YUAN) for text in ("12万", "3亿", "5千", "7百", "9元")],
        *[(NUMBER, text, NO_NUMBER, EXPONENT) for text in ("1e5", "-.5E-3", "+1.5e+07")],
        *[(NUMBER, text, NO_NUMBER, POINT) for text in (".5", "5.", "１", "e5", "1 000", "=1+1")],
        (NUMBER, "9" * (LONGEST_NUMBER + 1), NO_NUMBER, POINT),
        *[(NUMBER, text, ProblemCode.NOT_FINITE, FINITE) for text in ("NaN", "-inf", "+Infinity")],
        (WHOLE, "1.5", NO_NUMBER, "write a whole number"),
        (DAY, "2025-02-29", NO_DATE, "the calendar has no such day"),
        *[(DAY, text, NO_DATE, DATE) for text in ("2025-2-28", "20250228", "2025-02-28T00:00", "02-28")],
        *[(HOUR, text, NO_DATE, "write a time like 09:31:05") for text in ("24:00", "9:31", "09:60", "0931")],
        (TableColumn("x", Kind.FLAG), "true", CODE, "write 0 or 1"),
        (WORD, "hold", CODE, "write one of: buy, sell"),
        (WORDS, "buy;hold", CODE, "write one of: buy, sell"),
        (AMOUNT, "0", RANGE, "write a number above 0"),
        (SCORE, "-0.01", RANGE, "write a number of at least 0"),
        (SCORE, "5.01", RANGE, "write a number of at most 5"),
        (CORRELATION, "2", RANGE, "write a number of at most 1"),
        (SHARE, "51", RANGE, "write a share as a fraction between 0 and 1: 0.51 for 51 %"),
        (WORD, "b\x01", ProblemCode.BAD_ENCODING, "take the control characters out of the cell"),
    ],
)  # fmt: skip
def test_a_cell_that_its_column_can_t_hold_has_its_code_and_its_own_remedy(
    column: TableColumn, text: str, code: ProblemCode, remedy: str
) -> None:
    with language("en"), pytest.raises(BadCell) as bad:
        read_cell(text, column)
    assert (bad.value.code, str(bad.value)) == (code, remedy)


@pytest.mark.parametrize("text", ["9" * 130_000, "." * 130_000, "9." * 65_000, "9" * 65_000 + "e" * 65_000])
def test_the_longest_cell_that_is_no_number_costs_nothing(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(BadCell):
        read_cell(text, NUMBER)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (NUMBER, "+1.50", Decimal("1.5")),
        (NUMBER, "9" * LONGEST_NUMBER, Decimal("9" * LONGEST_NUMBER)),
        (WHOLE, "2.0", Decimal(2)),
        (SHARE, "0", Decimal(0)),
        (SHARE, "1", Decimal(1)),
        (AMOUNT, "0.0001", Decimal("0.0001")),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (HOUR, "23:59", "23:59"),
        (HOUR, "00:00:59", "00:00:59"),
        (TableColumn("x", Kind.FLAG), "0", False),
        (TableColumn("x", Kind.FLAG), "1", True),
        (WORDS, " buy ;; sell;", ("buy", "sell")),
        (WORD, "sell", "sell"),
    ],
)  # fmt: skip
def test_a_cell_on_the_edge_of_what_its_column_holds_is_taken(
    column: TableColumn, text: str, value: Cell
) -> None:
    assert read_cell(text, column) == value
