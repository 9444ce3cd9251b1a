"""The public register: formally published projects, one citable address each, and the same as open data."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.audience import audience
from xianxing.desks.look.context import Link
from xianxing.desks.look.passages import PassageLine, passage_lines
from xianxing.desks.public.answers import page_or_json
from xianxing.desks.public.published_sheets import (
    TakeDownNote,
    errata_as_json,
    lines_as_json,
    log_entry,
    published_lines,
    removal_of,
    unit_names,
)
from xianxing.desks.sheets import harmless
from xianxing.i18n import gettext
from xianxing.pilot.notices.domain.errata import errata_of
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.notices.publications import REGISTERED
from xianxing.pilot.notices.queries import (
    ExitWord,
    entry_to_read,
    exit_told,
    last_day_of_trial,
    official_of_entry,
    project_of,
    published,
    register,
    withheld_of,
)
from xianxing.pilot.search.models import TextKind
from xianxing.pilot.search.queries import LONGEST, in_public
from xianxing.workdays.clocks import day_of

MOST = 500
COLUMNS = (
    "number", "project", "units", "published", "until", "trial_ended", "outcome", "notice", "sheet_sha256",
    "address", "official_address", "taken_down", "taken_down_ground", "licence",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterLine:
    """A published project in the list."""

    entry: RegisterEntry
    project: str
    units: list[str]
    published: date
    exit: ExitWord | None
    removal: TakeDownNote | None = None
    passages: list[PassageLine] = field(default_factory=list)

    @property
    def end(self) -> str:
        """The end of the trial in words; "" while the register says nothing of it."""
        words = {
            ExitWord.ENDED: gettext("The trial has ended."),
            ExitWord.NORMALISED: gettext("The trial has ended; the project has gone into regular operation."),
            ExitWord.FORCED: gettext("The trial has ended by a forced exit."),
        }
        return words[self.exit] if self.exit else ""


@audience("public")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every published project, the newest first; `?q=` looks in number, name, units and all of the sheet."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    found = _asked_for(asked) if asked else [_line(entry) for entry in register()[:MOST]]
    context = {
        "crumbs": [Link(gettext("Register of projects"), request.path)],
        "lines": found,
        "asked": asked,
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return page_or_json(request, "public/register.html", context, lambda: _data(request, found))


@audience("public")
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One project: who, what, for whom, within which limits, until when, and how to complain."""
    entry = entry_to_read(number)
    line = _line(entry)
    until = last_day_of_trial(entry.case)
    context = {
        "crumbs": [
            Link(gettext("Register of projects"), reverse("public:register")),
            Link(number, request.path),
        ],
        "line": line,
        "entry": entry,
        "errata": errata_of(entry.number),
        "until": until,
        "official": official_of_entry(entry),
        "lines": published_lines(entry.notice),
        "withheld": withheld_of(entry.notice),
        "logged": log_entry(REGISTERED, entry.number),
        "address": request.build_absolute_uri(reverse("public:project", args=[entry.number])),
    }  # fmt: skip
    return page_or_json(
        request,
        "public/project.html",
        context,
        lambda: _project(request, line),
    )


@audience("public")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The register as CSV in UTF-8, a line a project; what looks like a formula is kept from being one."""
    kept = io.StringIO()
    writer = csv.DictWriter(kept, COLUMNS)
    writer.writeheader()
    for entry in register():
        writer.writerow({key: _cell(value) for key, value in _record(request, _line(entry)).items()})
    response = HttpResponse("\ufeff" + kept.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="xianxing-register.csv"'
    return response


@audience("public")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The register as JSON, with the sheets."""
    return JsonResponse(register_as_json(request), json_dumps_params={"ensure_ascii": False, "indent": 1})


def register_as_json(request: HttpRequest) -> dict[str, object]:
    """The register as open data, with its licence."""
    return _data(request, [_line(entry) for entry in register()])


def entry_as_json(request: HttpRequest, number: str) -> dict[str, object]:
    """A published project as open data; 404 for a number that the register doesn't have."""
    return _project(request, _line(entry_to_read(number)))


def _line(entry: RegisterEntry) -> RegisterLine:
    notice, removal = entry.notice, removal_of(entry)
    name = entry.number if removal else project_of(notice)
    return RegisterLine(
        entry, name, unit_names(notice), day_of(published(entry)), exit_told(entry.case), removal
    )


def _asked_for(asked: str) -> list[RegisterLine]:
    """The projects whose published words have everything asked for, with the words around it."""
    found = {one.text.source: one for one in islice(in_public(TextKind.PROJECT, asked), MOST)}
    return [
        replace(_line(entry), passages=passage_lines(found[entry.pk]))
        for entry in register().filter(pk__in=found)
    ]


def _data(request: HttpRequest, found: list[RegisterLine]) -> dict[str, object]:
    projects = [_project(request, one) for one in found]
    return {"licence": settings.OPEN_DATA_LICENCE, "projects": projects}


def _project(request: HttpRequest, line: RegisterLine) -> dict[str, object]:
    """A project with its sheet and errata."""
    sheet, errata = lines_as_json(line.entry.notice), errata_as_json(line.entry.number)
    return {**_record(request, line), "sheet": sheet, "errata": errata}


def _record(request: HttpRequest, line: RegisterLine) -> dict[str, object]:
    entry, until = line.entry, last_day_of_trial(line.entry.case)
    official, removal = official_of_entry(entry), line.removal
    return {
        "number": entry.number,
        "project": line.project,
        "units": line.units,
        "published": line.published.isoformat(),
        "until": until.isoformat() if until else None,
        "trial_ended": line.exit is not None,
        "outcome": line.exit,
        "notice": entry.notice.number,
        "sheet_sha256": None if removal else entry.notice.digest,
        "address": request.build_absolute_uri(reverse("public:project", args=[entry.number])),
        "official_address": official.address if official else None,
        "taken_down": removal.at.isoformat() if removal else None,
        "taken_down_ground": removal.ground if removal else None,
        "licence": settings.OPEN_DATA_LICENCE,
    }


def _cell(value: object) -> str:
    text = "；".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return harmless(text)
