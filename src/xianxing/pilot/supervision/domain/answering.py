"""A value that stands out is explained by the institution, or set aside by the group with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.domain.keeping import renew_monitoring
from xianxing.pilot.supervision.models import AlarmAnswer, AnswerKind
from xianxing.pilot.supervision.permissions import (
    AGREES,
    group_member_in,
    may_read,
    refuse_not_running,
    reporter_in,
    role_of,
)
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_WORDS = 2_000


@transaction.atomic
def answer_alarm(
    *, case: UUID, indicator: str, period: str, kind: str, words: str, by: User, at: datetime
) -> AlarmAnswer:
    """Explain a value that stands out, for the institution; or set the alarm aside, for the secretariat.

    Nothing is set aside without a reason. What is said is added to what was said before. Refused where
    nothing stands out.
    """
    view = case_to_read(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    if kind not in AnswerKind.values:
        raise Refused("kind", _("An alarm is explained or set aside."))
    role = _role(view, kind)
    words = cleaned(words)
    if not words:
        raise Refused("words", _("Write down the reason, or what was done."))
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    locked(view.filing)
    alarms = [alarm for one in monitoring_of(view.case, day_of(at)).standings for alarm in one.alarms]
    if not any(alarm.line.indicator.id == indicator and alarm.period.name == period for alarm in alarms):
        raise Refused("alarm", _("Nothing stands out there any more."))
    row = AlarmAnswer.objects.create(
        case=view.case, indicator=indicator, period=period, kind=kind, words=words, given_by=by, given_at=at
    )
    clause = view.procedure.cite(catalogue().serves[0]) or ""
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role, person=str(by.pk), clause=clause, at=at
    )
    renew_monitoring(view.case, at=at)
    return row


def _role(view: CaseView, kind: str) -> str:
    if kind == AnswerKind.MUTE:
        if group_member_in(view) is None:
            raise Refused("role", _("The secretariat sets alarms aside."))
        return AGREES
    actor = reporter_in(view)
    if actor is None:
        raise Refused("role", _("The people of the project's pilot institutions explain values."))
    refuse_not_running(view)
    return role_of(actor)
