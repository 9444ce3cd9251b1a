"""Instants as people read them, in Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime

from django import template

from xianxing.desks.look.tags import day
from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.workdays.clocks import CHINA_TIME, day_of

register = template.Library()


@register.filter
def localday(instant: datetime | None) -> str:
    """The day of an instant; empty for none."""
    return day(day_of(instant)) if instant else ""


@register.filter
def localtime(instant: datetime | None) -> str:
    """Day and time to the minute."""
    if not instant:
        return ""
    return f"{day(day_of(instant))} {instant.astimezone(CHINA_TIME):%H:%M}"


@register.filter
def localsecond(instant: datetime | None) -> str:
    """Day and time to the second, for instants that decide something."""
    return f"{localtime(instant)}:{instant.astimezone(CHINA_TIME):%S}" if instant else ""


@register.filter
def addnumber(text: str, number: int) -> str:
    """A text with a number behind it, for ids."""
    return f"{text}{number}"


@register.filter
def rolewords(detail: str) -> str:
    """The detail of a log line with the role's key, which comes first, in the reader's language."""
    key, _, rest = detail.partition(" ")
    for roles in (MemberRole, StaffRole, OfficerRole):
        if key in roles.values:
            return f"{roles(key).label} {rest}".strip()
    return detail
