"""Taking several entries of the public sheet at once: each is chosen by its name, none beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.portal.bodies import FieldAnswer, answer_of
from xianxing.desks.portal.form_data import number
from xianxing.desks.portal.scene import FilingContext, page, with_scene
from xianxing.desks.portal.sheet_pages import SHEET
from xianxing.desks.portal.tasks import name_of
from xianxing.i18n import gettext
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.permissions import visible_units
from xianxing.pilot.filings.public_sheet.acts import take_from_cells
from xianxing.pilot.filings.public_sheet.source import SeveralRefused, offers
from xianxing.pilot.refusal import Refused

TAKE = "take:"  # a box is named by its entry and carries the entry's version


@dataclass(frozen=True)
class SheetChoice:
    """An empty entry that can be taken, with its text; `why` says why it was refused just now."""

    name: str
    version: int
    unit: str
    answer: FieldAnswer
    chosen: bool
    why: str

    @property
    def id(self) -> str:
        """The id of its box."""
        return "t-" + "".join(c if c.isalnum() else "-" for c in self.name)


@audience("unit")
@require_http_methods(["GET", "HEAD", "POST"])
@with_scene
def several(request: HttpRequest, scene: FilingContext) -> HttpResponse:
    """Every entry that is empty and has something to take; POST takes those that were ticked, or none."""
    problem, chosen = "", _chosen(request.POST)
    why: Mapping[str, str] = {}
    if request.method == "POST":
        try:
            take_from_cells(filing=scene.filing, based_on=chosen, by=scene.user, at=scene.at)
            return redirect(scene.url("sheet") + "?done=saved")
        except Refused as refused:
            if refused.code == "field":
                raise
            problem = refused.message
            why = refused.why if isinstance(refused, SeveralRefused) else {}
    leads = scene.who.lead in scene.who.own
    context = {
        "crumbs": scene.crumbs(
            Link(gettext("Public sheet"), scene.url("sheet")), Link(gettext("Take several at once"), "")
        ),
        "leads": leads,
        "choices": list(_choices(scene, chosen, why)) if leads else [],
        "problem": problem,
    }
    return page(request, "sheet_several.html", scene, context, status=400 if problem else 200)


def _chosen(post: QueryDict) -> dict[str, int]:
    """The entries that were ticked, with the versions that they had on the screen."""
    return {key.removeprefix(TAKE): number(post.get(key, "")) for key in post if key.startswith(TAKE)}


def _choices(
    scene: FilingContext, chosen: Mapping[str, int], why: Mapping[str, str]
) -> Iterator[SheetChoice]:
    names = {unit.key: name_of(unit) for unit in scene.who.units}
    form = load_form(scene.filing, sheets=visible_units(scene.who), units=scene.who.with_invited)
    for offer in offers(scene.who, form):
        place = offer.location
        yield SheetChoice(
            name=TAKE + place,
            version=offer.version,
            unit=names.get(offer.unit, ""),
            answer=answer_of(offer.field, offer.value),
            chosen=place in chosen and place not in why,
            why=why.get(place, ""),
        )


urls: list[URLPattern] = [path(f"{SHEET}several/", several, name="sheet-several")]
