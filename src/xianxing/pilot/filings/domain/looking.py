"""Files out again, as bytes to keep or as pages to look at; both ask the same of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore

from django.utils.translation import gettext as _

from xianxing.documents.reading import draw_page
from xianxing.documents.showing import PageImage
from xianxing.pilot.filings.access import standing
from xianxing.pilot.filings.models import MaterialVersion
from xianxing.pilot.filings.names import disposition
from xianxing.pilot.filings.reading import private_folder
from xianxing.pilot.filings.storage.vault import pieces, write_to
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

DRAWN_AT_ONCE = 2  # child processes for drawing, of one process of the site
WAIT = 15.0  # seconds for one of them


@dataclass(frozen=True)
class Download:
    """What a page needs to send a file: the header's value, the size, and the bytes piece by piece."""

    disposition: str
    size: int
    pieces: Iterator[bytes]


_drawing = BoundedSemaphore(DRAWN_AT_ONCE)


def download(*, version: MaterialVersion, by: User, at: datetime) -> Download:
    """A version's bytes for a person of one of the filing's units; the name is the one it came under.

    Refused `stranger` for anybody else, `erased` when the bytes are gone.
    """
    _may_see(version, by, at)
    return Download(disposition(version.name), version.file.size, pieces(version.file))


def page_image(*, version: MaterialVersion, page: int, by: User, at: datetime) -> PageImage:
    """One page (from 1) of a version that is a PDF or a picture, drawn anew; for whom `download` is.

    Drawn when asked for and kept nowhere: the plaintext lies in a private folder while the reader's process
    has it. What can't be drawn has its code in `failure`. Refused as `download`, and `busy` when others are
    drawing and the wait was in vain.
    """
    _may_see(version, by, at)
    if not _drawing.acquire(timeout=WAIT):
        raise Refused("busy", _("Many pages are being drawn; try again in a minute."))
    try:
        with private_folder() as folder:
            path = folder / "file"
            write_to(version.file, path)
            return draw_page(path, page, name=version.name)
    finally:
        _drawing.release()


def _may_see(version: MaterialVersion, by: User, at: datetime) -> None:
    standing(by, version.material.filing, at=at)
    if version.file.erased_at is not None:
        raise Refused("erased", _("The bytes of this file were erased; upload it again."))
