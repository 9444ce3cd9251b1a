"""Messages are written in the transaction of what they tell; if that fails, nobody is told."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Duty
from xianxing.pilot.cases.models import Event as EventRow
from xianxing.pilot.messages.domain.together import LIST, list_now, taken_in
from xianxing.pilot.messages.kinds import SENTENCES, unknown_kind
from xianxing.pilot.messages.limits import is_near, limit_of_duty, limit_of_items
from xianxing.pilot.messages.models import LetterChoice, Message, Outbox
from xianxing.pilot.messages.recipients import holders, told_elsewhere
from xianxing.pilot.parties.domain.accounts import has_mailbox
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.parties.queries import missing_contacts
from xianxing.procedure.events import CaseState, ProcedureEvent
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.next_steps import decisions_of, is_far, role_ahead, steps_ahead
from xianxing.procedure.outcomes import compile_step
from xianxing.workdays.clocks import day_of

TIME = "time"  # the role of what passes by itself
TABLE = Path(__file__).parent.parent / "recipients.toml"


@dataclass(frozen=True)
class MessageTable:
    """Which act tells whom, by what it means: roles; and for the acts that tell the owner of the state that
    it is late the roles that are told too.
    """

    tells: Mapping[str, Sequence[str]]
    owner: Mapping[str, Sequence[str]]


@cache
def table() -> MessageTable:
    """The declared table `recipients.toml`."""
    data = tomllib.loads(TABLE.read_text("utf-8"))
    return MessageTable(data["tells"], data["tells_owner"])


@transaction.atomic
def tell(
    *,
    recipients: Iterable[User],
    kind: str,
    at: datetime,
    case: Case | None = None,
    params: Mapping[str, Any] | None = None,
) -> int:
    """Put a message into each recipient's inbox and a letter that announces it into the outbox.

    `params` are ids, numbers and the names of those who acted, never text from a filing. Nothing is sent
    here; the worker sends, to whoever has a mailbox, to those who chose so in a digest. Of acts that are
    entered together a person is told once (`together`). Returns how many were told. ValueError for a kind
    that `kinds.SENTENCES` doesn't know.
    """
    if kind not in SENTENCES:
        raise ValueError(unknown_kind(kind))
    unique = {user.pk: user for user in recipients if user.is_active}
    everybody = len(unique)
    if case is not None and list_now():
        params = {**(params or {}), LIST: list_now()}
        joined = taken_in(unique, kind, case, params)
        unique = {pk: user for pk, user in unique.items() if pk not in joined}
    told = Message.objects.bulk_create(
        Message(recipient=user, kind=kind, case=case, params=dict(params or {}), at=at)
        for user in unique.values()
    )
    held = _wait_for_digest(unique, params or {}, at)
    Outbox.objects.bulk_create(
        Outbox(message=one, held=one.recipient_id in held) for one in told if has_mailbox(one.recipient)
    )
    return everybody


def _wait_for_digest(people: Collection[int], params: Mapping[str, Any], at: datetime) -> frozenset[int]:
    """Of these people those whose letter waits for a digest: nobody's where the limit is near."""
    if is_near(params, day_of(at)):
        return frozenset()
    chosen = LetterChoice.objects.filter(user__in=people, daily=True)
    return frozenset(chosen.values_list("user", flat=True))


def tell_of_event(*, case: Case, event: ProcedureEvent, state: CaseState, **_signal: object) -> None:
    """Receiver of `performed`: tell those whom the table names, and whoever must act next.

    A person is told once of one event, and never of the own act. Whose turn it was on a way that the same
    transaction went on is not told.
    """
    row, before = _states(case, event.sequence)
    procedure = procedure_of(case.call)
    params: dict[str, object] = {"step": event.step, "state": row}
    owner = "" if procedure.states[row].final else role_ahead(procedure, row, state.facts)
    ahead = [step.id for step in steps_ahead(procedure, row, state.facts)]
    duty = Duty.objects.filter(case=case, state=row).order_by("pk").first()
    limit = limit_of_duty(case, duty, day_of(event.at)) if duty else {}
    asked = {**params, "ahead": ahead, **limit}
    told = {event.person}
    step = procedure.steps.get(event.step)
    if row == state.state and not told_elsewhere(case):
        if duty and before and row != before:
            if is_far(procedure, row, duty.due, day_of(event.at)):
                params |= limit  # nothing has to be done yet: told as news, with the last day
            else:
                _tell_role(case, [owner], "turn", event.at, asked, told)
        for decision in _decisions_opened(procedure, step, state, day_of(event.at)) if row == before else ():
            _tell_role(case, decision.actors, "turn", event.at, {**asked, "ahead": [decision.id]}, told)
    means = procedure.meaning(event.act)
    if means in table().owner:
        _tell_role(case, [owner, *table().owner[means]], "late", event.at, asked, told)
    if step and step.item:
        params["item"] = step.item
        opened = [one for one in state.items.values() if one.id == str(event.sequence)]
        params |= limit_of_items(case, procedure, opened, day_of(event.at))
    for role in table().tells.get(means, ()):
        if event.role == TIME and step:
            kind, said = _of_time(case, step, role, state, event.at, same=before == row)
            _tell_role(case, [role], kind, event.at, {**params, **said}, told)
        else:
            _tell_role(case, [role], "done", event.at, params, told)


