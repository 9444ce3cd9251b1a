"""The pictures inside an office file or PDF: whether they show anything, and what OCR reads in them."""

from __future__ import annotations

import warnings
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from xianxing.documents.draft import DocumentDraft
from xianxing.documents.model import PictureInside, PlaceKind
from xianxing.documents.ocr import Recogniser
from xianxing.documents.pictures import FORMATS

if TYPE_CHECKING:
    from PIL import Image

LEAST_SIDE = 24  # pixels: nothing can be made out in less
LOOKED_AT = 64  # side of the small copy that is looked at
ONE_COLOUR = 24  # of 255: a difference nobody calls another colour
LEAST_SHARE = 0.004  # of a picture's points that are darker or lighter than its ground
MOST = 80  # pictures looked at in one file


def look_at_pictures(draft: DocumentDraft, recogniser: Recogniser | None) -> None:
    """Measure the pictures noted in the draft, each stored one once, and read them where OCR is asked for."""
    seen: dict[str, PictureInside] = {}
    for number, source in enumerate(draft.sources):
        noted = draft.pictures[number]
        if source is None or (noted.name not in seen and len(seen) >= MOST):
            continue
        if noted.name not in seen:
            image = _opened(source(), draft.limits.image_pixels)
            seen[noted.name] = _measured(noted, image)
            if recogniser is not None and image is not None and seen[noted.name].holds_words:
                _read(image, seen[noted.name], draft, recogniser)
        draft.pictures[number] = replace(seen[noted.name], location=noted.location)
    draft.sources.clear()


def _opened(data: bytes | Image.Image | None, most_pixels: int) -> Image.Image | None:
    """The picture, None for one that is too large, damaged, or of a format that isn't looked at."""
    from PIL import Image

    if not isinstance(data, bytes):
        return data
    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height <= most_pixels:
                image.load()
                return image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    except (OSError, SyntaxError, ValueError, EOFError):  # an unknown format is an OSError, too
        return None
    return None


def _measured(noted: PictureInside, image: Image.Image | None) -> PictureInside:
    if image is None:
        return noted
    return replace(noted, width=image.width, height=image.height, shows=shows_something(image))


def shows_something(image: Image.Image) -> bool:
    """Whether some points are lighter or darker than the ground, which most of a small copy has."""
    from PIL import Image

    if min(image.size) < LEAST_SIDE:
        return False
    small = image.convert("RGBA").resize((LOOKED_AT, LOOKED_AT))
    on_white = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("L")
    counts = on_white.histogram()
    ground = counts.index(max(counts))
    near = sum(counts[max(0, ground - ONE_COLOUR) : ground + ONE_COLOUR + 1])
    return LOOKED_AT**2 - near >= LEAST_SHARE * LOOKED_AT**2


def _read(image: Image.Image, picture: PictureInside, draft: DocumentDraft, recogniser: Recogniser) -> None:
    page = recogniser.page(image, 1)
    if page is not None:
        text = "\n".join(line.text for line in page.lines)
        draft.aside(PlaceKind.PICTURE, text, picture.location, sure=False)
