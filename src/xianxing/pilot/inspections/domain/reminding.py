"""As time passes: who has to answer findings or to put something right is reminded of the limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.inspections.domain.telling import tell_limit
from xianxing.pilot.inspections.models import LimitReminder, LimitStage
from xianxing.pilot.inspections.queries import (
    findings_of,
    inspections_under_way,
    open_rectifications,
    unanswered_units,
    units_to_report,
)
from xianxing.pilot.messages.domain.reminding import REMINDER_DAYS
from xianxing.pilot.messages.limits import MORNING
from xianxing.workdays.clocks import CHINA_TIME, day_of

FINDING, RECTIFICATION = "finding", "rectification"


@dataclass(frozen=True)
class WatchedLimit:
    """A limit of an inspection: of which case, for what, of which units, until when."""

    case: Case
    kind: str
    number: str
    units: tuple[str, ...]
    due: date

    @property
    def key(self) -> str:
        """What names it among the case's limits."""
        return f"{self.kind}:{self.number}"


def remind_of_limits(*, at: datetime) -> int:
    """Remind the institutions of answers and rectifications that are due soon, due today, or late; how many.

    So many working days before as the call's setting says, on the last day, and once when it has passed; then
    the secretariat is told too. Not before nine in the morning. Called often, it tells each stage once.
    """
    if at.astimezone(CHINA_TIME).time() < MORNING:
        return 0
    today = day_of(at)
    stages = ((one, _stage(one, today)) for one in _limits())
    return sum(_tell_once(one, stage, at) for one, stage in stages if stage)


def _limits() -> Iterator[WatchedLimit]:
    for row in inspections_under_way():
        if row.answer_due is None:
            continue
        open_findings = [one for one in findings_of(row) if not one.decision]
        units = tuple(dict.fromkeys(unit for one in open_findings for unit in unanswered_units(one)))
        if units:
            yield WatchedLimit(row.case, FINDING, str(row.number), units, row.answer_due)
    for one in open_rectifications():
        units = units_to_report(one)
        if one.limit and units:
            yield WatchedLimit(one.case, RECTIFICATION, one.number, units, one.limit.day)


def _stage(limit: WatchedLimit, today: date) -> LimitStage | None:
    if limit.due < today:
        return LimitStage.PASSED
    if limit.due == today:
        return LimitStage.LAST_DAY
    days = limit.case.call.settings.get(REMINDER_DAYS)
    if isinstance(days, int) and limit.due <= calendar_of(limit.case.call).add(today, days).date:
        return LimitStage.BEFORE
    return None


@transaction.atomic
def _tell_once(limit: WatchedLimit, stage: LimitStage, at: datetime) -> bool:
    _row, fresh = LimitReminder.objects.get_or_create(
        case=limit.case, key=limit.key, due=limit.due, stage=stage
    )
    if fresh:
        tell_limit(limit.case, limit.kind, limit.units, limit.due, late=stage == LimitStage.PASSED, at=at)
    return fresh
