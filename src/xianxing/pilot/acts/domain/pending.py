"""Acts that wait: the second person confirms or returns them; the first takes them back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.moved import refuse_moved
from xianxing.pilot.acts.domain.seconds import first_person
from xianxing.pilot.acts.domain.taking import Taken, carry_out, chosen, proved, taken
from xianxing.pilot.acts.entries import LONGEST_REASON, Entry
from xianxing.pilot.acts.models import PendingAct, PendingState
from xianxing.pilot.acts.permissions import CaseView, case_to_read, lock_case, of_the_side
from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.delegations.permissions import refuse_pair
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.domain.reading import mark_settled
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import is_sealed
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned


def pending_to_read(pending: UUID, by: User, *, at: datetime) -> tuple[PendingAct, CaseView]:
    """An act that was entered, with its case, for one of the side that acts; Stranger for anybody else."""
    row = PendingAct.objects.select_related("entered_by").filter(pk=pending).first()
    if row is None or not is_sealed(row):
        raise Stranger(_("There is no such act."))
    view = case_to_read(row.case_id, by, at=at)
    if not of_the_side(row.step, view):
        raise Stranger(_("There is no such act."))
    return row, view


def waiting_in(view: CaseView) -> QuerySet[PendingAct]:
    """The acts of a case that wait for a second person, for those of the side that acts."""
    rows = PendingAct.objects.filter(case=view.case, state=PendingState.WAITING).select_related("entered_by")
    mine = [row.pk for row in rows if is_sealed(row) and of_the_side(row.step, view)]
    return rows.filter(pk__in=mine).order_by("entered_at")


@transaction.atomic
def confirm_act(
    *, pending: UUID, sequence: int | None, by: User, at: datetime, step_up: StepUp | None
) -> Taken:
    """The second person confirms what the first entered: then it is done, under both names.

    `sequence` is where the case stood on this person's screen (None: where it stood when the act was
    entered). Refused for the person who entered it, for one of another side, without the second factor,
    where the act is no longer open, where the first person may no longer take it, and where a delegation
    stands between the two, or stood when it was entered. Who entered it is told.
    """
    row, view = _open(pending, by, at)
    refuse_moved(view.case, row.sequence if sequence is None else sequence)
    if row.entered_by_id == by.pk:
        raise Refused("second_person", _("A second, different person must agree; you entered this yourself."))
    entry = Entry.again(row.entry)
    refuse_pair(first_person(row), Actor(str(by.pk), frozenset()), row.entered_at)
    factor = proved(step_up, by)
    first = case_to_read(row.case_id, row.entered_by, at=at)
    offer = chosen(first, row.step, entry, row.entered_by)
    if offer.actor.behalf != entry.behalf:
        raise Refused("delegation", _("The office in which this was entered is held no longer; return it."))
    roles = frozenset(role for actor in view.actors if not actor.behalf for role in actor.roles)
    second = Actor(str(by.pk), roles)
    carry_out(
        first, offer, entry, by=row.entered_by, at=at, step_up=factor, second=second,
        first_factor_at=row.stepped_up_at,
    )  # fmt: skip
    told = {"by": by.name, "step": row.step, "pending": str(row.pk)}
    tell(recipients=[row.entered_by], kind="act_confirmed", case=view.case, at=at, params=told)
    _settle(row, PendingState.CONFIRMED, by, at)
    return taken(view.case, offer.step)


@transaction.atomic
def return_act(*, pending: UUID, reason: str, by: User, at: datetime) -> PendingAct:
    """The second person returns it with a reason; nothing was done, and it can be entered anew.

    Who entered it is told.
    """
    row, view = _open(pending, by, at)
    if row.entered_by_id == by.pk:
        raise Refused("second_person", _("You entered this yourself; take it back instead."))
    said = cleaned(reason)
    if not said or len(said) > LONGEST_REASON:
        raise Refused(
            "reason", _("Say why it is returned, in at most {limit} characters.").format(limit=LONGEST_REASON)
        )
    told = {"by": by.name, "step": row.step, "pending": str(row.pk)}
    tell(recipients=[row.entered_by], kind="act_returned", case=view.case, at=at, params=told)
    return _settle(row, PendingState.RETURNED, by, at, said)


@transaction.atomic
def take_back_act(*, pending: UUID, by: User, at: datetime) -> PendingAct:
    """The first person takes an act back while it waits."""
    row, _view = _open(pending, by, at)
    if row.entered_by_id != by.pk:
        raise Refused("not-yours", _("Only the person who entered it takes it back; return it instead."))
    return _settle(row, PendingState.TAKEN_BACK, by, at)


def _open(pending: UUID, by: User, at: datetime) -> tuple[PendingAct, CaseView]:
    """The act while it waits, locked with its case until the transaction ends."""
    case = PendingAct.objects.filter(pk=pending).values_list("case_id", flat=True).first()
    if case is not None:
        lock_case(case)
    row, view = pending_to_read(pending, by, at=at)
    if row.state != PendingState.WAITING:
        raise Refused(
            "settled", _("This act waits no longer: {state}.").format(state=row.get_state_display())
        )
    return row, view


def _settle(row: PendingAct, state: PendingState, by: User, at: datetime, reason: str = "") -> PendingAct:
    row.state, row.decided_by, row.decided_at, row.reason = state, by, at, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    mark_settled(case=row.case, pending=str(row.pk), at=at)
    return row
