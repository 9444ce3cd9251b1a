"""Who reads the pilot in numbers, and of which cases the rows behind a figure tell."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import Predicate, is_csrc, is_working_group
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.transmissions.permissions import cases_to_read

may_read_complaint_rows: Predicate = is_working_group
may_make_report: Predicate = is_working_group


def may_read_figures(roles: PersonRoles) -> bool:
    """Reading figures of the whole pilot: the working group, and CSRC's bodies, to which it reports."""
    return is_working_group(roles) or is_csrc(roles)


def named_cases(roles: PersonRoles, user: User, *, at: datetime) -> frozenset[UUID] | None:
    """The cases that rows may name to a person: None for every one that was filed.

    CSRC's people are told of the cases that have come to them, as everywhere; the others are only counted.
    """
    if is_working_group(roles):
        return None
    return frozenset(case.pk for case in cases_to_read(user, at=at))
