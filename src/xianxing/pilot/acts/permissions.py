"""Who may read a case's acts and bring evidence; permission to act stands on the procedure's steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.cases.reduced import kept_states
from xianxing.pilot.filings.actors import actors_for, is_pilot, offices_in
from xianxing.pilot.filings.models import Body, Filing
from xianxing.pilot.filings.permissions import present_units, readable_filings
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import is_csrc, is_expert, is_working_group
from xianxing.pilot.parties.queries import PersonRoles, roles_of
from xianxing.pilot.refusal import Stranger
from xianxing.procedure.events import CaseState
from xianxing.procedure.model import Procedure
from xianxing.procedure.runner import Actor, current

AUTHORITY = "authority"  # the side of the working group itself
GROUP = frozenset((AUTHORITY, "bureau"))  # the sides of those who judge


def may_bring(roles: PersonRoles) -> bool:
    """Bringing evidence: whoever acts for an institution, the working group or the bodies beside it."""
    return bool(roles.institutions or roles.staff)


@dataclass(frozen=True)
class CaseView:
    """A case as one person may read it: where it stands by its events, and what the person may be in it."""

    filing: Filing
    procedure: Procedure
    state: CaseState
    actors: tuple[Actor, ...]
    at: datetime

    @property
    def case(self) -> Case:
        """The case's row."""
        return self.filing.case

    @property
    def sides(self) -> frozenset[str]:
        """The sides of the procedure that the person stands on."""
        roles = self.procedure.roles
        return frozenset(roles[name].side for actor in self.actors for name in actor.roles if name in roles)

    @property
    def is_group(self) -> bool:
        """Whether the person is one of the working group, or of CSRC's departments."""
        return bool(self.sides & GROUP)

    @property
    def is_authority(self) -> bool:
        """Whether the person is one of the working group itself."""
        return AUTHORITY in self.sides

    @property
    def is_party(self) -> bool:
        """Whether the person acts for one of the units, or is of those who judge: not an engaged expert."""
        return self.is_group or any(actor.unit for actor in self.actors)

    def shown_members(self) -> dict[str, list[str]]:
        """The groups of the case: units for everybody who reads it, people for the working group itself only.

        CSRC's departments read what was filed, and are not told who gives opinions.
        """
        units = {role.of for role in self.procedure.roles.values() if role.of}
        shown = {
            group: sorted(names)
            for group, names in self.state.members.items()
            if self.is_authority or group in units
        }
        return dict(sorted(shown.items()))


def of_the_side(step: str, view: CaseView) -> bool:
    """Whether the person stands on the side that takes or enters a step, and may look at it meanwhile."""
    found = view.procedure.steps.get(step)
    if found is None:
        return False
    roles = view.procedure.roles
    return bool(view.sides & {roles[name].side for name in (*found.actors, *found.entered_by)})


# Asked of a case and an expert engaged in it: whether anything of the case may be shown to the expert yet.
ReadingRule = Callable[[Case, User], bool]
_reading_rules: list[ReadingRule] = []


def register_reading_rule(rule: ReadingRule) -> None:
    """Let another app say what an expert does before reading; called once from an `AppConfig.ready`."""
    if rule not in _reading_rules:
        _reading_rules.append(rule)


def case_to_read(case: UUID, user: User, *, at: datetime) -> CaseView:
    """The case for a person who may read its acts; Stranger for others, and while it is stopped (4.3.2).

    The units read their own; the working group what was filed; CSRC's people what was filed too, once it
    has come to where they recognise, evaluate or are consulted; an expert a case in which he or she is
    engaged, once every reading rule is met. Nobody else: not the three officers, and not the public.
    """
    roles = roles_of(user, at=at)
    view = _view(case, user, roles, at)
    if is_expert(roles) and not view.is_group and not all(rule(view.case, user) for rule in _reading_rules):
        raise _unknown()
    return view


def locked_case(case: UUID, user: User, *, at: datetime, unread: bool = False) -> CaseView:
    """As `case_to_read`, or as `case_to_act`, locked: other writers wait until the transaction ends.

    It is read once, after the lock; who may not read it is told nothing, and waits as well.
    """
    lock_case(case)
    return case_to_act(case, user, at=at) if unread else case_to_read(case, user, at=at)


