"""Files of every type with the same words planted at one kind of place each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pptx
from docx.document import Document as Docx
from openpyxl.comments import Comment
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pptx.presentation import Presentation
from pptx.util import Inches
from reportlab.pdfgen.canvas import Canvas

from tests.documents.build import changed, lines, pdf, related, saved, zipped
from xianxing.documents.model import PlaceKind

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = "docProps/core.xml"
BEFORE = "本节说明系统的组成和运行方式，由业务部门按月复核。"


@dataclass(frozen=True)
class Planted:
    """A file in which the words stand at one place."""

    file: str
    kind: PlaceKind
    data: bytes
    visible: bool = True

    @property
    def name(self) -> str:
        """What a test about it is called."""
        return f"{self.file.rpartition('.')[2]}-{self.kind.value}{'' if self.visible else '-unseen'}"


def planted(words: str) -> Iterator[Planted]:
    """The words at each kind of place of each type of file that can hold them."""
    yield from _word(words)
    yield from _slides(words)
    yield from _sheets(words)
    yield from _pages(words)
    yield Planted("说明.txt", PlaceKind.BODY, f"{BEFORE}\n{words}\n".encode())
    yield Planted("图.png", PlaceKind.PROPERTY, picture(title=words), False)
    yield Planted("附件.zip", PlaceKind.ENTRY, zipped({f"{words}.txt": b"text"}))


def picture(words: str = "", *, size: tuple[int, int] = (320, 200), title: str = "") -> bytes:
    """A PNG with a frame and, if asked for, words below each other or a title in its fields."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="navy", width=4)
    draw.text((40, size[1] // 2), words, fill="black")
    info = PngInfo()
    if title:
        info.add_itxt("Title", title)
    stream = BytesIO()
    image.save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def blank_picture(size: tuple[int, int] = (300, 200)) -> bytes:
    """A PNG of one colour."""
    stream = BytesIO()
    Image.new("RGB", size, "white").save(stream, "PNG")
    return stream.getvalue()


def _word(words: str) -> Iterator[Planted]:
    def made(kind: PlaceKind, edit: Callable[[Docx], Any], visible: bool = True) -> Planted:
        document = docx.Document()
        document.add_heading("一、系统架构", 1)
        document.add_paragraph(BEFORE)
        edit(document)
        return Planted("方案.docx", kind, saved(document), visible)

    def cell(document: Docx) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "项目", words

    def margin(document: Docx, name: str) -> None:
        getattr(document.sections[0], name).paragraphs[0].text = words

    def unseen(document: Docx) -> None:
        document.add_paragraph().add_run(words).font.hidden = True

    def alternative(document: Docx) -> None:
        document.add_picture(BytesIO(picture()))
        next(document.element.body.iter("{*}docPr")).set("descr", words)

    def remark(document: Docx) -> None:
        document.add_comment(document.paragraphs[-1].runs, text=words, author="复核人")

    yield made(PlaceKind.BODY, lambda document: document.add_paragraph(words))
    yield made(PlaceKind.TABLE, cell)
    yield made(PlaceKind.HEADER, lambda document: margin(document, "header"))
    yield made(PlaceKind.FOOTER, lambda document: margin(document, "footer"))
    yield made(PlaceKind.BODY, unseen, False)
    yield made(PlaceKind.ALTERNATIVE, alternative, False)
    yield made(PlaceKind.COMMENT, remark, False)
    for key in ("title", "subject", "author", "keywords", "comments", "category"):
        core = made(PlaceKind.PROPERTY, lambda document, key=key: _core(document, key, words), False)  # type: ignore[misc]
        yield core
    run = f"<w:r><w:t>{words}</w:t></w:r>"
    box = (
        '<w:p xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>'
        f"<w:p>{run}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    deleted = f"<w:p><w:del><w:r><w:delText>{words}</w:delText></w:r></w:del></w:p>"
    yield Planted("方案.docx", PlaceKind.TEXT_BOX, _with_body(box))
    yield Planted("方案.docx", PlaceKind.DELETED, _with_body(deleted), False)
    for kind in (PlaceKind.FOOTNOTE, PlaceKind.ENDNOTE):
        mark = f'<w:p><w:r><w:t>{BEFORE}</w:t></w:r><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'
        part = f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:id="2"><w:p>{run}</w:p></w:{kind}></w:{kind}s>'
        with_mark = changed(_with_body(mark), {f"word/{kind}s.xml": part.encode()})
        yield Planted("方案.docx", kind, related(with_mark, f"{kind}s", f"{kind}s.xml"))


def _with_body(xml: str) -> bytes:
    def put(old: bytes) -> bytes:
        return old.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)

    document = docx.Document()
    document.add_heading("一、系统架构", 1)
    document.add_paragraph(BEFORE)
    return changed(saved(document), {"word/document.xml": put})


def _core(document: Docx | Presentation, key: str, words: str) -> None:
    setattr(document.core_properties, key, words)


def _slides(words: str) -> Iterator[Planted]:
    def made(kind: PlaceKind, edit: Callable[[Presentation, Any], Any], visible: bool = True) -> Planted:
        show = pptx.Presentation()
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = "系统架构"
        edit(show, slide)
        stream = BytesIO()
        show.save(stream)
        return Planted("介绍.pptx", kind, stream.getvalue(), visible)

    def box(_show: Presentation, slide: Any) -> None:
        slide.shapes.add_textbox(Inches(1), Inches(3), Inches(5), Inches(1)).text_frame.text = words

    def table(_show: Presentation, slide: Any) -> None:
        grid = slide.shapes.add_table(1, 2, Inches(1), Inches(3), Inches(5), Inches(1)).table
        grid.cell(0, 1).text = words

    def notes(_show: Presentation, slide: Any) -> None:
        slide.notes_slide.notes_text_frame.text = words

    def alternative(_show: Presentation, slide: Any) -> None:
        slide.shapes.add_picture(BytesIO(picture()), Inches(1), Inches(3))
        next(node for node in slide.shapes._spTree.iter("{*}cNvPr") if node.get("descr")).set("descr", words)

    def hidden(_show: Presentation, slide: Any) -> None:
        box(_show, slide)
        slide._element.set("show", "0")

    def layout(show: Presentation, _slide: Any) -> None:
        tree = show.slide_layouts[5].shapes._spTree
        shape = show.slides[0].shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1))
        shape.text_frame.text = words
        tree.append(shape._element)

    yield made(PlaceKind.SLIDE, box)
    yield made(PlaceKind.TABLE, table)
    yield made(PlaceKind.SPEAKER_NOTES, notes)
    yield made(PlaceKind.ALTERNATIVE, alternative, False)
    yield made(PlaceKind.SLIDE, hidden, False)
    yield made(PlaceKind.HEADER, layout)
    yield made(PlaceKind.PROPERTY, lambda show, _: _core(show, "keywords", words), False)
    remark = f'<p:cmLst xmlns:p="urn:p"><p:cm><p:text>{words}</p:text></p:cm></p:cmLst>'
    plain = made(PlaceKind.COMMENT, lambda *_: None, False)
    yield Planted(
        plain.file, plain.kind, changed(plain.data, {"ppt/comments/comment1.xml": remark.encode()}), False
    )


