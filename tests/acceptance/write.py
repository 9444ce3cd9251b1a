"""Documents of a filing as real files: docx with real footnotes, pptx, text PDF, scans and pictures."""

from __future__ import annotations

import io
import random
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Inches

from tests.acceptance.model import Block, Doc, Filing, Signature, toml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_rendered: dict[str, bytes] = {}


def write(filing: Filing, folder: Path) -> Path:
    """Write the filing below `folder` and return the folder of the filing."""
    target = folder / filing.id
    target.mkdir(parents=True, exist_ok=True)
    text = filing.raw_toml if filing.raw_toml is not None else toml(filing.data)
    (target / "filing.toml").write_text(text, encoding="utf-8")
    for name, content in filing.files.items():
        (target / name).write_bytes(content if isinstance(content, bytes) else render(content))
    for step in filing.post:
        step(target)
    return target


def render(doc: Doc) -> bytes:
    """The bytes of a document; the same document is rendered once."""
    key = repr(doc)
    if key not in _rendered:
        writer = {"docx": _docx, "pdf": _pdf, "pptx": _pptx, "png": _png, "scan": _scan}[doc.fmt]
        _rendered[key] = writer(doc)
    return _rendered[key]


def signature_lines(sign: Signature) -> list[str]:
    """A signature block as lines, in one of ten customary layouts."""
    title = f"（{sign.title}）" if sign.title else ""
    return [
        [
            f"单位名称（盖章）：{sign.unit}",
            f"签字人：{sign.name}",
            f"职务：{sign.title}",
            f"签字日期：{sign.on}",
        ],
        [f"{sign.unit}（盖章）", f"{sign.title}（签字）：{sign.name}", sign.on],
        [f"签发人：{sign.name}{title}", f"{sign.unit}", f"签发日期：{sign.on}"],
        [f"出具单位：{sign.unit}", f"{sign.title}：{sign.name}（签名）　　日期：{sign.on}"],
        [f"{sign.unit}", f"签署人：{sign.name}　职务：{sign.title}", f"日期：{sign.on}"],
        [f"{sign.title}签字：{sign.name}　　签字日期：{sign.on}", f"（{sign.unit}公章）"],
        [f"{sign.unit}", f"{sign.title}：{sign.name}", f"{sign.on}"],
        [f"审签：{sign.name}，{sign.title}", f"{sign.unit}", f"时间：{sign.on}"],
        [f"盖章单位：{sign.unit}", f"签名：{sign.name}", f"职　　务：{sign.title}", f"日　　期：{sign.on}"],
        [f"签字（{sign.title}）：{sign.name}", f"单位：{sign.unit}", f"签署时间：{sign.on}"],
    ][sign.layout]


def _docx(doc: Doc) -> bytes:
    out = docx.Document()
    notes: list[str] = []
    if doc.header:
        out.sections[0].header.paragraphs[0].text = doc.header
    for number, block in enumerate(doc.blocks):
        _docx_block(out, doc, block, number, notes)
    for sign in doc.signatures:
        for line in signature_lines(sign):
            out.add_paragraph(line)
        out.add_paragraph("")
    if notes:
        _footnotes_part(out, notes)
    stream = io.BytesIO()
    out.save(stream)
    return stream.getvalue()


def _docx_block(out: Docx, doc: Doc, block: Block, number: int, notes: list[str]) -> None:
    if block.kind == "heading":
        _docx_heading(out, doc.heading, block.text)
    elif block.kind == "table":
        table = out.add_table(rows=0, cols=len(block.rows[0]))
        table.style = "Table Grid"
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    elif block.kind == "image":
        out.add_picture(io.BytesIO(_screenshot(number)), width=Inches(5))
    elif block.kind == "break":
        out.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif block.kind == "textbox":
        out.add_paragraph()._p.append(parse_xml(_TEXTBOX.format(text=escape(block.text))))
    else:
        paragraph = out.add_paragraph()
        run = paragraph.add_run(block.text)
        _look(run, block)
        for note in block.notes:
            notes.append(note)
            _footnote_mark(paragraph, len(notes))


def _docx_heading(out: Docx, mode: str, text: str) -> None:
    if mode == "style":
        out.add_heading(text, level=1)
    elif mode == "bold":
        run = out.add_paragraph().add_run(text)
        run.bold = True
    else:
        out.add_paragraph(text)


def _look(run: Run, block: Block) -> None:
    if block.kind == "title":
        run.bold = True
        run.font.size = Pt(22)
    if block.look == "white":
        run.font.color.rgb = RGBColor(255, 255, 255)
    elif block.look == "vanish":
        run.font.hidden = True
    elif block.look == "tiny":
        run.font.size = Pt(1)


