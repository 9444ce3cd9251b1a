"""Who asks: the person behind a token, and what it is good for. A session counts for nothing here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from xianxing.desks.accounts.step_up import spend
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.domain.tokens import token_holder
from xianxing.pilot.parties.enums import TokenScope
from xianxing.pilot.parties.models import AccessToken, User
from xianxing.pilot.programs.domain.tokens import PREFIX, TokenFault, project_token
from xianxing.pilot.programs.models import ProjectToken
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.refusal import Refused


class ScopeMissing(Exception):
    """The token is good, and not for this; `needed` names what it would have to be good for."""

    def __init__(self, *needed: str) -> None:
        super().__init__(*needed)
        self.needed = needed


class OtherProject(Exception):
    """The token is good for another project only."""


class TokenOver(Exception):
    """The token was good once; `fault` says why it isn't any more."""

    def __init__(self, fault: TokenFault) -> None:
        super().__init__(fault)
        self.fault = fault


class Token(HttpBearer):
    """`Authorization: Bearer …` with a person's token of one purpose, or one for the project of the address.

    `scopes` are those of tokens for a project, of which one is enough; a route that names none isn't for
    them.
    """

    def __init__(self, scope: TokenScope | None, *scopes: str) -> None:
        super().__init__()
        self.scope, self.scopes = scope, scopes

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person; None for an unknown token. ScopeMissing, OtherProject or TokenOver for one that is
        known and not good for this.
        """
        if token.startswith(PREFIX):
            return self._of_project(request, token)
        found = token_holder(token, real_now=timezone.now())
        if found is None:
            return None
        if self.scope is not None and self.scope not in found.scopes:
            raise ScopeMissing(self.scope.value)
        _keep(request, found)
        return found.user

    def _of_project(self, request: HttpRequest, text: str) -> User | None:
        found = project_token(text, at=now(), real_now=timezone.now())
        if found is None:
            return None
        if found.fault is not None:
            raise TokenOver(found.fault)
        if self.scope is not None and not self.scopes:
            raise ScopeMissing(self.scope.value)
        if self.scopes and not set(self.scopes) & set(found.token.scopes):
            raise ScopeMissing(*self.scopes)
        asked = request.resolver_match.kwargs.get("case") if request.resolver_match else None
        if asked is not None and asked != str(found.token.case_id):
            raise OtherProject
        _keep(request, found.token)
        found.token.user.only_unit = (found.token.case_id, found.token.unit)
        return found.token.user


def _keep(request: HttpRequest, token: AccessToken | ProjectToken) -> None:
    request.bearer_token = token  # type: ignore[attr-defined]


ANY_WRITING = tuple(key for key, scope in practice().scopes.items() if scope.write)
reading, acting, filing = Token(TokenScope.READ), Token(TokenScope.ACT), Token(TokenScope.FILE)
reading_project = Token(TokenScope.READ, "read")
any_token = Token(None)


def acting_on(*scopes: str) -> Token:
    """For a route that writes: a person's token that acts, or one for the project with such a scope."""
    return Token(TokenScope.ACT, *scopes)


def person(request: HttpRequest) -> User:
    """The person behind the request's token."""
    found: User = request.auth  # type: ignore[attr-defined]
    return found


def token_of(request: HttpRequest) -> AccessToken | ProjectToken:
    """The token with which the request came."""
    found: AccessToken | ProjectToken = request.bearer_token  # type: ignore[attr-defined]
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
    return given_factor(factor, act=act) if needed else None


def given_factor(factor: SecondFactor, *, act: str) -> StepUp:
    """The second factor of an act that needs one. Refused where no code came, or one that isn't good."""
    if not factor.code:
        raise Refused("step-up", gettext("This act needs your second factor: send a fresh code as “otp”."))
    return factor.spent(act)
