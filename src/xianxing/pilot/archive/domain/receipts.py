"""The archive's receipt for a volume: entered with its scan by one person, confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.archive.domain.preparing import LONGEST
from xianxing.pilot.archive.domain.telling import tell_entered, tell_rejected
from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume, ReceiptState, VolumeState
from xianxing.pilot.archive.permissions import KEEPS, checker_in, keeper_in, readable, role_of
from xianxing.pilot.cases.domain.performing import Actor, put_on_record, refuse_second_person
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_ORGAN, LONGEST_DOCUMENT = 200, 100
DECIDED = ("state", "reason", "decided_by", "decided_at")


@dataclass(frozen=True)
class ReceiptTyped:
    """What stands on a receipt: the archive, its number, the day; and the scan that was brought."""

    organ: str
    document: str
    received_on: date
    evidence: Sequence[UUID]


@transaction.atomic
def enter_receipt(*, case: UUID, number: int, typed: ReceiptTyped, by: User, at: datetime) -> ArchiveReceipt:
    """Enter the archive's receipt for a checked volume, with its scan; it counts once another confirms it.

    By the secretariat. Refused for a volume that isn't checked, where a receipt was confirmed or waits, for
    a day before the check or to come, without archive, number and scan.
    """
    view, volume = _locked(case, number, by, at)
    if keeper_in(view) is None:
        raise Refused("role", _("The secretariat enters the archive's receipt."))
    if volume.state != VolumeState.CHECKED or volume.checked_at is None:
        raise Refused("unchecked", _("A receipt belongs to a volume that was checked."))
    if volume.receipts.exclude(state=ReceiptState.REJECTED).exists():
        raise Refused("twice", _("A receipt for this volume was entered already."))
    organ, document = cleaned(typed.organ), cleaned(typed.document)
    if not organ or not document:
        raise Refused("document", _("Write down which archive received it, and the receipt's number."))
    if len(organ) > LONGEST_ORGAN or len(document) > LONGEST_DOCUMENT:
        raise Refused(
            "document",
            _("At most {organ} characters for the archive, {document} for the number.").format(
                organ=LONGEST_ORGAN, document=LONGEST_DOCUMENT
            ),
        )
    if not day_of(volume.checked_at) <= typed.received_on <= day_of(at):
        raise Refused(
            "received_on",
            _("The archive received it on a day from the check ({day}) to today.").format(
                day=day_of(volume.checked_at)
            ),
        )
    brought = evidence_of(view.case, typed.evidence, by)
    if not brought:
        raise Refused("evidence", _("Add the scan of the receipt."))
    row = ArchiveReceipt.objects.create(
        volume=volume, ordinal=volume.receipts.count() + 1, organ=organ, document=document,
        received_on=typed.received_on, evidence=said_of(brought), entered_by=by, entered_at=at,
    )  # fmt: skip
    put_on_record(
        case=view.case, rests_on=[NamedRow(row), *named(brought)], role=KEEPS, person=str(by.pk), clause="",
        at=at,
    )  # fmt: skip
    tell_entered(view, by=by, at=at)
    return row


@transaction.atomic
def decide_receipt(
    *, case: UUID, number: int, confirm: bool, reason: str, by: User, at: datetime
) -> ArchiveReceipt:
    """Confirm the receipt that waits for a volume against its scan, or reject it with a reason.

    By the head or another one of the secretariat than who entered it.
    """
    view, volume = _locked(case, number, by, at)
    row = volume.receipts.filter(state=ReceiptState.ENTERED).first()
    if row is None:
        raise Refused("none", _("No receipt waits for this volume."))
    actor = checker_in(view)
    if actor is None:
        raise Refused("role", _("The secretariat or the head of the group confirms receipts."))
    if row.entered_by_id == by.pk:
        raise Refused("four-eyes", _("Somebody else confirms what you entered."))
    refuse_second_person(Actor(str(row.entered_by_id), frozenset()), actor, at)
    reason = cleaned(reason)
    if not confirm and not reason:
        raise Refused("reason", _("Say what doesn't agree with the scan."))
    if len(reason) > LONGEST:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST))
    row.state = ReceiptState.CONFIRMED if confirm else ReceiptState.REJECTED
    row.reason, row.decided_by, row.decided_at = "" if confirm else reason, by, at
    row.save(update_fields=DECIDED)
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role_of(actor), person=str(by.pk), clause="", at=at
    )
    if not confirm:
        tell_rejected(view, row, at=at)
    return row


def _locked(case: UUID, number: int, by: User, at: datetime) -> tuple[CaseView, ArchiveVolume]:
    locked(readable(case_to_read(case, by, at=at)).filing)
    view = readable(case_to_read(case, by, at=at))
    volume = ArchiveVolume.objects.filter(case=view.case, number=number).first()
    if volume is None:
        raise Stranger(_("There is no such volume."))
    return view, volume
