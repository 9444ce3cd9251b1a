"""All figures as a workbook, and those that may be told to everybody as open csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.desk.comparison_pages import XLSX
from xianxing.desks.figures.choice import period_said, read_period
from xianxing.desks.figures.row_pages import CSV
from xianxing.desks.figures.words import number_said, over_said, said, share_said
from xianxing.desks.sending import send_file, spool
from xianxing.desks.sheets import harmless, write_table
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language
from xianxing.pilot.clock import now
from xianxing.pilot.figures.definitions import figure_book
from xianxing.pilot.figures.queries import PilotFigures, pilot_figures


@audience("figures")
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Every figure of a period with its definition, as an xlsx in Chinese."""
    with language(DEFAULT_LANGUAGE):
        found = pilot_figures(read_period(request.GET.dict()), at=now())
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


@audience("figures")
@require_safe
def public_csv(request: HttpRequest) -> FileResponse:
    """The figures that may be told to everybody, as csv in Chinese; to publish it is the group's act."""
    with language(DEFAULT_LANGUAGE):
        found = pilot_figures(read_period(request.GET.dict()), at=now())
        written = io.StringIO()
        table = csv.writer(written)
        table.writerow(figure_heads())
        table.writerows([harmless(cell) for cell in line] for line in figure_lines(found, public=True))
        title = gettext("The pilot in numbers, open data")
    file = spool()
    file.write(written.getvalue().encode("utf-8-sig"))
    return send_file(file, f"{title}-{found.record.today.isoformat()}.csv", CSV)


def figure_heads() -> list[str]:
    """The columns of `figure_lines`."""
    return [
        gettext("Code of the figure"), gettext("Figure"), gettext("By part"), gettext("Value"),
        gettext("Number counted"),
        gettext("Of how many"), gettext("Share"), gettext("Median"), gettext("Longest"), gettext("Unit"),
        gettext("Past the limit"), gettext("Going on"), gettext("Definition"), gettext("Counted as of"),
        gettext("Entries of the log"),
    ]  # fmt: skip


def figure_lines(found: PilotFigures, *, public: bool = False) -> Iterator[list[str]]:
    """Every figure as a line of a table; only those for everybody where `public`."""
    at, place = found.record.at.isoformat(timespec="minutes"), str(found.record.place)
    for definition in figure_book().definitions.values():
        if public and not definition.public:
            continue
        for one in found.figures[definition.key]:
            timed = bool(one.unit)
            yield [
                definition.code, str(definition.name), one.label, said(one), str(one.count), str(one.whole),
                share_said(one), number_said(one.middle) if timed else "",
                number_said(one.longest) if timed else "", one.unit, over_said(one) if timed else "",
                str(len(one.open)) if timed else "", str(definition.sentence), at, place,
            ]  # fmt: skip
