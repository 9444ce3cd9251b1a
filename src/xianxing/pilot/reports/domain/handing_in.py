"""A report is handed in by the procedure's own act, with its sections and the figures beside them (5.2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.pilot.reports.domain.drafting import asked_for, read_sections, refuse_changed, writer
from xianxing.pilot.reports.figures import FigureScope, figures_for, kept
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import ReportDraft, TrialReport
from xianxing.pilot.reports.permissions import INSTITUTION


@transaction.atomic
def hand_in_report(
    *,
    case: UUID,
    form: str,
    item: str,
    sections: Mapping[str, str],
    evidence: Sequence[UUID] = (),
    sequence: int,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
    based: int | None = None,
) -> TrialReport:
    """Hand a report in for a pilot institution, by the act that the case's procedure has for it.

    Whoever signs for the institution does; its other people write. The figures beside the sections are those
    of this moment, and stay. Refused while a section is empty, where the draft was changed since the version
    `based` that the person saw (None: whatever was drafted), and for all that the act itself refuses.
    """
    locked(case_to_read(case, by, at=at).filing)
    view = case_to_read(case, by, at=at)
    actor = writer(view)
    asked = asked_for(view, actor, form, item)
    if INSTITUTION not in actor.roles:
        raise Refused(
            "role", _("Who signs for the institution hands the report in; save the draft, and tell them.")
        )
    texts = read_sections(asked.form, sections)
    if based is not None and asked.draft:
        refuse_changed(asked.draft, based)
    empty = [one.name(current_language()) for one in asked.form.sections if not texts[one.id]]
    if empty:
        raise Refused(
            "sections",
            _("Write something to each section, or say that there is nothing: {sections}.").format(
                sections=_("; ").join(empty)
            ),
        )
    scope = FigureScope(view, actor.unit, asked.period, at)
    figures = kept(figures_for(asked.form, scope))
    answers = {asked.step.item: item} if item else {}
    done = take_step(
        case=case, step=asked.step.id, sequence=sequence, by=by, at=at, step_up=step_up,
        entry=Entry(answers=answers, evidence=tuple(evidence), unit=actor.unit),
    )  # fmt: skip
    if not isinstance(done, Taken):
        raise TypeError("a report is handed in by one person")
    row = TrialReport.objects.create(
        case=view.case, number=TrialReport.objects.filter(case=case).count() + 1, form=form, item=item,
        period_first=asked.period.first if asked.period else None,
        period_last=asked.period.last if asked.period else None, unit=actor.unit, sections=texts,
        figures=figures, act=done.event.sequence, handed_in_by=by, handed_in_at=at,
    )  # fmt: skip
    clause = view.procedure.cite(practice().serves[0]) or ""
    view = case_to_read(case, by, at=at)
    put_on_record(
        case=view.case, rests_on=[NamedRow(row)], role=INSTITUTION, person=str(by.pk), clause=clause, at=at
    )
    ReportDraft.objects.filter(case=case, unit=actor.unit, form=form, item=item).delete()
    return row
