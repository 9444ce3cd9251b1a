"""What the API says and takes of changes on trial."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from xianxing.desks.api.common_shapes import OTP


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
    unit: str = Field("", max_length=60, description="whose change it is, where you sign for several units")
    otp: str = Field("", description=OTP)


class ChangeDecisionIn(Schema):
    """The working group's word on a change; a no says why."""

    agree: bool
    reason: str = ""
    otp: str = Field("", description=OTP)
