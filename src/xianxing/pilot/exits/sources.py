"""Where the figures of an assessment come from: one function a source, each figure with the rows it rests on.

A further room adds its function to `SOURCES` and the names of its figures to `FIGURE_NAMES`. Nothing is
concluded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.complaints.models import Complaint, ComplaintKind
from xianxing.pilot.complaints.queries import is_overdue
from xianxing.pilot.exits.course import events_of, meaning_of
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.models import InspectionFinding
from xianxing.pilot.supervision.judging import Alarm, IndicatorStanding, IndicatorStatus
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.procedure.events import JSON, ProcedureEvent
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

COMPLAINTS, FINDINGS = "complaints", "findings"  # sources of whose rows an institution reads its own alone
UNIT_CHANGES = (
    Means.UNIT_RENAMED, Means.UNIT_MERGED, Means.UNIT_LEAVES, Means.LICENCE_LOST,
    Means.SCENARIO_PROVIDER_GONE, Means.UNIT_JOINS, Means.CHANGE_LEAD,
)  # fmt: skip


@dataclass(frozen=True)
class AssessmentRow:
    """A row that a figure rests on: its number where it is kept, its day, and what it is, in Chinese."""

    number: str
    day: date | None
    words: str


@dataclass(frozen=True)
class AssessmentFigure:
    """A figure: from which source, under which name, how many, and the rows that were counted.

    A `discreet` one may not be told to an institution: what it counts is kept from it still.
    """

    source: str
    key: str
    rows: tuple[AssessmentRow, ...]
    discreet: bool = False

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def as_json(self) -> dict[str, JSON]:
        """As an assessment keeps it."""
        rows: list[JSON] = [
            {"number": one.number, "day": one.day.isoformat() if one.day else "", "words": one.words}
            for one in self.rows
        ]
        return {"source": self.source, "key": self.key, "rows": rows, "discreet": self.discreet}


@dataclass(frozen=True)
class FigureScene:
    """What figures are made from: the case, its events, the institution or "" for the whole project, now."""

    view: CaseView
    events: Sequence[ProcedureEvent]
    unit: str
    at: datetime


Source = Callable[[FigureScene], Iterable[AssessmentFigure]]


def figures_of(view: CaseView, unit: str = "") -> list[AssessmentFigure]:
    """Every figure for an institution of the project, or for the whole of it, as it stands now."""
    scene = FigureScene(view, events_of(view), unit, view.at)
    return [figure for source in SOURCES.values() for figure in source(scene)]


def read_figures(kept: Iterable[Mapping[str, Any]]) -> list[AssessmentFigure]:
    """Figures as an assessment keeps them."""
    return [
        AssessmentFigure(
            str(one["source"]),
            str(one["key"]),
            tuple(_row(row) for row in one["rows"]),
            bool(one["discreet"]),
        )
        for one in kept
    ]


def _row(kept: Mapping[str, str]) -> AssessmentRow:
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    return AssessmentRow(kept["number"], day, kept["words"])


def reports(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Regular reports that fell due, those in time and late, those still open."""
    yield from _items(scene, "reports", Means.REPORT_PERIOD_ENDS, kept_in_time=True)


