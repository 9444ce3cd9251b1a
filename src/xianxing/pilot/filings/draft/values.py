"""What a cell may hold, by the guide's field: values are fitted, or refused with what would satisfy."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from xianxing.checker.body import clean
from xianxing.law import Field, FieldKind
from xianxing.pilot.refusal import Refused

Scalar = str | int | float | bool
Value = Scalar | list[Scalar] | dict[str, "Value"] | None

# Bounds of the product, not of the guide: what no form needs and no database should hold.
LONGEST = {FieldKind.TEXT: 20_000, FieldKind.SHORT_TEXT: 1_000}
MOST_ITEMS = 50
LARGEST = 2**53 - 1
YES, NO = ("true", "yes", "是", "1"), ("false", "no", "否", "0")
# Kinds that people write as words: what they wrote stays where it isn't one, and the checker says so.
WRITTEN = frozenset(
    {FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.DATE, FieldKind.BOOLEAN, FieldKind.CHOICE}
)
LASTING = frozenset({"长期", "永久", "长期有效"})  # what a licence without an end says in place of a day
FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
DERIVED = frozenset({"unit.id", "unit.uscc", "unit.lead", "unit.scenario_provider"})


def fit(field: Field, value: object) -> Value:
    """The value as the cell keeps it: text cleaned, a day as ISO text, None for an empty one.

    Text is taken for numbers, days, yes/no and choices as people write them. A text over the guide's limit of
    字 is no error here: the checker says so, and nothing that was written is lost. Raises Refused.
    """
    if value is None or (isinstance(value, str) and not clean(value)):
        return None
    if field.kind is FieldKind.TABLE:
        return fit_row(field, value)
    if field.kind is FieldKind.GROUP:
        raise Refused(
            "given-as-act", _("“{label}” is confirmed by the person, not written.").format(label=field.label)
        )
    return _FITTERS[field.kind](field, value)


def keep(field: Field, value: object) -> Value:
    """As `fit`, but words that are no number, day or choice are kept as they were written.

    The form is paper: whatever can be written on it stands there, and the checker says what would satisfy.
    """
    try:
        return fit(field, value)
    except Refused:
        if field.kind in WRITTEN and isinstance(value, str):
            return _text(_worded(field), value)
        raise


def misfit(field: Field, value: object) -> str:
    """What a kept value that doesn't fit its field should be instead; "" for one that fits, or none."""
    if field.kind not in WRITTEN or not isinstance(value, str):
        return ""
    if field.kind is FieldKind.DATE and value in LASTING:
        return ""
    try:
        fit(field, value)
    except Refused as refused:
        return refused.message
    return ""


def keep_row(field: Field, value: object) -> Value:
    """As `fit_row`, each column kept as `keep` does."""
    return fit_row(field, value, keep)


def fit_row(field: Field, value: object, fitted: Callable[[Field, object], Value] = fit) -> Value:
    """One row of a table: its known columns, empty ones left out. Raises Refused, naming the column."""
    if not isinstance(value, Mapping):
        raise _refused(field, "row", _("a row of the table"))
    columns = {column.key: column for column in field.columns}
    unknown = sorted(set(map(str, value)) - set(columns))
    if unknown:
        raise Refused(
            "column",
            _("The table “{label}” has no column {name}.").format(label=field.label, name="、".join(unknown)),
        )
    row = {key: fitted(column, value.get(key)) for key, column in columns.items()}
    return {key: item for key, item in row.items() if item is not None}


def _text(field: Field, value: object) -> Value:
    if not isinstance(value, str):
        raise _refused(field, "text", _("running text"))
    text = clean(value)
    if field.kind is FieldKind.SHORT_TEXT:
        text = " ".join(text.split("\n"))
    longest = LONGEST[field.kind]
    if len(text) > longest:
        raise Refused(
            "too-long",
            _("“{label}” takes at most {limit} characters; put long text into a file.").format(
                label=field.label, limit=longest
            ),
        )
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _refused(field, "text", _("text without broken characters"))
    return text


def _choice(field: Field, value: object) -> Value:
    for choice in field.choices:
        same_type = isinstance(value, bool) == isinstance(choice.value, bool)
        if same_type and value == choice.value:
            return choice.value
        if isinstance(value, str) and clean(value) in (str(choice.value), choice.label.zh, choice.label.en):
            return choice.value
    if field.open_choices and isinstance(value, str):
        return _text(_worded(field), value)
    known = "、".join(str(choice.label) for choice in field.choices)
    raise _refused(field, "choice", _("one of: {known}").format(known=known))


def _choices(field: Field, value: object) -> Value:
    items = value if isinstance(value, (list, tuple)) else [value]
    found: list[Scalar] = []
    for item in items[: MOST_ITEMS + 1]:
        one = _choice(field, item) if field.choices or not field.open_choices else _text(_worded(field), item)
        if one is not None and not isinstance(one, (list, dict)) and one not in found:
            found.append(one)
    if len(items) > MOST_ITEMS:
        raise _refused(field, "choices", _("at most {count} entries").format(count=MOST_ITEMS))
    return found or None


def _strings(field: Field, value: object) -> Value:
    items = value if isinstance(value, (list, tuple)) else [value]
    if len(items) > MOST_ITEMS or any(not isinstance(item, str) for item in items):
        raise _refused(field, "strings", _("a list of at most {count} words").format(count=MOST_ITEMS))
    texts = [_text(_worded(field), item) for item in items if clean(str(item))]
    return [text for text in texts if isinstance(text, str)] or None


def _integer(field: Field, value: object) -> Value:
    number = _number(field, value)
    if isinstance(number, float):
        raise _refused(field, "integer", _("a whole number"))
    return number


def _number(field: Field, value: object) -> Value:
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", clean(value)).replace(",", "")
        try:
            value = int(text) if text.lstrip("+-").isdecimal() else float(text)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _bounded(value):
        raise _refused(field, "number", _("a number, in digits only"))
    return int(value) if float(value).is_integer() else value


def _bounded(value: int | float) -> bool:
    return abs(value) <= LARGEST if isinstance(value, int) else math.isfinite(value) and abs(value) <= LARGEST


def _date(field: Field, value: object) -> Value:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        written = _DAY.fullmatch(unicodedata.normalize("NFKC", clean(value)))
        try:
            value = date(*map(int, written.groups())) if written else None
        except ValueError:
            raise _refused(field, "date", _("a day that there is in the calendar")) from None
    if not isinstance(value, date):
        raise _refused(field, "date", _("a day such as 2024-07-01"))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        years = _("a day from {first} to {last}").format(first=FIRST_YEAR, last=LAST_YEAR)
        raise _refused(field, "date", years)
    return value.isoformat()


def _boolean(field: Field, value: object) -> Value:
    if isinstance(value, bool):
        return value
    word = clean(value).casefold() if isinstance(value, str) else ""
    if word in YES or word in NO:
        return word in YES
    raise _refused(field, "boolean", _("yes or no"))


def _worded(field: Field) -> Field:
    """The field as one short text, for free words in lists."""
    return replace(field, kind=FieldKind.SHORT_TEXT)


def _refused(field: Field, code: str, wanted: str) -> Refused:
    return Refused(code, _("“{label}” needs {wanted}.").format(label=field.label, wanted=wanted))


_FITTERS = {
    FieldKind.TEXT: _text,
    FieldKind.SHORT_TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.STRINGS: _strings,
    FieldKind.INTEGER: _integer,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.BOOLEAN: _boolean,
}
