"""What every page of a filing starts from: the filing, who the person is in it, its guide and procedure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from xianxing.desks.accounts.gate import acting, roles_here
from xianxing.desks.look.context import Link
from xianxing.desks.look.guides import clause_address
from xianxing.desks.look.resend import resend_page
from xianxing.desks.public.answers import from_script
from xianxing.i18n import current_language, gettext
from xianxing.law import Guide
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.clock import now
from xianxing.pilot.filings.check.findings import Findings, findings_of
from xianxing.pilot.filings.draft.form import FilingForm, load_form
from xianxing.pilot.filings.models import Body, Cell, Filing, Unit
from xianxing.pilot.filings.permissions import (
    Held,
    Standing,
    standing_to_read,
    visible_units,
    why_closed_to,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.model import Procedure

NAME = "project.name"
WRITING = frozenset({"section.html", "units.html", "files.html", "material.html", "check.html"})
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class FilingContext:
    """One filing as one person meets it at one instant."""

    filing: Filing
    who: Standing
    user: User
    at: datetime
    held: Held

    @cached_property
    def name(self) -> str:
        """What the project is called, or that it has no name yet."""
        value = Cell.objects.filter(filing=self.filing, path=NAME, removed=False).values_list(
            "value", flat=True
        )
        return named(value.first())

    def name_after(self, form: FilingForm) -> None:
        """Take the name from a form that has been read, instead of asking for it again."""
        cell = form.cells.get(("", NAME))
        vars(self)["name"] = named(cell.value if cell else None)

    @cached_property
    def closed(self) -> Refused | None:
        """Why nothing can be written now, None when it can."""
        return why_closed_to(self.who, at=self.at)

    def correcting(self, body: Body | None) -> bool:
        """Whether what was filed with this body is open to be corrected, then frozen and confirmed anew."""
        return body is not None and body.filed_at is not None and self.closed is None

    @property
    def guide(self) -> Guide:
        """The guide that the call is pinned to."""
        return guide_of(self.filing.case.call)

    @property
    def procedure(self) -> Procedure:
        """The procedure that the call is pinned to."""
        return procedure_of(self.filing.case.call)

    @property
    def state(self) -> str:
        """The name of the case's state in the reader's language."""
        return self.procedure.states[self.filing.case.state].name(current_language())

    @property
    def drafting(self) -> bool:
        """Whether the filing is still being prepared: never handed in, and not given up."""
        state = self.procedure.states[self.filing.case.state]
        return state.stage == self.procedure.states[self.procedure.initial].stage and not state.final

    def visible(self, key: str) -> Unit:
        """The unit of this key whose sheet the person may read; Http404 for any other."""
        for unit in visible_units(self.who):
            if unit.key == key:
                return unit
        raise Http404

    def url(self, name: str, *args: object) -> str:
        """The address of a page of this filing."""
        return reverse(f"portal:{name}", args=[self.filing.pk, *args])

    def crumbs(self, *links: Link) -> list[Link]:
        """My filings › this filing › …"""
        home = Link(self.name, self.url("home"))
        return [Link(gettext("My filings"), reverse("portal:filings")), home, *links]

    def clause(self, clause: str) -> Link:
        """A clause under the name that lawyers give it, with a link to its words."""
        return clause_link(self.guide, clause)


def named(value: object) -> str:
    """A project's name as its cell holds it, or that it has none yet."""
    return str(value or "") or gettext("Filing without a name yet")


def clause_link(guide: Guide, clause: str) -> Link:
    """A clause's mark; without a link where the guide doesn't know it or no page here shows it."""
    label = guide.clauses[clause].display if clause in guide.clauses else clause
    return Link(label, clause_address(guide, clause))


def open_scene(request: HttpRequest, case: UUID) -> FilingContext:
    """The filing for a person of its units; nothing is there for everybody else."""
    user, at = acting(request), now()
    held = roles_here(request).institutions
    return FilingContext(*standing_to_read(case, user, at=at, held=held), user, at, held)


