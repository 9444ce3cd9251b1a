"""The limbs of fault tolerance as the guide's data have them (6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xianxing.law.dated import NoValueError
from xianxing.law.text import Text
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.workdays.clocks import day_of

TOLERANCE = "6.2"  # of the reference guide


@dataclass(frozen=True)
class ToleranceLimb:
    """One limb: of those with the same group one is enough, and of every group one is needed."""

    id: str
    label: Text
    group: str
    group_label: Text


def limbs_of(view: CaseView) -> list[ToleranceLimb]:
    """The limbs by the guide of the case, in its order; none where none of its clauses is on fault tolerance.

    They are the guide's own parameters under that clause; the value names the group.
    """
    own = view.procedure.cite(TOLERANCE)
    return _limbs(view, own, day_of(view.at)) if own else []


def groups_of(limbs: Sequence[ToleranceLimb]) -> Mapping[str, list[ToleranceLimb]]:
    """The limbs by their groups."""
    found: dict[str, list[ToleranceLimb]] = {}
    for limb in limbs:
        found.setdefault(limb.group, []).append(limb)
    return found


def _limbs(view: CaseView, clause: str, day: date) -> list[ToleranceLimb]:
    found = []
    for parameter in guide_of(view.case.call).parameters.values():
        if parameter.clause != clause or parameter.open:
            continue
        try:
            value = parameter.on(day)
        except NoValueError:
            continue
        found.append(ToleranceLimb(parameter.key, parameter.label, str(value.value), value.name))
    return found
