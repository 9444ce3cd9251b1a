"""Refusals as JSON: 401 no good token, 403 not its purpose, 409 moved on, 422 refused; 404 by the site."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xianxing.desks.api.bearer import OtherProject, ScopeMissing, TokenOver
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.moved import Moved
from xianxing.pilot.programs.domain.tokens import TokenFault
from xianxing.pilot.refusal import Refused


def answer_errors(api: NinjaAPI) -> None:
    """Have the interface answer every refusal in one shape; what it doesn't know goes on to the site."""

    def say(request: HttpRequest, status: HTTPStatus, code: str, message: str, **more: Any) -> HttpResponse:
        body = {"code": code, "message": message, "guards": [], "clause": "", **more}
        return api.create_response(request, body, status=status)

    def unauthorised(request: HttpRequest, code: str, message: str) -> HttpResponse:
        response = say(request, HTTPStatus.UNAUTHORIZED, code, message)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(AuthenticationError)
    def no_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
        message = gettext("Send a good token as “Authorization: Bearer …”; tokens are made under My account.")
        return unauthorised(request, "token", message)

    @api.exception_handler(TokenOver)
    def over(request: HttpRequest, problem: TokenOver) -> HttpResponse:
        return unauthorised(request, problem.fault.value, _why_over(problem.fault))

    @api.exception_handler(OtherProject)
    def other_project(request: HttpRequest, problem: OtherProject) -> HttpResponse:
        message = gettext("This token is good for one project, and this is another; GET /token says which.")
        return say(request, HTTPStatus.FORBIDDEN, "other-project", message)

    @api.exception_handler(ScopeMissing)
    def other_purpose(request: HttpRequest, problem: ScopeMissing) -> HttpResponse:
        message = gettext("This token isn't good for that; it needs: {scope}.").format(
            scope=" / ".join(problem.needed)
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

    @api.exception_handler(Http404)
    def nothing(request: HttpRequest, problem: Http404) -> HttpResponse:
        """To the byte what the site answers a stranger."""
        said = {"code": "not-found", "message": gettext("There is no such thing for you.")}
        return JsonResponse({**said, "guards": [], "clause": ""}, status=HTTPStatus.NOT_FOUND)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:
        message = gettext("The request is not as the interface describes it: {wrong}").format(wrong="body")
        return say(request, HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", message)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        wrong = "；".join(_place(error) for error in problem.errors)
        message = gettext("The request is not as the interface describes it: {wrong}").format(wrong=wrong)
        return say(request, HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", message)


def _why_over(fault: TokenFault) -> str:
    """What is wrong with a token for a project, and what to do."""
    if fault is TokenFault.REVOKED:
        return gettext("This token was revoked; make another one in the room of the project's monitoring.")
    if fault is TokenFault.EXPIRED:
        return gettext("This token's time is over; make another one in the room of the project's monitoring.")
    if fault is TokenFault.ENDED:
        return gettext("The project has ended, and its tokens with it; what follows is done by people.")
    return gettext(
        "The person behind this token no longer reports for the institution, or may not read the project."
    )


def _place(error: dict[str, Any]) -> str:
    """Where in the request and what, without the sender's own words."""
    where = [str(part) for part in error.get("loc", ()) if part not in ("body", "payload")]
    return f"{'.'.join(where) or 'body'}: {error.get('msg', '')}"
