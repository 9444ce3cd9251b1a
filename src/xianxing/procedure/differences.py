"""Two procedures side by side: states, steps, acts, facts, numbers and limits, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xianxing.i18n import current_language, gettext
from xianxing.law.diff import Difference, Said, differences
from xianxing.law.words import compared, yes_no
from xianxing.procedure.model import (
    GIVEN,
    ActKind,
    Fact,
    ItemKind,
    Named,
    Particular,
    Procedure,
    ProcedureParameter,
    Role,
    State,
    Step,
)
from xianxing.procedure.reading import function_words
from xianxing.procedure.reading_places import group_name
from xianxing.procedure.subjects import SUBJECT_OF, SUBJECTS
from xianxing.procedure.words import called

SECTIONS = (
    "roles",
    "numbers",
    "clocks",
    "facts",
    "particulars",
    "items",
    "states",
    "acts",
    "steps",
    "documents",
    "lacks",
)

IN_ORDER = frozenset({"states", "steps"})  # as the text and the drawing show them
Rows = dict[str, dict[str, Said]]


def compare_procedures(first: Procedure, second: Procedure) -> tuple[Difference, ...]:
    """Everything in which the lives of a case differ, in the current language."""
    found: list[Difference] = []
    for section in SECTIONS:
        ours, theirs = _Words(first).section(section), _Words(second).section(section)
        titles = {
            key: str(row[gettext("name")]) for key, row in (theirs | ours).items() if gettext("name") in row
        }
        in_order = section in IN_ORDER
        found += differences(f"procedure.{section}", ours, theirs, titles, in_order=in_order)
    return tuple(found)


class _Words:
    """One procedure in the reader's language."""

    def __init__(self, procedure: Procedure) -> None:
        self.p, self.language = procedure, current_language()

    def section(self, section: str) -> Rows:
        """The rows of a section by id, each by aspect."""
        p = self.p
        rows: Mapping[str, Rows] = {
            "roles": {key: self._role(role) for key, role in p.roles.items()},
            "numbers": {key: self._number(one) for key, one in p.parameters.items()},
            "clocks": {
                key: {
                    gettext("name"): self._name(one),
                    gettext("number of the procedure"): self._names([one.parameter], p.parameters),
                    gettext("of each item"): self._names([one.item] if one.item else (), p.item_kinds),
                    gettext("as recorded"): self._names([one.given] if one.given else (), p.particulars),
                    gettext("what is added"): self._names([one.added] if one.added else (), p.facts),
                }
                for key, one in p.clocks.items()
            },
            "facts": {key: self._fact(fact) for key, fact in p.facts.items()},
            "particulars": {key: self._particular(one) for key, one in p.particulars.items()},
            "items": {key: self._item(kind) for key, kind in p.item_kinds.items()},
            "states": {key: self._state(state) for key, state in p.states.items()},
            "acts": {key: self._act(act) for key, act in p.acts.items()},
            "steps": {key: self._step(step) for key, step in p.steps.items()},
            "documents": {key: {gettext("name"): self._name(one)} for key, one in p.documents.items()},
            "lacks": {
                key: {
                    gettext("name"): self._lacked(key),
                    gettext("reason"): one.en if self.language == "en" else one.zh,
                }
                for key, one in p.lacks.items()
            },
        }
        return rows[section]

    def _name(self, named: Named) -> str:
        return named.name(self.language)

    def _all(self, ids: Iterable[str], known: Mapping[str, Named]) -> tuple[str, ...]:
        return tuple(self._name(known[one]) if one in known else one for one in ids)

    def _names(self, ids: Iterable[str], known: Mapping[str, Named]) -> str:
        return ", ".join(self._all(ids, known))

    def _lacked(self, key: str) -> str:
        """A subject by its name, the act or fact of a meaning by its word."""
        return self._name(SUBJECTS[key]) if key in SUBJECTS else self._meaning(key)

    def _meaning(self, means: str) -> str:
        """A meaning by the subject that it belongs to, in front of its own word."""
        subject = SUBJECT_OF.get(means)
        return f"{self._name(subject)}: {means}" if subject else means

    def _group(self, group: str) -> str:
        return group_name(self.p, group, self.language) if group else ""

    def _function(self, name: str, kind: str) -> str:
        return function_words(self.p, name, kind, self.language)

    def _clauses(self, ids: Iterable[str]) -> str:
        return ", ".join(self.p.clauses.get(one, one) for one in ids)

    def _role(self, role: Role) -> dict[str, Said]:
        return {
            gettext("name"): self._name(role),
            gettext("side"): called(role.side),
            gettext("of"): self._group(role.of),
        }

    def _number(self, one: ProcedureParameter) -> dict[str, Said]:
        return {
            gettext("name"): self._name(one),
            gettext("value"): _amounts(one),
            gettext("clause"): self._clauses(one.basis),
            gettext("practice"): yes_no(one.practice),
        }

    def _fact(self, fact: Fact) -> dict[str, Said]:
        return {
            gettext("name"): self._name(fact),
            gettext("means"): fact.means,
            gettext("kind"): called(fact.kind),
            gettext("values"): tuple(self.p.word(value, self.language) for value in fact.domain),
            gettext("items"): fact.items,
            gettext("set by"): self._all(fact.set_by, self.p.roles),
        }

    def _particular(self, one: Particular) -> dict[str, Said]:
        conditions = (
            f"{self._names([fact], self.p.facts)} = "
            + ", ".join(self.p.word(value, self.language) for value in values)
            for fact, values in one.when
        )
        return {
            gettext("name"): self._name(one),
            gettext("means"): one.means,
            gettext("kind"): called(one.kind),
            gettext("asked when"): "; ".join(conditions),
            gettext("optional"): yes_no(one.optional),
            gettext("ends"): self._names([one.until] if one.until else (), self.p.clocks),
            gettext("within"): self._names([one.within] if one.within else (), self.p.clocks),
            gettext("time limits begin then"): yes_no(one.begins),
        }

    def _item(self, kind: ItemKind) -> dict[str, Said]:
        return {
            gettext("name"): self._name(kind),
            gettext("stages"): tuple(self._name(stage) for stage in kind.stages.values()),
            gettext("closed in"): self._all(sorted(kind.ends), kind.stages),
            gettext("told by"): self._names([kind.fact] if kind.fact else (), self.p.facts),
        }

    def _state(self, state: State) -> dict[str, Said]:
        return {
            gettext("name"): self._name(state),
            gettext("stage"): called(state.stage),
            gettext("owner"): self._names([state.owner] if state.owner else (), self.p.roles),
            gettext("time limit"): self._names([state.clock] if state.clock else (), self.p.clocks),
            gettext("final"): yes_no(state.final),
        }

    def _act(self, act: ActKind) -> dict[str, Said]:
        return {
            gettext("name"): self._name(act),
            gettext("means"): act.means,
            gettext("side"): tuple(called(side) for side in act.by),
            gettext("decides"): yes_no(act.decides),
            gettext("named by the guide"): yes_no(act.named),
            gettext("duty"): yes_no(act.duty),
            gettext("possible in"): self._all(act.where, self.p.states),
        }

    def _step(self, step: Step) -> dict[str, Said]:
        p = self.p
        return {
            gettext("name"): self._name(step),
            gettext("act"): self._names([step.act], p.acts),
            gettext("actors"): self._all(step.actors, p.roles),
            gettext("from"): self._all(step.sources, p.states),
            gettext("to"): self._names([step.target] if step.target else (), p.states),
            gettext("guards"): tuple(self._function(one, "guard") for one in step.guards),
            gettext("effects"): tuple(self._function(one, "effect") for one in step.effects),
            gettext("asks"): self._all(step.asks, p.facts),
            gettext("particulars"): self._all(step.particulars, p.particulars),
            gettext("documents"): self._all(step.documents, p.documents),
            gettext("starts"): self._all(step.starts, p.clocks),
            gettext("lengthens"): self._all(step.lengthens, p.clocks),
            gettext("adds to"): self._all(step.prolongs, p.clocks),
            gettext("adds to those asked"): yes_no(step.invites),
            **self._about(step),
            gettext("second person"): yes_no(step.four_eyes),
            gettext("reason"): yes_no(step.reason),
            gettext("clause"): self._clauses(step.basis or step.serves),
            gettext("practice"): yes_no(step.practice),
        }

    def _about(self, step: Step) -> dict[str, Said]:
        kind = self.p.item_kinds.get(step.item)
        stages = kind.stages if kind else {}
        return {
            gettext("about one"): self._names([step.item] if step.item else (), self.p.item_kinds),
            gettext("item from"): self._all(step.item_from, stages),
            gettext("item to"): self._names([step.item_to] if step.item_to else (), stages),
        }


def _amounts(one: ProcedureParameter) -> str:
    """The number with its unit in the reader's words; each of several with its first day."""
    unit = called(one.unit)
    if one.unit == GIVEN:
        return unit
    amounts = [f"{value} {unit} ({since} – )" for since, value in one.values] or [f"{one.value} {unit}"]
    return f"{compared(one.comparator)} {'; '.join(amounts)}".strip()
