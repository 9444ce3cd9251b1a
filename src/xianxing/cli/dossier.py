"""`xianxing dossier`: a case as a folder that proves itself, and the check of one."""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xianxing.cli.cases import case_named
from xianxing.cli.database import use_database
from xianxing.i18n import gettext
from xianxing.record import verify

PUBLICATIONS = "publications"
HELP = "Export the dossier of a case; verify a dossier or a package"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands export and verify."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help=gettext("Write a case's dossier into a folder"))
    export.add_argument(
        "case", metavar="CASE", help=gettext("The case's number; “publications” for what the group published")
    )
    export.add_argument(
        "--out", type=Path, metavar="DIR", help=gettext("A new or empty folder; else dossier-CASE here")
    )
    export.add_argument(
        "--withhold",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help=gettext("Leave out what this event commits to; its proof stays"),
    )
    check = actions.add_parser("verify", help=gettext("Check a dossier or a package: a folder or its zip"))
    check.add_argument("folder", type=Path, metavar="PATH")
    check.add_argument("--key", action="append", default=[], help=gettext("The log's public key line"))
    check.add_argument("--head", action="append", default=[], help=gettext("A signed head from elsewhere"))


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when exported or all agrees, 1 when not, 2 for an unknown case or unusable folder."""
    if options.action == "verify":
        pins = [word for key in options.key for word in ("--key", key)]
        heads = [word for head in options.head for word in ("--head", head)]
        if not (options.folder.is_dir() or zipfile.is_zipfile(options.folder)):
            line = gettext("{path} is neither the folder of a dossier or package nor its zip")
            print(line.format(path=options.folder), file=sys.stderr)
            return 2
        try:
            with _unpacked(options.folder) as folder:
                return verify.main([str(folder), *pins, *heads])
        except (zipfile.BadZipFile, RuntimeError) as problem:
            print(gettext("This zip can't be unpacked: {reason}").format(reason=problem), file=sys.stderr)
            return 2
    use_database()
    from xianxing.pilot.cases.domain import export_dossier, export_publications
    from xianxing.pilot.cases.keys import KeyMissingError
    from xianxing.record.log import RecordError

    case = None if options.case == PUBLICATIONS else case_named(options.case)
    if case is None and options.case != PUBLICATIONS:
        return 2
    out = options.out or Path(f"dossier-{options.case}")
    try:
        if case is None:
            export_publications(folder=out, at=datetime.now(UTC))
        else:
            export_dossier(case=case, folder=out, at=datetime.now(UTC), withhold=options.withhold)
    except (RecordError, KeyMissingError, OSError) as problem:
        print(gettext("No dossier was written: {reason}").format(reason=problem), file=sys.stderr)
        return 1
    print(out)
    return 0


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The folder of a dossier; a zip, as the pages hand it out, is unpacked for as long as it is read."""
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory() as folder, zipfile.ZipFile(path) as packed:
        packed.extractall(folder)
        yield Path(folder)
