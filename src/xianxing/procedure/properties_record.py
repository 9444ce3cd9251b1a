"""Properties of what acts record beside their answers, and of the time limits that they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import Means, ParticularMeans
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.property import of_text

# By answer: what must be recorded with it.
EXEMPTION: Mapping[str, tuple[ParticularMeans, ...]] = {
    "granted": (
        ParticularMeans.EXEMPTION_ORGAN, ParticularMeans.EXEMPTION_NUMBER, ParticularMeans.EXEMPTION_CLAUSES,
        ParticularMeans.EXEMPTION_SCOPE, ParticularMeans.EXEMPTION_EXPIRY,
    ),
    "view_given": (ParticularMeans.VIEW_ORGAN, ParticularMeans.VIEW_NUMBER),
}  # fmt: skip


def _asked(p: Procedure, step: Step, fact: str, value: str) -> set[str]:
    """What must be recorded with this answer, by meaning."""
    own = p.fact_meaning(fact)
    name = own.id if own else ""
    return {
        one.means
        for one in p.particulars_of(step)
        if not one.optional and all(key == name and value in values for key, values in one.when)
    }


@of_text("exemption_on_paper",
         "规则豁免写明机关、文号、所豁免的条款、范围和到期日，书面意见写明机关和文号；只在允许启动时才要求。",
         "An exemption is named by organ, number, clauses, scope and last day, a department's view by organ "
         "and number; neither is asked for before the start is decided.", "3.2.1",
         needs=[FactMeans.EXEMPTION], among=[Means.ALLOW_START])  # fmt: skip
def _exemption(p: Procedure) -> Iterator[str]:
    fact = p.fact_meaning(FactMeans.EXEMPTION)
    if fact is None:
        return
    for step in (step for step in p.steps.values() if fact.id in step.asks):
        if p.meaning(step.act) != Means.ALLOW_START:
            yield f"“{step.zh}”不是允许启动，却已要求“{fact.zh}”。"
        for value, needed in EXEMPTION.items():
            for means in sorted(set(needed) - _asked(p, step, FactMeans.EXEMPTION, value)):
                yield f"“{step.zh}”回答“{p.word(value)}”时，没有记载 {means}。"


@of_text("given_ends_are_marked", "以记载的日期为届满日的期限，届满时都有时间步骤标明，时间不作其他处理。",
         "Where a recorded day ends a time limit, time marks when it passes, and does no more.")  # fmt: skip
def _ends(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for one in (one for one in p.particulars_of(step) if one.until):
            states = {state.id for state in p.states.values() if state.clock == one.until}
            marked = [mark for mark in p.steps.values() if mark.by_time and mark.clock == one.until]
            if not states and not any(mark.time_effect == "marks_overdue" for mark in marked):
                yield f"“{one.zh}”过后没有人会知道。"
            if not states and any(mark.target or mark.effects for mark in marked):
                yield f"“{one.zh}”一过，时间就改变了案件。"
