"""Where a package can go out, packages by what people call them, and CSRC's people of a role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.procedure.meanings import Stage
from xianxing.procedure.model import Procedure

BUREAU = "bureau"  # the side of CSRC's people in the procedure
BEFORE_TRIAL = frozenset((Stage.SELECTION, Stage.EVALUATION, Stage.NOTICE))
DIGEST = re.compile(r"[0-9a-f]{12,64}")


def states_of_csrc(procedure: Procedure) -> frozenset[str]:
    """Where CSRC must act, by the side of the state's owner in the guide's data, whatever it is called."""
    theirs = {role.id for role in procedure.roles.values() if role.side == BUREAU}
    return frozenset(state.id for state in procedure.states.values() if state.owner in theirs)


def with_csrc(view: CaseView) -> bool:
    """Whether the case stands where CSRC must act before the start: then a package can go out."""
    return goes_out_from(view.procedure, view.state.state)


def goes_out_from(procedure: Procedure, state: str) -> bool:
    """Whether a package can go out from a state: CSRC must act there, before the start."""
    return state in states_of_csrc(procedure) and procedure.states[state].stage in BEFORE_TRIAL


def newest_packages(cases: Iterable[UUID]) -> dict[UUID, str]:
    """The number of the newest package of each case that has one, in one query."""
    rows = TransmissionPackage.objects.filter(case__in=list(cases)).order_by("ordinal")
    return dict(rows.values_list("case", "number"))


def package_called(words: str) -> TransmissionPackage | None:
    """The package with this number, or with a digest that begins so (twelve characters at least)."""
    said = "".join(words.split())
    rows = TransmissionPackage.objects.select_related("case__call")
    found = rows.filter(number__iexact=said).first()
    if found is None and DIGEST.fullmatch(said.lower()):
        found = rows.filter(digest__startswith=said.lower()).first()
    return found
