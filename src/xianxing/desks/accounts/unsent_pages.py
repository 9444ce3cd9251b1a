"""What a person typed and hasn't sent: taken from the page while typing, given back on opening it again."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.guests import guest_on_page
from xianxing.desks.audience import audience
from xianxing.i18n import LANGUAGES
from xianxing.pilot.clock import now
from xianxing.pilot.parties.domain.unsent import Turn, forget_unsent, keep_unsent, place_of, unsent_texts
from xianxing.pilot.parties.models import User

LARGEST = 100_000
FIELD = "unsent"  # a form names here the places of its inputs that may be forgotten once it was accepted
TURN = "unsent_turn"  # and here at which turn of its page it was sent


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: HttpRequest) -> JsonResponse:
    """The own texts of the forms at `?form=`; POST keeps one. JSON both ways; `token` is for the forms."""
    return answer_unsent(request, acting(request))


def answer_unsent(request: HttpRequest, user: User, *, within: str = "/") -> JsonResponse:
    """As `unsent`, for this person and the forms whose addresses begin so; of others nothing is kept."""
    if request.method != "POST":
        asked = [form for form in request.GET.getlist("form")[:20] if plain(form).startswith(within)]
        texts = {form: unsent_texts(user, plain(form)) for form in asked}
        return JsonResponse({"texts": texts, "token": get_token(request)})
    try:
        sent = json.loads(request.body) if len(request.body) <= LARGEST else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        return JsonResponse({}, status=400)
    text, place = (
        str(sent.get("text", "")),
        place_of(plain(str(sent.get("form", ""))), str(sent.get("name", ""))),
    )
    if (
        not place.startswith(within)
        or "\0" in text + place
        or any("\ud800" <= one <= "\udfff" for one in text + place)
    ):
        return JsonResponse({}, status=400)
    keep_unsent(user=user, place=place, text=text, at=now(), turn=Turn.read(str(sent.get("turn", ""))))
    return JsonResponse({})


def sent_at(request: HttpRequest) -> Turn | None:
    """The turn of its page at which a form was sent; None where no script counted."""
    return Turn.read(request.POST.get(TURN, ""))


def plain(address: str) -> str:
    """A form's address without the language, so that what was typed is found in the other one too."""
    for code in LANGUAGES:
        if address.startswith(f"/{code}/"):
            return address.removeprefix(f"/{code}")
    return address


class ForgetWhatWasSent:
    """Forgets what was kept of a form once it was accepted: by an answer that leads on, or by JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        guest = guest_on_page(request)
        writer = guest.expert if guest else request.user
        if request.method == "POST" and _accepted(response) and isinstance(writer, User):
            places = [plain(one) for one in request.POST.getlist(FIELD)[:200]]
            if places:
                forget_unsent(user=writer, places=places, at=now(), turn=sent_at(request))
        return response


def _accepted(response: HttpResponseBase) -> bool:
    if response.status_code in (302, 303):
        return True
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith(
        "application/json"
    )
