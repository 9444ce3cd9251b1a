"""Who makes a package for CSRC, and who reads it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read, places_of
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.actors import offices
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_csrc, is_group_head, is_secretariat
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Stranger
from xianxing.pilot.transmissions.models import TransmissionPackage

MAKERS = ("secretariat", "group_head")  # their offices in the procedure, for the record


def may_make_package(roles: PersonRoles) -> bool:
    """Making what goes to CSRC: the secretariat and the head of the group."""
    return is_secretariat(roles) or is_group_head(roles)


def cases_to_read(user: User, *, at: datetime) -> list[Case]:
    """The filed cases that have come to where the person, one of CSRC's, can act; none for anybody else.

    The same as `case_to_read` lets the person read, in one query for all of them and one for their duties.
    """
    if not is_csrc(roles_of(user, at=at)):
        return []
    held, wanted = offices(user, at), Q(pk__in=[])
    for call in Call.objects.defer("calendar"):
        stood = Event.objects.filter(
            case=OuterRef("pk"), target_state__in=places_of(procedure_of(call), held)
        )
        wanted |= Q(Exists(stood), call=call)
    filed = Body.objects.filter(filing=OuterRef("pk"), filed_at__isnull=False)
    rows = Case.objects.filter(wanted & Q(Exists(filed)), filing__discarded_at__isnull=True)
    rows = rows.exclude(pk__in=stopped_cases().values("pk")).select_related("call", "filing__case__call")
    return list(rows.prefetch_related("duties"))


def packages_in(view: CaseView) -> list[TransmissionPackage]:
    """The packages of a case, the newest first, for those who judge it; none for anybody else."""
    if not view.is_group:
        return []
    rows = TransmissionPackage.objects.filter(case=view.case, file__erased_at__isnull=True)
    return list(rows.select_related("made_by", "file").order_by("-ordinal"))


def package_to_read(number: str, user: User, *, at: datetime) -> TransmissionPackage:
    """A package by its number, for the working group and for CSRC's people who read its case.

    Stranger for the units, experts and everybody else, where its bytes were erased, and while the case is
    stopped.
    """
    rows = TransmissionPackage.objects.select_related("file", "made_by")
    found = rows.filter(number=number, file__erased_at__isnull=True).first()
    if found is None or not case_to_read(found.case_id, user, at=at).is_group:
        raise Stranger(_("There is no such package."))
    return found
