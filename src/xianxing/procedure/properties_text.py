"""Properties that the text of a procedure shows by itself, without searching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import gettext
from xianxing.procedure.history import MILESTONES
from xianxing.procedure.meanings import ON_TRIAL, Means
from xianxing.procedure.model import STATE_CLOCK, Procedure, Step
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.property import named, of_text, unexplained, why_lacking
from xianxing.procedure.words import called

GRAVE = (
    Means.ALLOW_START, Means.CLOSE_AFTER_CHANGE, Means.CLOSE_INCOMPLETE, Means.DECIDE_FORCE,
    Means.DECIDE_LONGER_EXTENSION, Means.DECIDE_NORMALISE, Means.DECLINE_START, Means.DISQUALIFY, Means.REFER,
    Means.STOP_BEFORE_START, Means.SUSPEND,
)  # fmt: skip
WHOLE: Mapping[str, str] = {
    Means.REVIEW_UNIT: "units", Means.GIVE_CONSENT: "units", Means.CONFIRM_PUBLIC_SHEET: "units",
    Means.JOIN_WITHDRAWAL: "pilot_institutions", Means.OPEN_EXIT_BY_INSTITUTION: "pilot_institutions",
    Means.JOIN_EXIT_APPLICATION: "pilot_institutions", Means.TAKE_INTO_REGULAR_SYSTEM: "pilot_institutions",
    Means.CARRY_OUT_EXIT_PLAN: "pilot_institutions",
}  # fmt: skip


def _quoted(step: Step) -> str:
    return f"“{named(step)}”"


@of_text("every_act_has_step", "应有的每一项行为都有步骤。", "Every act that belongs to a pilot has a step.")
def _acts(p: Procedure) -> Iterator[str]:
    present = {step.act for step in p.steps.values()}
    for act in p.acts.values():
        if act.id not in present:
            yield gettext("No step carries out “{act}”.").format(act=named(act))


@of_text("named_clauses_have_steps", "指南的每一条程序性规定都有步骤以它为依据。",
         "Every procedural clause of the guide is the basis of a step.")  # fmt: skip
def _clauses(p: Procedure) -> Iterator[str]:
    used = {clause for step in p.steps.values() for clause in step.basis}
    for clause in p.named_clauses:
        if clause not in used:
            yield gettext("No step rests on {clause}.").format(clause=p.clauses.get(clause, clause))


@of_text("practice_is_marked", "指南没有写明的步骤标明是工作组做法，写明的不得标成做法。",
         "A step that the guide doesn't name is marked as practice, and only such a step.", "p")  # fmt: skip
def _practice(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        by_guide = p.acts[step.act].named
        if step.practice == by_guide:
            wrong = (
                gettext("{step} is named by the guide and marked as practice.")
                if by_guide
                else gettext("{step} isn't named by the guide and not marked as practice.")
            )
            yield wrong.format(step=_quoted(step))
        elif step.practice and (step.basis or not step.serves):
            yield gettext("{step} is practice: it must say which clause it serves, and rest on none.").format(
                step=_quoted(step)
            )
        elif not step.practice and not step.basis:
            yield gettext("{step} rests on no clause.").format(step=_quoted(step))


@of_text(
    "acts_by_their_side",
    "每一步只由应当作出它的一方作出。",
    "Each step is taken by the side whose act it is.",
)
def _sides(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for actor in step.actors:
            if p.roles[actor].side not in p.acts[step.act].by:
                yield gettext("{step} may be taken by {role}, whose act it isn't.").format(
                    step=_quoted(step), role=named(p.roles[actor])
                )


@of_text("every_step_has_actor", "每一步都写明由谁作出，没有写明的谁也不能作。",
         "Each step says who may take it.")  # fmt: skip
def _actors(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if not step.actors:
            yield gettext("{step} doesn't say who takes it.").format(step=_quoted(step))


@of_text("time_never_decides", "时间只起止、提醒和标明逾期，从不决定案件。",
         "Time opens, closes, reminds and marks overdue; it never decides a case.", "5.1.3")  # fmt: skip
def _time(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if not any(p.roles[actor].side == "time" for actor in step.actors):
            continue
        act = p.acts[step.act]
        if act.decides or act.by != ("time",):
            yield gettext("{step} decides something, and time may take it.").format(step=_quoted(step))
        for fact in (fact for effect in compile_step(p, step).effects for fact in effect.writes):
            if not any(p.roles[role].side == "time" for role in p.facts[fact].set_by):
                yield gettext("{step} lets time enter “{fact}”, which a person has to enter.").format(
                    step=_quoted(step), fact=named(p.facts[fact])
                )
        for source in step.sources:
            yield from _moved_by_time(p, step, source)


def _moved_by_time(p: Procedure, step: Step, source: str) -> Iterator[str]:
    """What is wrong with time moving a case on: only a limit that the guide itself sets may do so."""
    before, after = p.states[source], p.states[p.target(step, source)]
    clock = p.clocks.get(before.clock if step.clock == STATE_CLOCK else step.clock)
    if after.final or after.stage != before.stage:
        yield gettext(
            "When a limit passes, the case goes from “{before}” to “{after}”; time must not decide."
        ).format(before=named(before), after=named(after))
    elif step.target and step.time_effect not in ("opens", "closes"):
        yield gettext("{step} only reminds or marks as overdue, and changes the state.").format(
            step=_quoted(step)
        )
    elif step.target and (clock is None or p.parameters[clock.parameter].practice):
        yield (
            gettext(
                "{step}: a limit that the guide doesn't set passes, and the case goes from “{before}” to"
                " “{after}”, so time decides."
            ).format(step=_quoted(step), before=named(before), after=named(after))
        )


@of_text("numbers_of_the_guide", "取自指南的数字与指南的规定一致。",
         "A number that rests on the guide is the guide's own.")  # fmt: skip
def _numbers(p: Procedure) -> Iterator[str]:
    for parameter in p.parameters.values():
        if parameter.practice or not isinstance(parameter.value, int):
            continue
        clauses = "、".join(p.clauses.get(clause, clause) for clause in parameter.basis)
        if parameter.law not in p.numbers:
            yield gettext(
                "“{number}” rests on {clauses} and doesn't say which number of the guide it is."
            ).format(number=named(parameter), clauses=clauses)
        elif parameter.value != p.numbers[parameter.law]:
            yield gettext("“{number}” says {here}, and {clauses} says {there}.").format(
                number=named(parameter), here=parameter.value, clauses=clauses, there=p.numbers[parameter.law]
            )
    for fact in p.facts.values():
        if fact.law in p.numbers and len(fact.items) != p.numbers[fact.law]:
            yield gettext("“{fact}” lists {here} items, and the guide asks for {there}.").format(
                fact=named(fact), here=len(fact.items), there=p.numbers[fact.law]
            )


@of_text("notice_in_workdays", "公示期按完整工作日计算，天数来自指南本身。",
         "The notice counts whole working days, and their number is the guide's own.", "5.1.3",
         needs=[Means.NOTICE_ENDS])  # fmt: skip
def _notice(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        if p.meaning(step.act) == Means.NOTICE_ENDS and step.clock in p.clocks:
            parameter = p.parameters[p.clocks[step.clock].parameter]
            amounts = [parameter.value, *(value for _, value in parameter.values)]
            if parameter.unit != "workdays":
                yield gettext("The notice is counted in {unit}; it should be in working days.").format(
                    unit=called(parameter.unit)
                )
            elif not all(isinstance(amount, int) and amount >= 1 for amount in amounts):
                yield gettext("The notice must last one working day, at least.")
            elif parameter.practice or not parameter.basis:
                yield gettext("The number of days of the notice must rest on a clause of the guide.")
            elif any(p.states[source].clock != step.clock for source in step.sources):
                yield gettext("The notice begins with its state, whose limit must be that of the notice.")


@of_text(
    "clocks_are_started",
    "每一个到期步骤的期限都有起算点。",
    "Every limit that can pass was started somewhere.",
)
def _clocks(p: Procedure) -> Iterator[str]:
    fixed = {
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
                yield gettext("“{state}” has no time limit, so {step} never falls due.").format(
                    state=named(p.states[source]), step=_quoted(step)
                )
            elif step.clock not in (STATE_CLOCK, own, *fixed) and not _started(p, step):
                yield gettext("Nothing starts the time limit of {step}.").format(step=_quoted(step))


def _started(p: Procedure, step: Step) -> bool:
    """Whether a step other than this one, which the clock's end takes, starts the clock."""
    return any(step.clock in other.starts for other in p.steps.values() if other.id != step.id)


