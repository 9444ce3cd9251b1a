"""Go on to a scene in a site that holds the story already: `python -m tests.browser.further SCENE`."""

from __future__ import annotations

import sys

from xianxing.cli.database import use_database

NAME = "关联交易"  # in the name of the project that scenes go on with


def main(scene: str) -> None:
    """Play the scene's acts on the site's own database."""
    use_database(up_to_date=False)
    from tests.factories.story import play_on
    from xianxing.pilot.filings.models import Cell, Filing

    names = Cell.objects.filter(path="project.name")
    number = next(cell.filing_id for cell in names if NAME in (cell.value or ""))
    play_on(Filing.objects.get(pk=number), scene)


if __name__ == "__main__":
    main(sys.argv[1])
