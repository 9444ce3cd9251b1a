"""Refusals as JSON: 401 no token, 403 not its purpose, 409 moved on, 422 refused; the site answers 404."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from xianxing.desks.api.bearer import ScopeMissing
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.refusal import Refused


def answer_errors(api: NinjaAPI) -> None:
    """Have the interface answer every refusal in one shape; what it doesn't know goes on to the site."""

    def say(request: HttpRequest, status: HTTPStatus, code: str, message: str, **more: Any) -> HttpResponse:
        body = {"code": code, "message": message, "guards": [], "clause": "", **more}
        return api.create_response(request, body, status=status)

    @api.exception_handler(AuthenticationError)
    def no_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
        message = gettext("Send a good token as “Authorization: Bearer …”; tokens are made under My account.")
        response = say(request, HTTPStatus.UNAUTHORIZED, "token", message)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(ScopeMissing)
    def other_purpose(request: HttpRequest, problem: ScopeMissing) -> HttpResponse:
        message = gettext("This token isn't good for that; it needs: {scope}.").format(
            scope=problem.scope.value
        )
        return say(request, HTTPStatus.FORBIDDEN, "scope", message)

    @api.exception_handler(Moved)
    def moved(request: HttpRequest, problem: Moved) -> HttpResponse:
        more = {"seq": problem.sequence, "happened": list(problem.happened)}
        return say(request, HTTPStatus.CONFLICT, problem.code, problem.message, **more)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
        more = {"guards": list(problem.guards), "clause": problem.clause}
        return say(request, HTTPStatus.UNPROCESSABLE_ENTITY, problem.code, problem.message, **more)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        wrong = "；".join(_place(error) for error in problem.errors)
        message = gettext("The request is not as the interface describes it: {wrong}").format(wrong=wrong)
        return say(request, HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", message)


def _place(error: dict[str, Any]) -> str:
    """Where in the request and what, without the sender's own words."""
    where = [str(part) for part in error.get("loc", ()) if part not in ("body", "payload")]
    return f"{'.'.join(where) or 'body'}: {error.get('msg', '')}"
