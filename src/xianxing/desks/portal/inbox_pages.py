"""The inbox: what the site tells a person, newest first; of a filing its name, to those who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience, belongs
from xianxing.desks.desk.rows import latest_filed, row
from xianxing.desks.look.context import Link
from xianxing.desks.portal.lists import leads_and_names
from xianxing.desks.portal.scene import NAME, done_words
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.pilot.delegations.models import ChangeKind
from xianxing.pilot.filings.draft.opening import invitations_for
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.messages.domain.reading import mark_all_read, mark_read
from xianxing.pilot.messages.domain.together import LIST, cases_of
from xianxing.pilot.messages.kinds import sentence
from xianxing.pilot.messages.models import Message
from xianxing.pilot.messages.queries import inbox, unread_count
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_csrc
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.pilot.transmissions.permissions import cases_to_read

A_PAGE = 30
# Kind of message → where it is attended to: a page of the filing, or one of those who belong to an audience.
IN_FILING = {
    "comment": "portal:comments",
    "answer": "portal:questions",
    "voided": "portal:confirm",
    "refused": "portal:confirm",
    "ready": "portal:file",
    "joined": "portal:units",
    "declined": "portal:units",
    "left": "portal:units",
}
# What a kind of message about a running project begins with → its room, the same one for everybody.
ROOMS = {
    "commitments": "supervision:commitments",
    "plan": "supervision:case",
    "value": "supervision:case",
    "report": "reports:case",
    "change": "changes:case",
    "inspection": "inspections:case",
    "finding": "inspections:case",
    "rectification": "inspections:case",
    "incident": "incidents:case",
    "exit": "exits:room",
    "lesson": "lessons:case",
    "library": "lessons:library",
    "webhook": "programs:hooks",
}
ELSEWHERE = {
    "webhook_disabled": ("secretariat", "programs:group"),
    "talent_decided": ("anyone_logged_in", "incentives:talent"),
    "question": ("staff", "desk:questions"),
    "claim": ("secretariat", "accounts:claims"),
    "expert_invited": ("expert_or_guest", "experts:home"),
    "contacts": ("member", "accounts:institutions"),
    "claim_decided": ("member", "accounts:institutions"),
    "invited": ("member", "portal:filings"),
    "taken_out": ("member", "portal:filings"),
    **dict.fromkeys(
        ("complaint_received", "complaint_answered", "complaint_late"), ("staff", "complaints:ledger")
    ),
    **dict.fromkeys(
        (
            "complaint_forwarded",
            "complaint_mediation",
            "complaint_extended",
            "complaint_closed",
            "complaint_late_own",
        ),
        ("member", "complaints:own"),
    ),
    **dict.fromkeys(
        ("delegation_offered", *(f"delegation_{kind}" for kind in ChangeKind.values)),
        ("anyone_logged_in", "accounts:delegations"),
    ),
}


@audience("anyone_logged_in")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A page of messages, the unread ones marked, each with a way to what it is about."""
    user, who = acting(request), roles_here(request)
    shown = Paginator(inbox(user), A_PAGE).get_page(request.GET.get("page"))
    named = _names(user, who, {UUID(one) for message in shown for one in cases_of(message)}, now())
    context = {
        "crumbs": [Link(gettext("Messages"), request.path)],
        "page": shown,
        "rows": [
            (
                message,
                sentence(message),
                _names_in(message, named),
                bool(message.case_id in named or _elsewhere(message, who)),
            )
            for message in shown
        ],
        "unread": unread_count(user),
        "done": done_words(request.GET.get("done", "")),
    }
    return render(request, "portal/inbox.html", context)


def _names(user: User, who: PersonRoles, cases: set[UUID], at: datetime) -> dict[UUID | None, str]:
    own = readable_filings(user, at=at).filter(pk__in=cases)
    written = Cell.objects.filter(filing__in=own, path=NAME, removed=False).values_list("filing", "value")
    named: dict[UUID | None, str] = dict.fromkeys(own.values_list("pk", flat=True), "")
    named |= {case: str(name or "") for case, name in written}
    invited = set(invitations_for(user, at=at).values_list("filing", flat=True)) & cases - named.keys()
    named.update(leads_and_names(invited)[1].items())
    if others := cases - named.keys():
        filed = latest_filed(user, at=at).filter(filing__in=others)
        named |= {body.filing_id: row(body, at=at, people={}).project for body in filed}
    if (others := cases - named.keys()) and is_csrc(who):
        come = [case for case in cases_to_read(user, at=at) if case.pk in others]
        named |= {case.pk: project_name(case.filing) for case in come}
    return named


def _names_in(message: Message, named: Mapping[UUID | None, str]) -> str:
    """The names of the projects of which a message tells, of those that the person may read."""
    found = (named.get(UUID(one), "") for one in cases_of(message))
    return gettext("; ").join(name for name in found if name)


@audience("anyone_logged_in")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, message: int) -> HttpResponse:
    """Go to what a message is about, where the person may see that; else to the inbox.

    A link in a letter leads here; only the button of the inbox marks the message read.
    """
    user, at = acting(request), now()
    found = Message.objects.filter(pk=message, recipient=user).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        mark_read(user=user, message=message, at=at)
    case = found.case_id
    if len(cases_of(found)) > 1:
        return _to_several(found, roles_here(request))
    if "pending" in found.params:
        return redirect("acts:pending", found.params["pending"])
    if case and readable_filings(user, at=at).filter(pk=case).exists():
        return redirect(_in_filing(found))
    if case and latest_filed(user, at=at).filter(filing=case).exists():
        room = _room(found)
        return redirect(room, case) if room else redirect("desk:filing", filing=case)
    if case and is_csrc(roles_here(request)) and any(one.pk == case for one in cases_to_read(user, at=at)):
        return redirect(_room(found) or "csrc:case", case)
    return redirect(_elsewhere(found, roles_here(request)) or "portal:inbox")


def _to_several(message: Message, who: PersonRoles) -> HttpResponse:
    """Where a message about several projects is attended to: the list entered, or own projects."""
    if belongs("staff", who):
        return redirect("desk:resolution", message.params[LIST])
    return redirect("csrc:home" if is_csrc(who) else "portal:filings")


def _in_filing(message: Message) -> str:
    """The page of the filing on which a message is attended to: of the confirmation that it names, if any."""
    said, case = message.params, message.case_id
    if message.kind == "again" and "attestation" in said:
        return reverse("portal:again", args=[case, said["attestation"]])
    if message.kind == "confirm" and "about" in said:
        return reverse("portal:act-about", args=[case, said["confirmation"], said["unit"], said["about"]])
    if message.kind == "confirm" and "confirmation" in said:
        return reverse("portal:act", args=[case, said["confirmation"], said["unit"]])
    return reverse(_room(message) or IN_FILING.get(message.kind, "portal:home"), args=[case])


def _room(message: Message) -> str:
    """The room of a running project in which a message's kind, or its item, is attended to; "" for none."""
    return ROOMS.get(message.kind.partition("_")[0]) or ROOMS.get(str(message.params.get("item")), "")


def _elsewhere(message: Message, who: PersonRoles) -> str:
    """The page on which a message without a filing is attended to; "" where the person has none."""
    audience_of, name = ELSEWHERE.get(message.kind, ("", ""))
    return reverse(name) if name and belongs(audience_of, who) else ""


@audience("anyone_logged_in")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    mark_all_read(user=acting(request), at=now())
    return redirect("/messages/?done=read")
