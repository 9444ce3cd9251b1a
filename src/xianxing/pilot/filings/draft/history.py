"""Who wrote what in a cell, and how two of its versions differ."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.filings.draft.diff import ColumnDifference, differ_values
from xianxing.pilot.filings.models import Cell, CellVersion
from xianxing.pilot.filings.permissions import standing, visible_units
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger


def history(*, cell: Cell, by: User, at: datetime) -> list[CellVersion]:
    """Every version of a cell with its author, the latest first; Refused for those who may not see it."""
    who = standing(by, cell.filing, at=at)
    if cell.unit is not None and cell.unit not in visible_units(who):
        raise Stranger(_("There is no such cell."))
    return list(cell.versions.select_related("by").order_by("-version"))


def difference(older: CellVersion, newer: CellVersion) -> tuple[ColumnDifference, ...]:
    """What changed from one version to another, column by column; a removed row reads as empty."""
    before = None if older.removed else older.value
    after = None if newer.removed else newer.value
    return differ_values(before, after)