def lock_case(case: UUID) -> None:
    """Make other writers of the case wait until the transaction ends; nothing for a case that there isn't."""
    Filing.objects.select_for_update(of=("self",)).filter(pk=case).values_list("pk").first()


def case_to_act(case: UUID, user: User, *, at: datetime) -> CaseView:
    """As `case_to_read`, also for an expert who is engaged and may not read yet: nothing of it is shown."""
    return _view(case, user, roles_of(user, at=at), at)


def _view(case: UUID, user: User, roles: PersonRoles, at: datetime) -> CaseView:
    filing = Filing.objects.select_related("case__call").filter(pk=case, discarded_at__isnull=True).first()
    if filing is None or stopped_cases().filter(pk=case).exists():
        raise _unknown()
    store = CaseStore(filing.case)
    state = current(store, str(filing.pk)) if filing.case.sequence else _draft(filing)
    if not _reads(user, roles, filing, state, at):
        raise _unknown()
    actors = tuple(actors_for(user, filing, at, roles=roles))
    return CaseView(filing, store.procedures(str(filing.pk))[state.version], state, actors, at)


def case_as_it_stands(filing: Filing, *, at: datetime) -> CaseView:
    """An opened case as it stands, read by nobody in particular: for what follows as time passes."""
    store = CaseStore(filing.case)
    state = current(store, str(filing.pk))
    return CaseView(filing, store.procedures(str(filing.pk))[state.version], state, (), at)


def cases_as_they_stand(filings: Sequence[Filing], *, at: datetime) -> Iterator[CaseView]:
    """As `case_as_it_stands`, of many opened cases; one query for all whose kept state is that of today."""
    states = kept_states([filing.pk for filing in filings])
    for filing in filings:
        state = states.get(filing.pk)
        if state is None or state.sequence != filing.case.sequence:
            yield case_as_it_stands(filing, at=at)
        else:
            yield CaseView(filing, procedure_of(filing.case.call), state, (), at)


def places_of(procedure: Procedure, roles: Collection[str]) -> frozenset[str]:
    """The states in which somebody of these roles can act: where a case first concerns them."""
    steps = [step for step in procedure.steps.values() if not frozenset(roles).isdisjoint(step.actors)]
    return frozenset(state for step in steps for state in step.sources)


def _draft(filing: Filing) -> CaseState:
    """A draft that was never frozen, as the procedure would see it: no fact is known yet, its units are."""
    units, call = list(present_units(filing)), filing.case.call
    guide = guide_of(call)
    members = {
        "units": frozenset(unit.key for unit in units),
        "lead": frozenset(unit.key for unit in units if unit.lead),
        "pilot_institutions": frozenset(unit.key for unit in units if is_pilot(guide, unit)),
    }
    initial = procedure_of(call).initial
    return CaseState(initial, call.procedure_version, 0, filing.created_at, {}, members, {}, {})


def _reads(user: User, roles: PersonRoles, filing: Filing, state: CaseState, at: datetime) -> bool:
    filed = Body.objects.filter(filing=filing, filed_at__isnull=False)
    group = is_working_group(roles)
    if group and filed.exists():  # first, since whether a unit's person reads it is the longest question
        return True
    if readable_filings(user, at=at).filter(pk=filing.pk).exists():
        return True
    if group:
        return False
    if is_csrc(roles):
        places = places_of(procedure_of(filing.case.call), offices_in(roles))
        stood = Event.objects.filter(case=filing.case, target_state__in=places)
        return stood.exists() and filed.exists()
    return is_expert(roles) and any(str(user.pk) in people for people in _engaged(filing, state))


def _engaged(filing: Filing, state: CaseState) -> list[frozenset[str]]:
    """The groups of people, not of units, that take part in the case."""
    units = {role.of for role in procedure_of(filing.case.call).roles.values() if role.of}
    return [people for group, people in state.members.items() if group not in units]


def _unknown() -> Stranger:
    return Stranger(_("There is no such case."))
