"""What is wrong with an input, with its place and what would satisfy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xianxing.law.findings import JSON

LONGEST_VALUE = 40  # characters of a cell that a problem quotes


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
        """The problem as the tools' JSON has it; of the value at most 40 characters."""
        return {
            "table": self.table,
            "line": self.line,
            "column": self.column,
            "code": self.code.value,
            "severity": "error" if self.is_error else "warning",
            "value": self.value[:LONGEST_VALUE],
            "message": self.message,
        }

    @property
    def place(self) -> tuple[str, int, str, str]:
        """By what problems are ordered, whatever the order of finding them."""
        return (self.table, self.line or 0, self.column, self.code.value)
