"""An act of a case that has ended, put on record beside its procedure: the case stands where it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.dispatch import Signal
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.domain.performing import (
    Actor,
    put_on_record,
    refuse_second_person,
    refuse_stopped,
)
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure.events import JSON, ProcedureEvent
from xianxing.procedure.model import Procedure, Step

# Sent within the transaction, after the event, with the act as an event of its step; as `performed` is.
performed_after_end = Signal()


def perform_after_end(
    *,
    case: Case,
    step: Step,
    role: str,
    actor: Actor,
    second: Actor | None,
    payload: Mapping[str, JSON],
    at: datetime,
    rests_on: Sequence[NamedRow],
) -> None:
    """Record the act and have apps follow it; no paper is made. Within the caller's transaction.

    Refused in a case that goes on or is stopped, without what the step asks, its reason or its second person,
    and without a paper to rest on.
    """
    procedure = procedure_of(case.call)
    if not procedure.states[case.state].final:
        raise Refused("not_ended", _("The case goes on: the act is taken as a step of its procedure."))
    refuse_stopped(case)
    refuse_second_person(actor, second, at)
    if step.four_eyes:
        _refuse_alone(procedure, role, actor, second)
    if step.reason and not str(payload.get("reason", "")).strip():
        raise Refused("reason", _("Say why this is done; the case has ended."))
    facts = [procedure.facts[name] for name in step.asks]
    answers = {fact.id: value for fact in facts for value in fact.domain if payload.get(fact.id) == value}
    missing = [fact.zh for fact in facts if fact.id not in answers]
    if missing:
        raise Refused("answer", _("Say what the step asks for: {asked}.").format(asked="、".join(missing)))
    if not rests_on:
        raise Refused(
            "evidence", _("The case has ended: hand in the paper that this act rests on as evidence.")
        )
    with_whom = second.person if second else ""
    said = {**payload, "step": step.id, "second": with_whom}
    clauses = step.basis or step.serves
    put_on_record(
        case=case, rests_on=rests_on, role=role, person=actor.person, clause=next(iter(clauses), ""), at=at,
        said=said,
    )  # fmt: skip
    row = Event.objects.filter(case=case).latest("sequence")
    event = ProcedureEvent(
        row.sequence, step.id, step.act, role, row.at, case.procedure_version, tuple(clauses), actor.person,
        second=with_whom, answers=answers, payload=said,
    )  # fmt: skip
    state = CaseStore(case).state(str(case.pk))
    performed_after_end.send(sender=Case, case=case, event=event, state=state)


def _refuse_alone(procedure: Procedure, role: str, actor: Actor, second: Actor | None) -> None:
    if second is None or second.behalf or second.person in actor.people:
        raise Refused("second_person", _("A second, different person must agree."))
    sides = {procedure.roles[name].side for name in second.roles if name in procedure.roles}
    if procedure.roles[role].side not in sides:
        raise Refused("second_person", _("The second person must be of the same side."))
