"""The procedure's own steps that inspections end in, found by what their acts mean."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xianxing.pilot.acts.offers import offers
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


def step_offered(view: CaseView, means: Means) -> str:
    """The step with this meaning that is open to the person now; "" where there is none."""
    return next((o.step.id for o in offers(view) if view.procedure.meaning(o.step.act) == means), "")


def step_open(view: CaseView, means: Means) -> str:
    """As `step_offered`; Refused where the procedure doesn't let the person take one now."""
    step = step_offered(view, means)
    if not step:
        named = next((one.name() for one in view.procedure.steps_meaning(means)), means)
        raise Refused("step", _("“{step}” can't be taken here now.").format(step=named))
    return step
