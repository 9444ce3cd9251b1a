"""Template tags and filters of the design system."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from xianxing.desks.look import files
from xianxing.documents.model import Block
from xianxing.i18n import current_language, gettext

register = template.Library()

# result, severity or status → the look of its tag (`tag--…` in components.css)
TONES = {
    "met": "good",
    "unmet": "bad",
    "unknown": "quiet",
    "manual_review": "watch",
    "not_applicable": "quiet",
    "blocking": "bad",
    "correction": "watch",
    "advice": "info",
    "implemented": "good",
    "planned": "info",
    "declaratory": "quiet",
    "open": "watch",
    "guide": "law",
    "practice": "practice",
    "added": "good",
    "removed": "bad",
    "moved": "watch",
    "changed": "watch",
    "same": "quiet",
    "unverified": "watch",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@register.filter
def tone(value: object) -> str:
    """The tone of a status tag; quiet for a word it doesn't know."""
    return TONES.get(str(value), "quiet")


@register.filter
def word(value: object) -> str:
    """A status, result, basis or severity in the reader's language."""
    words = {
        "met": gettext("Met"),
        "unmet": gettext("Not met"),
        "unknown": gettext("Cannot tell"),
        "manual_review": gettext("For a person to judge"),
        "not_applicable": gettext("Does not apply"),
        "blocking": gettext("Blocks filing"),
        "correction": gettext("To be corrected"),
        "advice": gettext("Advice"),
        "implemented": gettext("Implemented"),
        "planned": gettext("Planned"),
        "declaratory": gettext("Declaratory"),
        "open": gettext("Left open"),
        "guide": gettext("The guide's own words"),
        "practice": gettext("Practice"),
        "added": gettext("Only in the second"),
        "removed": gettext("Only in the first"),
        "moved": gettext("Moved"),
        "changed": gettext("Different"),
        "same": gettext("The same"),
        "unverified": gettext("Not verified for this guide"),
    }
    return words.get(str(value), str(value))


@register.filter
def day(value: date | None) -> str:
    """A date as people write it: 2024年1月20日, or 20 January 2024."""
    if value is None:
        return ""
    if current_language() == "en":
        return f"{value.day} {value:%B %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def weekday(value: date) -> str:
    """The day of the week in the reader's language."""
    if current_language() == "en":
        return WEEKDAYS[value.weekday()]
    return "星期" + "一二三四五六日"[value.weekday()]


@register.filter
def thousands(number: int) -> str:
    """A number with a comma at the thousands."""
    return f"{number:,}"


@register.filter
def minus(number: int, other: int) -> int:
    """`number` less `other`."""
    return number - other


@register.simple_tag
def svg(source: str) -> SafeString:
    """An SVG drawn by our own code from our own data, put into the page as it is; never a stranger's."""
    return mark_safe(source)  # noqa: S308 — trusted source, see the docstring


@register.filter
def laid(blocks: Iterable[Block]) -> list[files.FilePart]:
    """A file's blocks as headings, paragraphs and tables."""
    return files.laid(blocks)
