"""A report is written by the institution's people, one after the other, until it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.reports.forms import TrialReportForm
from xianxing.pilot.reports.models import ReportDraft
from xianxing.pilot.reports.permissions import may_read, writer_in
from xianxing.pilot.reports.queries import ReportToWrite, to_write
from xianxing.pilot.words import cleaned
from xianxing.procedure.runner import Actor

LONGEST_SECTION = 5_000


@transaction.atomic
def save_report_draft(
    *, case: UUID, form: str, item: str, sections: Mapping[str, str], based: int, by: User, at: datetime
) -> ReportDraft:
    """Keep what was written of a report so far, for the institution's own people.

    `based` is the version that the writer saw, 0 for none: Refused where somebody else has written since, so
    that nobody's words are lost. Refused too for who doesn't write for a pilot institution, for a report that
    isn't to be written, and for sections that are too long. Nothing is recorded.
    """
    locked(case_to_read(case, by, at=at).filing)
    view = case_to_read(case, by, at=at)
    actor = writer(view)
    asked = asked_for(view, actor, form, item)
    texts = read_sections(asked.form, sections)
    held = asked.draft
    if held is None:
        if based:
            raise Refused("draft", _("This report was handed in meanwhile; see the list of reports."))
        return ReportDraft.objects.create(
            case=view.case,
            unit=actor.unit,
            form=form,
            item=item,
            sections=texts,
            written_by=by,
            written_at=at,
        )
    refuse_changed(held, based)
    held.sections, held.version, held.written_by, held.written_at = texts, held.version + 1, by, at
    held.save()
    return held


def refuse_changed(held: ReportDraft, based: int) -> None:
    """Refused where somebody has written the draft since the version that a person saw."""
    if held.version != based:
        raise Refused(
            "draft",
            _(
                "{name} has changed this draft since you opened it. Your words stand below, and under each "
                "section what stands in the draft; put together what is to stay, and save."
            ).format(name=held.written_by.name),
        )


def writer(view: CaseView) -> Actor:
    """The person as who writes for a pilot institution; Stranger or Refused for everybody else."""
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    actor = writer_in(view)
    if actor is None:
        raise Refused("role", _("The people of the project's pilot institutions write its reports."))
    return actor


def asked_for(view: CaseView, actor: Actor, form: str, item: str) -> ReportToWrite:
    """The report that is to be written; Refused where there is none of this kind and number."""
    for one in to_write(view, actor.unit):
        if (one.form.id, one.key) == (form, item):
            return one
    raise Refused(
        "report", _("There is no such report to be written now; it may have been handed in already.")
    )


def read_sections(form: TrialReportForm, sections: Mapping[str, str]) -> dict[str, str]:
    """The form's sections as they were written; Refused where one is too long."""
    texts = {section.id: cleaned(sections.get(section.id, "")) for section in form.sections}
    long = [section.name("zh-hans") for section in form.sections if len(texts[section.id]) > LONGEST_SECTION]
    if long:
        raise Refused(
            "sections",
            _("At most {limit} characters a section: {sections}.").format(
                limit=LONGEST_SECTION, sections=_("; ").join(long)
            ),
        )
    return texts
