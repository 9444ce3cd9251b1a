"""Hand-over when a handler leaves: all cases of one person to another, with a page about each of them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.correspondence import correspondence
from xianxing.pilot.casework.domain.handlers import LONGEST, group_people, hand_over
from xianxing.pilot.casework.models import CaseHandler, Correspondence, HandOver
from xianxing.pilot.casework.permissions import may_give_cases
from xianxing.pilot.clock import now
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

LATEST = 3  # entries of the register beside a case


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """From whom, to whom, and the brief; POST hands over and shows the page for the other."""
    user, at = acting(request), now()
    people, problem = group_people(at=at), ""
    givers = _givers(user, all_of=may_give_cases(roles_here(request)))
    typed = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("giver", "taker", "words")}
    if request.method == "POST":
        try:
            made = hand_over(
                giver=_person(typed["giver"], givers), taker=_person(typed["taker"], people),
                words=typed["words"], by=user, at=at,
            )  # fmt: skip
            return redirect("desk:handed-over", made.pk)
        except Refused as refused:
            problem = refused.message
    context = {
        "crumbs": _crumbs(),
        "links": links(request),
        "givers": givers,
        "people": people,
        "typed": typed,
        "problem": problem,
        "longest": LONGEST,
        "past": HandOver.objects.select_related("giver", "taker").order_by("-at")[:20],
    }
    return render(request, "desk/hand_over.html", context, status=422 if problem else 200)


@audience("staff")
@require_safe
def show(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """What the other takes over, to print: the brief, and where each case stands with what came in last."""
    user, at = acting(request), now()
    found = HandOver.objects.select_related("giver", "taker", "by").filter(pk=hand_over).first()
    if found is None:
        raise Http404
    cases = list(found.cases.values_list("case", flat=True))
    listed = rows.listed(list(rows.latest_filed(user, at=at).filter(filing__in=cases)), at=at)
    came: dict[UUID, list[Correspondence]] = {}
    for entry in correspondence(user, at=at).filter(case__in=cases, struck_at__isnull=True):
        if entry.case_id:
            came.setdefault(entry.case_id, []).append(entry)
    context = {
        "crumbs": [*_crumbs(), Link(found.giver.name, "")],
        "links": links(request),
        "found": found,
        "lines": [(row, came.get(row.filing, [])[:LATEST]) for row in listed],
        "missing": len(cases) - len(listed),
    }
    return render(request, "desk/handed_over.html", context)


def _givers(user: User, *, all_of: bool) -> list[User]:
    """Who handles something that this person may hand over: everybody, or the person alone."""
    held = User.objects.filter(pk__in=CaseHandler.objects.values("user")).order_by("name")
    return list(held if all_of else held.filter(pk=user.pk))


def _person(sent: str, people: list[User]) -> User:
    found = next((one for one in people if str(one.pk) == sent), None)
    if found is None:
        raise Refused("handler", gettext("Choose who hands over, and to whom."))
    return found


def _crumbs() -> list[Link]:
    return [
        Link(gettext("Desk"), reverse("desk:home")),
        Link(gettext("Handlers"), reverse("desk:handlers")),
        Link(gettext("Hand-over"), reverse("desk:hand-over")),
    ]
