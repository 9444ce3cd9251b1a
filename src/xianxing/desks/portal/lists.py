"""The list of a person's filings: state, next step, who acts, until when; few queries however long it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from xianxing.desks.look.context import Link
from xianxing.desks.look.guides import guide_page
from xianxing.i18n import current_language, gettext
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.calls.queries import Published, published_calls
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.filings.models import Cell, Filing, Unit
from xianxing.pilot.filings.next_steps import Possible
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.filings.waiting import waiting_for
from xianxing.pilot.parties.models import User
from xianxing.procedure.model import State

NAME = "project.name"
MOST = 200
TONES = {"selection": "info", "evaluation": "info", "notice": "info", "start": "good", "running": "good"}


@dataclass(frozen=True)
class Line:
    """One filing of the list. `due` is empty where neither the guide nor practice sets a limit.

    `turns` are the confirmations that wait for the person, each with its page.
    """

    case: UUID
    name: str
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


def my_filings(user: User, *, at: datetime) -> tuple[list[Line], list[Published]]:
    """The person's filings, the latest first, and every published call with its window now."""
    calls = published_calls(at=at)
    filings = list(readable_filings(user, at=at).order_by("-created_at")[:MOST])
    keys = [filing.pk for filing in filings]
    names = dict(_names(keys))
    leads = dict(_leads(keys))
    duties = {duty.case_id: duty for duty in Duty.objects.filter(case__in=keys)}
    windows = {published.call.pk: published for published in calls}
    waiting = waiting_for(user, filings, at=at)
    lines = [
        _line(
            filing,
            names.get(filing.pk, ""),
            leads.get(filing.pk, ""),
            duties.get(filing.pk),
            windows.get(filing.case.call_id),
            waiting.get(filing.pk, ()),
        )
        for filing in filings
    ]
    return lines, calls


def lead_of(filing: Filing) -> str:
    """The name of the institution that leads a filing."""
    return next((name for _, name in _leads([filing.pk])), "")


def next_step(filing: Filing, state: State) -> str:
    """What comes next, in one short sentence: two ways are both named, more are counted."""
    procedure, language = procedure_of(filing.case.call), current_language()
    if state.final:
        return gettext("Nothing more: the case has ended")
    if state.id == procedure.initial:
        return gettext("Fill in the form, then the lead freezes it")
    steps = [step for step in procedure.steps_from(state.id) if not step.by_time and not step.reason]
    if any(step.act == "give_consent" for step in steps):
        return gettext("The units confirm what is frozen, then the lead files it")
    acts = {act.id for act in procedure.acts.values() if act.named or act.decides}
    own = [step for step in steps if state.owner in step.actors and step.act in acts]
    onward = [step for step in own if step.target and step.target != state.id]
    names = list(dict.fromkeys(step.name(language) for step in onward or own or steps[:1]))
    if len(names) > 2:
        return gettext("One of {n} possible steps").format(n=len(names))
    return gettext(" or ").join(names) or state.name(language)


def turn_link(filing: Filing, turn: Possible) -> Link:
    """A confirmation that waits for the person, under its kind, with the page on which it is given."""
    if turn.kind is None:
        return Link(turn.act, reverse("portal:confirm", args=[filing.pk]))
    where = [filing.pk, turn.kind.value, turn.unit.key]
    if turn.about is None:
        return Link(str(turn.kind.label), reverse("portal:act", args=where))
    return Link(str(turn.kind.label), reverse("portal:act-about", args=[*where, turn.about.key]))


def _line(
    filing: Filing,
    name: str,
    lead: str,
    duty: Duty | None,
    published: Published | None,
    waiting: Iterable[Possible],
) -> Line:
    call, procedure, language = filing.case.call, procedure_of(filing.case.call), current_language()
    state = procedure.states[filing.case.state]
    drafting = state.stage == procedure.states[procedure.initial].stage
    due = published.window.last if drafting and published else duty.due if duty else None
    return Line(
        case=filing.pk,
        name=name or gettext("Filing without a name yet"),
        lead=lead,
        call=call.title,
        state=state.name(language),
        tone=tone_of(state, procedure.initial),
        step=next_step(filing, state),
        actor=procedure.roles[state.owner].name(language) if state.owner else "",
        due=None if state.final else due,
        late=bool(duty and duty.overdue) or bool(drafting and published and published.phase == "closed"),
        final=state.final,
        turns=tuple(turn_link(filing, turn) for turn in waiting),
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