def _sheets(words: str) -> Iterator[Planted]:
    def made(kind: PlaceKind, edit: Callable[[Any], Any], visible: bool = True) -> Planted:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.append(["指标", "数值"])
        edit(book)
        stream = BytesIO()
        book.save(stream)
        return Planted("数据.xlsx", kind, stream.getvalue(), visible)

    def remark(book: Any) -> None:
        book.active["A1"].comment = Comment(words, "复核人")

    def hidden(book: Any) -> None:
        sheet = book.create_sheet("附表")
        sheet.append([words])
        sheet.sheet_state = "hidden"

    def header(book: Any) -> None:
        book.active.oddHeader.center.text = words

    yield made(PlaceKind.TABLE, lambda book: book.active.append([words, 1]))
    yield made(PlaceKind.SHEET_NAME, lambda book: setattr(book.active, "title", words[:31]))
    yield made(PlaceKind.COMMENT, remark, False)
    yield made(PlaceKind.TABLE, hidden, False)
    yield made(PlaceKind.HEADER, header)
    yield made(PlaceKind.PROPERTY, lambda book: setattr(book.properties, "subject", words), False)


def _pages(words: str) -> Iterator[Planted]:
    def field(canvas: Canvas) -> None:
        lines(BEFORE)(canvas)
        canvas.acroForm.textfield(name="t", value="FIELD", x=72, y=500, width=300, height=30)

    def remark(canvas: Canvas) -> None:
        lines(BEFORE)(canvas)
        canvas.textAnnotation(words, Rect=[100, 100, 120, 120])

    def bookmark(canvas: Canvas) -> None:
        lines(BEFORE)(canvas)
        canvas.bookmarkPage("p")
        canvas.addOutlineEntry(words, "p")

    def white(canvas: Canvas) -> None:
        lines(BEFORE)(canvas)
        canvas.setFillColorRGB(1, 1, 1)
        lines(words, top=600)(canvas)

    def property_(canvas: Canvas) -> None:
        lines(BEFORE)(canvas)
        canvas.setKeywords(words)

    yield Planted("报告.pdf", PlaceKind.BODY, pdf(lines(BEFORE, words)))
    yield Planted("报告.pdf", PlaceKind.FIELD, _filled(pdf(field), words))
    yield Planted("报告.pdf", PlaceKind.COMMENT, pdf(remark), False)
    yield Planted("报告.pdf", PlaceKind.PROPERTY, pdf(bookmark), False)
    yield Planted("报告.pdf", PlaceKind.BODY, pdf(white), False)
    yield Planted("报告.pdf", PlaceKind.PROPERTY, pdf(property_), False)


def _filled(data: bytes, words: str) -> bytes:
    """The PDF with other words in its field; pdfium finds its way without the table of references."""
    return data.replace(b"(FIELD)", b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">")
