"""A value of the form as it stands on paper, and what stands there instead of an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xianxing.i18n import current_language, gettext, language
from xianxing.law import Field, FieldKind
from xianxing.law.words import yes_no

PLACEHOLDERS = ("(choose)", "(date)", "(fill in)")
# What Word and WPS themselves put into a control that was emptied.
OFFICE_PLACEHOLDERS = (
    "单击或点击此处输入文字。",
    "单击此处输入文字。",
    "单击或点击此处输入日期。",
    "单击此处输入日期。",
    "选择一项。",
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Choose an item.",
)
SEPARATORS = "、，,；;"


def shown(field: Field, value: object) -> str:
    """The value in the words of the current language; "" for none.

    Choices and yes/no by their labels, days as 2024年1月10日 (ISO in English), lists in one line, or one
    entry a line where an entry itself has a separator in it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, (list, tuple)):
        items = [shown(field, item) for item in value]
        inside = any(set(item) & set(SEPARATORS) for item in items)
        return ("\n" if inside else gettext(", ")).join(items)
    if field.kind is FieldKind.DATE:
        return _day(value)
    choice = field.choice(value) if field.choices else None
    return printable(str(choice.label) if choice else str(value))


def placeholder(field: Field) -> str:
    """What an empty cell of this kind invites to, in the current language."""
    choosing = field.kind is FieldKind.BOOLEAN or (field.kind is FieldKind.CHOICE and not field.open_choices)
    wording = "(choose)" if choosing else "(date)" if field.kind is FieldKind.DATE else "(fill in)"
    return gettext(wording)


def placeholders() -> Iterator[str]:
    """Everything that our forms put into empty cells, in both languages."""
    for code in ("zh-hans", "en"):
        with language(code):
            yield from (gettext(wording) for wording in PLACEHOLDERS)


def printable(text: str) -> str:
    """The text without characters that an office file can't hold."""
    return "".join(character for character in text if _fits(character))


def _fits(character: str) -> bool:
    code = ord(character)
    return character in "\t\n" or (code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code & 0xFFFE != 0xFFFE)


def _day(value: object) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    chinese = current_language() != "en"
    return f"{day.year}年{day.month}月{day.day}日" if chinese else day.isoformat()
