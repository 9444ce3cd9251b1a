"""What comes in and goes out, as types: the OpenAPI description is made of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Schema

BEHALF = "a unit's key, the role whose word is entered, or the person (by number) whose deputy acts"


class DutyOut(Schema):
    """Who must act now, on which basis, until when. `days` are working days left, negative when passed."""

    role: str
    clause: str
    basis: str = Field(description="law: the guide says so; practice: the working group's")
    due: date | None
    days: int | None
    clock: str
    overdue: bool
    provisional: bool


class PendingOut(Schema):
    """An act that a first person entered and a second one has to confirm."""

    pending: UUID
    step: str
    name: str
    seq: int
    entered_by: str
    entered_at: datetime
    reason: str
    answers: dict[str, Any]
    on_behalf_of: str = Field("", description="the person for whom a deputy entered it; else empty")


class ItemOut(Schema):
    """An open item of a case, by the number under which a step that is about its kind names it."""

    item: str
    kind: str
    name: str
    stage: str
    stage_name: str
    unit: str
    opened: date
    due: date | None
    provisional: bool


class CaseOut(Schema):
    """Where a case stands for this person."""

    id: UUID
    number: str
    state: str
    name: str
    final: bool
    seq: int
    version: str
    overlays: list[str]
    items: list[ItemOut] = Field(description="what is open: incidents, rectifications and the like")
    members: dict[str, list[str]]
    duties: list[DutyOut]
    pending: list[PendingOut]


class PackageOut(Schema):
    """A package that was made for CSRC; `digest` is the SHA-256 of its list of files, as letters name it."""

    number: str
    digest: str
    made_at: datetime
    made_by: str
    size: int


class AskOut(Schema):
    """One thing that a step asks for, as `answers` take it."""

    name: str
    kind: str = Field(
        description="choice, checklist, number, whole, item, text, long_text, date, instant or address"
    )
    values: list[str]
    items: list[str]
    optional: bool
    when: dict[str, list[str]]


class StepOut(Schema):
    """A step that is open to this person; `asks`, `members`, `declares` are keyed as they are answered."""

    step: str
    name: str
    role: str
    clause: str
    practice: bool
    to: str
    asks: dict[str, AskOut]
    members: dict[str, list[str]]
    declares: dict[str, list[str]]
    reason: bool
    evidence: bool
    four_eyes: bool
    second_factor: bool
    documents: list[str]
    on_behalf_of: str = Field("", description="the person, by number, for whom you act as deputy; else empty")


class ActIn(Schema):
    """An act: the step, where the case stood on the client's side, and what the step asks for."""

    step: str
    seq: int
    answers: dict[str, Any] = {}
    declares: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    reason: str = ""
    evidence: list[UUID] = []
    otp: str = ""
    on_behalf_of: str = Field("", description=BEHALF)


class DelegationOut(Schema):
    """A person for whom the person behind the token acts as deputy now."""

    delegation: UUID
    person: int
    name: str
    roles: list[str]
    means: list[str]
    until: date


class PersonOut(Schema):
    """The person behind a token."""

    person: int
    name: str
    now: datetime
    acts_for: list[DelegationOut]


class TokenOut(Schema):
    """What a token is good for; `case` is the only one of a token for a project, else null."""

    name: str
    scopes: list[str]
    expires_at: datetime
    case: UUID | None


class SheetIn(Schema):
    """Fields of the filing to be taken into the public sheet, such as content.overview."""

    locations: list[str]


class SheetOut(Schema):
    """The public sheet as it stands: its digest, and how many entries it has."""

    digest: str
    entries: int


class UndertakingOut(Schema):
    """What an expert signs: the text and its digest."""

    digest: str
    text: str


class SignIn(Schema):
    """The digest of what was read, and a code of the second factor."""

    digest: str
    otp: str = ""


class OpinionIn(Schema):
    """An opinion in words, with a score and a sentence of reason for each criterion."""

    words: str = ""
    scores: dict[str, int] = {}
    reasons: dict[str, str] = {}


class EventOut(Schema):
    """One event of the case, as the log's public skeleton has it."""

    seq: int
    step: str
    name: str
    at: datetime
    role: str
    clauses: list[str]
    state: str
    place: int
    on_behalf_of: str = Field("", description="of an own act: the person for whom you took it as deputy")


class DocumentOut(Schema):
    """A paper of the case."""

    id: str
    kind: str
    name: str


class TakenOut(Schema):
    """What an act brought about."""

    event: EventOut
    state: str
    seq: int
    documents: list[DocumentOut]


class WaitsOut(Schema):
    """The act waits for a second person."""

    pending: UUID


class ConfirmIn(Schema):
    """The second person's confirmation; `seq` is where the case stands on that person's side."""

    seq: int | None = None
    otp: str = ""


class ReturnIn(Schema):
    """The second person's refusal."""

    reason: str


