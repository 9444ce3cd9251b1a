"""The public sheet is a document of its own: nothing gets into it but by an act, nothing masked at all."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.pilot.filings.company import Company
from tests.pilot.filings.public_sheet.sheets import (
    CORE,
    SOURCES,
    code_of_taking,
    take,
    text_of,
)
from xianxing.law import Public
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import move_row, rows_of
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.public_sheet.acts import (
    lift_mask,
    mask,
    write_public_cell,
)
from xianxing.pilot.filings.public_sheet.sheet import (
    masks_of,
    preview,
    sheet_fields,
)
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.1.1")
@pytest.mark.clause("4.3.2")
def test_a_full_filing_has_an_empty_sheet_whatever_the_forms_flags_say(company: Company) -> None:
    assert preview(company.filing).entries == ()
    company.freeze()
    company.attest()
    company.file()
    assert preview(company.filing).entries == ()
    assert any(field.public is Public.YES for field in guide_of(company.filing.case.call).fields.values())


@pytest.mark.clause("4.1.1")
def test_no_path_to_the_public_reads_a_cell_of_the_filing(company: Company) -> None:
    take(company, "project.name")
    mask(filing=company.filing, location=CORE, reason="商业秘密", by=company.cast.zhou, at=company.later())
    with CaptureQueriesContext(connection) as queries:
        shown = preview(company.filing)
    assert [entry.location for entry in shown.entries] == ["project.name"]
    tables = {word for query in queries for word in query["sql"].replace('"', " ").split()}
    assert not {"filings_cell", "filings_cellversion", "filings_material", "filings_body"} & tables


def test_the_sheet_holds_what_was_taken_and_not_a_word_more(company: Company) -> None:
    filing = company.filing
    fields = ("project.name", "content.overview", "content.effects", CORE)
    for taken in (some for size in range(len(fields) + 1) for some in combinations(fields, size)):
        filing.public_cells.all().delete()
        for location in taken:
            take(company, location)
        assert {entry.location for entry in preview(filing).entries} == set(taken)
        said = json.dumps([entry.value for entry in preview(filing).entries], ensure_ascii=False)
        for cell in Cell.objects.filter(filing=filing, row=None).exclude(path__in=taken):
            assert not (isinstance(cell.value, str) and len(cell.value) > 30 and cell.value in said)


def test_an_entry_stays_as_it_was_taken_when_the_cell_changes(company: Company) -> None:
    before = text_of(company.filing, "content.overview")
    take(company, "content.overview")
    Cell.objects.filter(filing=company.filing, path="content.overview").update(value="新的概述")
    assert [entry.value for entry in preview(company.filing).entries] == [before]


def test_internal_fields_have_no_room_and_cannot_be_taken_or_written(company: Company) -> None:
    internal = [
        "content.algorithms",
        "content.state_secrets",
        "unit[lead].budget_yuan",
        "unit[lead].contacts",
    ]
    for location in internal:
        assert code_of_taking(company, location) == "internal"
        with pytest.raises(Refusal) as refused:
            write_public_cell(
                filing=company.filing, location=location, value="x", based_on=0, by=company.cast.zhou,
                at=company.later(),
            )  # fmt: skip
        assert refused.value.code == "internal"
    room = {field.path for field in sheet_fields(company.filing)}
    assert not room & {"content.algorithms", "unit.budget_yuan", "unit.contacts"}
    assert code_of_taking(company, "content.unheard_of") == "field"


@pytest.mark.clause("4.3.2")
def test_a_masked_field_is_taken_only_after_its_mask_was_lifted(company: Company) -> None:
    filing, zhou = company.filing, company.cast.zhou
    take(company, CORE)
    held = mask(filing=filing, location=CORE, reason="商业秘密", by=zhou, at=company.later())
    shown = preview(filing)
    assert (shown.entries, shown.withheld) == ((), (CORE,))
    assert code_of_taking(company, CORE) == "masked"
    secret = text_of(filing, CORE)

    def write(value: str, based_on: int) -> None:
        write_public_cell(
            filing=filing, location=CORE, value=value, based_on=based_on, by=zhou, at=company.later()
        )

    for repeated in (secret, f"总的来说，{secret}", " ".join(secret)):
        with pytest.raises(Refusal) as refused:
            write(repeated, 2)
        assert refused.value.code == "masked"
    write("采用知识图谱技术", 2)
    assert [entry.value for entry in preview(filing).entries] == ["采用知识图谱技术"]
    lift_mask(mask=held, by=zhou, at=company.later())
    assert [entry.value for entry in preview(filing).entries] == ["采用知识图谱技术"], "lifting fills nothing"
    take(company, CORE, based_on=3)
    assert [entry.value for entry in preview(filing).entries] == [secret]


def test_masked_rows_and_columns_stay_behind_also_when_rows_move(company: Company) -> None:
    filing, zhou = company.filing, company.cast.zhou
    rows = rows_of(filing, None, SOURCES)
    first, second = rows[0], rows[1]
    mask(filing=filing, location=f"{SOURCES}[0]", reason="敏感", by=zhou, at=company.later())
    mask(filing=filing, location=f"{SOURCES}[1].source", reason="敏感", by=zhou, at=company.later())
    move_row(cell=first, to=99, by=zhou, at=company.later())
    take(company, SOURCES)
    (entry,) = preview(filing).entries
    assert isinstance(entry.value, list)
    assert len(entry.value) == rows.count() - 1
    assert str(first.value) not in str(entry.value)
    left = dict(second.value or {})
    hidden = left.pop("source")
    assert entry.value[0] == left
    assert str(hidden) not in str(entry.value)
    with pytest.raises(Refusal) as refused:
        mask(filing=filing, location=f"{SOURCES}[77]", reason="敏感", by=zhou, at=company.later())
    assert refused.value.code == "place"


def test_each_unit_masks_its_own_sheet_and_files_and_the_lead_everything(company: Company) -> None:
    filing, ning = company.filing, company.cast.ning
    mask(filing=filing, location="unit[joint].commitments[0]", reason="敏感", by=ning, at=company.later())
    for place in (CORE, "unit[lead].commitments", "material[0]"):
        with pytest.raises(Refusal) as refused:
            mask(filing=filing, location=place, reason="敏感", by=ning, at=company.later())
        assert refused.value.code == "not-yours"
        mask(filing=filing, location=place, reason="敏感", by=company.cast.zhou, at=company.later())
    with pytest.raises(Refusal) as reason:
        mask(filing=filing, location="project.name", reason=" ", by=company.cast.zhou, at=company.later())
    assert reason.value.code == "reason"
    assert masks_of(filing).count() == 4


def test_only_the_lead_writes_the_sheet_and_from_other_sheets_after_the_freeze(
    company: Company,
) -> None:
    assert code_of_taking(company, "project.name", by=company.cast.ning) == "lead"
    assert code_of_taking(company, "project.name", by=company.he) == "lead"
    assert code_of_taking(company, "project.name", by=company.cast.wen) == "stranger"
    assert code_of_taking(company, "unit[joint].name") == "unseen"
    company.freeze()
    take(company, "unit[joint].name")
    take(company, "unit[lead].lead")
    assert [(entry.unit, entry.value) for entry in preview(company.filing).entries] == [
        ("lead", True), ("joint", "深圳图澜知识工程有限公司"),
    ]  # fmt: skip


def test_two_who_write_one_entry_at_once_are_told(company: Company) -> None:
    take(company, "project.name")
    assert code_of_taking(company, "project.name") == "conflict"
