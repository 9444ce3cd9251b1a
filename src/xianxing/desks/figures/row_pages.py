"""The rows behind a figure: definition, whole, as-of instant, the cases with links; the same as a file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import marks
from xianxing.desks.desk.comparison_pages import XLSX
from xianxing.desks.figures.choice import period_said, query_of, read_period
from xianxing.desks.figures.listed import RowColumns, heads, named_rows
from xianxing.desks.figures.pages import frame, rows_url
from xianxing.desks.look.context import Link
from xianxing.desks.sending import send_file, spool
from xianxing.desks.sheets import harmless, write_table
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.clock import now
from xianxing.pilot.figures.model import Figure, FigureRow, last_day
from xianxing.pilot.figures.permissions import may_read_complaint_rows, named_cases
from xianxing.pilot.figures.queries import figure_of
from xianxing.pilot.figures.record import PilotRecord
from xianxing.pilot.figures.words import said

PAGE = 50
CSV = "text/csv; charset=utf-8"
COMPLAINTS = "complaints"


@audience("figures")
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """A figure: its definition, its parts and whole, and the rows that may be named, fifty a page."""
    record, figure, rows, hidden = _asked(request, key)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = RowColumns.of(figure)
    period, more = record.period, {"part": figure.part} if figure.part else {}
    name = str(figure.definition.name)
    clauses = [own for call in record.calls[:1] for own in _cited(record, figure)] if record.calls else []
    context = {
        **frame(request, Link(name, request.path)),
        "record": record,
        "figure": figure,
        "said": said(figure),
        "period": period_said(period, record.calls),
        "columns": columns,
        "heads": heads(columns),
        "rows": named_rows(list(page), figure, record, _is_staff(request)),
        "page": page,
        "hidden": hidden,
        "keep": query_of(period, **more).replace("?", "&", 1),
        "query": query_of(period, **more),
        "marks": marks(guide_of(record.calls[0]), clauses) if record.calls else (),
        "url": rows_url(figure, period),
    }
    return render(request, "figures/rows.html", context)


@audience("figures")
@require_safe
def download(request: HttpRequest, key: str, ending: str) -> FileResponse:
    """The rows that may be named as xlsx or csv, in Chinese; Http404 for another ending."""
    if ending not in ("xlsx", "csv"):
        raise Http404
    with language(DEFAULT_LANGUAGE):
        record, figure, rows, hidden = _asked(request, key)
        columns = RowColumns.of(figure)
        lines = [one.cells(columns) for one in named_rows(rows, figure, record, _is_staff(request))]
        title = " ".join(
            word for word in (figure.definition.code, str(figure.definition.name), figure.label) if word
        )
        notes = [str(figure.definition.sentence), *_notes(record, figure, hidden)]
        head = [label for _name, label in heads(columns)]
    file, name = spool(), f"{title}-{record.today.isoformat()}.{ending}"
    if ending == "xlsx":
        write_table(file, title=title, notes=notes, head=head, lines=lines)
        return send_file(file, name, XLSX)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    table.writerows([[harmless(cell) for cell in line] for line in lines])
    file.write(written.getvalue().encode("utf-8-sig"))
    return send_file(file, name, CSV)


def _asked(request: HttpRequest, key: str) -> tuple[PilotRecord, Figure, list[FigureRow], int]:
    """The figure that an address names, its rows that may be named to the person, how many may not."""
    at = now()
    found = figure_of(read_period(request.GET.dict()), key, request.GET.get("part", ""), at=at)
    if found is None:
        raise Http404
    record, figure = found
    everything = [*figure.rows, *figure.open]
    rows = _named(request, record, figure, everything, at)
    rows.sort(key=lambda row: last_day(row.since), reverse=True)
    return record, figure, rows, len(everything) - len(rows)


def _named(
    request: HttpRequest, record: PilotRecord, figure: Figure, rows: list[FigureRow], at: datetime
) -> list[FigureRow]:
    """A draft is its units' own, and a case that hasn't come to CSRC isn't told to its people."""
    roles = roles_here(request)
    if not figure.definition.listed:
        return []
    if figure.definition.group == COMPLAINTS and not may_read_complaint_rows(roles):
        return []
    named = named_cases(roles, acting(request), at=at)
    filed: set[UUID] = {one.case for one in record.cases if one.filed_at is not None}
    if named is not None:
        filed &= named
    return [row for row in rows if row.case is None or row.case in filed]


def _is_staff(request: HttpRequest) -> bool:
    return may_read_complaint_rows(roles_here(request))


def _cited(record: PilotRecord, figure: Figure) -> list[str]:
    procedure = record.procedures[0]
    return [own for clause in figure.definition.serves if (own := procedure.cite(clause))]


def _notes(record: PilotRecord, figure: Figure, hidden: int) -> list[str]:
    notes = [
        gettext("{period}: {said}. As of {at}, entry {place} of the log; {n} rows.").format(
            period=period_said(record.period, record.calls), said=said(figure),
            at=record.at.isoformat(timespec="minutes"), place=record.place,
            n=figure.whole + len(figure.open),
        )
    ]  # fmt: skip
    if hidden:
        notes.append(gettext("{n} rows aren't named here.").format(n=hidden))
    return notes
