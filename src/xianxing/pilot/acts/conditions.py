"""The conditions under which a project runs: of the panel, bureau and consultation (5.1.2, 5.1.3)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.models import Event
from xianxing.procedure.meanings import Means, ParticularMeans
from xianxing.procedure.model import Step

STATED = (ParticularMeans.CONDITION, ParticularMeans.CONSULTATION_CONDITIONS)


@dataclass(frozen=True)
class TrialCondition:
    """A condition of the trial: by which step it was set, in which event of the case, and its words."""

    step: Step
    sequence: int
    words: str


def conditions_of(view: CaseView) -> list[TrialCondition]:
    """The conditions set for the trial and those of the consultation, in order; none that was erased."""
    found = view.procedure.steps_meaning(Means.SET_TRIAL_CONDITION, Means.RECORD_CONSULTATION)
    steps = {step.id: step for step in found}
    rows = Event.objects.filter(case=view.case, step__in=steps, payload__isnull=False)
    conditions = []
    for event in rows.select_related("payload").order_by("sequence"):
        step, entered = steps[event.step], json.loads(bytes(event.payload.body)).get("payload", {})
        given = entered.get("particulars", {})
        names = [one.id for one in view.procedure.particulars_of(step) if one.means in STATED]
        conditions += [
            TrialCondition(step, event.sequence, str(given[name])) for name in names if given.get(name)
        ]
    return conditions
