"""The secretariat receives a report, asks, and closes the review; the institution answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.reports.domain.telling import tell_remark
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import RemarkKind, ReportRemark, TrialReport
from xianxing.pilot.reports.permissions import REVIEWS, reviewer_in, role_of, writer_in
from xianxing.pilot.reports.queries import ReportStanding, report_to_read, standing_of
from xianxing.pilot.words import cleaned

LONGEST_WORDS = 3_000
# What can be said to a report, by where its review stands.
NEXT = {
    ReportStanding.HANDED_IN: {RemarkKind.RECEIVED},
    ReportStanding.RECEIVED: {RemarkKind.QUESTION, RemarkKind.CLOSED},
    ReportStanding.ASKED: {RemarkKind.ANSWER, RemarkKind.CLOSED},
    ReportStanding.ANSWERED: {RemarkKind.QUESTION, RemarkKind.CLOSED},
    ReportStanding.CLOSED: {RemarkKind.QUESTION},
}
WORDLESS = frozenset({RemarkKind.RECEIVED, RemarkKind.CLOSED})


@transaction.atomic
def say_to_report(*, case: UUID, number: int, kind: str, words: str, by: User, at: datetime) -> ReportRemark:
    """Receive a report, ask about it, answer, or close the review; a closed one is opened by a question.

    The secretariat says all but answers, the people of the institution answer. Refused where the review
    stands elsewhere, for a question or an answer without words, and for words that are too long.
    """
    report, view = report_to_read(case, number, by, at=at)
    locked(view.filing)
    report, view = report_to_read(case, number, by, at=at)
    if kind not in RemarkKind.values:
        raise Refused("kind", _("Choose what is to be done with the report."))
    role = _role(view, report, RemarkKind(kind))
    if kind not in NEXT[standing_of(report)]:
        raise Refused("moved", _("Meanwhile the review of this report stands elsewhere; look again."))
    words = cleaned(words)
    if not words and kind not in WORDLESS:
        raise Refused("words", _("Write the question or the answer."))
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    row = ReportRemark.objects.create(
        report=report, case=view.case, kind=kind, words=words, said_by=by, said_at=at
    )
    clause = view.procedure.cite(practice().serves[0]) or ""
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=role, person=str(by.pk), clause=clause, at=at
    )
    tell_remark(view, row, by=by, at=at)
    return row


def _role(view: CaseView, report: TrialReport, kind: RemarkKind) -> str:
    if kind == RemarkKind.ANSWER:
        actor = writer_in(view, report.unit)
        if actor is None:
            raise Refused("role", _("The people of the institution that reported answer."))
        return role_of(actor)
    if reviewer_in(view) is None:
        raise Refused("role", _("The secretariat receives reports, asks about them and closes the review."))
    return REVIEWS
