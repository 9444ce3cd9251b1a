"""What the API says and takes of plans of indicators and of the catalogue that they choose from."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Field, Schema

from xianxing.desks.api.common_shapes import OTP


class CatalogueIndicatorOut(Schema):
    """An indicator that a plan can have: its unit, how often it is reported, on which side it gets worse."""

    indicator: str
    name: str
    unit: str
    cadence: str
    worse: str


class PlanLineOut(Schema):
    """An indicator of a plan with its lines."""

    indicator: str
    amber: Decimal | None
    red: Decimal | None


class PlanOut(Schema):
    """A plan as it was signed, and where it stands: `proposed`, `agreed`, or `returned` for a `reason`."""

    number: int
    state: str
    unit: str
    effective_on: date
    lines: list[PlanLineOut]
    signed_at: datetime
    decided_at: datetime | None
    reason: str


class PlanLineIn(Schema):
    """An indicator of the catalogue with its lines; decimals as text, so that nothing of them is lost."""

    indicator: str = Field(max_length=60)
    amber: str = Field("", max_length=60, description="may be left out")
    red: str = Field(max_length=60)


class PlanIn(Schema):
    """A whole plan: it takes the place of the one before from its day on, once the group has agreed."""

    lines: list[PlanLineIn] = Field(max_length=500)
    effective_on: date
    otp: str = Field("", description=OTP)


class PlanDecisionIn(Schema):
    """Whether the group agrees to a plan; where it doesn't, what has to be changed."""

    agree: bool
    reason: str = Field("", max_length=1_000)
