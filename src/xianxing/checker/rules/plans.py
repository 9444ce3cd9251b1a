"""Plans (clause 4.2.2): a schedule of development lies ahead of the filing, in the form and in the report."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from xianxing.checker.case import CheckContext
from xianxing.checker.rules.files import block_place, readable
from xianxing.checker.text.outline import Outline
from xianxing.checker.text.parts import names
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

_YEAR = r"(?<!\d)(20\d{2})\s*"
_MONTH = re.compile(
    rf"{_YEAR}[年.\-/]\s*(1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s*[月.\-/]\s*(3[01]|[12]\d|0?[1-9])(?![\d%])\s*日?)?"
)
_QUARTER = re.compile(rf"{_YEAR}年?\s*(?:第?([一二三四1-4])季度?|Q([1-4]))", re.I)
_HALF = re.compile(rf"{_YEAR}年?\s*(上半年|下半年|年?[底末中内])")
# A month without a year goes on with the year before it: 2024年3月至9月.
_ON = re.compile(rf"{_YEAR}年[^。；\n]{{0,30}}?(?:至|到|[—\-~～])\s*(1[0-2]|0?[1-9])\s*月")
# Days counted from something to come are a plan as well.
_RELATIVE = re.compile(
    r"[TtDdMm]\s*[+＋]\s*\d|(?:入选|启动|公示|立项|获准|通过|试点|上线|开始|签约|批复)[^，。；]{0,8}后[^，。；]{0,12}(?:日|天|周|月|年)"
    r"|第\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:个?月|周)"
)
SOON_PAST = timedelta(days=60)


@rule("schedule-ahead", clause="4.2.2", basis=Basis.PRACTICE, family="consistency")
def schedule_ahead(case: CheckContext) -> Iterator[RuleOutcome]:
    """A schedule is a plan: its last day lies after the filing. Just over is for a person."""
    days = [day for row in case.filing.content.rows("milestones") if (day := row.day("date")) is not None]
    if days and max(days) < case.as_of:
        yield _past(case, max(days), case.filing.content.at("milestones"))
    for item in case.reports:
        material, document = case.guide.materials.get(item.kind), item.document
        sections = [one for one in material.sections if one.ahead] if material is not None else []
        if material is None or document is None or not sections or not readable(document):
            continue
        outline = Outline(document, (material.label.zh, case.filing.name))
        for section in sections:
            named = [one for one in outline.passages if one.heading and names(section, one.heading)]
            text = "\n".join(block.text for one in named for block in one.body)
            last = last_day(text)
            if last is not None and last < case.as_of and named[0].block is not None:
                yield _past(case, last, block_place(item, named[0].block))


def _past(case: CheckContext, last: date, place: str) -> RuleOutcome:
    speak = unmet if last < case.as_of - SOON_PAST else manual_review
    return speak("past", place, day=last.isoformat(), as_of=case.as_of.isoformat())


def last_day(text: str) -> date | None:
    """The last day that a schedule names, a month by its last day; None without any, or with days counted
    from something to come.
    """
    text = unicodedata.normalize("NFKC", text)
    if _RELATIVE.search(text):
        return None
    found = [_day(int(hit[1]), int(hit[2]), hit[3]) for hit in _MONTH.finditer(text)]
    for hit in _QUARTER.finditer(text):
        number = hit[2] or hit[3]
        found.append(_day(int(hit[1]), 3 * ("一二三四".find(number) + 1 or int(number)), None))
    found += [_day(int(hit[1]), 6 if hit[2] == "上半年" else 12, None) for hit in _HALF.finditer(text)]
    found += [_day(int(hit[1]), int(hit[2]), None) for hit in _ON.finditer(text)]
    return max(found, default=None)


def _day(year: int, month: int, day: str | None) -> date:
    most = monthrange(year, month)[1]
    return date(year, month, min(int(day), most) if day else most)
