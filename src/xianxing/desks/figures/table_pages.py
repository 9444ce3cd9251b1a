"""All figures as a workbook, and those that may be told to everybody as open csv."""

from __future__ import annotations

import csv
import io

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.comparison_pages import XLSX
from xianxing.desks.figures.choice import period_said, read_period
from xianxing.desks.figures.row_pages import CSV
from xianxing.desks.sending import send_file, spool
from xianxing.desks.sheets import harmless, write_table
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language
from xianxing.pilot.clock import now
from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.kept import figure_numbers
from xianxing.pilot.figures.report import report_bytes, reported_years
from xianxing.pilot.figures.tables import figure_heads, figure_lines

REPORTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@audience("figures")
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Every figure of a period with its definition, as an xlsx in Chinese."""
    with language(DEFAULT_LANGUAGE):
        found = figure_numbers(read_period(request.GET.dict()), at=now())
        title = gettext("The pilot in numbers")
        notes = [
            gettext("{period}. As of {at}, entry {place} of the log.").format(
                period=period_said(found.record.period, found.record.calls),
                at=found.record.at.isoformat(timespec="minutes"), place=found.record.place,
            ),
            gettext("Cases stopped for secrecy stand in no figure. {source}").format(
                source=figure_book().source
            ),
        ]  # fmt: skip
        lines, head = list(figure_lines(found)), figure_heads()
    file = spool()
    write_table(file, title=title, notes=notes, head=head, lines=lines)
    return send_file(file, f"{title}-{found.record.today.isoformat()}.xlsx", XLSX)


@audience("staff")
@require_safe
def report(request: HttpRequest, year: int, ending: str) -> FileResponse:
    """The annual report of a year as docx or PDF; Http404 for another ending or a year without a pilot."""
    del request
    at = now()
    if ending not in REPORTS or year not in reported_years(at=at):
        raise Http404
    file = spool()
    file.write(report_bytes(year, ending, at=at))
    with language(DEFAULT_LANGUAGE):
        title = gettext("Annual report {year} of the capital-market fintech pilot").format(year=year)
    return send_file(file, f"{title}.{ending}", REPORTS[ending])


@audience("figures")
@require_safe
def public_csv(request: HttpRequest) -> FileResponse:
    """The figures that may be told to everybody, as csv in Chinese; to publish it is the group's act."""
    with language(DEFAULT_LANGUAGE):
        found = figure_numbers(read_period(request.GET.dict()), at=now())
        written = io.StringIO()
        table = csv.writer(written)
        table.writerow(figure_heads())
        table.writerows([harmless(cell) for cell in line] for line in figure_lines(found, public=True))
        title = gettext("The pilot in numbers, open data")
    file = spool()
    file.write(written.getvalue().encode("utf-8-sig"))
    return send_file(file, f"{title}-{found.record.today.isoformat()}.csv", CSV)
