"""Word first: Zhou and Ning fill forms in the house, read them back, and nobody's text is overwritten."""

from __future__ import annotations

import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from tests.factories.word_files import edited, replace_text, row_of, unwrap
from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import a_draft, value_of
from tests.pilot.filings.word.word_drafts import (
    EVENING,
    LATER,
    Change,
    a_filled,
    filled_in,
    given,
    only,
    put,
    read,
    shape,
    typed,
)
from xianxing.pilot.filings.draft.cells import add_row, remove_row, write_row
from xianxing.pilot.filings.models import Cell, CellVersion, WordProposal
from xianxing.pilot.filings.word.comparing import DifferenceKind
from xianxing.pilot.filings.word.forms import (
    accept_proposal,
    keep_proposal,
    kept_proposal,
    settle_proposal,
)
from xianxing.pilot.filings.word.printing import blank_word, pdf_form, word_form


@pytest.mark.parametrize("change", [lambda _root: None, unwrap])
def test_a_form_that_nobody_touched_changes_nothing(cast: Cast, change: Change) -> None:
    filing, _rows = a_filled(cast)
    proposal = read(filing, given(filing, cast.zhou, change), cast.zhou)
    assert (proposal.items, proposal.missing, proposal.notes) == ((), (), ())
    assert proposal.given_at == LATER
    assert proposal.unchanged > 30


@pytest.mark.parametrize("lost", [False, True])
def test_cells_and_rows_are_proposed_and_taken_over(cast: Cast, lost: bool) -> None:
    filing, rows = a_filled(cast)

    def work(root: etree._Element) -> None:
        replace_text(root, "乙段。", "丙段。")
        filled_in("content.innovation", "“新”做法")(root)
        filled_in("project.planned_start", "2024.8.1")(root)
        replace_text(root, "价格波动", "价格剧烈波动")
        first = row_of(root, "乙")
        copied = etree.fromstring(etree.tostring(first))
        first.addnext(copied)
        for old, new in (("违约", "展期"), ("乙", "丁"), ("信用风险", "操作风险")):
            replace_text(copied, old, new)

    data = given(filing, cast.zhou, work, *([unwrap] if lost else []))
    before = CellVersion.objects.count()
    proposal = read(filing, data, cast.zhou)
    assert CellVersion.objects.count() == before
    assert sorted(shape(proposal)) == [
        ("content.business_risks", DifferenceKind.ADDED, False, True),
        ("content.business_risks", DifferenceKind.CHANGED, False, True),
        ("content.innovation", DifferenceKind.CHANGED, False, True),
        ("content.overview", DifferenceKind.CHANGED, False, True),
        ("project.planned_start", DifferenceKind.CHANGED, False, True),
    ]
    accepted = accept_proposal(
        filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=EVENING
    )
    assert (len(accepted.written), accepted.conflicts, accepted.refused) == (5, (), ())
    assert value_of(filing, "content.overview") == "甲段，\n丙段。"
    assert value_of(filing, "content.innovation") == "“新”做法"
    assert value_of(filing, "project.planned_start") == "2024-08-01"
    held = Cell.objects.filter(filing=filing, path="content.business_risks").order_by("position")
    values = [cell.value or {} for cell in held]
    assert [value["owner"] for value in values] == ["甲", "乙", "丁"]
    assert values[0]["description"] == "价格剧烈波动"
    assert held[0].pk == rows[0].pk
    assert read(filing, data, cast.zhou).items == ()


def test_only_what_was_chosen_is_written(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, filled_in("project.name", "新名称"), typed("乙段。", "丙段。"))
    proposal = read(filing, data, cast.zhou)
    accept_proposal(
        filing=filing, unit=None, proposal=proposal, chosen={"project.name"}, by=cast.zhou, at=EVENING
    )
    assert value_of(filing, "project.name") == "新名称"
    assert value_of(filing, "content.overview") == "甲段，\n乙段。"


def test_what_others_wrote_since_the_download_stays(cast: Cast) -> None:
    """Chen wrote in the browser while Zhou's file went round: her words are no change of Zhou's."""
    filing, rows = a_filled(cast)
    data = given(filing, cast.zhou, typed("乙段。", "丙段。"))
    put(filing, "project.name", "别人的名称", cast.zhou, EVENING)
    write_row(cell=rows[0], value={"owner": "戊"}, based_on=1, by=cast.zhou, at=EVENING)
    add_row(filing=filing, path="content.business_risks", value={"owner": "己"}, by=cast.zhou, at=EVENING)
    proposal = read(filing, data, cast.zhou)
    assert shape(proposal) == [("content.overview", DifferenceKind.CHANGED, False, True)]


def test_a_cell_changed_on_both_sides_is_shown_and_not_chosen(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, filled_in("project.name", "新名称"))
    put(filing, "project.name", "别人的名称", cast.zhou, EVENING)
    item = only(read(filing, data, cast.zhou))
    assert (item.both, item.chosen, item.old, item.new) == (True, False, "别人的名称", "新名称")


def test_columns_of_one_row_written_by_two_people_are_joined(cast: Cast) -> None:
    filing, rows = a_filled(cast)
    data = given(filing, cast.zhou, typed("价格波动", "价格剧烈波动"))
    fresh = {"kind": "market", "description": "价格波动", "owner": "戊"}
    write_row(cell=rows[0], value=fresh, based_on=1, by=cast.zhou, at=EVENING)
    item = only(read(filing, data, cast.zhou))
    assert (item.both, item.chosen) == (False, True)
    assert item.new == {**fresh, "description": "价格剧烈波动"}


