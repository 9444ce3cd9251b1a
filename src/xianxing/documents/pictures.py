"""Reading images: nothing but OCR can; size is bounded before a pixel is decoded."""

from __future__ import annotations

import warnings
from io import BytesIO

from xianxing.documents.draft import Draft, Fatal
from xianxing.documents.layout import PageLines, lay_out
from xianxing.documents.ocr import Recogniser

FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")


def read_picture(data: bytes, draft: Draft, recogniser: Recogniser | None) -> None:
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
            draft.pages = frames
            draft.text_source = "none"
            laid: list[PageLines] = []
            for number in range(frames):
                image.seek(number)
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
