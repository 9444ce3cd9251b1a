"""The lines of a plan as they are read and judged: what is measured, and from where on it is serious."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.supervision.catalogue import Indicator, Worse, catalogue
from xianxing.pilot.supervision.models import IndicatorPlan, PlanState

MOST_LINES = 40
MOST_DIGITS = 20
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class PlanLine:
    """An indicator of a plan, with the values from which it is amber and red; None where none is set."""

    indicator: Indicator
    amber: Decimal | None
    red: Decimal | None

    def reaches(self, value: Decimal, line: Decimal) -> bool:
        """Whether a value is at or beyond a line, in the direction that is worse."""
        return value >= line if self.indicator.worse is Worse.HIGH else value <= line

    def as_json(self) -> dict[str, str]:
        """As the plan keeps it."""
        return {
            "indicator": self.indicator.id,
            "amber": decimal_text(self.amber),
            "red": decimal_text(self.red),
        }


@dataclass(frozen=True)
class PlanInForce:
    """A plan with its lines by indicator, and the days on which it counts; `until` is None for the last."""

    plan: IndicatorPlan
    lines: Mapping[str, PlanLine]
    since: date
    until: date | None


def read_lines(typed: Iterable[Mapping[str, str]]) -> tuple[list[PlanLine], list[str]]:
    """The lines that somebody typed, and in words everything that is wrong with them."""
    known, lines, problems, seen = catalogue().indicators, [], [], set[str]()
    for one in typed:
        indicator = known.get(one.get("indicator", ""))
        if indicator is None:
            problems.append(_("There is no indicator “{name}”.").format(name=one.get("indicator", "")))
            continue
        name = indicator.name(current_language())
        if indicator.id in seen:
            problems.append(_("{indicator} stands there twice; leave it once.").format(indicator=name))
            continue
        seen.add(indicator.id)
        try:
            amber, red = (read_number(one.get(key, "")) for key in ("amber", "red"))
        except ValueError:
            problems.append(_("{indicator}: the lines are numbers, such as 99.9.").format(indicator=name))
            continue
        line = PlanLine(indicator, amber, red)
        if red is None:
            problems.append(_("{indicator}: a red line is needed.").format(indicator=name))
        elif amber is not None and not line.reaches(red, amber):
            problems.append(
                _("{indicator}: the amber line is reached before the red one; change one of them.").format(
                    indicator=name
                )
            )
        lines.append(line)
    if not lines and not problems:
        problems.append(_("Choose at least one indicator."))
    if len(lines) > MOST_LINES:
        problems.append(_("At most {limit} indicators.").format(limit=MOST_LINES))
    return lines, problems


def read_number(text: str) -> Decimal | None:
    """The decimal that a text says, None for an empty one.

    Commas part thousands only. ValueError for what is no number, is negative, or is absurdly long.
    """
    bare = text.strip().replace("，", ",")
    if "," in bare and not THOUSANDS.fullmatch(bare):
        raise ValueError(text)
    bare = bare.replace(",", "")
    if not bare:
        return None
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise ValueError(text) from None
    if (
        not found.is_finite()
        or found < 0
        or max(len(found.as_tuple().digits), abs(found.adjusted())) > MOST_DIGITS
    ):
        raise ValueError(text)
    return found


def decimal_text(number: Decimal | None) -> str:
    """A decimal as it is kept: no exponent, no thousands; empty for none."""
    return "" if number is None else f"{number:f}"


def lines_of(plan: IndicatorPlan) -> list[PlanLine]:
    """A plan's lines, in its order; an indicator that the catalogue no longer has is left out."""
    known = catalogue().indicators
    return [
        PlanLine(known[one["indicator"]], _kept(one["amber"]), _kept(one["red"]))
        for one in plan.lines
        if one["indicator"] in known
    ]


def plans_in_force(plans: Sequence[IndicatorPlan]) -> list[PlanInForce]:
    """The agreed plans of a case, the earliest first, each up to the day on which the next one counts."""
    agreed = [plan for plan in plans if plan.state == PlanState.AGREED]
    agreed.sort(key=lambda plan: (plan.effective_on, plan.number))
    ends = [plan.effective_on for plan in agreed[1:]]
    return [
        PlanInForce(plan, {line.indicator.id: line for line in lines_of(plan)}, plan.effective_on, until)
        for plan, until in zip_longest(agreed, ends)
    ]


def plan_on(plans: Sequence[PlanInForce], day: date) -> PlanInForce | None:
    """The plan that counts on a day; of two from the same day the later one."""
    found = [one for one in plans if one.since <= day and (one.until is None or day < one.until)]
    return found[-1] if found else None


def plans_of(case: UUID) -> list[IndicatorPlan]:
    """All plans of a case, the first first."""
    return list(
        IndicatorPlan.objects.filter(case=case).select_related("signed_by", "decided_by").order_by("number")
    )


def _kept(text: str) -> Decimal | None:
    return Decimal(text) if text else None
