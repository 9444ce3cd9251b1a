"""Lessons of a case, of all and of a guide; the evidence that a lesson can rest on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.law.text import Text
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.exits.course import exits_of
from xianxing.pilot.exits.permissions import may_read as reads_exit
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.inspections.models import Inspection
from xianxing.pilot.inspections.permissions import may_read as reads_inspections
from xianxing.pilot.lessons.models import Lesson, LessonSource, LessonState
from xianxing.pilot.lessons.permissions import may_read, reads_all, units_of
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.reports.models import TrialReport

SETTING, CLAUSE = "setting.", "clause."


def subjects_of(view: CaseView) -> Mapping[str, Text]:
    """What of the case's guide a lesson can be about: what the guide leaves open, then its clauses."""
    guide = guide_of(view.case.call)
    settings = {f"{SETTING}{one.key}": one.label for one in guide.settings()}
    clauses = {
        f"{CLAUSE}{one.id}": Text(f"{one.display} {one.text.zh}", f"{one.id} {one.text.en}")
        for one in guide.clauses.values()
    }
    return {**settings, **clauses}


def subject_label(lesson: Lesson) -> Text:
    """What a lesson is about, in words; the key alone where the guide doesn't have it any more."""
    guide = guide_of(lesson.case.call)
    kind, _dot, key = lesson.subject.partition(".")
    if f"{kind}." == SETTING and key in guide.parameters:
        return guide.parameters[key].label
    if key in guide.clauses:
        return Text(guide.clauses[key].display, key)
    return Text(lesson.subject, lesson.subject)


def evidence_numbers(view: CaseView) -> Mapping[str, Collection[int]]:
    """The numbers of the case's reports, inspections, incidents and opened exits that the person may name.

    A unit names its own reports and incidents, and the inspections and exits of the project.
    """
    own = {} if reads_all(view) else {"unit__in": units_of(view)}
    inspections = Inspection.objects.filter(case=view.case)
    if not reads_inspections(view):
        inspections = inspections.none()
    numbers: dict[str, Collection[int]] = {
        LessonSource.REPORT: _numbers(TrialReport.objects.filter(case=view.case, **own)),
        LessonSource.INSPECTION: _numbers(inspections),
        LessonSource.INCIDENT: _numbers(Incident.objects.filter(case=view.case, **own)),
    }
    exits = [one.number for one in exits_of(view)] if reads_exit(view) else []
    return {**numbers, LessonSource.EXIT: exits}


def lessons_of(view: CaseView) -> QuerySet[Lesson]:
    """The lessons of a case, the latest first: all for those who judge, of a unit's people their own."""
    if not may_read(view):
        raise Stranger("lessons")
    rows = Lesson.objects.filter(case=view.case).select_related("proposed_by", "decided_by")
    return (rows if reads_all(view) else rows.filter(unit__in=units_of(view))).order_by("-number")


def lesson_in(view: CaseView, number: int) -> Lesson:
    """A lesson by its number, as the person may read it; Stranger for others and one that isn't there."""
    found = lessons_of(view).filter(number=number).first()
    if found is None:
        raise Stranger(_("There is no such lesson."))
    return found


def all_lessons(state: str = "") -> QuerySet[Lesson]:
    """Lessons of all cases, of one state where it is given, the latest first; none of a stopped case."""
    rows = Lesson.objects.exclude(case__in=stopped_cases().values("pk"))
    found = rows.filter(state=state) if state in LessonState.values else rows
    return found.select_related("proposed_by", "decided_by", "case__call__guide").order_by(
        "-proposed_at", "-pk"
    )


def accepted_lessons(guide: str) -> QuerySet[Lesson]:
    """What was taken up for the next version of a guide, the earliest first; none of a stopped case."""
    return all_lessons(LessonState.ACCEPTED).filter(guide=guide).order_by("decided_at", "pk")


def _numbers(rows: QuerySet[TrialReport] | QuerySet[Inspection] | QuerySet[Incident]) -> list[int]:
    return list(rows.order_by("number").values_list("number", flat=True))