def form_and_findings(
    scene: FilingContext, *, counted: datetime | None = None
) -> tuple[FilingForm, Findings]:
    """The form as far as the person may see it, and the findings of the whole; the filing is read once."""
    form = load_form(scene.filing, units=scene.who.with_invited)
    scene.name_after(form)
    findings = findings_of(form, scene.who, at=scene.at, counted=counted)
    return form.limited(visible_units(scene.who)), findings


def reload(scene: FilingContext) -> FilingContext:
    """The same filing after an act of this request."""
    read = standing_to_read(scene.filing.pk, scene.user, at=scene.at, held=scene.held)
    return FilingContext(*read, scene.user, scene.at, scene.held)


def with_scene(view: View) -> View:
    """Give a view the scene instead of the case's id; a field that the form doesn't have is answered by 404.
    Any other refusal that the view leaves is told."""

    @wraps(view)
    def opened(request: HttpRequest, case: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scene = open_scene(request, case)
        try:
            return view(request, scene, *args, **kwargs)
        except Refused as refused:
            if refused.code == "field":
                raise Http404 from None
            return _told(request, scene, refused)

    return cast(View, opened)


def _told(request: HttpRequest, scene: FilingContext, refused: Refused) -> HttpResponse:
    if from_script(request):
        return JsonResponse({"problem": refused.message}, status=422)
    kept = resend_page(request, gettext("Nothing was changed"), refused.message, status=400)
    if kept is not None:
        return kept
    context = {"crumbs": scene.crumbs(), "problem": refused.message, "back": scene.url("home")}
    return page(request, "refused.html", scene, context, status=400)


def page(
    request: HttpRequest, template: str, scene: FilingContext, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of a filing with what all of them show."""
    from django.shortcuts import render

    frame = {
        "scene": scene,
        "case": scene.filing.pk,
        "closed": scene.closed.message if scene.closed else "",
        "reopen": scene.url("confirm") + "#open-again" if _frozen_writing(scene.closed, template) else "",
        "done": done_words(request.GET.get("done", "")),
        **context,
    }
    return render(request, f"portal/{template}", frame, status=status)


def _frozen_writing(closed: Refused | None, template: str) -> bool:
    """Whether the page is one on which people write, and only the freeze keeps them from it."""
    return closed is not None and closed.code == "frozen" and template in WRITING


def done_words(code: str) -> str:
    """What to say of an act that has just been done; "" for a word that isn't ours."""
    words = {
        "saved": gettext("Saved."),
        "asked": gettext("Your question was sent to the working group."),
        "said": gettext("Your comment was kept."),
        "settled": gettext("The comment is settled."),
        "invited": gettext("The unit was invited; it takes part once one of its people accepts."),
        "joined": gettext("Your unit takes part now. Its drafters fill in its own sheet."),
        "declined": gettext("The invitation was declined; the lead unit is told."),
        "changed": gettext("The units were changed."),
        "uploaded": gettext("The file was taken."),
        "same": gettext("The file is the same as the version that is here; no new version was made."),
        "over": gettext("What you ticked was taken over into the filing."),
        "removed": gettext("Taken out; it can be brought back."),
        "explained": gettext("The explanation was kept; the working group will see it beside the finding."),
        "unexplained": gettext("No explanation stands beside this finding: none was written."),
        "frozen": gettext("The content is frozen. Now each unit reviews and confirms it."),
        "opened": gettext("The content can be edited again; all confirmations are void."),
        "confirmed": gettext("Your confirmation was recorded."),
        "refused": gettext("Your refusal and its reasons were recorded; all units can read them."),
        "taken-back": gettext("Your unit's consent was taken back."),
        "imported": gettext("The folder was taken in as a new filing."),
        "discarded": gettext("The draft was discarded; it can be brought back here."),
        "read": gettext("Marked as read."),
    }  # fmt: skip
    return words.get(code, "")
