"""Calls as they are published, the procedure signed off before; and further ones for papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection, models

from xianxing.pilot.calls.domain.publishing import publish_call
from xianxing.pilot.calls.domain.signing import Confirmation, first_digits, sign_off_procedure
from xianxing.pilot.calls.models import Call, ProcedureSignOff
from xianxing.pilot.calls.queries import sign_off_of
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import StaffAppointment, User
from xianxing.pilot.protection.triggers import triggers
from xianxing.procedure import digest_of, load_procedure

FOUNDED = datetime(2023, 1, 1, tzinfo=UTC)
STATEMENT = "条文与指南相符，同意采用。"


def legal_reviewer(*, at: datetime) -> User:
    """The working group's lawyer: whoever holds the role, else Su, who is given it."""
    held = StaffAppointment.objects.active(at).filter(role=StaffRole.LEGAL_REVIEWER)
    found = held.select_related("user").first()
    if found is not None:
        return found.user
    su = User.objects.create_user("su@cast.example", name="su")
    appoint_staff(user=su, role=StaffRole.LEGAL_REVIEWER, at=min(at, FOUNDED))
    return su


def confirmation(guide: str, statement: str = STATEMENT) -> Confirmation:
    """What somebody says who has read the present version of a guide's procedure."""
    version = digest_of(load_procedure(guide))
    return Confirmation(version, first_digits(version), statement)


def sign_off(guide: str, *, at: datetime) -> ProcedureSignOff:
    """The sign-off of the guide's procedure, made by the verb unless it is there."""
    said = confirmation(guide)
    found = sign_off_of(said.version, at=at)
    return found or sign_off_procedure(guide=guide, said=said, by=legal_reviewer(at=at), at=at)


def published(*, guide: str, batch: str, by: User, at: datetime) -> Call:
    """A call under a procedure that was signed off the moment before."""
    sign_off(guide, at=at)
    return publish_call(guide_name=guide, batch=batch, by=by, at=at)


@contextmanager
def rewriting(model: type[models.Model]) -> Iterator[None]:
    """Within, rows of a table can be changed, as the owner of the database can; its trigger comes back."""
    vendor, name = connection.vendor, f"{model._meta.db_table}_update"
    trigger = next(one for one in triggers(vendor) if one.name == name)
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # a table with checks still to be made can't lose a trigger
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in trigger.drop(vendor):
            cursor.execute(statement)
        yield
        for statement in trigger.create(vendor):
            cursor.execute(statement)


def next_call(call: Call) -> Call:
    """The batch after it, under the same guide."""
    call.pk, call.batch = None, "batch-after"
    call.opens_on, call.closes_on = date(2024, 2, 1), date(2024, 6, 30)
    call.save()
    return call
