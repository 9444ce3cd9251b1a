"""`xianxing retention list`: what has been kept for its time; erasing is the security administrator's act."""

from __future__ import annotations

import argparse

from xianxing.cli.database import use_database
from xianxing.i18n import current_language, gettext
from xianxing.workdays.clocks import day_of

HELP = "List what has been kept for its time"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand list."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help=gettext("What is due, by rule, with its source"))


def run(options: argparse.Namespace) -> int:
    """Print a line a rule; always 0: what is due is no fault."""
    del options
    use_database()
    from xianxing.pilot.cases.upkeep.retention import due
    from xianxing.pilot.clock import now

    tongue = "en" if current_language() == "en" else "zh"
    for row in due(at=now()):
        name = row.keep.en if tongue == "en" else row.keep.zh
        basis = gettext("law") if row.keep.basis == "law" else gettext("practice")
        oldest = day_of(row.oldest).isoformat() if row.oldest else "–"
        print(
            gettext("{name}: {count} due (oldest {oldest}); kept at least {months} months").format(
                name=name, count=row.count, oldest=oldest, months=row.keep.months
            )
        )
        print(f"    {basis}: {row.keep.source[tongue]}")
    return 0
