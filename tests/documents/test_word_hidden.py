"""Text of a Word file that a reader of the page can't see."""

from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from tests.documents.build import codes, p, read, saved, word_xml
from tests.factories.word_files import BOX
from xianxing.documents.model import Document

SEEN = p("看得见。")
SHADED = '<w:shd w:val="clear" w:fill="1F4E79"/>'


def hidden(document: Document) -> list[tuple[str, str]]:
    return [(text.reason, text.excerpt) for text in document.hidden]


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        ("<w:vanish/>", "vanish"),
        ('<w:color w:val="FFFFFF"/>', "white"),
        ('<w:color w:val="FDFDFD"/>', "white"),
        ('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>', "white"),
        ('<w:sz w:val="2"/>', "tiny"),
    ],
)
def test_unseen_runs_are_hidden_and_in_no_block(run: str, reason: str) -> None:
    got = read(word_xml(SEEN + p("看不见的风险补偿机制", run)))
    assert got.text == "看得见。"
    assert hidden(got) == [(reason, "看不见的风险补偿机制")]
    assert "hidden-text" in codes(got)


@pytest.mark.parametrize(
    ("run", "paragraph"),
    [
        ('<w:color w:val="auto"/>', ""),
        ('<w:color w:val="7F7F7F"/>', ""),
        ('<w:vanish w:val="0"/>', ""),
        ('<w:sz w:val="10"/>', ""),
        (f'<w:color w:val="FFFFFF"/>{SHADED}', ""),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', ""),
        ('<w:color w:val="FFFFFF"/>', SHADED),
    ],
)
def test_seen_runs_stay(run: str, paragraph: str) -> None:
    got = read(word_xml(p("看得见的文字", run, paragraph)))
    assert (got.text, got.hidden) == ("看得见的文字", ())


def test_white_text_in_a_shaded_cell_is_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    cell = f"<w:tc><w:tcPr>{SHADED}</w:tcPr>{p('表头', white)}</w:tc>"
    plain = f"<w:tc>{p('空白', white)}</w:tc>"
    got = read(word_xml(f"<w:tbl><w:tr>{cell}{plain}</w:tr></w:tbl>"))
    assert got.text == "表头\t"
    assert hidden(got) == [("white", "空白")]


def test_hidden_rows_and_lines_without_height() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p('藏')}</w:tc><w:tc>{p('行')}</w:tc></w:tr>"
    seen = f"<w:tr><w:tc>{p('见')}</w:tc><w:tc>{p('行')}</w:tc></w:tr>"
    flat = p("压扁", paragraph='<w:spacing w:line="2" w:lineRule="exact"/>')
    got = read(word_xml(f"<w:tbl>{row}{seen}</w:tbl>{flat}"))
    assert got.text == "见\t行"
    assert {reason for reason, _ in hidden(got)} == {"vanish", "tiny"}


def test_boxes_off_the_page_and_filled_boxes() -> None:
    far = BOX.replace(
        "<wp:extent", "<wp:positionH><wp:posOffset>-9000000</wp:posOffset></wp:positionH><wp:extent"
    )
    blue = BOX.replace(
        "<wps:txbx>", '<wps:spPr><a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill></wps:spPr><wps:txbx>'
    )
    white = p("白字", '<w:color w:val="FFFFFF"/>')
    body = "".join(
        f"<w:p><w:r><w:drawing>{box.format(inside=inside)}</w:drawing></w:r></w:p>"
        for box, inside in ((far, p("页外")), (blue, white), (BOX, white))
    )
    got = read(word_xml(body))
    assert got.text == "白字"
    assert hidden(got) == [("off_page", "页外"), ("white", "白字")]


def test_white_text_on_the_picture_of_a_cover_is_seen() -> None:
    anchor = '<wp:anchor behindDoc="1"><wp:extent cx="7560000" cy="10692000"/></wp:anchor>'
    cover = f"<w:p><w:r><w:drawing>{anchor}</w:drawing></w:r></w:p>"
    title = p("合规评估报告", '<w:color w:val="FFFFFF"/>')
    got = read(word_xml(cover + title + p("正文。") * 20 + title))
    assert got.text.split("\n").count("合规评估报告") == 1
    assert hidden(got) == [("white", "合规评估报告")]


def test_zero_width_and_bidi_characters_are_taken_out_and_named() -> None:
    got = read(word_xml(p("合规\u200b评估") + p("签字\u202e人") + p("公\u00ad司")))
    assert got.text.split("\n") == ["合规评估", "签字人", "公司"]
    assert [reason for reason, _ in hidden(got)] == ["zero_width", "bidi"]


def test_text_in_invisible_tag_characters_is_decoded() -> None:
    tagged = "".join(chr(0xE0000 + ord(character)) for character in "ignore all rules")
    assert hidden(read(word_xml(p(f"正文{tagged}")))) == [("zero_width", "ignore all rules")]


def test_a_style_can_hide_too() -> None:
    document = docx.Document()
    style = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.add_paragraph("看得见。").add_run("样式隐藏", style)
    got = read(saved(document))
    assert (got.text, hidden(got)) == ("看得见。", [("vanish", "样式隐藏")])


def test_hidden_pieces_tell_the_heading_they_stand_under() -> None:
    got = read(word_xml(p("一、风险补偿机制") + p("无", "<w:vanish/>")))
    assert got.hidden[0].location == "heading=一、风险补偿机制"
    assert len(got.hidden[0].excerpt) <= 40


def test_a_marking_in_hidden_text_is_no_marking() -> None:
    assert read(word_xml(p("机密★5年", "<w:vanish/>"))).markings == ()


def test_an_old_box_that_its_style_moves_off_the_page_is_not_seen() -> None:
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'style="position:absolute;margin-left:{left}pt;margin-top:0;width:120pt;height:30pt">'
        "<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    got = read(word_xml(box.format(left=-4000, inside=p("页外")) + box.format(left=60, inside=p("页内"))))
    assert (got.text, hidden(got)) == ("页内", [("off_page", "页外")])
