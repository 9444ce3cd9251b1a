"""Erasing what an event commits to, and everything of a case; skeletons, chain, seals and proofs stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.cases.models import Case, Event, Payload
from xianxing.pilot.cases.procedural import CaseStore, plain
from xianxing.pilot.cases.sealing import site_record
from xianxing.pilot.cases.store import DjangoStore, RowExtra
from xianxing.pilot.protection.declarations import Bound, bound_models
from xianxing.pilot.protection.namings import RESTS_ON, NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import ERASED_WHOLE, JSON
from xianxing.record.canonical import Plain
from xianxing.record.log import RecordError

KEPT = "kept"


def erase_payload(
    *, case: Case, sequence: int, reason: str, role: str, clause: str, person: str, at: datetime
) -> None:
    """Remove one event's payload and salt for good and record that as the case's next event.

    For retention, a state secret found, or a court's order. The case stands where it stood; the reason must
    not repeat what is erased. What stays of the act, who acted and which rows it named, stands in the new
    event from then on, without words. Refused for an unknown or already erased event and without a reason.
    Copies in backups are not touched.
    """
    with CaseStore(case).transaction(str(case.pk)):
        procedural: dict[str, JSON] = {"person": person, "unit": "", "second": "", "answers": {}}
        store = DjangoStore(RowExtra(case.state, case.procedure_version, procedural))
        try:
            site_record(store).erase(
                str(case.pk),
                sequence,
                reason=reason,
                role=role,
                clause=clause,
                time=at,
                payload={"person": person, KEPT: _kept(case, sequence)},
            )
        except RecordError:
            raise Refused(
                "erasure", _("An erasure names a recorded act that still has its content, and a reason.")
            ) from None
        case.sequence += 1
        case.save(update_fields=["sequence"])


def record_erased_whole(
    *, case: Case, files: int, reason: str, role: str, clause: str, person: str, at: datetime
) -> None:
    """Record that every text and file of an opened case was erased: its rows must be empty from then on.

    The event names the rows whose bytes went at this instant.
    """
    if case.sequence:
        store = CaseStore(case)
        with store.transaction(str(case.pk)):
            store.rests_on = list(_gone(at))
            said: dict[str, JSON] = {"reason": reason, "files": files}
            store.append_beside(ERASED_WHOLE, role=role, person=person, clause=clause, payload=said, at=at)


def _gone(at: datetime) -> Iterator[NamedRow]:
    for model, promise in bound_models():
        if promise.gone:
            for row in model._base_manager.filter(**{promise.gone: at}).order_by("pk"):
                yield NamedRow(row, (promise.gone,))


def _kept(case: Case, sequence: int) -> dict[str, Plain]:
    """Who acted, and the erased event's namings with every column of words named as empty."""
    row = Event.objects.filter(case=case, sequence=sequence).first()
    held = Payload.objects.filter(event=row).first() if row else None
    if row is None or held is None:
        return {}
    named = json.loads(bytes(held.body)).get(RESTS_ON, [])
    return plain({"procedural": row.procedural, RESTS_ON: [_without_words(naming) for naming in named]})


def _without_words(naming: dict[str, JSON]) -> dict[str, JSON]:
    promises: dict[str, Bound] = {model._meta.db_table: promise for model, promise in bound_models()}
    promise, columns = promises.get(str(naming["table"])), naming["columns"]
    words: Sequence[str] = promise.erasable if promise else ()
    if isinstance(columns, dict):
        columns = {name: None if name in words else value for name, value in columns.items()}
    return {**naming, "columns": columns}
