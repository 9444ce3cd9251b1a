"""Real files for the tests: made with ordinary libraries, then changed inside where a trap is needed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.model import BlockKind, Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def read(data: bytes, name: str = "报告.docx", **limits: Any) -> Document:
    """Read in this process, without OCR: for what a file's content means, not for how the reader is caged."""
    return extract(data, name, replace(Limits(), **limits), ocr=False)


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    """The texts of all blocks, or of those of one kind."""
    return [block.text for block in document.blocks if kind in (None, block.kind)]


def codes(document: Document) -> set[str]:
    """The codes of all problems."""
    return {problem.code for problem in document.problems}


def saved(document: Docx) -> bytes:
    """The bytes of a python-docx document."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word file of plain paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def word_xml(body: str, **parts: str) -> bytes:
    """A Word file whose body is this XML; `parts` replace or add parts, with __ for / and _ for ."""
    namespaces = (
        f"{W} "
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {namespaces}><w:body>{body}</w:body></w:document>'
    )
    return changed(word(), {"word/document.xml": xml.encode()})


def p(text: str, run: str = "", paragraph: str = "") -> str:
    """A paragraph of one run with run and paragraph properties."""
    return f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def changed(data: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes] | None]) -> bytes:
    """A zip with parts replaced, changed by a function, added, or taken out (None)."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            old = source.read(name)
            change = parts.get(name, old)
            if change is not None:
                copy.writestr(name, change if isinstance(change, bytes) else change(old))
        for name, content in parts.items():
            if name not in source.namelist() and isinstance(content, bytes):
                copy.writestr(name, content)
    return target.getvalue()


def related(data: bytes, kind: str, target: str, *, external: bool = False, part: str = "document") -> bytes:
    """A Word file with one more relationship of its main part; its id is `rIdX`."""
    mode = ' TargetMode="External"' if external else ""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    line = f'<Relationship Id="rIdX" Type="{office}/{kind}" Target="{target}"{mode}/>'
    name = f"word/_rels/{part}.xml.rels"
    empty = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b"</Relationships>"
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        old = archive.read(name) if name in archive.namelist() else empty
    return changed(data, {name: old.replace(b"</Relationships>", line.encode() + b"</Relationships>")})


def zipped(files: Mapping[str, bytes], **options: Any) -> bytes:
    """A zip of these files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(*pages: Callable[[Canvas], None], **options: Any) -> bytes:
    """A PDF whose pages are drawn by the functions; the Chinese font is set before each."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines(*rows: str, left: float = 72, top: float = 760, leading: float = 20) -> Callable[[Canvas], None]:
    """Draws lines of text downwards."""

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            canvas.drawString(left, top - number * leading, row)

    return draw
