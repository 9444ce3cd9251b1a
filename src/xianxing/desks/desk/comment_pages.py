"""What the public said to a case's notices: the secretariat opens each and considers it with an answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.accounts.step_up import step_up
from xianxing.desks.audience import audience
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.acts.domain.taking import take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import StepOffer, offers
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.clock import now
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.files.names import disposition
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.notices.domain.reading import (
    CommentFileLine,
    comments_of,
    read_comment,
    read_comment_file,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.meanings import Means


@audience("secretariat")
@never_cache
@require_safe
def index(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every comment of the case, the unconsidered first; no word of any."""
    at, user = now(), acting(request)
    lines = comments_of(case, user, at=at)
    view = case_to_read(case, user, at=at)
    context = {
        "case": view.case.pk,
        "number": case_number(view.filing),
        "lines": sorted(lines, key=lambda line: line.considered is not None),
        "left": sum(line.considered is None for line in lines),
        "links": links(request),
        "crumbs": _crumbs(view),
    }
    return render(request, "desk/comments.html", context)


@audience("secretariat")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: UUID, comment: str) -> HttpResponse:
    """One comment, opened; a POST considers it with an answer or a reason, which stays typed when refused."""
    at, user = now(), acting(request)
    view = case_to_read(case, user, at=at)
    problem = code_problem = ""
    offer = _offer(view)
    if request.method == "POST":
        try:
            if offer is None:
                message = gettext("Where the case stands now, comments can't be considered.")
                raise Refused("not_open", message)
            code_problem = step_up(request, act=offer.step.id) if offer.second_factor else ""
            if not code_problem:
                return _consider(request, view, offer, comment, user)
        except Refused as refused:
            problem = refused.message
    opened, unreadable = None, ""
    files: tuple[CommentFileLine, ...] = ()
    line = next((one for one in comments_of(case, user, at=at) if one.comment.number == comment), None)
    if line is None:
        raise Http404
    try:
        read = read_comment(case, comment, user, at=at)
        opened, files = read.words, read.files
    except Refused as refused:
        unreadable = refused.message
    context = {
        "case": view.case.pk,
        "sequence": view.case.sequence,
        "line": line,
        "words": opened,
        "files": files,
        "unreadable": unreadable,
        "offer": offer,
        "problem": problem,
        "code_problem": code_problem,
        "typed": request.POST.get("answer", ""),
        "links": links(request),
        "crumbs": [*_crumbs(view), Link(comment, request.path)],
    }
    status = 422 if problem or code_problem else 200
    return render(request, "desk/comment.html", context, status=status)


@audience("secretariat")
@never_cache
@require_safe
def file(request: HttpRequest, case: UUID, comment: str, place: int) -> HttpResponse:
    """A file that came with a comment, as it was handed in: a download without a type, never shown."""
    try:
        found = read_comment_file(case, comment, place, acting(request), at=now())
    except Refused as refused:
        raise Http404 from refused
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(found.name)
    return response


def _consider(
    request: HttpRequest, view: CaseView, offer: StepOffer, comment: str, user: User
) -> HttpResponse:
    """Take the step that means it for this comment, with the answer as its reason."""
    (pool,) = [name for name in offer.step.removes if view.procedure.facts[name].kind == "pool"]
    seen = request.POST.get("sequence", "")
    done = take_step(
        case=view.case.pk,
        step=offer.step.id,
        entry=Entry(answers={pool: comment}, reason=request.POST.get("answer", "")),
        sequence=whole_number(seen, view.case.sequence),
        by=user,
        at=now(),
        step_up=StepUp.just_given(user) if offer.second_factor else None,
    )
    if isinstance(done, PendingAct):
        return redirect("acts:pending", done.pk)
    return redirect("desk:comments", view.case.pk)


def _offer(view: CaseView) -> StepOffer | None:
    """The step that considers a comment, where it is open to the person now."""
    meant = (one for one in offers(view) if view.procedure.meaning(one.step.act) == Means.CONSIDER_COMMENT)
    return next(meant, None)


def _crumbs(view: CaseView) -> list[Link]:
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(case_number(view.filing), reverse("desk:filing", args=[view.filing.pk])),
        Link(gettext("What the public said"), reverse("desk:comments", args=[view.filing.pk])),
    ]
