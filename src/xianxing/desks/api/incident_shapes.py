"""What the API says and takes of incidents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from xianxing.desks.api.common_shapes import INSTANT


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
