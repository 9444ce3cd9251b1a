"""What the API says and takes of inspections and rectifications."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


class FindingAnswerOut(Schema):
    """What an institution said to a finding."""

    unit: str
    agrees: bool
    words: str
    at: datetime


class FindingOut(Schema):
    """A finding of an inspection, as far as it concerns the reader."""

    number: int
    grade: str
    grade_name: str
    words: str
    units: list[str]
    decision: str
    item: str = Field(description="the number of the rectification that was ordered, or empty")
    answers: list[FindingAnswerOut]


class InspectionOut(Schema):
    """An inspection: where, why, of what, when, and its findings."""

    number: int
    place: str
    state: str
    state_name: str
    reason: str
    scope: str
    first_day: date
    last_day: date
    answer_due: date | None
    findings: list[FindingOut]


class RectificationReportOut(Schema):
    """What an institution reported as put right."""

    number: int
    unit: str
    measures: list[dict[str, Any]]
    state: str
    reason: str
    at: datetime


class RectificationOut(Schema):
    """A rectification that was ordered: open until it is confirmed."""

    item: str
    ordered: date
    open: bool
    due: date | None
    provisional: bool
    reports: list[RectificationReportOut]


class InspectionsOut(Schema):
    """The inspections and rectifications of a project, the latest first."""

    inspections: list[InspectionOut]
    rectifications: list[RectificationOut]


class FindingAnswerIn(Schema):
    """A unit's answer to a finding: that it agrees, or what it disputes."""

    unit: str
    agrees: bool
    words: str = ""
    evidence: list[UUID] = []


class MeasureIn(Schema):
    """A measure: what was to be done, what was done, the files that show it."""

    measure: str
    done: str
    evidence: list[UUID] = []


class RectificationIn(Schema):
    """What a unit reports as put right."""

    unit: str
    measures: list[MeasureIn]
