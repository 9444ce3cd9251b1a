"""Opinions: a draft of one's own, sealed when given, revealed when all are in or the round is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.domain.revealing import reveal, reveal_when_all_are_in
from xianxing.pilot.experts.models import Opinion, OpinionDraft
from xianxing.pilot.experts.opinion_texts import OpinionText, must_be_whole, must_fit
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.rounds import awaits_opinions, engaged, round_of
from xianxing.pilot.experts.sealing import about_draft, about_opinion, seal, unseal
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.permissions import locked
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


def given_by(case: Case, expert: User) -> Opinion | None:
    """The opinion that the expert gave in the present round."""
    return Opinion.objects.filter(case=case, expert=expert, round=round_of(case)).first()


def draft_of(case: Case, expert: User) -> OpinionText:
    """What the expert has written so far; empty before the first word."""
    row = OpinionDraft.objects.filter(case=case, expert=expert).first()
    if row is None:
        return OpinionText()
    return OpinionText.again(unseal(about_draft(case.pk, expert.pk), bytes(row.sealed)).text)


@transaction.atomic
def save_draft(*, case: UUID, text: OpinionText, by: User, at: datetime) -> None:
    """Keep what an expert wrote, complete or not, sealed and for the own eyes only.

    Stranger for who isn't engaged or hasn't signed; Refused once the opinion of this round is sealed.
    """
    view = _own_case(case, by, at)
    _must_be_open(view, by)
    must_fit(text)
    _commitment, sealed = seal(about_draft(view.case.pk, by.pk), text.cleaned().plain())
    OpinionDraft.objects.update_or_create(
        case=view.case, expert=by, defaults={"sealed": sealed, "saved_at": at}
    )


@transaction.atomic
def give_opinion(
    *, case: UUID, text: OpinionText, by: User, at: datetime, step_up: StepUp | None = None
) -> Taken | PendingAct:
    """Keep the text and give it: from now on it is sealed, for its author's eyes and nobody else's.

    `step_up` goes into the event where the author entered by a code. Refused for what is missing, twice,
    after the seal, and where the case awaits no opinions.
    """
    save_draft(case=case, text=text, by=by, at=at)
    view = case_to_read(case, by, at=at)
    step = next(iter(view.procedure.steps_meaning(Means.GIVE_OPINION)))
    return take_step(
        case=case, step=step.id, entry=Entry(), sequence=view.case.sequence, by=by, at=at, step_up=step_up
    )


class GivingOpinion(StepRule):
    """An opinion is given by sealing its draft: the event names a salted commitment and not a word of it."""

    def before(self, taking: StepTaking) -> StepContent:
        """The sealed row for the event to name; Refused for a draft that isn't whole, and for a second one.

        Whatever was typed as a reason is left out: the payload is read by others before the round is over.
        """
        case, by = taking.view.case, taking.by
        _must_be_open(taking.view, by)
        text = draft_of(case, by)
        must_be_whole(text, practice_of(guide_of(case.call), day_of(taking.at)))
        commitment, sealed = seal(about_opinion(case.pk, by.pk), text.plain())
        row = Opinion.objects.create(
            case=case,
            expert=by,
            round=round_of(case),
            commitment=commitment,
            given_at=taking.at,
            sealed=sealed,
        )
        OpinionDraft.objects.filter(case=case, expert=by).delete()
        return StepContent(replace(taking.entry, reason=""), (NamedRow(row),))

    def after(self, taking: StepTaking) -> None:
        """Reveal the round when this was the last opinion of all."""
        reveal_when_all_are_in(taking)


class ClosingOpinions(StepRule):
    """Closing the round reveals what was given in it."""

    def after(self, taking: StepTaking) -> None:
        """Reveal every opinion of the round that just ended."""
        reveal(taking)


def _own_case(case: UUID, by: User, at: datetime) -> CaseView:
    view = case_to_read(case, by, at=at)
    if str(by.pk) not in engaged(view.procedure, view.state):
        raise Stranger(_("There is no such case."))
    locked(view.filing)
    return view


def _must_be_open(view: CaseView, by: User) -> None:
    if not awaits_opinions(view.procedure, view.state.state):
        raise Refused("closed", _("The round of opinions is over; nothing can be written any more."))
    if given_by(view.case, by) is not None:
        raise Refused("sealed", _("Your opinion is sealed; it can't be changed or given twice."))


def own_opinion(opinion: Opinion) -> OpinionText:
    """What was sealed, for its author, whom the caller has made sure of; empty after an erasure."""
    kept = bytes(opinion.sealed)
    if not kept:
        return OpinionText()
    return OpinionText.again(unseal(about_opinion(opinion.case_id, opinion.expert_id), kept).text)
