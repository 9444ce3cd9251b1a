"""Two procedures side by side: states, steps, acts, facts, numbers and limits, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xianxing.i18n import current_language, gettext
from xianxing.law.diff import Described, Difference, differences
from xianxing.law.words import yes_no
from xianxing.procedure.model import (
    ActKind,
    Fact,
    Named,
    Particular,
    Procedure,
    ProcedureParameter,
    Role,
    State,
    Step,
)

SECTIONS = (
    "roles",
    "numbers",
    "clocks",
    "facts",
    "particulars",
    "states",
    "acts",
    "steps",
    "documents",
    "lacks",
)


def compare_procedures(first: Procedure, second: Procedure) -> tuple[Difference, ...]:
    """Everything in which the lives of a case differ, in the current language."""
    found: list[Difference] = []
    for section in SECTIONS:
        ours, theirs = _Words(first).section(section), _Words(second).section(section)
        found += differences(f"procedure.{section}", ours, theirs)
    return tuple(found)


class _Words:
    """One procedure in the reader's language."""

    def __init__(self, procedure: Procedure) -> None:
        self.p, self.language = procedure, current_language()

    def section(self, section: str) -> Described:
        """The rows of a section by id, each by aspect."""
        p = self.p
        rows: Mapping[str, Described] = {
            "roles": {key: self._role(role) for key, role in p.roles.items()},
            "numbers": {key: self._number(one) for key, one in p.parameters.items()},
            "clocks": {
                key: {gettext("name"): self._name(one), gettext("number of the procedure"): one.parameter}
                for key, one in p.clocks.items()
            },
            "facts": {key: self._fact(fact) for key, fact in p.facts.items()},
            "particulars": {key: self._particular(one) for key, one in p.particulars.items()},
            "states": {key: self._state(state) for key, state in p.states.items()},
            "acts": {key: self._act(act) for key, act in p.acts.items()},
            "steps": {key: self._step(step) for key, step in p.steps.items()},
            "documents": {key: {gettext("name"): self._name(one)} for key, one in p.documents.items()},
            "lacks": {
                key: {gettext("reason"): one.en if self.language == "en" else one.zh}
                for key, one in p.lacks.items()
            },
        }
        return rows[section]

    def _name(self, named: Named) -> str:
        return named.name(self.language)

    def _names(self, ids: Iterable[str], known: Mapping[str, Named]) -> str:
        return ", ".join(self._name(known[one]) if one in known else one for one in ids)

    def _clauses(self, ids: Iterable[str]) -> str:
        return ", ".join(self.p.clauses.get(one, one) for one in ids)

    def _role(self, role: Role) -> dict[str, str]:
        return {gettext("name"): self._name(role), gettext("side"): role.side, gettext("of"): role.of}

    def _number(self, one: ProcedureParameter) -> dict[str, str]:
        return {
            gettext("name"): self._name(one),
            gettext("value"): f"{one.comparator} {one.value} {one.unit}".strip(),
            gettext("clause"): self._clauses(one.basis),
            gettext("practice"): yes_no(one.practice),
        }

    def _fact(self, fact: Fact) -> dict[str, str]:
        return {
            gettext("name"): self._name(fact),
            gettext("means"): fact.means,
            gettext("kind"): fact.kind,
            gettext("values"): ", ".join(self.p.word(value, self.language) for value in fact.domain),
            gettext("items"): ", ".join(fact.items),
            gettext("set by"): self._names(fact.set_by, self.p.roles),
        }

    def _particular(self, one: Particular) -> dict[str, str]:
        conditions = (
            f"{self._names([fact], self.p.facts)} = "
            + ", ".join(self.p.word(value, self.language) for value in values)
            for fact, values in one.when
        )
        return {
            gettext("name"): self._name(one),
            gettext("means"): one.means,
            gettext("kind"): one.kind,
            gettext("asked when"): "; ".join(conditions),
            gettext("optional"): yes_no(one.optional),
            gettext("ends"): self._names([one.until] if one.until else (), self.p.clocks),
            gettext("within"): self._names([one.within] if one.within else (), self.p.clocks),
        }

    def _state(self, state: State) -> dict[str, str]:
        return {
            gettext("name"): self._name(state),
            gettext("stage"): state.stage,
            gettext("owner"): self._names([state.owner] if state.owner else (), self.p.roles),
            gettext("time limit"): self._names([state.clock] if state.clock else (), self.p.clocks),
            gettext("final"): yes_no(state.final),
        }

    def _act(self, act: ActKind) -> dict[str, str]:
        return {
            gettext("name"): self._name(act),
            gettext("means"): act.means,
            gettext("side"): ", ".join(act.by),
            gettext("decides"): yes_no(act.decides),
            gettext("named by the guide"): yes_no(act.named),
            gettext("duty"): yes_no(act.duty),
            gettext("possible in"): self._names(act.where, self.p.states),
        }

    def _step(self, step: Step) -> dict[str, str]:
        p = self.p
        return {
            gettext("name"): self._name(step),
            gettext("act"): step.act,
            gettext("actors"): self._names(step.actors, p.roles),
            gettext("from"): self._names(step.sources, p.states),
            gettext("to"): self._names([step.target] if step.target else (), p.states),
            gettext("guards"): ", ".join(step.guards),
            gettext("effects"): ", ".join(step.effects),
            gettext("asks"): self._names(step.asks, p.facts),
            gettext("particulars"): self._names(step.particulars, p.particulars),
            gettext("documents"): self._names(step.documents, p.documents),
            gettext("starts"): self._names(step.starts, p.clocks),
            gettext("lengthens"): self._names(step.lengthens, p.clocks),
            gettext("second person"): yes_no(step.four_eyes),
            gettext("reason"): yes_no(step.reason),
            gettext("clause"): self._clauses(step.basis or step.serves),
            gettext("practice"): yes_no(step.practice),
        }
