"""`xianxing tick`: enter what time has brought about; for cron, or after a night without worker."""

from __future__ import annotations

import argparse
import sys

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Let time pass in all live cases"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))


def run(options: argparse.Namespace) -> int:
    """Print how many steps were entered; 1 when a case failed. Run twice it enters nothing new."""
    use_database()
    from xianxing.pilot.cases.domain import tick
    from xianxing.pilot.clock import now

    entered, failed = tick(at=now(), progress=None if options.quiet else _progress)
    print(gettext("Time steps entered: {entered}; cases that failed: {failed}.").format(
        entered=entered, failed=failed
    ))  # fmt: skip
    return 1 if failed else 0


def _progress(done: int, of: int) -> None:
    end = "\n" if done == of else ""
    if done == of or done % 25 == 0:
        print(f"\r{done}/{of}", end=end, file=sys.stderr, flush=True)
