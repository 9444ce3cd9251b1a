"""The workday calendar: a year or a month to look at, and a count with every counted day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.calendars import Month, calendar, lay_out
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.workdays.clocks import day_of
from xianxing.workdays.days import CalendarError, Span

if TYPE_CHECKING:
    from xianxing.workdays.calendar import Calendar

MOST_DAYS = 250  # a working year; more is no limit of procedure, and keeps the answer short


class CountForm(forms.Form):
    """N working days from a day; N may be negative to count back."""

    start = forms.DateField()
    n = forms.IntegerField(min_value=-MOST_DAYS, max_value=MOST_DAYS)


@audience("public")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """A year by default; `?month=2026-10` a month; `?from=2026-09-28&n=5` a count."""
    source, today = calendar(), day_of(now())
    span, problems = count(request, source)
    year, month = period(request, source, today)
    months = spanned(source, span, today) if span else shown(source, year, month, today)
    context = {
        "crumbs": [Link(gettext("Working days"), request.path)],
        "source": source,
        "today": today,
        "year": year,
        "month": month,
        "months": months,
        "span": span,
        "problems": problems,
        "start": request.GET.get("from") or today.isoformat(),
        "n": request.GET.get("n") or "5",
        "provisional": year > source.confirmed_through,
        "awaited": source.notice_awaited(today),
        "years": range(max(source.first_year, year - 2), min(source.last_year, year + 2) + 1),
        "weekdays": [
            gettext("Mon"),
            gettext("Tue"),
            gettext("Wed"),
            gettext("Thu"),
            gettext("Fri"),
            gettext("Sat"),
            gettext("Sun"),
        ],
        "workdays": sum(each.workdays for each in months),
    }
    return page_or_json(request, "public/workdays.html", context, lambda: as_json(source, span, year, month))


def count(request: HttpRequest, source: Calendar) -> tuple[Span | None, dict[str, str]]:
    """The span asked for, or what is wrong with the question by field; neither when nothing was asked."""
    if "from" not in request.GET and "n" not in request.GET:
        return None, {}
    form = CountForm({"start": request.GET.get("from"), "n": request.GET.get("n")})
    if not form.is_valid():
        advice = {
            "start": gettext("Enter a day such as 2026-09-28."),
            "n": gettext("Enter a whole number from {least} to {most}.").format(
                least=-MOST_DAYS, most=MOST_DAYS
            ),
        }
        return None, {name: advice[name] for name in form.errors}
    try:
        return source.add(form.cleaned_data["start"], form.cleaned_data["n"]), {}
    except CalendarError as error:
        return None, {"start": str(error)}


def period(request: HttpRequest, source: Calendar, today: date) -> tuple[int, int | None]:
    """The year and, where one month is asked for, the month; 404 outside the calendar."""
    text = request.GET.get("month") or request.GET.get("year") or str(today.year)
    head, _, tail = text.partition("-")
    numbers = head.isascii() and head.isdecimal() and (not tail or (tail.isascii() and tail.isdecimal()))
    if not numbers or not source.first_year <= int(head) <= source.last_year:
        raise Http404
    if tail and not 1 <= int(tail) <= 12:
        raise Http404
    return int(head), int(tail) if tail else None


def shown(source: Calendar, year: int, month: int | None, today: date) -> list[Month]:
    """The months of the year, or the one month."""
    return [lay_out(source, year, each, today) for each in ([month] if month else range(1, 13))]


def spanned(source: Calendar, span: Span, today: date) -> list[Month]:
    """Every month that the count passes through, at most about fourteen."""
    first, last = sorted((span.start, span.date))
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [lay_out(source, number // 12, number % 12 + 1, today, span.days) for number in numbers]


def as_json(source: Calendar, span: Span | None, year: int, month: int | None) -> dict[str, object]:
    """The count, or the days of the period, with the calendar they rest on."""
    if span:
        return {"calendar": source.as_json(), **span.as_json()}
    months = [month] if month else range(1, 13)
    return {
        "calendar": source.as_json(),
        "days": [day.as_json() for each in months for day in source.month(year, each)],
    }
