"""Numbers, spans of time, sums and days as practitioners write them, read into comparable values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from xianxing.documents.dates import find_date

_HAN = "〇零一二两三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
NUMBER = (
    r"(?:(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*[百千]?[万亿])?"
    rf"|[{_HAN}十百千]{{1,9}}(?:[万亿][{_HAN}十百千]{{0,9}}){{0,2}})"
)
MONTHS = rf"(?:{NUMBER}\s*个月|{NUMBER}\s*年半?(?!\d)|半年)"
DAYS = rf"{NUMBER}\s*(?:个)?(?:工作日|自然日|交易日|日历日|日|天)"
HOURS = rf"{NUMBER}\s*(?:个)?(?:小时|分钟)"
MONEY = rf"(?:人民币)?\s*{NUMBER}\s*元"
DATE = (
    r"(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|[{_HAN}]{{4}}年[{_HAN}十]{{1,2}}月(?:[{_HAN}十廿]{{1,3}}日)?)"
)
_END = rf"(?:[{_HAN}十\d]{{1,3}}月)?(?:[{_HAN}十廿\d]{{1,3}}[日号])?"
SPAN = rf"{DATE}\s*(?:至|到|—+|--?|–|~|～|－)\s*(?:{DATE}|{_END})"
_MONTH = re.compile(rf"(?P<y>(?:19|20)\d{{2}}|[{_HAN}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{_HAN}十]{{1,3}})\s*月")
_POINTED = re.compile(r"(?P<y>(?:19|20)\d{2})[./-](?P<m>\d{1,2})(?!\d|[./-]\d)")


@dataclass(frozen=True)
class Moment:
    """A day, or a month of which no day is said."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        """As people read it: 2024-07-01, 2024-07."""
        return f"{self.year}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")

    def before(self, other: date) -> bool:
        """Whether it lies before a day for certain: all of the month where no day is said."""
        if self.day is None:
            return (self.year, self.month) < (other.year, other.month)
        return date(self.year, self.month, self.day) < other


Value = float | str | Moment | tuple[float, ...]


def half(text: str) -> str:
    """Text with digits, letters and signs of full width made half, everything else as it is."""
    return unicodedata.normalize("NFKC", text)


def number(text: str) -> float | None:
    """The first number in a text, in Arabic or Chinese figures; None where there is none."""
    found = re.search(NUMBER, half(text))
    return _number(found.group()) if found else None


def numbers(text: str) -> list[float]:
    """All numbers in a text, in order."""
    read = (_number(found.group()) for found in re.finditer(NUMBER, half(text)))
    return [one for one in read if one is not None]


def _number(text: str) -> float | None:
    text = re.sub(r"[\s,，]", "", text)
    arabic = re.fullmatch(r"(\d+(?:\.\d+)?)([百千]?)([万亿]?)", text)
    if arabic:
        return float(arabic[1]) * _PLACES.get(arabic[2], 1) * _MYRIADS.get(arabic[3], 1)
    found: float | None = None
    for part, myriad in re.findall(rf"([{_HAN}十百千]+)([万亿]?)", text):
        value = _han(part)
        found = (found or 0) + value * _MYRIADS.get(myriad, 1)
    return found


def _han(text: str) -> float:
    if not set(text) & set(_PLACES):
        return float("".join(str(_digit(one)) for one in text))
    total, digit = 0, 0
    for character in text:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _digit(character)
    return float(total + digit)


def _digit(character: str) -> int:
    return {"〇": 0, "零": 0, "两": 2}.get(character, "零一二三四五六七八九".find(character))


def months(text: str) -> float | None:
    """A span in months: 12个月, 一年, 一年半, 半年; None for a month of the calendar."""
    text = half(text)
    if "半年" in text and not re.search(rf"{NUMBER}\s*年半", text):
        return 6.0
    found = re.search(rf"({NUMBER})\s*(个月|年半|年(?!\s*\d))", text)
    value = _number(found.group(1)) if found else None
    if found is None or value is None or value > 1000:
        return None
    return value * 12 + (6 if found.group(2) == "年半" else 0) if "年" in found.group(2) else value


def days(text: str) -> float | None:
    """A span in days, working days and days alike; None where no days are said."""
    found = re.search(DAYS, half(text))
    return number(found.group()) if found else None


def hours(text: str) -> float | None:
    """A span in hours: 四小时, 30分钟; None where neither hours nor minutes are said."""
    found = re.search(HOURS, half(text))
    value = number(found.group()) if found else None
    return value / 60 if found and value is not None and "分钟" in found.group() else value


def money(text: str) -> float | None:
    """A sum in yuan: 三百万元, 300 万元, 3,000,000元."""
    found = re.search(MONEY, half(text))
    return number(found.group()) if found else None


def moment(text: str) -> Moment | None:
    """The first day, or month, written in a text."""
    text = half(text)
    day = find_date(text)
    month = _MONTH.search(text) or _POINTED.search(text)
    if day is not None and (month is None or day[1] <= month.start()):
        return Moment(day[0].year, day[0].month, day[0].day)
    if month is None:
        return None
    year, number_ = (_number(month[key]) for key in ("y", "m"))
    return Moment(int(year), int(number_)) if year and number_ and 1 <= number_ <= 12 else None


def ending(text: str) -> Moment | None:
    """The last day, or month, of a span; its end may leave out year and month: 2023年9月4日至22日."""
    text = re.sub(r"\s", "", half(text))
    first = moment(text)
    parts = re.split(r"(?:至|到|—+|–|~|(?<=[日月号])--?)(?=[\d〇一二三四五六七八九十])", text)
    if first is None or len(parts) != 2:
        return None
    whole = moment(parts[1])
    if whole is not None:
        return whole
    found = re.fullmatch(rf"(?:([{_HAN}十\d]{{1,3}})月)?(?:([{_HAN}十廿\d]{{1,3}})[日号])?", parts[1])
    if found is None or not found.group():
        return None
    month = _number(found[1]) if found[1] else first.month
    day = _number(found[2]) if found[2] else None
    try:
        made = date(first.year, int(month or 0), int(day) if day else 1)
    except ValueError:
        return None
    return Moment(made.year, made.month, made.day if day else None)


READ: dict[str, Callable[[str], Value | None]] = {
    "months": months,
    "days": days,
    "hours": hours,
    "money": money,
    "date": moment,
    "span": ending,
    "count": number,
    "numbers": lambda text: tuple(numbers(text)) or None,
    "flag": lambda text: {"是": 1.0, "否": 0.0}.get(half(text).strip()[:1]),
    "word": lambda text: text.strip() or None,
}
SHAPES = {
    "months": MONTHS,
    "days": DAYS,
    "hours": HOURS,
    "money": MONEY,
    "date": DATE,
    "count": NUMBER,
    "span": SPAN,
}
