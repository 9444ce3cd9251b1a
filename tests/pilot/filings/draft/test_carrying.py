"""A draft carried into another call, and tables as spreadsheets that run nothing."""

from __future__ import annotations

import io
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.calls import next_call
from tests.pilot.cast import NOON, Cast
from tests.pilot.database import a_call
from tests.pilot.filings.scene import CLOSED, a_draft, a_joint_draft
from xianxing.pilot.calls.models import Call
from xianxing.pilot.filings.draft.body import body_of
from xianxing.pilot.filings.draft.carrying import carry_over
from xianxing.pilot.filings.draft.cells import add_row
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.draft.tables import neutral, table_as_csv, table_as_xlsx
from xianxing.pilot.filings.folder.exporting import export_filing
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Cell, StoredFile
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[4] / "examples" / "related-party-tool"


def test_a_draft_is_carried_over_after_its_window_has_closed(cast: Cast, tmp_path: Path) -> None:
    call = a_call(cast.wen)
    old = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=NOON).filing
    accept_unit(unit=old.units.get(key="joint"), by=cast.ning, at=NOON)
    files = StoredFile.objects.count()
    later = next_call(a_copy(call))
    carried = carry_over(filing=old, call=later, by=cast.zhou, at=CLOSED + timedelta(days=1))
    assert carried.left == []
    before, after = body_of(old), body_of(carried.filing)
    assert {**after, "batch": before["batch"]} == before
    assert after["batch"] == "batch-after"
    assert StoredFile.objects.count() == files
    joint = carried.filing.units.get(key="joint")
    assert joint.joined_at is None
    assert {cell.updated_by for cell in joint.cells.all()} == {cast.zhou}
    out = tmp_path / "out"
    export_filing(filing=carried.filing, folder=out, by=cast.zhou, at=CLOSED + timedelta(days=1))
    assert "contacts" not in tomllib.loads((out / "filing.toml").read_text("utf-8"))["unit"][1]


def a_copy(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


def test_what_no_longer_fits_is_told_and_costs_nothing_else(cast: Cast) -> None:
    call = a_call(cast.wen)
    old = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=NOON).filing
    Cell.objects.filter(filing=old, path="project.type").update(value="a_type_of_old")
    Cell.objects.filter(filing=old, path="project.directions").update(value=["a_direction_of_old"])
    row = Cell.objects.filter(filing=old, path="content.scale").first()
    assert row is not None
    Cell.objects.filter(pk=row.pk).update(value={"item": "笔数", "old_column": 1})
    carried = carry_over(filing=old, call=next_call(a_copy(call)), by=cast.zhou, at=CLOSED)
    assert [left.location for left in carried.left] == ["project.directions", "content.scale.old_column"]
    assert carried.filing.cells.get(path="project.type").value == "a_type_of_old", "words stay as written"
    assert {"item": "笔数"} in [c.value for c in carried.filing.cells.filter(path="content.scale")]


def test_only_the_lead_carries_over_and_only_into_an_open_call(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    same = filing.case.call
    later = next_call(a_copy(same))
    for person, call, at, code in (
        (cast.ning, later, CLOSED, "lead"),
        (cast.mo, later, CLOSED, "stranger"),
        (cast.zhou, same, NOON, "same-call"),
        (cast.zhou, later, NOON, "window"),
    ):
        with pytest.raises(Refusal) as refused:
            carry_over(filing=filing, call=call, by=person, at=at)
        assert refused.value.code == code


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@cmd", "\t=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_run_is_neutral(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral("a=1") == "a=1"
    assert neutral(-5) == -5


def test_a_table_leaves_as_a_spreadsheet_that_runs_nothing(cast: Cast) -> None:
    filing = a_draft(cast)
    path = "content.scale"
    add_row(
        filing=filing, path=path, value={"item": '=HYPERLINK("http://x")', "cap": -5}, by=cast.zhou, at=NOON
    )
    text = table_as_csv(filing=filing, path=path, by=cast.luo, at=NOON).decode("utf-8-sig")
    assert text.splitlines()[0] == "项目,单位,上限"
    assert '"\'=HYPERLINK(""http://x"")",,-5' in text
    sheet = load_workbook(io.BytesIO(table_as_xlsx(filing=filing, path=path, by=cast.luo, at=NOON))).active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["C2"].value) == ("s", -5)
    with pytest.raises(Refusal):
        table_as_csv(filing=filing, path=path, by=cast.mo, at=NOON)
