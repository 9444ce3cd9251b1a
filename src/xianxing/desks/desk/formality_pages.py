"""The formality check of a filed filing: a work list that the clerk judges line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xianxing.desks.accounts.gate import acting
from xianxing.desks.audience import audience
from xianxing.desks.desk import rows
from xianxing.desks.desk.clauses import ClauseMark, marks
from xianxing.desks.desk.filing_pages import access_body
from xianxing.desks.desk.rooms import links
from xianxing.desks.look.context import Link
from xianxing.desks.look.tags import tone
from xianxing.desks.public.filed_findings import names_of
from xianxing.desks.public.places import ResultPlace, place
from xianxing.i18n import current_language, gettext
from xianxing.law import Guide
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.domain.judgement import (
    Judgement,
    add_line,
    keep_judgements,
    places,
    remove_line,
)
from xianxing.pilot.casework.models import Decision
from xianxing.pilot.casework.permissions import may_check, steps_of_check
from xianxing.pilot.casework.work_list import WorkLine, work_list
from xianxing.pilot.clock import now
from xianxing.pilot.filings.models import Body
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step

NEW = ("location", "clause", "words", "remedy")


@dataclass(frozen=True)
class LineCard:
    """A line with its place and clause, and what stands in its inputs; `problem` says why that isn't kept."""

    line: WorkLine
    place: ResultPlace
    marks: tuple[ClauseMark, ...]
    message: str
    explanation: str
    tone: str
    choices: tuple[tuple[str, str], ...]
    decision: str
    reason: str
    remedy: str
    problem: str


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The list; POST keeps what was judged, and then adds a line, takes one off, or nothing more.

    What isn't in order stays typed beside what is wrong with it; everything else is kept.
    """
    user, at = acting(request), now()
    body, view = access_body(user, filing), case_to_read(filing, user, at=at)
    problems: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        try:
            problems = keep_judgements(case=filing, said=_judgements(request.POST), by=user, at=at)
            _further(request.POST, filing, user)
            if not problems:
                return redirect(f"{request.path}?done=1")
        except Refused as refused:
            problem = refused.message
    found = work_list(body)
    cards = _cards(found.lines, body, request.POST, problems)
    asked = len(found.decided(Decision.ASK))
    context = {
        **_about(request, body, view),
        "found": found, "cards": cards, "ends": _ends(view, asked),
        "settled": [(one, label_of(one.location, body)) for one in found.settled],
        "kept": _cards(found.kept, body, QueryDict(), {}), "asked": asked,
        "problem": problem, "problems": problems, "done": "done" in request.GET,
        "typed": {name: request.POST.get(name, "") for name in NEW} if problem else {},
    }  # fmt: skip
    return render(request, "desk/formality.html", context, status=422 if problem or problems else 200)


def _about(request: HttpRequest, body: Body, view: CaseView) -> dict[str, object]:
    """What the page shows whatever was sent: whose check it is, how it ends, what can be chosen."""
    guide = guide_of(body.filing.case.call)
    row = rows.row(body, at=view.at, people={})
    checks = may_check(view)
    home = reverse("desk:filing", args=[body.filing_id])
    return {
        "row": row,
        "checks": checks,
        "links": links(request),
        "rounds": _rounds(view),
        "clauses": [(clause.id, clause.display) for clause in guide.clauses.values()],
        "places": [(one, label_of(one, body)) for one in places(body)] if checks else [],
        "crumbs": [
            Link(gettext("Desk"), reverse("desk:home")),
            Link(row.project, home),
            Link(gettext("Formality check"), request.path),
        ],
    }


def _ends(view: CaseView, asked: int) -> list[tuple[Step, str, bool]]:
    """The steps that end the check with their names; True for the one that the list leads to as it stands."""
    found = []
    for step in steps_of_check(view) if may_check(view) else ():
        requests = view.procedure.meaning(step.act) == Means.REQUEST_CORRECTION
        found.append((step, step.name(current_language()), requests == bool(asked)))
    return found


def _rounds(view: CaseView) -> tuple[int, int] | None:
    """Rounds of correction used and at most, by the procedure; None where it counts none."""
    fact = view.procedure.fact_meaning(FactMeans.CORRECTIONS)
    if fact is None:
        return None
    most = max((value for value in fact.domain if isinstance(value, int)), default=0)
    return int(str(view.state.facts.get(fact.id, 0))), most


def _judgements(sent: QueryDict) -> dict[str, Judgement]:
    """What was sent of each line, by its key."""
    keys = [name.partition(".")[2] for name in sent if name.startswith("remedy.")]
    return {
        key: Judgement(
            sent.get(f"decision.{key}", ""), sent.get(f"reason.{key}", ""), sent.get(f"remedy.{key}", "")
        )
        for key in keys
    }


def _further(sent: QueryDict, case: UUID, user: User) -> None:
    """What a button asks besides keeping: a line more, or one less."""
    if "add" in sent:
        add_line(case=case, **{name: sent.get(name, "") for name in NEW}, by=user, at=now())
    elif "remove" in sent:
        remove_line(case=case, key=sent.get("remove", ""), by=user, at=now())


def _cards(
    lines: tuple[WorkLine, ...], body: Body, sent: QueryDict, problems: Mapping[str, str]
) -> list[LineCard]:
    """The lines as cards, by their places in the filing."""
    guide, names = guide_of(body.filing.case.call), names_of(body)
    cards = [_card(line, guide, names, sent, problems) for line in lines]
    return sorted(
        cards, key=lambda card: (card.line.said is not None and not card.line.rule, card.place.rank)
    )


def _card(
    line: WorkLine, guide: Guide, names: Mapping[str, str], sent: QueryDict, problems: Mapping[str, str]
) -> LineCard:
    said, finding = line.said, line.finding or {}
    look = str(finding.get("severity") if line.must and finding else finding.get("result", "correction"))
    choices = [(Decision.ASK, gettext("Ask for it")), (Decision.OVERRULE, gettext("Overrule the finding"))]
    if line.before is not None:
        choices.insert(0, (Decision.SETTLE, gettext("Settled")))
    typed = sent if line.key in problems else QueryDict()
    return LineCard(
        line, place(line.location, guide, names), marks(guide, (line.clause,)),
        str(finding.get("message", line.words)), str(finding.get("explanation", "")), tone(look),
        tuple((str(value), label) for value, label in choices),
        typed.get(f"decision.{line.key}", said.decision if said else ""),
        typed.get(f"reason.{line.key}", said.reason if said else ""),
        typed.get(f"remedy.{line.key}", line.remedy), problems.get(line.key, ""),
    )  # fmt: skip


def label_of(location: str, body: Body) -> str:
    """A place in words, with the spot inside it."""
    found = place(location, guide_of(body.filing.case.call), names_of(body))
    return " · ".join(filter(None, (found.label, found.spot)))
