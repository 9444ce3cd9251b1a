"""Giving a delegation, and what becomes of it; every word is a row of its own that stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.delegations.models import ChangeKind, Delegation, DelegationChange
from xianxing.pilot.delegations.permissions import may_delegate, may_deputise
from xianxing.pilot.delegations.queries import OPEN, DelegationState, state_of
from xianxing.pilot.delegations.seals import seal_of_change, seal_of_delegation
from xianxing.pilot.filings.actors import StepUp, offices
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

LONGEST_DAYS = 366  # practice of the working group: who is away for longer is replaced
LONGEST_WORDS = 4_000


@transaction.atomic
def give_delegation(
    *,
    deputy: User,
    roles: Collection[str],
    means: Collection[str],
    first_day: date,
    last_day: date,
    words: str,
    by: User,
    at: datetime,
    step_up: StepUp,
) -> Delegation:
    """Delegate steps of the own office to a deputy for a period, in writing; it counts once accepted.

    `means` limits it to acts of these meanings; empty delegates every step of the roles. Refused for who
    holds no such office, for roles not held by appointment (so that no deputy passes anything on), for
    oneself and for who isn't of the same body, for a deputy who has given the own office away in that time,
    for a period that is over, runs backwards or is longer than a year, without words, and without the second
    factor.
    """
    step_up.must_be(by)
    _lock(by, deputy)
    own, theirs = roles_of(by, at=at), roles_of(deputy, at=at)
    if not may_delegate(own):
        raise Refused("role", _("Only who holds an office of the working group or of CSRC names a deputy."))
    if deputy.pk == by.pk or not deputy.is_active or not may_deputise(theirs, own):
        raise Refused("deputy", _("Choose a deputy who holds an office of the same body."))
    held = offices(by, at)
    if not roles or not set(roles) <= held:
        message = _("Choose offices that you hold yourself; what was delegated to you isn't passed on.")
        raise Refused("roles", message)
    if not set(means) <= set(Means):
        raise Refused("means", _("One of the kinds of steps isn't known."))
    _refuse_period(first_day, last_day, day_of(at))
    _refuse_chain(deputy, first_day, last_day, at)
    said = cleaned(words)
    if not said or len(said) > LONGEST_WORDS:
        message = _("Write down what is delegated and why, in at most {limit} characters.")
        raise Refused("words", message.format(limit=LONGEST_WORDS))
    row = Delegation(
        delegator=by, deputy=deputy, roles=sorted(roles), means=sorted(means), first_day=first_day,
        last_day=last_day, words=said, given_at=at,
    )  # fmt: skip
    row.seal = seal_of_delegation(row)
    row.save(force_insert=True)
    _tell(row, "offered", at)
    return row


def accept_delegation(*, delegation: UUID, by: User, at: datetime) -> DelegationChange:
    """The deputy accepts; Refused once it was ended or is over. Stranger for anybody else."""
    return _change(delegation, ChangeKind.ACCEPTED, by, at, {DelegationState.OFFERED}, deputy=True)


def decline_delegation(*, delegation: UUID, by: User, at: datetime, reason: str = "") -> DelegationChange:
    """The deputy declines what was offered; Stranger for anybody else."""
    return _change(delegation, ChangeKind.DECLINED, by, at, {DelegationState.OFFERED}, reason, deputy=True)


def revoke_delegation(*, delegation: UUID, by: User, at: datetime, reason: str = "") -> DelegationChange:
    """The delegator revokes it at once; acts taken before stay. Stranger for anybody else."""
    return _change(delegation, ChangeKind.REVOKED, by, at, OPEN, reason, deputy=False)


def lay_down_delegation(*, delegation: UUID, by: User, at: datetime, reason: str = "") -> DelegationChange:
    """The deputy gives it back at once; acts taken before stay. Stranger for anybody else."""
    accepted = OPEN - {DelegationState.OFFERED}
    return _change(delegation, ChangeKind.LAID_DOWN, by, at, accepted, reason, deputy=True)


@transaction.atomic
def _change(
    delegation: UUID,
    kind: ChangeKind,
    by: User,
    at: datetime,
    states: Collection[DelegationState],
    reason: str = "",
    *,
    deputy: bool,
) -> DelegationChange:
    row = Delegation.objects.select_related("delegator", "deputy").filter(pk=delegation).first()
    if row is None or by.pk != (row.deputy_id if deputy else row.delegator_id):
        raise Stranger(_("There is no such delegation."))
    _lock(row.delegator, row.deputy)
    if state_of(row, at) not in states:
        raise Refused("state", _("That can't be said of this delegation any more; look at it again."))
    said = cleaned(reason)
    if len(said) > LONGEST_WORDS:
        raise Refused("reason", _("A reason takes at most {limit} characters.").format(limit=LONGEST_WORDS))
    change = DelegationChange(delegation=row, kind=kind, by=by, at=at, reason=said)
    change.seal = seal_of_change(change)
    change.save(force_insert=True)
    _tell(row, kind.value, at)
    return change


def _tell(row: Delegation, what: str, at: datetime) -> None:
    """The other of the two learns what became of it."""
    by_delegator = what in ("offered", ChangeKind.REVOKED)
    by, other = (row.delegator, row.deputy) if by_delegator else (row.deputy, row.delegator)
    days = {"first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    tell(recipients=[other], kind=f"delegation_{what}", at=at, params={"by": by.name, **days})


def _refuse_period(first_day: date, last_day: date, today: date) -> None:
    if last_day < first_day:
        raise Refused("period", _("The last day lies before the first."))
    if last_day < today:
        raise Refused("period", _("The period is over already."))
    if last_day - first_day >= timedelta(days=LONGEST_DAYS):
        message = _("A delegation lasts {days} days at most (practice of the working group).")
        raise Refused("period", message.format(days=LONGEST_DAYS))


def _refuse_chain(deputy: User, first_day: date, last_day: date, at: datetime) -> None:
    """A deputy who is away as well would only pass it on."""
    given = Delegation.objects.filter(delegator=deputy, first_day__lte=last_day, last_day__gte=first_day)
    if any(state_of(row, at) in OPEN for row in given.prefetch_related("changes")):
        message = _("{name} has delegated the own office in that time; choose somebody else.")
        raise Refused("deputy", message.format(name=deputy.name))


def _lock(*people: User) -> None:
    """Until the transaction ends, in one order for all, so that two delegations wait for each other."""
    keys = sorted(person.pk for person in people)
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
