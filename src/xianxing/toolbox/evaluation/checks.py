"""What the rows of a folder must keep between them, beyond what each column says of its own cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xianxing.i18n import gettext
from xianxing.toolbox.evaluation.indicators import INDICATORS, FirmIndicator, IndicatorForm
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.settings import FILE
from xianxing.toolbox.tables import Row

_YEAR = re.compile(r"(?:19|20|21)\d\d")
# A number in one of these is not in the unit that the indicator has.
_SCALED = re.compile(
    r"[千万亿%％]|percent|million|billion|thousand|USD|EUR|HKD|JPY|GBP|美元|欧元|港", re.IGNORECASE
)

# table, its columns, the table whose rows they name
_REFERS = (
    ("facts", ("firm",), "firms"),
    ("flows", ("from", "to"), "outputs"),
    ("shocks", ("sector",), "outputs"),
)


def check(inputs: Inputs) -> Iterator[InputProblem]:
    """Every problem of the rows between them, in no order."""
    yield from _year(inputs)
    for row in inputs.rows("facts"):
        yield from _fact(row)
    yield from _twice(inputs)
    yield from _stale(inputs)
    yield from _nowhere(inputs)


@lru_cache(maxsize=4096)
def read_period(text: str) -> int | date | None:
    """The year or day that a period names, None where it is neither."""
    if _YEAR.fullmatch(text):
        return int(text)
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _year(inputs: Inputs) -> Iterator[InputProblem]:
    schemes = inputs.settings.get("schemes")
    if inputs.rows("firms") and schemes != () and inputs.number("last_year") is None:
        words = gettext("write last_year = 2024: the last audited year")
        yield InputProblem(FILE, None, "last_year", ProblemCode.MISSING_VALUE, "", words)


def _fact(row: Row) -> Iterator[InputProblem]:
    indicator = INDICATORS.get(row.text("indicator"))
    if indicator is None:
        return
    period = read_period(row.text("period"))
    if row.text("period") and (
        period is None or (indicator.form is IndicatorForm.YEAR and isinstance(period, date))
    ):
        words = gettext("write a year like 2024")
        if indicator.form is not IndicatorForm.YEAR:
            words = gettext("write a year like 2024, or a date like 2024-12-31")
        yield InputProblem("facts", row.line, "period", ProblemCode.NOT_A_DATE, row.text("period"), words)
    value = row.number("value")
    if value is not None:
        yield from _value(row, value, indicator)
    if _SCALED.search(row.text("unit")):
        words = gettext("write the value in {unit}, and leave the unit empty").format(unit=indicator.unit)
        yield InputProblem("facts", row.line, "unit", ProblemCode.UNKNOWN_CODE, row.text("unit"), words)


def _value(row: Row, value: Decimal, indicator: FirmIndicator) -> Iterator[InputProblem]:
    written = plain(value)
    if indicator.form is IndicatorForm.FLAG:
        if value not in (0, 1):
            yield InputProblem(
                "facts", row.line, "value", ProblemCode.UNKNOWN_CODE, written, gettext("write 0 or 1")
            )
    elif indicator.choices and value not in indicator.choices:
        words = gettext("write one of: {known}").format(known=", ".join(map(str, indicator.choices)))
        yield InputProblem("facts", row.line, "value", ProblemCode.OUT_OF_RANGE, written, words)
    elif indicator.low is not None and value < indicator.low:
        words = gettext("write a number of at least {bound}").format(bound=indicator.low)
        yield InputProblem("facts", row.line, "value", ProblemCode.OUT_OF_RANGE, written, words)
    elif indicator.high is not None and value > indicator.high:
        words = gettext("write a number of at most {bound}").format(bound=indicator.high)
        yield InputProblem("facts", row.line, "value", ProblemCode.OUT_OF_RANGE, written, words)
    elif indicator.whole and value != value.to_integral_value():
        yield InputProblem(
            "facts", row.line, "value", ProblemCode.NOT_A_NUMBER, written, gettext("write a whole number")
        )


def _twice(inputs: Inputs) -> Iterator[InputProblem]:
    """Two values of one source can't both be: both rows are named, so that none wins by its place."""
    stated: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in inputs.rows("facts"):
        if row.number("value") is not None:
            stated[(row.text("firm"), row.text("indicator"), row.text("period"), row.text("source"))].append(
                row
            )
    for (_firm, indicator, period, _source), rows in stated.items():
        if len(rows) == 1:
            continue
        if len({row.number("value") for row in rows}) == 1:
            for row in rows[1:]:
                words = gettext("line {line} states the same already").format(line=rows[0].line)
                yield InputProblem(
                    "facts", row.line, "firm", ProblemCode.DUPLICATE_KEY, row.text("firm"), words
                )
            continue
        for row in rows:
            other = next(one for one in rows if one.number("value") != row.number("value"))
            words = gettext(
                "line {line} states another {indicator} of {period} from the same source: leave one, or name "
                "the source of each"
            ).format(line=other.line, indicator=indicator, period=period)
            written = plain(row.number("value") or Decimal(0))
            yield InputProblem("facts", row.line, "value", ProblemCode.CONTRADICTION, written, words)


def _stale(inputs: Inputs) -> Iterator[InputProblem]:
    days = inputs.number("stale_days")
    if days is None:
        return
    try:
        oldest = inputs.as_of - timedelta(days=int(days))
    except OverflowError:
        return
    for row in inputs.rows("facts"):
        seen = row.day("observed_on")
        if seen is not None and seen < oldest:
            words = gettext("observed more than {days} days before {day}").format(days=days, day=inputs.as_of)
            yield InputProblem("facts", row.line, "observed_on", ProblemCode.STALE, seen.isoformat(), words)


def _nowhere(inputs: Inputs) -> Iterator[InputProblem]:
    """What names a firm or a sector while the table of them isn't there: nobody defines it."""
    for table, columns, referred in _REFERS:
        if referred in inputs.files:
            continue
        for row in inputs.rows(table):
            for column in columns:
                if row.text(column):
                    words = gettext("no row of {table} has this id").format(table=referred)
                    yield InputProblem(
                        table, row.line, column, ProblemCode.UNKNOWN_REFERENCE, row.text(column), words
                    )
