"""A published sheet as people and programs read it: labels and values in the order of confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xianxing.desks.portal.bodies import FieldAnswer, answer_of
from xianxing.desks.public.publication_pages import PublicationEntry
from xianxing.i18n import current_language
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.notices.domain.errata import errata_of
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.notices.publications import entry_about
from xianxing.pilot.notices.queries import SheetLine, sheet_of, taken_down

UNIT_NAME = "unit.name"


@dataclass(frozen=True)
class TakeDownNote:
    """That something isn't shown any more: when, by whom in the procedure's words, on what kind of ground."""

    at: datetime
    by: str
    ground: str

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {"at": self.at.isoformat(), "by": self.by, "ground": self.ground}


def removal_of(row: Notice | RegisterEntry) -> TakeDownNote | None:
    """What is said in the place of a notice or an entry that was taken down; None while it is shown."""
    found = taken_down(row)
    if found is None:
        return None
    procedure, language = procedure_of(row.case.call), current_language()
    role = procedure.roles.get(found.event.role)
    return TakeDownNote(
        found.taken_down_at, role.name(language) if role else "", procedure.word(found.ground, language)
    )


@dataclass(frozen=True)
class PublishedLine:
    """One entry: of which unit (its name on the sheet, else its key; "" for that name), what it says."""

    unit: str
    answer: FieldAnswer


def published_lines(notice: Notice) -> list[PublishedLine]:
    """Every entry of a notice's sheet."""
    lines = list(sheet_of(notice))
    names = {line.unit: str(line.value) for line in lines if line.field.path == UNIT_NAME}
    return [
        PublishedLine(
            "" if line.field.path == UNIT_NAME else names.get(line.unit, line.unit),
            answer_of(line.field, line.value),
        )
        for line in lines
    ]


def unit_names(notice: Notice) -> list[str]:
    """The units that the sheet names."""
    return [str(line.value) for line in sheet_of(notice) if line.field.path == UNIT_NAME]


def lines_as_json(notice: Notice) -> list[dict[str, object]]:
    """The entries with their places, as they were confirmed."""
    return [_line(line) for line in sheet_of(notice)]


def errata_as_json(number: str) -> list[dict[str, object]]:
    """The errata beside a notice or an entry of the register."""
    return [
        {"text": one.words, "reason": one.reason, "at": one.made_at.isoformat()} for one in errata_of(number)
    ]


def log_entry(step: str, number: str) -> PublicationEntry | None:
    """The log's entry about a notice or a project, for a link to it."""
    row = entry_about(step, number)
    if row is None:
        return None
    return PublicationEntry(row.place, row.at, "", None, None, hasattr(row, "receipt"))


def _line(line: SheetLine) -> dict[str, object]:
    return {"at": line.location, "label": str(line.field.label), "value": line.value}
