"""A project that has left, and its volume: prepared, checked, received by the archive, by the real acts."""

from __future__ import annotations

from datetime import date

from tests.factories.exits import decided, done
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.archive.domain.checking import accept_volume
from xianxing.pilot.archive.domain.preparing import VolumeTyped, prepare_volume
from xianxing.pilot.archive.domain.receipts import ReceiptTyped, decide_receipt, enter_receipt
from xianxing.pilot.archive.models import ArchiveReceipt, ArchiveVolume
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of


def finished(office: Office) -> None:
    """The project ends its trial: decided, consulted, carried out, closed."""
    decided(office, "end")
    done(office, "carry_out_exit_plan", unit="lead")
    done(office, "close_ended")


def prepared(
    office: Office,
    *,
    retention: str = "permanent",
    reason: str = "",
    originals: str = "一号库房3柜2盒",
    note: str = "本卷材料完整。",
    by: User | None = None,
    sequence: int | None = None,
) -> ArchiveVolume:
    """Wen prepares a volume of the case."""
    return prepare_volume(
        case=office.company.filing.pk, sequence=office.sequence if sequence is None else sequence,
        typed=VolumeTyped(retention, reason, originals, note), by=by or office.wen, at=office.company.later(),
    )  # fmt: skip


def accepted(office: Office, volume: ArchiveVolume, *, by: User | None = None) -> ArchiveVolume:
    """Tang finds a volume in order."""
    person = by or office.tang
    return accept_volume(
        case=volume.case_id, number=volume.number, by=person, step_up=just(person), at=office.company.later()
    )


def received(
    office: Office,
    volume: ArchiveVolume,
    *,
    organ: str = "某市综合档案馆（虚构）",
    document: str = "接〔2024〕12号",
    on: date | None = None,
    scan: bool = True,
    by: User | None = None,
) -> ArchiveReceipt:
    """Wen enters the archive's receipt with its scan."""
    person = by or office.wen
    files = (office.letter(person, "接收凭据.pdf"),) if scan else ()
    typed = ReceiptTyped(organ, document, on or day_of(office.company.at), files)
    return enter_receipt(
        case=volume.case_id, number=volume.number, typed=typed, by=person, at=office.company.later()
    )


def confirmed(
    office: Office, volume: ArchiveVolume, *, reason: str = "", by: User | None = None
) -> ArchiveReceipt:
    """Tang confirms the receipt that waits, or with a reason rejects it."""
    return decide_receipt(
        case=volume.case_id, number=volume.number, confirm=not reason, reason=reason, by=by or office.tang,
        at=office.company.later(),
    )  # fmt: skip
