"""What the API says and takes in more than one room of the trial."""

from __future__ import annotations

from ninja import Schema

INSTANT = "day and time; without an offset it is China's"
OTP = "a fresh code of the second factor"


class NumberOut(Schema):
    """The number, in the case, of what was put down."""

    number: int


class CheckIn(Schema):
    """Whether it is accepted; where it isn't, the reason."""

    accept: bool
    reason: str = ""
