"""Cases, steps and events as the interface tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from xianxing.desks.acts.items import open_items
from xianxing.i18n import current_language
from xianxing.pilot.acts.domain.pending import waiting_in
from xianxing.pilot.acts.domain.taking import Taken
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import Ask, StepOffer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.cases.models import Duty, Event
from xianxing.pilot.delegations.queries import behalf_of, name_behind
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.outcomes import compile_step
from xianxing.record.canonical import parse
from xianxing.workdays.clocks import day_of


def case_picture(view: CaseView, *, at: datetime) -> dict[str, Any]:
    """Where the case stands, who must act until when, and what waits for a second person."""
    state, procedure = view.procedure.states[view.state.state], view.procedure
    on = [
        one.id for one in procedure.overlays.values() if view.state.facts.get(one.fact) not in (None, one.off)
    ]
    duties = Duty.objects.filter(case=view.case).order_by("due", "role")
    return {
        "id": view.case.pk, "number": case_number(view.filing), "state": state.id,
        "name": state.name(current_language()), "final": state.final, "seq": view.case.sequence,
        "version": view.state.version, "overlays": on, "items": _items(view, day_of(at)),
        "members": view.shown_members(),
        "duties": [duty_picture(view, duty, day_of(at)) for duty in duties],
        "pending": [pending_picture(procedure, row) for row in waiting_in(view)],
    }  # fmt: skip


def _items(view: CaseView, today: date) -> list[dict[str, Any]]:
    return [
        {
            "item": line.item.id, "kind": line.item.kind, "name": line.kind, "stage": line.item.stage,
            "stage_name": line.stage, "unit": line.item.unit, "opened": line.opened,
            "due": line.limit.day if line.limit else None,
            "provisional": bool(line.limit and line.limit.provisional),
        }
        for line in open_items(view, today)
    ]  # fmt: skip


def duty_picture(view: CaseView, duty: Duty, today: date) -> dict[str, Any]:
    """Who must act, on which clause of the guide or as practice, until when, with the working days left."""
    procedure = view.procedure
    clock = procedure.clocks.get(duty.clock)
    limit = procedure.parameters[clock.parameter] if clock else None
    clauses = limit.basis if limit and limit.basis else _clauses_from(view, duty)
    return {
        "role": duty.role, "clause": next(iter(clauses), ""), "due": duty.due, "clock": duty.clock,
        "basis": "law" if limit and limit.basis and not limit.practice else "practice",
        "days": _left(view, today, duty.due), "overdue": duty.overdue, "provisional": duty.provisional,
    }  # fmt: skip


def steps_picture(view: CaseView, offers: tuple[StepOffer, ...]) -> list[dict[str, Any]]:
    """The open steps with everything that they ask for."""
    return [_step(view, offer) for offer in offers]


def pending_picture(procedure: Procedure, row: PendingAct) -> dict[str, Any]:
    """An act that waits, with what was entered."""
    step = procedure.steps.get(row.step)
    return {
        "pending": row.pk, "step": row.step, "name": step.name(current_language()) if step else row.step,
        "seq": row.sequence, "entered_by": row.entered_by.name, "entered_at": row.entered_at,
        "reason": row.entry.get("reason", ""), "answers": row.entry.get("answers", {}),
        "on_behalf_of": name_behind(row.entry.get("behalf", "")),
    }  # fmt: skip


def event_picture(procedure: Procedure, event: Event) -> dict[str, Any]:
    """What is public of an event: no person, no content."""
    step = procedure.steps.get(event.step)
    return {
        "seq": event.sequence, "step": event.step,
        "name": step.name(current_language()) if step else event.step, "at": event.at, "role": event.role,
        "clauses": _clauses_of(event), "state": event.target_state, "place": event.place,
    }  # fmt: skip


def taken_picture(procedure: Procedure, done: Taken) -> dict[str, Any]:
    """What an act brought about."""
    language = current_language()
    papers = [
        {"id": f"{done.event.place}-{kind}", "kind": kind, "name": procedure.documents[kind].name(language)}
        for kind in done.documents
    ]
    event = event_picture(procedure, done.event) | {"on_behalf_of": behalf_of(done.event)}
    return {"event": event, "state": done.state, "seq": done.event.sequence, "documents": papers}


def clause_of(step: Step) -> str:
    """The first clause that a step rests on, or that practice serves with it."""
    return next(iter(step.basis or step.serves), "")


def _step(view: CaseView, offer: StepOffer) -> dict[str, Any]:
    step, language = offer.step, current_language()
    return {
        "step": step.id, "name": step.name(language), "role": offer.role, "clause": clause_of(step),
        "practice": step.practice, "to": view.procedure.target(step, view.state.state),
        "asks": {ask.id: _ask(ask, language) for ask in offer.asks},
        "members": {group: view.shown_members().get(group, []) for group in step.members},
        "declares": {name: list(map(str, view.procedure.facts[name].domain)) for name in step.declares},
        "reason": step.reason, "evidence": offer.evidence, "four_eyes": offer.four_eyes,
        "second_factor": offer.second_factor, "documents": list(step.documents),
        "on_behalf_of": offer.actor.behalf,
    }  # fmt: skip


def _ask(ask: Ask, language: str) -> dict[str, Any]:
    return {
        "name": ask.name(language), "kind": ask.kind, "values": list(ask.values), "items": list(ask.items),
        "optional": ask.optional, "when": {name: list(values) for name, values in (ask.when or {}).items()},
    }  # fmt: skip


def _clauses_from(view: CaseView, duty: Duty) -> tuple[str, ...]:
    """The clause of the first step that leads on from here as the facts are, or the first of practice."""
    facts, found = view.state.facts, []
    for step in view.procedure.steps_from(duty.state):
        guards = compile_step(view.procedure, step).guards
        known = [guard for guard in guards if facts.keys() >= set(guard.reads)]
        bounds = compile_step(view.procedure, step).bounds
        mine = duty.role in (*step.actors, *step.entered_by) and not step.by_time
        if mine and step.target and all(guard.holds({**bounds, **facts}) for guard in known):
            found.append(step)
    named = [step for step in found if step.basis] or found
    return next((step.basis or step.serves for step in named), ())


def _clauses_of(event: Event) -> list[str]:
    kept = parse(bytes(event.skeleton))
    said = kept.get("clause", "") if isinstance(kept, dict) else ""
    return str(said).split()


def _left(view: CaseView, today: date, due: date | None) -> int | None:
    """The working days left until a day, by the calendar of the call; negative for one that has passed."""
    return None if due is None else calendar_of(view.case.call).between(today, due).count