def _decisions_opened(procedure: Procedure, step: Step | None, state: CaseState, today: date) -> list[Step]:
    """The decisions beside the owner of the state that may be taken now, and that this step had to do with:
    what it put on record is among what their conditions ask for.
    """
    if step is None:
        return []
    changed = compile_step(procedure, step)
    touched = {*step.adds, *step.removes, changed.opened, changed.closed}
    touched |= {fact for effect in changed.effects for fact in effect.writes}
    settings = [fact.id for fact in procedure.facts.values() if fact.setting]
    chosen = {name: str(procedure.parameters[name].on(today)) for name in settings}
    found = []
    for decision in decisions_of(procedure, state.state):
        compiled = compile_step(procedure, decision)
        facts = {**compiled.bounds, **chosen, **state.facts}
        known = [guard for guard in compiled.guards if facts.keys() >= set(guard.reads)]
        asked = {fact for guard in known for fact in guard.reads}
        if asked & touched and all(guard.holds(facts) for guard in known):
            found.append(decision)
    return found


def _of_time(
    case: Case, step: Step, role: str, state: CaseState, at: datetime, *, same: bool
) -> tuple[str, dict[str, Any]]:
    """How a role is told of what time brought about: what it has to do with the item until when, or that a
    day has come; where the case stays, with the limit that it runs towards.
    """
    procedure = procedure_of(case.call)
    ahead = [
        one.id
        for one in procedure.steps_from(state.state)
        if step.item and one.item == step.item and step.item_to in one.item_from and role in one.actors
    ]
    if not ahead:
        return "passed", _limit(case, state.state, at) if same and not step.item else {}
    items = [one for one in state.items.values() if (one.kind, one.stage) == (step.item, step.item_to)]
    return "item", {"ahead": ahead, **limit_of_items(case, procedure, items, day_of(at))}


def tell_of_stop(*, case: Case, kind: str, at: datetime, **_signal: object) -> None:
    """Receiver of `stop_changed`: the units and the secretariat learn that a case stopped, or goes on."""
    people = [user for role in ("unit", "secretariat") for user in holders(case, role, at)]
    tell(recipients=people, kind=kind, case=case, at=at)


def tell_of_missing_contacts(*, membership: Membership, at: datetime, **_signal: object) -> None:
    """Receiver of `membership_ended`: an institution short of contacts learns that it must name others.

    How many the guide of the call that is open, or was last, asks for (clause 4.3.3); its managers are told.
    """
    if membership.role != MemberRole.CONTACT:
        return
    call = Call.objects.filter(published_at__lte=at).select_related("guide").order_by("-opens_on").first()
    if call is None:
        return
    known = guide_of(call).parameters
    least, heads = (
        int(str(known[name].on(call.opens_on).value)) for name in ("contacts_min", "contact_heads_min")
    )
    institution = membership.institution
    if any(missing_contacts(institution, at=at, least=least, heads=heads)):
        held = Membership.objects.active(at).filter(institution=institution, role=MemberRole.MANAGER)
        tell(recipients=[row.user for row in held.select_related("user")], kind="contacts", at=at)


def _tell_role(
    case: Case, roles: Sequence[str], kind: str, at: datetime, params: Mapping[str, object], told: set[str]
) -> None:
    found = [user for role in roles if role for user in holders(case, role, at)]
    fresh = [user for user in found if str(user.pk) not in told]
    if fresh:
        tell(recipients=fresh, kind=kind, case=case, params=params, at=at)
        told |= {str(user.pk) for user in fresh}


def _limit(case: Case, state: str, at: datetime) -> dict[str, Any]:
    """Until when the owner of a state must act; nothing where the case has left it in this transaction."""
    duty = Duty.objects.filter(case=case, state=state).order_by("pk").first()
    return limit_of_duty(case, duty, day_of(at)) if duty else {}


def _states(case: Case, sequence: int) -> tuple[str, str]:
    """Where the case stood after this event, and before it."""
    rows = EventRow.objects.filter(case=case, sequence__in=(sequence - 1, sequence))
    found = dict(rows.values_list("sequence", "target_state"))
    return found[sequence], found.get(sequence - 1, "")
