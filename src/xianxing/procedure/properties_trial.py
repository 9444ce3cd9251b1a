"""Properties of the running trial: its term, its reports, its items, and what is possible after its end."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.i18n import gettext
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.meanings import ON_TRIAL, Means, ParticularMeans, Stage
from xianxing.procedure.model import PERIODS, ItemKind, Procedure, State, Step
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.properties_exit import CLOSING
from xianxing.procedure.property import named, of_text

JUDGED = (Means.DECIDE_END, Means.DECIDE_EXTEND, Means.DECIDE_LONGER_EXTENSION, Means.DECIDE_FORCE)
MEASURES = (FactMeans.INCIDENTS, FactMeans.RECTIFICATIONS, FactMeans.UNIT_CHANGES, FactMeans.SUSPENSION)
COMPLAINTS = (Means.COMPLAIN, Means.SETTLE_COMPLAINT)
PER_ITEM = (
    Means.FIND_INCIDENT, Means.REPORT_INCIDENT_PROCESS, Means.REPORT_INCIDENT_RESULT,
    Means.ORDER_RECTIFICATION, Means.RECTIFICATION_EXPIRES, Means.CONFIRM_RECTIFIED,
    Means.SETTLE_TRIAL_CHANGE,
)  # fmt: skip


def _terms(p: Procedure) -> set[str]:
    """The clocks by which states of the running trial end."""
    return {state.clock for state in p.states.values() if state.stage == Stage.RUNNING and state.clock}


@of_text("term_as_granted", "试点期限以申报的期限为准，由允许启动时载明的月数决定，不是常数。",
         "The term of a trial is the number of months recorded when the start is allowed, never a constant.",
         "5.3", needs=[FactMeans.EXTENSION_LENGTH, Means.ALLOW_START],
         among=[Means.RESUME_EXTENDED])  # fmt: skip
def _granted(p: Procedure) -> Iterator[str]:
    for clock in sorted(_terms(p)):
        given = p.particulars.get(p.clocks[clock].given)
        if given is None or given.means != ParticularMeans.GRANTED_MONTHS:
            yield gettext("“{clock}” is a constant of the procedure.").format(clock=named(p.clocks[clock]))
    for step in p.steps_meaning(Means.ALLOW_START):
        always = {one.means for one in p.particulars_of(step) if not one.optional and not one.when}
        if ParticularMeans.GRANTED_MONTHS not in always:
            yield gettext("“{step}” doesn't record how long the trial may last.").format(step=named(step))


@of_text("extension_adds_what_was_decided",
         "延期只在落实时生效，在原期限上加计所定的月数，不多不少；此外没有步骤改变试点期限。",
         "An extension adds exactly the months decided to the term, when it is carried out; nothing else "
         "changes the term.", "5.3.3",
         needs=[FactMeans.EXTENSION_LENGTH], among=[Means.RESUME_EXTENDED])  # fmt: skip
def _exactly(p: Procedure) -> Iterator[str]:
    length, terms = p.fact_meaning(FactMeans.EXTENSION_LENGTH), _terms(p)
    for step in p.steps.values():
        resumes = p.meaning(step.act) == Means.RESUME_EXTENDED
        running = any(p.states[state].stage in ON_TRIAL for state in step.sources)
        if resumes != bool(terms & set(step.prolongs)) or (running and terms & set(step.starts)):
            yield gettext("“{step}” doesn't leave the term with exactly the months decided.").format(
                step=named(step)
            )
    for clock in terms:
        if length is None or p.clocks[clock].added != length.id:
            yield gettext("“{clock}” isn't prolonged by the months decided.").format(
                clock=named(p.clocks[clock])
            )


@of_text("reports_by_calendar",
         "定期报告按日历分期应报，迟报、早报都不改变下一期；每期单独标明逾期。",
         "Regular reports fall due by calendar periods, a late one doesn't move the next, and each is marked "
         "when it is late.", "5.2.1",
         needs=[Means.REPORT_PERIOD_ENDS], among=[Means.REPORT_REGULARLY])  # fmt: skip
def _reports(p: Procedure) -> Iterator[str]:
    for step in p.steps_meaning(Means.REPORT_PERIOD_ENDS):
        unit = p.parameters[p.clocks[step.clock].parameter].unit if step.clock in p.clocks else ""
        if unit != PERIODS or step.clock not in step.starts or not step.opens_item:
            yield gettext("“{step}” doesn't follow the calendar, one report a period.").format(
                step=named(step)
            )
        others = (other for other in p.steps.values() if other.id != step.id and step.clock in other.starts)
        for other in others:
            if any(p.states[state].stage in ON_TRIAL for state in other.sources):
                yield gettext("“{step}” moves the periods of the reports.").format(step=named(other))
        if not p.started_with_item(step):
            yield gettext("Nothing says until when the report of “{step}” is handed in.").format(
                step=named(step)
            )
    for step in p.steps_meaning(Means.REPORT_REGULARLY):
        if not p.closes_item(step):
            yield gettext("“{step}” doesn't say for which period it reports.").format(step=named(step))


@of_text("items_are_kept_apart",
         "异常、整改、单位变更各自编号，可以同时有多项，互不妨碍；办理和了结都指明是哪一项。",
         "Incidents, rectifications and changes of units are items: several run at once, and each is dealt "
         "with and closed by its own number.", "5.2.4", among=PER_ITEM)  # fmt: skip
def _apart(p: Procedure) -> Iterator[str]:
    for step in p.steps_meaning(*PER_ITEM):
        if not step.item:
            yield gettext("“{step}” isn't about one item among several.").format(step=named(step))
    for step in (step for step in p.steps.values() if step.opens_item):
        pool = p.item_kinds[step.item].fact
        if pool and pool in compile_step(p, step).reads:
            yield gettext("“{step}” is barred while another item is open.").format(step=named(step))
    for means in (Means.REPORT_INCIDENT_RESULT, Means.CONFIRM_RECTIFIED, Means.SETTLE_TRIAL_CHANGE):
        for step in p.steps_meaning(means):
            if step.item and not p.closes_item(step):
                yield gettext("“{step}” doesn't close the item.").format(step=named(step))


@of_text("items_run_their_course", "每类事项的每个阶段都走得到、都能了结，时间只另立、标明，从不了结。",
         "Every stage of an item is reached and leads to its close; time opens and marks, and never closes.",
         "5.2.1")  # fmt: skip
def _course(p: Procedure) -> Iterator[str]:
    for kind in p.item_kinds.values():
        about = [step for step in p.steps.values() if step.item == kind.id]
        reached = _spread({step.item_to for step in about if step.opens_item}, about)
        for stage in kind.stages.values():
            if stage.id not in reached:
                yield gettext("“{kind}” never comes to “{stage}”.").format(
                    kind=named(kind), stage=named(stage)
                )
            elif not _spread({stage.id}, [one for one in about if not one.by_time]) & kind.ends:
                yield gettext("From “{stage}” a “{kind}” is never closed.").format(
                    kind=named(kind), stage=named(stage)
                )
        yield from _stages_of(p, kind, about)


def _stages_of(p: Procedure, kind: ItemKind, about: list[Step]) -> Iterator[str]:
    for step in about:
        if step.by_time and p.closes_item(step):
            yield gettext("“{step}” lets time close a “{kind}”.").format(step=named(step), kind=named(kind))
        if set(step.item_from) & kind.ends:
            yield gettext("“{step}” goes on with a “{kind}” that was closed.").format(
                step=named(step), kind=named(kind)
            )
        if step.item_from and not step.item_to and step.by_time:
            yield gettext("“{step}” leaves no mark on the “{kind}”.").format(
                step=named(step), kind=named(kind)
            )
    process = {
        stage for step in about for stage in (step.item_to,) if _is(p, step, Means.REPORT_INCIDENT_PROCESS)
    }
    for step in about:
        if _is(p, step, Means.REPORT_INCIDENT_RESULT) and not set(step.item_from) <= process:
            yield gettext("“{step}” is possible before the handling was reported.").format(step=named(step))
    for clock in (clock for clock in p.clocks.values() if clock.item == kind.id):
        marked = [step for step in about if step.by_time and step.clock == clock.id]
        started = {step.item_to for step in about if clock.id in step.starts}
        if not any(set(step.item_from) & started and step.time_effect == "marks_overdue" for step in marked):
            yield gettext("Nobody will know when “{clock}” of a “{kind}” has passed.").format(
                clock=named(clock), kind=named(kind)
            )


def _is(p: Procedure, step: Step, means: Means) -> bool:
    return p.meaning(step.act) == means


def _spread(stages: set[str], steps: list[Step]) -> set[str]:
    """The stages to which these steps lead from these stages, and these."""
    found, size = set(stages), -1
    while size != len(found):
        size = len(found)
        found |= {step.item_to for step in steps if step.item_to and set(step.item_from) & found}
    return found


def _before_closing(p: Procedure) -> list[State]:
    """The states of an exit that can still come to a close."""
    closing = {state for step in p.steps_meaning(*CLOSING) for state in step.sources}
    size = -1
    while size != len(closing):
        size = len(closing)
        closing |= {one for step in p.steps.values() if step.target in closing for one in step.sources}
    return [state for state in p.states.values() if state.stage == Stage.EXIT and state.id in closing]


@of_text("force_ground_leads_to_review",
         "出现强制退出事由的，退出的任何环节都可转入评审，由人认定。",
         "A ground for forced exit leads from any step of an exit to the review, where people decide.",
         "5.3.4", needs=[FactMeans.FORCE_GROUND],
         among=[Means.FIND_FORCE_GROUND, Means.DECIDE_FORCE])  # fmt: skip
def _redirected(p: Procedure) -> Iterator[str]:
    ground = p.fact_meaning(FactMeans.FORCE_GROUND)
    deciding = {state for step in p.steps_meaning(Means.DECIDE_FORCE) for state in step.sources}
    for state in _before_closing(p):
        steps = p.steps_from_meaning(state.id, Means.FIND_FORCE_GROUND)
        if state.id not in deciding and not any(step.target in deciding for step in steps):
            yield gettext("From “{state}” a ground for forced exit doesn't lead to the review.").format(
                state=named(state)
            )
    for step in p.steps_meaning(Means.FIND_FORCE_GROUND):
        looked = {fact for guard in compile_step(p, step).guards for fact in guard.reads}
        eligibility = p.fact_meaning(FactMeans.ELIGIBILITY)
        assessed = eligibility is None or eligibility.id in step.asks
        if not assessed or not step.reason or ground is None or ground.id not in looked & set(step.asks):
            yield gettext("“{step}” states no ground, reason and assessment.").format(step=named(step))


@of_text("measures_throughout_the_exit", "暂停和整改在试点运行和退出的各环节都可采取。",
         "Suspension and rectification are possible throughout the trial and its exit.", "5.2.1",
         needs=[Means.SUSPEND, Means.ORDER_RECTIFICATION])  # fmt: skip
def _throughout(p: Procedure) -> Iterator[str]:
    running = [state for state in p.states.values() if state.stage == Stage.RUNNING and not state.final]
    for state in (*running, *_before_closing(p)):
        for means in (Means.SUSPEND, Means.ORDER_RECTIFICATION):
            if not p.steps_from_meaning(state.id, means):
                yield gettext("In “{state}” there is no way for {step}.").format(
                    state=named(state), step=named(p.steps_meaning(means)[0])
                )


@of_text("open_measures_are_judged",
         "未完成的整改或异常不等于重大风险隐患：结束、延期和强制退出由人判断，不以有无未了事项为条件。",
         "An open rectification or incident isn't a major danger: people judge, and no condition of ending, "
         "extending or forcing looks at it.", "5.3.3", among=JUDGED)  # fmt: skip
def _judged(p: Procedure) -> Iterator[str]:
    facts = {fact.id for means in MEASURES if (fact := p.fact_meaning(means))}
    for step in p.steps_meaning(*JUDGED):
        for name in sorted(facts & set(compile_step(p, step).reads)):
            yield gettext("“{step}” depends on “{fact}”.").format(step=named(step), fact=named(p.facts[name]))


@of_text("referral_from_filing_on", "自申报起直至终局之后，随时可以移送有权机关。",
         "From the filing on, and after the end, a case can be referred to the competent body.", "5.3.8",
         needs=[Means.REFER])  # fmt: skip
def _referral(p: Procedure) -> Iterator[str]:
    for state in (state for state in p.states.values() if state.stage != Stage.DRAFTING):
        if not p.steps_from_meaning(state.id, Means.REFER):
            yield gettext("In “{state}” there is no way for {step}.").format(
                state=named(state), step=named(p.steps_meaning(Means.REFER)[0])
            )


@of_text("heard_after_the_trial", "试点启动之后直至终局之后，都可以投诉，投诉都可以处理。",
         "Complaints are taken and settled during the trial and after it.",
         "5.2.3", needs=COMPLAINTS)  # fmt: skip
def _heard(p: Procedure) -> Iterator[str]:
    yield from _no_way(p, *COMPLAINTS)


@of_text("tolerance_after_the_trial", "试点启动之后直至终局之后，都可以提交容错事实材料。",
         "Evidence on tolerance is taken during the trial and after it.",
         "6.2", needs=[Means.SUBMIT_TOLERANCE_EVIDENCE])  # fmt: skip
def _tolerated(p: Procedure) -> Iterator[str]:
    yield from _no_way(p, Means.SUBMIT_TOLERANCE_EVIDENCE)


def _no_way(p: Procedure, *meanings: Means) -> Iterator[str]:
    """States of the trial and after it in which an act of these meanings can't be taken."""
    for state in (state for state in p.states.values() if state.stage in ON_TRIAL):
        for means in meanings:
            if not p.steps_from_meaning(state.id, means):
                yield gettext("In “{state}” there is no way for {step}.").format(
                    state=named(state), step=named(p.steps_meaning(means)[0])
                )


@of_text("register_changes_after_carrying_out", "公开名录只在退出落实之后、由工作组的行为改变。",
         "The public register changes only after an exit was carried out, by an act of the group.", "5.3",
         needs=[Means.ENTER_EXIT_IN_REGISTER], among=CLOSING)  # fmt: skip
def _register(p: Procedure) -> Iterator[str]:
    done = {step.target for step in p.steps_meaning(*CLOSING)}
    after = done | {step.target for state in done for step in p.steps_from(state) if step.target}
    for step in p.steps_meaning(Means.ENTER_EXIT_IN_REGISTER):
        if not set(step.sources) <= after or any(p.roles[actor].side != "authority" for actor in step.actors):
            yield gettext("“{step}” comes before the exit was carried out, or isn't the group's.").format(
                step=named(step)
            )
        for state in sorted(done - set(step.sources)):
            yield gettext("In “{state}” there is no way for {step}.").format(
                state=named(p.states[state]), step=named(step)
            )
