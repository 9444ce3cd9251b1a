"""Papers are made with the act that produces them, in its transaction; the act's event names each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.delegations.queries import name_behind
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.papers.models import CasePaper
from xianxing.pilot.papers.texts import paper_text
from xianxing.pilot.papers.values import ActSaid, PaperScene
from xianxing.pilot.protection.namings import NamedRow
from xianxing.procedure.events import JSON, ON_BEHALF_OF, SINCE, ProcedureEvent
from xianxing.procedure.runner import current


def make_papers(*, case: Case, store: CaseStore, event: ProcedureEvent, **_signal: object) -> list[NamedRow]:
    """Receiver of `recording`: a row for each document of the step of which papers are made here.

    None of an act by time, which names no rows, and of a case without a filing.
    """
    procedure = store.procedures(str(case.pk))[event.version]
    step = procedure.steps.get(event.step)
    if step is None or not step.documents:
        return []
    filing = Filing.objects.select_related("case__call").filter(pk=case.pk).first()
    if filing is None:
        return []
    scene = PaperScene.of(filing, procedure)
    stands = current(store, str(case.pk))
    act = ActSaid(
        step, case.state, event.at, event.unit, str(event.payload.get("reason", "")), said_with(event),
        _ends(event.payload), *_deputy(event), _since(event.payload), stands,
    )  # fmt: skip
    rows = []
    for kind in step.documents:
        text = paper_text(scene, act, kind, stands.members)
        if text is not None:
            made = CasePaper.objects.create(
                case=case, sequence=event.sequence, kind=kind, content=text.kept(), made_at=event.at
            )
            rows.append(NamedRow(made, place=True))
    return rows


def place_papers(*, case: Case, event: ProcedureEvent, **_signal: object) -> None:
    """Receiver of `performed`: the papers learn the place of their event in the log."""
    made = CasePaper.objects.filter(case=case, sequence=event.sequence, place__isnull=True)
    if made.exists():
        place = Event.objects.filter(case=case, sequence=event.sequence).values_list("place", flat=True).get()
        made.update(place=place)


def said_with(event: ProcedureEvent) -> dict[str, JSON]:
    """Answers and particulars as given: numbers and ticked lists rather than what follows of them."""
    particulars = event.payload.get("particulars")
    given = {name: event.payload.get(name, value) for name, value in event.answers.items()}
    return {**given, **(particulars if isinstance(particulars, dict) else {})}


def _deputy(event: ProcedureEvent) -> tuple[str, str]:
    """The names of the deputy and of the person acted for; two blanks of every other act."""
    delegator = name_behind(event.payload.get(ON_BEHALF_OF))
    return (name_behind(event.person), delegator) if delegator else ("", "")


def _since(payload: Mapping[str, JSON]) -> date | None:
    since = payload.get(SINCE)
    return date.fromisoformat(since) if isinstance(since, str) else None


def _ends(payload: Mapping[str, JSON]) -> dict[str, date]:
    until = payload.get("until")
    ends = until.items() if isinstance(until, dict) else ()
    return {clock: date.fromisoformat(day) for clock, day in ends if isinstance(day, str)}
