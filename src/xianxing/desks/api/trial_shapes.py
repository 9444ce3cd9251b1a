"""What comes in and goes out about a project on trial, as types: reports, changes, inspections, incidents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

INSTANT = "day and time; without an offset it is China's"
OTP = "a fresh code of the second factor"


class NumberOut(Schema):
    """The number, in the case, of what was put down."""

    number: int


class SectionOut(Schema):
    """A section of a report that is to be written."""

    section: str
    name: str
    hint: str


class ReportDueOut(Schema):
    """A report that can be handed in now; `item` and `due` are of one that fell due."""

    form: str
    name: str
    item: str
    period_first: date | None
    period_last: date | None
    due: date | None
    provisional: bool
    draft: int = Field(description="the version of what was written so far, 0 for none")
    sections: list[SectionOut]


class TrialReportOut(Schema):
    """A report that was handed in, and where its review stands."""

    number: int
    form: str
    name: str
    item: str
    period_first: date | None
    period_last: date | None
    unit: str
    handed_in_at: datetime
    standing: str
    standing_name: str
    answer_due: date | None


class BareReportOut(Schema):
    """A report that was handed in by the step alone, with a file: the number of its event."""

    seq: int
    step: str
    at: datetime


class TrialReportsOut(Schema):
    """What the institution can report now, and what was reported."""

    to_write: list[ReportDueOut]
    reports: list[TrialReportOut]
    without_form: list[BareReportOut]


class RemarkOut(Schema):
    """What was said to a report."""

    kind: str
    words: str
    said_at: datetime


class TrialReportOpenOut(TrialReportOut):
    """A report with its sections, the figures that stood beside them, and what was said to it."""

    sections: dict[str, str]
    figures: dict[str, Any]
    remarks: list[RemarkOut]


class ReportDraftIn(Schema):
    """What is written so far; `based` is the version that it goes on from, 0 for none."""

    item: str = ""
    sections: dict[str, str]
    based: int = 0


class ReportDraftOut(Schema):
    """The version under which it is kept."""

    version: int


class ReportIn(Schema):
    """A report; `seq` is where the case stood on the client's side, `evidence` ids of brought files."""

    form: str
    item: str = ""
    seq: int
    sections: dict[str, str]
    evidence: list[UUID] = []


class RemarkIn(Schema):
    """A word on a report."""

    kind: str = Field(description="answer (the institution); received, question or closed (the secretariat)")
    words: str = ""


class ChangeKindOut(Schema):
    """A kind of change: its way (approval or notice), the first day from which one told today counts."""

    kind: str
    name: str
    way: str
    days: int
    earliest: date
    provisional: bool


class TrialChangeOut(Schema):
    """A change that was told, and what became of it."""

    number: int
    kind: str
    what: str
    why: str
    effective_on: date
    unit: str
    approval: bool
    state: str
    state_name: str
    reason: str
    told_at: datetime


class TrialChangesOut(Schema):
    """The kinds of changes, and those that were told, the latest first."""

    kinds: list[ChangeKindOut]
    changes: list[TrialChangeOut]


class ChangeIn(Schema):
    """A change that is to come."""

    kind: str
    what: str
    why: str
    effective_on: date
    otp: str = Field("", description=OTP)


class ChangeDecisionIn(Schema):
    """The working group's word on a change; a no says why."""

    agree: bool
    reason: str = ""
    otp: str = Field("", description=OTP)


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


class CheckIn(Schema):
    """Whether it is accepted; where it isn't, the reason."""

    accept: bool
    reason: str = ""


class ClockOut(Schema):
    """A clock of an incident; `due` is null where the secretariat has yet to set it."""

    clock: str
    kind: str
    recipient: str
    status: str
    due: datetime | None
    provisional: bool


class IncidentOut(Schema):
    """An incident, or a drill, with its clocks."""

    number: int
    item: str
    drill: bool
    title: str
    unit: str
    occurred_at: datetime
    discovered_at: datetime
    reported_at: datetime
    closed: bool
    clocks: list[ClockOut]


class IncidentsOut(Schema):
    """The incidents of a project, the last first, and the open items of which nobody has told yet."""

    incidents: list[IncidentOut]
    untold: list[str]


class GivenGradeOut(Schema):
    """A grade as it was given."""

    regulation: str
    grade: str
    capacity: str
    reason: str
    given_at: datetime


class IncidentReportOut(Schema):
    """A report on an incident, and the secretariat's word on it where it was handed in here."""

    number: int
    kind: str
    recipient: str
    given_at: datetime
    channel: str
    receipt_number: str
    content: dict[str, str]
    receipt: str
    receipt_words: str


class IncidentOpenOut(IncidentOut):
    """An incident with all that was said of it."""

    account: str
    systems: str
    customers: int | None
    restored_at: datetime | None
    grades: list[GivenGradeOut]
    reports: list[IncidentReportOut]


class GradeIn(Schema):
    """A grade under a rule, and the capacity in which the rule speaks to the institution."""

    grade: str
    capacity: str = ""


class IncidentIn(Schema):
    """What happened. `grades` are keyed by the rules in force on the day of discovery (`/incident-rules`)."""

    title: str
    account: str
    systems: str
    customers: int | None = None
    occurred_at: datetime = Field(description=INSTANT)
    discovered_at: datetime = Field(description=INSTANT)
    grades: dict[str, GradeIn] = {}
    drill: bool = False
    item: str = Field("", description="the number of an open incident of which nobody has told yet")


class IncidentReportIn(Schema):
    """A report; to an authority with when, by which channel, under which number, and a file."""

    kind: str
    recipient: str
    content: dict[str, str]
    given_at: datetime | None = Field(None, description=INSTANT)
    channel: str = ""
    receipt_number: str = ""
    evidence: list[UUID] = []


class RestorationIn(Schema):
    """When the service was restored."""

    restored_at: datetime = Field(description=INSTANT)


class RegradeIn(GradeIn):
    """Another grade under a rule, and why."""

    regulation: str
    reason: str


class ReceiptIn(Schema):
    """The secretariat's word on a report that was handed in here."""

    kind: str = Field(description="received or returned")
    words: str = ""


class WordsIn(Schema):
    """Words, and nothing else."""

    words: str = ""


class NamedOut(Schema):
    """A key and what it is called."""

    key: str
    name: str


class PartOut(NamedOut):
    """A part of a report, the kinds for which it is asked, and those for which it must say something."""

    kinds: list[str]
    required: list[str]


class RuleOut(NamedOut):
    """A rule on incidents that is in force, its grades, and the capacities in which it speaks."""

    grades: list[NamedOut]
    capacities: list[NamedOut]


class IncidentRulesOut(Schema):
    """The rules in force on a day, whom is reported to, of which parts reports are made."""

    rules: list[RuleOut]
    recipients: list[NamedOut]
    parts: list[PartOut]
