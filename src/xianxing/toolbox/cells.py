"""One cell as its column's kind has it, or what is wrong with it and what would satisfy."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from xianxing.i18n import gettext
from xianxing.toolbox.problems import ProblemCode, is_writable
from xianxing.toolbox.tables import Cell, Kind, Setting, TableColumn

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)[eE][+-]?\d+")  # one way to read each digit
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
LONGEST_NUMBER = 60  # digits beyond which nobody means a number


class BadCell(ValueError):
    """The cell can't be taken; `code` says of which kind the problem is, the text what would satisfy."""

    def __init__(self, code: ProblemCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_cell(text: str, column: TableColumn | Setting) -> Cell:
    """The value of a cell that isn't empty; BadCell where its column can't hold it."""
    if not is_writable(text):
        raise BadCell(ProblemCode.BAD_ENCODING, gettext("take the control characters out of the cell"))
    value = _READERS[column.kind](text)
    if column.choices:
        for word in value if isinstance(value, tuple) else (text,):
            if word not in column.choices:
                known = ", ".join(column.choices)
                raise BadCell(ProblemCode.UNKNOWN_CODE, gettext("write one of: {known}").format(known=known))
    if isinstance(value, Decimal):
        _bounded(value, column)
    return value


def read_number(text: str) -> Decimal:
    """A plain decimal with a point; BadCell says what is wrong with any other spelling."""
    if _NUMBER.fullmatch(text) and len(text) <= LONGEST_NUMBER:
        return Decimal(text)
    if _NOT_FINITE.fullmatch(text):
        raise BadCell(ProblemCode.NOT_FINITE, gettext("write a finite number, or leave the cell empty"))
    raise BadCell(ProblemCode.NOT_A_NUMBER, _how_to_write(text))


def _how_to_write(text: str) -> str:
    if "%" in text or "％" in text:
        return gettext("write a share as a fraction: 0.51 for 51 %")
    if "," in text or "，" in text:
        return gettext("write a number without thousands separators: 1234567.89")
    if re.search(r"[万亿千百元]", text):
        return gettext("write a number in yuan, with digits only: 120000 for 12万")
    if _EXPONENT.fullmatch(text):
        return gettext("write a plain decimal without an exponent: 100000")
    return gettext("write a plain decimal with a point: 1234567.89")


def _integer(text: str) -> Decimal:
    value = read_number(text)
    if value != value.to_integral_value():
        raise BadCell(ProblemCode.NOT_A_NUMBER, gettext("write a whole number"))
    return value


def _day(text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadCell(ProblemCode.NOT_A_DATE, gettext("the calendar has no such day")) from None
    raise BadCell(ProblemCode.NOT_A_DATE, gettext("write a date like 2025-06-30"))


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise BadCell(ProblemCode.NOT_A_DATE, gettext("write a time like 09:31:05"))
    return text


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise BadCell(ProblemCode.UNKNOWN_CODE, gettext("write 0 or 1"))
    return text == "1"


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _bounded(value: Decimal, column: TableColumn | Setting) -> None:
    above = column.above if isinstance(column, TableColumn) else None
    if above is not None and value <= above:
        raise BadCell(ProblemCode.OUT_OF_RANGE, gettext("write a number above {bound}").format(bound=above))
    if column.low is not None and value < column.low:
        raise BadCell(
            ProblemCode.OUT_OF_RANGE, gettext("write a number of at least {bound}").format(bound=column.low)
        )
    if column.high is not None and value > column.high:
        words = gettext("write a number of at most {bound}")
        if column.low == 0 and column.high == 1:
            words = gettext("write a share as a fraction between 0 and 1: 0.51 for 51 %")
        raise BadCell(ProblemCode.OUT_OF_RANGE, words.format(bound=column.high))


_READERS: dict[Kind, Callable[[str], Cell]] = {
    Kind.TEXT: str,
    Kind.NUMBER: read_number,
    Kind.INTEGER: _integer,
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.FLAG: _flag,
    Kind.LIST: _list,
}
