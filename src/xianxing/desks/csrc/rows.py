"""The cases that have come to CSRC, as its people see them in a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from xianxing.i18n import current_language
from xianxing.pilot.calls.pinned import calendar_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.pilot.transmissions.queries import goes_out_from
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class CsrcRow:
    """A case: where it stands, since when, how many working days, whose turn, its newest package.

    `unsent` says that no package was made where one goes out; `waits` that the person must act; `due` is the
    last day where the guide or practice sets one.
    """

    case: UUID
    number: str
    project: str
    batch: str
    state: str
    owner: str
    since: date
    days: int
    waits: bool
    unsent: bool
    final: bool
    due: date | None
    package: str


def rows_of(cases: Sequence[Case], offices: Collection[str], *, at: datetime) -> list[CsrcRow]:
    """These cases as rows, those that wait for one of the offices first, the longest first."""
    since, packages = _since(cases), _packages(cases)
    numbers = case_numbers([case.filing for case in cases])
    found = [_row(case, offices, since.get(case.pk, case.opened_at), numbers, packages, at) for case in cases]
    return sorted(found, key=lambda row: (not row.waits, row.final, row.since, row.number))


def _row(
    case: Case,
    offices: Collection[str],
    since: datetime,
    numbers: dict[UUID, str],
    packages: dict[UUID, str],
    at: datetime,
) -> CsrcRow:
    procedure, language = procedure_of(case.call), current_language()
    state = procedure.states[case.state]
    duty = next(iter(case.duties.all()), None)
    role = duty.role if duty else state.owner
    owner = procedure.roles.get(role)
    unsent = goes_out_from(procedure, case.state) and case.pk not in packages
    return CsrcRow(
        case.pk, numbers.get(case.pk, ""), project_name(case.filing) or "—", case.call.title,
        state.name(language), owner.name(language) if owner else "", day_of(since),
        calendar_of(case.call).between(day_of(since), day_of(at)).count,
        role in offices and not unsent,
        unsent, state.final, duty.due if duty else None, packages.get(case.pk, ""),
    )  # fmt: skip


def _since(cases: Sequence[Case]) -> dict[UUID, datetime]:
    """When each case came to where it stands, in one query: its first event since it stood elsewhere."""
    events = Event.objects.filter(case=OuterRef("pk"))
    elsewhere = events.exclude(target_state=OuterRef("state")).order_by("-sequence").values("sequence")[:1]
    came = events.filter(sequence__gt=OuterRef("elsewhere")).order_by("sequence").values("at")[:1]
    rows = Case.objects.filter(pk__in=[case.pk for case in cases])
    rows = rows.annotate(elsewhere=Coalesce(Subquery(elsewhere), 0)).annotate(since=Subquery(came))
    return {case: at for case, at in rows.values_list("pk", "since") if at is not None}


def _packages(cases: Sequence[Case]) -> dict[UUID, str]:
    """The number of each case's newest package, in one query."""
    rows = TransmissionPackage.objects.filter(case__in=[case.pk for case in cases]).order_by("ordinal")
    return dict(rows.values_list("case", "number"))
