"""What every verb here begins and ends with: the case locked and read again, rows put on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named
from xianxing.pilot.acts.permissions import CaseView, case_to_read, locked_case
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.inspections.models import Inspection, InspectionFinding
from xianxing.pilot.inspections.permissions import may_read, reads_finding
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.workdays.clocks import day_of


def view_to_read(case: UUID, user: User, *, at: datetime) -> CaseView:
    """The case for who may read its inspections; Stranger for others."""
    return _readable(case_to_read(case, user, at=at))


def locked_view(case: UUID, by: User, at: datetime) -> CaseView:
    """The case as the person reads it, locked until the transaction ends; Stranger for who may not read."""
    return _readable(locked_case(case, by, at=at))


def _readable(view: CaseView) -> CaseView:
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view


def record(
    view: CaseView,
    rows: Sequence[NamedRow],
    *,
    role: str,
    by: User,
    at: datetime,
    said: Mapping[str, JSON] | None = None,
) -> None:
    """Put rows on the case's record, under the clause that inspections rest on."""
    clause = view.procedure.cite(practice_on(day_of(at)).serves[0]) or ""
    put_on_record(
        case=view.case, rests_on=rows, role=role, person=str(by.pk), clause=clause, at=at, said=said
    )


def inspection_in(view: CaseView, number: int) -> Inspection:
    """The inspection of this number; Stranger where the case has none."""
    found = Inspection.objects.filter(case=view.case, number=number).first()
    if found is None:
        raise Stranger(_("There is no such inspection."))
    return found


def finding_in(inspection: Inspection, number: int) -> InspectionFinding:
    """The finding of this number; Stranger where the inspection has none."""
    found = InspectionFinding.objects.filter(inspection=inspection, number=number).first()
    if found is None:
        raise Stranger(_("There is no such finding."))
    return found


def finding_to_read(view: CaseView, inspection: Inspection, number: int) -> InspectionFinding:
    """As `finding_in`, for who supervises and the institutions that it concerns; Stranger for others."""
    found = finding_in(inspection, number)
    if not reads_finding(view, found):
        raise Stranger(_("There is no such finding."))
    return found


def text_given(text: str, field: str, *, missing: str, longest: int) -> str:
    """The text, cleaned; Refused where there must be one and is none, and where it is too long.

    `missing` is what to tell then; "" where it may be left out.
    """
    kept = cleaned(text)
    if not kept and missing:
        raise Refused(field, missing)
    if len(kept) > longest:
        raise Refused(field, _("Say it in at most {limit} characters.").format(limit=longest))
    return kept


def brought(view: CaseView, chosen: Sequence[UUID], by: User) -> tuple[list[str], list[NamedRow]]:
    """The ids of the person's own files, now the case's, and the rows that the event names."""
    files = evidence_of(view.case, chosen, by)
    return [str(one.pk) for one in files], named(files)