class ReturnedOut(Schema):
    """What became of an act that waited."""

    pending: UUID
    state: str


class FileOut(Schema):
    """A file that was brought, to be named as evidence."""

    id: UUID
    name: str
    size: int
    sha256: str


class LeftOut(Schema):
    """Something of a folder that the filing doesn't hold."""

    location: str
    reason: str


class FilingOut(Schema):
    """A filing that was made of a folder."""

    id: UUID
    state: str
    seq: int
    cells: int
    files: int
    left: list[LeftOut]


class CommentIn(Schema):
    """What somebody of the public says to a notice. Name and contact are asked for an objection only."""

    kind: str = Field(description="comment, objection (under the real name) or clue (anonymous)")
    text: str = Field(description="at most 5,000 characters")
    name: str = ""
    contact: str = ""
    evidence: str = Field("", description="what it rests on, in words; at most 5,000 characters")


class CommentOut(Schema):
    """The number, and the secret with which the answer is read; nobody can tell the secret again."""

    number: str
    secret: str


class ComplaintIn(Schema):
    """What somebody hands in. A complaint and a petition ask for name and contact; files go by the page."""

    kind: str = Field(description="complaint, report, inquiry, suggestion or petition")
    text: str = Field(description="at most 5,000 characters")
    evidence: str = ""
    subject: str = Field("", description="whom or what it is about, where no project is named")
    project: str = Field("", description="the number of a published project, or empty")
    name: str = ""
    contact: str = ""
    anonymous: bool = Field(False, description="keep neither name nor contact, where the kind allows it")
    may_be_named: bool = Field(False, description="the institution may learn who it is")
    earlier_number: str = ""
    earlier_secret: str = ""


class StatusIn(Schema):
    """Number and secret, as they were given once."""

    number: str
    secret: str


class ComplaintActOut(Schema):
    """An act on a complaint; `words` are empty where they aren't for the reader."""

    kind: str
    name: str
    at: datetime
    words: str


class ComplaintStatusOut(Schema):
    """Where it stands, for who holds the secret; `due` is the day until which the group is heard of."""

    number: str
    kind: str
    state: str
    name: str
    received_on: date
    due: date | None
    acts: list[ComplaintActOut]


class ComplaintOut(Schema):
    """A complaint as staff and institutions list it: no word of it, nobody's name."""

    number: str
    kind: str
    way: str
    state: str
    name: str
    received_on: date
    clock: str
    due: date | None
    close_due: date | None
    overdue: bool
    project: str
    institution: str
    repeats: str
    own_ledger: bool


class ComplaintPage(Schema):
    """A page of complaints, and how many there are in all."""

    complaints: list[ComplaintOut]
    all: int


class ComplaintOpenOut(ComplaintOut):
    """A complaint with its acts, and its text where the reader may read it (else null)."""

    text: str | None
    acts: list[ComplaintActOut]


class ProblemOut(Schema):
    """Why it was not done: a stable code, a sentence in the reader's language, conditions, clause."""

    code: str
    message: str
    guards: list[str] = []
    clause: str = ""


class MovedOut(ProblemOut):
    """The case has moved on: where it stands now, and what happened meanwhile."""

    seq: int
    happened: list[str]


class ValueIn(Schema):
    """A value of an indicator for a period; a decimal as text, so that nothing of it is lost."""

    indicator: str = Field(max_length=60)
    period: str = Field(max_length=10, description="a month such as 2024-03, a quarter such as 2024Q1")
    value: str = Field(max_length=60)
    unit: str = Field("", max_length=20, description="where it is given it must be the indicator's")


class ValuesIn(Schema):
    """A batch of values; `reason` says why, where it corrects earlier ones."""

    values: list[ValueIn] = Field(max_length=10_000)
    reason: str = Field("", max_length=500)


class ValueBatchOut(Schema):
    """A batch that was taken in, under its number in the case; how many values, how many of them late."""

    batch: int
    values: int
    late: int
    corrections: int


class PeriodValueOut(Schema):
    """The value that counts for a period, and those before it."""

    period: str
    value: Decimal
    late: bool
    batch: int
    corrected: list[Decimal]


class AlarmOut(Schema):
    """A value that stands out: by which rule, against which line, until when it is to be explained."""

    rule: str
    period: str
    value: Decimal
    limit: Decimal
    due: date
    open: bool
    muted: bool


class IndicatorOut(Schema):
    """How an indicator stands: red, amber, late, green, or none where nothing was reported."""

    indicator: str
    name: str
    unit: str
    cadence: str
    status: str
    amber: Decimal | None
    red: Decimal | None
    next_due: date
    unreported: list[str]
    values: list[PeriodValueOut]
    alarms: list[AlarmOut]


class MonitoringOut(Schema):
    """The number of the plan that counts today, and its indicators."""

    plan: int | None
    indicators: list[IndicatorOut]
