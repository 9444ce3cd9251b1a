"""The rules of a tool as a lawyer reads them, and the tables that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.tools.lines import frame, tool_line, tool_link, tool_of, unit_words
from xianxing.i18n import gettext
from xianxing.pilot.clock import now
from xianxing.toolbox.packs import RulePack
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class RuleVersions:
    """One number of a pack with all its versions, the newest first, each with its unit in words."""

    pack: str
    key: str
    versions: tuple[tuple[RulePack, str], ...]


@audience("tools")
@require_safe
def rules(request: HttpRequest, tool: str) -> HttpResponse:
    """Every pack with its line, its days and its source; with `?as_of=` those in force on that day."""
    line = tool_line(tool)
    packs = tool_of(tool).packs
    typed = request.GET.get("as_of", "").strip()
    day, problem = _day(typed)
    today = day_of(now())
    shown = packs.in_force(day)
    context = {
        **frame(request, tool_link(line), Link(gettext("Rules"), request.path)),
        "tool": line,
        "as_of": typed,
        "day": day,
        "problem": problem,
        "today": today,
        "packs": _versions(shown),
        "count": len(shown),
        "all": len(packs.all),
        "unconfirmed": sum(not one.confirmed for one in shown),
        "ruleset": packs.digest,
    }
    return render(request, "tools/rules.html", context, status=422 if problem else 200)


@audience("tools")
@require_safe
def schema(request: HttpRequest, tool: str) -> HttpResponse:
    """The tables and columns of the tool's folder, and the settings of `tool.toml`."""
    line = tool_line(tool)
    layout = tool_of(tool).layout
    context = {
        **frame(request, tool_link(line), Link(gettext("Tables and columns"), request.path)),
        "tool": line,
        "tables": layout.tables,
        "settings": layout.settings,
    }
    return render(request, "tools/schema.html", context)


def _day(typed: str) -> tuple[date | None, str]:
    try:
        found = parse_date(typed) if typed else None
    except ValueError:
        found = None
    wrong = bool(typed) and found is None
    return found, gettext("Enter a day such as 2026-09-28.") if wrong else ""


def _versions(packs: tuple[RulePack, ...]) -> list[RuleVersions]:
    found: dict[tuple[str, str], list[RulePack]] = {}
    for pack in packs:
        found.setdefault((pack.id, pack.key), []).append(pack)
    return [
        RuleVersions(
            pack,
            key,
            tuple(
                (one, unit_words(one.unit))
                for one in sorted(versions, key=lambda one: one.effective_from, reverse=True)
            ),
        )
        for (pack, key), versions in found.items()
    ]
