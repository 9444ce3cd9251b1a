"""`xianxing doctor`: what is wrong with this site or soon will be, and what to do about it."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Examine the site: what is wrong, and what to do"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--full", action="store_true", help=gettext("Audit the whole record, not a sample"))
    words = gettext("Processes of a full audit; by default as many as there are cores")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N", help=words)


def run(options: argparse.Namespace) -> int:
    """0 when nothing is found, 1 for things to watch, 2 for what must be mended now or stops the start."""
    use_database(up_to_date=False)
    from xianxing.pilot.cases.upkeep.doctor import BAD, examine

    found = examine(
        real_now=datetime.now(UTC),
        full=options.full,
        progress=_progress,
        more_processes=options.processes - 1,
    )
    for finding in found:
        mark = "✗" if finding.level == BAD else "!"
        print(f"{mark} {finding.what}\n    → {finding.advice}")
    if not found:
        print(gettext("Nothing found; everything is in order."))
        return 0
    return 2 if any(finding.level == BAD for finding in found) else 1


def _progress(what: str, done: int) -> None:
    if done % 100 == 0:
        print(f"{what}: {done}", file=sys.stderr, flush=True)
