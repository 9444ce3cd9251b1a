"""`xianxing template`: blank Word forms and a blank filing.toml of a guide."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from xianxing.documents.writing import write_forms
from xianxing.i18n import gettext
from xianxing.law import Guide, GuideError, NoValueError, UnknownGuideError, known_guides, open_guide
from xianxing.workdays.clocks import SystemClock, today

HELP = "Write a guide's blank forms and a blank filing.toml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the guide and the folder."""
    parser.add_argument("guide", metavar="GUIDE", help=gettext("Name of a guide, or the folder of one"))
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help=gettext("folder to write into")
    )
    parser.epilog = ", ".join(known_guides())


def run(options: argparse.Namespace) -> int:
    """Write the files and name them; 2 where the guide is unknown or a file is already there."""
    try:
        guide = open_guide(options.guide)
        written = write_forms(guide, options.out, _day(guide))
    except UnknownGuideError:
        print(
            gettext("Unknown guide {guide}; known: {known}").format(
                guide=options.guide, known=", ".join(known_guides())
            ),
            file=sys.stderr,
        )
        return 2
    except FileExistsError as error:
        there = error.filename or error.args[0]
        print(gettext("{path} exists and is not overwritten").format(path=there), file=sys.stderr)
        return 2
    except (GuideError, NoValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for path in written:
        print(path)
    return 0


def _day(guide: Guide) -> date:
    """The day whose limits the forms name: today, or the first of a call that is still to open."""
    now = today(SystemClock())
    ahead = [batch.opens for batch in guide.batches.values() if batch.opens > now]
    running = any(batch.accepts(now) for batch in guide.batches.values())
    return min(ahead) if ahead and not running else now
