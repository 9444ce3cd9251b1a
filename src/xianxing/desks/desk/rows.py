"""The filed filings as rows: what is due, by when, of whom, on which clause."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from xianxing.desks.desk.clauses import ClauseMark, MarksOfPage
from xianxing.desks.desk.decisions import open_decisions
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Duty, SecrecyStop
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.filings.models import Body, DocketEntry
from xianxing.pilot.filings.permissions import filed_bodies, may_read_filed
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.messages.recipients import STAFF
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.procedure.next_steps import names_ahead
from xianxing.workdays.clocks import day_of

SOON = timedelta(days=7)


WITH_A_BODY = ("filing__case__call", "submission")


@dataclass(frozen=True)
class CaseTurn:
    """Who must act and how, in which state, until when; `practice` where the limit is the group's own.

    `next` names the steps that lead on; `people` the working group's holders of the role, or the lead unit.

    `when` is `overdue`, `today`, `coming`, or `open` where nothing limits it.
    """

    state: str
    role: str
    next: str
    people: str
    due: date | None
    provisional: bool
    when: str
    practice: bool
    marks: tuple[ClauseMark, ...]


@dataclass(frozen=True)
class FilingRow:
    """A filed filing; `turn` is None for a case that has ended, `decision` one that is open beside it.

    `filed_at` is the instant that counts: over an outside platform when that had received it (clause 4).
    """

    filing: UUID
    number: str
    project: str
    lead: str
    batch: str
    filed_at: datetime
    state: str
    turn: CaseTurn | None
    handler: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Counts:
    """How many filed filings there are, how many limits are near, in how many others must act."""

    overdue: int
    today: int
    week: int
    others: int
    all: int


def latest_filed(by: User, *, at: datetime) -> QuerySet[Body]:
    """Of each filing that the person may read the body filed last, the one due first at the head.

    What was stopped for secrecy is put aside: nobody reads it here until the stop is lifted.
    """
    bodies = filed_bodies(by, at=at).exclude(filing__case__in=_stopped()).filter(docket__isnull=False)
    dated = bodies.select_related(*WITH_A_BODY).annotate(due=F("docket__due"))
    order = ("docket__turn", "docket__due", "docket__filed_at", "docket__body")
    return dated.prefetch_related("filing__case__duties").order_by(*order)


def bodies_in_order(numbers: Sequence[int]) -> list[Body]:
    """Some of `latest_filed` by their numbers, in the order given.

    A page asks for the numbers first: to sort thousands of bodies with all that they say costs several times
    as much as to sort their numbers. A call is read once for all of its bodies.
    """
    bodies = Body.objects.select_related("filing__case", "submission")
    found = bodies.prefetch_related("filing__case__duties", "filing__case__call").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def stopped_count(by: User, *, at: datetime) -> int:
    """How many filed filings are stopped for secrecy now."""
    held = filed_bodies(by, at=at).filter(filing__case__in=_stopped())
    return held.values("filing").distinct().count()


def counts(by: User, ours: Collection[str], *, at: datetime) -> Counts:
    """The figures over all of `latest_filed`, in one query; `ours` are the group's roles."""
    day = day_of(at)
    if not may_read_filed(roles_of(by, at=at)):
        return Counts(0, 0, 0, 0, 0)
    entries = DocketEntry.objects.exclude(filing__in=_stopped()).values("roles")
    found = entries.annotate(
        overdue=Count("pk", filter=Q(due__lt=day)),
        today=Count("pk", filter=Q(due=day)),
        week=Count("pk", filter=Q(due__gt=day, due__lte=day + SOON)),
        all=Count("pk"),
    )
    groups = list(found)
    others = (one["all"] for one in groups if one["roles"] and not set(ours) & set(one["roles"].split()))
    figures = {name: sum(one[name] for one in groups) for name in ("overdue", "today", "week", "all")}
    return Counts(**figures, others=sum(others))


