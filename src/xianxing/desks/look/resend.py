"""A form that couldn't be taken now is given back whole, to be sent again or copied; nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = ("password", "code", "csrfmiddlewaretoken")  # never given back
UNSEEN = ("once", "based", "row", "place")  # ids and versions
WORTH_SHOWING = 8  # characters; shorter ones are choices, numbers and ids, and are sent again unseen


@dataclass(frozen=True)
class SentField:
    """One field that was sent."""

    name: str
    value: str

    @property
    def shown(self) -> bool:
        """Whether it is a text that somebody may want to read or copy."""
        return len(self.value) >= WORTH_SHOWING and not self.name.startswith(UNSEEN)


def typed_fields(request: HttpRequest) -> list[SentField]:
    """What a form sent, without passwords, codes and files; nothing for a request that is no form of ours.

    A form counts as ours when the browser says that it comes from a page of this site: another site's form
    must never be offered for sending again.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if (
        request.method != "POST"
        or not ours
        or request.headers.get("Accept", "").startswith("application/json")
    ):
        return []
    return [
        SentField(name, str(value))
        for name, values in request.POST.lists()
        if not any(word in name for word in SECRET)
        for value in values
    ]


def resend_page(
    request: HttpRequest, title: str, advice: str, *, status: int, login: str = ""
) -> HttpResponse | None:
    """The form as it was sent, with a button that sends it again; None where there is nothing to give back.

    `login` is the address of the log-in where that must come first.
    """
    fields = typed_fields(request)
    if not any(one.value.strip() for one in fields):
        return None
    context = {
        "title": title, "advice": advice, "fields": fields, "login": login, "files": bool(request.FILES),
        "address": request.get_full_path(),
    }  # fmt: skip
    return render(request, "look/resend.html", context, status=status)
