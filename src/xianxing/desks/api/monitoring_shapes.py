"""What the API takes and says of indicators, values and alarms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ninja import Field, Schema


class ValueIn(Schema):
    """A value of an indicator for a period; a decimal as text, so that nothing of it is lost."""

    indicator: str = Field(max_length=60)
    period: str = Field(max_length=10, description="a month such as 2024-03, a quarter such as 2024Q1")
    value: str = Field(max_length=60)
    unit: str = Field("", max_length=20, description="where it is given it must be the indicator's")


class ValuesIn(Schema):
    """A batch of values; `reason` says why, where it corrects earlier ones.

    With `only_planned` what the plan of its period doesn't ask for is left out instead of refused: a tool
    measures more than a plan asks for.
    """

    values: list[ValueIn] = Field(max_length=10_000)
    reason: str = Field("", max_length=500)
    only_planned: bool = False


class ValueBatchOut(Schema):
    """A batch that was taken in, under its number in the case; how many values, how many of them late.

    `left_out` are those that no plan asks for.
    """

    batch: int
    values: int
    late: int
    corrections: int
    left_out: int = 0


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
