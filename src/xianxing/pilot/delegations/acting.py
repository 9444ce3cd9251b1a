"""Acting under a delegation: as whom, in which cases not, and what the event of the act says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.cases.domain.performing import Actor
from xianxing.pilot.cases.models import Case
from xianxing.pilot.delegations.models import Delegation
from xianxing.pilot.delegations.permissions import may_deputise
from xianxing.pilot.delegations.queries import DelegationState, deputies_of_role, held_by, state_of
from xianxing.pilot.filings.actors import offices
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import DELEGATION, ProcedureEvent

# Asked of a case, a person and an instant: why the person keeps out of it, for staff; "" for no reason.
ConflictRule = Callable[[Case, User, datetime], str]
_conflict_rules: list[ConflictRule] = []


def register_conflict_rule(rule: ConflictRule) -> None:
    """Let another app say who must keep out of a case; called once from an `AppConfig.ready`."""
    if rule not in _conflict_rules:
        _conflict_rules.append(rule)


def as_deputy(user: User, filing: Filing, at: datetime) -> Iterator[Actor]:
    """As whom a person may act in a case under delegations: in the roles that the delegators still hold.

    Roles come from the delegator's appointments alone, so that no delegation passes on another. A conflict of
    either person binds both.
    """
    for row in held_by(user, at):
        roles = _roles(row, at)
        if roles and not _conflict(filing.case, row, at):
            yield _actor(row, roles)


def told_as_deputies(case: Case, role: str, at: datetime) -> list[User]:
    """Recipients of what a role is told: whoever acts in it as deputy in this case at an instant."""
    people = deputies_of_role(role, at)
    filing = Filing.objects.select_related("case").filter(pk=case.pk).first() if people else None
    if filing is None:
        return []
    return [one for one in people if any(role in actor.roles for actor in as_deputy(one, filing, at))]


def refuse_deputy(case: Case, deputy: User, delegator: int, at: datetime) -> None:
    """Refused, saying why, where a person isn't the deputy of another in a case now."""
    rows = Delegation.objects.filter(deputy=deputy, delegator=delegator).prefetch_related("changes")
    found = [(row, state_of(row, at)) for row in rows.select_related("delegator").order_by("-given_at")]
    for row, state in found:
        if state is DelegationState.IN_FORCE:
            reason = _conflict(case, row, at) or ("" if _roles(row, at) else _lost(row))
            if not reason:
                return
            raise Refused("delegation", reason)
    if not found:
        raise Refused("delegation", _("This person has delegated nothing to you."))
    raise Refused("delegation", _why(*found[0]))


def name_delegation(*, event: ProcedureEvent, **_signal: object) -> list[NamedRow]:
    """Receiver of `recording`: the event of a deputy's act names the delegation and who gave it."""
    said = event.payload.get(DELEGATION)
    if not isinstance(said, str):
        return []
    row = Delegation.objects.select_related("delegator").get(pk=UUID(said))
    return [NamedRow(row), NamedRow(row.delegator)]


def _actor(row: Delegation, roles: frozenset[str]) -> Actor:
    return Actor(
        str(row.deputy_id), roles, behalf=str(row.delegator_id), delegation=str(row.pk),
        means=frozenset(row.means) if row.means else None,
    )  # fmt: skip


def _roles(row: Delegation, at: datetime) -> frozenset[str]:
    """The delegated roles that the delegator holds now, while both are still of one body."""
    if not may_deputise(roles_of(row.deputy, at=at), roles_of(row.delegator, at=at)):
        return frozenset()
    return offices(row.delegator, at) & frozenset(row.roles)


def _conflict(case: Case, row: Delegation, at: datetime) -> str:
    """Why neither acts in this case under the delegation; "" where nothing stands against it."""
    for person in (row.delegator, row.deputy):
        if any(rule(case, person, at) for rule in _conflict_rules):
            return _(
                "{name} must keep out of this project; what binds one of the two binds delegator and deputy."
            ).format(name=person.name)
    return ""


def _lost(row: Delegation) -> str:
    return _("{name} no longer holds the office that was delegated.").format(name=row.delegator.name)


def _why(row: Delegation, state: DelegationState) -> str:
    """Why nobody acts under a delegation that isn't in force."""
    words = {
        DelegationState.OFFERED: _("You haven't accepted the delegation of {name} yet; accept it first."),
        DelegationState.AHEAD: _("The delegation of {name} begins on {first}."),
        DelegationState.EXPIRED: _("The delegation of {name} ended on {last}."),
        DelegationState.DECLINED: _("You declined the delegation of {name}."),
        DelegationState.REVOKED: _("The delegation of {name} was revoked."),
        DelegationState.LAID_DOWN: _("You laid the delegation of {name} down."),
    }
    text = words.get(state, _("The delegation of {name} isn't as it was sealed; nobody acts under it."))
    return text.format(name=row.delegator.name, first=row.first_day, last=row.last_day)
