"""The only writers of a case: each is one transaction for state, event, record, duties, messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.cases.models import Case, Duty, SecrecyStop
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.cases.queries import last_act
from xianxing.pilot.clock import now
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused
from xianxing.procedure import runner
from xianxing.procedure.events import JSON, ON_RECORD
from xianxing.procedure.model import Procedure, Value
from xianxing.procedure.refusals import RefusedError
from xianxing.procedure.runner import Actor, Performed
from xianxing.procedure.ticking import StateDuty, duties

__all__ = [
    "Actor", "Performed", "amend_case", "begin_case", "let_case_time_pass", "open_case", "perform",
    "performed",
    "put_on_record",
    "reduce_again",
    "refuse_behind",
    "refuse_second_person",
    "refuse_stopped",
    "register_second_person_rule",
]  # fmt: skip

# As long a request may wait for its turn while others' acts, received later, are recorded.
LONGEST_WAIT = timedelta(minutes=1)

# Asked before an act that a second person agreed to, with both and the instant: refuses by raising Refused.
SecondPersonRule = Callable[[Actor, Actor, datetime], None]
_second_person_rules: list[SecondPersonRule] = []

# Sent within the transaction, after the event: receivers add rows such as messages, and never a case's state.
performed = Signal()


def register_second_person_rule(rule: SecondPersonRule) -> None:
    """Let another app say who is never whose second person; called once from an `AppConfig.ready`."""
    if rule not in _second_person_rules:
        _second_person_rules.append(rule)


def open_case(
    *, call: Call, actor: Actor, facts: Mapping[str, Value], members: Mapping[str, list[str]], at: datetime
) -> Case:
    """Open a case under a call with its first event; Refused when facts or members don't fit."""
    with transaction.atomic():
        case = Case.objects.create(
            call=call,
            procedure_version=call.procedure_version,
            state=procedure_of(call).initial,
            opened_at=at,
        )
        begin_case(case=case, actor=actor, facts=facts, members=members, at=at)
    return case


def begin_case(
    *, case: Case, actor: Actor, facts: Mapping[str, Value], members: Mapping[str, list[str]], at: datetime
) -> Performed:
    """Enter the first event of a case whose row was made for a draft; Refused as in `open_case`.

    A clock of the first state that ends on a set day ends with the call's window, as announced by now.
    """
    procedure = procedure_of(case.call)
    return _do(
        case,
        at,
        lambda store: runner.open_case(
            store, str(case.pk), procedure, actor, facts, members, at, _set_days(case, procedure, at)
        ),
    )


def perform(
    *,
    case: Case,
    step: str,
    actor: Actor,
    payload: Mapping[str, JSON],
    at: datetime,
    second: Actor | None = None,
    rests_on: Sequence[NamedRow] = (),
) -> Performed:
    """Take a step of a case: what time has brought first, then the act, or nothing at all.

    `rests_on` are the rows that the act makes, changes or relies on, saved already: the event names them, so
    that a change of them behind its back is found out. Refused with the procedure's own code and sentence,
    also where the clock stands behind the log's last event. An act that waited while another one of the same
    case was recorded bears that one's instant.
    """
    refuse_second_person(actor, second, at)
    return _do(
        case,
        at,
        lambda store: runner.perform(
            store, str(case.pk), step, actor, payload, _in_order(store, str(case.pk), at), second=second
        ),
        rests_on=rests_on,
    )


def put_on_record(
    *,
    case: Case,
    rests_on: Sequence[NamedRow],
    role: str,
    person: str,
    clause: str,
    at: datetime,
    said: Mapping[str, JSON] | None = None,
) -> None:
    """Record that a person made or changed rows of an opened case, where no step of the procedure says so.

    `said` goes into the payload besides, such as the second factor that the person gave. The case stands
    where it stood. Nothing is recorded of a draft that was never frozen: its first event names every such
    row.
    """
    if not case.sequence or not rests_on:
        return
    store = CaseStore(case)
    with store.transaction(str(case.pk)):
        refuse_behind(at)
        store.rests_on = rests_on
        moment = _in_order(store, str(case.pk), at)
        store.append_beside(ON_RECORD, role=role, person=person, clause=clause, payload=said or {}, at=moment)


