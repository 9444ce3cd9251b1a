"""Who is told of a report, one message a need: that something is asked, what was answered.

That a report came is told by the act that hands it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.models import User
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import RemarkKind, ReportRemark
from xianxing.pilot.reports.permissions import REVIEWS
from xianxing.pilot.supervision.domain.telling import institutions_people
from xianxing.workdays.clocks import day_of

NOTHING: Mapping[str, object] = {}


def tell_remark(view: CaseView, remark: ReportRemark, *, by: User, at: datetime) -> None:
    """The institution is asked, or learns that the review is closed; the secretariat reads an answer."""
    if remark.kind == RemarkKind.QUESTION:
        calendar = calendar_of(view.case.call)
        due, provisional = calendar.add_workdays(day_of(at), practice().answer_days)
        limit = {DUE: due.isoformat(), WORKDAYS: practice().answer_days, PROVISIONAL: provisional}
        _tell(view, institutions_people(view, at, (remark.report.unit,)), "report_question", by, at, limit)
    elif remark.kind == RemarkKind.ANSWER:
        _tell(view, people_of_role(REVIEWS, at=at), "report_answer", by, at)
    elif remark.kind == RemarkKind.CLOSED:
        _tell(view, institutions_people(view, at, (remark.report.unit,)), "report_closed", by, at)


def _tell(
    view: CaseView,
    people: list[User],
    kind: str,
    by: User,
    at: datetime,
    params: Mapping[str, object] = NOTHING,
) -> None:
    others = [one for one in people if one.pk != by.pk]
    tell(recipients=others, kind=kind, at=at, case=view.case, params=params)
