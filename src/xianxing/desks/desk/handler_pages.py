"""Who handles which project: given to a person, handed over, one or many at a time."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.filing_pages import PAGE
from xianxing.desks.desk.rooms import links
from xianxing.desks.desk.selection import Selection, selected
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.handlers import give_cases, group_people
from xianxing.pilot.casework.permissions import may_give_cases
from xianxing.pilot.clock import now
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The projects with their handlers; POST gives those ticked to a person, or to nobody."""
    user, at = acting(request), now()
    chosen, calls = Selection.read(request.GET.dict()), rows.calls_of_desk()
    people, problem = group_people(at=at), ""
    if request.method == "POST":
        try:
            to = _to(request.POST.get("to", ""), people)
            give_cases(cases=_ticked(request), to=to, by=user, at=at)
            return redirect(request.get_full_path())
        except Refused as refused:
            problem = refused.message
    shown = selected(rows.latest_filed(user, at=at), chosen, user, calls, at=at)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(gettext("Handlers"), request.path)],
        "links": links(request), "page": page, "rows": rows.listed(list(page), at=at), "people": people,
        "chosen": chosen,
        "calls": calls, "keep": chosen.address().replace("?", "&"),
        "problem": problem,
        "ticked": set(request.POST.getlist("case")), "to": request.POST.get("to", ""),
        "all": may_give_cases(roles_here(request)), "me": user.pk,
    }  # fmt: skip
    return render(request, "desk/handlers.html", context, status=422 if problem else 200)


def _ticked(request: HttpRequest) -> list[UUID]:
    """The projects that were ticked; Refused for none and for what is no project."""
    try:
        found = [UUID(one) for one in request.POST.getlist("case")]
    except ValueError:
        found = []
    if not found:
        raise Refused("case", gettext("Tick at least one project."))
    return found


def _to(sent: str, people: list[User]) -> User | None:
    """The person chosen, None for nobody; Refused for one who isn't there to choose."""
    if sent == "nobody":
        return None
    found = next((one for one in people if str(one.pk) == sent), None)
    if found is None:
        raise Refused("handler", gettext("Choose who handles them."))
    return found
