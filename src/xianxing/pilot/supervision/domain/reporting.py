"""Values are reported, by form, table or program; corrections are added, nothing is overwritten (5.2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import locked_case
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.keeping import renew_monitoring
from xianxing.pilot.supervision.domain.telling import tell_red
from xianxing.pilot.supervision.judging import Alarm, due_of
from xianxing.pilot.supervision.models import ReportWay, ValueBatch
from xianxing.pilot.supervision.periods import read_period
from xianxing.pilot.supervision.permissions import may_read, refuse_not_running, reporter_in, role_of
from xianxing.pilot.supervision.plans import (
    PlanInForce,
    decimal_text,
    plan_on,
    plans_in_force,
    plans_of,
    read_number,
)
from xianxing.pilot.supervision.queries import Monitoring
from xianxing.pilot.supervision.values import Series, batches_of, series_of, started_on
from xianxing.pilot.words import cleaned
from xianxing.workdays.calendar import Calendar
from xianxing.workdays.clocks import day_of

MOST_VALUES = 10_000
MOST_SAID = 20
LONGEST_REASON = 500


@dataclass(frozen=True)
class TypedValue:
    """A value as it came: indicator, period, value and its unit, each as text; the unit may be left out."""

    indicator: str
    period: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class _Judged:
    """What typed values are judged against."""

    plans: Sequence[PlanInForce]
    series: Series
    started: date
    today: date
    calendar: Calendar


@transaction.atomic
def report_values(
    *,
    case: UUID,
    values: Sequence[TypedValue],
    way: ReportWay,
    reason: str = "",
    by: User,
    at: datetime,
    only_planned: bool = False,
) -> ValueBatch:
    """Take in values of a project on trial, all or none; gives the batch.

    By the people of a pilot institution. A period's value that was reported before is corrected by a later
    one, and then the batch says why. Refused with everything that is wrong: an unknown indicator, one that no
    plan in force has, a period that isn't over or lies before the trial, another unit, what is no number,
    the same twice; and a batch that says nothing new. With `only_planned` what the plan of its period hasn't
    is left out; refused where nothing is left.
    """
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    actor = reporter_in(view)
    if actor is None:
        raise Refused("role", _("The people of the project's pilot institutions report values."))
    refuse_not_running(view)
    _refuse_size(values)
    judged = _judged(view.case, at)
    if only_planned:
        values = _asked_for(values, judged)
    kept, problems = _checked(values, judged)
    reason = cleaned(reason)
    if any(one["corrects"] for one in kept) and not reason:
        problems.append(_("This corrects values that were reported before: say why."))
    if len(reason) > LONGEST_REASON:
        problems.append(_("Say why in at most {limit} characters.").format(limit=LONGEST_REASON))
    if problems:
        raise Refused("values", _said(problems))
    if all(_stands(one, judged.series) for one in kept):
        raise Refused("duplicate", _("These very values stand there already; nothing new was reported."))
    number = ValueBatch.objects.filter(case=view.case).count() + 1
    row = ValueBatch.objects.create(
        case=view.case, number=number, values=kept, unit=actor.unit, way=way, reason=reason, reported_by=by,
        reported_at=at,
    )  # fmt: skip
    clause = view.procedure.cite(catalogue().serves[0]) or ""
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role_of(actor), person=str(by.pk), clause=clause, at=at
    )
    tell_red(view, _fresh(renew_monitoring(view.case, at=at), kept), by=by, at=at)
    return row


def _fresh(found: Monitoring, kept: Sequence[Mapping[str, object]]) -> list[Alarm]:
    """What of these values has to be explained."""
    came = {(one["indicator"], one["period"]) for one in kept}
    return [
        alarm for alarm in found.alarms if alarm.open and (alarm.line.indicator.id, alarm.period.name) in came
    ]


def _refuse_size(values: Sequence[TypedValue]) -> None:
    if not values:
        raise Refused("values", _("There is no value in it."))
    if len(values) > MOST_VALUES:
        raise Refused(
            "values",
            _("At most {limit} values at once; send the others after them.").format(limit=MOST_VALUES),
        )


def _asked_for(values: Sequence[TypedValue], judged: _Judged) -> list[TypedValue]:
    """The values that the plan of their period has, and those that can't be read, which are refused later."""
    left = [one for one in values if _planned(one, judged)]
    if not left:
        raise Refused("values", _("The agreed plan asks for none of these indicators."))
    return left


