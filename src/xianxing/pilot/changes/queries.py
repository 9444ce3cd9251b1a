"""Changes of a case and of all, and from which day on one can be told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.changes.kinds import TrialChangeKind, practice
from xianxing.pilot.changes.models import ChangeState, TrialChange
from xianxing.pilot.changes.permissions import may_read
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.commitments import CommitmentSource, TrialCommitment


def earliest_day(case: Case, kind: TrialChangeKind, today: date) -> tuple[date, bool]:
    """The first day from which a change of this kind can count when it is told today; whether it may move."""
    return calendar_of(case.call).add_workdays(today, kind.days)


def changes_of(view: CaseView) -> QuerySet[TrialChange]:
    """The changes of a case, the latest first; Stranger for who doesn't read them."""
    if not may_read(view):
        raise Stranger("changes")
    rows = TrialChange.objects.filter(case=view.case).select_related("signed_by", "decided_by")
    return rows.order_by("-number")


def change_to_read(case: UUID, number: int, user: User, *, at: datetime) -> tuple[TrialChange, CaseView]:
    """A change with the case as the person reads it; Stranger for others and for one that isn't there."""
    view = case_to_read(case, user, at=at)
    row = TrialChange.objects.filter(case=case, number=number).first() if may_read(view) else None
    if row is None:
        raise Stranger(_("There is no such change."))
    return row, view


def agreed_commitments(view: CaseView) -> list[TrialCommitment]:
    """The changes that the working group agreed to, each as what institutions are held to from then on."""
    rows = TrialChange.objects.filter(case=view.case, state=ChangeState.APPROVED).order_by("number")
    kinds, clause = practice().kinds, view.procedure.cite(practice().serves[0]) or ""
    return [
        TrialCommitment(
            CommitmentSource.CHANGE, str(row.number), kinds[row.kind].zh if row.kind in kinds else row.kind,
            clause, f"{row.what}（自{row.effective_on:%Y-%m-%d}起）",
        )
        for row in rows
    ]  # fmt: skip


def undecided_changes() -> QuerySet[TrialChange]:
    """Changes of all cases that wait, the one that is to count first at the head; none of a stopped case."""
    rows = TrialChange.objects.filter(state=ChangeState.TOLD).exclude(case__in=stopped_cases().values("pk"))
    return rows.select_related("case__call", "signed_by").order_by("effective_on", "pk")
