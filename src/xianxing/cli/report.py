"""`xianxing report`: the annual report of the pilot, all figures as a workbook, and open data."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from xianxing.cli.database import use_database
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language

HELP = "Reports over all cases"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand annual."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    annual = actions.add_parser("annual", help=gettext("Write the annual report of the pilot"))
    annual.add_argument("year", type=int, metavar="YEAR", help=gettext("The year that is reported on"))
    annual.add_argument(
        "--out", type=Path, required=True, metavar="FILE",
        help=gettext("A file that ends in .docx, .pdf, .xlsx or .csv"),
    )  # fmt: skip
    annual.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))


def run(options: argparse.Namespace) -> int:
    """Write the file; 2 for another ending or a year without a pilot, 1 where the file can't be written."""
    ending = options.out.suffix.removeprefix(".").lower()
    if ending not in WRITERS:
        known = ", ".join(f".{name}" for name in WRITERS)
        line = gettext("The file must end in one of {endings}: {path}")
        print(line.format(endings=known, path=options.out), file=sys.stderr)
        return 2
    use_database()
    from xianxing.pilot.clock import now
    from xianxing.pilot.refusal import Refused

    def tell(line: str) -> None:
        if not options.quiet:
            print(line, file=sys.stderr, flush=True)

    try:
        content = WRITERS[ending](options.year, ending, now(), tell)
        options.out.write_bytes(content)
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 2
    except OSError as problem:
        line = gettext("{path} could not be written: {reason}")
        print(line.format(path=options.out, reason=problem.strerror), file=sys.stderr)
        return 1
    print(options.out)
    return 0


Writer = Callable[[int, str, datetime, Callable[[str], None]], bytes]


def _paper(year: int, ending: str, at: datetime, tell: Callable[[str], None]) -> bytes:
    from xianxing.pilot.figures.report import report_bytes

    return report_bytes(year, ending, at=at, progress=tell)


def _table(year: int, ending: str, at: datetime, tell: Callable[[str], None]) -> bytes:
    """All figures as a workbook, or what may be told to everybody as csv, in Chinese."""
    from django.utils.translation import override

    from xianxing.desks.sheets import harmless, write_table
    from xianxing.pilot.figures.kept import figure_numbers
    from xianxing.pilot.figures.record import FigurePeriod
    from xianxing.pilot.figures.report import refuse_other_years
    from xianxing.pilot.figures.tables import figure_heads, figure_lines

    refuse_other_years(year, at=at)
    tell(gettext("Counting the figures of {year} …").format(year=year))
    with language(DEFAULT_LANGUAGE), override(DEFAULT_LANGUAGE):
        found = figure_numbers(FigurePeriod(year), at=at)
        head, lines = figure_heads(), list(figure_lines(found, public=ending == "csv"))
        title = gettext("The pilot in numbers")
    if ending == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([[harmless(cell) for cell in line] for line in (head, *lines)])
        return text.getvalue().encode("utf-8-sig")
    book = io.BytesIO()
    write_table(book, title=title, notes=(), head=head, lines=lines)
    return book.getvalue()


WRITERS: dict[str, Writer] = {"docx": _paper, "pdf": _paper, "xlsx": _table, "csv": _table}
