"""A filing changed after it was frozen, by the person who writes it."""

from __future__ import annotations

from tests.pilot.filings.company import Company
from xianxing.pilot.filings.attest.freezing import edit_again
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.parties.models import User


def rewrite(company: Company, path: str, value: str) -> None:
    """Zhou writes something else into a field of the form."""
    cell = Cell.objects.get(filing=company.filing, unit=None, path=path)
    write_cell(
        filing=company.filing, path=path, value=value, based_on=cell.version, by=company.cast.zhou,
        at=company.later(),
    )  # fmt: skip


def edit(company: Company, by: User | None = None) -> None:
    """Take the filing back to its draft; Zhou does, unless somebody else is named."""
    edit_again(filing=company.filing, by=by or company.cast.zhou, at=company.later())
