"""An insight for supervision on its way to a rule: opened, discussed, proposed, submitted, answered (6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.lessons.domain.keeping import locked_view, record, refuse_names, text_given
from xianxing.pilot.lessons.models import RuleProposal, RuleProposalStep
from xianxing.pilot.lessons.permissions import DECIDES, decider_in, keeper_in, reads_all
from xianxing.pilot.lessons.practice import ProposalStage, practice
from xianxing.pilot.lessons.tracks import proposal_in, standing_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.workdays.clocks import day_of

LONGEST_TITLE, LONGEST_DOCUMENT = 200, 100


@dataclass(frozen=True)
class StepTyped:
    """A step as somebody typed it: which, on which day, by whom written, in which words, with which paper."""

    stage: str
    happened_on: date
    authors: str
    words: str
    organ: str = ""
    document: str = ""
    evidence: Sequence[UUID] = ()


@transaction.atomic
def open_proposal(*, case: UUID, title: str, first: StepTyped, by: User, at: datetime) -> RuleProposal:
    """Open the way of an insight that a project gave, with its first step; by the working group's people.

    Refused as `enter_proposal_step` is, and without a title.
    """
    view, role = _kept(case, by, at)
    title = text_given(title, "title", _("Give the insight a title."), LONGEST_TITLE)
    year = day_of(at).year
    count = RuleProposal.objects.filter(reference__startswith=f"R{year}-").count()
    row = RuleProposal.objects.create(
        case=view.case, number=RuleProposal.objects.filter(case=view.case).count() + 1,
        reference=f"R{year}-{count + 1:03}", title=title, opened_by=by, opened_at=at,
    )  # fmt: skip
    step, brought = _enter(view, row, first, by, at)
    record(view, [NamedRow(row), NamedRow(step), *named(brought)], role=role, by=by, at=at)
    return row


@transaction.atomic
def enter_proposal_step(
    *, case: UUID, number: int, step: StepTyped, by: User, at: datetime
) -> RuleProposalStep:
    """Enter the next step of a proposed rule; by the working group's people.

    Refused for a stage that may not follow, for a day before the last step's or to come, without authors and
    words, and without what the stage asks for: the body, the number of the paper, the paper itself.
    """
    view, role = _kept(case, by, at)
    row = proposal_in(view, number)
    made, brought = _enter(view, row, step, by, at)
    record(view, [NamedRow(made), *named(brought)], role=role, by=by, at=at)
    return made


@transaction.atomic
def publish_proposal(
    *, case: UUID, number: int, title: str, words: str, by: User, at: datetime, step_up: StepUp
) -> RuleProposal:
    """Publish a proposed rule as it stands now, in words for everybody; a later publication takes its place.

    By the head of the group with the second factor. Refused without title and words, and where they name the
    project or a unit.
    """
    view = locked_view(case, by, at)
    row = proposal_in(view, number)
    if decider_in(view) is None:
        raise Refused("role", _("The head of the group publishes proposed rules."))
    step_up.must_be(by)
    row.public_title = text_given(title, "public_title", _("Give it a title for everybody."), LONGEST_TITLE)
    row.public_words = text_given(words, "public_words", _("Write what everybody is to read about it."))
    refuse_names(view, [row.public_title, row.public_words], "public_words")
    row.published_by, row.published_at = by, at
    row.save(update_fields=["public_title", "public_words", "published_by", "published_at"])
    record(view, [NamedRow(row)], role=DECIDES, by=by, at=at, step_up=step_up)
    return row


def _kept(case: UUID, by: User, at: datetime) -> tuple[CaseView, str]:
    view = locked_view(case, by, at)
    if not reads_all(view):
        raise Stranger(_("There is no such case."))
    role = keeper_in(view)
    if not role:
        raise Refused("role", _("The working group's people keep proposed rules."))
    return view, role


def _enter(
    view: CaseView, row: RuleProposal, typed: StepTyped, by: User, at: datetime
) -> tuple[RuleProposalStep, list[Evidence]]:
    steps = list(row.steps.order_by("number"))
    stage = _stage(typed.stage, standing_of(steps))
    first = steps[-1].happened_on if steps else date.min
    if not first <= typed.happened_on <= day_of(at):
        raise Refused(
            "happened_on", _("The day lies from the last step's day to today; nothing is entered ahead.")
        )
    said = _said(stage, typed)
    brought = evidence_of(view.case, typed.evidence, by)
    if "evidence" in stage.asks and not brought:
        raise Refused("evidence", _("“{stage}” is entered with its paper; add it.").format(stage=stage.label))
    made = RuleProposalStep.objects.create(
        case=view.case, proposal=row, number=len(steps) + 1, stage=stage.id, happened_on=typed.happened_on,
        evidence=said_of(brought), entered_by=by, entered_at=at, **said,
    )  # fmt: skip
    return made, brought


def _stage(asked: str, standing: str) -> ProposalStage:
    found = next((one for one in practice().stages_after(standing) if one.id == asked), None)
    if found is None:
        fitting = "、".join(str(one.label) for one in practice().stages_after(standing))
        raise Refused(
            "stage",
            _("Choose what comes next: {stages}.").format(stages=fitting)
            if fitting
            else _("This way has come to its end."),
        )
    return found


def _said(stage: ProposalStage, typed: StepTyped) -> dict[str, str]:
    organ = _("Write to which body, or which body answered.") if "organ" in stage.asks else ""
    document = _("Write the number of the paper.") if "document" in stage.asks else ""
    return {
        "authors": text_given(typed.authors, "authors", _("Write who wrote or discussed it."), LONGEST_TITLE),
        "words": text_given(typed.words, "words", _("Write what was found, discussed or proposed.")),
        "organ": text_given(typed.organ, "organ", organ, LONGEST_TITLE),
        "document": text_given(typed.document, "document", document, LONGEST_DOCUMENT),
    }