def test_a_conflict_in_between_is_told_and_nothing_is_lost(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, filled_in("project.name", "新名称"), typed("乙段。", "丙段。"))
    proposal = read(filing, data, cast.zhou)
    kept = keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    put(filing, "project.name", "抢先的名称", cast.zhou, EVENING)
    accepted = settle_proposal(filing=filing, kept=kept.pk, chosen=proposal.chosen, by=cast.zhou, at=EVENING)
    assert accepted.written == ("content.overview",)
    assert value_of(filing, "project.name") == "抢先的名称"
    _row, again = kept_proposal(filing=filing, kept=kept.pk, by=cast.zhou, at=EVENING)
    item = only(again)
    assert (item.both, item.chosen, item.old, item.new) == (True, False, "抢先的名称", "新名称")
    settle_proposal(filing=filing, kept=kept.pk, chosen={"project.name"}, by=cast.zhou, at=EVENING)
    assert value_of(filing, "project.name") == "新名称"
    assert not WordProposal.objects.exists()


def test_rows_that_are_gone_from_the_file(cast: Cast) -> None:
    filing, rows = a_filled(cast)

    def gone(root: etree._Element) -> None:
        row = row_of(root, "乙")
        row.getparent().remove(row)

    proposal = read(filing, given(filing, cast.zhou, gone), cast.zhou)
    assert shape(proposal) == [("content.business_risks", DifferenceKind.REMOVED, False, True)]
    accept_proposal(
        filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=EVENING
    )
    rows[1].refresh_from_db()
    assert rows[1].removed


def test_a_table_emptied_whole_is_asked_about(cast: Cast) -> None:
    filing, _rows = a_filled(cast)

    def gone(root: etree._Element) -> None:
        for owner in ("甲", "乙"):
            row = row_of(root, owner)
            row.getparent().remove(row)

    proposal = read(filing, given(filing, cast.zhou, gone), cast.zhou)
    assert [(item.kind, item.chosen) for item in proposal.items] == [(DifferenceKind.REMOVED, False)] * 2


def test_a_row_taken_out_meanwhile_can_be_brought_as_a_new_one(cast: Cast) -> None:
    filing, rows = a_filled(cast)
    data = given(filing, cast.zhou, typed("违约", "展期"))
    proposal = read(filing, data, cast.zhou)
    remove_row(cell=rows[1], based_on=1, by=cast.zhou, at=EVENING)
    accepted = accept_proposal(
        filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=EVENING
    )
    (conflict,) = accepted.conflicts
    assert (conflict.kind, conflict.both) == (DifferenceKind.ADDED, True)
    later = only(read(filing, data, cast.zhou))
    assert (later.kind, later.both, later.chosen) == (DifferenceKind.ADDED, True, False)


def test_accepting_twice_adds_a_row_once(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    proposal = read(filing, given(filing, cast.zhou, filled_in("content.scale[0].item", "客户")), cast.zhou)
    for _again in range(2):
        accept_proposal(
            filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=EVENING
        )
    assert Cell.objects.filter(filing=filing, path="content.scale").count() == 1


def test_a_blank_form_fills_and_never_empties(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = blank_word(filing=filing, unit=None, by=cast.zhou, at=LATER).data
    proposal = read(filing, edited(data, filled_in("content.innovation", "新")), cast.zhou)
    assert shape(proposal) == [("content.innovation", DifferenceKind.CHANGED, False, True)]
    assert proposal.left == 6
    assert "没有注明" in proposal.notes[0]


def test_an_emptied_cell_of_a_given_form_is_emptied(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, filled_in("project.name", "单击或点击此处输入文字。"))
    item = only(read(filing, data, cast.zhou))
    assert (item.old, item.new, item.chosen) == ("债券提示工具", None, True)


def test_tracked_changes_and_hidden_text_are_told(cast: Cast) -> None:
    filing, _rows = a_filled(cast)

    def track(root: etree._Element) -> None:
        run = next(node for node in root.iter(qn("w:t")) if node.text == "乙段。").getparent()
        xml = (
            '<x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:ins w:id="1" w:author="a"><w:r><w:t>补充</w:t></w:r></w:ins>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r></x>"
        )
        for node in reversed(list(etree.fromstring(xml))):
            run.addnext(node)

    proposal = read(filing, given(filing, cast.zhou, track), cast.zhou)
    assert only(proposal).new == "甲段，\n乙段。补充"
    assert any("修订" in note for note in proposal.notes)
    assert any("藏着" in note for note in proposal.notes)


def test_the_pdf_says_what_the_filing_says(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    printed = pdf_form(filing=filing, unit=None, by=cast.zhou, at=LATER)
    assert printed.name == "申报表-债券提示工具.pdf"
    with pypdfium2.PdfDocument(printed.data) as document:
        pages = [str(page.get_textpage().get_text_bounded()) for page in document]
    assert all("内容摘要" in page and "演示" in page for page in pages)
    assert "价格波动" in "".join("".join(pages).split())


@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow(
    cast: Cast, more: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filing = a_draft(cast)
    for number in range(more):
        add_row(filing=filing, path="content.scale", value={"item": f"项{number}"}, by=cast.zhou, at=NOON)
    with django_assert_max_num_queries(9):
        data = word_form(filing=filing, unit=None, by=cast.zhou, at=LATER).data
    with django_assert_max_num_queries(13):
        read(filing, data, cast.zhou)
