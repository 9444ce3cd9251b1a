"""Who is told of a change, one message a need: that it waits, and what was said to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.changes.models import TrialChange
from xianxing.pilot.changes.permissions import AGREES, NOTES
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.limits import DUE, PROVISIONAL, WORKDAYS
from xianxing.pilot.parties.models import User
from xianxing.pilot.supervision.domain.telling import institutions_people
from xianxing.workdays.clocks import day_of


def tell_of_change(view: CaseView, row: TrialChange, *, at: datetime) -> None:
    """Whoever decides about a change learns of it, and until when: the day before it is to count."""
    last = row.effective_on - timedelta(days=1)
    left = calendar_of(view.case.call).between(day_of(at), last)
    limit = {DUE: last.isoformat(), WORKDAYS: left.count, PROVISIONAL: left.provisional}
    people = people_of_role(AGREES if row.approval else NOTES, at=at)
    kind = "change_to_approve" if row.approval else "change_told"
    tell(recipients=people, kind=kind, at=at, case=view.case, params=limit)


def tell_decided(view: CaseView, *, by: User, at: datetime) -> None:
    """The institutions learn what the working group said."""
    others = [one for one in institutions_people(view, at) if one.pk != by.pk]
    tell(recipients=others, kind="change_decided", at=at, case=view.case)
