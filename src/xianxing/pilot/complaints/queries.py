"""Questions about complaints that are more than a filter: whose they are, what is due, what repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.complaints.limits import sign_rules
from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintKind, ComplaintState
from xianxing.pilot.complaints.permissions import institutions_for, may_see_ledger, readable_complaints
from xianxing.pilot.filings.actors import is_pilot
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.notices.queries import project_of
from xianxing.pilot.parties.enums import InstitutionStatus
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.workdays.clocks import day_of

LONGEST_QUERY = 100
MOST_ON_DESK = 10


@dataclass(frozen=True)
class ComplaintFilter:
    """What a list of complaints is narrowed to; empty fields narrow nothing."""

    number: str = ""
    kind: str = ""
    state: str = ""
    project: str = ""
    when: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ComplaintCounts:
    """How many complaints are open, late, and due today."""

    open: int
    overdue: int
    today: int


@dataclass(frozen=True)
class ComplaintSign:
    """A sign of risk on a project: which rule, and the numbers of the complaints behind it."""

    key: str
    label: str
    least: int
    source: str
    numbers: tuple[str, ...]


def institutions_in(case: Case) -> list[Institution]:
    """The pilot institutions that take part in a case's project now; the main subjects of 5.2.3."""
    filing = Filing.objects.filter(pk=case.pk).first()
    guide = guide_of(case.call)
    units = present_units(filing).select_related("institution") if filing else ()
    return [unit.institution for unit in units if unit.institution is not None and is_pilot(guide, unit)]


def institutions_to_choose(complaint: Complaint) -> list[Institution]:
    """To whom a complaint can be forwarded: the project's pilot institutions, or any confirmed one."""
    if complaint.about is not None:
        return institutions_in(complaint.about)
    return list(Institution.objects.filter(status=InstitutionStatus.VERIFIED).order_by("name"))


def is_open() -> Q:
    """The condition that a complaint hasn't ended."""
    return ~Q(state__in=ENDED)


def is_overdue(day: date) -> Q:
    """The condition that a limit of it has passed: the one that runs, or that for the whole."""
    return is_open() & (Q(due__lt=day) | Q(close_due__lt=day))


def narrowed(rows: QuerySet[Complaint], by: ComplaintFilter, *, at: datetime) -> QuerySet[Complaint]:
    """Those that fit the filter, what is due first at the head, what has no limit last; then the latest."""
    day = day_of(at)
    if by.number:
        rows = rows.filter(number__icontains=by.number[:LONGEST_QUERY])
    if by.kind in ComplaintKind.values:
        rows = rows.filter(kind=by.kind)
    if by.state in ComplaintState.values:
        rows = rows.filter(state=by.state)
    if by.project:
        entries = RegisterEntry.objects.filter(number=by.project[:LONGEST_QUERY]).values("case")
        rows = rows.filter(about=None) if by.project == "none" else rows.filter(about__in=entries)
    if by.when == "open":
        rows = rows.filter(is_open())
    elif by.when == "overdue":
        rows = rows.filter(is_overdue(day))
    elif by.when == "repeated":
        rows = rows.exclude(predecessor=None)
    if by.since:
        rows = rows.filter(received_on__gte=by.since)
    if by.until:
        rows = rows.filter(received_on__lte=by.until)
    return rows.select_related("institution", "ledger", "about").order_by(
        F("due").asc(nulls_last=True), "-received_on", "number"
    )


def complaint_counts(rows: QuerySet[Complaint], *, at: datetime) -> ComplaintCounts:
    """The figures over these complaints, in one query."""
    day = day_of(at)
    found = rows.aggregate(
        open=Count("pk", filter=is_open()),
        overdue=Count("pk", filter=is_overdue(day)),
        today=Count("pk", filter=is_open() & Q(due=day)),
    )
    return ComplaintCounts(**found)


def due_complaints(rows: QuerySet[Complaint], *, at: datetime) -> list[Complaint]:
    """The first of those whose limit has passed or ends today, the oldest limit first."""
    day = day_of(at)
    late = rows.filter(is_overdue(day) | (is_open() & Q(due=day))).select_related("institution")
    return list(late.order_by("due", "number")[:MOST_ON_DESK])


def own_complaints_to_answer(roles: PersonRoles) -> QuerySet[Complaint]:
    """Those that wait for the institutions for which the person deals with complaints; none for others."""
    own = institutions_for(roles)
    if not own:
        return Complaint.objects.none()
    return readable_complaints(roles).filter(institution__in=own, state=ComplaintState.WITH_INSTITUTION)


def project_names(cases: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Number and name of published projects, by case."""
    rows = RegisterEntry.objects.filter(case__in=set(cases)).select_related("notice__case__call__guide")
    return {row.case_id: (row.number, project_of(row.notice)) for row in rows}


def counted(rows: QuerySet[Complaint]) -> Mapping[tuple[UUID | None, str, str], int]:
    """How many there are by project, kind and month of receipt ("2024-03")."""
    found: Counter[tuple[UUID | None, str, str]] = Counter()
    for case, kind, day in rows.order_by().values_list("about", "kind", "received_on"):
        found[case, kind, f"{day:%Y-%m}"] += 1
    return found


def complaint_signs(case: Case, roles: PersonRoles, *, at: datetime) -> list[ComplaintSign]:
    """What complaints about a project are a sign of, for the working group; nothing for others.

    Each names its rule and the complaints behind it. It decides nothing.
    """
    if not may_see_ledger(roles):
        return []
    conditions = {"overdue": is_overdue(day_of(at)), "repeated": ~Q(predecessor=None), "open": is_open()}
    told = {f"is_{key}": ExpressionWrapper(one, BooleanField()) for key, one in conditions.items()}
    rows = list(Complaint.objects.filter(about=case).annotate(**told).order_by("received_at", "number"))
    found = []
    for rule in sign_rules():
        numbers = tuple(row.number for row in rows if getattr(row, f"is_{rule.key}"))
        if len(numbers) >= rule.least:
            found.append(ComplaintSign(rule.key, rule.label, rule.least, rule.source, numbers))
    return found
