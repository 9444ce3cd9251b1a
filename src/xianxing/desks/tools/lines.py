"""Tools, runs and findings as pages say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.http import Http404, HttpRequest
from django.urls import reverse

from xianxing.desks.accounts.gate import roles_here
from xianxing.desks.audience import belongs
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import gettext
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.tools.models import ToolOwner, ToolRun, ToolRunState
from xianxing.pilot.tools.permissions import ToolUnit, units_of
from xianxing.toolbox.registry import TOOLS, ExtraMissingError, load_tool
from xianxing.toolbox.tool import Tool

INSTALL = "pip install --require-hashes --no-deps -r requirements/tools.txt"
STATE_TONES = {
    ToolRunState.WAITING: "quiet",
    ToolRunState.RUNNING: "info",
    ToolRunState.DONE: "good",
    ToolRunState.REFUSED: "watch",
    ToolRunState.FAILED: "bad",
}


@dataclass(frozen=True)
class ToolLine:
    """A tool as the index shows it; `missing` is the library that isn't installed, "" where all are."""

    name: str
    title: str
    about: str
    clause: str
    replays: bool
    missing: str


def tool_line(name: str) -> ToolLine:
    """The tool of this name; Http404 where there is none."""
    if name not in TOOLS:
        raise Http404
    entry = TOOLS[name]
    return ToolLine(name, gettext(entry.title), _about(name), entry.clauses[0], entry.replays, _missing(name))


def tool_of(name: str) -> Tool:
    """The tool itself; Http404 where there is none, or a library is missing."""
    if name not in TOOLS or _missing(name):
        raise Http404
    return load_tool(name)


def _about(name: str) -> str:
    return {
        "related-parties": gettext(
            "Draws the group around a securities firm from stakes, posts, kin and agreements over time, "
            "holds its trades against the lines of its exchange and its law, and says who must stay out of a "
            "vote."
        ),
        "inspection": gettext(
            "Holds every day of every asset-management product against the rules of that day, with "
            "exemptions, causes and cure clocks; looks at fair trading; draws samples for checks by hand."
        ),
        "derivatives": gettext(
            "Checks reports of OTC derivatives, suitability and margins; shows the knock-in wall, days to "
            "hedge, concentration and reverse stress; computes SA-CCR and SIMM."
        ),
        "evaluation": gettext(
            "Holds firms against the conditions of five designations, each in the version of its day, "
            "with what is missing to qualify; places them in the chain between sectors."
        ),
    }[name]


@cache
def _missing(name: str) -> str:
    try:
        load_tool(name)
    except ExtraMissingError as missing:
        return missing.library
    return ""


def unit_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """The organs for which the person may run a tool, by key and name."""
    units = units_of(roles_here(request))
    names: Mapping[object, str] = {
        one.pk: one.name for one in Institution.objects.filter(pk__in=[u.institution for u in units])
    }
    return [(unit.key, unit_name(unit, names)) for unit in units]


def unit_name(unit: ToolUnit, names: Mapping[object, str]) -> str:
    """The organ in words."""
    return names.get(unit.institution, "") or str(ToolOwner(unit.owner).label)


def owner_name(run: ToolRun) -> str:
    """Whose run it is, in words."""
    return run.institution.name if run.institution else str(ToolOwner(run.owner).label)


def step_words(run: ToolRun) -> str:
    """How far a run is, in words."""
    step = run.progress.step if run.standing is ToolRunState.RUNNING else ""
    words = {
        "": gettext("Waits for the background work to take it up."),
        "unpacking": gettext("The folder is unpacked."),
        "judging": gettext("The tables are read and judged."),
        "drawing": gettext("Findings and charts are put together."),
        "writing": gettext("Tables and reports are written."),
        "keeping": gettext("The answer is sealed and kept."),
    }
    return words.get(step, step)


def failure_words(code: str) -> str:
    """Why a run failed, and what to do."""
    words = {
        "too-slow": gettext(
            "It took longer than a run may take. Send fewer rows, or run the tool on your own machine."
        ),
        "too-large": gettext(
            "It needed more memory than a run may have. Send fewer rows, or run the tool on your own machine."
        ),
        "library": gettext(
            "A library that the tool needs isn't installed on this server. Tell who keeps the site."
        ),
    }
    return words.get(
        code,
        gettext("The tool broke off without an answer. Nothing of it was kept; tell who keeps the site."),
    )


def unit_words(unit: str) -> str:
    """The unit of a number in the reader's language; one that isn't known stays as the pack has it."""
    words = {
        "CNY": gettext("yuan"),
        "USD": gettext("US dollars"),
        "fraction": gettext("as a fraction"),
        "year": gettext("years"),
        "month": gettext("months"),
        "day": gettext("days"),
        "trading day": gettext("trading days"),
        "person": gettext("persons"),
        "layer": gettext("layers"),
        "stock": gettext("stocks"),
        "point": gettext("score points"),
        "patent": gettext("patents"),
        "level": gettext("levels"),
    }
    return words.get(unit, unit)


def frame(request: HttpRequest, *trail: Link) -> dict[str, object]:
    """Tabs of the desk for the working group, and the trail of links above a page."""
    staff = belongs("staff", roles_here(request))
    home = [Link(gettext("Toolbox"), reverse("tools:index"))]
    if staff:
        home.insert(0, Link(gettext("Desk"), reverse("desk:home")))
    return {"links": links(request) if staff else (), "crumbs": [*home, *trail]}


def tool_link(tool: ToolLine) -> Link:
    """The tool's page."""
    return Link(tool.title, reverse("tools:tool", args=[tool.name]))


def run_link(run: ToolRun) -> Link:
    """The run's page."""
    return Link(run.title, reverse("tools:run", args=[run.pk]))
