"""Comments among the units, and questions to the working group, on pages of their own and beside each cell.

A form beside a cell names the cell as `back`: the answer leads there again; a script gets the talk anew. The
FAQ is a public page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from xianxing.desks.accounts.unsent_pages import plain, sent_at
from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.cells import anchor_of
from xianxing.desks.portal.finding_pages import names_of, way_to
from xianxing.desks.portal.form_data import number
from xianxing.desks.portal.scene import FilingContext, done_words, page, with_scene
from xianxing.desks.portal.talks import Talks, may_settle, people, readers
from xianxing.desks.public.answers import from_script
from xianxing.desks.public.places import place
from xianxing.i18n import gettext
from xianxing.pilot.filings.draft.comments import comment, comments_of, settle_comment
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.draft.locations import located, unit_of
from xianxing.pilot.filings.draft.questions import ask_question, questions_of
from xianxing.pilot.filings.permissions import visible_units
from xianxing.pilot.parties.domain.unsent import forget_unsent, keep_unsent, place_of
from xianxing.pilot.refusal import Refused


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def comments(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Every comment that the person may see; POST adds one on a place, perhaps for a person."""
    problem = ""
    spot = request.POST.get("location", request.GET.get("location", ""))
    if request.method == "POST":
        to = people(scene).get(request.POST.get("to", ""))
        try:
            comment(
                filing=scene.filing, location=spot, text=request.POST.get("text", ""),
                by=scene.user, at=scene.at, to=to.user if to else None,
            )  # fmt: skip
            return _done(request, scene, "said", request.POST.get("back", ""))
        except Refused as refused:
            problem = refused.message
            if from_script(request):
                return JsonResponse({"problem": problem}, status=422)
    form = load_form(scene.filing, sheets=visible_units(scene.who), units=scene.who.with_invited)
    names = names_of(form)
    rows = []
    for one in comments_of(scene.filing, by=scene.user, at=scene.at):
        here = located(form, one.location) or ""
        rows.append((one, place(here, scene.guide, names), way_to(scene, form, here), may_settle(scene, one)))
    context = {
        "crumbs": scene.crumbs(Link(gettext("Comments"), "")),
        "rows": rows,
        "people": readers(scene, people(scene), spot),
        "location": spot,
        "spot": place(spot, scene.guide, names),
        "problem": problem,
        "text": request.POST.get("text", ""),
    }
    return page(request, "comments.html", scene, context, status=400 if problem else 200)


@audience("unit")
@require_POST
@with_scene
def settle(request: HttpRequest, scene: FilingContext, comment: int) -> HttpResponse:
    """Settle a comment."""
    _settle(scene, comment)
    return _done(request, scene, "settled", request.POST.get("back", ""))


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def questions(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """The filing's questions to the working group with their answers; POST asks one."""
    problem = ""
    path = request.POST.get("path", request.GET.get("path", ""))
    if request.method == "POST":
        try:
            text = request.POST.get("text", "")
            ask_question(filing=scene.filing, path=path, text=text, by=scene.user, at=scene.at)
            return _done(request, scene, "asked", request.POST.get("back", ""))
        except Refused as refused:
            problem = refused.message
            if from_script(request):
                return JsonResponse({"problem": problem}, status=422)
    guide = scene.guide
    fields = [f for f in guide.fields.values() if guide.has_field(f.path)]
    rows = [
        (one, str(guide.field(one.path).label) if guide.has_field(one.path) else one.path)
        for one in questions_of(scene.filing, by=scene.user, at=scene.at)
    ]
    context = {
        "crumbs": scene.crumbs(Link(gettext("Questions to the working group"), "")),
        "rows": rows,
        "fields": fields,
        "path": path,
        "problem": problem,
        "text": request.POST.get("text", ""),
    }
    return page(request, "questions.html", scene, context, status=400 if problem else 200)


def say_beside(request: HttpRequest, scene: FilingContext, act: str, place: str) -> HttpResponse | None:
    """What a button beside a cell says of the page's form: keep a comment, send a question, settle a comment.

    None for any other button. What was typed for another button is kept for its writer. Raises Refused, with
    everything kept.
    """
    form = plain(request.path)
    typed = {name: text for name, text in request.POST.items() if name.startswith(("say:", "ask:"))}
    for name, text in typed.items():
        keep_unsent(user=scene.user, place=place_of(form, name), text=str(text), at=scene.at)
    if act not in ("say", "ask", "settle"):
        return None
    if act == "settle":
        _settle(scene, number(place))
        return _done(request, scene, "settled", request.POST.get(f"back:{place}", ""))
    text = request.POST.get(f"{act}:{place}", "")
    if act == "say":
        to = people(scene).get(request.POST.get(f"to:{place}", ""))
        comment(
            filing=scene.filing, location=place, text=text, by=scene.user, at=scene.at,
            to=to.user if to else None,
        )  # fmt: skip
    else:
        ask_question(filing=scene.filing, path=_path_of(place), text=text, by=scene.user, at=scene.at)
    forget_unsent(
        user=scene.user, places=(place_of(form, f"{act}:{place}"),), at=scene.at, turn=sent_at(request)
    )
    return _done(request, scene, "said" if act == "say" else "asked", place)


def _settle(scene: FilingContext, comment: int) -> None:
    mine = comments_of(scene.filing, by=scene.user, at=scene.at)
    settle_comment(comment=get_object_or_404(mine, pk=comment), by=scene.user, at=scene.at)


def _path_of(location: str) -> str:
    """The field of the form that a cell's place belongs to."""
    return f"unit.{location.partition('].')[2]}" if unit_of(location) else location


def _done(request: HttpRequest, scene: FilingContext, act: str, back: str) -> HttpResponse:
    """Back to the cell whose form was sent, or to the page of all; a script gets the cell's talk anew."""
    path = _path_of(back)
    if not scene.guide.has_field(path):
        own = "questions" if act == "asked" else "comments"
        return redirect(f"{scene.url(own)}?done={act}")
    form = load_form(scene.filing, sheets=visible_units(scene.who), units=scene.who.with_invited)
    if from_script(request):
        field = scene.guide.field(path)
        talk = Talks(scene, form).of(back, path, anchor_of(field), str(field.label))
        piece = render_to_string("portal/part_talk.html", {"talk": talk, "case": scene.filing.pk}, request)
        return JsonResponse({"said": done_words(act), "talk": piece})
    address, mark, anchor = way_to(scene, form, back).partition("#")
    return redirect(f"{address}?done={act}{mark}{anchor}")
