"""`xianxing export`: a filing of the site's database into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from uuid import UUID

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Export a filing into a folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("case", metavar="CASE", help=gettext("The case's number"))
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=gettext("A new or empty folder"))
    parser.add_argument(
        "--as", dest="email", metavar="EMAIL", help=gettext("Export only what this account may see")
    )


def run(options: argparse.Namespace) -> int:
    """Print the path of filing.toml; 1 when refused, 2 for unknown names or a folder that isn't empty.

    Without an account the operator exports everything: whoever runs this holds database and keys anyway.
    """
    use_database()
    from xianxing.pilot.clock import now
    from xianxing.pilot.filings.folder.exporting import export_filing
    from xianxing.pilot.filings.models import Filing
    from xianxing.pilot.parties.models import User
    from xianxing.pilot.refusal import Refusal

    filing = Filing.objects.select_related("case__call").filter(pk=_case(options.case)).first()
    user = User.objects.filter(email=(options.email or "").lower(), is_active=True).first()
    if filing is None or (options.email and user is None):
        missing = options.case if filing is None else options.email
        print(gettext("There is no {name} here.").format(name=missing), file=sys.stderr)
        return 2
    try:
        print(export_filing(filing=filing, folder=options.folder, by=user, at=now()))
    except Refusal as refused:
        print(refused.message, file=sys.stderr)
        return 1
    except FileExistsError:
        print(gettext("{path} is not empty").format(path=options.folder), file=sys.stderr)
        return 2
    return 0


def _case(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
