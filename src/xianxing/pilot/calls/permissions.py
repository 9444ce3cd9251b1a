"""Who may do what with a call."""

from __future__ import annotations

from xianxing.pilot.parties.permissions import (
    is_group_head,
    is_legal_reviewer,
    is_secretariat,
    is_working_group,
)
from xianxing.pilot.parties.queries import PersonRoles

may_publish = is_secretariat
may_extend = is_group_head
may_sign_off = is_legal_reviewer


def may_read_sign_offs(roles: PersonRoles) -> bool:
    """The working group, and its legal reviewer."""
    return is_working_group(roles) or is_legal_reviewer(roles)
