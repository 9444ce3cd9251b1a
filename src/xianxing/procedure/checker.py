"""Is this procedure fit for use? Every property in every situation, and the shortest way to a violation."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xianxing.i18n import current_language, gettext
from xianxing.procedure import (
    properties_exit,
    properties_graph,
    properties_record,
    properties_start,
    properties_text,
    properties_trial,
)
from xianxing.procedure.gaps import Gap, gap_register
from xianxing.procedure.model import Fact, Lack, Procedure, Step, Value
from xianxing.procedure.outcomes import Answers
from xianxing.procedure.property import (
    EDGE_PROPERTIES,
    GRAPH_PROPERTIES,
    STATIC_PROPERTIES,
    P,
    Property,
    Reach,
    idle_in,
    missing_meaning,
    named,
    reach,
    unexplained,
)
from xianxing.procedure.search import Edge, Graph, collecting_nothing, explore
from xianxing.procedure.versions import digest_of

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]
LOADED = (
    properties_start, properties_exit, properties_graph, properties_text, properties_record, properties_trial,
)  # fmt: skip
LACKS = "lacks"  # where a procedure says what it hasn't
WATCHED = frozenset(act for prop in EDGE_PROPERTIES for act in prop.acts)


@dataclass(frozen=True)
class PropertyVerdict:
    """Whether a property holds; if not, a counter-example in the reader's language; or why it doesn't apply.

    `clause` is the guide's own clause for the one that the property serves, "" for none.
    """

    rule: Property
    counter_example: str
    because: Lack | None = None
    clause: str = ""

    @property
    def holds(self) -> bool:
        """No counter-example was found, or there is nothing that it could apply to, for a stated reason."""
        return not self.counter_example

    @property
    def applies(self) -> bool:
        """Whether the procedure has what the property speaks of."""
        return self.because is None


@dataclass(frozen=True)
class PropertyReport:
    """The outcome of a check: verdicts in a fixed order, what was searched, and the gap register."""

    guide: str
    version: str
    states_explored: int
    transitions: int
    seconds: float
    verdicts: tuple[PropertyVerdict, ...]
    gaps: tuple[Gap, ...]

    @property
    def holds(self) -> bool:
        """Whether every property that applies holds."""
        return all(verdict.holds for verdict in self.verdicts)

    def as_json(self, language: str = "zh-hans") -> dict[str, JSON]:
        """The form that `xianxing procedure check --format json` prints."""
        return {
            "guide": self.guide,
            "version": self.version,
            "states_explored": self.states_explored,
            "transitions": self.transitions,
            "seconds": round(self.seconds, 3),
            "holds": self.holds,
            "properties": [
                {
                    "id": v.rule.id,
                    "text": v.rule.en if language == "en" else v.rule.zh,
                    "clause": v.clause,
                    "holds": v.holds if v.applies else None,
                    "because": (v.because.en if language == "en" else v.because.zh) if v.because else None,
                    "counter_example": v.counter_example or None,
                }
                for v in self.verdicts
            ],
            "gaps": [gap.as_json(language) for gap in self.gaps],
        }


def check(procedure: Procedure) -> PropertyReport:
    """Search every situation of a procedure and judge every property; changes nothing."""
    with collecting_nothing():
        return _check(procedure, time.perf_counter())


def _check(procedure: Procedure, began: float) -> PropertyReport:
    watch = _Watch(procedure)
    properties = (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES)
    reached = {prop.id: reach(procedure, prop) for prop in properties}
    wrong = {static.id: next(static.test(procedure), "") for static in _judged(STATIC_PROPERTIES, reached)}
    graph = explore(procedure, WATCHED, watch.visit)
    for edge_property in EDGE_PROPERTIES:
        edge = watch.found.get(edge_property.id)
        wrong[edge_property.id] = describe_edge(graph, edge) if edge else ""
    for graph_property in _judged(GRAPH_PROPERTIES, reached):
        number, sentence = next(graph_property.test(graph), (None, ""))
        way = describe_path(graph, number) if number is not None else ""
        wrong[graph_property.id] = f"{way}{sentence}"
    verdicts = [
        PropertyVerdict(
            prop,
            unexplained(procedure, reached[prop.id].idle)
            if reached[prop.id].idle
            else wrong.get(prop.id, ""),
            reached[prop.id].because,
            (procedure.cite(prop.clause) or "") if prop.clause else "",
        )
        for prop in properties
    ]
    return PropertyReport(
        guide=procedure.guide,
        version=digest_of(procedure),
        states_explored=len(graph.states),
        transitions=graph.transitions,
        seconds=time.perf_counter() - began,
        verdicts=tuple(verdicts),
        gaps=gap_register(procedure),
    )


def _judged(properties: Iterable[P], reached: Mapping[str, Reach]) -> list[P]:
    return [prop for prop in properties if reached[prop.id] == Reach()]


def idle_meanings(procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    """What properties ask for and the procedure neither has nor says it lacks: key, what is missing, remedy.

    Each is told once; the key is the act that no step carries out, or the place where the lack is to be said.
    """
    properties = (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES)
    for means in dict.fromkeys(one for prop in properties for one in idle_in(procedure, prop)):
        act = next((act for act in procedure.acts.values() if act.means == means), None)
        yield f"act.{act.id}" if act else LACKS, *missing_meaning(procedure, means)


class ViolatedError(Exception):
    """Raised inside a search that only wants to know whether anything is wrong."""


def first_violation(procedure: Procedure, only: str = "") -> str:
    """The id of some property that doesn't hold, or "": the quick way, for mutants; `only` asks after one."""
    properties = [
        prop for prop in (*EDGE_PROPERTIES, *STATIC_PROPERTIES, *GRAPH_PROPERTIES) if only in ("", prop.id)
    ]
    reached = {prop.id: reach(procedure, prop) for prop in properties}
    for prop_id, found in reached.items():
        if found.idle:
            return prop_id
    for prop in STATIC_PROPERTIES:
        if reached.get(prop.id) == Reach() and next(prop.test(procedure), ""):
            return prop.id
    watch = _Watch(procedure, stop=True, only=only)
    try:
        graph = explore(procedure, WATCHED, watch.visit)
    except ViolatedError:
        return next(iter(watch.found))
    for graph_property in GRAPH_PROPERTIES:
        if reached.get(graph_property.id) == Reach() and next(graph_property.test(graph), (None, ""))[1]:
            return graph_property.id
    return ""


