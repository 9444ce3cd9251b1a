"""`xianxing search rebuild`: the index of the search made again from what was filed and published."""

from __future__ import annotations

import argparse
import sys

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Make the index of the search again"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommand rebuild."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("rebuild", help=gettext("All of it, from what was filed and published"))


def run(options: argparse.Namespace) -> int:
    """Print how many texts there are; 0."""
    del options
    use_database()
    from xianxing.pilot.relations.domain.keeping import rebuild_relations
    from xianxing.pilot.search.domain.rebuilding import rebuild

    done = rebuild(_progress)
    rebuild_relations()
    print(gettext("{count} texts can be found.").format(count=done))
    return 0


def _progress(done: int) -> None:
    if done % 100 == 0:
        print(done, file=sys.stderr, flush=True)
