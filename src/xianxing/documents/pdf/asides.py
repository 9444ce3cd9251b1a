"""What stands in a PDF beside its pages' text: remarks, fields, alternative texts, bookmarks, attachments."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PIL import Image

from xianxing.documents.draft import DocumentDraft
from xianxing.documents.model import PlaceKind
from xianxing.documents.pdf.library import pdfium, raw

REMARKS = (
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_FREETEXT,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_STRIKEOUT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_CARET,
    raw.FPDF_ANNOT_INK,
)
MOST_ANNOTATIONS = 500
MOST_ELEMENTS = 5000
MOST_IMAGES = 40  # of one page
LONGEST = 20_000  # bytes of one text
DEEPEST = 40


def of_document(document: pdfium.PdfDocument, draft: DocumentDraft) -> None:
    """Keep bookmarks and the names of attached files."""
    for number, bookmark in enumerate(document.get_toc(max_depth=DEEPEST)):
        if number >= MOST_ELEMENTS:
            break
        draft.aside(PlaceKind.PROPERTY, bookmark.get_title(), visible=False)
    for index in range(min(raw.FPDFDoc_GetAttachmentCount(document.raw), MOST_ANNOTATIONS)):
        attached = raw.FPDFDoc_GetAttachment(document.raw, index)
        name = _text(partial(raw.FPDFAttachment_GetName, attached)) if attached else ""
        draft.aside(PlaceKind.ENTRY, name, visible=False)


def of_page(page: pdfium.PdfPage, number: int, draft: DocumentDraft) -> None:
    """Keep remarks, what was typed into fields, and alternative texts; remarks are a problem besides."""
    place = f"page={number}"
    for kind, annotation in _annotations(page):
        if kind in REMARKS:
            draft.problem("comments", place)
            said = _text(partial(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
            draft.aside(PlaceKind.COMMENT, said, place, visible=kind == raw.FPDF_ANNOT_FREETEXT)
        elif kind == raw.FPDF_ANNOT_WIDGET:
            draft.aside(
                PlaceKind.FIELD, _text(partial(raw.FPDFAnnot_GetStringValue, annotation, b"V")), place
            )
    for text in _alternatives(page):
        draft.aside(PlaceKind.ALTERNATIVE, text, place, visible=False)


def pictures(page: pdfium.PdfPage, number: int, draft: DocumentDraft) -> None:
    """Note the images of a page that is no picture as a whole; each is drawn when it is asked for."""
    for index, one in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if index >= MOST_IMAGES:
            break
        draft.picture(f"page={number}", f"{number}/{index}", partial(_drawn, one, draft.limits.image_pixels))


def _drawn(picture: Any, most_pixels: int) -> Image.Image | None:
    try:
        width, height = picture.get_px_size()
        if width * height > most_pixels:
            return None
        drawn: Image.Image = picture.get_bitmap().to_pil()
        return drawn
    except (pdfium.PdfiumError, ValueError):
        return None


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[int, Any]]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            yield raw.FPDFAnnot_GetSubtype(annotation), annotation
            raw.FPDFPage_CloseAnnot(annotation)


def _alternatives(page: pdfium.PdfPage) -> list[str]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    found: list[str] = []
    waiting = [
        raw.FPDF_StructTree_GetChildAtIndex(tree, index)
        for index in range(min(max(0, raw.FPDF_StructTree_CountChildren(tree)), MOST_ELEMENTS))
    ]
    seen = 0
    while waiting and seen < MOST_ELEMENTS:
        element = waiting.pop()
        seen += 1
        if not element:
            continue
        said = _text(partial(raw.FPDF_StructElement_GetAltText, element))
        if said:
            found.append(said)
        children = min(max(0, raw.FPDF_StructElement_CountChildren(element)), MOST_ELEMENTS)
        waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(children)]
    raw.FPDF_StructTree_Close(tree)
    return found


def _text(ask: Callable[[Any, int], int]) -> str:
    """A text of pdfium's: its length in bytes first, then UTF-16 into a buffer of that length."""
    length = min(ask(None, 0), LONGEST)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    cast = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    ask(cast, length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
