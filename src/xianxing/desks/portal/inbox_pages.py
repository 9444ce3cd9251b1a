"""The inbox: what the site tells a person, newest first; of a filing its name, to those who may read it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.scene import NAME, done_words
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.filings.access import readable_filings
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.messages.domain.reading import mark_all_read, mark_read
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message
from xianxing.pilot.messages.queries import inbox, unread_count
from xianxing.pilot.parties.models import User

A_PAGE = 30


@audience("anyone_logged_in")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A page of messages, the unread ones marked."""
    user = acting(request)
    shown = Paginator(inbox(user), A_PAGE).get_page(request.GET.get("page"))
    named = _names(user, {message.case_id for message in shown if message.case_id}, now())
    context = {
        "crumbs": [Link(gettext("Messages"), request.path)],
        "page": shown,
        "rows": [(message, sentence(message), named.get(message.case_id, "")) for message in shown],
        "unread": unread_count(user),
        "done": done_words(request.GET.get("done", "")),
    }
    return render(request, "portal/inbox.html", context)


def _names(user: User, cases: set[UUID], at: datetime) -> dict[UUID | None, str]:
    own = readable_filings(user, at=at).filter(pk__in=cases)
    named = Cell.objects.filter(filing__in=own, path=NAME, removed=False)
    return {case: str(name or "") for case, name in named.values_list("filing", "value")}


@audience("anyone_logged_in")
@require_POST
def follow(request: HttpRequest, message: int) -> HttpResponse:
    """Mark a message read and go to its filing, where the person may see it."""
    user, at = acting(request), now()
    found = Message.objects.filter(pk=message, recipient=user).first()
    if found is None:
        raise Http404
    mark_read(user=user, message=message, at=at)
    if found.case_id and readable_filings(user, at=at).filter(pk=found.case_id).exists():
        return redirect("portal:home", case=found.case_id)
    return redirect("portal:inbox")


@audience("anyone_logged_in")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    mark_all_read(user=acting(request), at=now())
    return redirect("/messages/?done=read")
