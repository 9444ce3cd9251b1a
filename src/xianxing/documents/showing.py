"""One page of a PDF or a picture drawn anew: what is sent on is pixels, nothing of the file's own bytes.

Runs in the reader's child process; others call `reading.draw_page`.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xianxing.documents.draft import Fatal
from xianxing.documents.limits import Limits
from xianxing.documents.model import FileKind
from xianxing.documents.pictures import FORMATS
from xianxing.documents.sniff import real_kind

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

CONTENT_TYPE = "image/webp"
QUALITY = 84
SHARPEST = 3.0  # pixels a point: a small page isn't blown up without end
SHOWN = frozenset({FileKind.PDF, FileKind.IMAGE})


@dataclass(frozen=True)
class PageImage:
    """A page as WebP; `pages` is how many the file has. A `failure` is a problem's code."""

    content: bytes = b""
    width: int = 0
    height: int = 0
    pages: int = 0
    failure: str = ""


def drawn(data: bytes, name: str, page: int, limits: Limits) -> PageImage:
    """Page `page` (from 1) of a PDF or picture, at most `limits.shown_side` pixels a side.

    Raises Fatal for what can't be opened, for other types (`unsupported-type`) and for a page that isn't
    there or lies above the limit of pages (`not-found`). Memory and time are bounded by the process.
    """
    if not data:
        raise Fatal("empty-file")
    if len(data) > limits.file_bytes:
        raise Fatal("too-large", size=len(data), limit=limits.file_bytes)
    draw = {FileKind.PDF: _pdf, FileKind.IMAGE: _picture}.get(real_kind(data, name))
    if draw is None:
        raise Fatal("unsupported-type")
    try:
        return draw(data, page, limits)
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, ZeroDivisionError) as error:
        # A broken file may break any assumption of the libraries.
        raise Fatal("damaged", reason=type(error).__name__) from error


def _pdf(data: bytes, page: int, limits: Limits) -> PageImage:
    from xianxing.documents.pdf.library import pdfium
    from xianxing.documents.pdf.reader import opened

    document = opened(data)
    try:
        pages = len(document)
        _refuse_absent(page, min(pages, limits.pages))
        document.init_forms()  # what was typed into a form's fields belongs to what a reader sees
        try:
            return _encoded(_rendered(document[page - 1], limits), pages)
        except pdfium.PdfiumError as error:
            raise Fatal("damaged", reason="pages") from error
    finally:
        document.close()


def _rendered(page: pypdfium2.PdfPage, limits: Limits) -> Image.Image:
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise Fatal("damaged", reason="page size")
    scale = min(SHARPEST, limits.shown_side / max(width, height))
    return page.render(scale=scale).to_pil()  # type: ignore[no-any-return, unused-ignore]


def _picture(data: bytes, page: int, limits: Limits) -> PageImage:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = limits.image_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > limits.image_pixels:
                    raise Fatal("too-large", pixels=image.width * image.height, limit=limits.image_pixels)
                frames = int(getattr(image, "n_frames", 1))
                _refuse_absent(page, min(frames, limits.pages))
                image.seek(page - 1)
                image.draft("RGB", (limits.shown_side, limits.shown_side))
                image.load()
                return _encoded(_fitted(ImageOps.exif_transpose(image), limits.shown_side), frames)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Fatal("too-large", reason="image") from error


def _fitted(image: Image.Image, side: int) -> Image.Image:
    """On white, and no larger than shown."""
    from PIL import Image

    image.thumbnail((side, side))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen)
    return image


def _encoded(image: Image.Image, pages: int) -> PageImage:
    """Encoded anew from the pixels alone: no profile, no metadata of the file goes along."""
    plain = image.convert("RGB")
    plain.info.clear()
    target = BytesIO()
    plain.save(target, "WEBP", quality=QUALITY, method=2)
    return PageImage(target.getvalue(), plain.width, plain.height, pages)


def _refuse_absent(page: int, pages: int) -> None:
    if not 1 <= page <= pages:
        raise Fatal("not-found", page=page, pages=pages)


def to_plain(image: PageImage) -> dict[str, Any]:
    """As values of JSON, for the frame between the processes."""
    from base64 import b64encode

    return {**image.__dict__, "content": b64encode(image.content).decode("ascii")}


def from_plain(values: dict[str, Any]) -> PageImage:
    """The image again. Raises KeyError, TypeError or ValueError for what `to_plain` didn't make."""
    from base64 import b64decode

    content = b64decode(values["content"], validate=True)
    return PageImage(content, int(values["width"]), int(values["height"]), int(values["pages"]))
