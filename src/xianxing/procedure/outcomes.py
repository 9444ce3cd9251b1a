"""What a step can do to the facts: the one meaning shared by the search and the runner.

A step asks its answers, then its guards look at facts and answers; if all hold, members are added to tallies
or removed, and the effects change facts. The search tries every answer and every way a tally can turn out;
the runner knows the answers and counts the members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from xianxing.procedure.model import Fact, Facts, Procedure, Step, Value
from xianxing.procedure.registry import MOST, Effect, Guard, find_effect, find_guard

Answers = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class StepOutcome:
    """One way a step can go: the answers given and the facts that change."""

    answers: Answers
    changes: tuple[tuple[str, Value], ...]
    acted: tuple[tuple[str, Value], ...]
    """How each tally or pool that the step touched turned out, changed or not."""


@dataclass(frozen=True)
class Compiled:
    """A step with its functions looked up and the facts it reads and writes."""

    step: Step
    guards: tuple[Guard, ...]
    effects: tuple[Effect, ...]
    asked: tuple[Fact, ...]
    reads: tuple[str, ...]
    bounds: Mapping[str, Value]
    tallies: frozenset[str]
    opened: str = ""
    closed: str = ""
    """The pool in which the step opens or closes an item, "" for none."""

    @property
    def kills(self) -> frozenset[str]:
        """The facts that the step overwrites whatever they were, if need be with what is answered."""
        asked = {fact.id for fact in self.asked}
        sure = (effect for effect in self.effects if set(effect.reads) <= asked)
        pools = frozenset([*self.step.adds, *filter(None, (self.opened,))]) - self.tallies
        return pools | frozenset(fact for effect in sure for fact in effect.writes)

    def refusals(self, facts: Facts) -> tuple[Guard, ...]:
        """The guards that don't hold for these facts (answers included)."""
        view = {**self.bounds, **facts}
        return tuple(guard for guard in self.guards if not guard.holds(view))

    def changes(self, facts: Facts) -> dict[str, Value]:
        """What the effects change, one after the other."""
        view, changed = {**self.bounds, **facts}, dict[str, Value]()
        for effect in self.effects:
            new = effect.changes(view)
            changed.update(new)
            view.update(new)
        return changed

    def outcomes(self, facts: Facts) -> Iterator[StepOutcome]:
        """Every way the step can go from these facts; nothing when it can't be taken."""
        for values in product(*(fact.domain for fact in self.asked)):
            answers = dict(zip((fact.id for fact in self.asked), values, strict=True))
            if self.refusals({**facts, **answers}):
                continue
            for acted in self._members(facts):
                changes = {**acted, **self.changes({**facts, **answers, **acted})}
                yield StepOutcome(tuple(answers.items()), tuple(changes.items()), tuple(acted.items()))

    def _members(self, facts: Facts) -> Iterator[dict[str, Value]]:
        ways: list[list[tuple[str, Value]]] = []
        if self.opened:
            ways.append([(self.opened, "some")])
        if self.closed:
            ways.append([(self.closed, "none"), (self.closed, "some")])
        for fact in self.step.adds:
            after = after_adding(facts[fact]) if fact in self.tallies else ("some",)
            ways.append([(fact, value) for value in after])
        for fact in self.step.removes:
            if facts[fact] == "none":
                return
            after = ("short",) if fact in self.tallies else ("none", "some")
            ways.append([(fact, value) for value in after])
        for way in product(*ways):
            yield dict(way)


def after_adding(now: Value) -> tuple[Value, ...]:
    """How a tally can stand after one more: it may be full now."""
    return ("all",) if now == "all" else ("short", "all")


def is_spent(procedure: Procedure, step: Step, facts: Facts) -> bool:
    """Whether a step that leaves the case where it is would only put on record what stands there already.

    So it is where everything that it writes is a fact that an act has set, which it would leave as it is, or
    a tally that is full; the words that go with it are of that fact. Never of a step that asks or starts
    anything besides.
    """
    if step.target or step.item or step.members or step.removes or step.lengthens:
        return False
    if step.starts or (step.asks and step.effects) or not (step.effects or step.adds):
        return False
    compiled, known = compile_step(procedure, step), procedure.facts
    if not all(name in compiled.tallies and facts.get(name) == known[name].domain[-1] for name in step.adds):
        return False
    view = {**compiled.bounds, **facts}
    written = {name for effect in compiled.effects for name in effect.writes if name in known}
    if any(known[name].kind != "kept" or facts.get(name) in (None, known[name].initial) for name in written):
        return False
    if not all(view.keys() >= set(effect.reads) for effect in compiled.effects):
        return False
    return all(facts.get(name) == value for name, value in compiled.changes(facts).items())


def compile_step(procedure: Procedure, step: Step) -> Compiled:
    """The step ready to be tried, made once; raises UnknownName for a function that isn't registered."""
    kept = procedure.compiled.get(step.id)
    if not isinstance(kept, Compiled) or kept.step is not step:
        kept = procedure.compiled[step.id] = _compile(procedure, step)
    return kept


def _compile(procedure: Procedure, step: Step) -> Compiled:
    names = {fact.means: fact.id for fact in procedure.facts.values() if fact.means}
    kind = procedure.item_kinds.get(step.item)
    pool = kind.fact if kind else ""
    implied = (f"fact_is:{pool}=some",) if pool and not step.opens_item else ()  # an item of the kind is open
    guards = tuple(find_guard(name).of(names) for name in (*step.guards, *implied))
    effects = tuple(find_effect(name).of(names) for name in step.effects)
    reads = {fact for guard in guards for fact in guard.reads}
    reads |= {fact for effect in effects for fact in effect.reads}
    answers = {fact.id for fact in procedure.facts.values() if fact.kind == "answer"}
    tallies = frozenset(fact.id for fact in procedure.facts.values() if fact.kind == "tally")
    counted = (fact for fact in step.adds if fact in tallies)  # what comes to a pool is open, whatever was
    read = tuple(dict.fromkeys([*sorted(reads - answers), *counted, *step.removes]))
    bounds: dict[str, Value] = {
        f"{MOST}{fact.means or fact.id}": fact.domain[-1]
        for fact in procedure.facts.values()
        if fact.kind == "count"
    }
    asked = tuple(procedure.facts[name] for name in step.asks)
    opened, closed = pool if step.opens_item else "", pool if procedure.closes_item(step) else ""
    return Compiled(step, guards, effects, asked, read, bounds, tallies, opened, closed)
