"""Taking a step: the one way for pages and the programming interface, whatever the guide calls the step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import evidence_of, named, said_of
from xianxing.pilot.acts.domain.filing_steps import FILING_STEPS, FilingAct
from xianxing.pilot.acts.domain.moved import refuse_moved
from xianxing.pilot.acts.domain.seconds import tell_second_persons
from xianxing.pilot.acts.domain.step_rules import StepTaking, rule_for
from xianxing.pilot.acts.entries import Entry, payload_of
from xianxing.pilot.acts.models import PendingAct
from xianxing.pilot.acts.offers import PLATFORM, StepOffer, offer_of
from xianxing.pilot.acts.permissions import CaseView, locked_case
from xianxing.pilot.cases.domain.after_end import perform_after_end
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.delegations.acting import refuse_deputy
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import whole_number
from xianxing.procedure.events import JSON
from xianxing.procedure.model import Step
from xianxing.procedure.runner import role_for

NOBODY = "0"  # no account has this number


@dataclass(frozen=True)
class Taken:
    """A step that was taken: its event, where the case stands now, and the papers that are due with it."""

    event: Event
    state: str
    documents: tuple[str, ...]


def take_step(
    *,
    case: UUID,
    step: str,
    entry: Entry,
    sequence: int,
    by: User,
    at: datetime,
    step_up: StepUp | None = None,
    unread: bool = False,
) -> Taken | PendingAct:
    """Take a step of a case, or enter it for the second person where the procedure asks for one.

    `unread`: for a verb that lets a person act in a case that may not be read yet, and shows nothing of it.
    `sequence` is where the case stood on the person's screen. Asked in this order: whether the person may
    read the case (Stranger), whether the case still stands there (`Moved`), the step, the second factor, what
    the step asks, then everything that `perform` asks. An act for two is tried whole before it waits, so that
    the second person finds nothing that was wrong from the start.
    """
    with transaction.atomic():
        view = locked_case(case, by, at=at, unread=unread)  # writers wait for each other
        offer = offer_for(view, step, entry, by, sequence=sequence)
        if offer.second_factor:
            proved(step_up, by)
        verb = FILING_STEPS.get(view.procedure.meaning(offer.step.act))
        if verb is not None:
            payload_of(view.procedure, offer.step, entry, besides=PLATFORM)
            verb(FilingAct(view, offer, entry, by, at, step_up))
            return taken(view.case, offer.step)
        if offer.four_eyes:
            return _enter(view, offer, entry, by, at, step_up)
        carry_out(view, offer, entry, by=by, at=at, step_up=step_up)
        return taken(view.case, offer.step)


def offer_for(view: CaseView, step: str, entry: Entry, by: User, *, sequence: int) -> StepOffer:
    """The step as the person would take it from here; `Moved` and Refused as `take_step` begins."""
    refuse_moved(view.case, sequence)
    return chosen(view, step, entry, by)


def taken(case: Case, step: Step) -> Taken:
    """What became of a step that was just taken."""
    case.refresh_from_db()
    event = Event.objects.filter(case=case).order_by("-sequence").first()
    if event is None:
        raise LookupError("a case in which a step was taken has an event")
    return Taken(event, case.state, step.documents if event.step == step.id else ())


def chosen(view: CaseView, step: str, entry: Entry, by: User) -> StepOffer:
    """The step as this person takes it; Refused where there is none, or it isn't this person's."""
    found = view.procedure.steps.get(step)
    if found is None:
        raise Refused("unknown_step", _("There is no step {step!r}.").format(step=step))
    fitting = [
        actor
        for actor in view.actors
        if entry.unit in ("", actor.unit) and entry.behalf in ("", actor.behalf)
    ]
    if entry.behalf and not fitting:
        refuse_deputy(view.case, by, whole_number(entry.behalf, 0), view.at)
    able = [actor for actor in fitting if role_for(view.procedure, found, view.state, actor)]
    actor = next(iter(able or fitting), Actor(NOBODY, frozenset()))
    offer = offer_of(view, found, actor)
    if entry.role and entry.role not in found.actors:
        raise Refused(
            "role",
            _("This step is not the word of “{role}”; it belongs to: {roles}.").format(
                role=entry.role, roles=", ".join(found.actors)
            ),
        )
    return offer


def proved(step_up: StepUp | None, by: User) -> StepUp:
    """The second factor of this very moment; Refused without one."""
    if step_up is None:
        raise Refused("step-up", _("This act needs your second factor now; enter a fresh code with it."))
    step_up.must_be(by)
    return step_up


def carry_out(
    view: CaseView,
    offer: StepOffer,
    entry: Entry,
    *,
    by: User,
    at: datetime,
    step_up: StepUp | None,
    second: Actor | None = None,
    first_factor_at: datetime | None = None,
) -> None:
    """Perform the step with what was entered; within the caller's transaction.

    `step_up` is of who acts now; of an act for two that is the second person, and `first_factor_at` says when
    the first one proved theirs. Where other apps have a rule for what the step means, it is asked before and
    told after.
    """
    rule, taking = rule_for(view, offer.step), StepTaking(view, offer, entry, by, at)
    content = rule.before(taking)
    brought = evidence_of(view.case, content.entry.evidence, by)
    payload = {**payload_of(view.procedure, offer.step, _with_item(view, offer.step, content.entry))}
    if brought:
        payload["evidence"] = said_of(brought)
    if step_up is not None:
        payload |= step_up.said()
    if first_factor_at is not None:
        payload["first_factor_at"] = first_factor_at.isoformat()
    said, rows = {**payload, **content.payload}, [*named(brought), *content.rows]
    if offer.after_end:
        perform_after_end(
            case=view.case, step=offer.step, role=offer.role, actor=offer.actor, second=second, payload=said,
            at=at, rests_on=rows,
        )  # fmt: skip
    else:
        perform(
            case=view.case, step=offer.step.id, actor=offer.actor, payload=said, at=at, second=second,
            rests_on=rows,
        )  # fmt: skip
    rule.after(taking)


def _enter(
    view: CaseView, offer: StepOffer, entry: Entry, by: User, at: datetime, step_up: StepUp | None
) -> PendingAct:
    """Keep the act for the second person, who is told, after trying all of it with one who isn't anybody."""
    if PendingAct.objects.filter(case=view.case, step=offer.step.id, state="waiting").exists():
        raise Refused(
            "pending",
            _("This step was entered already; it waits for the second person."),
        )
    entry = replace(_with_item(view, offer.step, entry), behalf=offer.actor.behalf)
    _try(view, offer, entry, by, at, step_up)
    row = PendingAct(
        case=view.case, step=offer.step.id, sequence=view.case.sequence, entry=entry.kept(), entered_by=by,
        entered_at=at, stepped_up_at=step_up.at if step_up else None,
    )  # fmt: skip
    row.seal = seal_of(row)
    row.save()
    tell_second_persons(view, row, offer.role, at=at)
    return row


class _Tried(Exception):
    """Ends a try, so that nothing of it stays."""


def _try(
    view: CaseView, offer: StepOffer, entry: Entry, by: User, at: datetime, step_up: StepUp | None
) -> None:
    """Refused as the act itself would be, had a second person agreed; nothing of it stays."""
    stand_in = Actor(NOBODY, offer.actor.roles, offer.actor.unit)
    try:
        with transaction.atomic():
            carry_out(view, offer, entry, by=by, at=at, step_up=step_up, second=stand_in)
            raise _Tried
    except _Tried:
        view.case.refresh_from_db()


def _with_item(view: CaseView, step: Step, entry: Entry) -> Entry:
    """An entry that adds something to a list under a name of its own, where none was given."""
    added = [fact for fact in step.adds if view.procedure.facts[fact].kind == "pool"]
    if not added or any(fact in entry.answers for fact in added):
        return entry
    answers: dict[str, JSON] = {**entry.answers, added[0]: uuid4().hex[:12]}
    return replace(entry, answers=answers)
