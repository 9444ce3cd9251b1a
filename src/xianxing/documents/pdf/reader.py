"""From a PDF to blocks: text pages by pdfium, picture pages named for OCR."""

from __future__ import annotations

import re
from collections.abc import Callable

from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.layout import PageLines, lay_out
from xianxing.documents.ocr import Recogniser
from xianxing.documents.pdf.actions import actions
from xianxing.documents.pdf.asides import of_document, of_page, pictures
from xianxing.documents.pdf.chars import PageText
from xianxing.documents.pdf.library import pdfium, raw
from xianxing.documents.pdf.unseen import look_at

METADATA = {
    "Author": "author",
    "Title": "title",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "application",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}
FEW_CHARACTERS = 12
SOME_CHARACTERS = 120
PICTURE_SHARE = 0.3
FULL_PICTURE_SHARE = 0.75
OUTLINED_PATHS = 60
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")

RENDERED_DPI = 170
LARGEST_SIDE_POINTS = 3000

Recognise = Callable[[pdfium.PdfPage, int], PageLines | None]


def read_pdf(
    data: bytes,
    draft: DocumentDraft,
    recognise: Recognise | None = None,
    finish: Callable[[], None] | None = None,
) -> None:
    """Read the pages into the draft; pages count from 1. Raises Fatal for a password or broken structure.

    Without `recognise` pages that are pictures go to `draft.unread_pages`. The text layer over a scan is
    taken as text and reported; other text that can't be seen goes to `hidden`. `finish` is called while the
    pictures that were noted can still be drawn.
    """
    document = opened(data)
    try:
        _metadata(document, draft)
        for code in sorted(actions(data)):
            draft.problem(code)
        if raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
            draft.problem("pdf-embedded-file")
        if b"%%EOF" not in data[-2048:]:
            draft.problem("truncated")
        draft.pages = len(document)
        if not draft.pages:
            raise Fatal("damaged", reason="pages")
        of_document(document, draft)
        _pages(document, draft, recognise)
        if finish is not None:
            finish()
    finally:
        document.close()


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document, to be closed by the caller. Raises Fatal for a password or broken structure."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "assword" in str(error) or "ecurity" in str(error) else "damaged"
        raise Fatal(code, reason="pdf") from error


def _metadata(document: pdfium.PdfDocument, draft: DocumentDraft) -> None:
    for key, text in document.get_metadata_dict(skip_empty=True).items():
        if key in METADATA:
            date = _DATE.match(text)
            draft.metadata[METADATA[key]] = "-".join(date.groups()) if date else text.strip()[:200]


def _pages(document: pdfium.PdfDocument, draft: DocumentDraft, recognise: Recognise | None) -> None:
    laid: list[PageLines] = []
    read_by_ocr = read_from_file = broken = 0
    for index in range(min(len(document), draft.limits.pages)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            broken += 1
            continue
        noted = len(draft.sources)
        lines, is_picture = _page(page, index + 1, draft)
        if is_picture:
            recognised = recognise(page, index + 1) if recognise else None
            if recognised is None:
                draft.unread_pages.append(index + 1)
            else:
                lines = recognised
                read_by_ocr += 1
        elif lines.lines:
            read_from_file += 1
        laid.append(lines)
        if noted == len(draft.sources):  # else the page is closed with the document
            page.close()
    if broken == len(document):
        raise Fatal("damaged", reason="pages")
    if broken or len(document) > draft.limits.pages:
        draft.problem("cut", pages=broken or len(document) - draft.limits.pages)
    _source(draft, read_by_ocr, read_from_file)
    lay_out(laid, draft)


def _source(draft: DocumentDraft, by_ocr: int, from_file: int) -> None:
    if by_ocr:
        draft.text_source = "mixed" if from_file else "ocr"
    elif draft.unread_pages and not from_file:
        draft.text_source = "none"


def _page(page: pdfium.PdfPage, number: int, draft: DocumentDraft) -> tuple[PageLines, bool]:
    scene = look_at(page)
    text = PageText(page, scene)
    lines = text.lines()
    for reason, character in text.hidden:
        draft.hide(reason, character, f"page={number}")
    if scene.text_layer:
        draft.problem("text-layer", f"page={number}")
    of_page(page, number, draft)
    count = sum(len(cell) for line in lines for cell in line.cells)
    is_picture = (
        count < FEW_CHARACTERS and (scene.image_share >= PICTURE_SHARE or scene.paths >= OUTLINED_PATHS)
    ) or (count < SOME_CHARACTERS and scene.image_share >= FULL_PICTURE_SHARE and not scene.text_layer)
    if not is_picture and scene.image_share:
        pictures(page, number, draft)
    return PageLines(number, scene.width, scene.height, lines), is_picture


def recognise_with(recogniser: Recogniser) -> Recognise:
    """A page reader that renders the page and hands the picture to OCR."""

    def recognise(page: pdfium.PdfPage, number: int) -> PageLines | None:
        longest = max(page.get_size())
        scale = RENDERED_DPI / 72 * min(1.0, LARGEST_SIDE_POINTS / max(longest, 1.0) / 2)
        image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return recogniser.page(image, number)

    return recognise
