"""What can be delegated, read from the procedures that calls are pinned to: offices, and kinds of steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.procedure.model import Procedure


@dataclass(frozen=True)
class Delegable:
    """The offices and kinds of steps by their ids, with what people call them."""

    roles: dict[str, str]
    means: dict[str, str]


def delegable(roles: Collection[str], language: str) -> Delegable:
    """The names of these roles, and the kinds of steps that belong to them, in every call here.

    A kind is known by what its act means; acts that mean nothing go along with the whole office only.
    """
    found = Delegable({}, {})
    for procedure in _procedures():
        for role in roles:
            if role in procedure.roles:
                found.roles.setdefault(role, procedure.roles[role].name(language))
        for step in procedure.steps.values():
            means = procedure.meaning(step.act)
            if means and set(roles) & {*step.actors, *step.entered_by}:
                found.means.setdefault(means, procedure.acts[step.act].name(language))
    return found


def _procedures() -> Iterator[Procedure]:
    """Each pinned procedure once, of the latest call first."""
    seen = set[str]()
    for call in Call.objects.select_related("guide").order_by("-published_at", "-pk"):
        if call.guide_id not in seen:
            seen.add(call.guide_id)
            yield procedure_of(call)
