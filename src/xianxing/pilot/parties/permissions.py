"""Who a person is, as named predicates: verbs, routes and pages ask these, and no other test of a role.

Each takes what the person is at an instant (`roles_of`). A data app says in its own `permissions.py` which of
them its verbs ask; `require` turns a predicate into a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Refused

Predicate = Callable[[PersonRoles], bool]

# The bodies of CSRC: its technology supervision bureau, and the panel that the bureau organises.
CSRC = frozenset((StaffRole.SUPERVISION_BUREAU, StaffRole.EVALUATION_PANEL))


def is_anybody(_roles: PersonRoles) -> bool:
    """Anybody, visitors too."""
    return True


def is_member(roles: PersonRoles) -> bool:
    """One who holds a role in an institution."""
    return bool(roles.institutions)


def manages(roles: PersonRoles, institution: UUID) -> bool:
    """One who manages this institution's accounts and facts."""
    return MemberRole.MANAGER in roles.institutions.get(institution, frozenset())


def is_working_group(roles: PersonRoles) -> bool:
    """One of the working group itself: its secretariat, risk reviewers and head.

    Its legal reviewer reads procedures and no filings, and isn't counted.
    """
    return bool(roles.staff - CSRC - {StaffRole.EXPERT, StaffRole.LEGAL_REVIEWER})


def is_secretariat(roles: PersonRoles) -> bool:
    """One of the working group's secretariat."""
    return StaffRole.SECRETARIAT in roles.staff


def is_risk_reviewer(roles: PersonRoles) -> bool:
    """One who assesses risks for the working group (5.1.1)."""
    return StaffRole.RISK_REVIEWER in roles.staff


def is_group_head(roles: PersonRoles) -> bool:
    """The head of the working group."""
    return StaffRole.GROUP_HEAD in roles.staff


def is_legal_reviewer(roles: PersonRoles) -> bool:
    """The working group's lawyer, who signs procedures off and reads no filing."""
    return StaffRole.LEGAL_REVIEWER in roles.staff


def is_expert(roles: PersonRoles) -> bool:
    """An expert whom the working group asks for opinions (5.1.1)."""
    return StaffRole.EXPERT in roles.staff


def is_csrc(roles: PersonRoles) -> bool:
    """One of CSRC's: of its technology supervision bureau (5.1.1.c, 5.1.3), or of the panel (5.1.2)."""
    return bool(roles.staff & CSRC)


def is_supervision_bureau(roles: PersonRoles) -> bool:
    """One of CSRC's technology supervision bureau (5.1.1.c, 5.1.3)."""
    return StaffRole.SUPERVISION_BUREAU in roles.staff


def may_read_protection_table(roles: PersonRoles) -> bool:
    """The table of classified protection: the working group, and the officers, who prepare assessments."""
    return is_working_group(roles) or is_officer(roles)


def is_officer(roles: PersonRoles) -> bool:
    """One of the three officers, who run the site and read no filing."""
    return roles.officer is not None


def is_system_administrator(roles: PersonRoles) -> bool:
    """The officer for accounts and the system."""
    return roles.officer == OfficerRole.SYSTEM


def is_security_administrator(roles: PersonRoles) -> bool:
    """The officer for policies, retention and secrets."""
    return roles.officer == OfficerRole.SECURITY


def is_auditor(roles: PersonRoles) -> bool:
    """The officer who checks the record."""
    return roles.officer == OfficerRole.AUDIT


# What is said to whom the predicate refuses: a stable code and whose it is.
_WORDS: dict[Predicate, tuple[str, Promise]] = {
    is_secretariat: ("secretariat", _("Only the working group's secretariat may do this.")),
    is_group_head: ("group-head", _("Only the head of the working group may do this.")),
    is_legal_reviewer: ("legal-reviewer", _("Only the working group's legal reviewer may do this.")),
    is_system_administrator: ("officer", _("Only the system administrator may do this.")),
    is_security_administrator: ("officer", _("Only the security administrator may do this.")),
    is_auditor: ("officer", _("Only the auditor may do this.")),
}


def require(predicate: Predicate, user: User, *, at: datetime) -> None:
    """Refused, saying whose it is, for a person of whom the predicate doesn't hold; asks one query a table.

    KeyError for a predicate that no verb has asked yet: give it its words above.
    """
    code, message = _WORDS[predicate]
    if not predicate(roles_of(user, at=at)):
        raise Refused(code, str(message))
