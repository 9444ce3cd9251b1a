"""Tokens for one project: made by who may report values there, shown once, revoked at any time (5.2.1)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import CaseView, case_to_read, locked_case
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.programs.models import ProjectToken
from xianxing.pilot.programs.permissions import maker_in, may_read, may_revoke
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.supervision.permissions import refuse_not_running
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

PREFIX = "xp_"  # so that a token that lies around is known for one, and for which kind
NOTED_EVERY = timedelta(minutes=1)


class TokenFault(StrEnum):
    """Why a token for a project is good for nothing; the value is the code of the answer."""

    EXPIRED = "token-expired"
    REVOKED = "token-revoked"
    ENDED = "project-ended"
    LEFT = "token-person"


@dataclass(frozen=True)
class FoundToken:
    """A token for a project, and what is wrong with it, if anything."""

    token: ProjectToken
    fault: TokenFault | None


@transaction.atomic
def make_project_token(
    *,
    case: UUID,
    name: str,
    scopes: Collection[str],
    days: int,
    by: User,
    step_up: StepUp,
    at: datetime,
    real_now: datetime,
    unit: str = "",
) -> tuple[ProjectToken, str]:
    """A new token for one project and its text, which is shown this once; its days are days of real time.

    By who may report values for a pilot institution, with the second factor, while the project is on trial.
    Refused without a name, for no scope or an unknown one, for more days than the practice of the day allows,
    and beyond the number of good tokens that an institution may have in a project. `unit` names the
    institution where the person reports for several; the token acts for it alone.
    """
    view = _locked(case, by, at)
    actor = maker_in(view, unit)
    if actor is None:
        raise Refused(
            "role", _("Who may report values for a pilot institution of the project makes its tokens.")
        )
    refuse_not_running(view)
    step_up.must_be(by)
    named, wanted = cleaned(name), [key for key in practice().scopes if key in scopes]
    _refuse_badly_asked(named, wanted, scopes, days, at)
    _refuse_too_many(view, actor.unit, at, real_now)
    text = PREFIX + secrets.token_urlsafe(32)
    made = ProjectToken(
        case=view.case, unit=actor.unit, user=by, name=named[:100], digest=_digest(text), scopes=wanted,
        made_at=real_now, expires_at=real_now + timedelta(days=days),
    )  # fmt: skip
    made.seal = seal_of(made)
    made.save()
    _note(AccessKind.TOKEN_MADE, made, by, at)
    return made, text


@transaction.atomic
def revoke_project_token(*, case: UUID, token: int, by: User, at: datetime, real_now: datetime) -> None:
    """End a token of the project at once; again changes nothing.

    By whoever reports for the institution whose program it is, also after the trial, and by the secretariat.
    Stranger for a token of another project or institution.
    """
    view = _locked(case, by, at)
    found = ProjectToken.objects.filter(pk=token, case=view.case).first()
    if found is None or not may_revoke(view, found.unit):
        raise Stranger(_("There is no such token."))
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by = real_now, by
        found.seal = seal_of(found)
        found.save(update_fields=["revoked_at", "revoked_by", "seal"])
        _note(AccessKind.TOKEN_REVOKED, found, by, at)


def forget_tokens(*, user: User, at: datetime, **_signal: object) -> None:
    """Receiver of `factor_reset`: ends what the person's programs hold, which that factor made."""
    for found in ProjectToken.objects.filter(user=user, revoked_at=None):
        found.revoked_at = timezone.now()
        found.seal = seal_of(found)
        found.save(update_fields=["revoked_at", "seal"])
        note(AccessKind.TOKEN_REVOKED, user=user, at=at, detail=_detail(found))


def project_token(text: str, *, at: datetime, real_now: datetime) -> FoundToken | None:
    """The token behind a text, with what is wrong with it; its use is noted once a minute.

    None for one that is unknown or wasn't written by `make_project_token`, and where the person's account is
    switched off. It is good while the project runs, isn't stopped for secrecy, and the person still reports
    for the institution.
    """
    rows = ProjectToken.objects.filter(digest=_digest(text), user__is_active=True)
    found = rows.select_related("user", "case__call").first()
    if found is None or not is_sealed(found):
        return None
    fault = _fault(found, at, real_now)
    if fault is None and (found.used_at is None or real_now - found.used_at >= NOTED_EVERY):
        ProjectToken.objects.filter(pk=found.pk).update(used_at=real_now)
    return FoundToken(found, fault)


def _fault(token: ProjectToken, at: datetime, real_now: datetime) -> TokenFault | None:
    if token.revoked_at is not None:
        return TokenFault.REVOKED
    if token.expires_at <= real_now:
        return TokenFault.EXPIRED
    if procedure_of(token.case.call).states[token.case.state].final:
        return TokenFault.ENDED
    try:
        actor = maker_in(case_to_read(token.case_id, token.user, at=at), token.unit)
    except Stranger:
        actor = None
    return TokenFault.LEFT if actor is None else None


def _locked(case: UUID, by: User, at: datetime) -> CaseView:
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view


def _refuse_badly_asked(
    name: str, wanted: Collection[str], scopes: Collection[str], days: int, at: datetime
) -> None:
    if not name:
        raise Refused("name", _("Name the program that will use the token."))
    if not wanted or len(wanted) != len(set(scopes)):
        raise Refused("scope", _("Choose what the token is good for."))
    longest = practice().limit("longest_days", day_of(at), current_language())
    if not 1 <= days <= longest.value:
        message = _("A token for a project is good for at least one day and at most {days} ({source}).")
        raise Refused("days", message.format(days=longest.value, source=longest.source))


def _refuse_too_many(view: CaseView, unit: str, at: datetime, real_now: datetime) -> None:
    held = ProjectToken.objects.filter(case=view.case, unit=unit, revoked_at=None, expires_at__gt=real_now)
    most = practice().limit("most_tokens", day_of(at), current_language()).value
    if held.count() >= most:
        message = _("The institution has {count} good tokens for this project already; revoke one first.")
        raise Refused("tokens", message.format(count=most))


def _note(kind: AccessKind, token: ProjectToken, by: User, at: datetime) -> None:
    """The access log names people and tokens, never a project."""
    note(kind, user=token.user, by=by, at=at, detail=_detail(token))


def _detail(token: ProjectToken) -> str:
    return f"{PREFIX}{token.pk} {token.name} {' '.join(token.scopes)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
