"""When two statements of one fact agree: numbers, days, names and choices, each by one function."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.form import FormFact
from xianxing.checker.facts.values import Moment, Value
from xianxing.checker.text.similar import bare, names_unit

COMPANY = re.compile(
    r"[\u4e00-\u9fff（）()]{4,40}?(?:股份有限公司|有限责任公司|有限公司|事务所(?:（[^）]{2,8}）)?)"
)


def same_number(said: Value, given: Value) -> bool:
    """Whether two numbers are one."""
    return isinstance(said, float) and isinstance(given, float) and abs(said - given) < 0.005


def same_sum(said: Value, given: Value) -> bool:
    """Whether two sums in yuan are one; a sum in whole 万元 may be rounded."""
    if same_number(said, given):
        return True
    if not isinstance(said, float) or not isinstance(given, float):
        return False
    return said % 10**4 == 0 and abs(said - given) < 10**4 / 2


def same_moment(said: Value, given: Value) -> bool:
    """Whether two days are one; of a month without a day, whether the month is."""
    if not isinstance(said, Moment) or not isinstance(given, Moment):
        return False
    if said.day is None or given.day is None:
        return (said.year, said.month) == (given.year, given.month)
    return said == given


def ended_by(said: Value, given: Value) -> bool:
    """Whether a span ended on a day or before; of a month without a day, whether the month had begun."""
    if not isinstance(said, Moment) or not isinstance(given, Moment):
        return False
    return (said.year, said.month, said.day or 1) <= (given.year, given.month, given.day or 31)


def same_numbers(said: Value, given: Value) -> bool:
    """Whether two texts have a number in common."""
    if not isinstance(said, tuple) or not isinstance(given, tuple):
        return False
    return any(abs(one - other) < 0.005 for one in said for other in given)


def same_word(said: Value, given: Value) -> bool:
    """Whether two words are one, but for blanks, width, quotes and dashes; one may hold the other."""
    one, other = bare(str(said)), bare(str(given))
    return bool(one and other) and (one in other or other in one)


def same_unit(said: Value, given: Value) -> bool:
    """Whether a text names a unit, in full or shortened."""
    return names_unit(str(said), str(given))


SAME: dict[str, Callable[[Value, Value], bool]] = {
    "months": same_number,
    "days": same_number,
    "hours": same_number,
    "money": same_sum,
    "count": same_number,
    "numbers": same_numbers,
    "flag": same_number,
    "date": same_moment,
    "span": ended_by,
    "word": same_word,
    "unit": same_unit,
    "units": same_unit,
    "choice": same_word,
}


def agrees(kind: str, said: Value, given: Sequence[FormFact]) -> bool:
    """Whether a value is one of those that the form gives."""
    return any(SAME[kind](said, one.value) for one in given)


def meant(case: CheckContext, kind: str, said: Value) -> Value | None:
    """What a value means in this filing: the unit or the type that words name; None where they name none."""
    text = str(said)
    if kind == "units":
        return next((one for one in companies(text) if not _is_known(case, one)), None)
    if kind == "unit":
        names = [unit.name for unit in case.filing.units if unit.name and names_unit(text, unit.name)]
        company = COMPANY.search(text)
        return names[0] if names else company.group() if company else None
    if kind == "span":  # what ends after the filing is a plan, and not reported
        return said if isinstance(said, Moment) and said.before(case.as_of + timedelta(days=1)) else None
    if kind == "choice":
        kinds = case.guide.project_types.values()
        return next((one.key for one in kinds if bare(one.label.zh) in bare(text)), None)
    return said


def companies(text: str) -> list[str]:
    """The companies and firms that a text names in full."""
    return [found.group().strip("（）()") for found in COMPANY.finditer(text)]


def _is_known(case: CheckContext, company: str) -> bool:
    known = [unit.name for unit in case.filing.units if unit.name]
    known += [name for item in case.filing.files if (name := item.text("third_party"))]
    return any(bare(name) in bare(company) or bare(company) in bare(name) for name in known)
