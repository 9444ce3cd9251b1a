"""Inviting experts to enter without an account: a link, a code told another way, two days (practice)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.experts.contact_data import contact_of
from xianxing.pilot.experts.models import CodeWay, Engagement, ExpertProfile, GuestCase, GuestInvitation
from xianxing.pilot.experts.permissions import may_be_engaged, may_invite_guests
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.rounds import awaits_opinions, round_of
from xianxing.pilot.parties.domain.access import key_of, note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

CODE_DIGITS = 8
MOST_TRIES = 5  # policy of the house, as of wrong codes elsewhere; then staff make a new code
LONGEST_REASON = 300


@transaction.atomic
def invite_guest(*, expert: User, by: User, at: datetime) -> tuple[GuestInvitation, str]:
    """The secretariat invites an expert to enter by a link; returns the link's token, which is kept nowhere.

    It opens the cases in which the expert is engaged now and whose round of opinions runs, for as many days
    as practice says. An earlier invitation ends with it. Refused for who isn't of the pool, and without such
    a case.
    """
    require(may_invite_guests, by, at=at)
    if not may_be_engaged(roles_of(expert, at=at)):
        raise Refused("expert", _("This person isn't appointed as an expert now."))
    waiting = engagements_awaiting(expert)
    if not waiting:
        raise Refused(
            "not-engaged",
            _("This expert is engaged in no case that awaits opinions; engage the expert first."),
        )
    for earlier in GuestInvitation.objects.filter(expert=expert, ended_at=None):
        end_guest(invitation=earlier, by=by, at=at)
    token = secrets.token_urlsafe(32)
    invitation = GuestInvitation.objects.create(
        expert=expert, token_digest=token_digest(token), made_by=by, made_at=at,
        expires_at=at + timedelta(days=_days(waiting[0].case, at)),
    )  # fmt: skip
    _cover(invitation, waiting)
    note(AccessKind.GUEST_INVITED, user=expert, by=by, at=at)
    return invitation, token


@transaction.atomic
def cover_engagements(*, invitation: GuestInvitation, by: User, at: datetime) -> int:
    """Let an open invitation open the cases into which its expert was engaged since; returns how many."""
    require(may_invite_guests, by, at=at)
    _must_be_open(invitation)
    return _cover(invitation, engagements_awaiting(invitation.expert))


@transaction.atomic
def make_code(*, invitation: GuestInvitation, way: CodeWay, by: User, at: datetime) -> str:
    """A new code of eight digits, to be told by telephone or by letter; it is shown this once, kept nowhere.

    Earlier codes and the session that one of them began are over. The caller has asked for the second factor
    of the secretariat's person. Refused for an invitation that is over, and for a code that is to be told by
    telephone where the pool holds no number to call.
    """
    require(may_invite_guests, by, at=at)
    _must_be_open(invitation)
    profile = ExpertProfile.objects.filter(user=invitation.expert).first()
    if way is CodeWay.TELEPHONE and not contact_of(profile).phone:
        raise Refused(
            "no-telephone",
            _("The pool holds no telephone of this expert to call. Enter it there first, or send a letter."),
        )
    if at >= invitation.expires_at:
        raise Refused("over", _("This invitation has expired; extend it first."))
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    invitation.issue += 1
    invitation.code_digest = make_password(keyed(invitation, code))
    invitation.code_way, invitation.code_made_at = way.value, at
    invitation.tries, invitation.entered_at = 0, None
    invitation.save(update_fields=["issue", "code_digest", "code_way", "code_made_at", "tries", "entered_at"])
    note(AccessKind.GUEST_CODE_MADE, user=invitation.expert, by=by, at=at, detail=way.value)
    return code


@transaction.atomic
def extend_guest(*, invitation: GuestInvitation, reason: str, by: User, at: datetime) -> GuestInvitation:
    """As many days more as practice says, from now on; Refused without a reason, which the auditor reads."""
    require(may_invite_guests, by, at=at)
    _must_be_open(invitation)
    said = cleaned(reason)
    if not said or len(said) > LONGEST_REASON:
        raise Refused(
            "reason",
            _("Say why the invitation is extended, in at most {most} characters.").format(
                most=LONGEST_REASON
            ),
        )
    covered = invitation.cases.select_related("engagement__case__call").first()
    if covered is None:
        raise LookupError("an invitation opens at least one case")
    invitation.expires_at = at + timedelta(days=_days(covered.engagement.case, at))
    invitation.extended_because = said
    invitation.save(update_fields=["expires_at", "extended_because"])
    note(AccessKind.GUEST_EXTENDED, user=invitation.expert, by=by, at=at, detail=said)
    return invitation


@transaction.atomic
def end_guest(*, invitation: GuestInvitation, by: User, at: datetime) -> None:
    """The secretariat ends an invitation and its session at once; ending twice does nothing."""
    require(may_invite_guests, by, at=at)
    if GuestInvitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=at):
        note(AccessKind.GUEST_ENDED, user=invitation.expert, by=by, at=at)


def engagements_awaiting(expert: User) -> list[Engagement]:
    """The expert's open engagements in cases that await opinions and aren't stopped, the earliest first."""
    rows = Engagement.objects.filter(expert=expert, ended_at=None).exclude(case__in=stopped_cases())
    found = rows.select_related("case__call").order_by("invited_at", "pk")
    return [row for row in found if awaits_opinions(procedure_of(row.case.call), row.case.state)]


def token_digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(invitation: GuestInvitation, code: str) -> str:
    """A code under the site's secret, bound to its invitation, expert and issue.

    The salted hash is made of this: who reads the database alone can't try all codes, nor put a known one
    under another invitation.
    """
    about = f"{invitation.pk} {invitation.expert_id} {invitation.issue}"
    return key_of("guest", f"{about} {code}")


def _cover(invitation: GuestInvitation, engagements: list[Engagement]) -> int:
    made = [
        GuestCase.objects.get_or_create(
            invitation=invitation, engagement=one, round=round_of(one.case)
        )[1]
        for one in engagements
    ]  # fmt: skip
    return sum(made)


def _days(case: Case, at: datetime) -> int:
    return practice_of(guide_of(case.call), day_of(at)).guest_days


def _must_be_open(invitation: GuestInvitation) -> None:
    if invitation.ended_at is not None:
        raise Refused("over", _("This invitation is over; make a new one."))
