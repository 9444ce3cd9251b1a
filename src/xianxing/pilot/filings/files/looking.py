"""Files out again, as bytes to keep or as pages to look at; both ask the same of the person.

The people of a filing's units get every version; the working group the files of what was filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.documents.reading import draw_page
from xianxing.documents.showing import SHOWN, PageImage
from xianxing.pilot.cases.domain.performing import refuse_stopped
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.files.capacity import reading_for
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.files.reading import private_folder
from xianxing.pilot.filings.models import Body, MaterialVersion
from xianxing.pilot.filings.permissions import reads_filed, standing
from xianxing.pilot.filings.storage.vault import pieces, write_to
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger


@dataclass(frozen=True)
class Download:
    """What a page needs to send a file: the header's value, the size, and the bytes piece by piece."""

    disposition: str
    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True)
class FiledFile:
    """A file of a filed body: the name that it was filed under, and where its bytes are."""

    name: str
    version: MaterialVersion


def download(*, version: MaterialVersion, by: User, at: datetime) -> Download:
    """A version's bytes for a person of one of the filing's units; the name is the one it came under.

    Stranger for anybody else; Refused `erased` when the bytes are gone.
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
    return _drawn(version, page, by)


def filed_file(*, body: Body, number: int, by: User, at: datetime) -> FiledFile:
    """The file at a place (from 0) of a filed body's list, for a person who reads what was filed.

    Stranger for anybody else and for a body that wasn't filed; Refused `stopped` while the case is stopped
    for secrecy, `absent` where the body names no file, `erased` when the bytes are gone.
    """
    if not reads_filed(body, by, at=at):
        raise Stranger(_("There is no such filing."))
    refuse_stopped(body.filing.case)
    listed = content_of(body).get("files")
    entry = dict(enumerate(listed)).get(number) if isinstance(listed, list) else None
    digest = entry.get("sha256") if isinstance(entry, Mapping) else None
    if not digest or not isinstance(entry, Mapping):
        raise Refused("absent", _("There is no such file."))
    held = MaterialVersion.objects.filter(material__filing=body.filing_id, file__sha256=str(digest))
    version = held.filter(file__erased_at__isnull=True).select_related("file").order_by("pk").first()
    if version is None:
        raise Refused("erased", _("The bytes of this file were erased; upload it again."))
    return FiledFile(str(entry.get("file", "")), version)


def filed_download(*, body: Body, number: int, by: User, at: datetime) -> Download:
    """The bytes of a filed file under the name that it was filed with; for whom `filed_file` is."""
    found = filed_file(body=body, number=number, by=by, at=at)
    return Download(disposition(found.name), found.version.file.size, pieces(found.version.file))


def filed_page_image(*, body: Body, number: int, page: int, by: User, at: datetime) -> PageImage:
    """One page of a filed file as `page_image` draws it; for whom `filed_file` is."""
    return _drawn(filed_file(body=body, number=number, by=by, at=at).version, page, by)


def _drawn(version: MaterialVersion, page: int, by: User) -> PageImage:
    if version.content not in SHOWN:
        return PageImage(failure="unsupported-type")
    with reading_for(by), private_folder() as folder:
        path = folder / "file"
        write_to(version.file, path)
        return draw_page(path, page, name=version.name)


def _may_see(version: MaterialVersion, by: User, at: datetime) -> None:
    standing(by, version.material.filing, at=at)
    if version.file.erased_at is not None:
        raise Refused("erased", _("The bytes of this file were erased; upload it again."))
