"""Properties of what acts record beside their answers, and of the time limits that they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.i18n import current_language, gettext
from xianxing.procedure.effects import ATTESTATIONS
from xianxing.procedure.events import state_clock
from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.history import FROM_PLATFORM
from xianxing.procedure.meanings import ON_TRIAL, Means, ParticularMeans, Stage
from xianxing.procedure.model import STATE_CLOCK, Procedure, Step, Value
from xianxing.procedure.outcomes import compile_step
from xianxing.procedure.property import named, of_text

# By answer: what must be recorded with it.
EXEMPTION: Mapping[str, tuple[ParticularMeans, ...]] = {
    "granted": (
        ParticularMeans.EXEMPTION_ORGAN, ParticularMeans.EXEMPTION_NUMBER, ParticularMeans.EXEMPTION_CLAUSES,
        ParticularMeans.EXEMPTION_SCOPE, ParticularMeans.EXEMPTION_EXPIRY,
    ),
    "view_given": (ParticularMeans.VIEW_ORGAN, ParticularMeans.VIEW_NUMBER),
}  # fmt: skip


VIEWS = frozenset({"agrees", "agrees_with_conditions", "disagrees"})
# By act: what must be recorded with it, whatever is answered.
ALWAYS: Mapping[str, tuple[ParticularMeans, ...]] = {
    **dict.fromkeys(FROM_PLATFORM, (ParticularMeans.PLATFORM_NUMBER, ParticularMeans.PLATFORM_INSTANT)),
    Means.ASK_SUPPLEMENT: (ParticularMeans.SUPPLEMENT_QUESTION,),
    Means.ANSWER_SUPPLEMENT: (ParticularMeans.SUPPLEMENT_ANSWER,),
    Means.SET_START_CONDITION: (ParticularMeans.CONDITION,),
    Means.SET_TRIAL_CONDITION: (ParticularMeans.CONDITION,),
    Means.MEET_START_CONDITION: (ParticularMeans.CONDITION_PROOF,),
    Means.CHANGE_OF_SUBSTANCE: (ParticularMeans.CHANGE_MADE,),
    Means.GIVE_DEPARTMENT_VIEW: (ParticularMeans.DEPARTMENT_OPINION,),
    Means.NOTE_DEPARTMENT_SILENCE: (ParticularMeans.REMINDED_ON, ParticularMeans.REPLY_DUE),
    Means.ENTER_COMMENT: (
        ParticularMeans.RECEIVED_ON, ParticularMeans.COMMENT_FROM, ParticularMeans.COMMENT_TEXT,
    ),
}  # fmt: skip


@of_text("acts_record_what_they_are_about",
         "补充事项、条件、证明、实质变更和部门意见写明内容，未复的写明提醒，来信来电写明来源和收到之日。",
         "What is asked for, answered, set as a condition, shown as met, changed, said by a department or "
         "received is written down, with its day.", among=ALWAYS)  # fmt: skip
def _always(p: Procedure) -> Iterator[str]:
    for means, needed in ALWAYS.items():
        for step in p.steps_meaning(means):
            given = {one.means for one in p.particulars_of(step) if not one.optional and not one.when}
            for missing in sorted(set(needed) - given):
                yield gettext("“{step}” doesn't record {what}.").format(step=named(step), what=missing)


@of_text("consultation_states_a_view",
         "会商记录写明科技监管局同意、附条件同意（写明条件）或者不同意；尚待答复不是意见。",
         "A consultation records that the bureau agrees, agrees with conditions (which are written down), or "
         "disagrees; a reply that is awaited is none.", "5.1.3",
         needs=[FactMeans.CONSULTATION_VIEW], among=[Means.RECORD_CONSULTATION])  # fmt: skip
def _view(p: Procedure) -> Iterator[str]:
    fact = p.fact_meaning(FactMeans.CONSULTATION_VIEW)
    if fact is None:
        return
    for value in sorted(set(map(str, fact.domain)) - VIEWS):
        yield gettext("“{value}” is no view of a consultation.").format(
            value=p.word(value, current_language())
        )
    for step in p.steps_meaning(Means.RECORD_CONSULTATION):
        if fact.id not in step.asks:
            yield gettext("“{step}” doesn't ask for the view of the consultation.").format(step=named(step))
        recorded = _asked(p, step, FactMeans.CONSULTATION_VIEW, "agrees_with_conditions")
        if ParticularMeans.CONSULTATION_CONDITIONS not in recorded:
            yield gettext(
                "“{step}” doesn't record the conditions where the bureau agrees with conditions."
            ).format(step=named(step))


@of_text("conditions_are_carried",
         "试点期间的条件逐项记入，在试点期间一直显示为附带条件，试点机构随时可以报告履行情况。",
         "Conditions of the trial are kept one by one, shown beside the state, and reported on.",
         "5.1.2", needs=[FactMeans.TRIAL_CONDITIONS],
         among=[Means.SET_TRIAL_CONDITION, Means.REPORT_ON_CONDITIONS])  # fmt: skip
def _carried(p: Procedure) -> Iterator[str]:
    fact = p.fact_meaning(FactMeans.TRIAL_CONDITIONS)
    if fact is None:
        return
    for step in p.steps_meaning(Means.SET_TRIAL_CONDITION):
        if fact.id not in step.adds:
            yield gettext("“{step}” doesn't enter “{fact}”.").format(step=named(step), fact=named(fact))
    if fact.id not in {overlay.fact for overlay in p.overlays.values()}:
        yield gettext("“{fact}” isn't shown during the trial.").format(fact=named(fact))
    reporting = {state for step in p.steps_meaning(Means.REPORT_ON_CONDITIONS) for state in step.sources}
    for state in p.states.values():
        if state.stage == Stage.RUNNING and state.id not in reporting:
            yield gettext("In “{state}” there is no way to report on the conditions.").format(
                state=named(state)
            )
    for step in p.steps.values():
        written = {name for effect in compile_step(p, step).effects for name in effect.writes}
        stages = {p.states[source].stage for source in step.sources}
        if fact.id in written | set(step.removes) and stages & {Stage.NOTICE, Stage.START, *ON_TRIAL}:
            yield gettext("“{step}” makes “{fact}” disappear.").format(step=named(step), fact=named(fact))


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
            yield gettext("“{step}” doesn't allow the start and asks for “{fact}” all the same.").format(
                step=named(step), fact=named(fact)
            )
        for value, needed in EXEMPTION.items():
            for means in sorted(set(needed) - _asked(p, step, FactMeans.EXEMPTION, value)):
                yield gettext("“{step}” doesn't record {what} with the answer “{value}”.").format(
                    step=named(step), value=p.word(value, current_language()), what=means
                )


@of_text("given_ends_are_marked", "以记载的日期为届满日的期限，届满时都有时间步骤标明，时间不作其他处理。",
         "Where a recorded day ends a time limit, time marks when it passes, and does no more.")  # fmt: skip
def _ends(p: Procedure) -> Iterator[str]:
    for step in p.steps.values():
        for one in (one for one in p.particulars_of(step) if one.until and one.until not in step.lengthens):
            states = {state.id for state in p.states.values() if state.clock == one.until}
            marked = [mark for mark in p.steps.values() if mark.by_time and mark.clock == one.until]
            if not states and not any(mark.time_effect == "marks_overdue" for mark in marked):
                yield gettext("Nobody will know when “{one}” has passed.").format(one=named(one))
            if not states and any(mark.target or mark.effects for mark in marked):
                yield gettext("Time changes the case as soon as “{one}” has passed.").format(one=named(one))


@of_text("limits_are_only_lengthened",
         "期限只能由工作组写明理由延长，不能缩短；除公示期外，只延长工作组做法的期限，试点期限须经退出程序延期。",
         "A time limit is only ever lengthened, by the group and with a reason: the notice's, and limits "
         "that are practice; the term of a trial only by an exit.", "5.1.3")  # fmt: skip
def _longer(p: Procedure) -> Iterator[str]:
    notice = {step.clock for step in p.steps_meaning(Means.NOTICE_ENDS)}
    for step in p.steps.values():
        for one in (one for one in p.particulars_of(step) if one.until and one.until not in step.lengthens):
            if one.until == STATE_CLOCK or not p.parameters[p.clocks[one.until].parameter].practice:
                yield gettext("“{step}” sets a time limit anew, which may shorten it.").format(
                    step=named(step)
                )
        if not step.lengthens:
            continue
        if not step.reason or any(p.roles[actor].side != "authority" for actor in step.actors):
            yield gettext("“{step}” lengthens a time limit, for which the group must give a reason.").format(
                step=named(step)
            )
        if not set(step.lengthens) <= {one.until for one in p.particulars_of(step)}:
            yield gettext("“{step}” doesn't record until when the time limit is lengthened.").format(
                step=named(step)
            )
        for source in step.sources:
            for clock in (state_clock(p, name, source) for name in step.lengthens):
                own = clock in notice and p.meaning(step.act) == Means.LENGTHEN_NOTICE
                if not clock or not (own or p.parameters[p.clocks[clock].parameter].practice):
                    yield gettext(
                        "“{step}” lengthens in “{state}” a time limit that isn't the group's practice."
                    ).format(step=named(step), state=named(p.states[source]))
                elif p.states[source].stage == Stage.RUNNING and p.states[source].clock == clock:
                    yield gettext("“{step}” lengthens the trial, which only an exit may do.").format(
                        step=named(step)
                    )


@of_text("taking_down_is_on_record",
         "撤下已公开的内容，由工作组两人作出，写明事由类别和理由。",
         "What was published is taken down by two people of the group, on a stated ground and with a reason.",
         "5.1.3", needs=[FactMeans.TAKE_DOWN_GROUND], among=[Means.TAKE_DOWN])  # fmt: skip
def _taken_down(p: Procedure) -> Iterator[str]:
    ground = p.fact_meaning(FactMeans.TAKE_DOWN_GROUND)
    if ground is None:
        return
    for step in p.steps_meaning(Means.TAKE_DOWN):
        if ground.id not in step.asks:
            yield gettext("“{step}” doesn't ask for “{fact}”.").format(step=named(step), fact=named(ground))
        if not step.four_eyes or not step.reason:
            yield gettext("“{step}” needs two people and a reason.").format(step=named(step))
        if any(p.roles[actor].side != "authority" for actor in step.actors):
            yield gettext("“{step}” isn't the group's own act.").format(step=named(step))


@of_text("departments_add_and_never_veto",
         "附加评价逐个记录市有关部门的意见，任何意见都不成为前进或者停止的条件。",
         "Each department's view is entered, and none of them decides whether the case goes on.", "5.1.1",
         needs=[FactMeans.DEPARTMENT_VIEWS, FactMeans.DEPARTMENT_VIEW],
         among=[Means.GIVE_DEPARTMENT_VIEW, Means.NOTE_DEPARTMENT_SILENCE])  # fmt: skip
def _departments(p: Procedure) -> Iterator[str]:
    views, view = p.fact_meaning(FactMeans.DEPARTMENT_VIEWS), p.fact_meaning(FactMeans.DEPARTMENT_VIEW)
    if views is None or view is None:
        return
    for step in p.steps_meaning(Means.GIVE_DEPARTMENT_VIEW, Means.NOTE_DEPARTMENT_SILENCE):
        if views.id not in step.adds:
            yield gettext("“{step}” doesn't enter “{fact}”.").format(step=named(step), fact=named(views))
    for step in p.steps_meaning(Means.GIVE_DEPARTMENT_VIEW):
        if view.id not in step.asks:
            yield gettext("“{step}” doesn't ask for “{fact}”.").format(step=named(step), fact=named(view))
    for step in p.steps.values():
        compiled = compile_step(p, step)
        read = {fact for one in compiled.guards for fact in one.reads}
        if view.id in read | {fact for one in compiled.effects for fact in one.reads}:
            yield gettext("“{step}” depends on “{fact}”.").format(step=named(step), fact=named(view))


@of_text("comments_by_day_of_receipt",
         "纸质、邮件和电话收到的意见，以收到之日在公示期内为准，公示期满后仍可补录。",
         "A comment on paper, by e-mail or telephone counts by the day of its receipt within the notice, "
         "also when it is entered later.", "5.1.3", among=[Means.ENTER_COMMENT])  # fmt: skip
def _received(p: Procedure) -> Iterator[str]:
    notice = {step.clock for step in p.steps_meaning(Means.NOTICE_ENDS)}
    after = {p.target(step, state) for step in p.steps_meaning(Means.NOTICE_ENDS) for state in step.sources}
    for step in p.steps_meaning(Means.ENTER_COMMENT):
        days = [one for one in p.particulars_of(step) if one.means == ParticularMeans.RECEIVED_ON]
        if any(one.within not in notice for one in days):
            yield gettext("“{step}” doesn't hold the day of receipt to the days of the notice.").format(
                step=named(step)
            )
        if not after <= set(step.sources):
            yield gettext("After the notice there is no way for “{step}”.").format(step=named(step))


@of_text("platform_paper_is_told_apart",
         "只见于平台的申报和补正由工作组两人录入，各方确认注明见于平台材料，从不算作本系统的确认。",
         "A filing or correction known from the platform alone is entered by two people of the group; its "
         "confirmations are told to be on the platform's paper, and never count as made here.", "4",
         needs=[FactMeans.PLATFORM_PAPER],
         among=FROM_PLATFORM)  # fmt: skip
def _platform(p: Procedure) -> Iterator[str]:
    paper = p.fact_meaning(FactMeans.PLATFORM_PAPER)
    if paper is None:
        return
    ours = {fact.id for fact in p.facts.values() if fact.means in ATTESTATIONS}
    for step in p.steps_meaning(*FROM_PLATFORM):
        if not step.four_eyes:
            yield gettext("“{step}” must be entered by two people.").format(step=named(step))
        written: dict[str, Value] = {}
        for effect in (effect for effect in compile_step(p, step).effects if not effect.reads):
            written.update(effect.changes({}))
        made = {fact for fact, value in written.items() if value != p.facts[fact].initial}
        if made != {paper.id} or step.adds or ours - set(written):
            yield gettext(
                "“{step}” does more than note that the confirmations are on the platform's paper."
            ).format(step=named(step))


@of_text("official_text_elsewhere",
         "公示文本以本机关网站为准的，载明网址和发布时刻，由两人录入，期限自发布之日起算。",
         "Where the official text of a notice stands on the organ's own site, its address and instant are "
         "entered by two people, and the days run from then.", "5.1.3",
         among=[Means.OPEN_NOTICE])  # fmt: skip
def _elsewhere(p: Procedure) -> Iterator[str]:
    pair = {ParticularMeans.OFFICIAL_ADDRESS, ParticularMeans.OFFICIAL_INSTANT}
    for step in p.steps.values():
        ones = [one for one in p.particulars_of(step) if one.means in pair or one.begins]
        if not ones:
            continue
        if p.meaning(step.act) not in (Means.OPEN_NOTICE, Means.PUBLISH_FORMALLY):
            yield gettext("“{step}” publishes nothing and records where it stands.").format(step=named(step))
        if {one.means for one in ones if not one.optional and not one.when} != pair:
            yield gettext(
                "“{step}” doesn't record both where the official text stands and since when."
            ).format(step=named(step))
        if not p.stands_elsewhere(step) or not any(one.begins for one in ones):
            yield gettext("The time limits of “{step}” don't run from the official text.").format(
                step=named(step)
            )
        if not step.four_eyes:
            yield gettext("“{step}” must be entered by two people.").format(step=named(step))
