"""The pilot in numbers for who reads it, and the public register."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from xianxing.desks.api.bearer import person, reading
from xianxing.desks.api.exit_shapes import FiguresOut, RegisterOut
from xianxing.desks.api.problem_shapes import ProblemOut
from xianxing.desks.figures.choice import read_period
from xianxing.desks.public.register_pages import entry_as_json, register_as_json
from xianxing.pilot.clock import now
from xianxing.pilot.figures.model import Figure
from xianxing.pilot.figures.permissions import may_read_figures
from xianxing.pilot.figures.queries import pilot_figures
from xianxing.pilot.figures.words import said, unit_said
from xianxing.pilot.parties.queries import roles_of

router = Router(tags=["figures"])
REFUSALS: dict[int | frozenset[int], Any] = {frozenset({401, 403, 404, 422}): ProblemOut}
NOTHING: dict[int | frozenset[int], Any] = {404: ProblemOut}


@router.get("/figures", auth=reading, response={200: FiguresOut, **REFUSALS}, summary="The pilot in numbers")
def figures(request: HttpRequest, year: str = "", batch: str = "") -> dict[str, Any]:
    """Every figure of a year, of a batch (by its number), or of all; for the working group and CSRC's."""
    at = now()
    if not may_read_figures(roles_of(person(request), at=at)):
        raise Http404
    found = pilot_figures(read_period({"year": year, "batch": batch}), at=at)
    rows = [_picture(one) for held in found.figures.values() for one in held]
    return {"at": found.record.at, "entries": found.record.place, "figures": rows}


@router.get("/register", auth=None, response={200: RegisterOut}, summary="The public register")
def register_open(request: HttpRequest) -> dict[str, Any]:
    """Every published project with its sheet, the newest first, as open data."""
    return register_as_json(request)


@router.get("/register/{number}", auth=None, response={200: dict[str, Any], **NOTHING}, summary="One project")
def register_entry(request: HttpRequest, number: str) -> dict[str, Any]:
    """A published project with its sheet and errata, by its number."""
    return entry_as_json(request, number)


def _picture(one: Figure) -> dict[str, Any]:
    definition = one.definition
    return {
        "code": definition.code, "figure": definition.key, "name": str(definition.name), "part": one.part,
        "label": one.label, "value": said(one), "count": one.count, "whole": one.whole,
        "share": float(one.share) if one.share is not None else None, "unit": unit_said(one.unit),
        "definition": str(definition.sentence),
    }  # fmt: skip
