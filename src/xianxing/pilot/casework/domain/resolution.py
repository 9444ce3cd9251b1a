"""One resolution, many cases: one step, one entry, one set of evidence; one event a case, none twice.

Each case is taken in a transaction of its own together with its mark on the list: a list that broke off goes
on where it stopped. A step for two waits in every case until a second person confirms the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import copies_of
from xianxing.pilot.acts.domain.filing_steps import FILING_STEPS
from xianxing.pilot.acts.domain.pending import confirm_act
from xianxing.pilot.acts.domain.taking import chosen, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.models import PendingAct, PendingState
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.casework.models import Resolution, ResolutionCase
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.messages.domain.together import told_together
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_working_group
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.procedure.model import Procedure, Step

MOST = 200


class _DryRun(Exception):
    """Ends a try, so that nothing of it stays."""


def takes_many(procedure: Procedure, step: Step) -> bool:
    """Whether one resolution can take a step in many cases: it names nobody and nothing of one case only."""
    pools = any(procedure.facts[fact].kind == "pool" for fact in (*step.adds, *step.removes))
    one_case = step.members or step.declares or pools or step.by_time
    return not one_case and procedure.meaning(step.act) not in FILING_STEPS


def try_cases(*, cases: Sequence[UUID], step: str, entry: Entry, by: User, at: datetime) -> dict[UUID, str]:
    """What each case would be refused for, "" where it would be done; nothing of the try stays."""
    _refuse_many(cases, by, at)
    return {case: _tried(case, step, entry, by, at) for case in cases}


@transaction.atomic
def open_resolution(
    *, key: UUID, step: str, cases: Sequence[UUID], entry: Entry, by: User, at: datetime
) -> Resolution:
    """Put the list on paper, before the first case is taken. The same key again gives the same list.

    Refused for who isn't of the working group, for no case or more than two hundred, for cases that don't all
    stand in one state of one procedure, and for a step that speaks of one case only.
    """
    known = Resolution.objects.filter(pk=key).first()
    if known is not None:
        if known.entered_by_id != by.pk:
            raise Stranger(_("There is no such resolution."))
        return known
    _refuse_many(cases, by, at)
    views = [case_to_read(case, by, at=at) for case in dict.fromkeys(cases)]
    first = views[0]
    if len({(view.state.state, view.state.version) for view in views}) > 1:
        raise Refused("states", _("The projects don't all stand at the same place of one procedure."))
    offer = chosen(first, step, entry, by)
    if not takes_many(first.procedure, offer.step):
        raise Refused("step", _("This step speaks of one project only; take it on that project's page."))
    made = Resolution(
        id=key, step=step, entry=entry.kept(), four_eyes=offer.four_eyes, entered_by=by, entered_at=at
    )
    made.seal = seal_of(made)
    made.save(force_insert=True)
    rows = [ResolutionCase(resolution=made, case=view.case, sequence=view.case.sequence) for view in views]
    for row in rows:
        row.seal = seal_of(row)
    ResolutionCase.objects.bulk_create(rows)
    return made


def carry_on(*, resolution: Resolution, by: User, at: datetime, step_up: StepUp) -> int:
    """Take every case that isn't taken yet, each by itself; gives how many were. Refusals stay on the list.

    By the person who entered the list, with a second factor of this moment. A case that has moved on since
    the list was made is refused.
    """
    if resolution.entered_by_id != by.pk:
        raise Refused("not-yours", _("Only the person who entered the list goes on with it."))
    if not resolution.entry:
        raise Refused("erased", _("What was entered was erased with a case; enter a new list."))
    if not is_sealed(resolution):
        raise Stranger(_("There is no such resolution."))
    step_up.must_be(by)
    entry, taken = Entry.again(resolution.entry), 0
    for pk in resolution.cases.filter(done_at__isnull=True).values_list("pk", flat=True):
        try:
            with told_together(str(resolution.pk)), transaction.atomic():
                taken += _take(pk, resolution.step, entry, by, at, step_up)
        except (Refused, Stranger) as refused:
            ResolutionCase.objects.filter(pk=pk).update(problem=refused.message)
    return taken


def confirm_list(*, resolution: Resolution, by: User, at: datetime, step_up: StepUp) -> int:
    """The second person confirms every act of the list that waits; gives how many were done.

    Refused for the person who entered it. What a single case is refused for stays on the list.
    """
    if resolution.entered_by_id == by.pk:
        raise Refused("second_person", _("A second, different person must agree; you entered this yourself."))
    step_up.must_be(by)
    done = 0
    for row in waiting_of(resolution):
        if row.pending is None:
            continue
        try:
            with told_together(str(resolution.pk)):
                confirm_act(pending=row.pending.pk, sequence=None, by=by, at=at, step_up=step_up)
            done += 1
        except (Refused, Stranger) as refused:
            ResolutionCase.objects.filter(pk=row.pk).update(problem=refused.message)
    return done


def waiting_of(resolution: Resolution) -> list[ResolutionCase]:
    """The cases of a list whose act waits for the second person."""
    rows = resolution.cases.filter(pending__state=PendingState.WAITING).select_related("pending")
    return list(rows.order_by("pk"))


def _take(pk: int, step: str, entry: Entry, by: User, at: datetime, step_up: StepUp) -> int:
    """One case and its mark in one transaction; 0 where somebody else took it meanwhile."""
    row = (
        ResolutionCase.objects.select_for_update(of=("self",)).select_related("case", "resolution").get(pk=pk)
    )
    if row.done_at is not None or not is_sealed(row):
        return 0
    first = row.resolution.cases.order_by("pk").values_list("pk", flat=True).first() == pk
    own = entry if first else replace(entry, evidence=tuple(copies_of(entry.evidence, by)))
    done = take_step(
        case=row.case_id, step=step, entry=own, sequence=row.sequence, by=by, at=at, step_up=step_up,
    )  # fmt: skip
    row.pending = done if isinstance(done, PendingAct) else None
    row.event_place = None if isinstance(done, PendingAct) else done.event.pk
    row.done_at, row.problem = at, ""
    row.save(update_fields=["pending", "event_place", "done_at", "problem"])
    return 1


def _tried(case: UUID, step: str, entry: Entry, by: User, at: datetime) -> str:
    try:
        with transaction.atomic():
            view: CaseView = case_to_read(case, by, at=at)
            take_step(
                case=case, step=step, entry=entry, sequence=view.case.sequence,
                by=by, at=at, step_up=StepUp.just_given(by),
            )  # fmt: skip
            raise _DryRun
    except _DryRun:
        return ""
    except (Refused, Stranger) as refused:
        return refused.message


def _refuse_many(cases: Sequence[UUID], by: User, at: datetime) -> None:
    if not is_working_group(roles_of(by, at=at)):
        raise Stranger(_("There is no such resolution."))
    if not cases:
        raise Refused("cases", _("Choose at least one project."))
    if len(cases) > MOST:
        raise Refused("cases", _("One resolution takes at most {most} projects.").format(most=MOST))