def _planned(one: TypedValue, judged: _Judged) -> bool:
    indicator = catalogue().indicators.get(one.indicator)
    period = read_period(one.period, indicator.cadence) if indicator else None
    if indicator is None or period is None:
        return True
    plan = plan_on(judged.plans, period.last)
    return plan is not None and indicator.id in plan.lines


def _judged(case: Case, at: datetime) -> _Judged:
    started = started_on(case)
    if started is None:
        raise Refused("not-running", _("The trial has not begun."))
    return _Judged(
        plans_in_force(plans_of(case.pk)),
        series_of(batches_of(case.pk)),
        started,
        day_of(at),
        calendar_of(case.call),
    )


def _checked(values: Sequence[TypedValue], judged: _Judged) -> tuple[list[dict[str, object]], list[str]]:
    kept: list[dict[str, object]] = []
    problems: list[str] = []
    seen = set[tuple[str, str]]()
    for place, one in enumerate(values, 1):
        wrong = list(_wrong(one, judged))
        if not wrong and (one.indicator, one.period) in seen:
            wrong = [_("the same indicator and period stand there twice")]
        seen.add((one.indicator, one.period))
        problems += [_("value {place}: {problem}").format(place=place, problem=said) for said in wrong]
        if not wrong:
            kept.append(_kept(one, judged))
    return kept, problems


def _stands(one: Mapping[str, object], series: Series) -> bool:
    """Whether this very value counts for its period already."""
    for period, told in series.get(str(one["indicator"]), {}).items():
        if period.name == one["period"]:
            return told.counts.value == Decimal(str(one["value"]))
    return False


def _kept(one: TypedValue, judged: _Judged) -> dict[str, object]:
    period = read_period(one.period, catalogue().indicators[one.indicator].cadence)
    return {
        "indicator": one.indicator,
        "period": one.period,
        "value": decimal_text(read_number(one.value)),
        "late": period is not None and due_of(period, judged.calendar)[0] < judged.today,
        "corrects": period in judged.series.get(one.indicator, {}),
    }


def _wrong(one: TypedValue, judged: _Judged) -> Iterator[str]:
    """Everything that is wrong with a value, in words."""
    indicator = catalogue().indicators.get(one.indicator)
    if indicator is None:
        yield _("there is no indicator “{name}”").format(name=one.indicator)
        return
    name = indicator.name(current_language())
    period = read_period(one.period, indicator.cadence)
    if period is None:
        form = _("a month such as 2024-03") if indicator.cadence == "month" else _("a quarter such as 2024Q1")
        yield _("{indicator}: “{period}” is no period of it; write {form}").format(
            indicator=name, period=one.period, form=form
        )
    elif period.last >= judged.today:
        yield _("{indicator}: {period} isn't over yet; report it from {day} on").format(
            indicator=name, period=period.name, day=period.after.first
        )
    elif period.last < judged.started:
        yield _("{indicator}: {period} was before the trial, which began on {day}").format(
            indicator=name, period=period.name, day=judged.started
        )
    else:
        plan = plan_on(judged.plans, period.last)
        if plan is None or indicator.id not in plan.lines:
            yield _("{indicator}: no agreed plan has it at the end of {period}").format(
                indicator=name, period=period.name
            )
    if one.unit and one.unit != indicator.unit:
        yield _("{indicator}: it is measured in {unit}, not in {other}").format(
            indicator=name, unit=indicator.unit, other=one.unit
        )
    number = _number(one.value)
    if number is None:
        yield _("{indicator}: “{value}” is no number, or below zero").format(indicator=name, value=one.value)
    elif indicator.most is not None and number > indicator.most:
        yield _("{indicator}: {value} is more than {most} {unit}").format(
            indicator=name, value=one.value, most=indicator.most, unit=indicator.unit
        )


def _number(text: str) -> Decimal | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def _said(problems: Sequence[str]) -> str:
    said = _("; ").join(problems[:MOST_SAID])
    more = len(problems) - MOST_SAID
    return said if more <= 0 else _("{problems}; and {count} more").format(problems=said, count=more)
