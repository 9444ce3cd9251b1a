"""What a person enters with a step, and the payload that the procedure reads of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned, whole_number
from xianxing.procedure.events import JSON
from xianxing.procedure.model import Fact, Procedure, Step

LONGEST_REASON = 4_000


@dataclass(frozen=True)
class Entry:
    """What was entered: answers by fact, groups of members, static facts stated anew, reason, evidence.

    `unit` is the key of the unit acted for, "" for any; `role` the body for which staff enter its word;
    `behalf` the person whose deputy acts, "" for the own office first.
    """

    answers: Mapping[str, JSON] = field(default_factory=dict)
    members: Mapping[str, list[str]] = field(default_factory=dict)
    declares: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    evidence: tuple[UUID, ...] = ()
    unit: str = ""
    role: str = ""
    behalf: str = ""

    def kept(self) -> dict[str, Any]:
        """The entry as plain data, for a row that waits."""
        return {
            "answers": dict(self.answers), "members": dict(self.members), "declares": dict(self.declares),
            "reason": self.reason, "evidence": [str(one) for one in self.evidence], "unit": self.unit,
            "role": self.role, **({"behalf": self.behalf} if self.behalf else {}),
        }  # fmt: skip

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> Entry:
        """An entry from its plain data."""
        evidence = tuple(UUID(one) for one in kept["evidence"])
        return cls(**{**kept, "evidence": evidence})


def payload_of(
    procedure: Procedure, step: Step, entry: Entry, *, besides: frozenset[str] = frozenset()
) -> dict[str, JSON]:
    """The payload of a step, without its evidence; Refused for answers that the step doesn't ask for,
    and where it invites and nobody is named.

    What a checklist, number or choice must look like, the procedure itself says (`procedure/answers.py`). An
    item that the step is about is named under its kind, one of a pool under the pool's fact; where the step
    adds one and none is named, the caller does.
    `besides` are asks that the procedure doesn't know, for the caller to read.
    """
    about = step.item if step.item_from else ""
    pools = [fact for fact in (*step.adds, *step.removes) if named_by_item(procedure.facts[fact])]
    given = {name for name, fact in _asked(procedure, step).items() if not (fact.setting or fact.from_clock)}
    given |= set(step.particulars)
    unknown = sorted(set(entry.answers) - given - {*pools, about} - besides)
    if unknown:
        raise Refused(
            "answer",
            _("The step “{step}” doesn't ask for: {unknown}. It asks for: {asked}.").format(
                step=step.name(),
                unknown=", ".join(unknown),
                asked=", ".join(sorted({*given, *pools, about} - {""})) or "—",
            ),
        )
    said: dict[str, JSON] = {}
    for name, value in entry.answers.items():
        if name in (*pools, about):
            said["item"] = str(value)
        elif name in step.asks:
            said[name] = _ticked(procedure.facts[name], value)
    particulars = {name: entry.answers[name] for name in step.particulars if name in entry.answers}
    if particulars:
        said["particulars"] = particulars
    if step.invites and not any(entry.members.values()):
        raise Refused("members", _("Name at least one whom to ask, one a line."))
    if entry.members:
        said["members"] = {group: list(names) for group, names in entry.members.items()}
    if entry.declares:
        said["declares"] = dict(entry.declares)
    reason = cleaned(entry.reason)
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", _("A reason takes at most {limit} characters.").format(limit=LONGEST_REASON))
    if reason:
        said["reason"] = reason
    return said


def named_by_item(fact: Fact) -> bool:
    """Whether what counts is named with the act: an item of a list, or a member for whom others enter."""
    return fact.kind == "pool" or fact.by_item


def _asked(procedure: Procedure, step: Step) -> dict[str, Fact]:
    return {name: procedure.facts[name] for name in step.asks}


def _ticked(fact: Fact, value: JSON) -> JSON:
    """A checklist as the procedure reads it; it may also be given as the list of the ticked items."""
    if fact.items and isinstance(value, list):
        return {item: item in value for item in fact.items}
    if fact.threshold and isinstance(value, str):
        return whole_number(value, value)
    return value
