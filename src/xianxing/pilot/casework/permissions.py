"""Who may check formalities, and who of the units answers; the steps' own permission stands on the steps."""

from __future__ import annotations

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.casework.models import CorrectionItem
from xianxing.pilot.filings.draft.locations import unit_of
from xianxing.pilot.filings.permissions import Standing
from xianxing.pilot.parties.permissions import is_group_head, is_secretariat, is_working_group
from xianxing.pilot.parties.queries import PersonRoles
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step
from xianxing.procedure.runner import role_for

CHECK = (Means.REQUEST_CORRECTION, Means.PASS_FORMALITY)


def steps_of_check(view: CaseView) -> tuple[Step, ...]:
    """The steps that end a formality check from here; none where no check is going on."""
    return view.procedure.steps_from_meaning(view.state.state, *CHECK)


def may_check(view: CaseView) -> bool:
    """Whether the person may take a step that ends the check which is going on now."""
    return _takes_one(view, steps_of_check(view))


def steps_of_assessment(view: CaseView) -> tuple[Step, ...]:
    """The steps that complete a risk assessment from here; none where none is going on."""
    return view.procedure.steps_from_meaning(view.state.state, Means.COMPLETE_RISK_ASSESSMENT)


def may_assess(view: CaseView) -> bool:
    """Whether the person may take a step that completes the risk assessment which is going on now."""
    return _takes_one(view, steps_of_assessment(view))


def may_answer(who: Standing, item: CorrectionItem) -> bool:
    """The lead's authors answer everything, a joint unit's authors what stands on its sheet."""
    unit = unit_of(item.location)
    return any(writes.lead or writes.key == unit for writes in who.writes_for)


def may_give_cases(roles: PersonRoles) -> bool:
    """Saying who handles a case: the secretariat and the head of the group."""
    return is_secretariat(roles) or is_group_head(roles)


# Calls and paper are noted and read by the whole working group.
may_keep_correspondence = is_working_group


def may_strike(roles: PersonRoles, *, own: bool) -> bool:
    """Striking out what was noted of a call or paper: who noted it, and the secretariat."""
    return is_secretariat(roles) or (own and is_working_group(roles))


def _takes_one(view: CaseView, steps: tuple[Step, ...]) -> bool:
    return any(role_for(view.procedure, step, view.state, actor) for step in steps for actor in view.actors)
