"""An institution reports what it put right, measure by measure, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.inspections.domain.keeping import brought, locked_view, record, text_given
from xianxing.pilot.inspections.domain.planning import LONGEST
from xianxing.pilot.inspections.domain.telling import tell_reported
from xianxing.pilot.inspections.models import RectificationReport
from xianxing.pilot.inspections.permissions import reads_finding, reporter_for
from xianxing.pilot.inspections.queries import Rectification, rectifications_in
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned

MOST_MEASURES = 20


@dataclass(frozen=True)
class MeasureTyped:
    """A measure as it is typed: what was to be done, what was done, the files that show it."""

    measure: str
    done: str
    evidence: Sequence[UUID] = ()


@transaction.atomic
def report_rectification(
    *, case: UUID, item: str, unit: str, measures: Sequence[MeasureTyped], by: User, at: datetime
) -> RectificationReport:
    """Report for a unit what was done about an open rectification; the inspectors re-check it.

    By the unit's people. Refused for a unit that the finding doesn't concern, while a report of the unit
    waits or once one was accepted, without a measure, and for a measure without what was done.
    """
    view = locked_view(case, by, at)
    found = rectification_in(view, item)
    if found.item is None:
        raise Refused("confirmed", _("This rectification was confirmed already."))
    speaks = reporter_for(view, unit)
    if speaks is None or (found.finding and unit not in found.finding.units):
        raise Refused("role", _("The people of the institution that must put it right report it."))
    if any(one.unit == unit for one in found.waiting):
        raise Refused("waiting", _("Your last report waits for the re-check."))
    if found.accepted(unit):
        raise Refused("accepted", _("The report of your institution was accepted already."))
    kept, rows = _measures(view, measures, by)
    row = RectificationReport.objects.create(
        case=view.case, item=item, number=RectificationReport.objects.filter(case=view.case).count() + 1,
        unit=unit, measures=kept, by=by, at=at,
    )  # fmt: skip
    record(view, [NamedRow(row), *rows], role=speaks[1], by=by, at=at)
    tell_reported(view, found.finding.inspection if found.finding else None, by=by, at=at)
    return row


def rectification_in(view: CaseView, item: str) -> Rectification:
    """The rectification of this number; Stranger where the case has none."""
    found = next((one for one in rectifications_in(view) if one.number == item), None)
    if found is None:
        raise Stranger(_("There is no such rectification."))
    return found


def rectification_to_read(view: CaseView, item: str) -> Rectification:
    """As `rectification_in`, for who supervises and the institutions concerned; Stranger for others."""
    found = rectification_in(view, item)
    if not view.is_group and found.finding and not reads_finding(view, found.finding):
        raise Stranger(_("There is no such rectification."))
    return found


def _measures(
    view: CaseView, measures: Sequence[MeasureTyped], by: User
) -> tuple[list[dict[str, object]], list[NamedRow]]:
    typed = [one for one in measures if cleaned(one.measure) or cleaned(one.done) or one.evidence]
    if not typed:
        raise Refused("measures", _("Write down at least one measure and what was done."))
    if len(typed) > MOST_MEASURES:
        raise Refused("measures", _("A report takes at most {limit} measures.").format(limit=MOST_MEASURES))
    kept: list[dict[str, object]] = []
    rows: list[NamedRow] = []
    for place, one in enumerate(typed, 1):
        missing = _("Measure {place}: say what was to be done.").format(place=place)
        measure = text_given(one.measure, "measures", missing=missing, longest=LONGEST)
        missing = _("Measure {place}: say what was done.").format(place=place)
        done = text_given(one.done, "measures", missing=missing, longest=LONGEST)
        files, named = brought(view, one.evidence, by)
        kept.append({"measure": measure, "done": done, "evidence": files})
        rows += named
    return kept, rows
