"""Properties of the trial and of its exit (clauses 5.2 and 5.3)."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.history import DECISIONS, History
from xianxing.procedure.meanings import ON_TRIAL, Means, Stage
from xianxing.procedure.model import Procedure
from xianxing.procedure.property import of_step
from xianxing.procedure.search import Edge

EXTENSIONS = (Means.DECIDE_EXTEND, Means.DECIDE_LONGER_EXTENSION)
CLOSING: Mapping[str, str] = {
    Means.CLOSE_NORMALISED: "normalise",
    Means.CLOSE_ENDED: "end",
    Means.CLOSE_FORCED: "force",
}
LEAVING: Mapping[str, str] = {**CLOSING, Means.RESUME_EXTENDED: "extend"}
CARRIED: Mapping[str, tuple[str, ...]] = {
    Means.TAKE_INTO_REGULAR_SYSTEM: ("normalise",),
    Means.CARRY_OUT_EXIT_PLAN: ("end", "force"),
    Means.VERIFY_EXIT: ("normalise", "end", "force"),
}


def _question(act: str, h: History) -> bool:
    """Whether the question stands that this act answers."""
    stands: Mapping[str, bool] = {
        Means.DROP_WITHDRAWAL: h.withdrawal,
        Means.JOIN_WITHDRAWAL: h.withdrawal,
        Means.STATE_CASE: h.hearing == "open",
        Means.CLOSE_HEARING: h.hearing == "open",
        Means.DROP_SUSPICION: h.hearing == "heard",
        Means.REPORT_INCIDENT_PROCESS: h.incident,
        Means.REPORT_INCIDENT_RESULT: h.incident,
        Means.RECTIFICATION_EXPIRES: h.rectification,
        Means.CONFIRM_RECTIFIED: h.rectification,
        Means.SUSPEND: not h.suspended,
        Means.LIFT_SUSPENSION: h.suspended,
        Means.SETTLE_TRIAL_CHANGE: h.change,
        Means.CONSIDER_COMMENT: h.open_comments,
        Means.NOTE_REPORT_MISSING: h.report_late,
        Means.ANSWER_SUPPLEMENT: h.supplements,
        Means.DROP_SUPPLEMENT: h.supplements,
        Means.MEET_START_CONDITION: h.start_conditions,
    }
    return stands[act]


QUESTIONS = (
    Means.DROP_WITHDRAWAL, Means.JOIN_WITHDRAWAL, Means.STATE_CASE, Means.CLOSE_HEARING,
    Means.DROP_SUSPICION, Means.REPORT_INCIDENT_PROCESS, Means.REPORT_INCIDENT_RESULT,
    Means.RECTIFICATION_EXPIRES,
    Means.CONFIRM_RECTIFIED, Means.SUSPEND, Means.LIFT_SUSPENSION, Means.SETTLE_TRIAL_CHANGE,
    Means.CONSIDER_COMMENT,
    Means.NOTE_REPORT_MISSING, Means.ANSWER_SUPPLEMENT, Means.DROP_SUPPLEMENT, Means.MEET_START_CONDITION,
)  # fmt: skip


@of_step("answers_follow_questions",
         "有问才有答：未提出的不能同意或放弃，未发生的不能报告结果，未要求的不能确认完成。",
         "Nothing is answered, reported or lifted that was not asked, found or imposed.", "",
         *QUESTIONS)  # fmt: skip
def _answers(_p: Procedure, e: Edge) -> bool:
    return _question(e.means, e.before)


@of_step("eligibility_at_exit", "退出评估时重新核对主体条件。",
         "Eligibility is looked at again at exit.", "5.3", Means.FINISH_EXIT_ASSESSMENT,
         needs=[FactMeans.ELIGIBILITY])  # fmt: skip
def _eligibility(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.ELIGIBILITY) is not None


@of_step("exit_steps_in_order", "四种退出都依次经过启动、评估、评审、会商、落实五个环节。",
         "All four exits take the five steps in order.", "5.3", *LEAVING,
         needs=[Means.FINISH_EXIT_ASSESSMENT, Means.CONCLUDE_EXIT_CONSULTATION])  # fmt: skip
def _order(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_progress == 4


@of_step("no_other_way_out", "试点启动后，除四种退出之外没有别的出路。",
         "Once started, a case leaves only by one of the four exits.", "5.3",
         among=LEAVING)  # fmt: skip
def _ways(p: Procedure, e: Edge) -> bool:
    before, after = p.states[e.state], p.states[e.goal]
    if before.stage not in ON_TRIAL or not (
        after.final or (before.stage, after.stage) == (Stage.EXIT, Stage.RUNNING)
    ):
        return True
    concluded = e.before.exit_progress == 4 or not p.has(Means.CONCLUDE_EXIT_CONSULTATION)
    return e.means in LEAVING or (concluded and e.before.exit_kind == "normalise")


@of_step("exit_as_decided", "落实的退出方式与评审决定一致。",
         "The exit carried out is the one decided.", "5.3", *LEAVING)  # fmt: skip
def _kind(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_kind == LEAVING[e.means]


@of_step("exit_is_carried_out", "退出安排落实并有证明之后才能办结。",
         "An exit closes only when its arrangements were carried out.", "5.3.7", *CLOSING,
         among=CARRIED)  # fmt: skip
def _carried(_p: Procedure, e: Edge) -> bool:
    return e.before.carried_out


@of_step("carrying_out_fits", "转常态化的纳入机构体系，结束和强制的执行退出方案，延期的继续试点。",
         "What is carried out fits the kind of exit.", "5.3.7", *CARRIED)  # fmt: skip
def _fits(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_kind in CARRIED[e.means]


@of_step("five_conditions", "转常态化须规定的各项条件全部具备，且主体仍合格。",
         "Regular operation needs every condition that is set, and units still eligible.", "5.3.1",
         Means.DECIDE_NORMALISE,
         needs=[FactMeans.EXIT_CONDITIONS])  # fmt: skip
def _conditions(p: Procedure, e: Edge) -> bool:
    eligible = e.answers.get(FactMeans.ELIGIBILITY) == "eligible" or not p.has(FactMeans.ELIGIBILITY)
    return e.answers.get(FactMeans.EXIT_CONDITIONS) == "all" and eligible


@of_step("no_open_measure", "有未了的异常、整改、暂停或单位变更的，不得转常态化。",
         "No regular operation while an incident, rectification, suspension or change is open.", "5.3.1",
         Means.DECIDE_NORMALISE)  # fmt: skip
def _measures(_p: Procedure, e: Edge) -> bool:
    return not (e.before.incident or e.before.rectification or e.before.suspended or e.before.change)


@of_step("both_departments", "转常态化须会商科技监管部门和所请的每个业务监管部门，不分先后，已请的不得略去；"
         "其他退出须会商科技监管部门，另有设定的除外。",
         "Regular operation is consulted with the technology department and every business one asked, in any "
         "order, and nobody asked is dropped; other exits with the technology one, unless the setting says "
         "otherwise.",
         "5.3.1",
         Means.CONCLUDE_EXIT_CONSULTATION, needs=[Means.GIVE_TECHNOLOGY_VIEW])  # fmt: skip
def _departments(p: Procedure, e: Edge) -> bool:
    stays = all(step.invites for step in p.steps_meaning(Means.INVITE_BUSINESS_DEPARTMENTS))
    both = (e.before.business_view and stays) or not p.has(Means.GIVE_BUSINESS_VIEW)
    normalise = e.before.exit_kind == "normalise"
    spared = e.answers.get(FactMeans.EXIT_TECHNOLOGY) == "normalise_only" and not normalise
    return (e.before.technology_view or spared) and (both or not normalise)


@of_step("end_has_ground", "结束试点须写明事由。", "Ending states its ground.", "5.3.2", Means.DECIDE_END,
         needs=[FactMeans.END_GROUND])  # fmt: skip
def _end(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.END_GROUND) not in (None, "none")


@of_step("own_request_by_all", "以自行申请为由结束试点的，须全体试点机构都已申请；一家申请不等于全体申请。",
         "Ending on own request needs every pilot institution's; one leaving isn't all applying.", "5.3.2",
         Means.DECIDE_END, needs=[Means.OPEN_EXIT_BY_INSTITUTION, FactMeans.EXIT_APPLICATIONS])  # fmt: skip
def _own_request(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.END_GROUND) != "own_request" or e.before.applied


@of_step("force_has_ground", "强制退出须由人认定三项事由之一。",
         "A forced exit names one of the three grounds.", "5.3.4", Means.DECIDE_FORCE,
         needs=[FactMeans.FORCE_GROUND])  # fmt: skip
def _force(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.FORCE_GROUND) not in (None, "none")


@of_step(
    "extended_once",
    "延期只有一次。",
    "A trial is extended once.",
    "5.3.3",
    *EXTENSIONS,
    Means.RESUME_EXTENDED,
)
def _once(_p: Procedure, e: Edge) -> bool:
    return e.after.extensions <= 1 and (e.means == Means.RESUME_EXTENDED or e.before.extensions == 0)


@of_step("extension_conditions", "延期须规定的各项条件全部具备。",
         "An extension needs every condition that is set.",
         "5.3.3", *EXTENSIONS,
         needs=[FactMeans.EXTENSION_CONDITIONS])  # fmt: skip
def _extension(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.EXTENSION_CONDITIONS) == "all"


@of_step("long_extension_by_override", "延期超过规定月数的，须写明理由并由第二人同意；不超过的不用例外。",
         "A longer extension only by a reasoned override with a second person.",
         "5.3.3", *EXTENSIONS,
         needs=[FactMeans.EXTENSION_LENGTH])  # fmt: skip
def _long(_p: Procedure, e: Edge) -> bool:
    override = e.means == Means.DECIDE_LONGER_EXTENSION and e.step.four_eyes and e.step.reason
    return (e.answers.get(FactMeans.EXTENSION_LENGTH) == "beyond") == override


@of_step("decision_after_assessment", "退出评审须在退出评估之后。",
         "The exit review follows the assessment.", "5.3", *DECISIONS,
    needs=[Means.FINISH_EXIT_ASSESSMENT])  # fmt: skip
def _reviewed(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_progress >= 2
