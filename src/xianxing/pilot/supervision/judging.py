"""How each indicator stands: against its lines, by its trend, and whether a value is late (5.2.1).

What is computed names its evidence: the value, the period, the line and the rule. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import linear_regression

from xianxing.pilot.supervision.catalogue import Indicator, catalogue
from xianxing.pilot.supervision.models import AlarmAnswer, AnswerKind
from xianxing.pilot.supervision.periods import Period, first_from, period_of, periods_over
from xianxing.pilot.supervision.plans import PlanInForce, PlanLine, plan_on
from xianxing.pilot.supervision.values import PeriodValues, Series, numbers
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of


class IndicatorStatus(StrEnum):
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
    status: IndicatorStatus
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
    """Every indicator that a plan has, the plan of today first; none without a plan.

    One that today's plan has no more stays while something of its time is open: a value that is missing, or
    an alarm that nobody answered.
    """
    current = plan_on(plans, today)
    lines: dict[str, PlanLine] = dict(current.lines) if current else {}
    for plan in reversed(plans):
        if plan.since <= today:
            lines = {**lines, **{name: line for name, line in plan.lines.items() if name not in lines}}
    found = [
        _standing(line, plans, series.get(name, {}), answers, calendar, today) for name, line in lines.items()
    ]
    held = current.lines if current else {}
    return [
        one
        for one in found
        if one.indicator.id in held or one.unreported or any(alarm.open for alarm in one.alarms)
    ]


def due_of(period: Period, calendar: Calendar) -> tuple[date, bool]:
    """The last day on which a period's value is in time; whether that day is provisional."""
    return calendar.add_workdays(period.last, catalogue().report_days)


def first_due(plans: Sequence[PlanInForce], calendar: Calendar, today: date) -> date | None:
    """The day on which the first value falls due of a plan that counts from a day to come; None without."""
    ahead = [plan for plan in plans if plan.since > today]
    dues = [
        due_of(first_from(plan.since, line.indicator.cadence), calendar)[0]
        for plan in ahead[:1]
        for line in plan.lines.values()
    ]
    return min(dues, default=None)


def _standing(
    line: PlanLine,
    plans: Sequence[PlanInForce],
    values: Mapping[Period, PeriodValues],
    answers: Sequence[AlarmAnswer],
    calendar: Calendar,
    today: date,
) -> IndicatorStanding:
    name, cadence = line.indicator.id, line.indicator.cadence
    since = min(one.since for one in plans if name in one.lines)
    asked = [one for one in periods_over(since, today, cadence) if _line_on(plans, name, one.last)]
    unreported = tuple(one for one in asked if one not in values)
    late = tuple(one for one in unreported if due_of(one, calendar)[0] < today)
    own = [one for one in answers if one.indicator == name]
    alarms = tuple(_alarms(name, plans, values, own, calendar))
    ahead = first_from(max(since, period_of(today, cadence).first), cadence)
    due = due_of(unreported[0] if unreported else ahead, calendar)[0]
    return IndicatorStanding(line, _status(values, alarms, late), values, alarms, unreported, late, due)


def _line_on(plans: Sequence[PlanInForce], name: str, day: date) -> PlanLine | None:
    """The line of an indicator in the plan that counts on a day; None where that plan hasn't it."""
    plan = plan_on(plans, day)
    return plan.lines.get(name) if plan else None


def _status(
    values: Mapping[Period, PeriodValues], alarms: Sequence[Alarm], late: Sequence[Period]
) -> IndicatorStatus:
    last = list(values)[-1] if values else None
    ringing = {alarm.rule for alarm in alarms if alarm.period == last and not alarm.muted}
    if AlarmRule.RED_LINE in ringing:
        return IndicatorStatus.RED
    if ringing:
        return IndicatorStatus.AMBER
    if late:
        return IndicatorStatus.LATE
    return IndicatorStatus.GREEN if values else IndicatorStatus.NONE


def _alarms(
    name: str,
    plans: Sequence[PlanInForce],
    values: Mapping[Period, PeriodValues],
    answers: Sequence[AlarmAnswer],
    calendar: Calendar,
) -> Iterator[Alarm]:
    """What stands out, the earliest first: each period against the lines that counted at its end.

    An answer counts for the value that stood there when it was given: a later correction is judged anew.
    """
    points = numbers(values)
    for place, (period, told) in enumerate(values.items(), 1):
        line = _line_on(plans, name, period.last)
        if line is None:
            continue
        counts = told.counts
        given = tuple(one for one in answers if one.period == period.name and one.given_at >= counts.at)
        for rule, limit in ((AlarmRule.RED_LINE, line.red), (AlarmRule.AMBER_LINE, line.amber)):
            if limit is not None and line.reaches(counts.value, limit):
                due, provisional = _answer_due(told, line, limit, calendar)
                yield Alarm(rule, line, period, counts.value, limit, due, provisional, given)
                break
        else:
            ahead = _ahead(points[max(0, place - catalogue().least_periods) : place])
            if ahead is not None and line.red is not None and line.reaches(ahead, line.red):
                due, provisional = _answer_due(told, line, None, calendar)
                yield Alarm(
                    AlarmRule.TREND, line, period, counts.value, line.red, due, provisional, given, ahead
                )


def _answer_due(
    told: PeriodValues, line: PlanLine, limit: Decimal | None, calendar: Calendar
) -> tuple[date, bool]:
    """The last day to explain, from the first report that stood out: a correction puts nothing off."""
    reached = (one for one in told.told if limit is not None and line.reaches(one.value, limit))
    first = next(reached, told.counts)
    return calendar.add_workdays(day_of(first.at), catalogue().answer_days)


def _ahead(points: Sequence[tuple[Period, Decimal]]) -> Decimal | None:
    """Where a straight line through the last periods leads; None for too few, or a gap between them."""
    rule = catalogue()
    last = points[-rule.least_periods :]
    if len(last) < rule.least_periods:
        return None
    if any((later.first - earlier.last).days != 1 for (earlier, _one), (later, _two) in pairwise(last)):
        return None
    slope, start = linear_regression(range(len(last)), [float(value) for _period, value in last])
    ahead = start + slope * (len(last) - 1 + rule.periods_ahead)
    return Decimal(str(round(ahead, 6)))
