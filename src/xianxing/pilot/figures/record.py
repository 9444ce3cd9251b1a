"""What figures are counted from: cases, their acts and stays, read in as many queries for one as for all.

Cases that are stopped for secrecy stand in no figure and no row, whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from uuid import UUID

from django.db.models import Max, Q

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import calendar_of, pinned_procedure, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.figures.stays import PinnedDays, RecordedAct, StateStay, stays_of
from xianxing.procedure.events import OPENED
from xianxing.procedure.meanings import Means, Stage
from xianxing.procedure.model import Procedure, Step
from xianxing.workdays.clocks import day_of

COLUMNS = ("case", "sequence", "step", "at", "target_state", "place")
# By which acts a comment on a notice comes in, and by which it is considered.
COMMENTING = (Means.COMMENT, Means.OBJECT_BY_NAME, Means.ENTER_COMMENT)
CONSIDERING = (Means.CONSIDER_COMMENT,)
# By which acts a case is filed for the first time: on this site, or over an outside platform.
FILING = (Means.FILE, Means.ENTER_PLATFORM_FILING, Means.TAKE_IN_PLATFORM_FILING)


@dataclass(frozen=True)
class FigurePeriod:
    """Which part of the pilot is counted: a year, a batch by its call, both, or all of it."""

    year: int | None = None
    batch: int | None = None

    def holds(self, moment: datetime | date | None) -> bool:
        """Whether something that happened then is counted; nothing that never happened is."""
        if moment is None:
            return False
        day = day_of(moment) if isinstance(moment, datetime) else moment
        return self.year is None or day.year == self.year


@dataclass(frozen=True)
class CaseRecord:
    """A case with those of its acts that figures need, in order, and how long it stood where."""

    case: UUID
    opened_at: datetime
    state: str
    acts: Sequence[RecordedAct]
    days: PinnedDays

    @property
    def procedure(self) -> Procedure:
        """The procedure that the case's call is pinned to."""
        return self.days.procedure

    @cached_property
    def stays(self) -> Sequence[StateStay]:
        """Where the case stood from its opening on, without a gap."""
        return tuple(stays_of(self.acts, self.days))

    def meaning(self, act: RecordedAct) -> str:
        """What an act means; "" for what means nothing to the code."""
        return self.days.meanings.get(act.step, "")

    @cached_property
    def _by_meaning(self) -> Mapping[str, Sequence[RecordedAct]]:
        found: dict[str, list[RecordedAct]] = {}
        for act in self.acts:
            found.setdefault(self.meaning(act), []).append(act)
        return found

    def meant(self, meanings: Collection[str]) -> Sequence[RecordedAct]:
        """The acts with one of these meanings, in order."""
        found = [act for means in meanings for act in self._by_meaning.get(means, ())]
        return sorted(found, key=attrgetter("sequence")) if len(found) > 1 else found

    def first(self, meanings: Collection[str]) -> RecordedAct | None:
        """The first act with one of these meanings; None without any."""
        return next(iter(self.meant(meanings)), None)

    @cached_property
    def waits(self) -> Sequence[StateStay]:
        """The stays after it was filed, in states in which somebody was to act."""
        states = self.procedure.states
        return [
            stay
            for stay in self.stays
            if states[stay.state].stage != Stage.DRAFTING and not states[stay.state].final
        ]

    @cached_property
    def filed_at(self) -> datetime | None:
        """When it was first filed; None for a draft."""
        act = self.first(FILING)
        return act.at if act else None


@dataclass(frozen=True)
class PilotRecord:
    """All that is counted, as of an instant; `place` is the number of entries that the log had then.

    `size` is how many cases are counted, `stopped` are those that were stopped for secrecy. `cases` are the
    cases with their acts: fewer than `size` where the others were counted before (`kept`).
    """

    period: FigurePeriod
    at: datetime
    place: int
    calls: Sequence[Call]
    stopped: frozenset[UUID]
    cases: Sequence[CaseRecord]
    size: int

    @property
    def today(self) -> date:
        """The day on which it is counted."""
        return day_of(self.at)

    def counts(self, case: UUID | None) -> bool:
        """Whether what concerns a case is counted; what concerns none is."""
        return case not in self.stopped

    @cached_property
    def days(self) -> Mapping[int, PinnedDays]:
        """Days and limits by call."""
        return {
            call.pk: PinnedDays(procedure_of(call), calendar_of(call), call.opens_on) for call in self.calls
        }

    @cached_property
    def procedures(self) -> Sequence[Procedure]:
        """The procedures of the calls that are counted, the latest call's first, none twice."""
        found = [procedure_of(call) for call in self.calls]
        return [one for place, one in enumerate(found) if one not in found[:place]]


