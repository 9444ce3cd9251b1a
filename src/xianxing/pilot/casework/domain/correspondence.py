"""The register of calls and paper (来电来文登记): noted, struck out with a reason, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.casework.models import ContactWay, Correspondence
from xianxing.pilot.casework.permissions import may_keep_correspondence, may_strike
from xianxing.pilot.filings.models import Body
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

LONGEST_SENDER, LONGEST_WORDS, LONGEST_REASON = 100, 4_000, 300


@transaction.atomic
def note_correspondence(
    *, way: str, received_at: datetime, sender: str, words: str, case: UUID | None, by: User, at: datetime
) -> Correspondence:
    """Note a call or paper: how and when it came, from whom, what was said, about which filed case or none.

    By the working group; nothing follows from it in the case. Refused for a time to come, for what is empty
    or too long, and for a case that wasn't filed or is stopped.
    """
    if not may_keep_correspondence(roles_of(by, at=at)):
        raise Stranger(_("There is no such register."))
    sender, words = cleaned(sender), cleaned(words)
    if way not in ContactWay.values:
        raise Refused("way", _("Choose how it came."))
    if not sender or len(sender) > LONGEST_SENDER:
        raise Refused(
            "sender", _("Say from whom, in at most {limit} characters.").format(limit=LONGEST_SENDER)
        )
    if not words or len(words) > LONGEST_WORDS:
        raise Refused(
            "words", _("Say what it was about, in at most {limit} characters.").format(limit=LONGEST_WORDS)
        )
    if received_at > at:
        raise Refused("received_at", _("It can't have come later than now."))
    if case is not None and not _filed(by, at).filter(filing=case).exists():
        raise Refused("case", _("Choose a filed project, or none."))
    return Correspondence.objects.create(
        case_id=case,
        way=way,
        received_at=received_at,
        sender=sender,
        words=words,
        entered_by=by,
        entered_at=at,
    )


@transaction.atomic
def strike_correspondence(*, entry: UUID, reason: str, by: User, at: datetime) -> Correspondence:
    """Strike out an entry that is wrong; it stays to be read with the reason.

    By who noted it and by the secretariat. Stranger for who may not read it; refused without a reason, and
    twice.
    """
    found = correspondence(by, at=at).select_for_update(of=("self",)).filter(pk=entry).first()
    if found is None:
        raise Stranger(_("There is no such entry."))
    if not may_strike(roles_of(by, at=at), own=found.entered_by_id == by.pk):
        raise Refused("role", _("Who noted it and the secretariat strike an entry out."))
    if found.struck_at is not None:
        raise Refused("struck", _("It is struck out already."))
    reason = cleaned(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("reason", _("Say why, in at most {limit} characters.").format(limit=LONGEST_REASON))
    found.struck_by, found.struck_at, found.strike_reason = by, at, reason
    found.save(update_fields=["struck_by", "struck_at", "strike_reason"])
    return found


def correspondence(user: User, *, at: datetime) -> QuerySet[Correspondence]:
    """The register as the person may read it, the latest first; nothing about a case that is stopped."""
    rows = Correspondence.objects.exclude(case__in=stopped_cases())
    found = rows if may_keep_correspondence(roles_of(user, at=at)) else rows.none()
    return found.select_related("entered_by", "struck_by").order_by("-received_at", "-entered_at")


def matching(rows: QuerySet[Correspondence], asked: str) -> QuerySet[Correspondence]:
    """Those with every word in sender or words."""
    for word in asked.split():
        rows = rows.filter(Q(sender__icontains=word) | Q(words__icontains=word))
    return rows


def _filed(user: User, at: datetime) -> QuerySet[Body]:
    return filed_bodies(user, at=at).exclude(filing__case__in=stopped_cases())
