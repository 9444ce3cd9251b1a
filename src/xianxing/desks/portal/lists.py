"""The list of a person's filings: state, next step, who acts, until when; few queries however long it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from xianxing.desks.look.context import Link
from xianxing.desks.look.guides import guide_page
from xianxing.desks.portal.next_duty import days_of_values, next_duty
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.calls.queries import Published, published_calls
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.filings.attest.messages import called
from xianxing.pilot.filings.attest.requirements import Wanted, confirmed_in
from xianxing.pilot.filings.models import Attestation, Cell, Filing, Unit
from xianxing.pilot.filings.next_steps import PossibleAct
from xianxing.pilot.filings.pending_confirmations import PendingConfirmations, waiting_for
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.filings.submit.case_numbers import case_numbers
from xianxing.pilot.parties.models import User
from xianxing.procedure.meanings import Stage
from xianxing.procedure.model import Procedure, State
from xianxing.workdays.clocks import day_of

NAME = "project.name"
MOST = 200
TONES: dict[str, str] = {
    Stage.SELECTION: "info",
    Stage.EVALUATION: "info",
    Stage.NOTICE: "info",
    Stage.START: "good",
    Stage.RUNNING: "good",
}


@dataclass(frozen=True)
class Due:
    """A confirmation that is waited for: which, of which unit, by whom of its people."""

    label: str
    unit: str
    people: str


@dataclass(frozen=True)
class RefusedLine:
    """A confirmation that was refused and is still missing: which, of which unit, by whom, why."""

    label: str
    unit: str
    person: str
    reason: str


@dataclass(frozen=True)
class FilingLine:
    """One filing of the list. `due` is empty where neither the guide nor practice sets a limit.

    `turns` are what waits for the person (confirmations, in the end filing), each with its page; `waits` all
    confirmations that wait now, with the people who can give them; `refused` those that somebody refused.
    """

    case: UUID
    name: str
    number: str
    lead: str
    call: str
    state: str
    tone: str
    step: str
    actor: str
    due: date | None
    late: bool
    final: bool
    turns: tuple[Link, ...]
    waits: tuple[Due, ...]
    refused: tuple[RefusedLine, ...]


def my_filings(user: User, *, at: datetime) -> tuple[list[FilingLine], list[Published]]:
    """The person's filings, the latest first, and every published call with its window now."""
    calls = published_calls(at=at)
    mine = readable_filings(user, at=at).select_related(None).select_related("case")
    filings = list(mine.order_by("-created_at")[:MOST])
    windows = {published.call.pk: published for published in calls}
    for filing in filings:
        if filing.case.call_id in windows:  # read once for all, not once a filing
            filing.case.call = windows[filing.case.call_id].call
    keys = [filing.pk for filing in filings]
    names = dict(_names(keys))
    leads = dict(_leads(keys))
    duties = {duty.case_id: duty for duty in Duty.objects.filter(case__in=keys)}
    waiting = waiting_for(user, filings, at=at)
    numbers = case_numbers(filings)
    values = days_of_values(filing.case for filing in filings)
    lines = [
        _line(
            filing,
            names.get(filing.pk, ""),
            leads.get(filing.pk, ""),
            duties.get(filing.pk),
            windows.get(filing.case.call_id),
            waiting.get(filing.pk),
            numbers.get(filing.pk, ""),
            values,
            at,
        )
        for filing in filings
    ]
    return lines, calls


