"""Lessons, entries of the library and proposed rules of all projects."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.audience import audience, belongs
from xianxing.desks.desk.rooms import links
from xianxing.desks.lessons.lesson_pages import TONES
from xianxing.desks.lessons.proposal_pages import stage_label
from xianxing.desks.lessons.tabs import desk_tabs
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.law import readable_guides
from xianxing.pilot.clock import now
from xianxing.pilot.figures.permissions import named_cases
from xianxing.pilot.lessons.library import published_entries, written_entries
from xianxing.pilot.lessons.models import LessonState
from xianxing.pilot.lessons.queries import accepted_lessons, all_lessons, subject_label
from xianxing.pilot.lessons.tracks import all_proposals
from xianxing.pilot.relations.queries import project_names

PAGE = 50


@audience("staff")
@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """Lessons of all projects, of one state with `?state=`."""
    chosen = request.GET.get("state", "")
    page = Paginator(all_lessons(chosen), PAGE).get_page(request.GET.get("page"))
    names = project_names([one.case_id for one in page]) if page else {}
    context = {
        **_frame(request, gettext("Lessons")),
        "page": page,
        "chosen": chosen,
        "states": LessonState.choices,
        "keep": f"&state={chosen}" if chosen else "",
        "rows": [
            (one, subject_label(one), names.get(one.case_id, ""), TONES[LessonState(one.state)])
            for one in page
        ],
        "guides": [
            (guide.label, guide.name) for guide in readable_guides().values() if accepted_lessons(guide.name)
        ],
    }
    return render(request, "lessons/list.html", context)


@audience("staff")
@require_safe
def accepted(request: HttpRequest) -> HttpResponse:
    """What was taken up for the next version of a guide (`?guide=`), for whoever writes that version."""
    rows = [
        {
            "subject": one.subject,
            "label": str(subject_label(one)),
            "learnt": one.words,
            "change": one.change,
            "reason": one.reason,
            "public": one.public_words,
            "accepted": one.decided_at.isoformat() if one.decided_at else None,
            "address": request.build_absolute_uri(reverse("lessons:lesson", args=[one.case_id, one.number])),
        }
        for one in accepted_lessons(request.GET.get("guide", ""))
    ]
    return JsonResponse({"lessons": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1})


@audience("staff")
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Entries that wait for confirmations or publication, and those that are published."""
    waiting, shown = list(written_entries()), list(published_entries())
    names = project_names([one.case_id for one in [*waiting, *shown]]) if waiting or shown else {}
    context = {
        **_frame(request, gettext("Case library")),
        "waiting": [(one, names.get(one.case_id, "")) for one in waiting],
        "published": [(one, names.get(one.case_id, "")) for one in shown],
    }
    return render(request, "lessons/library_list.html", context)


@audience("figures")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Proposed rules of all projects, for the working group; for CSRC's people those of cases they read."""
    user, roles = acting(request), roles_here(request)
    page = Paginator(all_proposals(named_cases(roles, user, at=now())), PAGE).get_page(
        request.GET.get("page")
    )
    names = project_names([one.case_id for one in page]) if page else {}
    context = {
        **_frame(request, gettext("Proposed rules")),
        "page": page,
        "rows": [(one, names.get(one.case_id, ""), stage_label(one)) for one in page],
    }
    return render(request, "lessons/rules_list.html", context)


def _frame(request: HttpRequest, label: str) -> dict[str, object]:
    """Tabs and trail; of CSRC's people those of their own desk."""
    if not belongs("staff", roles_here(request)):
        return {"crumbs": [Link(gettext("CSRC's desk"), reverse("csrc:home")), Link(label, request.path)]}
    return {
        "links": links(request),
        "tabs": desk_tabs(request),
        "crumbs": [Link(gettext("Desk"), reverse("desk:home")), Link(label, request.path)],
    }