@dataclass(frozen=True)
class Moves:
    """Which acts of which cases are read: those up to a place of the log, of cases that acted after another.

    `besides` are cases that are read whether or not they acted.
    """

    upto: int
    after: int = -1
    besides: frozenset[UUID] = frozenset()


def read_frame(period: FigurePeriod, *, at: datetime) -> PilotRecord:
    """The record of a period without any case: three queries. A batch that isn't there has no calls."""
    last = Event.objects.aggregate(last=Max("place"))["last"]
    calls = list(Call.objects.select_related("guide").order_by("-opens_on", "-pk"))
    if period.batch is not None:
        calls = [call for call in calls if call.pk == period.batch]
    stopped = frozenset(stopped_cases().values_list("pk", flat=True))
    return PilotRecord(period, at, 0 if last is None else last + 1, calls, stopped, (), 0)


def read_record(period: FigurePeriod, *, at: datetime) -> PilotRecord:
    """Read what figures of a period are counted from: six queries, however many cases there are."""
    frame = read_frame(period, at=at)
    acts = read_acts(frame, Moves(frame.place - 1))
    rows = Case.objects.filter(call__in=frame.calls, opened_at__lte=at).order_by("opened_at", "pk")
    cases = [
        CaseRecord(case, opened_at, state, acts.get(case, ()), frame.days[call])
        for case, call, opened_at, state in rows.values_list("pk", "call", "opened_at", "state")
        if frame.counts(case)
    ]
    return replace(frame, cases=cases, size=len(cases))


def read_acts(frame: PilotRecord, moves: Moves) -> dict[UUID, Sequence[RecordedAct]]:
    """The acts by case, in order: those by which figures are counted; the payload only where it is needed."""
    full, plain = _steps(frame)
    rows = Event.objects.filter(case__call__in=frame.calls, place__lte=moves.upto).order_by()
    if moves.after >= 0:
        # of whatever call: few places are quicker looked at than the cases of a call
        later = Event.objects.filter(place__gt=moves.after, place__lte=moves.upto, step__in=full | plain)
        if not moves.besides and not later.exists():
            return {}
        moved = Q(case__in=later.values("case"))
        rows = rows.filter(moved | Q(case__in=moves.besides) if moves.besides else moved)
    found: dict[UUID, list[RecordedAct]] = {}
    for row in rows.filter(step__in=plain).values_list(*COLUMNS):
        found.setdefault(row[0], []).append(RecordedAct(*row))
    for row in rows.filter(step__in=full).values_list(*COLUMNS, "procedural"):
        found.setdefault(row[0], []).append(RecordedAct(*row))
    for acts in found.values():
        acts.sort(key=attrgetter("sequence"))
    return dict(found)


def _steps(frame: PilotRecord) -> tuple[frozenset[str], frozenset[str]]:
    """The steps of which figures need what they said, and those that it is enough to know of."""
    found = [_steps_of(call.guide_id) for call in frame.calls]
    full = frozenset[str]().union(*(own for own, _plain in found))
    return full, frozenset((OPENED,)).union(*(plain for _own, plain in found)) - full


@lru_cache(maxsize=32)
def _steps_of(digest: str) -> tuple[frozenset[str], frozenset[str]]:
    """As `_steps`, of the procedure of a pinned package, which never changes."""
    procedure = pinned_procedure(digest)
    steps = procedure.steps.values()
    full = frozenset(step.id for step in steps if _has_payload(procedure, step))
    return full, frozenset(step.id for step in steps if _matters(procedure, step)) - full


def _matters(procedure: Procedure, step: Step) -> bool:
    """Whether a figure can depend on a step: it moves the case or touches a clock of it."""
    return bool(step.target or step.starts or _has_payload(procedure, step))


def _has_payload(procedure: Procedure, step: Step) -> bool:
    """Whether more of a step is needed than that it was taken: an item, or days and numbers of clocks."""
    clocks = procedure.clocks.values()
    numbers = {clock.given for clock in clocks} | {clock.added for clock in clocks}
    given = any(one.until or one.id in numbers for one in procedure.particulars_of(step))
    return bool(
        step.item or step.lengthens or step.prolongs or given or numbers & set(step.asks)
        or procedure.meaning(step.act) in (*COMMENTING, *CONSIDERING)
    )  # fmt: skip
