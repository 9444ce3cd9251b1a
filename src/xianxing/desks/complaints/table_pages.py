"""Complaints as figures and as a workbook: by project, kind and month; no words and no names."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import audience
from xianxing.desks.complaints.lines import ComplaintLine, filter_of, lines_of
from xianxing.desks.desk.comparison_pages import XLSX
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.desks.sheets import write_table
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language
from xianxing.pilot.clock import now
from xianxing.pilot.complaints.models import ComplaintKind
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.complaints.queries import counted, narrowed, project_names
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class CountLine:
    """How many complaints of one kind came about one project in one month."""

    project_number: str
    project: str
    kind: str
    month: str
    count: int


@audience("staff")
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """How many by project, kind and month of receipt; for the working group alone."""
    found = counted(readable_complaints(roles_here(request)))
    names = project_names(case for case, _kind, _month in found if case)
    lines = [
        CountLine(
            *(names.get(case, ("", "")) if case else ("", "")), str(ComplaintKind(kind).label), month, n
        )
        for (case, kind, month), n in found.items()
    ]
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(gettext("Complaints"), reverse("complaints:ledger")),
            Link(gettext("How many"), request.path),
        ],
        "links": links(request),
        "lines": sorted(lines, key=lambda one: (one.project_number, one.kind, one.month)),
        "all": sum(one.count for one in lines),
    }
    return render(request, "complaints/counts.html", context)


@audience("staff")
@require_safe
def ledger(request: HttpRequest) -> FileResponse:
    """The list as it is narrowed, as an xlsx in Chinese."""
    at = now()
    with language(DEFAULT_LANGUAGE):
        roles = roles_here(request)
        rows = narrowed(readable_complaints(roles), filter_of(request.GET), at=at)
        title, day = gettext("Ledger of complaints"), day_of(at).isoformat()
        notes = (gettext("As of {day}. No words and no names of complainants.").format(day=day),)
        lines = [_cells(line) for line in lines_of(list(rows), roles, at=at)]
        head = [
            gettext("Number"), gettext("What it is"), gettext("How it came"), gettext("Received on"),
            gettext("Project"), gettext("Institution"), gettext("Stands at"), gettext("Limit"),
            gettext("Limit for closing"), gettext("Past a limit"), gettext("Repeats"),
            gettext("Own ledger of the institution"),
        ]  # fmt: skip
    file = spool()
    write_table(file, title=title, notes=notes, head=head, lines=lines)
    return send_file(file, f"{title}-{day}.xlsx", XLSX)


def _cells(line: ComplaintLine) -> list[str]:
    row, yes = line.complaint, gettext("yes")
    return [
        row.number, str(row.get_kind_display()), str(row.get_way_display()), row.received_on.isoformat(),
        f"{line.project_number} {line.project}".strip(), row.institution.name if row.institution else "",
        line.state, row.due.isoformat() if row.due else "",
        row.close_due.isoformat() if row.close_due else "", yes if line.when == "overdue" else "",
        line.repeats, yes if row.ledger_id else "",
    ]  # fmt: skip