def let_case_time_pass(*, case: Case, today: date, at: datetime) -> Performed:
    """Enter what time has brought about by the beginning of `today`; a second call enters nothing."""
    return _do(case, at, lambda store: runner.let_time_pass(store, str(case.pk), today), by_time=True)


def amend_case(
    *, case: Case, version: str, actor: Actor, second: Actor, reason: str, at: datetime
) -> Performed:
    """Move a running case to another version of its procedure, with a reason and a second person."""
    refuse_second_person(actor, second, at)
    return _do(
        case,
        at,
        lambda store: runner.amend(store, str(case.pk), version, actor, reason, at, second=second),
    )


def refuse_second_person(actor: Actor, second: Actor | None, at: datetime) -> None:
    """Refused by any rule of another app on who is never whose second person."""
    if second is not None:
        for rule in _second_person_rules:
            rule(actor, second, at)


def _do(
    case: Case,
    at: datetime,
    act: Callable[[CaseStore], Performed],
    *,
    by_time: bool = False,
    rests_on: Sequence[NamedRow] = (),
) -> Performed:
    store = CaseStore(case)
    store.rests_on = rests_on
    try:
        with store.transaction(str(case.pk)):
            refuse_stopped(case)
            if not by_time:
                refuse_behind(at)
            done = act(store)
            _renew_duties(case, done.duties)
            for event in done.events:
                performed.send(sender=Case, case=case, event=event, state=done.state)
    except RefusedError as refusal:
        case.refresh_from_db()
        raise Refused(refusal.code, str(refusal), guards=refusal.guards, clause=refusal.clause) from None
    except BaseException:
        case.refresh_from_db()
        raise
    return done


def _in_order(store: CaseStore, case: str, at: datetime) -> datetime:
    state = store.state(case)
    last = state.at if state else at
    return last if timedelta() < last - at <= LONGEST_WAIT else at


def _set_days(case: Case, procedure: Procedure, at: datetime) -> dict[str, date]:
    clock = procedure.clocks.get(procedure.states[procedure.initial].clock)
    if clock is None or procedure.parameters[clock.parameter].unit != "date":
        return {}
    return {clock.id: window_of(case.call, at=at).last}


def refuse_stopped(case: Case) -> None:
    """Refused while the case is stopped for secrecy; for every verb that reads or changes its content."""
    if SecrecyStop.objects.filter(case=case, lifted_at__isnull=True).exists():
        raise Refused("stopped", _("The project is stopped; nothing can be done until the stop is lifted."))


def refuse_behind(at: datetime) -> None:
    """Refused where the clock stands behind the last act or publication of the log, and says so.

    Not for a request that came before that act and waited: the clock has passed it by now.
    """
    last = last_act()
    if last is not None and at < last and (last - at > LONGEST_WAIT or now() < last):
        raise Refused(
            "clock-behind",
            _("The server's clock is behind the last recorded act; nothing can be recorded until it is set."),
        )


@transaction.atomic
def reduce_again(*, case: Case) -> None:
    """Reduce an opened case from its events and keep the state and the duties that follow from them."""
    store = CaseStore(Case.objects.select_for_update().get(pk=case.pk))
    state = store.reduce_again()
    _renew_duties(case, duties(store.procedures("")[state.version], state, store.calendar("")))


def _renew_duties(case: Case, found: Sequence[StateDuty]) -> None:
    Duty.objects.filter(case=case).delete()
    Duty.objects.bulk_create(
        Duty(
            case=case,
            role=duty.role,
            state=duty.state,
            clock=duty.clock,
            due=duty.due,
            provisional=duty.provisional,
            overdue=duty.overdue,
            facts=dict(duty.facts),
        )
        for duty in found
    )
