"""Who makes tokens and webhooks, who ends them, and who sees that they are there."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.parties.permissions import Predicate, is_secretariat
from xianxing.pilot.supervision.permissions import group_member_in, reporter_in, reporters_in
from xianxing.procedure.runner import Actor

# Addresses that are told of every project are the secretariat's.
may_watch_all: Predicate = is_secretariat


def makers_in(view: CaseView) -> tuple[Actor, ...]:
    """The person as one who may report values for pilot institutions (5.2.1), once for each."""
    return reporters_in(view)


def maker_in(view: CaseView, unit: str = "") -> Actor | None:
    """The person as one who may report values for this institution, for the first where none is named."""
    return reporter_in(view, unit)


def may_read(view: CaseView) -> bool:
    """Tokens are listed for those of the project's institution and for the secretariat, never their text."""
    return maker_in(view) is not None or group_member_in(view) is not None


def may_revoke(view: CaseView, unit: str) -> bool:
    """Revoked by whoever reports for the institution whose program it is, and by the secretariat."""
    return group_member_in(view) is not None or any(actor.unit == unit for actor in makers_in(view))
