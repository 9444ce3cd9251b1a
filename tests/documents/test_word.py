"""What a reader of the printed page sees of a Word file, in order."""

from __future__ import annotations

import docx
import pytest
from docx.shared import Pt

from tests.documents.build import changed, codes, p, read, related, saved, texts, word, word_xml
from tests.factories.word_files import BOX
from xianxing.documents.model import BlockKind, FileKind

HEADING, PARAGRAPH, ROW = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE_ROW


def test_paragraphs_and_tables_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("前文。")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "风险", "措施"
    table.cell(1, 0).text, table.cell(1, 1).text = "操作风险", "双人复核"
    document.add_paragraph("后文。")
    got = read(saved(document))
    assert got.kind is FileKind.DOCX
    assert [(block.kind, block.text) for block in got.blocks] == [
        (PARAGRAPH, "前文。"),
        (ROW, "风险\t措施"),
        (ROW, "操作风险\t双人复核"),
        (PARAGRAPH, "后文。"),
    ]
    assert got.blocks[2].cells == ("操作风险", "双人复核")


def test_a_table_of_one_column_is_running_text() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "一、项目概述"
    cell.add_paragraph("正文在表格里。")
    assert [block.kind for block in read(saved(document)).blocks] == [HEADING, PARAGRAPH]


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横并"
    table.cell(1, 1).text, table.cell(1, 2).text = "甲", "乙"
    rows = [block.cells for block in read(saved(document)).blocks]
    assert rows == [("合并", "横并"), ("", "甲", "乙")]


def test_headings_by_style_outline_boldness_and_numbering() -> None:
    document = docx.Document()
    document.add_heading("业务风险", 2)
    for text in ("正文一段，说明情况。" * 3, "（二）风险监测", "正文又一段，说明情况。" * 3):
        document.add_paragraph(text)
    document.add_paragraph().add_run("投诉响应机制").bold = True
    big = document.add_paragraph().add_run("退出安排")
    big.font.size, big.bold = Pt(16), True
    document.add_paragraph("正文还有一段，说明情况。" * 3)
    got = read(saved(document))
    levels = [(block.text, block.level) for block in got.blocks if block.kind is HEADING]
    assert levels == [("业务风险", 2), ("（二）风险监测", 2), ("投诉响应机制", 2), ("退出安排", 1)]
    assert got.blocks[1].heading == "业务风险"
    assert got.blocks[-1].heading == "退出安排"


def test_outline_level_makes_a_heading_and_contents_never_do() -> None:
    body = p("资金安排", paragraph='<w:outlineLvl w:val="1"/>') + p("一、项目概述\t3") + p("正文。")
    got = read(word_xml(body))
    assert [(block.kind, block.level) for block in got.blocks] == [
        (HEADING, 2),
        (PARAGRAPH, 0),
        (PARAGRAPH, 0),
    ]


def notes_part(kind: str, *texts: str) -> bytes:
    plural = f"{kind}s"
    inner = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:t>分隔</w:t></w:r></w:p></w:{kind}>'
    for number, text in enumerate(texts, 1):
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        inner += f'<w:{kind} w:id="{number}"><w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{plural} '
        f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:{plural}>'
    ).encode()


@pytest.mark.clause("4.3.5")
@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_real_notes_with_the_sentence_of_their_mark(kind: str) -> None:
    body = (
        "<w:p><w:r><w:t>第一句。系统采用知识图谱</w:t></w:r>"
        f'<w:r><w:{kind}Reference w:id="1"/></w:r><w:r><w:t>技术；效果好。第三句</w:t></w:r></w:p>'
    )
    data = changed(
        related(word_xml(body), f"{kind}s", f"{kind}s.xml"),
        {f"word/{kind}s.xml": notes_part(kind, "指图结构", "没有引用")},
    )
    got = read(data)
    assert [(note.text, note.anchor) for note in got.notes] == [
        ("指图结构", "系统采用知识图谱技术；效果好。")
    ]
    assert got.text == "第一句。系统采用知识图谱技术；效果好。第三句"


def test_text_boxes_once_although_stored_twice() -> None:
    box = BOX.format(inside=p("机密★5年"))
    inside = f"<w:txbxContent>{p('机密★5年')}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    got = read(word_xml(body))
    assert [(block.kind, block.text) for block in got.blocks] == [
        (PARAGRAPH, "正文"),
        (BlockKind.TEXT_BOX, "机密★5年"),
    ]
    assert [marking.text for marking in got.markings] == ["机密★5年"]


def test_content_controls_links_fields_and_ruby() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "yyyy" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    sound, base = "<w:rt><w:r><w:t>zì</w:t></w:r></w:rt>", "<w:r><w:t>字</w:t></w:r>"
    ruby = f"<w:r><w:ruby>{sound}<w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    body = (
        f"<w:sdt><w:sdtContent>{p('控件段落')}</w:sdtContent></w:sdt>"
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt>"
        f"<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>{field}"
        f"<w:fldSimple w:instr=' PAGE '><w:r><w:t>7</w:t></w:r></w:fldSimple>{ruby}"
        "<w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag></w:p>"
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert texts(read(word_xml(body))) == ["控件段落", "行内链接20247字标签", "甲\t乙"]


def test_headers_and_footers_that_are_shown() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "深圳湾试点材料"
    section.footer.paragraphs[0].text = "内部使用"
    section.first_page_header.paragraphs[0].text = "从不出现"
    document.add_paragraph("正文。")
    got = read(saved(document))
    assert texts(got, BlockKind.HEADER) == ["深圳湾试点材料"]
    assert texts(got, BlockKind.FOOTER) == ["内部使用"]
    section.different_first_page_header_footer = True
    assert "从不出现" in texts(read(saved(document)), BlockKind.HEADER)


def test_metadata() -> None:
    document = docx.Document()
    document.core_properties.author = "王五"
    document.core_properties.last_modified_by = "赵六"
    document.core_properties.title = "合规评估报告"
    metadata = read(saved(document)).metadata
    assert (metadata["author"], metadata["last_modified_by"], metadata["title"]) == (
        "王五",
        "赵六",
        "合规评估报告",
    )


def test_inserted_text_is_read_deleted_is_not_and_both_are_reported() -> None:
    body = (
        '<w:p><w:ins w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>'
        '<w:del w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
        '<w:moveFrom w:author="a"><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>保留</w:t></w:r></w:p>'
    )
    got = read(word_xml(body))
    assert got.text == "新增保留"
    (problem,) = got.problems
    assert (problem.code, problem.detail["inserted"], problem.detail["deleted"]) == ("tracked-changes", 1, 2)


def test_comments_are_reported_and_no_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文。")
    document.add_comment(paragraph.runs, text="请补充", author="审查人")
    got = read(saved(document))
    assert codes(got) == {"comments"}
    assert got.text == "正文。"


def test_a_clean_file_has_no_problem() -> None:
    got = read(word("一、概述", "正文。"))
    assert (got.problems, got.hidden, got.usable) == ((), (), True)


def test_a_broken_note_part_is_left_out() -> None:
    data = related(word("正文。"), "footnotes", "footnotes.xml")
    got = read(changed(data, {"word/footnotes.xml": b"<w:footnotes"}))
    assert codes(got) == {"part-damaged"}
    assert got.text == "正文。"