@of_text("duties_on_pilot_institutions",
         "五(二)、五(三)的义务和六(二)的容错只落在试点机构，从不落在科技企业，牵头也不例外。",
         "Duties of 5.2-5.3 and the tolerance of 6.2 rest on pilot institutions, never on a technology firm.",
         "5.2.1")  # fmt: skip
def _duties(p: Procedure) -> Iterator[str]:
    for role in p.roles.values():
        if role.side == "institution" and role.of != "pilot_institutions":
            yield gettext(
                "“{role}” isn't held to the pilot institutions; duties would fall on other units."
            ).format(role=named(role))
    for step in p.steps.values():
        stages = {p.states[source].stage for source in step.sources}
        for actor in step.actors:
            role = p.roles[actor]
            if p.acts[step.act].duty and (role.side != "institution" or role.of != "pilot_institutions"):
                yield gettext("The duty of {step} falls on {role}.").format(
                    step=_quoted(step), role=named(role)
                )
            elif role.side == "technology" and stages & set(ON_TRIAL):
                yield gettext("{role} takes {step} during the trial.").format(
                    role=named(role), step=_quoted(step)
                )
            elif role.side in ("applicant", "compliance") and stages <= set(ON_TRIAL):
                yield gettext("{role} takes {step} during the trial, and may be a technology firm.").format(
                    role=named(role), step=_quoted(step)
                )
    for state in p.states.values():
        role_id = state.owner
        if state.stage in ON_TRIAL and role_id and p.roles[role_id].side in ("technology", "applicant"):
            yield gettext("“{state}” is owned by {role}; it should be by the pilot institutions.").format(
                state=named(state), role=named(p.roles[role_id])
            )


