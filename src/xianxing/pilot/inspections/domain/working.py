"""The work paper: an inspector writes down what was found on a line, and who said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.inspections.domain.keeping import (
    brought,
    inspection_in,
    locked_view,
    record,
    text_given,
)
from xianxing.pilot.inspections.domain.planning import LONGEST, refuse_written
from xianxing.pilot.inspections.models import InspectionLine, LineOutcome, LineResult
from xianxing.pilot.inspections.permissions import inspector_in
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

LONGEST_NAME = 200


@dataclass(frozen=True)
class ResultTyped:
    """What an inspector types on a line; grade and units count for a finding only.

    `based_on` is the number of the result that stood on the screen, 0 for none.
    """

    outcome: str
    words: str
    told_by: str = ""
    grade: str = ""
    units: Sequence[str] = ()
    evidence: Sequence[UUID] = ()
    based_on: int = 0


@transaction.atomic
def write_result(
    *, case: UUID, inspection: int, line: int, said: ResultTyped, by: User, at: datetime
) -> LineResult:
    """Write down what was found on a line; files that stand there already stay with it.

    By an inspector named in the plan, until the findings were told. Refused before the first day, where
    another inspector has written meanwhile, without words for anything but "in order", and for a finding
    without its grade or the institution that it concerns.
    """
    view = locked_view(case, by, at)
    row = inspection_in(view, inspection)
    role = inspector_in(view, row)
    if not role:
        raise Refused("role", _("The inspectors named in the plan write the work paper."))
    refuse_written(row)
    if day_of(at) < row.first_day:
        raise Refused("first_day", _("The inspection begins on {day}.").format(day=row.first_day))
    found = InspectionLine.objects.filter(inspection=row, number=line).first()
    if found is None:
        raise Stranger(_("There is no such line."))
    before = LineResult.objects.filter(line=found).order_by("number").last()
    _refuse_older(before, said)
    grade, units = _graded(view, said, at)
    kept, rows = brought(view, said.evidence, by)
    result = LineResult.objects.create(
        case=view.case, line=found, number=before.number + 1 if before else 1, outcome=said.outcome,
        words=_words(said), told_by=text_given(said.told_by, "told_by", missing="", longest=LONGEST_NAME),
        grade=grade, units=units, evidence=[*(before.evidence if before else ()), *kept], by=by, at=at,
    )  # fmt: skip
    record(view, [NamedRow(result), *rows], role=role, by=by, at=at)
    return result


def _refuse_older(before: LineResult | None, said: ResultTyped) -> None:
    if before is not None and before.number != said.based_on:
        raise Refused(
            "older",
            _(
                "{name} has written on this line meanwhile; read it above and save again. What you typed is "
                "still here."
            ).format(name=before.by.name),
        )


def _words(said: ResultTyped) -> str:
    if said.outcome not in LineOutcome.values:
        raise Refused("outcome", _("Choose one: in order, finding, or not looked at."))
    missing = {
        LineOutcome.FINDING: _("Write down what was found."),
        LineOutcome.NOT_LOOKED_AT: _("Write down why it wasn't looked at."),
    }
    return text_given(
        said.words, "words", missing=missing.get(LineOutcome(said.outcome), ""), longest=LONGEST
    )


def _graded(view: CaseView, said: ResultTyped, at: datetime) -> tuple[str, list[str]]:
    """The grade and the units of a finding; nothing of other results."""
    if said.outcome != LineOutcome.FINDING:
        return "", []
    if said.grade not in practice_on(day_of(at)).grades:
        raise Refused("grade", _("Say how serious the finding is."))
    pilots = view.state.members.get("pilot_institutions", frozenset())
    units = sorted(pilots & set(said.units)) if len(pilots) > 1 else sorted(pilots)
    if not units:
        raise Refused("units", _("Say which pilot institution the finding concerns."))
    return said.grade, units
