"""Who asks about personal information, and who reads and answers what was asked."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_expert, is_secretariat
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Stranger


def may_answer(roles: PersonRoles) -> bool:
    """The secretariat, which holds the data."""
    return is_secretariat(roles)


def may_ask(roles: PersonRoles) -> bool:
    """Experts by their account, beside who stands in the talent pool; others by number and secret."""
    return is_expert(roles)


def answering(user: User, *, at: datetime) -> User:
    """The person as one who answers; Stranger for everybody else."""
    if not may_answer(roles_of(user, at=at)):
        raise Stranger(_("There is no such list of requests."))
    return user
