"""What the API says and takes of reports on a trial."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


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
