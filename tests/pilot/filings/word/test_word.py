"""Word first: Zhou and Ning fill forms in the house, read them back, and nobody's text is overwritten."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from tests.factories.word_files import edited, replace_text, row_of, unwrap
from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import CLOSED, a_draft, a_joint_draft, value_of
from xianxing.documents.writing import FORMS, Filling, Stamp, write_form_docx
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.draft.cells import add_row, remove_row, write_cell, write_row
from xianxing.pilot.filings.models import Cell, CellVersion, Filing, Unit, WordProposal
from xianxing.pilot.filings.word.comparing import DifferenceKind, Item
from xianxing.pilot.filings.word.forms import (
    KEPT_FOR,
    accept_proposal,
    discard_proposal,
    keep_proposal,
    kept_proposal,
    read_back,
    settle_proposal,
    sweep_proposals,
)
from xianxing.pilot.filings.word.printing import blank_word, pdf_form, word_form
from xianxing.pilot.filings.word.proposals import Proposal
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal, Refused

LATER, EVENING = NOON + timedelta(hours=1), NOON + timedelta(hours=5)
Change = Callable[[etree._Element], object]


def put(
    filing: Filing, path: str, value: object, by: User, at: datetime = NOON, unit: Unit | None = None
) -> None:
    place = Cell.objects.filter(filing=filing, path=path, unit=unit).first()
    version = place.version if place else 0
    write_cell(filing=filing, unit=unit, path=path, value=value, based_on=version, by=by, at=at)


def a_filled(cast: Cast) -> tuple[Filing, list[Cell]]:
    """A draft with some cells and two risks."""
    filing = a_draft(cast)
    put(filing, "project.name", "债券提示工具", cast.zhou)
    put(filing, "project.directions", [2, 9], cast.zhou)
    put(filing, "project.planned_start", "2024-07-01", cast.zhou)
    put(filing, "content.overview", "甲段，\n乙段。", cast.zhou)
    rows = [
        add_row(filing=filing, path="content.business_risks", value=value, by=cast.zhou, at=NOON)
        for value in (
            {"kind": "market", "description": "价格波动", "owner": "甲"},
            {"kind": "credit", "description": "违约", "owner": "乙"},
        )
    ]
    return filing, rows


def given(
    filing: Filing, by: User, *changes: Change, at: datetime = LATER, unit: Unit | None = None
) -> bytes:
    """The form as downloaded, with what was done to it in the house."""
    data = word_form(filing=filing, unit=unit, by=by, at=at).data
    for change in changes:
        data = edited(data, change)
    return data


def typed(old: str, new: str) -> Change:
    return lambda root: replace_text(root, old, new)


def filled_in(path: str, text: str) -> Change:
    """Type into the control with this tag."""

    def change(root: etree._Element) -> None:
        tag = next(node for node in root.iter(qn("w:tag")) if node.get(qn("w:val")) == path)
        content = tag.getparent().getparent().find(qn("w:sdtContent"))
        next(content.iter(qn("w:t"))).text = text

    return change


def read(filing: Filing, data: bytes, by: User, at: datetime = EVENING, unit: Unit | None = None) -> Proposal:
    return read_back(filing=filing, unit=unit, file=data, name="申报表.docx", by=by, at=at)


def shape(proposal: Proposal) -> list[tuple[str, DifferenceKind, bool, bool]]:
    return [(item.path, item.kind, item.both, item.chosen) for item in proposal.items]


def only(proposal: Proposal) -> Item:
    (item,) = proposal.items
    return item


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


def test_what_does_not_fit_is_told_with_its_words(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(
        filing,
        cast.zhou,
        filled_in("project.trial_months", "一年左右"),
        filled_in("content.scale[0].item", "客户"),
        filled_in("content.scale[0].cap", "很多"),
        typed("乙段。", "字" * 600),
    )
    months, overview, scale = read(filing, data, cast.zhou).items
    assert (months.kind, months.acceptable, months.texts) == (
        DifferenceKind.PROBLEM,
        False,
        (("", "一年左右"),),
    )
    assert "整数" in months.problems[0][1] or "数字" in months.problems[0][1]
    assert overview.chosen and "500" in overview.problems[0][1]
    assert (scale.new, scale.texts) == ({"item": "客户"}, (("cap", "很多"),))
    with pytest.raises(Refused, match="重新读取"):
        accept_proposal(
            filing=filing,
            unit=None,
            proposal=read(filing, data, cast.zhou),
            chosen={"project.trial_months"},
            by=cast.zhou,
            at=EVENING,
        )


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


def test_a_wrong_form_is_refused_with_what_is_wrong(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    guide = guide_of(filing.case.call)
    sheet = word_form(filing=filing, unit=joint, by=cast.ning, at=LATER).data

    def code(data: bytes, unit: Unit | None, by: User) -> str:
        with pytest.raises(Refusal) as refused:
            read(filing, data, by, unit=unit)
        return refused.value.code

    assert code(sheet, None, cast.zhou) == "other-form"
    assert code(sheet, lead, cast.zhou) == "other-unit"
    stamp = Stamp("filing", guide.name, guide.digest[:16])
    for changed, wanted in (
        (Stamp("filing", "elsewhere-2024", stamp.guide_digest), "other-guide"),
        (Stamp("filing", guide.name, "0" * 16), "other-version"),
        (Stamp("filing", guide.name, stamp.guide_digest, "b" * 32, "", LATER, "0" * 16), "other-filing"),
    ):
        target = io.BytesIO()
        write_form_docx(guide, FORMS[0], target, LATER.date(), Filling({}, changed))
        assert code(target.getvalue(), None, cast.zhou) == wanted
        with pytest.raises(Refused) as refused:
            read(filing, target.getvalue(), cast.zhou, unit=None)
        assert "下载" in refused.value.message, "what is refused says what would be taken"
    plain = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("请示")
    document.save(plain)
    assert code(plain.getvalue(), None, cast.zhou) == "no-form"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, None, cast.zhou) in (
        "legacy-office",
        "no-form",
    )


def test_a_sheet_is_its_units_alone(cast: Cast) -> None:
    """Ning fills 图澜's sheet; Zhou of 鹏海 neither gets nor reads it in, Mo nothing at all."""
    filing, _lead, joint = a_joint_draft(cast)
    data = given(filing, cast.ning, filled_in("unit.contribution", "负责建模"), unit=joint)
    proposal = read(filing, data, cast.ning, unit=joint)
    assert shape(proposal) == [("unit.contribution", DifferenceKind.CHANGED, False, True)]
    for person in (cast.zhou, cast.mo):
        with pytest.raises(Refusal):
            word_form(filing=filing, unit=joint, by=person, at=LATER)
        with pytest.raises(Refusal):
            pdf_form(filing=filing, unit=joint, by=person, at=LATER)
        with pytest.raises(Refusal):
            read(filing, data, person, unit=joint)
        with pytest.raises(Refusal):
            accept_proposal(
                filing=filing, unit=joint, proposal=proposal, chosen=proposal.chosen, by=cast.mo, at=EVENING
            )
    with pytest.raises(Refused, match="其他"):
        read(filing, given(filing, cast.ning), cast.ning)
    accept_proposal(
        filing=filing, unit=joint, proposal=proposal, chosen=proposal.chosen, by=cast.ning, at=EVENING
    )
    assert Cell.objects.get(filing=filing, unit=joint, path="unit.contribution").value == "负责建模"


