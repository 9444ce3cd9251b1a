"""`xianxing restore`: a backup into an empty site, verified before anything of it is kept."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xianxing.cli.backup import quiet, say
from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Restore a backup into an empty site"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, metavar="DIR", help=gettext("The backup's folder"))
    parser.add_argument(
        "--head", type=Path, metavar="FILE", help=gettext("The last head that was published, as a file")
    )
    parser.add_argument(
        "--accept-loss",
        action="store_true",
        help=gettext("Restore also when the published log was longer than the backup"),
    )
    parser.add_argument(
        "--accept-revoked",
        action="store_true",
        help=gettext("Restore also what a revoked key signed, of which you know that it is yours"),
    )
    parser.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))


def run(options: argparse.Namespace) -> int:
    """Make the tables, restore, prove; 1 when refused, and then nothing of it is there."""
    use_database(up_to_date=False)
    from xianxing.pilot.cases.keys import KeyMissingError
    from xianxing.pilot.cases.upkeep.manifest import BackupError
    from xianxing.pilot.cases.upkeep.restore import restore_backup
    from xianxing.pilot.protection.schema import bring_up_to_date
    from xianxing.pilot.relations.domain.keeping import rebuild_relations
    from xianxing.pilot.search.domain.rebuilding import rebuild

    try:
        head = options.head.read_text("utf-8") if options.head else None
        bring_up_to_date()
        done = restore_backup(
            folder=options.folder,
            head=head,
            accept_loss=options.accept_loss,
            accept_revoked=options.accept_revoked,
            say=quiet if options.quiet else say,
        )
    except (BackupError, KeyMissingError, OSError) as problem:
        print(gettext("Nothing was restored: {reason}").format(reason=problem), file=sys.stderr)
        return 1
    rebuild()  # the backup holds what was filed, not the indexes over it
    rebuild_relations()
    print(
        gettext("Restored as of {time}: {rows} rows, {entries} log entries, all proven.").format(
            time=done.time, rows=sum(done.rows.values()), entries=done.size
        )
    )
    return 0