def people_by_role(*, at: datetime) -> Mapping[str, str]:
    """The names of those of the working group who hold each of the procedure's roles, in one query."""
    rows = StaffAppointment.objects.active(at).filter(user__is_active=True).order_by("pk")
    held: dict[str, list[str]] = {}
    for role, name in rows.values_list("role", "user__name"):
        held.setdefault(role, []).append(name)
    joint = ", " if current_language() == "en" else "、"
    return {role: joint.join(held.get(kind.value, ())) for role, kind in STAFF.items()}


def listed(bodies: Sequence[Body], *, at: datetime) -> list[FilingRow]:
    """Some of `latest_filed` as rows with their numbers, people and handlers, in three queries for all."""
    people, numbers = people_by_role(at=at), case_numbers([body.filing for body in bodies])
    held = CaseHandler.objects.filter(case__in=[body.filing_id for body in bodies])
    handlers, page = dict(held.values_list("case", "user__name")), MarksOfPage()
    decisions = open_decisions([body.filing.case for body in bodies], people)
    return [
        row(
            body, at=at, people=people, number=numbers.get(body.filing_id, ""),
            handler=handlers.get(body.filing_id, ""), decision=decisions.get(body.filing_id, ""), page=page,
        )
        for body in bodies
    ]  # fmt: skip


def calls_of_desk() -> list[Call]:
    """The calls under which something was filed, the latest first, in one query."""
    filed = DocketEntry.objects.filter(call=OuterRef("pk"))
    return list(Call.objects.filter(Exists(filed)).defer("calendar").order_by("-opens_on", "-pk"))


def row(
    body: Body, *, at: datetime, people: Mapping[str, str], number: str = "", handler: str = "",
    decision: str = "", page: MarksOfPage | None = None,
) -> FilingRow:  # fmt: skip
    """One of `latest_filed` as a row; `people` as in `people_by_role`, `number` the case's."""
    case, kept = body.filing.case, bytes(body.canonical)  # nothing is left of it after an erasure
    content = json.loads(kept) if kept else {}  # canonical when it was frozen
    units = [unit for unit in _list(content.get("units")) if isinstance(unit, Mapping)]
    lead = next((unit for unit in units if unit.get("lead")), {})
    project = content.get("project")
    name = project.get("name", "") if isinstance(project, Mapping) else ""
    state = procedure_of(case.call).states[case.state].name(current_language())
    return FilingRow(
        body.filing_id,
        number,
        str(name) or "—",
        str(lead.get("name", "")) or "—",
        case.call.title,
        body.submission.received_at or body.filed_at or body.frozen_at,
        state,
        turn_of(case, at=at, lead=str(lead.get("name", "")), people=people, page=page or MarksOfPage()),
        handler,
        decision,
    )


def turn_of(
    case: Case, *, at: datetime, lead: str, people: Mapping[str, str], page: MarksOfPage
) -> CaseTurn | None:
    """The duty of a case as people read it; None when nobody has one any more."""
    duty = next(iter(case.duties.all()), None)
    if duty is None:
        return None
    procedure, guide, language = procedure_of(case.call), guide_of(case.call), current_language()
    clock = procedure.clocks.get(duty.clock)
    limit = procedure.parameters[clock.parameter] if clock else None
    ahead = names_ahead(
        procedure, duty.state, duty.facts or {}, clock=duty.clock, due=duty.due, today=day_of(at)
    )
    return CaseTurn(
        procedure.states[duty.state].name(language),
        procedure.roles[duty.role].name(language),
        gettext(" or ").join(ahead),
        people.get(duty.role) or (lead if procedure.roles[duty.role].of else ""),
        duty.due,
        duty.provisional,
        _when(duty, day_of(at)),
        bool(limit and limit.practice),
        page.of(guide, limit.basis) if limit else (),
    )


def _stopped() -> QuerySet[SecrecyStop, UUID]:
    return SecrecyStop.objects.filter(lifted_at__isnull=True).values_list("case", flat=True)


def _when(duty: Duty, day: date) -> str:
    if duty.due is None:
        return "open"
    if duty.overdue or duty.due < day:
        return "overdue"
    return "today" if duty.due == day else "coming"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
