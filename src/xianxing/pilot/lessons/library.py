"""The case library: what an entry of a finished project holds, and which entries everybody may read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.law import Field
from xianxing.law.text import Text
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.exits.course import exit_now
from xianxing.pilot.exits.models import ExitKind
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.lessons.models import LibraryEntry, LibraryState
from xianxing.pilot.lessons.permissions import may_read
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.notices.models import RegisterEntry, TakeDown
from xianxing.pilot.notices.queries import ExitWord, exit_told, sheet_of, taken_down
from xianxing.pilot.protection.namings import plain
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.events import JSON
from xianxing.record.canonical import canonical


@dataclass(frozen=True)
class LibraryLine:
    """One entry of the public sheet in the library: its place, its field, its value."""

    location: str
    field: Field
    value: object


def registered(view: CaseView) -> RegisterEntry | None:
    """The project in the public register, while it stands there; None for one that was taken down."""
    found = RegisterEntry.objects.filter(case=view.case).select_related("notice__case__call__guide").first()
    return found if found is not None and taken_down(found) is None else None


def outcome_of(view: CaseView) -> ExitWord | None:
    """What the register says of the trial's end; None before it does, or where it isn't shown there."""
    return exit_told(view.case) if registered(view) is not None else None


def must_be_nameless(view: CaseView) -> bool:
    """Whether an entry may name nobody: after a forced exit that the register doesn't name."""
    exit_ = exit_now(view)
    forced = exit_ is not None and exit_.kind is ExitKind.FORCE
    return forced and outcome_of(view) is not ExitWord.FORCED


def content_for(view: CaseView, learnt: Mapping[str, str], *, nameless: bool) -> dict[str, JSON]:
    """What an entry of the library holds, from what the register shows today; KeyError where it shows none.

    Only entries of the public sheet come in, which its units filled and consented to: no flag of the form
    makes a cell of the filing public, and what was masked there is not here either.
    """
    entry, outcome = registered(view), outcome_of(view)
    if entry is None or outcome is None:
        raise KeyError("register")
    wanted = practice().nameless if nameless else practice().fields
    lines = {
        line.location: (line.field.path, line.value)
        for line in sheet_of(entry.notice)
        if line.field.path in wanted
    }
    found: list[JSON] = [
        {"at": at, "path": path, "value": _json(value)}
        for at, (path, value) in sorted(lines.items(), key=lambda one: wanted.index(one[1][0]))
    ]
    said: dict[str, JSON] = dict(learnt)
    named = {"register": "" if nameless else entry.number}
    return {"nameless": nameless, "outcome": outcome.value, **named, "sheet": found, "learnt": said}


def digest_of(content: Mapping[str, JSON]) -> str:
    """SHA-256 of the content in its canonical form, which the units confirm."""
    return hashlib.sha256(canonical(plain(content))).hexdigest()


def lines_of(entry: LibraryEntry) -> Iterator[LibraryLine]:
    """The entries of the sheet that the library shows, with their fields; none once the words are erased."""
    guide = guide_of(entry.case.call)
    for one in records(entry.content.get("sheet")):
        path = str(one.get("path", ""))
        if guide.has_field(path):
            yield LibraryLine(str(one.get("at", "")), guide.field(path), one.get("value"))


def learnt_in(entry: LibraryEntry) -> list[tuple[str, Text, str]]:
    """What was learnt, by section: its key, its name, the words; empty sections are left out."""
    said = entry.content.get("learnt", {})
    return [(key, label, said[key]) for key, label in practice().sections.items() if said.get(key)]


def entries_of(view: CaseView) -> list[LibraryEntry]:
    """The entries of a case, the latest first; Stranger for who doesn't read the case's lessons."""
    if not may_read(view):
        raise Stranger("library")
    rows = LibraryEntry.objects.filter(case=view.case).select_related(
        "written_by", "decided_by", "case__call"
    )
    return list(rows.prefetch_related("confirmations__by").order_by("-number"))


def entry_in(view: CaseView, number: int) -> LibraryEntry:
    """An entry of a case by its number; Stranger where there is none."""
    found = next((one for one in entries_of(view) if one.number == number), None)
    if found is None:
        raise Stranger(_("There is no such entry of the library."))
    return found


def unconfirmed_units(view: CaseView, entry: LibraryEntry) -> list[Unit]:
    """The filing's units that have not agreed to this entry as it is written, in the filing's order."""
    agreed = {one.unit for one in entry.confirmations.all() if one.agrees and one.digest == entry.digest}
    return [unit for unit in present_units(view.filing) if unit.key not in agreed]


def published_entries() -> QuerySet[LibraryEntry]:
    """What everybody reads, the latest first: no stopped case, no project that was taken down since."""
    removed = TakeDown.objects.filter(
        case=OuterRef("case"), event__gt=OuterRef("case__register_entry__event")
    )
    rows = LibraryEntry.objects.filter(state=LibraryState.PUBLISHED).exclude(
        case__in=stopped_cases().values("pk")
    )
    return rows.exclude(Exists(removed)).select_related("case__call__guide").order_by("-decided_at", "-pk")


def published_entry(reference: str) -> LibraryEntry:
    """A published entry by its reference; Stranger where there is none."""
    found = published_entries().filter(reference=reference).first()
    if found is None:
        raise Stranger(_("There is no such entry of the library."))
    return found


def written_entries() -> QuerySet[LibraryEntry]:
    """Entries of all cases that wait for confirmations or for their publication; none of a stopped case."""
    rows = LibraryEntry.objects.filter(state=LibraryState.WRITTEN).exclude(
        case__in=stopped_cases().values("pk")
    )
    return rows.select_related("case__call", "written_by").prefetch_related("confirmations").order_by("pk")


def _json(value: object) -> JSON:
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _json(one) for key, one in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
