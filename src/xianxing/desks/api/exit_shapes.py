"""What comes in and goes out about exits, the institution's ledger, figures and the register, as types."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from xianxing.desks.api.common_shapes import OTP
from xianxing.desks.api.complaint_shapes import ComplaintIn


class PlaceOut(Schema):
    """One of the five steps of an exit: done, now or ahead."""

    step: str
    status: str


class ProofOut(Schema):
    """A proof of a measure, and what the secretariat found."""

    number: int
    applies: bool
    words: str
    state: str
    reason: str
    given_at: datetime


class ExitMeasureOut(Schema):
    """A measure of an institution, with its proofs, the latest last."""

    measure: str
    name: str
    proved: bool
    lacking: bool
    proofs: list[ProofOut]


class PartOfExitOut(Schema):
    """A pilot institution in the exit: the number of its assessment, its measures."""

    unit: str
    name: str
    assessment: int | None
    measures: list[ExitMeasureOut]


class ExitOut(Schema):
    """The exit that the project is in; `opened` is null where none is."""

    opened: int | None
    kind: str
    over: bool
    places: list[PlaceOut]
    parts: list[PartOfExitOut]
    group_assessment: int | None


class AssessmentOut(Schema):
    """An assessment as it was handed in, with the figures that the reader may know."""

    number: int
    unit: str
    proposes: str
    judgement: str
    digest: str
    handed_in_at: datetime
    figures: list[dict[str, Any]]


class AssessmentIn(Schema):
    """The judgement of a pilot institution, or with an empty `unit` of the group."""

    unit: str
    judgement: str
    proposes: str = Field("", description="normalise, end, extend, force or empty")
    otp: str = Field("", description=OTP)


class ProofIn(Schema):
    """The proof of a measure; where it doesn't apply, words say why instead of a file."""

    unit: str
    measure: str
    applies: bool = True
    words: str
    evidence: list[UUID] = []


class OwnComplaintIn(ComplaintIn):
    """What an institution received itself; `project` is left out, it is the one of the address."""

    way: str = Field(description="paper, telephone, email or visit")
    received_on: date
    institution: UUID | None = Field(None, description="where the person deals with complaints for several")


class ComplaintWordsIn(Schema):
    """What the institution found and did, or what came of it."""

    words: str


class MediationIn(Schema):
    """What the institution says to the offer of a mediation."""

    agrees: bool
    words: str = ""


class FigureOut(Schema):
    """A figure of the pilot, or one of its parts."""

    code: str
    figure: str
    name: str
    part: str
    label: str
    value: str
    count: int
    whole: int
    share: float | None
    unit: str
    definition: str


class FiguresOut(Schema):
    """All figures of a period, counted as of an instant and a number of entries of the log."""

    at: datetime
    entries: int
    figures: list[FigureOut]


class RegisterOut(Schema):
    """The register as open data, with its licence."""

    licence: str
    projects: list[dict[str, Any]]
