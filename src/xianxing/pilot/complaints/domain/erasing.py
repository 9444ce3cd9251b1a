"""Erasing the words of complaints that have been kept for their time; that they were handled stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.cases.permissions import may_erase
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.cases.upkeep.retention import months_before, rule_named
from xianxing.pilot.complaints.domain.writing import ComplaintActor, add_act, locked
from xianxing.pilot.complaints.models import (
    ENDED,
    Complaint,
    ComplaintAct,
    ComplaintActKind,
    ComplaintFile,
)
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned

RULE, SIDE = "complaint_words", "security"


def words_kept_before(before: datetime) -> QuerySet[Complaint]:
    """Ended complaints whose words are there still and whose last act was before an instant, oldest first.

    Those about a case that is stopped for secrecy are left out until it goes on.
    """
    held = Complaint.objects.filter(state__in=ENDED).exclude(sealed=b"").annotate(last=Max("acts__at"))
    return held.filter(last__lt=before).exclude(about__in=stopped_cases()).order_by("last", "pk")


@transaction.atomic
def erase_due_words(*, by: User, reason: str, at: datetime) -> int:
    """Erase of every complaint that is due what was said in it, who said it, and its file; gives how many.

    Number, days, acts and what the record of a case names stay, with an act that says when it was done and
    why. Refused for anybody but the security administrator, without a reason, and where nothing is due.
    """
    require(may_erase, by, at=at)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("An erasure names its reason, without repeating what is erased."))
    due = list(words_kept_before(months_before(at, rule_named(RULE).months)).values_list("pk", flat=True))
    if not due:
        raise Refused("not-due", _("Nothing is due under this rule; look at the list again."))
    for number in due:
        _erase(locked(number), reason, by, at)
    note(AccessKind.ERASED, user=None, by=by, at=at, detail=f"{RULE} {len(due)}")
    return len(due)


def _erase(complaint: Complaint, reason: str, by: User, at: datetime) -> None:
    act = add_act(complaint, ComplaintActKind.ERASE, ComplaintActor(SIDE, by, at), words=reason)
    # The complaint first: while its words stay, the database keeps those of its acts and its file.
    Complaint.objects.filter(pk=complaint.pk).update(sealed=b"", identity=b"")
    ComplaintAct.objects.filter(complaint=complaint, sequence__lt=act.sequence).update(sealed=b"")
    ComplaintFile.objects.filter(complaint=complaint).update(sealed=b"")