def test_facts_kept_elsewhere_are_not_changed_in_word(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    data = given(filing, cast.zhou, typed(lead.uscc, "91440300MA5HNBR25X"), unit=lead)
    item = only(read(filing, data, cast.zhou, unit=lead))
    assert (item.path, item.kind, item.acceptable) == ("unit.uscc", DifferenceKind.PROBLEM, False)


def test_after_the_window_nothing_is_read_in(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, typed("乙段。", "丙段。"))
    proposal = read(filing, data, cast.zhou)
    with pytest.raises(Refusal) as refused:
        read(filing, data, cast.zhou, at=CLOSED)
    assert refused.value.code == "window"
    with pytest.raises(Refusal):
        accept_proposal(
            filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=CLOSED
        )
    assert value_of(filing, "content.overview") == "甲段，\n乙段。"
    assert pdf_form(filing=filing, unit=None, by=cast.zhou, at=CLOSED).data.startswith(b"%PDF")


def test_a_kept_proposal_is_its_readers_own_and_short_lived(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    proposal = read(filing, given(filing, cast.zhou, typed("乙段。", "绝密丙段。")), cast.zhou)
    kept = keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert kept_proposal(filing=filing, kept=kept.pk, by=cast.zhou, at=EVENING)[1] == proposal
    assert "绝密".encode() not in bytes(WordProposal.objects.get().sealed)
    for person, at in ((cast.luo, EVENING), (cast.mo, EVENING), (cast.zhou, EVENING + KEPT_FOR)):
        with pytest.raises(Refusal):
            kept_proposal(filing=filing, kept=kept.pk, by=person, at=at)
    with pytest.raises(Refusal):
        kept_proposal(filing=filing, kept=UUID(int=0), by=cast.zhou, at=EVENING)
    again = keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert [row.pk for row in WordProposal.objects.all()] == [again.pk]
    assert sweep_proposals(at=EVENING) == 0
    discard_proposal(filing=filing, kept=again.pk, by=cast.zhou, at=EVENING)
    assert not WordProposal.objects.exists()
    keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert sweep_proposals(at=EVENING + KEPT_FOR) == 1


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
