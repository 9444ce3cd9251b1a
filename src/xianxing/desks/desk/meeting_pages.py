"""Meetings of the working group: convened on filed projects, held, closed with minutes that acts name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.casework.domain.handlers import group_people
from xianxing.pilot.clock import now
from xianxing.pilot.meetings.domain import meeting as verbs
from xianxing.pilot.meetings.minutes import minutes_docx, minutes_pdf
from xianxing.pilot.meetings.models import AgendaItem, Meeting
from xianxing.pilot.meetings.permissions import may_convene
from xianxing.pilot.meetings.quorum import quorum_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number

LATEST = 20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The latest meetings, and a form to convene one on the projects of a call; what was typed stays."""
    user, at, problem = acting(request), now(), ""
    calls = {str(call.pk): call for call in rows.calls_of_desk()}
    call = calls.get(request.GET.get("call", ""))
    if request.method == "POST" and call is not None:
        try:
            return redirect("desk:meeting", _convened(request.POST, call, user, at).pk)
        except Refused as refused:
            problem = refused.message
    sent = request.POST
    filed = rows.latest_filed(user, at=at).filter(filing__case__call=call)
    bodies = list(filed[: verbs.MOST]) if call else []
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Meetings"), request.path)],
        "links": links(request), "calls": calls.values(), "call": call, "problem": problem,
        "may": may_convene(roles_of(user, at=at)), "people": group_people(at=at),
        "rows": rows.listed(bodies, at=at),
        "typed": {name: sent.get(name, "") for name in ("subject", "place", "starts_at")},
        "cases": sent.getlist("case"), "members": sent.getlist("member"),
        "meetings": Meeting.objects.select_related("call").order_by("-starts_at")[:LATEST],
    }  # fmt: skip
    return render(request, "desk/meetings.html", context, status=422 if problem else 200)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """A meeting: who is there, who keeps out of what, what is resolved; POST says one, or closes it."""
    user, at, problem = acting(request), now(), ""
    found = verbs.meeting_to_read(meeting, user, at=at)
    if request.method == "POST":
        try:
            _do(request.POST, found, user, at)
            return redirect("desk:meeting", found.pk)
        except Refused as refused:
            problem = refused.message
    members = list(found.members.select_related("user").order_by("user__name"))
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Meetings"), reverse("desk:meetings")),
            Link(found.subject, request.path),
        ],
        "links": links(request), "meeting": found, "members": members, "problem": problem,
        "may": may_convene(roles_of(user, at=at)) and found.closed_at is None,
        "items": _items(found, user, at), "typed": request.POST if problem else {},
    }  # fmt: skip
    return render(request, "desk/meeting.html", context, status=422 if problem else 200)


@audience("staff")
@require_safe
def minutes(request: HttpRequest, meeting: UUID, ending: str) -> HttpResponse:
    """The minutes of a closed meeting as PDF or Word document."""
    found = verbs.meeting_to_read(meeting, acting(request), at=now())
    made: dict[str, tuple[Callable[[Meeting], bytes], str]] = {
        "pdf": (minutes_pdf, "application/pdf"), "docx": (minutes_docx, DOCX),
    }  # fmt: skip
    if found.closed_at is None or ending not in made:
        raise Http404
    write, kind = made[ending]
    return HttpResponse(
        write(found), content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="minutes-{found.pk}.{ending}"'},
    )  # fmt: skip


def _convened(sent: QueryDict, call: Call, user: User, at: datetime) -> Meeting:
    try:
        starts = datetime.fromisoformat(f"{sent.get('starts_at', '')}+08:00")
        cases = [UUID(one) for one in sent.getlist("case")]
    except ValueError:
        raise Refused("starts_at", gettext("Give day and time of the meeting.")) from None
    chosen = set(sent.getlist("member"))
    members = [one for one in group_people(at=at) if str(one.pk) in chosen]
    return verbs.convene_meeting(
        call=call, subject=sent.get("subject", ""), place=sent.get("place", ""), starts_at=starts,
        cases=cases, members=members, by=user, at=at,
    )  # fmt: skip


def _do(sent: QueryDict, found: Meeting, user: User, at: datetime) -> None:
    """One of the four things that are said of a meeting, by the name of the button."""
    about: dict[str, Any] = {"meeting": found.pk, "by": user, "at": at}
    if "attendance" in sent:
        present = [number for one in sent.getlist("present") if (number := whole_number(one, 0))]
        verbs.note_attendance(present=present, **about)
    elif "close" in sent:
        verbs.close_meeting(**about)
    else:
        _of_item(sent, about)


def _of_item(sent: QueryDict, about: dict[str, Any]) -> None:
    try:
        case = UUID(sent.get("case", ""))
        votes = [int(sent.get(name) or 0) for name in ("in_favour", "against", "abstained")]
        member = int(sent.get("member") or 0)
    except ValueError:
        raise Refused("votes", gettext("Give the votes as whole numbers.")) from None
    if "keeps_out" in sent:
        verbs.recuse_member(case=case, member=member, reason=sent.get("reason", ""), **about)
        return
    verbs.resolve_item(
        case=case, words=sent.get("words", ""), in_favour=votes[0], against=votes[1], abstained=votes[2],
        **about,
    )  # fmt: skip


def _items(found: Meeting, user: User, at: datetime) -> list[dict[str, Any]]:
    """Each project of the agenda with its name, its quorum, and where its state is resolved on for many."""
    agenda = found.agenda.select_related("meeting__call__guide", "case").prefetch_related("recusals__user")
    items: dict[UUID, AgendaItem] = {item.case_id: item for item in agenda.order_by("number")}
    bodies = list(rows.latest_filed(user, at=at).filter(filing__in=items))
    named = {row.filing: row for row in rows.listed(bodies, at=at)}
    procedure, language = procedure_of(found.call), current_language()
    places = {
        case: reverse("desk:resolution-enter", args=[found.call_id, item.case.state])
        for case, item in items.items()
    }
    return [
        {
            "item": item, "quorum": quorum_of(item), "row": named.get(case),
            "state": procedure.states[item.case.state].name(language),
            "many": f"{places[case]}?meeting={found.pk}",
        }
        for case, item in items.items()
    ]  # fmt: skip
