"""What comes back of a paper: the sealed scan or OFD; of one marked as secret only where it is kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.documents.model import FileKind
from xianxing.documents.sniff import real_kind
from xianxing.pilot.cases.domain.performing import put_on_record, refuse_stopped
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.filings.files.quota import MEGABYTE
from xianxing.pilot.filings.storage.vault import HEAD, Readable, TooLargeError, discard, keep, stage
from xianxing.pilot.papers.domain.numbering import as_number
from xianxing.pilot.papers.models import CasePaper, ReturnedPaper, SecrecyLevel
from xianxing.pilot.papers.permissions import may_return, paper_to_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

LARGEST = 20 * MEGABYTE
OFD, ZIP = ".ofd", b"PK\x03\x04"


def return_paper(*, paper: str, name: str, content: Readable, by: User, at: datetime) -> ReturnedPaper:
    """Keep the sealed scan (PDF or picture) or OFD of a paper, as it came; its seal is not verified here.

    By the secretariat, who says with it that the paper bears no mark of secrecy. Refused over 20 MB and for
    other types. When the row can't be made, no byte stays.
    """
    require(may_return, by, at=at)
    row, _view = paper_to_read(paper, by, at=at)
    head = content.read(HEAD)
    shown = safe_name(name)
    if not _is_scan(head, shown):
        raise Refused("type", _("Hand in a PDF, a picture or an OFD file of the sealed paper."))
    try:
        staged = stage(_Again(head, content), limit=LARGEST)
    except TooLargeError:
        message = _("A sealed paper takes at most {size} MB.").format(size=LARGEST // MEGABYTE)
        raise Refused("too-large", message) from None
    try:
        with transaction.atomic():
            stored = keep(staged, charged_to=None, at=at)
            made = ReturnedPaper(paper=row, file=stored, name=shown, brought_by=by, brought_at=at)
            return _on_record(row, made, by, at)
    except BaseException:
        discard(staged)
        raise


@transaction.atomic
def note_secret_paper(
    *, paper: str, secrecy: str, number: str, dated: date, organ: str, kept_at: str, by: User, at: datetime
) -> ReturnedPaper:
    """Note of a paper marked 秘密 or above its number, day, organ and place; nothing of its content.

    By the secretariat. Refused without one of these, and for a level that is none.
    """
    require(may_return, by, at=at)
    row, _view = paper_to_read(paper, by, at=at)
    if secrecy not in SecrecyLevel.values or secrecy == SecrecyLevel.NONE:
        raise Refused("secrecy", _("Name the level that the paper is marked with."))
    organ, kept_at = cleaned(organ), cleaned(kept_at)
    if not organ or not kept_at:
        raise Refused("place", _("Name the organ that issued the paper, and where it is kept."))
    made = ReturnedPaper(
        paper=row, secrecy=secrecy, number=as_number(number), dated=dated, organ=organ[:100],
        kept_at=kept_at[:200], brought_by=by, brought_at=at,
    )  # fmt: skip
    return _on_record(row, made, by, at)


class _Again:
    """A stream whose head was read already."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self.head, self.rest = head, rest

    def read(self, size: int = -1, /) -> bytes:
        """The head first, then the rest."""
        if self.head:
            piece, self.head = (self.head, b"") if size < 0 else (self.head[:size], self.head[size:])
            return piece
        return self.rest.read(size)


def _is_scan(head: bytes, name: str) -> bool:
    if name.lower().endswith(OFD):
        return head.startswith(ZIP)
    return real_kind(head, name) in (FileKind.PDF, FileKind.IMAGE)


def _on_record(paper: CasePaper, made: ReturnedPaper, by: User, at: datetime) -> ReturnedPaper:
    refuse_stopped(paper.case)
    made.save()
    named = [NamedRow(made), *([NamedRow(made.file)] if made.file else [])]
    put_on_record(case=paper.case, rests_on=named, role="secretariat", person=str(by.pk), clause="", at=at)
    return made
