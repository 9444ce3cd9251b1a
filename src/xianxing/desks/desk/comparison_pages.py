"""A call's projects beside one another, and the summary table (汇总表) of all of them as a workbook."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.comparison import compared
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.desks.sheets import write_table
from xianxing.i18n import DEFAULT_LANGUAGE, current_language, gettext, language
from xianxing.pilot.calls.models import Call
from xianxing.pilot.casework.summary_table import summary_columns
from xianxing.pilot.clock import now
from xianxing.workdays.clocks import day_of

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience("staff")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The comparison of the latest call under which something was filed."""
    calls = rows.calls_of_desk()
    if calls:
        return redirect("desk:comparison-of", call=calls[0].pk)
    context = {"crumbs": _crumbs(request), "links": links(request), "calls": [], "projects": []}
    return render(request, "desk/comparison.html", context)


@audience("staff")
@require_safe
def show(request: HttpRequest, call: int) -> HttpResponse:
    """The projects of a call, a row each, in the order of their numbers."""
    at, calls = now(), rows.calls_of_desk()
    chosen = _call(calls, call)
    filed = rows.latest_filed(acting(request), at=at).filter(docket__call=chosen)
    numbers = filed.order_by("docket__filed_at", "docket__body").values_list("pk", flat=True)
    page = Paginator(numbers, PAGE).get_page(request.GET.get("page"))
    columns = [column for column in summary_columns() if column.page]
    context = {
        "crumbs": _crumbs(request),
        "links": links(request),
        "calls": [Link(one.title, _address(one), current=one == chosen) for one in calls],
        "chosen": chosen,
        "columns": [column.name(current_language()) for column in columns],
        "projects": compared(rows.bodies_in_order(list(page)), columns, at=at, official=False),
        "page": page,
        "keep": "",
    }
    return render(request, "desk/comparison.html", context)


@audience("staff")
@require_safe
def summary(request: HttpRequest, call: int) -> FileResponse:
    """All projects of a call as an xlsx in Chinese; no contact data, and nothing of a sealed opinion."""
    at, chosen = now(), _call(rows.calls_of_desk(), call)
    filed = rows.latest_filed(acting(request), at=at).filter(docket__call=chosen)
    columns, day = summary_columns(), day_of(at).isoformat()
    with language(DEFAULT_LANGUAGE):
        projects = compared(list(filed), columns, at=at, official=True)
        title = gettext("Summary table of projects, {batch}").format(batch=chosen.title)
        notes = (
            gettext(
                "As of {day}; {count} projects. Working-group practice: the guide prescribes no form."
            ).format(day=day, count=len(projects)),
        )
    file = spool()
    lines = [one.words for one in projects]
    write_table(file, title=title, notes=notes, head=[one.zh for one in columns], lines=lines)
    return send_file(file, f"{title}-{day}.xlsx", XLSX)


def _call(calls: list[Call], number: int) -> Call:
    found = next((one for one in calls if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def _address(call: Call) -> str:
    return reverse("desk:comparison-of", args=[call.pk])


def _crumbs(request: HttpRequest) -> list[Link]:
    return [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Comparison"), request.path)]
