"""Inviting experts and stepping aside: what is asked where steps of these meanings are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.permissions import CaseView, case_to_act
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.experts.conflicts import conflicts_of, not_overruled, parties_of
from xianxing.pilot.experts.domain.pool import experts
from xianxing.pilot.experts.domain.revealing import reveal_when_all_are_in
from xianxing.pilot.experts.models import Engagement, Opinion
from xianxing.pilot.experts.rounds import engaged, groups_of_experts, round_of
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.events import CaseState, ProcedureEvent
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of


class InvitingExperts(StepRule):
    """Only people of the pool are invited, and nobody with a conflict that the head hasn't overruled."""

    def before(self, taking: StepTaking) -> StepContent:
        """The entry as it is; Refused with the name of each expert who can't be invited or left out."""
        view, there = taking.view, engaged(taking.view.procedure, taking.view.state)
        names = frozenset(name for group in taking.entry.members.values() for name in group)
        if not taking.entry.members:
            return StepContent(taking.entry)
        pool = {str(user.pk): user for user in experts(at=taking.at)}
        unknown = sorted(names - there - pool.keys())
        if unknown:
            raise Refused("expert", _("Not experts of the pool: {names}.").format(names=", ".join(unknown)))
        parties = parties_of(view.case, day_of(taking.at))
        held = [
            pool[name].name
            for name in sorted(names - there)
            if not_overruled(pool[name], view.case, conflicts_of(pool[name], view.case, parties))
        ]
        if held:
            raise Refused(
                "conflict",
                _(
                    "A conflict of interest stands in the way of inviting {names}. Choose somebody else, or "
                    "let the head of the working group overrule it with a reason."
                ).format(names=_(", ").join(held)),
            )
        _refuse_leaving_out(view, there - names)
        return StepContent(taking.entry)

    def after(self, taking: StepTaking) -> None:
        """Reveal the round where only the opinion of somebody who was left out was missing."""
        reveal_when_all_are_in(taking)


class SteppingAside(StepRule):
    """Who steps aside takes out the own name and nobody else's, whatever was entered."""

    def before(self, taking: StepTaking) -> StepContent:
        """The groups without the person; Refused once the person's opinion of this round is sealed."""
        view, own = taking.view, str(taking.by.pk)
        given = Opinion.objects.filter(case=view.case, expert=taking.by, round=round_of(view.case))
        if given.exists():
            raise Refused("given", _("Your opinion is sealed already; tell the secretariat instead."))
        left = {
            group: sorted(view.state.members.get(group, frozenset()) - {own})
            for group in groups_of_experts(view.procedure)
        }
        return StepContent(replace(taking.entry, members=left))

    def after(self, taking: StepTaking) -> None:
        """Reveal the round where only this person's opinion was missing."""
        reveal_when_all_are_in(taking)


def step_aside(
    *, case: UUID, reason: str, by: User, at: datetime, step_up: StepUp | None = None
) -> Taken | PendingAct:
    """An engaged expert steps aside, also before reading anything; Stranger for who isn't engaged.

    `step_up` goes into the event where the expert entered by a code. Refused without a reason, where the case
    has moved on from the round, and once the opinion is sealed.
    """
    view = case_to_act(case, by, at=at)
    if str(by.pk) not in engaged(view.procedure, view.state):
        raise Stranger(_("There is no such case."))
    step = next(iter(view.procedure.steps_meaning(Means.RECUSE)), None)
    if step is None:
        raise Refused("unknown_step", _("The procedure of this case has no step for stepping aside."))
    return take_step(
        case=case, step=step.id, entry=Entry(reason=reason), sequence=view.case.sequence, by=by, at=at,
        step_up=step_up, unread=True,
    )  # fmt: skip


def invite_experts(
    *, view: CaseView, experts: Sequence[User], sequence: int, by: User, at: datetime
) -> Taken | PendingAct:
    """Engage these experts and those whose opinions are in, and nobody else, by the step that means it.

    Whoever was engaged and isn't among them is left out again.
    """
    step = next(iter(view.procedure.steps_meaning(Means.INVITE_EXPERTS)), None)
    if step is None:
        raise Refused("unknown_step", _("The procedure of this case has no step for inviting experts."))
    given = Opinion.objects.filter(case=view.case, round=round_of(view.case)).values_list("expert", flat=True)
    kept = {str(expert) for expert in given} & engaged(view.procedure, view.state)
    names = sorted({str(user.pk) for user in experts} | kept)
    entry = Entry(members=dict.fromkeys(step.members, names))
    return take_step(case=view.case.pk, step=step.id, entry=entry, sequence=sequence, by=by, at=at)


def follow_engagements(
    sender: object, case: Case, event: ProcedureEvent, state: CaseState, **_kwargs: Any
) -> None:
    """Keep the rows of who is engaged as the events say; called within the transaction of each act.

    Who is engaged newly is told that there is an invitation, and nothing of the case.
    """
    del sender
    if "members" not in event.payload:
        return
    there = {int(name) for name in engaged(procedure_of(case.call), state) if name.isdecimal()}
    open_rows = {row.expert_id: row for row in Engagement.objects.filter(case=case, ended_at=None)}
    for expert in sorted(open_rows.keys() - there):
        Engagement.objects.filter(pk=open_rows[expert].pk).update(ended_at=event.at)
    people = list(User.objects.filter(pk__in=there - open_rows.keys()).order_by("pk"))
    Engagement.objects.bulk_create(Engagement(case=case, expert=user, invited_at=event.at) for user in people)
    tell(recipients=people, kind="expert_invited", at=event.at)


def _refuse_leaving_out(view: CaseView, gone: frozenset[str]) -> None:
    """Who has given an opinion in this round stays; others may be left out again."""
    given = Opinion.objects.filter(case=view.case, round=round_of(view.case)).values_list("expert", flat=True)
    if gone & {str(expert) for expert in given}:
        raise Refused("given", _("An expert who has given an opinion can't be left out any more."))
