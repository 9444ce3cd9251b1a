"""Reading images: nothing but OCR can; size is bounded before a pixel is decoded."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from xianxing.documents.draft import DocumentDraft, Fatal
from xianxing.documents.layout import PageLines, lay_out
from xianxing.documents.model import PictureInside
from xianxing.documents.ocr import Recogniser

if TYPE_CHECKING:
    from PIL import Image

_FIELDS = {
    "title": "title",
    "author": "author",
    "description": "subject",
    "comment": "comments",
    "copyright": "company",
    "subject": "subject",
    "keywords": "keywords",
}
# EXIF: description, artist, copyright, and the fields that Windows writes in UTF-16
_TAGS = {
    270: "subject",
    315: "author",
    33432: "company",
    40091: "title",
    40092: "comments",
    40093: "author",
    40094: "keywords",
    40095: "subject",
}
MOST_MEASURED = 20  # frames
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")


def read_picture(data: bytes, draft: DocumentDraft, recogniser: Recogniser | None) -> None:
    """Read each frame as a page. Raises Fatal for a broken or oversized image.

    Without a recogniser the frames are only counted and named as unread.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = draft.limits.image_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height > draft.limits.image_pixels:
                raise Fatal("too-large", pixels=image.width * image.height, limit=draft.limits.image_pixels)
            frames = min(int(getattr(image, "n_frames", 1)), draft.limits.pages)
            draft.metadata.update(_said_by(image))
            draft.pages = frames
            draft.text_source = "none"
            laid: list[PageLines] = []
            for number in range(frames):
                image.seek(number)
                if number < MOST_MEASURED:
                    draft.pictures.append(_measured(image, number + 1))
                if recogniser is None:
                    if number == 0:
                        image.load()
                    draft.unread_pages.append(number + 1)
                    continue
                lines = recogniser.page(ImageOps.exif_transpose(image), number + 1)
                if lines is None:
                    draft.unread_pages.append(number + 1)
                else:
                    laid.append(lines)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Fatal("damaged", reason="image") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Fatal("too-large", reason="image") from error
    if laid:
        draft.text_source = "ocr"
        lay_out(laid, draft)


def _said_by(image: Image.Image) -> dict[str, str]:
    """What the picture's own fields say: title, author, description, keywords."""
    found: dict[str, str] = {}
    for key, value in image.info.items():
        if str(key).casefold() in _FIELDS and isinstance(value, str) and value.strip():
            found[_FIELDS[str(key).casefold()]] = value.strip()[:200]
    for tag, value in image.getexif().items():
        text = value.decode("utf-16-le", "ignore").rstrip("\0") if isinstance(value, bytes) else str(value)
        if tag in _TAGS and text.strip():
            found[_TAGS[tag]] = text.strip()[:200]
    return found


def _measured(image: Image.Image, number: int) -> PictureInside:
    from xianxing.documents.pictures_inside import shows_something

    return PictureInside(f"page={number}", image.width, image.height, shows_something(image))
