"""Several people at the same instant: one writes, nothing is overwritten, and the others are told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.waiting import PATIENCE
from tests.pilot.cast import EARLY, NOON, assemble
from tests.pilot.filings.scene import a_draft
from xianxing.pilot.filings.draft.cells import Conflict, add_row, rows_of, write_cell
from xianxing.pilot.filings.models import Cell, CellVersion
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.both_databases

WRITERS = 6


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of several threads got, started together; a Conflict is what it got."""
    barrier = Barrier(WRITERS)

    def one(number: int) -> object:
        try:
            barrier.wait(PATIENCE)
            return act(number)
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


@pytest.mark.usefixtures("own_base")
def test_of_several_who_write_one_cell_at_once_one_writes_and_the_others_are_told() -> None:
    cast = assemble()
    filing = a_draft(cast)
    people: list[User] = [cast.zhou, cast.chen]
    grant_membership(user=cast.chen, institution=cast.penghai, role=MemberRole.AUTHOR, at=EARLY)

    def write(number: int) -> object:
        by = people[number % 2]
        return write_cell(
            filing=filing, path="content.overview", value=str(number), based_on=0, by=by, at=NOON
        )

    got = at_once(write)
    cell = Cell.objects.get(filing=filing, path="content.overview")
    told = [one for one in got if isinstance(one, Conflict)]
    assert len(told) == WRITERS - 1
    assert {one.theirs.value for one in told} == {cell.value}
    assert CellVersion.objects.filter(cell=cell).count() == 1

    def add(number: int) -> object:
        return add_row(
            filing=filing, path="content.glossary", value={"term": str(number)}, by=cast.zhou, at=NOON
        )

    at_once(add)
    positions = [row.position for row in rows_of(filing, None, "content.glossary")]
    assert positions == list(range(WRITERS))
