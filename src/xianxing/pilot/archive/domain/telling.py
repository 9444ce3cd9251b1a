"""Who is told of volumes and receipts, one message a need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume
from xianxing.pilot.archive.permissions import KEEPS
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.models import User


def tell_prepared(view: CaseView, *, by: User, at: datetime) -> None:
    """The others of the secretariat check a volume."""
    _tell(view, _others(by, at), "archive_volume", at)


def tell_returned(view: CaseView, row: ArchiveVolume, *, at: datetime) -> None:
    """Who prepared a volume learns that it was returned."""
    _tell(view, [row.prepared_by], "archive_returned", at)


def tell_entered(view: CaseView, *, by: User, at: datetime) -> None:
    """The others of the secretariat confirm a receipt."""
    _tell(view, _others(by, at), "archive_receipt", at)


def tell_rejected(view: CaseView, row: ArchiveReceipt, *, at: datetime) -> None:
    """Who entered a receipt learns that it wasn't confirmed."""
    _tell(view, [row.entered_by], "archive_receipt_rejected", at)


def _others(by: User, at: datetime) -> list[User]:
    return [one for one in people_of_role(KEEPS, at=at) if one.pk != by.pk]


def _tell(view: CaseView, people: Iterable[User], kind: str, at: datetime) -> None:
    tell(recipients=list(people), kind=kind, at=at, case=view.case)
