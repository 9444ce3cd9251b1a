"""How each clock of an incident stands at an instant: pure, from what was reported and decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from xianxing.pilot.incidents.models import (
    ClockRuling,
    Incident,
    IncidentGrade,
    IncidentReport,
    RulingKind,
)
from xianxing.pilot.incidents.regulations import DueInstant, Regulations, ReportClock, StartInstant
from xianxing.workdays.calendar import Calendar


class ClockStatus(StrEnum):
    """How a clock stands."""

    WAITING = "waiting"  # for the instant with which it begins
    UNSET = "unset"  # no number is confirmed, and the officer hasn't set the limit
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    GIVEN = "given"  # reported, while no limit was known to hold it against
    LATE = "late"  # met after its end
    EXCUSED = "excused"


ENDED = frozenset((ClockStatus.MET, ClockStatus.GIVEN, ClockStatus.LATE, ClockStatus.EXCUSED))


@dataclass(frozen=True)
class ClockStanding:
    """A clock that a grade started: since when, until when, what met it, what the officer decided."""

    clock: ReportClock
    grade: IncidentGrade
    status: ClockStatus
    start: datetime | None
    due: DueInstant | None
    report: IncidentReport | None = None
    limit: ClockRuling | None = None
    excuse: ClockRuling | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do for it."""
        return self.status in ENDED

    @property
    def key(self) -> str:
        """What names it on pages: the grade's row and the clock."""
        return f"{self.grade.pk}.{self.clock.id}"

    def left(self, at: datetime) -> timedelta:
        """The time until its end; negative once it has passed, and none without an end."""
        return self.due.at - at if self.due else timedelta()


def clock_standings(
    incident: Incident, known: Regulations, calendar: Calendar, at: datetime
) -> list[ClockStanding]:
    """Every clock of an incident at an instant, those that a grade started in their order; none of a drill.

    A later grade under the same rule starts only clocks that none before it started, from its own instant on;
    what runs goes on, also where the later grade doesn't ask for it. A clock is met by the first report of
    its kind to its recipient that was given after it began.
    """
    if incident.drill:
        return []
    started: set[str] = set()
    found: list[ClockStanding] = []
    for row, first in _graded(incident):
        regulation = known.versions.get(row.regulation)
        for clock in regulation.clocks_of(row.grade, row.capacity) if regulation else ():
            if clock.id not in started:
                started.add(clock.id)
                found.append(_standing(incident, clock, row, first, calendar, at))
    return found


def grades_now(grades: Iterable[IncidentGrade]) -> dict[str, IncidentGrade]:
    """Of these grades the one that counts under each rule: the one given last."""
    return {row.regulation: row for row in sorted(grades, key=lambda one: one.pk)}


def _graded(incident: Incident) -> Iterator[tuple[IncidentGrade, bool]]:
    """The grades in the order in which they were given, each with whether it is the first under its rule."""
    seen: set[str] = set()
    for row in sorted(incident.grades.all(), key=lambda one: one.pk):
        yield row, row.regulation not in seen
        seen.add(row.regulation)


def _standing(
    incident: Incident,
    clock: ReportClock,
    grade: IncidentGrade,
    first: bool,
    calendar: Calendar,
    at: datetime,
) -> ClockStanding:
    start = _start(incident, clock, grade, first)
    rulings = {one.kind: one for one in grade.rulings.all() if one.clock == clock.id}
    limit, excuse = rulings.get(RulingKind.LIMIT), rulings.get(RulingKind.EXCUSE)
    due = clock.due_after(start, calendar) if start else None
    if limit is not None and limit.due_at is not None:
        due = DueInstant(limit.due_at)
    report = _met_by(incident, clock, start) if start else None
    status = _status(start, due, report, at)
    if excuse is not None and status not in ENDED:
        status = ClockStatus.EXCUSED
    return ClockStanding(clock, grade, status, start, due, report, limit, excuse)


def _start(incident: Incident, clock: ReportClock, grade: IncidentGrade, first: bool) -> datetime | None:
    begun: datetime | None = incident.discovered_at
    if clock.start is StartInstant.RESTORED:
        restoration = getattr(incident, "restoration", None)
        begun = restoration.restored_at if restoration else None
    if begun is None or first:
        return begun
    return max(begun, grade.given_at)


def _met_by(incident: Incident, clock: ReportClock, start: datetime) -> IncidentReport | None:
    fitting = [
        one
        for one in incident.reports.all()
        if one.kind == clock.kind and one.recipient == clock.recipient.id and one.given_at >= start
    ]
    return min(fitting, key=lambda one: (one.given_at, one.pk), default=None)


def _status(
    start: datetime | None, due: DueInstant | None, report: IncidentReport | None, at: datetime
) -> ClockStatus:
    if start is None:
        return ClockStatus.WAITING
    if report is not None:
        if due is None:
            return ClockStatus.GIVEN
        return ClockStatus.MET if due.kept_by(report.given_at) else ClockStatus.LATE
    if due is None:
        return ClockStatus.UNSET
    return ClockStatus.RUNNING if due.kept_by(at) else ClockStatus.OVERDUE
