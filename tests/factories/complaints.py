"""Complaints made and handled by the real verbs: the public complains, Wen handles, Chen answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.factories.notices import Noticed
from xianxing.pilot.complaints.domain.answering import answer_complaint
from xianxing.pilot.complaints.domain.handling import accept_complaint, forward_complaint
from xianxing.pilot.complaints.domain.receiving import Intake, receive_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.notices.domain.commenting import CommentReceipt

SOMEBODY = Identity("郑小满", "zheng@complainant.example")
WORDS = "产品说明没有写清费用，客服多次不予回复。"
EXTRACT = "投诉人反映费用说明不清、客服不予回复，请核实处理。"


def complained(scene: Noticed, **said: Any) -> CommentReceipt:
    """Somebody complains about the project, unless something else is said."""
    usual: dict[str, Any] = {
        "kind": "complaint",
        "words": ComplaintWords(WORDS, "合同第三页"),
        "identity": SOMEBODY,
        "about": scene.company.filing.case,
    }
    return receive_complaint(intake=Intake(**{**usual, **said}), at=scene.company.later())


def row_of(receipt: CommentReceipt) -> Complaint:
    """The complaint as the database has it."""
    return Complaint.objects.get(number=receipt.number)


def accepted(scene: Noticed, **said: Any) -> Complaint:
    """Received and accepted."""
    row = row_of(complained(scene, **said))
    return accept_complaint(complaint=row.pk, by=scene.company.cast.wen, at=scene.company.later())


def forwarded(scene: Noticed, row: Complaint | None = None, **said: Any) -> Complaint:
    """Accepted and forwarded to 鹏海证券."""
    row = row or accepted(scene, **said)
    cast = scene.company.cast
    return forward_complaint(
        complaint=row.pk, institution=cast.penghai.pk, extract=EXTRACT, by=cast.wen, at=scene.company.later()
    )


def answered(scene: Noticed, row: Complaint | None = None, **said: Any) -> Complaint:
    """Forwarded, and answered by Chen."""
    row = row or forwarded(scene, **said)
    return answer_complaint(
        complaint=row.pk,
        words="已向投诉人说明并退还费用。",
        by=scene.company.cast.chen,
        at=scene.company.later(),
    )


def days_on(scene: Noticed, days: int) -> None:
    """So many days pass."""
    scene.company.at += timedelta(days=days)
