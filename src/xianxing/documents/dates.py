"""Dates as practitioners write them: 2024年1月10日, 2024.1.10, 2024/01/10, 二〇二四年一月十日."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS.update({"零": 0, "○": 0, "O": 0, "o": 0, "０": 0, "Ｏ": 0, "◯": 0, "元": 1})
_HAN = "〇零○◯Oo一二三四五六七八九"
_ARABIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*(?:年|[-./．。])\s*(?P<m>\d{1,2})\s*(?:月|[-./．。])\s*(?P<d>\d{1,2})\s*(?:日|号|(?!\d))"
)
_ARABIC_WORDS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
_CHINESE = re.compile(
    rf"(?P<y>[{_HAN}](?:\s*[{_HAN}]){{3}})\s*年\s*(?P<m>[{_HAN}十元正]{{1,3}})\s*月\s*(?P<d>[{_HAN}十廿卅]{{1,4}})\s*日"
)


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first possible date in the text with its start and end; impossible ones are passed over."""
    found = []
    plain = _half_width(text)
    for pattern in (_ARABIC, _CHINESE, _COMPACT):
        for match in pattern.finditer(plain):
            day = _made(match)
            if day is not None:
                found.append((day, match.start(), match.end()))
                break
    return min(found, key=lambda item: item[1], default=None)


def impossible_date(text: str) -> str:
    """The first date in the text that no calendar has (2024年2月30日), "" where there is none.

    Only dates in words are looked at: numbers with points or strokes may be versions and articles.
    """
    plain = _half_width(text)
    for pattern in (_ARABIC_WORDS, _CHINESE):
        for match in pattern.finditer(plain):
            if _made(match) is None:
                return re.sub(r"\s", "", match[0])
    return ""


def parse_date(text: str) -> date | None:
    """The first date in the text, None where there is none."""
    found = find_date(text)
    return found[0] if found else None


def _half_width(text: str) -> str:
    return "".join(
        unicodedata.normalize("NFKC", c) if "０" <= c <= "９" or c in "－／．" else c for c in text
    )


def _made(match: re.Match[str]) -> date | None:
    year, month, day = (_number(re.sub(r"\s", "", match[key])) for key in ("y", "m", "d"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("正", "一")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS.get(character, 0)) for character in text) or "0")
