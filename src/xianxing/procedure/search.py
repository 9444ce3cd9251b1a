"""Every situation a case can be in: breadth first over state, facts and history.

Facts that no step ahead reads are forgotten at once (the states ahead are known from the arrows alone), and
what a step does is worked out once for each combination of the facts that it reads. Both keep the search well
under a second without leaving out a situation. Facts and histories are numbered, so that the inner loop only
looks up numbers.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from xianxing.procedure.history import MILESTONES, History, advance
from xianxing.procedure.meanings import ON_TRIAL, Stage
from xianxing.procedure.model import Procedure, Step, Value
from xianxing.procedure.outcomes import Answers, Compiled, StepOutcome, compile_step

Kept = tuple[Value | None, ...]
EARLY_STAGES = frozenset(Stage) - ON_TRIAL
MOVING = frozenset(MILESTONES)  # acts after which the history may be another


class Edge(NamedTuple):
    """A step taken in a situation: how it turned out, the static facts, the history before and behind it.

    `means` is what its act means; `facts` and `answers` go by what the facts mean.
    """

    source: int
    target: int
    step: Step
    means: str
    outcome: StepOutcome
    state: str
    goal: str
    facts: Mapping[str, Value | None]
    answers: Mapping[str, Value]
    before: History
    after: History


Parent = tuple[int, Step, Answers]
Way = tuple[StepOutcome, int, dict[int, int], set[tuple[int, int]]]
Turn = tuple[StepOutcome, dict[int, int], set[tuple[int, int]]]


@dataclass
class Graph:
    """All situations found, numbered, and all steps between them; `order` names the facts by position."""

    procedure: Procedure
    order: tuple[str, ...]
    states: list[str] = field(default_factory=list)
    facts: list[Kept] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    forward: list[list[tuple[int, Step]]] = field(default_factory=list)
    parents: list[Parent | None] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    """Each step together with a state in which it could be taken."""
    transitions: int = 0

    def path(self, number: int) -> list[tuple[Step, Answers]]:
        """A shortest way from the beginning to a situation."""
        steps: list[tuple[Step, Answers]] = []
        parent = self.parents[number]
        while parent is not None:
            steps.append((parent[1], parent[2]))
            parent = self.parents[parent[0]]
        return steps[::-1]

    def beginning_of(self, number: int) -> dict[str, Value | None]:
        """The facts with which the case began on the way to a situation."""
        parent = self.parents[number]
        while parent is not None:
            number = parent[0]
            parent = self.parents[number]
        return dict(zip(self.order, self.facts[number], strict=True))


Visit = Callable[[Edge], None]


def explore(procedure: Procedure, watched: frozenset[str] = frozenset(), visit: Visit | None = None) -> Graph:
    """Search all situations; `visit` sees each step whose meaning is in `watched` or that changes the stage.

    It sees a step once for each history and each kind of case (the static facts), not for each situation:
    properties look at nothing else.
    """
    with collecting_nothing():
        return _Search(procedure, watched, visit).run()


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Pause the garbage collector: a search makes no garbage, and looking takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Search:
    def __init__(self, procedure: Procedure, watched: frozenset[str], visit: Visit | None) -> None:
        self.p, self.watched, self.visit = procedure, watched, visit
        self.order = tuple(f.id for f in procedure.facts.values() if f.kind != "answer")
        self.index = {fact: position for position, fact in enumerate(self.order)}
        self.compiled = {step.id: compile_step(procedure, step) for step in procedure.steps.values()}
        self.live = self._live()
        self.static = [self.index[f.id] for f in procedure.facts.values() if f.kind == "static"]
        self.kept: list[Kept] = []
        self.kinds: list[int] = []
        self.moved: dict[tuple[int, str, tuple[tuple[str, Value], ...]], int] = {}
        self.kind_numbers: dict[Kept, int] = {}
        self.kind_facts: list[Mapping[str, Value | None]] = []
        self.kept_numbers: dict[Kept, int] = {}
        self.histories: list[History] = []
        self.history_numbers: dict[History, int] = {}
        self.graph = Graph(procedure, self.order)
        plans = {
            state: [_Plan(self, self.compiled[step.id], state) for step in procedure.steps_from(state)]
            for state in procedure.states
        }
        self.by_state = {state: [plan for plan in found if not plan.still] for state, found in plans.items()}
        self.still = {state: [plan for plan in found if plan.still] for state, found in plans.items()}
        self.numbers: dict[tuple[str, int, int], int] = {}
        self.keys: list[tuple[str, int, int]] = []

    def run(self) -> Graph:
        start = self.number_history(History())
        for facts in self._beginnings():
            self._number((self.p.initial, self.number_kept(facts), start), None)
        position = 0
        while position < len(self.keys):
            self._leave(position, *self.keys[position])
            position += 1
        return self.graph

    def _leave(self, number: int, state: str, kept: int, history: int) -> None:
        graph, numbers, links = self.graph, self.numbers, set[tuple[int, str]]()
        kind = self.kinds[kept]
        for plan in self.still[state]:
            graph.transitions += 1
            graph.taken.add((plan.step.id, state))
        for plan in self.by_state[state]:
            ways = plan.known.get(kept)
            for outcome, new_kept, behind, shown in plan.ways(kept) if ways is None else ways:
                graph.transitions += 1
                after = behind.get(history)
                if after is None:
                    after = behind[history] = plan.advance(history, outcome)
                key = (plan.target, new_kept, after)
                target = numbers.get(key)
                if target is None:
                    target = self._number(key, (number, plan.step, outcome.answers))
                if target != number:
                    links.add((target, plan.step.id))
                if plan.watched and (history, kind) not in shown:
                    shown.add((history, kind))
                    self._show(plan, number, target, outcome)
        steps = self.p.steps
        graph.forward[number] = [(target, steps[step]) for target, step in links]

    def _show(self, plan: _Plan, source: int, target: int, outcome: StepOutcome) -> None:
        graph = self.graph
        facts = self.kind_facts[self.kinds[self.keys[source][1]]]
        before, after = graph.histories[source], graph.histories[target]
        answers = self.p.named_by_meaning(dict(outcome.answers))
        edge = Edge(
            source, target, plan.step, plan.means, outcome, plan.state, plan.target, facts, answers, before,
            after,
        )  # fmt: skip
        if self.visit:
            self.visit(edge)

    def _number(self, key: tuple[str, int, int], parent: Parent | None) -> int:
        graph = self.graph
        number = self.numbers[key] = len(self.keys)
        self.keys.append(key)
        graph.states.append(key[0])
        graph.facts.append(self.kept[key[1]])
        graph.histories.append(self.histories[key[2]])
        graph.forward.append([])
        graph.parents.append(parent)
        return number

    def number_kept(self, facts: Kept) -> int:
        """The number of these facts."""
        number = self.kept_numbers.get(facts)
        if number is None:
            number = self.kept_numbers[facts] = len(self.kept)
            self.kept.append(facts)
            kind = tuple(facts[position] for position in self.static)
            if kind not in self.kind_numbers:
                self.kind_numbers[kind] = len(self.kind_facts)
                names = (self.order[position] for position in self.static)
                self.kind_facts.append(self.p.named_by_meaning(dict(zip(names, kind, strict=True))))
            self.kinds.append(self.kind_numbers[kind])
        return number

    def number_history(self, history: History) -> int:
        """The number of this history."""
        number = self.history_numbers.get(history)
        if number is None:
            number = self.history_numbers[history] = len(self.histories)
            self.histories.append(history)
        return number

    def _beginnings(self) -> Iterator[Kept]:
        static = [f for f in self.p.facts.values() if f.kind == "static"]
        for values in product(*(f.domain for f in static)):
            chosen = dict(zip((f.id for f in static), values, strict=True))
            yield tuple(chosen.get(name, self.p.facts[name].initial) for name in self.order)

    def _live(self) -> dict[str, frozenset[int]]:
        """For each state the facts that a step ahead may read before one overwrites them.

        What describes the case as such stays until the start, since properties look at it.
        """
        static = {self.index[f.id] for f in self.p.facts.values() if f.kind == "static"}
        live: dict[str, set[int]] = {state: set() for state in self.p.states}
        moves: list[tuple[str, str, set[int]]] = []
        for state in self.p.states.values():
            if state.stage in EARLY_STAGES and not state.final:
                live[state.id] |= static
            for step in self.p.steps_from(state.id):
                compiled = self.compiled[step.id]
                live[state.id] |= {self.index[fact] for fact in compiled.reads}
                if step.target:
                    moves.append((state.id, step.target, {self.index[fact] for fact in compiled.kills}))
        changed = True
        while changed:
            changed = False
            for source, target, killed in moves:
                missing = live[target] - killed - live[source]
                live[source] |= missing
                changed = changed or bool(missing)
        return {state: frozenset(found) for state, found in live.items()}


class _Plan:
    """A step from one state, with what it does remembered by the number of the facts."""

    def __init__(self, search: _Search, compiled: Compiled, state: str) -> None:
        self.search, self.step, self.compiled, self.state = search, compiled.step, compiled, state
        self.target = search.p.target(compiled.step, state)
        source, target = search.p.states[state], search.p.states[self.target]
        self.means = search.p.meaning(compiled.step.act)
        self.begins = source.stage not in ON_TRIAL and target.stage in ON_TRIAL
        shows = self.means in search.watched or source.stage != target.stage or target.final
        self.watched = shows and not source.final and search.visit is not None
        step = compiled.step
        self.still = not (
            step.target
            or step.asks
            or step.adds
            or step.removes
            or step.guards
            or step.effects
            or compiled.opened
            or compiled.reads
            or self.watched
        )
        self.still = self.still and self.means not in MOVING
        live = search.live[self.target]
        self.dead = tuple(position for position in range(len(search.order)) if position not in live)
        self.known: dict[int, list[Way]] = {}
        self.by_values: dict[tuple[Value | None, ...], list[Turn]] = {}

    def ways(self, kept: int) -> list[Way]:
        """Every outcome from these facts, the number of the facts behind it, the histories known."""
        found = self.known.get(kept)
        if found is None:
            facts = self.search.kept[kept]
            found = self.known[kept] = [
                (outcome, self._after(kept, facts, outcome), behind, shown)
                for outcome, behind, shown in self._outcomes(facts)
            ]
            if found:
                self.search.graph.taken.add((self.step.id, self.state))
        return found

    def _outcomes(self, facts: Kept) -> list[Turn]:
        names, index = self.compiled.reads, self.search.index
        values = tuple(facts[index[name]] for name in names)
        found = self.by_values.get(values)
        if found is None:
            view = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            found = self.by_values[values] = [
                (outcome, {}, set()) for outcome in self.compiled.outcomes(view)
            ]
        return found

    def _after(self, kept: int, facts: Kept, outcome: StepOutcome) -> int:
        if not outcome.changes and not self.step.target:
            return kept
        moved, key = self.search.moved, (kept, self.target, outcome.changes)
        found = moved.get(key)
        if found is None:
            changed = list(facts)
            for fact, value in outcome.changes:
                changed[self.search.index[fact]] = value
            for position in self.dead:
                changed[position] = None
            found = moved[key] = self.search.number_kept(tuple(changed))
        return found

    def advance(self, history: int, outcome: StepOutcome) -> int:
        """The number of the history behind the step; a final state needs none."""
        search = self.search
        if search.p.states[self.target].final:
            return search.number_history(History())
        if self.means not in MOVING and not self.begins:
            return history
        answers = search.p.named_by_meaning(dict(outcome.answers))
        acted = search.p.named_by_meaning(dict(outcome.acted))
        before = search.histories[history]
        return search.number_history(advance(before, self.means, answers, acted, self.begins))
