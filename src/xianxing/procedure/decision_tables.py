"""The decisions of a step of a procedure as a table: in which situations each may be taken; gaps, overlaps.

It is made of the same guards that run, over every combination of the facts that they read. What people find
is a fact of the situation like any other: the table says what follows from a finding, never the finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Fact, Procedure, Step, Value
from xianxing.procedure.outcomes import Compiled, compile_step

OPEN_GROUND = "other"  # the ground that a text leaves open (等): another reason, which is stated
EXIT_DECISIONS = (
    Means.DECIDE_NORMALISE, Means.DECIDE_END, Means.DECIDE_EXTEND, Means.DECIDE_LONGER_EXTENSION,
    Means.DECIDE_FORCE,
)  # fmt: skip

Situation = tuple[Value, ...]
Cube = Mapping[str, tuple[Value, ...]]
"""Situations that are alike: the values that some facts may have; of a fact that isn't named, any."""


@dataclass(frozen=True)
class DecisionRule:
    """A decision with the situations in which it may be taken, over the facts that it looks at."""

    step: Step
    facts: tuple[Fact, ...]
    allowed: tuple[Cube, ...]


@dataclass(frozen=True)
class DecisionOverlap:
    """Two decisions that the same situation allows: people choose; one such situation."""

    first: Step
    second: Step
    example: Mapping[str, Value]


@dataclass(frozen=True)
class DecisionGap:
    """Situations in which no decision may be taken. `closed` says that an open ground, stated, allows one."""

    situations: Cube
    closed: bool


@dataclass(frozen=True)
class DecisionTable:
    """Decisions that are taken at the same place, what they leave out, and where several are possible."""

    rules: tuple[DecisionRule, ...]
    gaps: tuple[DecisionGap, ...]
    overlaps: tuple[DecisionOverlap, ...]
    apart: tuple[tuple[Step, Step], ...]
    """Pairs of decisions that no situation allows at once."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that some decision looks at."""
        return tuple({fact.id: fact for rule in self.rules for fact in rule.facts}.values())


def decision_table(procedure: Procedure, meanings: Iterable[str] = EXIT_DECISIONS) -> DecisionTable:
    """The table of the decisions with these meanings, checked for gaps and overlaps; empty without any.

    Reads the procedure's data and guards alone. Overlaps are no fault: the guide lets people choose.
    """
    steps = procedure.steps_meaning(*meanings)
    rules = [_Rule(procedure, step) for step in steps]
    if not rules:
        return DecisionTable((), (), (), ())
    pairs = [(one, other, _shared(one, other)) for one, other in combinations(rules, 2)]
    return DecisionTable(
        tuple(DecisionRule(rule.step, rule.facts, tuple(rule.cubes())) for rule in rules),
        tuple(_gaps(rules)),
        tuple(
            DecisionOverlap(one.step, other.step, example)
            for one, other, example in pairs
            if example is not None
        ),
        tuple((one.step, other.step) for one, other, example in pairs if example is None),
    )


class _Rule:
    """A decision's guards over every combination of the facts that they read and the step asks."""

    def __init__(self, procedure: Procedure, step: Step) -> None:
        compiled = compile_step(procedure, step)
        names = dict.fromkeys([*step.asks, *(fact for guard in compiled.guards for fact in guard.reads)])
        self.step = step
        self.facts = tuple(procedure.facts[name] for name in names)
        self.names = tuple(fact.id for fact in self.facts)
        self.allowed = frozenset(_allowed(compiled, self.facts))

    def cubes(self) -> Iterator[Cube]:
        """The situations that allow it, put together."""
        yield from _cubes(self.allowed, self.facts)


def _allowed(compiled: Compiled, facts: Sequence[Fact]) -> Iterator[Situation]:
    for values in product(*(fact.domain for fact in facts)):
        if not compiled.refusals(dict(zip((fact.id for fact in facts), values, strict=True))):
            yield values


def _shared(one: _Rule, other: _Rule) -> dict[str, Value] | None:
    """A situation that allows both; None where there is none: they differ in a fact that both look at."""
    shared = [name for name in one.names if name in other.names]
    seen = {tuple(value for _name, value in _at(other, values, shared)): values for values in other.allowed}
    for values in sorted(one.allowed, key=str):
        found = seen.get(tuple(value for _name, value in _at(one, values, shared)))
        if found is not None:
            return {
                **dict(zip(other.names, found, strict=True)), **dict(zip(one.names, values, strict=True))
            }  # fmt: skip
    return None


def _at(rule: _Rule, values: Situation, names: Sequence[str]) -> list[tuple[str, Value]]:
    known = dict(zip(rule.names, values, strict=True))
    return [(name, known[name]) for name in names]


def _gaps(rules: Sequence[_Rule]) -> Iterator[DecisionGap]:
    facts = tuple({fact.id: fact for rule in rules for fact in rule.facts}.values())
    places = {fact.id: place for place, fact in enumerate(facts)}
    looks = [(rule.allowed, tuple(places[name] for name in rule.names)) for rule in rules]

    def decided(values: Situation) -> bool:
        return any(tuple(values[place] for place in own) in allowed for allowed, own in looks)

    left = frozenset(values for values in product(*(fact.domain for fact in facts)) if not decided(values))
    open_places = [place for place, fact in enumerate(facts) if OPEN_GROUND in fact.domain]

    def closed(values: Situation) -> bool:
        stated = ((*values[:place], OPEN_GROUND, *values[place + 1 :]) for place in open_places)
        return any(decided(one) for one in stated)

    for closing in (True, False):
        own = frozenset(values for values in left if closed(values) is closing)
        for cube in _cubes(own, facts):
            yield DecisionGap(cube, closing)


def _cubes(situations: frozenset[Situation], facts: Sequence[Fact]) -> Iterator[Cube]:
    """The situations put together greedily, each in at least one cube; no cube holds another situation."""
    left = set(situations)
    while left:
        cube: list[tuple[Value, ...]] = [(value,) for value in min(left, key=str)]
        for place, fact in enumerate(facts):
            for value in fact.domain:
                wider = [*cube[:place], (*cube[place], value), *cube[place + 1 :]]
                if value not in cube[place] and all(one in situations for one in product(*wider)):
                    cube = wider
        left -= set(product(*cube))
        yield {
            fact.id: tuple(value for value in fact.domain if value in held)
            for fact, held in zip(facts, cube, strict=True)
            if len(held) < len(fact.domain)
        }
