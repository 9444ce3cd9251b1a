"""Comments among the units, and questions to the working group; the FAQ is a public page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.finding_pages import names_of, way_to
from xianxing.desks.portal.scene import Scene, page, with_scene
from xianxing.desks.public.places import place
from xianxing.i18n import gettext
from xianxing.pilot.filings.access import visible_units
from xianxing.pilot.filings.domain.comments import comment, comments_of, settle_comment
from xianxing.pilot.filings.domain.questions import ask_question, questions_of
from xianxing.pilot.filings.form import load_form
from xianxing.pilot.filings.locations import located
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def comments(request: HttpRequest, scene: Scene) -> HttpResponse:
    """Every comment that the person may see; POST adds one on a place, perhaps for a person."""
    problem = ""
    spot = request.POST.get("location", request.GET.get("location", ""))
    if request.method == "POST":
        to = people(scene).get(request.POST.get("to", ""))
        try:
            comment(
                filing=scene.filing, location=spot, text=request.POST.get("text", ""),
                by=scene.user, at=scene.at, to=to,
            )  # fmt: skip
            return redirect(f"{request.path}?done=said")
        except Refused as refused:
            if refused.code == "stranger":
                raise
            problem = refused.message
    form = load_form(scene.filing, sheets=visible_units(scene.who))
    names = names_of(form)
    rows = []
    for one in comments_of(scene.filing, by=scene.user, at=scene.at):
        here = located(form, one.location) or ""
        may = scene.user.pk in (one.author_id, one.addressee_id) or scene.who.lead in scene.who.writes_for
        rows.append((one, place(here, scene.guide, names), way_to(scene, form, here), may))
    context = {
        "crumbs": scene.crumbs(Link(gettext("Comments"), "")),
        "rows": rows,
        "people": people(scene),
        "location": spot,
        "spot": place(spot, scene.guide, names),
        "problem": problem,
        "text": request.POST.get("text", ""),
    }
    return page(request, "comments.html", scene, context, status=400 if problem else 200)


@audience("unit")
@require_POST
@with_scene
def settle(_request: HttpRequest, scene: Scene, comment: int) -> HttpResponse:
    """Settle a comment."""
    mine = comments_of(scene.filing, by=scene.user, at=scene.at)
    settle_comment(comment=get_object_or_404(mine, pk=comment), by=scene.user, at=scene.at)
    return redirect(scene.url("comments") + "?done=settled")


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def questions(request: HttpRequest, scene: Scene) -> HttpResponse:
    """The filing's questions to the working group with their answers; POST asks one."""
    problem = ""
    path = request.POST.get("path", request.GET.get("path", ""))
    if request.method == "POST":
        try:
            text = request.POST.get("text", "")
            ask_question(filing=scene.filing, path=path, text=text, by=scene.user, at=scene.at)
            return redirect(f"{request.path}?done=asked")
        except Refused as refused:
            if refused.code == "stranger":
                raise
            problem = refused.message
    guide = scene.guide
    fields = [f for f in guide.fields.values() if guide.has_field(f.path)]
    rows = [
        (one, str(guide.field(one.path).label) if guide.has_field(one.path) else one.path)
        for one in questions_of(scene.filing, by=scene.user, at=scene.at)
    ]
    context = {
        "crumbs": scene.crumbs(Link(gettext("Questions"), "")),
        "rows": rows,
        "fields": fields,
        "path": path,
        "problem": problem,
        "text": request.POST.get("text", ""),
    }
    return page(request, "questions.html", scene, context, status=400 if problem else 200)


def people(scene: Scene) -> dict[str, User]:
    """The people of the filing's units, by id, whom a comment can be addressed to."""
    units = [unit.institution_id for unit in scene.who.units]
    held = Membership.objects.active(scene.at).filter(institution__in=units).values("user")
    found = User.objects.filter(pk__in=held).exclude(pk=scene.user.pk).order_by("name")
    return {str(person.pk): person for person in found}