def _footnote_mark(paragraph: Paragraph, number: int) -> None:
    paragraph._p.append(
        parse_xml(
            f'<w:r xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
    )


def _footnotes_part(out: Docx, notes: list[str]) -> None:
    items = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{escape(text)}</w:t></w:r></w:p></w:footnote>"
        for number, text in enumerate(notes, 1)
    )
    blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f"{items}</w:footnotes>"
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, out.part.package)
    out.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


_TEXTBOX = (
    f'<w:r xmlns:w="{W}" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:drawing><wp:inline>'
    '<wp:extent cx="1800000" cy="360000"/><wp:docPr id="77" name="文本框 77"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="360000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r>'
    "<w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing></w:r>"
)


def _pdf(doc: Doc) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    guard: dict[str, Any] = {}
    if "encrypted" in doc.extras:
        from reportlab.lib.pdfencrypt import StandardEncryption

        guard["encrypt"] = StandardEncryption("geheim", ownerPassword="geheim2", canPrint=0)
    canvas = Canvas(stream, pagesize=A4, **guard)
    canvas.setTitle(doc.first("title").text if doc.blocks else "")
    y = 780.0
    for size, line in _flow(doc, 36):
        if y < 70 or line == "\f":
            canvas.showPage()
            y = 780.0
        if line == "\v":
            picture = ImageReader(io.BytesIO(_screenshot(3)))
            canvas.drawImage(picture, 70, y - 130, width=260, height=130)
            y -= 150
        elif line != "\f":
            canvas.setFont("STSong-Light", size)
            canvas.drawString(70, y, line)
            y -= size * 1.7
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _flow(doc: Doc, width: int) -> list[tuple[float, str]]:
    """The document as lines with their size, for pages without a word processor."""
    lines: list[tuple[float, str]] = []
    notes: list[str] = []
    for block in doc.blocks:
        size = {"title": 20.0, "heading": 14.0}.get(block.kind, 12.0)
        if block.kind == "break":
            lines.append((size, "\f"))
        elif block.kind == "table":
            lines += [(10.5, part) for row in block.rows for part in _wrap("　".join(row), width + 4)]
        elif block.kind == "image":
            lines.append((12.0, "\v"))
        else:
            marks = "".join(f"[注{len(notes) + offset}]" for offset in range(1, len(block.notes) + 1))
            lines += [(size, part) for part in _wrap(block.text + marks, width)]
            notes += block.notes
    lines += [(9.0, f"[注{number}] {text}") for number, text in enumerate(notes, 1)]
    for sign in doc.signatures:
        lines += [(12.0, ""), *((12.0, line) for line in signature_lines(sign))]
    return lines


def _wrap(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)] or [""]


def _pptx(doc: Doc) -> bytes:
    deck = Presentation()
    for block in doc.blocks:
        if block.kind != "slide":
            continue
        title, *points = block.text.split("\n")
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(points)
        if block.rows:
            frame = slide.shapes.add_table(
                len(block.rows), len(block.rows[0]), Inches(1), Inches(4), Inches(8), Inches(1)
            )
            for number, row in enumerate(block.rows):
                for column, text in enumerate(row):
                    frame.table.cell(number, column).text = text
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    package = find_spec("manimgx_fonts_cjk")
    assert package and package.origin, "the fonts of the PDF writer are not installed"
    return ImageFont.truetype(str(next(Path(package.origin).parent.glob("*.ttc"))), size)


@cache
def _screenshot(seed: int) -> bytes:
    image = Image.new("RGB", (640, 320), "white")
    draw = ImageDraw.Draw(image)
    rng = random.Random(seed)
    draw.rectangle((0, 0, 640, 40), fill="#1f4e79")
    for row in range(8):
        draw.rectangle((20, 60 + row * 30, 120 + rng.randint(0, 480), 78 + row * 30), fill="#9dc3e6")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _pages(doc: Doc) -> list[Image.Image]:
    pages: list[Image.Image] = []
    draw: ImageDraw.ImageDraw | None = None
    y = 0
    for size, line in _flow(doc, 38):
        if draw is None or y > 1950 or line == "\f":
            pages.append(Image.new("L", (1448, 2048), 250))
            draw = ImageDraw.Draw(pages[-1])
            y = 140
        if line == "\v":
            draw.rectangle((140, y, 900, y + 60), outline=30, width=4)
        draw.text((140, y), line.strip("\f\v"), font=_font(int(size * 2.4)), fill=30)
        y += int(size * 4.2)
    return pages


def _png(doc: Doc) -> bytes:
    stream = io.BytesIO()
    _pages(doc)[0].save(stream, "PNG")
    return stream.getvalue()


def _scan(doc: Doc) -> bytes:
    pages = [page.rotate(0.6, fillcolor=250).convert("RGB") for page in _pages(doc)]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=175)
    return stream.getvalue()
