"""Several people at the same instant: one writes, nothing is overwritten, and the others are told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.calls import next_call
from tests.factories.waiting import PATIENCE
from tests.pilot.cast import EARLY, NOON, assemble
from tests.pilot.database import a_call
from tests.pilot.filings.scene import CLOSED, a_draft
from xianxing.pilot.filings.draft.carrying import Carried, carry_over
from xianxing.pilot.filings.draft.cells import Conflict, add_row, rows_of, write_cell
from xianxing.pilot.filings.files.materials import erase_material, remove_material
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Cell, CellVersion, MaterialVersion
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import User

pytestmark = pytest.mark.both_databases

WRITERS = 6
EXAMPLE = Path(__file__).parents[3] / "examples" / "related-party-tool"


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


@pytest.mark.usefixtures("own_base")
def test_a_file_that_one_draft_erases_while_another_takes_it_over_is_never_taken_over_without_its_bytes() -> (
    None
):
    cast = assemble()
    call = a_call(cast.wen)
    old = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=NOON).filing
    later, files = next_call(call), list(old.materials.order_by("pk"))

    def act(number: int) -> object:
        if number == 0:
            return carry_over(filing=old, call=later, by=cast.zhou, at=CLOSED)
        for material in files[number - 1 :: WRITERS - 1]:
            remove_material(material=material, by=cast.zhou, at=NOON)
            erase_material(material=material, by=cast.zhou, at=NOON)
        return None

    (carried, *_others) = at_once(act)
    assert isinstance(carried, Carried)
    told = {left.location for left in carried.left}
    for version in MaterialVersion.objects.filter(material__filing=carried.filing).select_related("file"):
        assert version.file.erased_at is None
        assert b"".join(pieces(version.file))
    assert all(one.file_name in told for one in carried.filing.materials.filter(version=0))


@pytest.mark.usefixtures("own_base")
def test_a_file_is_locked_before_anybody_asks_who_else_has_it() -> None:
    if connection.vendor == "sqlite":
        return  # one writer at a time, by the database itself
    cast = assemble()
    call = a_call(cast.wen)
    old = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=NOON).filing
    material = old.materials.earliest("pk")

    def locks(act: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            act()
        return [
            table
            for one in asked
            for table in ("filings_filing", "filings_storedfile")
            if one["sql"].startswith("SELECT")
            and f'FROM "{table}"' in one["sql"]
            and "FOR UPDATE" in one["sql"]
        ]

    in_order = ["filings_filing", "filings_storedfile"]  # the other way round two would wait for each other
    later = next_call(call)
    assert locks(lambda: carry_over(filing=old, call=later, by=cast.zhou, at=CLOSED))[:2] == in_order
    remove_material(material=material, by=cast.zhou, at=NOON)
    assert locks(lambda: erase_material(material=material, by=cast.zhou, at=NOON)) == in_order
    assert material.versions.get().file.erased_at is None, "the other draft has it"
