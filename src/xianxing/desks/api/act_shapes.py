"""What the API takes for a step and its papers, and answers when it was taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Schema

from xianxing.desks.api.case_shapes import EventOut

BEHALF = "a unit's key, the role whose word is entered, or the person (by number) whose deputy acts"


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


class SheetIn(Schema):
    """Fields of the filing to be taken into the public sheet, such as content.overview."""

    locations: list[str]


class SheetOut(Schema):
    """The public sheet as it stands: its digest, and how many entries it has."""

    digest: str
    entries: int


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
