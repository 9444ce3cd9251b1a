"""`xianxing import`: a folder or zip into a new filing of the site's database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xianxing.cli.database import use_database
from xianxing.i18n import gettext

HELP = "Import a filing from a folder or zip"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=gettext("A folder or a zip of one"))
    parser.add_argument(
        "--call", required=True, metavar="BATCH", help=gettext("The call that it is filed under")
    )
    parser.add_argument(
        "--as", required=True, dest="email", metavar="EMAIL", help=gettext("The account that imports it")
    )


def run(options: argparse.Namespace) -> int:
    """Print the new case's number and what was left out; 1 when nothing was imported, 2 for unknown names."""
    use_database()
    from xianxing.pilot.calls.models import Call
    from xianxing.pilot.clock import now
    from xianxing.pilot.filings.domain.importing import import_folder
    from xianxing.pilot.parties.models import User
    from xianxing.pilot.refusal import Refused

    call = Call.objects.filter(batch=options.call).first()
    user = User.objects.filter(email=options.email.lower(), is_active=True).first()
    if call is None or user is None:
        missing = options.call if call is None else options.email
        print(gettext("There is no {name} here.").format(name=missing), file=sys.stderr)
        return 2
    try:
        imported = import_folder(call=call, path=options.folder, by=user, at=now())
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    print(imported.filing.pk)
    counted = gettext("{cells} cells and rows, {files} files taken over.")
    print(counted.format(cells=imported.cells, files=imported.files), file=sys.stderr)
    for left in imported.left:
        print(f"{left.location}: {left.reason}", file=sys.stderr)
    return 0
