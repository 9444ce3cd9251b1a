"""What happened in a case, as far as the working group may know: its filed bodies, and all since the filing.

How the units worked on a draft, before filing or in a correction, is theirs: those acts are left out here
and their contents are withheld from the dossier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xianxing.desks.desk.clauses import ClauseMark, MarksOfPage
from xianxing.desks.desk.deputies import deputed_words
from xianxing.i18n import current_language
from xianxing.pilot.calls.pinned import guide_of, procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.models import Attestation, Body
from xianxing.pilot.messages.domain.delivery import table
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Procedure

OURS = frozenset({"authority", "bureau", "expert", "public", "time"})
DRAFTING_ACTS = (Means.FREEZE, Means.FREEZE_CORRECTION, Means.EDIT)
SECRETARIAT = "secretariat"


@dataclass(frozen=True)
class PastAct:
    """An act that the group may know of; `deputed` says who acted for whom, where a deputy did."""

    sequence: int
    place: int
    at: datetime
    step: str
    role: str
    marks: tuple[ClauseMark, ...]
    practice: bool
    deputed: str


def timeline(case: Case) -> list[PastAct]:
    """The acts since the first filing, the oldest first; reviews and consents stand with the attestations."""
    procedure, guide, language = procedure_of(case.call), guide_of(case.call), current_language()
    drafting, found, page = _draft_states(procedure), [], MarksOfPage()
    for event in Event.objects.filter(case=case).defer("skeleton", "blind", "hashes").order_by("sequence"):
        step = procedure.steps.get(event.step)
        if step is None or (event.target_state in drafting and not _ours(procedure, event)):
            continue
        if procedure.states[event.target_state].stage == procedure.states[procedure.initial].stage:
            continue  # the window closed or was extended over a draft
        role = procedure.roles.get(event.role)
        found.append(
            PastAct(
                event.sequence, event.place, event.at, step.name(language),
                role.name(language) if role else "", page.of(guide, step.basis or step.serves), step.practice,
                deputed_words(event),
            )
        )  # fmt: skip
    return found


def withheld(case: Case) -> list[int]:
    """The numbers of the events whose contents the group's copy of the dossier leaves out."""
    procedure = procedure_of(case.call)
    drafting = _draft_states(procedure)
    filed = Body.objects.filter(filing=case.pk, filed_at__isnull=False)
    told = Attestation.objects.filter(body__in=filed, lapsed_at__isnull=True, refused=False)
    places = set(told.values_list("event_place", flat=True))
    rows = Event.objects.filter(case=case).defer("skeleton", "blind", "hashes").order_by("sequence")
    return [
        event.sequence
        for event in rows
        if event.target_state in drafting and not _ours(procedure, event) and event.place not in places
    ]


def _ours(procedure: Procedure, event: Event) -> bool:
    """Whether the act was ours, or is one that the secretariat is told of, such as a withdrawal."""
    role, step = procedure.roles.get(event.role), procedure.steps.get(event.step)
    told = table().tells.get(procedure.meaning(step.act), ()) if step else ()
    return (role is not None and role.side in OURS) or SECRETARIAT in told


def _draft_states(procedure: Procedure) -> frozenset[str]:
    """Where units write or confirm: the first state, and where freezing and editing lead."""
    leading = {step.target for step in procedure.steps_meaning(*DRAFTING_ACTS)}
    return frozenset({procedure.initial} | leading)
