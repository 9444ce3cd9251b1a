"""What is wrong with an input, with its place and what would satisfy."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from xianxing.law.findings import JSON

LONGEST_VALUE = 40  # characters of a cell that a problem quotes
# What XML and UTF-8 can't hold, so that no paper, workbook or answer could be written with it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ProblemCode(StrEnum):
    """The kinds of problem that the contract of the tools knows."""

    MISSING_FILE = "missing-file"
    MISSING_COLUMN = "missing-column"
    MISSING_VALUE = "missing-value"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_DATE = "not-a-date"
    NOT_FINITE = "not-finite"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_REFERENCE = "unknown-reference"
    DUPLICATE_KEY = "duplicate-key"
    OUT_OF_RANGE = "out-of-range"
    CONTRADICTION = "contradiction"
    WRONG_TOOL = "wrong-tool"
    TWO_FILES = "two-files"
    BAD_ENCODING = "bad-encoding"
    BAD_TOML = "bad-toml"
    BAD_PARQUET = "bad-parquet"
    TOO_LARGE = "too-large"
    UNKNOWN_COLUMN = "unknown-column"
    UNKNOWN_TABLE = "unknown-table"
    STALE = "stale"
    CAPITAL_OVER_100 = "capital-over-100"


# Only these leave the exit status as it is; all others refuse the folder, or set the row aside.
WARNINGS = frozenset(
    {ProblemCode.UNKNOWN_COLUMN, ProblemCode.UNKNOWN_TABLE, ProblemCode.STALE, ProblemCode.CAPITAL_OVER_100}
)


def is_writable(text: str) -> bool:
    """Whether a paper, a workbook and an answer can hold the text: no control characters in it."""
    return text.isprintable() or _UNWRITABLE.search(text) is None


@dataclass(frozen=True)
class InputProblem:
    """One thing that is wrong at one place; `line` counts the header as 1, None is the whole table."""

    table: str
    line: int | None
    column: str
    code: ProblemCode
    value: str
    message: str

    @property
    def is_error(self) -> bool:
        """Whether it refuses the folder, or in lenient reading sets the row aside."""
        return self.code not in WARNINGS

    def as_json(self) -> dict[str, JSON]:
        """The problem as the tools' JSON has it."""
        shown = self.shown
        return {
            "table": shown.table,
            "line": shown.line,
            "column": shown.column,
            "code": shown.code.value,
            "severity": "error" if self.is_error else "warning",
            "value": shown.value,
            "message": shown.message,
        }

    @property
    def shown(self) -> InputProblem:
        """The problem as it is told: of the value at most 40 characters, U+FFFD for control characters."""
        return replace(
            self,
            table=_written(self.table),
            column=_written(self.column),
            value=_written(self.value[:LONGEST_VALUE]),
            message=_written(self.message),
        )

    @property
    def place(self) -> tuple[str, int, str, str]:
        """By what problems are ordered, whatever the order of finding them."""
        return (self.table, self.line or 0, self.column, self.code.value)


def _written(text: str) -> str:
    return text if is_writable(text) else _UNWRITABLE.sub("\ufffd", text)
