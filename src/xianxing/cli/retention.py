"""`xianxing retention`: what is kept for how long, what is due; removes only what ends by itself."""

from __future__ import annotations

import argparse

from xianxing.cli.database import use_database
from xianxing.i18n import current_language, gettext
from xianxing.workdays.clocks import day_of

HELP = "List what has been kept for its time"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands list and run."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help=gettext("What is due, by rule, with its source"))
    actions.add_parser("run", help=gettext("Remove what ends by itself: log-ins, counts, abandoned uploads"))


def run(options: argparse.Namespace) -> int:
    """List or run; always 0: what is due is no fault, and all else is the security administrator's act."""
    use_database()
    return _run() if options.action == "run" else _list()


def _list() -> int:
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
        print(f"    {_by(row.keep.by)}: {row.keep.what[tongue]}")
    return 0


def _run() -> int:
    from xianxing.pilot.filings.storage.vault import sweep_abandoned
    from xianxing.pilot.shared.forgetting import forget_what_is_over

    gone = forget_what_is_over()
    said = gettext("Removed: {log_ins} log-ins, {visitor_counts} counts, {files} abandoned uploads.")
    print(said.format(**gone, files=sweep_abandoned()))
    return 0


def _by(who: str) -> str:
    return {
        "security_administrator": gettext("by the security administrator"),
        "itself": gettext("by itself"),
        "operator": gettext("by the operator"),
        "nobody": gettext("stays"),
    }[who]
