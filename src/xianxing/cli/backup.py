"""`xianxing backup`: the database as of one moment and the encrypted files, in one signed folder."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Back up database and files into a signed folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help=gettext("A new or empty folder; else backup-TIME here")
    )
    parser.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))


def run(options: argparse.Namespace) -> int:
    """Print how much went in; 1 when it can't be made, and then there is no folder of that name."""
    use_database()
    from xianxing.pilot.cases.keys import KeyMissingError
    from xianxing.pilot.cases.upkeep.backup import make_backup
    from xianxing.pilot.cases.upkeep.manifest import BackupError

    now = datetime.now(UTC)
    out = options.out or Path(f"backup-{now:%Y%m%dT%H%M%SZ}")
    try:
        made = make_backup(folder=out, real_now=now, say=quiet if options.quiet else say)
    except (BackupError, KeyMissingError, OSError) as problem:
        print(gettext("No backup was made: {reason}").format(reason=problem), file=sys.stderr)
        return 1
    rows = sum(made.rows.values())
    print(
        gettext("{rows} rows, {files} files, {entries} log entries in {folder}.").format(
            rows=rows, files=len(made.files), entries=made.size, folder=out
        )
    )
    return 0


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


def quiet(line: str) -> None:
    """No progress."""
    del line
