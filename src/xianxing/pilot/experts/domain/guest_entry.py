"""Entering by a link and a code: what each opens, for how long, and what ends it. A look opens nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.experts.domain.guests import MOST_TRIES, keyed, token_digest
from xianxing.pilot.experts.models import Engagement, GuestInvitation
from xianxing.pilot.experts.permissions import may_be_engaged
from xianxing.pilot.experts.rounds import awaits_opinions, round_of
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger


def invitation_of(token: str, *, at: datetime) -> GuestInvitation:
    """The invitation behind a link, for the page that asks for the code; it is not used up by that.

    Stranger for a token of none, Refused for an invitation that is over.
    """
    found = GuestInvitation.objects.select_related("expert").filter(token_digest=token_digest(token)).first()
    if found is None:
        raise Stranger(_("There is no such invitation."))
    if not is_good(found, at=at):
        raise Refused("over", _("This invitation is over. If you still need it, call the secretariat."))
    return found


def enter_by_code(*, token: str, code: str, at: datetime, address: str | None = None) -> GuestInvitation:
    """Enter with the code, which works once; the session that the caller begins is good for this issue only.

    Refused for a wrong code, one that was used, after too many tries, and before a code was made; each try is
    counted before the code is looked at, so that tries at the same time count, too.
    """
    invitation = invitation_of(token, at=at)
    if not invitation.code_digest:
        raise Refused(
            "no-code", _("No code was made yet; the secretariat tells it to you by telephone or letter.")
        )
    if invitation.entered_at is not None:
        raise Refused(
            "used", _("This code was used already. To enter on another device, ask for a new code.")
        )
    _try(invitation, code, at, address)
    same = GuestInvitation.objects.filter(
        pk=invitation.pk, issue=invitation.issue, entered_at=None, ended_at=None
    )
    if not same.update(entered_at=at, tries=0):
        raise Refused(
            "used", _("This code was used already. To enter on another device, ask for a new code.")
        )
    invitation.entered_at = at
    note(AccessKind.GUEST_ENTERED, user=invitation.expert, at=at, detail=invitation.code_way, address=address)
    return invitation


def give_code_again(
    *, invitation: GuestInvitation, code: str, act: str, at: datetime, address: str | None = None
) -> None:
    """The code once more, in the session that it began, for an act that asks for the second factor.

    Refused for a wrong one, and after too many tries. `act` is a short name for the access log.
    """
    _try(invitation, code, at, address)
    GuestInvitation.objects.filter(pk=invitation.pk, issue=invitation.issue).update(tries=0)
    note(AccessKind.GUEST_CODE_GIVEN, user=invitation.expert, at=at, detail=act, address=address)


def entered_guest(invitation: UUID, issue: int, *, at: datetime) -> GuestInvitation | None:
    """The invitation under which a session was begun by the code of this issue; None once it is over."""
    found = (
        GuestInvitation.objects.select_related("expert")
        .filter(pk=invitation, issue=issue, entered_at__isnull=False)
        .first()
    )
    return found if found is not None and is_good(found, at=at) else None


def is_good(invitation: GuestInvitation, *, at: datetime) -> bool:
    """Whether the invitation opens anything now.

    Not once it was ended or has expired, once its person is no expert any more, nor when all its cases are
    closed to it: by stepping aside, by the end of the round.
    """
    if invitation.ended_at is not None or not invitation.made_at <= at < invitation.expires_at:
        return False
    return may_be_engaged(roles_of(invitation.expert, at=at)) and bool(open_engagements(invitation))


def open_engagements(invitation: GuestInvitation) -> list[Engagement]:
    """The engagements that an invitation opens now: still open, in the round for which it was made."""
    rows = invitation.cases.filter(engagement__ended_at=None).exclude(engagement__case__in=stopped_cases())
    found = []
    for row in rows.select_related("engagement__case__call", "engagement__case__filing").order_by("pk"):
        case = row.engagement.case
        if awaits_opinions(procedure_of(case.call), case.state) and round_of(case) == row.round:
            found.append(row.engagement)
    return found


def must_open(invitation: GuestInvitation, case: UUID) -> None:
    """Stranger where the invitation doesn't open this case now."""
    if not any(one.case_id == case for one in open_engagements(invitation)):
        raise Stranger(_("There is no such case."))


def _try(invitation: GuestInvitation, code: str, at: datetime, address: str | None) -> None:
    left = GuestInvitation.objects.filter(
        pk=invitation.pk, issue=invitation.issue, tries__lt=MOST_TRIES, ended_at=None
    )
    locked = _("Too many wrong codes. This code is locked; call the secretariat for a new one.")
    if not left.update(tries=F("tries") + 1):
        raise Refused("locked", locked)
    typed = "".join(code.split()).replace("-", "")
    if typed.isascii() and check_password(keyed(invitation, typed), invitation.code_digest):
        return
    note(AccessKind.GUEST_CODE_REFUSED, user=invitation.expert, at=at, address=address)
    tries = GuestInvitation.objects.values_list("tries", flat=True).get(pk=invitation.pk)
    if tries >= MOST_TRIES:
        note(AccessKind.GUEST_CODE_LOCKED, user=invitation.expert, at=at, address=address)
        raise Refused("locked", locked)
    raise Refused("wrong", _("The code is wrong. Tries left: {count}.").format(count=MOST_TRIES - tries))
