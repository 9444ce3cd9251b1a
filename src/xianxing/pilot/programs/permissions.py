"""Who makes tokens and webhooks, who ends them, and who sees that they are there."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.permissions import Predicate, is_secretariat
from xianxing.pilot.supervision.permissions import group_member_in, reporter_in
from xianxing.procedure.runner import Actor

# Addresses that are told of every project are the secretariat's.
may_watch_all: Predicate = is_secretariat


def maker_in(view: CaseView) -> Actor | None:
    """The person as one of a pilot institution's people who may report values (5.2.1); None for others."""
    return reporter_in(view)


def may_read(view: CaseView) -> bool:
    """Tokens are listed for those of the project's institution and for the secretariat, never their text."""
    return maker_in(view) is not None or group_member_in(view) is not None


def may_revoke(view: CaseView, unit: str) -> bool:
    """Revoked by whoever reports for the institution whose program it is, and by the secretariat."""
    actor = maker_in(view)
    return group_member_in(view) is not None or (actor is not None and actor.unit == unit)
