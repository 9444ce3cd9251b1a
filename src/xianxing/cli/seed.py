"""`xianxing seed`: the demonstration's people and filings into an empty database; no real site takes them."""

from __future__ import annotations

import argparse
import sys
import time

from xianxing.cli.database import said_of_newer, use_database
from xianxing.i18n import gettext

SCENES = (
    "last-evening",
    "formality",
    "correction",
    "opinions",
    "evaluation",
    "csrc",
    "notice",
    "trial",
    "monitoring",
    "exit",
    "deadline-evening",
    "pilot",
)
HELP = "Fill an empty database with the demonstration's people and filings"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--scene",
        default="",
        choices=("", *SCENES),
        help=gettext("Let the story go on up to a scene: {names}").format(names=", ".join(SCENES)),
    )
    parser.add_argument("--quiet", action="store_true", help=gettext("No progress on the screen"))


def run(options: argparse.Namespace) -> int:
    """Make or update the database, then seed it, once; 2 outside demonstration mode."""
    use_database(up_to_date=False)
    from django.conf import settings

    from xianxing.pilot.protection.schema import bring_up_to_date

    if not settings.DEMO:
        print(gettext("Only the demonstration is seeded; this is XIANXING_MODE=production."), file=sys.stderr)
        return 2
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    newer = said_of_newer()
    if newer:
        print(newer, file=sys.stderr)
        return 1
    bring_up_to_date()
    if not seed_once(quiet=options.quiet, scene=options.scene):
        print(gettext("There are people in this database already; nothing was seeded."), file=sys.stderr)
    return 0


def seed_once(*, quiet: bool = False, scene: str = "") -> bool:
    """Seed the demonstration's database if nobody is in it yet, telling on stderr; whether it was done."""
    from xianxing.pilot.demo.seed import seed

    def tell(line: str) -> None:
        if not quiet:
            print(line, file=sys.stderr, flush=True)

    began = time.monotonic()
    seeded = seed(scene=scene, progress=tell)
    if seeded is None:
        return False
    line = gettext(
        "The demonstration is ready: {people} people, {institutions} institutions, {filings} filings "
        "({seconds} s)."
    ).format(
        people=seeded.people, institutions=seeded.institutions, filings=len(seeded.filings),
        seconds=f"{time.monotonic() - began:.0f}",
    )  # fmt: skip
    tell(line)
    return True
