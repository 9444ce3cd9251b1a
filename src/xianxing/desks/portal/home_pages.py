"""A filing's own page: the task list while it is prepared, its place in the procedure afterwards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.course import course_of
from xianxing.desks.portal.lists import tone_of
from xianxing.desks.portal.scene import FilingContext, form_and_findings, page, with_scene
from xianxing.desks.portal.tasks import counts, task_list
from xianxing.desks.portal.withdraw_pages import ending_label
from xianxing.i18n import gettext
from xianxing.pilot.casework.domain.answers import asked_now
from xianxing.pilot.filings.permissions import may_discard
from xianxing.pilot.filings.submit.case_numbers import case_number


@audience("unit")
@require_safe
@with_scene
def home(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Everything about one filing on one page."""
    form, findings = form_and_findings(scene)
    state = scene.procedure.states[scene.filing.case.state]
    call, asked = scene.filing.case.call, asked_now(scene.filing)
    context = {
        "crumbs": [*scene.crumbs()[:-1], Link(scene.name, "")],
        "groups": task_list(scene, form, findings),
        "counts": counts(findings),
        "pending": findings.pending,
        "course": course_of(scene),
        "tone": tone_of(state, scene.procedure.initial),
        "call_title": call.title,
        "number": "" if scene.drafting else case_number(scene.filing),
        "lead": scene.who.lead,
        "asked": asked,
        "unanswered": sum(not one.answer for one in asked),
        "more": [
            Link(gettext("Comments"), scene.url("comments")),
            Link(gettext("Questions to the working group"), scene.url("questions")),
            Link(gettext("Word and PDF"), scene.url("word")),
            Link(gettext("Take out and carry over"), scene.url("folder")),
            Link(gettext("Earlier filing"), scene.url("earlier")),
            _ending(scene),
        ],
    }
    return page(request, "home.html", scene, context)


def _ending(scene: FilingContext) -> Link:
    """The way out of a filing: a draft nobody froze is discarded, any other given up or withdrawn."""
    if scene.drafting and not scene.filing.case.sequence and may_discard(scene.who):
        return Link(gettext("Discard this draft"), scene.url("discard"))
    return Link(ending_label(scene), scene.url("withdraw"))
