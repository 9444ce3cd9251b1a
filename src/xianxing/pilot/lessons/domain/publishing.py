"""An entry of the case library is written, confirmed by every unit, published, and taken back (6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.filings.actors import StepUp, people_of_role
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.lessons.domain.keeping import locked_view, record, refuse_names, text_given
from xianxing.pilot.lessons.library import (
    content_for,
    digest_of,
    entry_in,
    must_be_nameless,
    outcome_of,
    unconfirmed_units,
)
from xianxing.pilot.lessons.models import LibraryConfirmation, LibraryEntry, LibraryState
from xianxing.pilot.lessons.permissions import CONFIRMS, DECIDES, WRITES, confirmer_in, decider_in, writer_in
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of


@transaction.atomic
def write_entry(
    *, case: UUID, learnt: Mapping[str, str], nameless: bool, by: User, at: datetime
) -> LibraryEntry:
    """Write an entry of the library about a finished project; every unit is asked to confirm it.

    By the secretariat. `learnt` are the words by section. What else it holds comes from the public sheet.
    Refused while the register says nothing of the trial's end, while another entry waits or is published,
    without words, where a forced exit would be named that the register doesn't name, and where an entry that
    names nobody has a name in its words.
    """
    view = locked_view(case, by, at)
    if writer_in(view) is None:
        raise Refused("role", _("The secretariat writes entries of the library."))
    if outcome_of(view) is None:
        raise Refused(
            "register", _("The register doesn't say yet that the trial has ended; enter that first.")
        )
    _refuse_second_entry(view)
    if must_be_nameless(view) and not nameless:
        raise Refused(
            "nameless", _("By the settings of the batch this exit isn't named; the entry may name nobody.")
        )
    said = {key: text_given(learnt.get(key, ""), key, "") for key in practice().sections}
    if not any(said.values()):
        raise Refused("learnt", _("Write at least one section on what was learnt."))
    if nameless:
        refuse_names(view, said.values(), "learnt")
    content = content_for(view, said, nameless=nameless)
    row = LibraryEntry.objects.create(
        case=view.case, number=LibraryEntry.objects.filter(case=view.case).count() + 1,
        reference=_reference(at), content=content, digest=digest_of(content), written_by=by, written_at=at,
    )  # fmt: skip
    record(view, [NamedRow(row)], role=WRITES, by=by, at=at)
    tell(recipients=_signatories(view, at), kind="library_to_confirm", at=at, case=view.case)
    return row


@transaction.atomic
def confirm_entry(
    *, case: UUID, number: int, agree: bool, words: str, by: User, at: datetime, step_up: StepUp
) -> LibraryConfirmation:
    """Agree to the publication of an entry as written, or say what is to be changed, for the own unit.

    By who signs for a unit, once a unit, with the second factor. Refused for an entry that doesn't wait, and
    for a no without words.
    """
    view = locked_view(case, by, at)
    row, actor = entry_in(view, number), confirmer_in(view)
    if actor is None:
        raise Refused("role", _("Who signs for a unit of the project confirms its entry."))
    step_up.must_be(by)
    _refuse_not_waiting(row)
    if row.confirmations.filter(unit=actor.unit).exists():
        raise Refused("said", _("Your institution has answered already."))
    said = text_given(words, "words", "" if agree else _("Say what is to be changed."))
    given = LibraryConfirmation.objects.create(
        case=view.case, entry=row, unit=actor.unit, agrees=agree, words=said, digest=row.digest, by=by, at=at
    )
    record(view, [NamedRow(given)], role=CONFIRMS, by=by, at=at, step_up=step_up)
    tell(recipients=people_of_role(WRITES, at=at), kind="library_answered", at=at, case=view.case)
    return given


@transaction.atomic
def publish_entry(*, case: UUID, number: int, by: User, at: datetime, step_up: StepUp) -> LibraryEntry:
    """Publish an entry that every unit has confirmed; by the head of the group, with the second factor.

    Refused while a unit has not agreed, and where the register shows the project otherwise than when the
    entry was written: then it is written anew.
    """
    view = locked_view(case, by, at)
    row = entry_in(view, number)
    if decider_in(view) is None:
        raise Refused("role", _("The head of the group publishes entries of the library."))
    step_up.must_be(by)
    _refuse_not_waiting(row)
    lacking = unconfirmed_units(view, row)
    if lacking:
        names = "、".join(str(unit.institution or unit.uscc) for unit in lacking)
        raise Refused("confirmations", _("These have not agreed yet: {units}.").format(units=names))
    if not _is_current(view, row):
        raise Refused("register", _("The register shows the project otherwise by now; write the entry anew."))
    return _decide(view, row, LibraryState.PUBLISHED, "", DECIDES, by, at, step_up)


@transaction.atomic
def withdraw_entry(
    *, case: UUID, number: int, reason: str, by: User, at: datetime, step_up: StepUp
) -> LibraryEntry:
    """Take an entry back, published or not, with a reason; it is no longer shown to anybody outside.

    By the secretariat before the publication, by the head of the group at any time.
    """
    view = locked_view(case, by, at)
    row, head = entry_in(view, number), decider_in(view) is not None
    if not head and (writer_in(view) is None or row.state != LibraryState.WRITTEN):
        raise Refused("role", _("The head takes back what is published, the secretariat what is not yet."))
    step_up.must_be(by)
    if row.state == LibraryState.TAKEN_BACK:
        raise Refused("state", _("This entry was taken back already."))
    said = text_given(reason, "reason", _("Give the reason."))
    return _decide(view, row, LibraryState.TAKEN_BACK, said, DECIDES if head else WRITES, by, at, step_up)


def _decide(
    view: CaseView,
    row: LibraryEntry,
    state: LibraryState,
    reason: str,
    role: str,
    by: User,
    at: datetime,
    step_up: StepUp,
) -> LibraryEntry:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(view, [NamedRow(row)], role=role, by=by, at=at, step_up=step_up)
    return row


def _is_current(view: CaseView, row: LibraryEntry) -> bool:
    nameless = bool(row.content["nameless"])
    if must_be_nameless(view) and not nameless:
        return False
    try:
        return digest_of(content_for(view, row.content["learnt"], nameless=nameless)) == row.digest
    except KeyError:
        return False


def _refuse_second_entry(view: CaseView) -> None:
    held = LibraryEntry.objects.filter(case=view.case).exclude(state=LibraryState.TAKEN_BACK)
    if held.exists():
        raise Refused("held", _("The project has an entry already; take that back before you write another."))


def _refuse_not_waiting(row: LibraryEntry) -> None:
    if row.state != LibraryState.WRITTEN:
        raise Refused("state", _("This entry waits for nothing any more."))


def _reference(at: datetime) -> str:
    year = day_of(at).year
    return f"A{year}-{LibraryEntry.objects.filter(reference__startswith=f'A{year}-').count() + 1:03}"


def _signatories(view: CaseView, at: datetime) -> Sequence[User]:
    institutions = [unit.institution_id for unit in present_units(view.filing)]
    held = Membership.objects.active(at).filter(institution__in=institutions, role=MemberRole.SIGNATORY)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
