"""How each indicator stands: against its lines, by its trend, and whether a value is late (5.2.1).

What is computed names its evidence: the value, the period, the line and the rule. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import linear_regression

from xianxing.pilot.supervision.catalogue import Indicator, catalogue
from xianxing.pilot.supervision.models import AlarmAnswer, AnswerKind
from xianxing.pilot.supervision.periods import Period, ended, period_of
from xianxing.pilot.supervision.plans import PlanInForce, PlanLine, plan_on
from xianxing.pilot.supervision.values import PeriodValues, Series, numbers
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of


class Status(StrEnum):
    """How an indicator stands, the most serious first."""

    RED = "red"
    AMBER = "amber"
    LATE = "late"
    GREEN = "green"
    NONE = "none"


class AlarmRule(StrEnum):
    """By which rule a value stands out."""

    RED_LINE = "red_line"
    AMBER_LINE = "amber_line"
    TREND = "trend"


@dataclass(frozen=True)
class Alarm:
    """A value that stands out: by which rule, against which line, what was answered, until when to answer.

    `ahead` is the value that the trend leads to, for an alarm by trend.
    """

    rule: AlarmRule
    line: PlanLine
    period: Period
    value: Decimal
    limit: Decimal
    due: date
    provisional: bool
    answers: tuple[AlarmAnswer, ...]
    ahead: Decimal | None = None

    @property
    def muted(self) -> bool:
        """Whether the working group has set it aside, with its reason."""
        return any(answer.kind == AnswerKind.MUTE for answer in self.answers)

    @property
    def open(self) -> bool:
        """Whether the institution still has to answer: nobody has said anything, and it isn't set aside."""
        return self.rule is AlarmRule.RED_LINE and not self.answers


@dataclass(frozen=True)
class IndicatorStanding:
    """An indicator of the plan: how it stands, its values, what stands out.

    `unreported` are the periods that are over and have no value, `late` those of them past their day.
    """

    line: PlanLine
    status: Status
    values: Mapping[Period, PeriodValues]
    alarms: tuple[Alarm, ...]
    unreported: tuple[Period, ...]
    late: tuple[Period, ...]
    next_due: date

    @property
    def indicator(self) -> Indicator:
        """Which indicator it is."""
        return self.line.indicator

    @property
    def latest(self) -> PeriodValues | None:
        """The values of the last period that has any."""
        return list(self.values.values())[-1] if self.values else None


def standings(
    plans: Sequence[PlanInForce],
    series: Series,
    answers: Sequence[AlarmAnswer],
    calendar: Calendar,
    today: date,
) -> list[IndicatorStanding]:
    """Every indicator of the plan that counts today, in the plan's order; none without a plan."""
    current = plan_on(plans, today)
    if current is None:
        return []
    return [
        _standing(line, plans, series.get(name, {}), answers, calendar, today)
        for name, line in current.lines.items()
    ]


def due_of(period: Period, calendar: Calendar) -> tuple[date, bool]:
    """The last day on which a period's value is in time; whether that day is provisional."""
    return calendar.add_workdays(period.last, catalogue().report_days)


def _standing(
    line: PlanLine,
    plans: Sequence[PlanInForce],
    values: Mapping[Period, PeriodValues],
    answers: Sequence[AlarmAnswer],
    calendar: Calendar,
    today: date,
) -> IndicatorStanding:
    since = min(one.since for one in plans if line.indicator.id in one.lines)
    over = ended(since, today, line.indicator.cadence)
    unreported = tuple(one for one in over if one not in values)
    late = tuple(one for one in unreported if due_of(one, calendar)[0] < today)
    own = [one for one in answers if one.indicator == line.indicator.id]
    alarms = tuple(_alarms(line, plans, values, own, calendar))
    asked = unreported[0] if unreported else (over[-1].after if over else _first(since, line))
    due = due_of(asked, calendar)[0]
    return IndicatorStanding(line, _status(values, alarms, late), values, alarms, unreported, late, due)


def _first(since: date, line: PlanLine) -> Period:
    found = period_of(since, line.indicator.cadence)
    return found if found.first >= since else found.after


def _status(values: Mapping[Period, PeriodValues], alarms: Sequence[Alarm], late: Sequence[Period]) -> Status:
    last = list(values)[-1] if values else None
    ringing = {alarm.rule for alarm in alarms if alarm.period == last and not alarm.muted}
    if AlarmRule.RED_LINE in ringing:
        return Status.RED
    if ringing:
        return Status.AMBER
    if late:
        return Status.LATE
    return Status.GREEN if values else Status.NONE


def _alarms(
    line: PlanLine,
    plans: Sequence[PlanInForce],
    values: Mapping[Period, PeriodValues],
    answers: Sequence[AlarmAnswer],
    calendar: Calendar,
) -> list[Alarm]:
    """What stands out, the earliest first: each period against the lines that counted at its end."""
    found = []
    for period, told in values.items():
        counted = plan_on(plans, period.last)
        then = counted.lines.get(line.indicator.id) if counted else None
        if then is None:
            continue
        value, given = told.counts.value, tuple(one for one in answers if one.period == period.name)
        due, provisional = calendar.add_workdays(day_of(told.counts.at), catalogue().answer_days)
        for rule, limit in ((AlarmRule.RED_LINE, then.red), (AlarmRule.AMBER_LINE, then.amber)):
            if limit is not None and then.reaches(value, limit):
                found.append(Alarm(rule, then, period, value, limit, due, provisional, given))
                break
        else:
            ahead = _ahead([pair for pair in numbers(values) if pair[0] <= period])
            if ahead is not None and then.red is not None and then.reaches(ahead, then.red):
                found.append(
                    Alarm(AlarmRule.TREND, then, period, value, then.red, due, provisional, given, ahead)
                )
    return found


def _ahead(points: Sequence[tuple[Period, Decimal]]) -> Decimal | None:
    """Where a straight line through the last periods leads; None for too few, or a gap between them."""
    rule = catalogue()
    last = points[-rule.least_periods :]
    if len(last) < rule.least_periods:
        return None
    if any(earlier.after != later for (earlier, _one), (later, _two) in pairwise(last)):
        return None
    slope, start = linear_regression(range(len(last)), [float(value) for _period, value in last])
    ahead = start + slope * (len(last) - 1 + rule.periods_ahead)
    return Decimal(str(round(ahead, 6)))
