"""Who signs for a pilot institution signs what it is held to in the trial; whoever has yet to is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView, case_as_it_stands
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.commitments import commitments_of, commitments_to_read, unsigned_units
from xianxing.pilot.supervision.domain.locking import locked_view
from xianxing.pilot.supervision.domain.telling import tell_to_sign
from xianxing.pilot.supervision.models import CommitmentSignature, CommitmentStanding
from xianxing.pilot.supervision.permissions import SIGNS, is_committed, units_signed_for
from xianxing.pilot.supervision.queries import committed_cases


@transaction.atomic
def sign_commitments(
    *, case: UUID, unit: str, digest: str, by: User, step_up: StepUp, at: datetime
) -> CommitmentSignature:
    """Sign for a pilot institution the list of what it is held to, as it was read (working-group practice).

    By who signs for it, with the second factor. Refused before the start was allowed and after the end, for a
    list that is empty or was signed already, and where `digest` isn't that of the list as it stands now.
    """
    view = locked_view(case, by, at)
    if unit not in units_signed_for(view):
        raise Refused("role", _("Who signs for the pilot institution signs its commitments."))
    if not is_committed(view):
        state = view.procedure.states[view.state.state].name(current_language())
        raise Refused(
            "not-started",
            _(
                "Commitments are signed from the permission to start until the end; the project stands at "
                "“{state}”."
            ).format(state=state),
        )
    step_up.must_be(by)
    found = commitments_of(view)
    if not found.items:
        raise Refused("empty", _("The list is empty; there is nothing to sign."))
    _refuse_other(found.digest, digest)
    if unit not in unsigned_units(view, found):
        raise Refused("signed", _("This version was signed for the institution already."))
    row = CommitmentSignature.objects.create(
        case=view.case, unit=unit, version=found.version, items=[one.as_json() for one in found.items],
        digest=found.digest, signed_by=by, signed_at=at,
    )  # fmt: skip
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=SIGNS, person=str(by.pk), at=at,
        clause=view.procedure.cite(catalogue().serves[0]) or "", said=step_up.said(),
    )  # fmt: skip
    renew_commitments(case_as_it_stands(Filing.objects.select_related("case__call").get(pk=case), at=at))
    return row


def refuse_stale(view: CaseView, digest: str) -> None:
    """Refused for another list than stands now, as `sign_commitments` would, before a code is spent on it.

    Stranger for who doesn't read the list.
    """
    _refuse_other(commitments_to_read(view).digest, digest)


def renew_commitments(view: CaseView) -> None:
    """Keep who has yet to sign the list as it stands, and tell who signs for them, once for each list."""
    found, case, at = commitments_of(view), view.case, view.at
    unsigned = unsigned_units(view, found)
    held = CommitmentStanding.objects.filter(case=case).first()
    told = held.told if held and held.digest == found.digest else []
    tell_to_sign(view, [unit for unit in unsigned if unit not in told], at=at)
    CommitmentStanding.objects.update_or_create(
        case=case,
        defaults={
            "digest": found.digest, "version": found.version, "unsigned": unsigned,
            "told": sorted({*told, *unsigned}), "sequence": case.sequence, "changed_at": at,
        },
    )  # fmt: skip


def follow_commitments(*, at: datetime) -> int:
    """As time passes: renew each case on trial, or about to be, in which something happened; how many.

    From the permission to start on. Called often, it looks at each event once.
    """
    moved = Q(commitments=None) | Q(commitments__sequence__lt=F("sequence"))
    found = [case for call in Call.objects.defer("calendar") for case in committed_cases(call).filter(moved)]
    for case in found:
        _renew_once(case, at)
    return len(found)


def _refuse_other(now: str, read: str) -> None:
    if read != now:
        raise Refused("changed", _("The list has changed since you read it; read it again, then sign."))


@transaction.atomic
def _renew_once(case: Case, at: datetime) -> None:
    filing = locked(Filing.objects.get(pk=case.pk))
    renew_commitments(case_as_it_stands(filing, at=at))