class _Watch:
    """Looks at steps while the search runs and keeps the first violation of each property."""

    def __init__(self, procedure: Procedure, stop: bool = False, only: str = "") -> None:
        self.p, self.stop, self.found = procedure, stop, dict[str, Edge]()
        judged = [
            prop for prop in EDGE_PROPERTIES if only in ("", prop.id) and reach(procedure, prop) == Reach()
        ]
        self.always = [prop for prop in judged if not prop.acts]
        self.by_act = {act: [prop for prop in judged if act in prop.acts or not prop.acts] for act in WATCHED}

    def visit(self, edge: Edge) -> None:
        for prop in self.by_act.get(edge.means, self.always):
            if prop.id not in self.found and not prop.test(self.p, edge):
                self.found[prop.id] = edge
                if self.stop:
                    raise ViolatedError


def describe_edge(graph: Graph, edge: Edge) -> str:
    """A violation in the reader's language: how the case began, each step, the one that must not be."""
    before = describe_path(graph, edge.source)
    step = describe_step(graph.procedure, edge.step, edge.outcome.answers)
    return before + gettext("Then this is still possible: {step}.").format(step=step)


def describe_path(graph: Graph, number: int) -> str:
    """The shortest way to a situation in the reader's language."""
    beginning = _beginning(graph.procedure, graph.beginning_of(number))
    steps = [describe_step(graph.procedure, step, answers) for step, answers in graph.path(number)]
    listed = gettext("{place}. {step}; ")
    numbered = "".join(listed.format(place=place, step=text) for place, text in enumerate(steps, 1))
    state = named(graph.procedure.states[graph.states[number]])
    way = gettext("Beginning: {beginning}. {steps}The case stands in “{state}”. ")
    return way.format(beginning=beginning, steps=numbered, state=state)


def describe_step(procedure: Procedure, step: Step, answers: Answers) -> str:
    """One step in the reader's language, with what was answered."""
    who = _joined([named(procedure.roles[actor]) for actor in step.actors])
    given = _joined([_valued(procedure, procedure.facts[fact], value) for fact, value in answers])
    words = gettext("{who}: “{step}” ({given})") if given else gettext("{who}: “{step}”")
    return words.format(who=who, step=named(step), given=given)


def _beginning(procedure: Procedure, facts: Mapping[str, Value | None]) -> str:
    static = [fact for fact in procedure.facts.values() if fact.kind == "static"]
    held = [fact for fact in static if facts.get(fact.id) is not None]
    return _joined([_valued(procedure, fact, facts[fact.id]) for fact in held]) or gettext("a new case")


def _valued(procedure: Procedure, fact: Fact, value: Value | None) -> str:
    word = procedure.word(value, current_language())
    return gettext("{fact}: {value}").format(fact=named(fact), value=word)


def _joined(parts: list[str]) -> str:
    return (", " if current_language() == "en" else "，").join(parts)
