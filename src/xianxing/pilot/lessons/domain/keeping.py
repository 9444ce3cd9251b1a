"""What every verb here begins and ends with: the case locked and read again, rows put on its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.law.text import plain
from xianxing.pilot.acts.permissions import CaseView, case_to_read, locked_case
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.lessons.permissions import may_read
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.papers.values import project_name
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

LONGEST_WORDS = 3_000


def view_to_read(case: UUID, user: User, *, at: datetime) -> CaseView:
    """The case for who may read what it left behind; Stranger for others."""
    return _readable(case_to_read(case, user, at=at))


def locked_view(case: UUID, by: User, at: datetime) -> CaseView:
    """The case as the person reads it, locked until the transaction ends; Stranger for who may not read."""
    return _readable(locked_case(case, by, at=at))


def _readable(view: CaseView) -> CaseView:
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    return view


def record(
    view: CaseView,
    rows: Sequence[NamedRow],
    *,
    role: str,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
) -> None:
    """Put rows on the case's record, under the clause on incentives."""
    put_on_record(
        case=view.case, rests_on=rows, role=role, person=str(by.pk), at=at,
        clause=view.procedure.cite(practice().serves[0]) or "", said=step_up.said() if step_up else None,
    )  # fmt: skip


def text_given(text: str, field: str, missing: str, longest: int = LONGEST_WORDS) -> str:
    """The text, cleaned; Refused where there is none and `missing` says what to write, and if too long."""
    kept = cleaned(text)
    if not kept and missing:
        raise Refused(field, missing)
    if len(kept) > longest:
        raise Refused(field, _("Say it in at most {limit} characters.").format(limit=longest))
    return kept


def names_of(view: CaseView) -> list[str]:
    """By what a reader could tell the project: its name, its numbers, its units' names and codes."""
    filing = view.filing
    found = [project_name(filing), case_number(filing)]
    found += RegisterEntry.objects.filter(case=view.case).values_list("number", flat=True)
    for unit in present_units(filing):
        found += [unit.uscc, unit.institution.name if unit.institution else ""]
    return [name for name in found if name]


def refuse_names(view: CaseView, texts: Iterable[str], field: str) -> None:
    """Refused where words for the public name the project, its numbers or a unit, and says which word."""
    said = [plain(text) for text in texts]
    for name in names_of(view):
        if any(plain(name) in text for text in said):
            raise Refused(
                field, _("These words are for everybody; “{name}” must not stand in them.").format(name=name)
            )