@of_text("owner_and_limit", "每个等待状态都写明由谁处理，并有期限或注明文本没有期限。",
         "Every waiting state has an owner and a limit, or says that the text sets none.")  # fmt: skip
def _owner(p: Procedure) -> Iterator[str]:
    for state in p.states.values():
        if state.final:
            continue
        if not state.owner:
            yield gettext("“{state}” doesn't say who deals with it.").format(state=named(state))
        else:
            side = p.roles[state.owner].side
            sides = {p.roles[a].side for step in p.steps_from(state.id) for a in step.actors}
            if side not in sides:
                yield gettext("“{state}” is dealt with by {role}, who has no step to take there.").format(
                    state=named(state), role=named(p.roles[state.owner])
                )
        in_text = bool(state.clock) and not p.parameters[p.clocks[state.clock].parameter].practice
        if in_text == state.no_limit_in_text:
            wrong = (
                gettext("“{state}”: the text sets a limit, and the state says that it sets none.")
                if in_text
                else gettext("“{state}”: the text sets no limit, and the state doesn't say so.")
            )
            yield wrong.format(state=named(state))


@of_text("limits_are_marked", "有期限的等待状态，到期都有时间步骤标明。",
         "Where a waiting state has a limit, time marks when it passes.")  # fmt: skip
def _marked(p: Procedure) -> Iterator[str]:
    for state in p.states.values():
        timed = [step for step in p.steps_from(state.id) if step.by_time]
        if state.clock and not any(step.clock in (STATE_CLOCK, state.clock) for step in timed):
            yield gettext("Nobody will know when the time limit of “{state}” has passed.").format(
                state=named(state)
            )


@of_text("measures_are_no_states", "异常、整改、暂停和变更记录在状态之外，从不成为状态。",
         "Incidents, rectification, suspension and changes are recorded beside the state.",
         "5.2.1")  # fmt: skip
def _overlays(p: Procedure) -> Iterator[str]:
    facts = {overlay.fact for overlay in p.overlays.values()}
    for state in p.states.values():
        if state.id in p.overlays or state.zh in {overlay.zh for overlay in p.overlays.values()}:
            yield gettext("“{state}” is a measure and must not be a state.").format(state=named(state))
    for step in p.steps.values():
        writes = {fact for effect in compile_step(p, step).effects for fact in effect.writes}
        in_trial = any(p.states[source].stage in ON_TRIAL for source in step.sources)
        if writes & facts and step.target and in_trial:
            yield gettext("{step} records a measure and changes the state.").format(step=_quoted(step))


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
            yield gettext("{step} must be taken by two people.").format(step=_quoted(step))


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
            yield gettext("{step} ends a case and must state its reason.").format(step=_quoted(step))


@of_text("letters_are_entered", "证监会各部门和市有关部门的意见可由秘书处凭来文录入，其他行为不得代录。",
         "Only what departments of CSRC and of the city write may be entered for them.")  # fmt: skip
def _letters(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        sides = {p.roles[actor].side for actor in step.actors}
        if step.entered_by and sides - {"bureau", "department"}:
            yield gettext("{step} must not be entered for others.").format(step=_quoted(step))


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
                    who = named(p.roles[actor])
                    yield gettext(
                        "{step} lets {role} enter “{fact}”, who isn't among those that may."
                    ).format(step=_quoted(step), role=who, fact=named(p.facts[fact]))


@of_text("all_means_all", "须由全体逐一作出的审查、同意和确认计全部申报单位，"
         "撤回、退出申请和退出落实计全部试点机构。",
         "What all must do is counted over all units, and a withdrawal, an application to leave and the "
         "carrying out of an exit over all pilot institutions.",
         "3.1.c", among=WHOLE)  # fmt: skip
def _all(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for fact in (p.facts[name] for name in step.adds if p.facts[name].kind == "tally"):
            acting = {p.roles[actor].of for actor in step.actors if p.roles[actor].of}
            whole = WHOLE.get(p.meaning(step.act), fact.over)
            if fact.over != whole or acting - {whole}:
                yield gettext("“{fact}” isn't counted over every unit: each has to take {step}.").format(
                    fact=named(fact), step=_quoted(step)
                )
        if p.meaning(step.act) in WHOLE and not any(p.facts[name].kind == "tally" for name in step.adds):
            yield gettext("{step} isn't counted at all: each has to take it.").format(step=_quoted(step))


@of_text("answers_are_asked", "条件所看的回答，由同一步骤询问。",
         "Every answer that a guard looks at is asked by the same step.")  # fmt: skip
def _answers(p: Procedure) -> Iterator[str]:
    answers = {fact.id for fact in p.facts.values() if fact.kind == "answer"}
    for step in p.steps.values():
        read = {fact for guard in compile_step(p, step).guards for fact in guard.reads}
        for fact in sorted((read & answers) - set(step.asks)):
            yield gettext("A condition of {step} looks at “{fact}”, which the step doesn't ask.").format(
                step=_quoted(step), fact=named(p.facts[fact])
            )
