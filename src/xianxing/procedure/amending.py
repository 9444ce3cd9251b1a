"""What another version must find in a case that moves to it: clocks that would be running there by now, and
numbers that steps ahead add to a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from xianxing.procedure.model import PERIODS, Facts, Procedure, Step
from xianxing.procedure.outcomes import Compiled, compile_step


def periods_lacking(p: Procedure, state: str, running: Collection[str]) -> tuple[str, ...]:
    """The clocks of calendar periods that run in a state under this version, and that a case there lacks.

    These are the ones that time waits for there, and that every way to the state has begun.
    """
    waited = {step.clock for step in p.steps_from(state) if step.by_time}
    return tuple(
        clock.id
        for clock in p.clocks.values()
        if p.parameters[clock.parameter].unit == PERIODS and not clock.item
        if clock.id in waited and clock.id not in running and _begun_on_every_way(p, clock.id, state)
    )  # fmt: skip


def _begun_on_every_way(p: Procedure, clock: str, state: str) -> bool:
    """Whether no way from the first state leads to this one without a step that starts the clock."""
    reached, waiting = {p.initial}, [p.initial]
    while waiting:
        place = waiting.pop()
        for step in p.steps_from(place):
            target = p.target(step, place)
            if clock not in step.starts and target not in reached:
                reached.add(target)
                waiting.append(target)
    return state not in reached


def unknown_additions(
    p: Procedure, state: str, facts: Facts, numbers: Collection[str]
) -> Iterator[tuple[Step, str]]:
    """The steps ahead that add to a clock a number which the case lacks and isn't asked for on the way there,
    each with the answer that would give the number.
    """
    for step in p.steps.values():
        for clock in step.prolongs:
            number = p.clocks[clock].added
            if number not in numbers and _Way(p, step, number).leads_from(state, facts):
                yield step, number


Place = tuple[str, tuple[tuple[str, str | int], ...]]


class _Way:
    """A search for a way to a step that passes none that asks for a number.

    It follows only the facts that the step's own guards read; what else may turn out either way is taken to
    turn out so that it leads on.
    """

    def __init__(self, p: Procedure, goal: Step, number: str) -> None:
        self.p, self.goal = p, goal
        self.steps = {step.id: compile_step(p, step) for step in p.steps.values() if number not in step.asks}
        read = {fact for guard in compile_step(p, goal).guards for fact in guard.reads}
        self.followed = sorted(fact for fact in read if fact in p.facts and p.facts[fact].kind != "answer")

    def leads_from(self, state: str, facts: Facts) -> bool:
        """Whether the step can be reached from a state of a case with these facts."""
        first: Place = (state, tuple((fact, facts[fact]) for fact in self.followed if fact in facts))
        reached, waiting = {first}, [first]
        while waiting:
            place, known = waiting.pop()
            for step in self.p.steps_from(place):
                way = self.steps.get(step.id)
                if way is None or not _may(way, dict(known)):
                    continue
                if step.id == self.goal.id:
                    return True
                target = self.p.target(step, place)
                new = {(target, after) for after in self._after(way, dict(known))} - reached
                reached |= new
                waiting += new
        return False

    def _after(self, way: Compiled, known: Facts) -> Iterator[tuple[tuple[str, str | int], ...]]:
        """The facts that are followed, in every way in which the step may leave them."""
        view, step = {**way.bounds, **known}, way.step
        either = {*step.adds, *step.removes, *step.declares, way.opened, way.closed}
        for effect in way.effects:
            if set(effect.reads) <= view.keys() - either:
                changed = effect.changes(view)
                view |= changed
                either -= changed.keys()
            else:
                either |= set(effect.writes)
        open_ = [fact for fact in known if fact in either]
        for values in product(*(self.p.facts[fact].domain for fact in open_)):
            after = {**{fact: view[fact] for fact in known}, **dict(zip(open_, values, strict=True))}
            yield tuple(sorted(after.items()))


def _may(way: Compiled, known: Facts) -> bool:
    """Whether no guard that looks at these facts alone speaks against the step."""
    view = {**way.bounds, **known}
    return all(guard.holds(view) for guard in way.guards if set(guard.reads) <= view.keys())
