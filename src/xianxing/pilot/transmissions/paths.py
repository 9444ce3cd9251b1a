"""Which path a case is on, why, and what lies ahead on it (5.1.1, 5.1.1.c)."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means, Stage
from xianxing.procedure.model import Facts, Procedure, State
from xianxing.procedure.next_steps import first_facts, may_follow, standing_facts

SELECTION, DIRECT = "5.1.1", "5.1.1.c"  # clauses of the reference guide
CORE, LOCAL, REFUSED = "core", "local", "refused"


@dataclass(frozen=True)
class PathPlace:
    """A state on the path by its name; `here` is where the case stands, `passed` what lies behind it."""

    name: str
    here: bool
    passed: bool


@dataclass(frozen=True)
class CasePath:
    """`kind` is CORE (straight to the evaluation), LOCAL, or REFUSED: a core institution's that wasn't
    recognised. `clause` is the guide's own, as lawyers write it, "" where it has none; `after_refusal` says
    what the working group's setting makes of a case that wasn't recognised, "" elsewhere.
    """

    kind: str
    clause: str
    places: tuple[PathPlace, ...]
    after_refusal: str


def path_of(procedure: Procedure, state: str, facts: Facts, language: str) -> CasePath | None:
    """The path of a filed case up to the evaluation; None for a draft, and where no fact tells paths apart.

    Read from the case's standing facts and the procedure's steps, whatever they are called.
    """
    core, direct = procedure.fact_meaning(FactMeans.CORE), procedure.fact_meaning(FactMeans.DIRECT_PATH)
    here = procedure.states[state]
    if core is None or direct is None or here.stage == Stage.DRAFTING or core.id not in facts:
        return None
    refused = facts.get(direct.id) == "refused"
    declined = {step.target for step in procedure.steps_meaning(Means.DECLINE_RECOGNITION)}
    kind = LOCAL if facts[core.id] != "yes" else REFUSED if refused or here.id in declined else CORE
    route = _route(procedure, {**first_facts(procedure), **standing_facts(procedure, facts)})
    after = _setting(procedure, language) if here.id in declined else ""
    cited = procedure.cite(SELECTION if kind == LOCAL else DIRECT) or ""
    clause = procedure.clauses.get(cited, cited)
    return CasePath(kind, clause, tuple(_places(route, here, language)), after)


def _route(procedure: Procedure, facts: Facts) -> list[State]:
    """The fewest states from the filing to the evaluation, by acts that the guide names or that decide."""
    filed = next(iter(procedure.steps_meaning(Means.FILE)), None)
    if filed is None:
        return []
    acts = {act.id for act in procedure.acts.values() if act.named or act.decides}
    came, queue = {filed.target: ""}, [filed.target]
    for state in queue:
        if procedure.states[state].stage != Stage.SELECTION:
            return _back(procedure, came, state)
        for step in procedure.steps_from(state):
            open_step = step.act in acts and not step.by_time and may_follow(procedure, step, facts)
            if open_step and step.target and step.target not in came and _leads_on(procedure, step.target):
                came[step.target] = state
                queue.append(step.target)
    return []


def _leads_on(procedure: Procedure, state: str) -> bool:
    place = procedure.states[state]
    return not place.final and place.stage in (Stage.SELECTION, Stage.EVALUATION)


def _back(procedure: Procedure, came: dict[str, str], state: str) -> list[State]:
    found = list[State]()
    while state:
        found.append(procedure.states[state])
        state = came[state]
    return found[::-1]


def _places(route: list[State], here: State, language: str) -> list[PathPlace]:
    at = next((number for number, state in enumerate(route) if state.id == here.id), None)
    beyond = at is None and here.stage != Stage.SELECTION
    return [
        PathPlace(state.name(language), state.id == here.id, beyond or (at is not None and number < at))
        for number, state in enumerate(route)
    ]


def _setting(procedure: Procedure, language: str) -> str:
    """What the setting makes of a case that wasn't recognised, in words."""
    fact = procedure.fact_meaning(FactMeans.AFTER_NON_RECOGNITION)
    parameter = procedure.parameters.get(fact.id) if fact else None
    return procedure.word(str(parameter.on(None)), language) if parameter else ""
