"""Until when something must be done, as a message keeps it and as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Case, Duty
from xianxing.procedure.events import OpenItem
from xianxing.procedure.model import Procedure
from xianxing.procedure.ticking import limit_of

# What a message keeps of a limit: the last day, the working days until it, and whether it may still move.
DUE, WORKDAYS, PROVISIONAL = "due", "workdays", "provisional"
# Nobody is reminded in the night, and digests go out in the morning: from this hour on in Asia/Shanghai.
MORNING = time(9)
TOMORROW = timedelta(days=1)


def limit_of_duty(case: Case, duty: Duty, day: date) -> dict[str, Any]:
    """The last day of a duty and the working days after `day` up to it, by the call's calendar.

    Empty where nothing limits the duty. The number is negative once the last day has passed.
    """
    if duty.due is None:
        return {}
    count = calendar_of(case.call).between(day, duty.due).count
    return {DUE: duty.due.isoformat(), WORKDAYS: count, PROVISIONAL: duty.provisional}


def limit_of_items(case: Case, procedure: Procedure, items: Iterable[OpenItem], day: date) -> dict[str, Any]:
    """As `limit_of_duty`, of the last item that was opened among these: of its clock that ends first."""
    last = max(items, key=lambda one: int(one.id), default=None)
    calendar = calendar_of(case.call)
    limits = (
        [limit_of(procedure, name, start, calendar) for name, start in last.clocks.items()] if last else []
    )
    if not limits:
        return {}
    limit = min(limits, key=lambda one: one.day)
    count = calendar.between(day, limit.day).count
    return {DUE: limit.day.isoformat(), WORKDAYS: count, PROVISIONAL: limit.provisional}


def limit_words(params: Mapping[str, Any]) -> str:
    """The limit that a message keeps, in the language active now; "" where it keeps none."""
    if DUE not in params:
        return ""
    due, count = date.fromisoformat(str(params[DUE])), int(params[WORKDAYS])
    if count < 0:
        return _("The limit ended on {day}.").format(day=day_words(due))
    if count == 0:
        text = _("Limit: {day}; no working day is left after this message's own.")
    elif params.get(PROVISIONAL):
        text = _(
            "Limit: {day} (working days: {count}), provisional, for the days off of {year} are not announced."
        )
    else:
        text = _("Limit: {day} (working days: {count}).")
    return text.format(day=day_words(due), count=count, year=due.year)


def is_near(params: Mapping[str, Any], day: date) -> bool:
    """Whether the limit that a message keeps ends today or tomorrow, or has ended."""
    return DUE in params and date.fromisoformat(str(params[DUE])) <= day + TOMORROW


def day_words(day: date) -> str:
    """A date as people write it: 2024年1月20日, or 20 January 2024."""
    if get_language() == "en":
        return f"{day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日"
