"""Who asks: the person behind a token, and what it is good for. A session counts for nothing here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from xianxing.desks.accounts.step_up import spend
from xianxing.i18n import gettext
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.domain.tokens import token_holder
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


class ScopeMissing(Exception):
    """The token is good, and not for this."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__(scope)
        self.scope = scope


class Token(HttpBearer):
    """`Authorization: Bearer …` with a token that is good for one purpose."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person; None for a token that isn't good, ScopeMissing for one that is good for others."""
        found = token_holder(token, real_now=timezone.now())
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise ScopeMissing(self.scope)
        return found.user


reading, acting, filing = Token(TokenScope.READ), Token(TokenScope.ACT), Token(TokenScope.FILE)


def person(request: HttpRequest) -> User:
    """The person behind the request's token."""
    found: User = request.auth  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class SecondFactor:
    """A code that came with a request, to be spent where the act asks for it."""

    request: HttpRequest
    user: User
    code: str

    def spent(self, act: str) -> StepUp:
        """Spend the code; Refused, counting the failure, where it isn't good."""
        problem = spend(self.request, self.user, self.code, act=act)
        if problem:
            raise Refused("step-up", problem)
        return StepUp.just_given(self.user)


def asked_factor(factor: SecondFactor, *, needed: bool, act: str) -> StepUp | None:
    """The second factor where the act needs one. Refused where it needs one and no code came."""
    if not needed:
        return None
    if not factor.code:
        raise Refused("step-up", gettext("This act needs your second factor: send a fresh code as “otp”."))
    return factor.spent(act)
