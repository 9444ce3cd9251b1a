"""A case is locked while somebody writes in its monitoring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.supervision.permissions import may_read


def locked_view(case: UUID, by: User, at: datetime) -> CaseView:
    """The case as the person reads it, locked until the transaction ends; Stranger for who doesn't."""
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view
