"""Who convenes a meeting and keeps its minutes, who is invited, who reads it."""

from __future__ import annotations

from xianxing.pilot.parties.permissions import is_group_head, is_secretariat, is_working_group
from xianxing.pilot.parties.queries import PersonRoles


def may_convene(roles: PersonRoles) -> bool:
    """Convening, noting who is there, recording what was resolved: the secretariat and the head."""
    return is_secretariat(roles) or is_group_head(roles)


def may_attend(roles: PersonRoles) -> bool:
    """Being invited, and reading a meeting: the working group."""
    return is_working_group(roles)
