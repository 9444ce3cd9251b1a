"""Erasing what an event commits to: recorded, reasoned, and every proof still verifies."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.store import DjangoStore, RowExtra
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import JSON
from xianxing.record.log import Record, RecordError


def erase_payload(
    *, case: Case, sequence: int, reason: str, role: str, clause: str, person: str, at: datetime
) -> None:
    """Remove one event's payload and salt for good and record that as the case's next event.

    For retention, a state secret found, or a court's order. The case stands where it stood; the reason must
    not repeat what is erased. Refused for an unknown or already erased event and without a reason. Copies in
    backups are not touched.
    """
    with CaseStore(case).transaction(str(case.pk)):
        procedural: dict[str, JSON] = {"person": person, "unit": "", "second": "", "answers": {}}
        store = DjangoStore(RowExtra(case.state, case.procedure_version, procedural))
        try:
            Record(store).erase(
                str(case.pk),
                sequence,
                reason=reason,
                role=role,
                clause=clause,
                time=at,
                payload={"person": person},
            )
        except RecordError:
            raise Refused(
                "erasure", _("An erasure names a recorded act that still has its content, and a reason.")
            ) from None
        case.sequence += 1
        case.save(update_fields=["sequence"])
