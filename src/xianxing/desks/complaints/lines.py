"""Complaints as lines of a list: project, limit, whether it has passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from xianxing.i18n import gettext
from xianxing.pilot.complaints.models import ENDED, Complaint, ComplaintState
from xianxing.pilot.complaints.permissions import readable_complaints
from xianxing.pilot.complaints.queries import ComplaintFilter, project_names
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint in a list; `due` is the last day of the limit that runs, `when` how near it is.

    `repeats` is the number of the earlier one, "" where there is none or the reader may not read that.
    """

    complaint: Complaint
    state: str
    project_number: str
    project: str
    due: date | None
    when: str
    repeats: str


def lines_of(rows: Sequence[Complaint], roles: PersonRoles, *, at: datetime) -> list[ComplaintLine]:
    """The rows with their projects' names and what they repeat, as far as this person may read it.

    One query for all the names, one for all the earlier numbers.
    """
    names = project_names(row.about_id for row in rows if row.about_id)
    earlier = {row.predecessor_id for row in rows if row.predecessor_id}
    numbers = dict(readable_complaints(roles).filter(pk__in=earlier).values_list("pk", "number"))
    return [_line(row, names, numbers, day_of(at)) for row in rows]


def filter_of(asked: QueryDict) -> ComplaintFilter:
    """What the address of a list narrows it to; what can't be read narrows nothing."""
    return ComplaintFilter(
        asked.get("number", "").strip().upper(), asked.get("kind", ""), asked.get("state", ""),
        asked.get("project", "").strip(), asked.get("when", ""), _day(asked.get("since", "")),
        _day(asked.get("until", "")),
    )  # fmt: skip


def whens() -> list[tuple[str, str]]:
    """By what a list can be narrowed besides kind and state."""
    return [
        ("", gettext("All of them")),
        ("open", gettext("Still open")),
        ("overdue", gettext("Past a limit")),
        ("repeated", gettext("Repeated ones")),
    ]


def _line(
    row: Complaint, names: Mapping[UUID, tuple[str, str]], numbers: Mapping[UUID, str], day: date
) -> ComplaintLine:
    number, project = names.get(row.about_id, ("", "")) if row.about_id else ("", "")
    repeats = numbers.get(row.predecessor_id, "") if row.predecessor_id else ""
    state = str(ComplaintState(row.state).label)
    return ComplaintLine(row, state, str(number), str(project), row.due, _when(row, day), repeats)


def _when(row: Complaint, day: date) -> str:
    if row.state in ENDED or row.due is None:
        return "open"
    if row.due < day or (row.close_due is not None and row.close_due < day):
        return "overdue"
    return "today" if row.due == day else "coming"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
