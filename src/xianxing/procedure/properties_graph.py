"""Properties of all situations together: nothing out of reach, no dead end, a way out from everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.i18n import gettext
from xianxing.procedure.meanings import Means, Stage
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.properties_exit import CARRIED, CLOSING
from xianxing.procedure.property import named, of_graph
from xianxing.procedure.search import Graph

OFFICIAL_SIDES = frozenset({"authority", "bureau", "department", "expert", "time"})
Found = Iterator[tuple[int | None, str]]


@of_graph("states_reachable", "每个状态都走得到。", "Every state can be reached.")
def _reachable(g: Graph) -> Found:
    reached = set(g.states)
    for state in g.procedure.states.values():
        if state.id not in reached:
            yield None, gettext("“{state}” can't be reached.").format(state=named(state))


@of_graph("steps_possible", "每一步在它写明的每个起点都有走得通的时候。",
          "Every step can be taken at some time from each state it names.")  # fmt: skip
def _possible(g: Graph) -> Found:
    for step in g.procedure.steps.values():
        for source in step.sources:
            if (step.id, source) not in g.taken:
                yield (
                    None,
                    gettext("In “{state}” there is never a time for “{step}”.").format(
                        state=named(g.procedure.states[source]), step=named(step)
                    ),
                )


@of_graph("acts_possible_where_due",
          "应当随时可作的行为（如撤回、变更、异常报告、检查）在每个应有的状态都可作出。",
          "Acts that must be open, such as withdrawal and reports, are open in every state due.")  # fmt: skip
def _where(g: Graph) -> Found:
    p = g.procedure
    open_in = {(p.steps[step].act, state) for step, state in g.taken}
    for act in p.acts.values():
        for state in act.where:
            if (act.id, state) not in open_in:
                yield (
                    None,
                    gettext("In “{state}” there is no way for “{act}”.").format(
                        state=named(p.states[state]), act=named(act)
                    ),
                )


@of_graph("ends_are_final",
          "终局之后案件不再变动：其后的记载不改变状态、事实、名单和案件的期限，也不由时间作出。",
          "Nothing moves a case that has ended: what is recorded later changes no state, fact, group or "
          "limit of the case, and isn't time's.")  # fmt: skip
def _final(g: Graph) -> Found:
    for state in g.procedure.states.values():
        for step in g.procedure.steps_from(state.id) if state.final else ():
            if not _moves(g.procedure, step):
                continue
            yield (
                None,
                gettext("“{step}” changes a case that has ended at “{state}”.").format(
                    state=named(state), step=named(step)
                ),
            )


def _moves(p: Procedure, step: Step) -> bool:
    """Whether a step changes anything of the case but an item beside it."""
    changes = (
        step.target, step.effects, step.adds, step.removes, step.members, step.lengthens, step.prolongs
    )  # fmt: skip
    return any(changes) or step.by_time or step.opens_item or bool(p.started_for_case(step))


@of_graph(
    "no_dead_end", "没有死路：任何等待的案件都有下一步。", "No dead end: every waiting case has a next step."
)
def _dead(g: Graph) -> Found:
    for number, state in enumerate(g.states):
        if not g.procedure.states[state].final and not g.forward[number]:
            yield (
                number,
                gettext("The case stands in “{state}” and has no next step.").format(
                    state=named(g.procedure.states[state])
                ),
            )
            return


@of_graph(
    "final_from_everywhere", "从任何情形都能走到终局。", "A final state can be reached from everywhere."
)
def _final_anyhow(g: Graph) -> Found:
    yield from _stuck(g, frozenset(), gettext("From “{state}” no final state can be reached."))


@of_graph("final_by_authority_alone", "即使申报单位什么也不做，只靠监管方和时间也能走到终局。",
          "A final state is reached also when only the authority and time act.")  # fmt: skip
def _final_alone(g: Graph) -> Found:
    alone = gettext("From “{state}” the authority and time alone reach no final state.")
    yield from _stuck(g, OFFICIAL_SIDES, alone)


@of_graph("every_path_can_start",
          "核心与非核心、业务创新与其他、试点机构牵头与科技企业牵头，都有走到试点的路。",
          "Each of the forks can lead to a running trial.", "3.1", needs=[Means.ALLOW_START])  # fmt: skip
def _start(g: Graph) -> Found:
    goals = {n for n, state in enumerate(g.states) if g.procedure.states[state].stage == Stage.RUNNING}
    leading = _backward(g, goals, frozenset())
    for number, parent in enumerate(g.parents):
        if parent is None and number not in leading:
            yield number, gettext("A filing of this kind can never come to a trial.")


@of_graph("proof_suffices", "试点机构落实退出安排并提交证明后，工作组即可办结。",
          "Once an exit was carried out, the group can close it.", "5.3.7",
          among=(*CLOSING, *CARRIED))  # fmt: skip
def _proof(g: Graph) -> Found:
    closing = {
        source
        for step in g.procedure.steps.values()
        if g.procedure.meaning(step.act) in CLOSING
        for source in step.sources
    }
    for number, state in enumerate(g.states):
        history = g.histories[number]
        if state in closing and history.carried_out and history.exit_kind != "extend":
            closed = any(g.procedure.meaning(step.act) in CLOSING for _, step in g.forward[number])
            if not closed:
                yield number, gettext("The exit was carried out, and yet it can't be closed.")
                return


@of_graph("leaving_until_the_trial", "允许启动之后、进入试点之前，仍可终止、撤回和报告丧失资格。",
          "After the start was allowed and until the trial runs, stopping, withdrawal and a lost licence are "
          "still possible.", "5.1.3",
          needs=[Means.STOP_BEFORE_START, Means.WITHDRAW, Means.LICENCE_LOST])  # fmt: skip
def _leaving(g: Graph) -> Found:
    p = g.procedure
    open_in = {(p.meaning(p.steps[step].act), state) for step, state in g.taken}
    for state in p.states.values():
        for means in (Means.STOP_BEFORE_START, Means.WITHDRAW, Means.LICENCE_LOST):
            if state.stage == Stage.START and not state.final and (means, state.id) not in open_in:
                yield (
                    None,
                    gettext("In “{state}” there is no way for {step}.").format(
                        state=named(state), step=named(p.steps_meaning(means)[0])
                    ),
                )


def _stuck(g: Graph, sides: frozenset[str], wrong: str) -> Found:
    finals = {n for n, state in enumerate(g.states) if g.procedure.states[state].final}
    leading = _backward(g, finals, sides)
    for number, state in enumerate(g.states):
        if number not in leading:
            yield number, wrong.format(state=named(g.procedure.states[state]))
            return


def _backward(g: Graph, goals: set[int], sides: frozenset[str]) -> set[int]:
    """All situations from which a goal can be reached by steps of these sides; no sides: by any step."""
    p = g.procedure

    def counts(step: Step) -> bool:
        return not sides or any(p.roles[actor].side in sides for actor in step.actors)

    allowed = {step.id for step in p.steps.values() if counts(step)}
    into: dict[int, list[int]] = {}
    for source, links in enumerate(g.forward):
        for target, step in links:
            if step.id in allowed:
                into.setdefault(target, []).append(source)
    found, waiting = set(goals), list(goals)
    while waiting:
        for source in into.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
