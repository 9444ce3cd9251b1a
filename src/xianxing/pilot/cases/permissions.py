"""Who may do what with a case beside the steps of its procedure, whose permission stands on the step."""

from __future__ import annotations

from xianxing.pilot.parties.permissions import is_auditor, is_secretariat, is_security_administrator
from xianxing.pilot.parties.queries import PersonRoles

# Erasing what a stop or the end of retention leaves to erase, and choosing who watches over the log.
may_erase = is_security_administrator
may_choose_witnesses = is_auditor


def may_handle_secrecy(roles: PersonRoles) -> bool:
    """Stopping a case in which a state secret was found, and all that follows from it (4.3.2)."""
    return is_security_administrator(roles) or is_secretariat(roles)


def are_both_sides(one: PersonRoles, other: PersonRoles) -> bool:
    """Whether two people stand for the two sides that lift a stop together, in either order.

    A person who is security administrator stands for that side, whatever else the person is.
    """
    security = [is_security_administrator(roles) for roles in (one, other)]
    secretariat = [is_secretariat(roles) for roles in (one, other)]
    return (security[0] and not security[1] and secretariat[1]) or (
        security[1] and not security[0] and secretariat[0]
    )
