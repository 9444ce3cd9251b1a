"""A draft in the site's own database: `python -m tests.site.draft_stage`; prints who writes it and where."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django

EXAMPLE = Path(__file__).parents[2] / "examples" / "related-party-tool"


def main() -> None:
    """Migrate, bring the cast on stage, take the sample in."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xianxing.site.settings")
    django.setup()
    from django.conf import settings

    from tests.factories.calls import published
    from xianxing.pilot.clock import now
    from xianxing.pilot.demo.cast import seed_cast
    from xianxing.pilot.filings.folder.importing import import_folder
    from xianxing.pilot.protection.schema import bring_up_to_date
    from xianxing.workdays.clocks import CHINA_TIME

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    bring_up_to_date()
    cast = seed_cast()
    opened = datetime(2023, 11, 29, 9, 0, tzinfo=CHINA_TIME)
    wen, zhou = cast.people["温如玉"], cast.people["周若岚"]
    call = published(guide="shenzhen-2023", batch="shenzhen-2023-2", by=wen, at=opened)
    filing = import_folder(call=call, path=EXAMPLE, by=zhou, at=now()).filing
    sys.stdout.write(json.dumps({"person": str(zhou.pk), "filing": str(filing.pk)}) + "\n")


if __name__ == "__main__":
    main()
