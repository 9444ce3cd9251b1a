"""What the API says of a case: state, duties, steps open, people, events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


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
