"""The risk assessment sheet of a filed filing: topic by topic, with the places in the filing it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import bodies, rows
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.desk.filing_pages import access_body
from xianxing.desks.desk.formality_pages import label_of
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.domain.judgement import places
from xianxing.pilot.casework.domain.risks import Assessment, keep_assessments, notes_of, wanting
from xianxing.pilot.casework.models import RiskLevel, RiskNote
from xianxing.pilot.casework.permissions import may_assess, steps_of_assessment
from xianxing.pilot.casework.risk_topics import RiskTopic, parts, topics
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Body
from xianxing.pilot.refusal import Refused

SHOWN_PLACES = ("content.", "material[")


@dataclass(frozen=True)
class TopicCard:
    """A topic with its clauses and what stands in its inputs; `open` says that something is wanting."""

    topic: RiskTopic
    name: str
    marks: tuple[ClauseMark, ...]
    level: str
    finding: str
    precautions: str
    places: frozenset[str]
    problem: str
    open: bool


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The sheet; POST keeps it as far as it is filled in. What isn't in order stays typed."""
    user, at = acting(request), now()
    body, view = access_body(user, filing), case_to_read(filing, user, at=at)
    problems: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        try:
            problems = keep_assessments(case=filing, said=_sent(request.POST), by=user, at=at)
            if not problems:
                return redirect(f"{request.path}?done=1")
        except Refused as refused:
            problem = refused.message
    sent = request.POST if problem or problems else None
    assesses = may_assess(view)
    context = {
        **_about(request, body, view, assesses=assesses),
        "parts": _parts(body, view, sent, problems),
        "problem": problem, "problems": problems, "done": "done" in request.GET,
    }  # fmt: skip
    return render(request, "desk/risks.html", context, status=422 if problem or problems else 200)


def _about(request: HttpRequest, body: Body, view: CaseView, *, assesses: bool) -> dict[str, object]:
    row = rows.row(body, at=view.at, people={})
    home = reverse("desk:filing", args=[body.filing_id])
    return {
        "row": row,
        "assesses": assesses,
        "links": links(request),
        "levels": RiskLevel.choices,
        "places": [(one, label_of(one, body)) for one in places(body) if one.startswith(SHOWN_PLACES)],
        "files": bodies.files_of(body),
        "ends": [(step, step.name(current_language())) for step in steps_of_assessment(view)]
        if assesses
        else [],
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(row.project, home),
            Link(gettext("Risk assessment"), request.path),
        ],
    }


def _parts(
    body: Body, view: CaseView, sent: QueryDict | None, problems: dict[str, str]
) -> list[tuple[str, list[TopicCard]]]:
    """The parts of the sheet with their topics."""
    notes, language = notes_of(body), current_language()
    left = wanting(notes)
    found = []
    for part, names in parts().items():
        cards = [
            _card(topic, body, view, notes.get(topic.id), sent, problems.get(topic.id, ""), topic.id in left)
            for topic in topics()
            if topic.part == part
        ]
        found.append((names["en" if language == "en" else "zh"], cards))
    return found


def _card(
    topic: RiskTopic,
    body: Body,
    view: CaseView,
    note: RiskNote | None,
    sent: QueryDict | None,
    problem: str,
    is_open: bool,
) -> TopicCard:
    cited = [view.procedure.cite(clause) for clause in topic.serves]
    clauses = marks(guide_of(body.filing.case.call), [clause for clause in cited if clause])
    held = _one(sent, topic.id) if sent is not None else Assessment()
    if sent is None and note is not None:
        held = Assessment(note.level, note.finding, note.precautions, tuple(note.places))
    return TopicCard(
        topic, topic.name(current_language()), clauses, held.level, held.finding, held.precautions,
        frozenset(held.places), problem, is_open,
    )  # fmt: skip


def _sent(sent: QueryDict) -> dict[str, Assessment]:
    return {topic.id: _one(sent, topic.id) for topic in topics() if f"finding.{topic.id}" in sent}


def _one(sent: QueryDict, topic: str) -> Assessment:
    return Assessment(
        sent.get(f"level.{topic}", ""), sent.get(f"finding.{topic}", ""),
        sent.get(f"precautions.{topic}", ""),
        tuple(sent.getlist(f"places.{topic}")),
    )  # fmt: skip
