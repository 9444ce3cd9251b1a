"""Properties that the text of a procedure shows by itself, without searching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.procedure.history import MILESTONES
from xianxing.procedure.meanings import ON_TRIAL, Means
from xianxing.procedure.model import STATE_CLOCK, Procedure, Step
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.property import of_text, unexplained, why_lacking

GRAVE = (
    Means.ALLOW_START, Means.CLOSE_AFTER_CHANGE, Means.CLOSE_INCOMPLETE, Means.DECIDE_FORCE,
    Means.DECIDE_LONGER_EXTENSION, Means.DECIDE_NORMALISE, Means.DECLINE_START, Means.DISQUALIFY, Means.REFER,
    Means.STOP_BEFORE_START, Means.SUSPEND,
)  # fmt: skip
WHOLE: Mapping[str, str] = {
    Means.REVIEW_UNIT: "units", Means.GIVE_CONSENT: "units", Means.CONFIRM_PUBLIC_SHEET: "units",
    Means.JOIN_WITHDRAWAL: "pilot_institutions",
}  # fmt: skip


def _quoted(step: Step) -> str:
    return f"“{step.zh}”"


@of_text("every_act_has_step", "应有的每一项行为都有步骤。", "Every act that belongs to a pilot has a step.")
def _acts(p: Procedure) -> Iterator[str]:
    present = {step.act for step in p.steps.values()}
    for act in p.acts.values():
        if act.id not in present:
            yield f"没有任何步骤实现“{act.zh or act.id}”。"


@of_text("named_clauses_have_steps", "指南的每一条程序性规定都有步骤以它为依据。",
         "Every procedural clause of the guide is the basis of a step.")  # fmt: skip
def _clauses(p: Procedure) -> Iterator[str]:
    used = {clause for step in p.steps.values() for clause in step.basis}
    for clause in p.named_clauses:
        if clause not in used:
            yield f"没有步骤以{p.clauses.get(clause, clause)}为依据。"


@of_text("practice_is_marked", "指南没有写明的步骤标明是工作组做法，写明的不得标成做法。",
         "A step that the guide doesn't name is marked as practice, and only such a step.", "p")  # fmt: skip
def _practice(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        named = p.acts[step.act].named
        if step.practice == named:
            wrong = "是指南写明的，却标成做法" if named else "指南没有写明，却没有标成做法"
            yield f"{_quoted(step)}{wrong}。"
        elif step.practice and (step.basis or not step.serves):
            yield f"{_quoted(step)}是做法，须写明服务于哪一条，且不得列依据。"
        elif not step.practice and not step.basis:
            yield f"{_quoted(step)}没有依据。"


@of_text(
    "acts_by_their_side",
    "每一步只由应当作出它的一方作出。",
    "Each step is taken by the side whose act it is.",
)
def _sides(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for actor in step.actors:
            if p.roles[actor].side not in p.acts[step.act].by:
                yield f"{_quoted(step)}可由{p.roles[actor].zh}作出，而这不是它的行为。"


@of_text("every_step_has_actor", "每一步都写明由谁作出，没有写明的谁也不能作。",
         "Each step says who may take it.")  # fmt: skip
def _actors(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if not step.actors:
            yield f"{_quoted(step)}没有写明由谁作出。"


@of_text("time_never_decides", "时间只起止、提醒和标明逾期，从不决定案件。",
         "Time opens, closes, reminds and marks overdue; it never decides a case.", "5.1.3")  # fmt: skip
def _time(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if not any(p.roles[actor].side == "time" for actor in step.actors):
            continue
        act = p.acts[step.act]
        if act.decides or act.by != ("time",):
            yield f"{_quoted(step)}是决定性行为，却可由时间作出。"
        for fact in (fact for effect in compile_step(p, step).effects for fact in effect.writes):
            if not any(p.roles[role].side == "time" for role in p.facts[fact].set_by):
                yield f"{_quoted(step)}由时间记入“{p.facts[fact].zh}”，而它应由人记入。"
        for source in step.sources:
            yield from _moved_by_time(p, step, source)


def _moved_by_time(p: Procedure, step: Step, source: str) -> Iterator[str]:
    """What is wrong with time moving a case on: only a limit that the guide itself sets may do so."""
    before, after = p.states[source], p.states[p.target(step, source)]
    clock = p.clocks.get(before.clock if step.clock == STATE_CLOCK else step.clock)
    if after.final or after.stage != before.stage:
        yield f"时间到期即由“{before.zh}”变为“{after.zh}”，时间不得作出决定。"
    elif step.target and step.time_effect not in ("opens", "closes"):
        yield f"{_quoted(step)}只提醒或标明逾期，却改变了状态。"
    elif step.target and (clock is None or p.parameters[clock.parameter].practice):
        yield (
            f"{_quoted(step)}：指南没有规定的期限一到，即由“{before.zh}”变为“{after.zh}”，"
            "等于由时间作出决定。"
        )


@of_text("numbers_of_the_guide", "取自指南的数字与指南的规定一致。",
         "A number that rests on the guide is the guide's own.")  # fmt: skip
def _numbers(p: Procedure) -> Iterator[str]:
    for parameter in p.parameters.values():
        if parameter.practice or not isinstance(parameter.value, int):
            continue
        clauses = "、".join(p.clauses.get(clause, clause) for clause in parameter.basis)
        if parameter.law not in p.numbers:
            yield f"“{parameter.zh}”以{clauses}为依据，却没有写明对应指南的哪一个数字。"
        elif parameter.value != p.numbers[parameter.law]:
            yield f"“{parameter.zh}”写的是{parameter.value}，而{clauses}规定的是{p.numbers[parameter.law]}。"
    for fact in p.facts.values():
        if fact.law in p.numbers and len(fact.items) != p.numbers[fact.law]:
            yield f"“{fact.zh}”列了{len(fact.items)}项，而指南规定的是{p.numbers[fact.law]}项。"


@of_text("notice_in_workdays", "公示期按完整工作日计算，天数来自指南本身。",
         "The notice counts whole working days, and their number is the guide's own.", "5.1.3",
         needs=[Means.NOTICE_ENDS])  # fmt: skip
def _notice(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if p.meaning(step.act) == Means.NOTICE_ENDS and step.clock in p.clocks:
            parameter = p.parameters[p.clocks[step.clock].parameter]
            if parameter.unit != "workdays" or not isinstance(parameter.value, int) or parameter.value < 1:
                yield f"公示期的单位是{parameter.unit}，应为工作日。"
            elif parameter.practice or not parameter.basis:
                yield "公示期的天数须以指南条款为依据。"
            elif any(p.states[source].clock != step.clock for source in step.sources):
                yield "公示期从进入公示状态起算，该状态须以公示期为期限。"


@of_text(
    "clocks_are_started",
    "每一个到期步骤的期限都有起算点。",
    "Every limit that can pass was started somewhere.",
)
def _clocks(p: Procedure) -> Iterator[str]:
    started = {clock for step in p.steps.values() for clock in step.starts}
    started |= {
        one.until
        for step in p.steps.values()
        for one in p.particulars_of(step)
        if one.until not in step.lengthens
    }
    for step in p.steps.values():
        if not step.by_time:
            continue
        for source in step.sources:
            own = p.states[source].clock
            if step.clock == STATE_CLOCK and not own:
                yield f"“{p.states[source].zh}”没有期限，{_quoted(step)}无从到期。"
            elif step.clock not in (STATE_CLOCK, own) and step.clock not in started:
                yield f"{_quoted(step)}的期限没有起算点。"


@of_text("duties_on_pilot_institutions",
         "五(二)、五(三)的义务和六(二)的容错只落在试点机构，从不落在科技企业，牵头也不例外。",
         "Duties of 5.2-5.3 and the tolerance of 6.2 rest on pilot institutions, never on a technology firm.",
         "5.2.1")  # fmt: skip
def _duties(p: Procedure) -> Iterator[str]:
    for role in p.roles.values():
        if role.side == "institution" and role.of != "pilot_institutions":
            yield f"“{role.zh}”不限于本项目的试点机构，义务会落在其他单位身上。"
    for step in p.steps.values():
        stages = {p.states[source].stage for source in step.sources}
        for actor in step.actors:
            role = p.roles[actor]
            if p.acts[step.act].duty and (role.side != "institution" or role.of != "pilot_institutions"):
                yield f"{_quoted(step)}的义务落在{role.zh}身上。"
            elif role.side == "technology" and stages & set(ON_TRIAL):
                yield f"{role.zh}在试点期间承担了{_quoted(step)}。"
            elif role.side in ("applicant", "compliance") and stages <= set(ON_TRIAL):
                yield f"{role.zh}在试点期间承担了{_quoted(step)}，而{role.zh}可能是科技企业。"
    for state in p.states.values():
        role_id = state.owner
        if state.stage in ON_TRIAL and role_id and p.roles[role_id].side in ("technology", "applicant"):
            yield f"“{state.zh}”由{p.roles[role_id].zh}负责，应由试点机构负责。"


@of_text("owner_and_limit", "每个等待状态都写明由谁处理，并有期限或注明文本没有期限。",
         "Every waiting state has an owner and a limit, or says that the text sets none.")  # fmt: skip
def _owner(p: Procedure) -> Iterator[str]:
    for state in p.states.values():
        if state.final:
            continue
        if not state.owner:
            yield f"“{state.zh}”没有写明由谁处理。"
        else:
            side = p.roles[state.owner].side
            sides = {p.roles[a].side for step in p.steps_from(state.id) for a in step.actors}
            if side not in sides:
                yield f"“{state.zh}”由{p.roles[state.owner].zh}处理，却没有它可作的步骤。"
        in_text = bool(state.clock) and not p.parameters[p.clocks[state.clock].parameter].practice
        if in_text == state.no_limit_in_text:
            wrong = "文本有期限却注明没有" if in_text else "文本没有期限却没有注明"
            yield f"“{state.zh}”：{wrong}。"


@of_text("limits_are_marked", "有期限的等待状态，到期都有时间步骤标明。",
         "Where a waiting state has a limit, time marks when it passes.")  # fmt: skip
def _marked(p: Procedure) -> Iterator[str]:
    for state in p.states.values():
        timed = [step for step in p.steps_from(state.id) if step.by_time]
        if state.clock and not any(step.clock in (STATE_CLOCK, state.clock) for step in timed):
            yield f"“{state.zh}”的期限届满时没有人会知道。"


@of_text("measures_are_no_states", "异常、整改、暂停和变更记录在状态之外，从不成为状态。",
         "Incidents, rectification, suspension and changes are recorded beside the state.",
         "5.2.1")  # fmt: skip
def _overlays(p: Procedure) -> Iterator[str]:
    facts = {overlay.fact for overlay in p.overlays.values()}
    for state in p.states.values():
        if state.id in p.overlays or state.zh in {overlay.zh for overlay in p.overlays.values()}:
            yield f"“{state.zh}”是措施，不得成为状态。"
    for step in p.steps.values():
        writes = {fact for effect in compile_step(p, step).effects for fact in effect.writes}
        in_trial = any(p.states[source].stage in ON_TRIAL for source in step.sources)
        if writes & facts and step.target and in_trial:
            yield f"{_quoted(step)}记录措施，却改变了状态。"


@of_text("meanings_accounted_for", "性质所依据的每一种行为，流程里都有，或者写明没有并说明理由。",
         "Every act that a property goes by is there, or the guide says why it isn't.")  # fmt: skip
def _accounted(p: Procedure) -> Iterator[str]:
    for means in (*MILESTONES, *GRAVE, *WHOLE):
        if not p.has(means) and why_lacking(p, means) is None:
            yield unexplained(p, means)


@of_text("grave_acts_by_two", "重大决定由两人作出。", "Grave decisions are taken by two people.",
         among=GRAVE)  # fmt: skip
def _grave(p: Procedure) -> Iterator[str]:
    for step in p.steps_meaning(*GRAVE):
        if not step.four_eyes:
            yield f"{_quoted(step)}须由两人作出。"


@of_text("adverse_ends_have_reason", "对当事人不利的终止写明理由。",
         "An end against the units states its reason.")  # fmt: skip
def _adverse(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        by_authority = {"authority", "bureau"} & {p.roles[actor].side for actor in step.actors}
        adverse = step.target and p.states[step.target].final and p.states[step.target].stage not in ON_TRIAL
        if (
            by_authority
            and adverse
            and p.acts[step.act].decides
            and p.meaning(step.act) != Means.ARCHIVE_UNFILED
            and not step.reason
        ):
            yield f"{_quoted(step)}终止案件，须写明理由。"


@of_text("letters_are_entered", "证监会各部门和市有关部门的意见可由秘书处凭来文录入，其他行为不得代录。",
         "Only what departments of CSRC and of the city write may be entered for them.")  # fmt: skip
def _letters(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        sides = {p.roles[actor].side for actor in step.actors}
        if step.entered_by and sides - {"bureau", "department"}:
            yield f"{_quoted(step)}不得代录。"


@of_text(
    "facts_set_by_their_roles",
    "每个事实只由写明的角色记入。",
    "Each fact is set by the roles declared for it.",
)
def _facts(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for fact in (*step.asks, *step.adds):
            for actor in step.actors:
                if actor not in p.facts[fact].set_by:
                    who = p.roles[actor].zh
                    yield f"{_quoted(step)}由{who}记入“{p.facts[fact].zh}”，而它不在应记入者之列。"


@of_text("all_means_all", "须由全体逐一作出的审查、同意和确认计全部申报单位，撤回计全部试点机构。",
         "What all must do is counted over all units, and a withdrawal over all pilot institutions.",
         "3.1.c", among=WHOLE)  # fmt: skip
def _all(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for fact in (p.facts[name] for name in step.adds if p.facts[name].kind == "tally"):
            acting = {p.roles[actor].of for actor in step.actors if p.roles[actor].of}
            whole = WHOLE.get(p.meaning(step.act), fact.over)
            if fact.over != whole or acting - {whole}:
                yield f"“{fact.zh}”没有计到每一家：{_quoted(step)}应由全体逐一作出。"


@of_text("answers_are_asked", "条件所看的回答，由同一步骤询问。",
         "Every answer that a guard looks at is asked by the same step.")  # fmt: skip
def _answers(p: Procedure) -> Iterator[str]:
    answers = {fact.id for fact in p.facts.values() if fact.kind == "answer"}
    for step in p.steps.values():
        read = {fact for guard in compile_step(p, step).guards for fact in guard.reads}
        for fact in sorted((read & answers) - set(step.asks)):
            yield f"{_quoted(step)}的条件要看“{p.facts[fact].zh}”，而该步骤没有询问。"
