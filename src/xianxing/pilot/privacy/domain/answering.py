"""A request is answered by the secretariat; data are deleted where the record permits it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.cases.upkeep.retention import months_before, rule_named
from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintAct, ComplaintFile
from xianxing.pilot.complaints.sealing import seal_said
from xianxing.pilot.incentives.domain.pooling import withdraw_consent_to_pool
from xianxing.pilot.incentives.pool import consent_of
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.privacy.domain.asking import LONGEST_WORDS
from xianxing.pilot.privacy.models import (
    DataOrigin,
    DataOutcome,
    DataRequest,
    DataRequestAnswer,
    DataRequestKind,
)
from xianxing.pilot.privacy.permissions import answering
from xianxing.pilot.privacy.sealing import about_answer, words_of_request
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

RULE = "complaints"  # of the retention rules


@transaction.atomic
def read_request(*, number: str, by: User, at: datetime) -> tuple[DataRequest, str]:
    """A request with what is asked for, for the secretariat; the access log says who read it."""
    row = _held(number, by, at)
    words = words_of_request(row)
    note(AccessKind.COMPLAINT_READ, user=None, by=by, at=at, detail=row.number)
    return row, words


@transaction.atomic
def answer_request(*, number: str, outcome: str, words: str, by: User, at: datetime) -> DataRequestAnswer:
    """Answer a request, once; a deletion that is granted is carried out with the answer.

    By the secretariat; Stranger for others. Refused without words, for an unknown outcome, a second time, and
    where a deletion is granted that the record doesn't permit: `why_kept` says why.
    """
    row = _held(number, by, at)
    if DataRequestAnswer.objects.filter(request=row).exists():
        raise Refused("answered", _("This request was answered already."))
    if outcome not in DataOutcome:
        raise Refused("outcome", _("Choose what became of the request."))
    words = cleaned(words)
    if not words:
        raise Refused("words", _("Write the answer; where something is refused, its reason."))
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    deletes = row.kind == DataRequestKind.DELETION and outcome == DataOutcome.GRANTED
    if deletes:
        _delete(row, at)
    answer = DataRequestAnswer(request=row, outcome=outcome, deleted=deletes, by=by, at=at)
    answer.sealed, answer.digest = seal_said(about_answer(answer.pk), {"words": words})
    answer.seal = seal_of(answer)
    answer.save()
    if row.person is not None:
        tell(recipients=[row.person], kind="data_answered", at=at, params={"number": row.number})
    return answer


def why_kept(row: DataRequest, at: datetime) -> str:
    """Why the data of a request can't be deleted now; "" where they can.

    A complaint about no project that has ended and was kept for its time can; what belongs to a project's
    record goes with that alone, and an expert's statements stand under opinions that decisions rest on. What
    lies in the talent pool goes with the consent; who agreed to what, and when, stays as the proof of it.
    """
    if row.origin == DataOrigin.COMMENT:
        return _("Comments belong to the project's record, on which decisions rest; they go with it.")
    if row.origin == DataOrigin.EXPERT:
        return _(
            "What an expert stated belongs to the record of the projects; the account can be switched off."
        )
    if row.origin == DataOrigin.TALENT:
        if row.person is not None and consent_of(row.person) is not None:
            return ""
        return _("The consent was taken back, and the data went with it; only the proof of both is left.")
    complaint = Complaint.objects.get(number=row.reference)
    if complaint.about_id is not None:
        return _("A complaint about a project is kept with the project's record, and goes with it.")
    if complaint.state not in ENDED:
        return _("The complaint isn't closed yet.")
    months = rule_named(RULE).months
    if complaint.received_at > months_before(at, months):
        return _("Complaints are kept for {months} months from their receipt.").format(months=months)
    return ""


def _delete(row: DataRequest, at: datetime) -> None:
    kept = why_kept(row, at)
    if kept:
        raise Refused("kept", kept)
    if row.origin == DataOrigin.TALENT and row.person is not None:
        withdraw_consent_to_pool(by=row.person, at=at)
        return
    # The complaint first: while its words stay, the database keeps those of its acts and its file.
    Complaint.objects.filter(number=row.reference).update(sealed=b"", identity=b"")
    ComplaintAct.objects.filter(complaint__number=row.reference).update(sealed=b"")
    ComplaintFile.objects.filter(complaint__number=row.reference).update(sealed=b"")


def _held(number: str, by: User, at: datetime) -> DataRequest:
    answering(by, at=at)
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(number=number).first()
    if row is None or not is_sealed(row):
        raise Stranger(_("There is no such request."))
    return row
