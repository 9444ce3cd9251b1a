"""Finding a case by what people type."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from uuid import UUID

from xianxing.i18n import gettext

if TYPE_CHECKING:
    from xianxing.pilot.cases.models import Case


def case_named(text: str) -> Case | None:
    """The case of this number with its call; None, with a line on stderr, where there is none."""
    from xianxing.pilot.cases.models import Case

    try:
        found = Case.objects.select_related("call__guide").filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        print(gettext("There is no {name} here.").format(name=text), file=sys.stderr)
    return found