def rectifications(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Rectifications that were ordered, those that became late, those still open."""
    yield from _items(scene, "rectifications", Means.ORDER_RECTIFICATION)


def incidents(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Abnormal events that were reported, and those whose result is still to be reported."""
    yield from _items(scene, "incidents", Means.FIND_INCIDENT)


def unit_changes(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Changes of units that were reported, and those still to be settled."""
    yield from _items(scene, "unit_changes", *UNIT_CHANGES)


def suspensions(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """How often the trial was suspended."""
    yield _acts(scene, "suspensions", Means.SUSPEND)


def inspections(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """How often the project was inspected."""
    yield _acts(scene, "inspections", Means.INSPECT)


def findings(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """What inspections found, and what of it waits for a decision; of an institution what concerns it."""
    rows = InspectionFinding.objects.filter(case=scene.view.case).select_related("inspection")
    own = [
        one
        for one in rows.order_by("inspection__number", "number")
        if not scene.unit or scene.unit in one.units
    ]
    yield AssessmentFigure(FINDINGS, FINDINGS, tuple(map(_finding, own)))
    yield AssessmentFigure(FINDINGS, "findings_open", tuple(_finding(one) for one in own if not one.decision))


def finding_number(row: InspectionFinding) -> str:
    """The number under which a figure counts a finding: its inspection's, and its own."""
    return f"{row.inspection.number}-{row.number}"


def conditions(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Conditions that were set for the trial, and reports on them."""
    yield _acts(scene, "conditions", Means.SET_TRIAL_CONDITION)
    yield _acts(scene, "conditions", Means.REPORT_ON_CONDITIONS, key="condition_reports")


def applications(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Pilot institutions that applied to leave."""
    yield _acts(scene, "applications", Means.OPEN_EXIT_BY_INSTITUTION, Means.JOIN_EXIT_APPLICATION)


def referrals(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Referrals to a competent body."""
    yield _acts(scene, "referrals", Means.REFER)


def indicators(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """How the indicators stand, values that are late, alarms that nobody explained."""
    found = monitoring_of(scene.view.case, day_of(scene.at))
    for status in IndicatorStatus:
        rows = tuple(_standing(one) for one in found.standings if one.status == status)
        if rows or status is IndicatorStatus.RED:
            yield AssessmentFigure("indicators", f"indicators_{status}", rows)
    late = [
        AssessmentRow(period.name, period.last, one.indicator.zh)
        for one in found.standings
        for period in one.late
    ]
    yield AssessmentFigure("indicators", "values_late", tuple(late))
    alarms = [alarm for one in found.standings for alarm in one.alarms]
    yield AssessmentFigure("indicators", "alarms", tuple(map(_alarm, alarms)))
    yield AssessmentFigure("indicators", "alarms_open", tuple(_alarm(one) for one in alarms if one.open))


def complaints(scene: FigureScene) -> Iterator[AssessmentFigure]:
    """Complaints about the project by kind, those past a limit, those that repeat an earlier one.

    Of an institution those that were forwarded to it and its own ledger; what it wasn't told of counts for
    the group alone.
    """
    rows = Complaint.objects.filter(about=scene.view.case).order_by("received_on", "number")
    told = rows.exclude(institution=None)
    if scene.unit:
        units = {unit.key: unit.institution_id for unit in present_units(scene.view.filing)}
        told = told.filter(institution=units.get(scene.unit))
    for kind in ComplaintKind:
        found = tuple(_complaint(one) for one in told if one.kind == kind)
        if found or kind is ComplaintKind.COMPLAINT:
            yield AssessmentFigure(COMPLAINTS, f"complaints_{kind}", found)
    late = told.filter(is_overdue(day_of(scene.at)))
    yield AssessmentFigure(COMPLAINTS, "complaints_overdue", tuple(map(_complaint, late)))
    yield AssessmentFigure(
        COMPLAINTS, "complaints_repeated", tuple(map(_complaint, told.exclude(predecessor=None)))
    )
    if not scene.unit:
        kept_back = tuple(map(_complaint, rows.filter(institution=None)))
        yield AssessmentFigure(COMPLAINTS, "complaints_untold", kept_back, discreet=True)


# A source under its name, as `practice.toml` names it beside a condition.
SOURCES: Mapping[str, Source] = {
    "reports": reports,
    "indicators": indicators,
    COMPLAINTS: complaints,
    "incidents": incidents,
    "rectifications": rectifications,
    "suspensions": suspensions,
    "inspections": inspections,
    FINDINGS: findings,
    "unit_changes": unit_changes,
    "conditions": conditions,
    "applications": applications,
    "referrals": referrals,
}
SOURCE_NAMES = {
    "reports": _("Regular reports"),
    "indicators": _("Indicators"),
    COMPLAINTS: _("Complaints"),
    "incidents": _("Incidents"),
    "rectifications": _("Rectifications"),
    "suspensions": _("Suspensions"),
    "inspections": _("Inspections"),
    FINDINGS: _("Findings of inspections"),
    "unit_changes": _("Changes of units"),
    "conditions": _("Conditions of the trial"),
    "applications": _("Applications to leave"),
    "referrals": _("Referrals"),
}
FIGURE_NAMES = {
    "reports": _("Reports that fell due"),
    "reports_late": _("Of these late"),
    "reports_in_time": _("Of these in time"),
    "reports_open": _("Not handed in yet"),
    "indicators_red": _("Indicators beyond the red line"),
    "indicators_amber": _("Indicators in amber"),
    "indicators_late": _("Indicators whose value is late"),
    "indicators_green": _("Indicators in line"),
    "indicators_none": _("Indicators without a value"),
    "values_late": _("Values that are late"),
    "alarms": _("Values that stood out, over the whole trial"),
    "alarms_open": _("Of these not explained yet"),
    "complaints_complaint": _("Complaints"),
    "complaints_report": _("Reports of a wrong"),
    "complaints_inquiry": _("Inquiries"),
    "complaints_suggestion": _("Suggestions"),
    "complaints_petition": _("Petitions"),
    "complaints_overdue": _("Past a limit"),
    "complaints_repeated": _("Repeating an earlier one"),
    "complaints_untold": _("Of which the institutions don't know"),
    "incidents": _("Incidents reported"),
    "incidents_late": _("Of these late"),
    "incidents_open": _("Without a result yet"),
    "rectifications": _("Rectifications ordered"),
    "rectifications_late": _("Of these late"),
    "rectifications_open": _("Not put right yet"),
    "suspensions": _("Suspensions"),
    "inspections": _("Inspections"),
    FINDINGS: _("Findings told"),
    "findings_open": _("Not decided yet"),
    "unit_changes": _("Changes reported"),
    "unit_changes_late": _("Of these late"),
    "unit_changes_open": _("Not settled yet"),
    "conditions": _("Conditions set"),
    "condition_reports": _("Reports on them"),
    "applications": _("Institutions that applied"),
    "referrals": _("Referrals"),
}


def _items(
    scene: FigureScene, key: str, *opening: Means, kept_in_time: bool = False
) -> Iterator[AssessmentFigure]:
    """What was opened, what time marked as late, what isn't closed, of the kinds that such acts open."""
    procedure = scene.view.procedure
    kinds = {step.item for step in procedure.steps_meaning(*opening) if step.opens_item}
    opened: dict[str, AssessmentRow] = {}
    late, closed = dict[str, AssessmentRow](), set[str]()
    for event in scene.events:
        step = procedure.steps.get(event.step)
        if step is None or step.item not in kinds:
            continue
        if step.opens_item:
            if event.unit in ("", scene.unit) or not scene.unit:
                opened[str(event.sequence)] = _event(scene, event)
            continue
        number = str(event.payload.get("item", ""))
        if step.by_time and number in opened:
            late[number] = opened[number]
        if procedure.closes_item(step):
            closed.add(number)
    yield AssessmentFigure(key, key, tuple(opened.values()))
    if late or kept_in_time:
        yield AssessmentFigure(key, f"{key}_late", tuple(late.values()))
    if kept_in_time:
        in_time = tuple(row for number, row in opened.items() if number in closed and number not in late)
        yield AssessmentFigure(key, f"{key}_in_time", in_time)
    open_now = tuple(row for number, row in opened.items() if number not in closed)
    yield AssessmentFigure(key, f"{key}_open", open_now)


def _acts(scene: FigureScene, source: str, *meanings: Means, key: str = "") -> AssessmentFigure:
    found = (event for event in scene.events if meaning_of(scene.view.procedure, event) in meanings)
    own = (event for event in found if not scene.unit or event.unit in ("", scene.unit))
    return AssessmentFigure(source, key or source, tuple(_event(scene, event) for event in own))


def _event(scene: FigureScene, event: ProcedureEvent) -> AssessmentRow:
    return AssessmentRow(str(event.sequence), day_of(event.at), scene.view.procedure.steps[event.step].zh)


def _finding(row: InspectionFinding) -> AssessmentRow:
    return AssessmentRow(finding_number(row), day_of(row.told_at), "检查发现的问题")


def _complaint(row: Complaint) -> AssessmentRow:
    return AssessmentRow(row.number, row.received_on, str(row.number))


def _standing(one: IndicatorStanding) -> AssessmentRow:
    """An indicator with the last value that counts for it."""
    if one.latest is None:
        return AssessmentRow("", None, one.indicator.zh)
    told = one.latest.counts
    words = f"{one.indicator.zh} {told.value:f}{one.indicator.unit}"
    return AssessmentRow(told.period.name, told.period.last, words)


def _alarm(one: Alarm) -> AssessmentRow:
    """A value that stood out."""
    indicator = one.line.indicator
    words = f"{indicator.zh} {one.value:f}{indicator.unit}"
    return AssessmentRow(one.period.name, one.period.last, words)
