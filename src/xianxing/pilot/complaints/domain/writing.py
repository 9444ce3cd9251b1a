"""The one way in which a complaint changes: an act is added, the stand follows, the record names both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.performing import put_on_record, refuse_behind, refuse_stopped
from xianxing.pilot.cases.models import Case
from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile, ComplaintState
from xianxing.pilot.complaints.sealing import about_act, seal_said
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

CLAUSE = "5.2.3"
PUBLIC, GROUP, INSTITUTION = "public", "secretariat", "pilot_institution"
LONGEST = 5_000
# Where the group and the institution deal with it.
RUNNING = frozenset({ComplaintState.ACCEPTED, ComplaintState.WITH_INSTITUTION, ComplaintState.ANSWERED})


@dataclass(frozen=True)
class ComplaintStand:
    """What an act changes of where a complaint stands."""

    state: str
    clock: str
    due: date | None
    close_due: date | None

    @classmethod
    def same(cls, complaint: Complaint) -> ComplaintStand:
        """An act after which it stands where it stood."""
        return cls(complaint.state, complaint.clock, complaint.due, complaint.close_due)


@dataclass(frozen=True)
class ComplaintActor:
    """Who acts, for which side, and when."""

    side: str
    by: User | None
    at: datetime


def locked(complaint: UUID) -> Complaint:
    """The complaint, held until the transaction ends. Refused where its row isn't as it was entered."""
    held = Complaint.objects.select_for_update(of=("self",)).select_related("about__call__guide")
    found = held.get(pk=complaint)
    if not is_sealed(found):
        raise Refused("unreadable", _("This complaint is not as it was entered; tell the operator."))
    if found.about is not None:
        refuse_stopped(found.about)
    return found


def add_act(
    complaint: Complaint,
    kind: str,
    who: ComplaintActor,
    *,
    words: str = "",
    detail: str = "",
    stand: ComplaintStand | None = None,
) -> ComplaintAct:
    """Add an act, let the complaint stand where it leads, and have the case's record name both.

    The caller holds the complaint. Nothing is recorded in a case while the complaint is kept out of it
    (`Complaint.case`).
    """
    refuse_behind(who.at)
    stand = stand or ComplaintStand.same(complaint)
    act = ComplaintAct(
        complaint=complaint, sequence=complaint.acts.count() + 1, kind=kind, side=who.side, by=who.by,
        at=who.at, state=stand.state, clock=stand.clock, due=stand.due, close_due=stand.close_due,
        detail=detail,
    )  # fmt: skip
    act.sealed, act.digest = seal_said(about_act(act.pk), {"words": words})
    act.seal = seal_of(act)
    act.save()
    complaint.state, complaint.clock = stand.state, stand.clock
    complaint.due, complaint.close_due = stand.due, stand.close_due
    complaint.seal = seal_of(complaint)
    complaint.save()
    if complaint.case is not None:
        rows = [NamedRow(complaint), NamedRow(act)]
        _record(complaint.case, rows, who)
    return act


def put_into_record(complaint: Complaint, who: ComplaintActor) -> None:
    """Have the record of the case that it is about name the complaint, its file and every act so far.

    From now on each act is named there. For one that is named already, or about no case, nothing happens.
    """
    if complaint.about is None or complaint.case is not None:
        return
    complaint.case = complaint.about
    complaint.seal = seal_of(complaint)
    complaint.save()
    files = ComplaintFile.objects.filter(complaint=complaint)
    rows = [NamedRow(row) for row in (complaint, *files, *complaint.acts.order_by("sequence"))]
    _record(complaint.about, rows, who)


def _record(case: Case, rows: list[NamedRow], who: ComplaintActor) -> None:
    person = str(who.by.pk) if who.by else ""
    put_on_record(case=case, rests_on=rows, role=who.side, person=person, clause=CLAUSE, at=who.at)


def needed(words: str, message: str, field: str = "words") -> str:
    """The words cleaned. Refused with the message where there are none, and where they are too long."""
    kept = cleaned(words)
    if not kept:
        raise Refused(field, message)
    if len(kept) > LONGEST:
        raise Refused("too-long", _("At most {limit} characters.").format(limit=LONGEST))
    return kept