def leads_and_names(filings: Collection[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Who leads each filing, and the project's name as written so far: what an invitation tells of it."""
    if not filings:
        return {}, {}
    written = dict(_names(filings))
    nameless = gettext("Filing without a name yet")
    return dict(_leads(filings)), {one: written.get(one) or nameless for one in filings}


def due_lines(due: Mapping[Wanted, tuple[User, ...]]) -> tuple[Due, ...]:
    """The confirmations that are waited for, with the names of who can give them."""
    return tuple(Due(str(want.kind.label), called(want.unit), names_of(due[want])) for want in due)


def refused_lines(rows: Iterable[Attestation]) -> tuple[RefusedLine, ...]:
    """The confirmations that were refused, as a list tells them."""
    return tuple(
        RefusedLine(row.get_kind_display(), called(row.unit), row.by.name, row.opinion) for row in rows
    )


def names_of(people: Iterable[User]) -> str:
    """Names in a row; a sentence where the unit has nobody in that role."""
    joint = ", " if current_language() == "en" else "、"
    return joint.join(user.name for user in people) or gettext("nobody holds this role yet")


def _actor(
    procedure: Procedure, state: State, duty: Duty | None, lead: str, waiting: PendingConfirmations | None
) -> str:
    """The role that acts, with the institution where it is the lead's turn."""
    if not state.owner:
        return ""
    complete = waiting is not None and not waiting.due
    role = next((r for r in procedure.roles.values() if r.of == "lead"), None) if complete else None
    role = role or procedure.roles[duty.role if duty else state.owner]
    name = role.name(current_language())
    return gettext("{role} ({unit})").format(role=name, unit=lead) if role.of == "lead" and lead else name


def next_step(filing: Filing, state: State, *, ahead: Sequence[str], complete: bool = False) -> str:
    """What comes next, in one short sentence: two ways are both named, more are counted.

    `ahead` are the names of what comes next (`names_ahead`); `complete` says that every confirmation is
    there.
    """
    procedure = procedure_of(filing.case.call)
    if state.final:
        return gettext("Nothing more: the case has ended")
    if state.id == procedure.initial:
        return gettext("Fill in the form, then the lead freezes it")
    if confirmed_in(procedure, state.id):
        if complete:
            return gettext("All have confirmed; the lead files it")
        return gettext("The units confirm what is frozen, then the lead files it")
    if len(ahead) > 2:
        return gettext("One of {n} possible steps").format(n=len(ahead))
    return gettext(" or ").join(ahead) or state.name(current_language())


def turn_link(filing: Filing, turn: PossibleAct) -> Link:
    """A confirmation that waits for the person, under its kind, with the page on which it is given."""
    if turn.kind is None:
        return Link(turn.act, reverse("portal:confirm", args=[filing.pk]))
    where = [filing.pk, turn.kind.value, turn.unit.key]
    if turn.about is None:
        return Link(str(turn.kind.label), reverse("portal:act", args=where))
    return Link(str(turn.kind.label), reverse("portal:act-about", args=[*where, turn.about.key]))


def _turns(filing: Filing, waiting: PendingConfirmations) -> tuple[Link, ...]:
    """What waits for the person: the own confirmations, or filing once all have confirmed."""
    if waiting.files:
        return (Link(gettext("Check your answers and file"), reverse("portal:file", args=[filing.pk])),)
    return tuple(turn_link(filing, turn) for turn in waiting.own)


def _line(
    filing: Filing,
    name: str,
    lead: str,
    duty: Duty | None,
    published: Published | None,
    waiting: PendingConfirmations | None,
    number: str,
    values: Mapping[UUID, date],
    at: datetime,
) -> FilingLine:
    call, procedure, language = filing.case.call, procedure_of(filing.case.call), current_language()
    state = procedure.states[filing.case.state]
    coming = next_duty(filing.case, duty, values, today=day_of(at))
    drafting = state.stage == procedure.states[procedure.initial].stage
    due = published.window.last if drafting and published else coming.due
    return FilingLine(
        case=filing.pk,
        name=name or gettext("Filing without a name yet"),
        number=number,
        lead=lead,
        call=call.title,
        state=state.name(language),
        tone=tone_of(state, procedure.initial),
        step=next_step(filing, state, ahead=coming.names, complete=waiting is not None and not waiting.due),
        actor=_actor(procedure, state, duty, lead, waiting),
        due=None if state.final else due,
        late=coming.late or bool(drafting and published and published.phase == "closed"),
        final=state.final,
        turns=_turns(filing, waiting) if waiting else (),
        waits=due_lines(waiting.due) if waiting else (),
        refused=refused_lines(waiting.refused) if waiting else (),
    )


def tone_of(state: State, initial: str) -> str:
    """The colour of a state's tag."""
    if state.id == initial or state.final:
        return "quiet"
    return "watch" if state.owner in ("lead", "unit") else TONES.get(state.stage, "info")


def _names(keys: Iterable[UUID]) -> Iterable[tuple[UUID, str]]:
    rows = Cell.objects.filter(filing__in=keys, path=NAME, removed=False)
    return [(filing, str(value or "")) for filing, value in rows.values_list("filing", "value")]


def _leads(keys: Iterable[UUID]) -> Iterable[tuple[UUID, str]]:
    rows = Unit.objects.filter(filing__in=keys, lead=True, left_at__isnull=True)
    return list(rows.values_list("filing", "institution__name"))


def guide_address(published: Published) -> str:
    """Where the guide that a call is pinned to is read here; "" where it isn't shown."""
    return guide_page(guide_of(published.call))
