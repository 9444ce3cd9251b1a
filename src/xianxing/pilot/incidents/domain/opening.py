"""An institution tells of an incident, or of a drill: what happened, when, and which grade it proposes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.taking import Taken, take_step
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.incidents.domain.grading import ProposedGrade, grade_rows
from xianxing.pilot.incidents.domain.writing import locked_view, put_rows, words_of
from xianxing.pilot.incidents.models import Incident
from xianxing.pilot.incidents.permissions import SIGNS, reporter_in, role_of, signer_in
from xianxing.pilot.incidents.queries import incidents_of, items_without_account, started_at, step_meaning
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import ON_TRIAL, Means
from xianxing.procedure.runner import Actor
from xianxing.workdays.clocks import CHINA_TIME

LONGEST_TITLE = 100
MOST_CUSTOMERS = 2_000_000_000


@dataclass(frozen=True)
class IncidentAccount:
    """What was typed of an incident: a short name, what happened, systems, customers touched (None: unknown).

    `grades` hold the proposed grade by the version of each rule that is in force.
    """

    title: str
    account: str
    systems: str
    customers: int | None
    occurred_at: datetime | None
    discovered_at: datetime | None
    grades: Mapping[str, ProposedGrade]


@transaction.atomic
def report_incident(
    *, case: UUID, account: IncidentAccount, by: User, at: datetime, drill: bool = False, item: str = ""
) -> Incident:
    """Tell the working group of an incident of a trial (5.2.4); it takes the procedure's own step.

    By who signs for a pilot institution; a drill by any of its people, which takes no step and starts no
    clock. `item` is the number of an incident that was opened without an account. Refused, with all that is
    wrong: what happened before the start, was discovered before it happened, lies in the future, isn't
    graded under a rule in force; and outside of the trial, except for an item that is open.
    """
    view = locked_view(case, by, at)
    actor = _actor(view, drill=drill)
    occurred, discovered = _instants(view, account, at)
    title = words_of(account.title, needed=_("Give the incident a short name."))
    words = words_of(account.account, needed=_("Write down what happened."))
    systems = words_of(account.systems, needed=_("Name the systems that are concerned."))
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", _("The short name takes at most {limit} characters.").format(limit=LONGEST_TITLE)
        )
    number = Incident.objects.filter(case=view.case).count() + 1
    item = "" if drill else _item(view, item, words, actor, by, at)
    row = Incident.objects.create(
        case=view.case, number=number, item=item, unit=actor.unit, drill=drill, title=title, account=words,
        systems=systems, customers=account.customers, occurred_at=occurred, discovered_at=discovered,
        reported_by=by, reported_at=at,
    )  # fmt: skip
    grades: Sequence[object] = ()
    if not drill:
        grades = grade_rows(row, account.grades, by=by, at=at)
    put_rows(view, [row, *grades], role=role_of(actor), by=by, at=at)  # type: ignore[list-item]
    return row


def _actor(view: CaseView, *, drill: bool) -> Actor:
    actor = reporter_in(view) if drill else signer_in(view)
    if actor is None:
        raise Refused(
            "role",
            _("The people of the project's pilot institutions record drills.")
            if drill
            else _("Who signs for a pilot institution of the project reports an incident."),
        )
    state = view.procedure.states[view.state.state]
    if drill and (state.stage not in ON_TRIAL or state.final):
        raise Refused("not-running", _("The project isn't on trial; drills are recorded in the trial."))
    return actor


def _instants(view: CaseView, account: IncidentAccount, at: datetime) -> tuple[datetime, datetime]:
    """When it happened and was discovered; Refused with everything that is wrong with the figures."""
    problems = [("instants", text) for text in _wrong_instants(view, account, at)]
    if account.customers is not None and not 0 <= account.customers <= MOST_CUSTOMERS:
        problems.append(("customers", _("How many customers were touched is a whole number, such as 120.")))
    occurred, discovered = account.occurred_at, account.discovered_at
    if problems or occurred is None or discovered is None:
        raise Refused(problems[0][0], " ".join(text for _code, text in problems))
    return occurred, discovered


def _wrong_instants(view: CaseView, account: IncidentAccount, at: datetime) -> Iterator[str]:
    occurred, discovered, start = account.occurred_at, account.discovered_at, started_at(view)
    if occurred is None:
        yield _("Say when it happened: day and time.")
    if discovered is None:
        yield _("Say when it was discovered: day and time.")
    if occurred and occurred > at:
        yield _("It happened at an instant that is still to come; give one that is past.")
    if discovered and discovered > at:
        yield _("It was discovered at an instant that is still to come; give one that is past.")
    if occurred and discovered and discovered < occurred:
        yield _("It was discovered before it happened; mend one of the two instants.")
    if start is None:
        yield _("The project has not started; incidents are those of its trial.")
    elif occurred and occurred < start:
        moment = start.astimezone(CHINA_TIME)
        yield _("It happened before the trial began at {start}; it isn't an incident of the pilot.").format(
            start=f"{moment:%Y-%m-%d %H:%M}"
        )


def _item(view: CaseView, item: str, words: str, actor: Actor, by: User, at: datetime) -> str:
    """The number of the procedure's item: the one that is named and has no account, else of a new one."""
    if item:
        told = incidents_of(view.case.pk)
        found = next((one for one in items_without_account(view, told) if one.id == item), None)
        if found is None or found.unit not in ("", actor.unit):
            raise Refused("item", _("There is no open incident {item} without an account.").format(item=item))
        return item
    step = step_meaning(view.procedure, Means.FIND_INCIDENT)
    if step is None:
        raise Refused("no-step", _("The procedure of this guide has no step for incidents."))
    done = take_step(
        case=view.case.pk, step=step.id, entry=Entry(reason=words, unit=actor.unit, role=SIGNS),
        sequence=view.case.sequence, by=by, at=at,
    )  # fmt: skip
    if not isinstance(done, Taken):
        raise TypeError("an incident is reported by one person")
    return str(done.event.sequence)
