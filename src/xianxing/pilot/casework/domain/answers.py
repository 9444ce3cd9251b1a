"""The units' answers to a correction notice, item by item; all, before a correction is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import put_on_record, refuse_behind
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.casework.permissions import may_answer
from xianxing.pilot.casework.work_list import body_in_check, items_of
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import locked, refuse_writer, standing
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.meanings import Means

LONGEST = 2_000
CORRECTING = (Means.REQUEST_CORRECTION, Means.FREEZE_CORRECTION)


def asked_now(filing: Filing) -> tuple[CorrectionItem, ...]:
    """What the last notice asks of the body filed last, while it is being corrected; else nothing."""
    if not correcting(filing):
        return ()
    body = body_in_check(filing)
    return items_of(body) if body else ()


def correcting(filing: Filing) -> bool:
    """Whether the case stands where a correction is written or confirmed."""
    procedure = procedure_of(filing.case.call)
    return filing.case.state in {step.target for step in procedure.steps_meaning(*CORRECTING)}


@transaction.atomic
def answer_items(*, filing: Filing, answers: Mapping[int, str], by: User, at: datetime) -> int:
    """Keep answers by the items' numbers; gives how many were new or changed. Until the handing in they can
    be changed, and each time stands in the record.

    Refused where nothing is asked now, for who doesn't write in the filing, for an item on another unit's
    sheet, and for an answer that is too long; then none is kept.
    """
    filing = locked(filing)
    who = standing(by, filing, at=at)
    asked = asked_now(filing)
    if not asked:
        raise Refused("not-asked", _("No correction is asked for now."))
    if not who.writes_for:
        refuse_writer()
    refuse_behind(at)
    changed = []
    for item in asked:
        text = cleaned(answers.get(item.number, item.answer))
        if text == item.answer:
            continue
        if not may_answer(who, item):
            refuse_writer()
        if len(text) > LONGEST:
            raise Refused(
                "too-long",
                _("Item {number}: an answer takes at most {limit} characters.").format(
                    number=item.number, limit=LONGEST
                ),
            )
        item.answer, item.answered_by, item.answered_at = text, by, at
        item.save(update_fields=["answer", "answered_by", "answered_at"])
        changed.append(NamedRow(item, ("answer", "answered_by", "answered_at")))
    role = "lead" if any(unit.lead for unit in who.writes_for) else "unit"
    put_on_record(case=filing.case, rests_on=changed, role=role, person=str(by.pk), clause="", at=at)
    return len(changed)


def refuse_unanswered(filing: Filing) -> None:
    """Refused while an item of the correction notice has no answer."""
    asked = asked_now(filing)
    left = [one for one in asked if not one.answer]
    if left:
        raise Refused(
            "unanswered",
            _("Answer every item of the correction notice before you hand in; open: {numbers}.").format(
                numbers=", ".join(str(one.number) for one in left)
            ),
        )
