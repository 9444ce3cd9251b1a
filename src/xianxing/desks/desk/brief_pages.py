"""One page about a case for the head of the group: facts, state, findings, opinions, what is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.desk.comparison import compared
from xianxing.desks.desk.filing_pages import access_body
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import DEFAULT_LANGUAGE, current_language, gettext
from xianxing.law import Result
from xianxing.pilot.acts.models import PendingAct, PendingState
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.domain.correspondence import correspondence
from xianxing.pilot.casework.domain.risks import notes_of
from xianxing.pilot.casework.models import CaseHandler, RiskLevel
from xianxing.pilot.casework.risk_topics import topics
from xianxing.pilot.casework.summary_table import summary_columns
from xianxing.pilot.clock import now
from xianxing.pilot.experts.practice import practice_of
from xianxing.pilot.experts.summary import OpinionSummary, summary_of
from xianxing.pilot.filings.check.filed_findings import findings_as_filed
from xianxing.pilot.filings.models import Body
from xianxing.pilot.messages.recipients import STAFF
from xianxing.pilot.notices.domain.reading import tallies_of
from xianxing.pilot.parties.enums import StaffRole
from xianxing.procedure.next_steps import decisions_of
from xianxing.procedure.runner import Actor, open_steps
from xianxing.workdays.clocks import day_of

MOST_FINDINGS, MOST_RISKS, MOST_ENTRIES = 6, 6, 3
GRAVE = (RiskLevel.HIGH.value, RiskLevel.MEDIUM.value)
LEFT_OUT = frozenset(("number", "project", "state", "due", "findings", "opinions", "overview"))
NOBODY = "0"


@dataclass(frozen=True)
class AskedOfHead:
    """A step that the head can take now, with its clauses.

    `due`: the case waits for the head; `waits`: it was entered and wants a second person.
    """

    name: str
    due: bool
    marks: tuple[ClauseMark, ...]
    practice: bool
    waits: bool


@audience("staff")
@require_safe
def show(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The page; what doesn't fit on it is counted, and stands in the case."""
    user, at = acting(request), now()
    body, view = access_body(user, filing), case_to_read(filing, user, at=at)
    columns = summary_columns()
    (one,) = compared([body], columns, at=at, official=current_language() == DEFAULT_LANGUAGE)
    said = dict(zip([column.id for column in columns], one.words, strict=True))
    unmet, steps = _unmet(body), _asked(view)
    handler = CaseHandler.objects.filter(case=filing).select_related("user").first()
    came = correspondence(user, at=at).filter(case=filing, struck_at__isnull=True)
    context = {
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(one.row.project, reverse("desk:filing", args=[filing])),
            Link(gettext("Brief for the head"), request.path),
        ],
        "links": links(request),
        "row": one.row,
        "at": at,
        "handler": handler.user.name if handler else "",
        "facts": [
            (column.name(current_language()), said[column.id])
            for column in columns
            if column.id not in LEFT_OUT and said[column.id]
        ],
        "overview": said.get("overview", ""),
        "findings": said["findings"],
        "unmet": unmet[:MOST_FINDINGS],
        "more_unmet": max(0, len(unmet) - MOST_FINDINGS),
        "risks": _risks(body),
        "summary": _opinions(view, at),
        "public": tallies_of(view.case),
        "came": list(came[:MOST_ENTRIES]),
        "asked": [step for step in steps if step.due or step.waits],
        "may": [step for step in steps if not (step.due or step.waits)],
    }
    return render(request, "desk/brief.html", context)


def _asked(view: CaseView) -> list[AskedOfHead]:
    """What is open now to whoever heads the group, and what waits for the head as a second person."""
    heads = frozenset(role for role, kind in STAFF.items() if kind is StaffRole.GROUP_HEAD)
    guide = guide_of(view.case.call)
    waiting = set(
        PendingAct.objects.filter(case=view.case, state=PendingState.WAITING).values_list("step", flat=True)
    )
    duties = set(view.case.duties.values_list("role", flat=True))
    decisions = {one.id for one in decisions_of(view.procedure, view.state.state)}
    open_now = [step.id for step in open_steps(view.procedure, view.state, Actor(NOBODY, heads))]
    found = []
    for step in view.procedure.steps.values():
        waits = step.id in waiting and bool(heads & {*step.actors, *step.entered_by})
        if step.id in open_now or waits:
            name = step.name(current_language())
            due = bool(heads & {*step.actors}) and (bool(heads & duties) or step.id in decisions)
            found.append(
                AskedOfHead(name, due, marks(guide, step.basis or step.serves), step.practice, waits)
            )
    return found


def _unmet(body: Body) -> list[str]:
    """The rules that the filing didn't meet, each sentence once."""
    filed = findings_as_filed(body)
    entries = filed.report[current_language()] if filed else []
    said = [str(entry["message"]) for entry in entries if entry["result"] == Result.UNMET.value]
    return list(dict.fromkeys(said))


def _risks(body: Body) -> dict[str, object]:
    """How many topics of the risk sheet have which level, and the grave ones by name."""
    notes = notes_of(body)
    levels = Counter(note.get_level_display() for note in notes.values() if note.level)
    grave = [
        (topic.name(current_language()), notes[topic.id])
        for topic in topics()
        if topic.id in notes and notes[topic.id].level in GRAVE
    ]
    return {"levels": list(levels.items()), "grave": grave[:MOST_RISKS]}


def _opinions(view: CaseView, at: datetime) -> OpinionSummary:
    """What the experts wrote, where it was revealed: empty while it is sealed."""
    return summary_of(view.case, practice_of(guide_of(view.case.call), day_of(at)))
