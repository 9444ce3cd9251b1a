"""Properties of the trial and of its exit (clauses 5.2 and 5.3)."""

from __future__ import annotations

from xianxing.procedure.history import DECISIONS, History
from xianxing.procedure.model import Procedure
from xianxing.procedure.property import of_step
from xianxing.procedure.search import Edge

EXTENSIONS = ("decide_extend", "decide_longer_extension")
CLOSING = {"close_normalised": "normalise", "close_ended": "end", "close_forced": "force"}
LEAVING = {**CLOSING, "resume_extended": "extend"}
CARRIED = {
    "take_into_regular_system": ("normalise",),
    "carry_out_exit_plan": ("end", "force"),
    "verify_exit": ("normalise", "end", "force"),
}


def _question(act: str, h: History) -> bool:
    """Whether the question stands that this act answers."""
    return {
        "drop_withdrawal": h.withdrawal,
        "join_withdrawal": h.withdrawal,
        "state_case": h.hearing == "open",
        "close_hearing": h.hearing == "open",
        "drop_suspicion": h.hearing == "heard",
        "find_incident": not h.incident,
        "report_incident_process": h.incident == "open",
        "report_incident_result": h.incident == "process",
        "order_rectification": not h.rectification,
        "rectification_expires": h.rectification == "ordered",
        "confirm_rectified": bool(h.rectification),
        "suspend": not h.suspended,
        "lift_suspension": h.suspended,
        "settle_trial_change": h.change,
        "consider_comment": h.open_comments,
        "note_report_missing": h.report_late,
    }[act]


QUESTIONS = (
    "drop_withdrawal", "join_withdrawal", "state_case", "close_hearing", "drop_suspicion", "find_incident",
    "report_incident_process", "report_incident_result", "order_rectification", "rectification_expires",
    "confirm_rectified", "suspend", "lift_suspension", "settle_trial_change", "consider_comment",
    "note_report_missing",
)  # fmt: skip


@of_step("answers_follow_questions",
         "有问才有答：未提出的不能同意或放弃，未发生的不能报告结果，未要求的不能确认完成。",
         "Nothing is answered, reported or lifted that was not asked, found or imposed.", "",
         *QUESTIONS)  # fmt: skip
def _answers(_p: Procedure, e: Edge) -> bool:
    return _question(e.step.act, e.before)


@of_step("eligibility_at_exit", "退出评估时重新核对主体条件。",
         "Eligibility is looked at again at exit.", "5.3", "finish_exit_assessment")  # fmt: skip
def _eligibility(_p: Procedure, e: Edge) -> bool:
    return e.answers.get("eligibility") is not None


@of_step("exit_steps_in_order", "四种退出都依次经过启动、评估、评审、会商、落实五个环节。",
         "All four exits take the five steps in order.", "5.3", *LEAVING)  # fmt: skip
def _order(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_progress == 4


@of_step("no_other_way_out", "试点启动后，除四种退出之外没有别的出路。",
         "Once started, a case leaves only by one of the four exits.", "5.3")  # fmt: skip
def _ways(p: Procedure, e: Edge) -> bool:
    before, after = p.states[e.state], p.states[e.goal]
    if before.stage not in ("running", "exit") or not (
        after.final or (before.stage, after.stage) == ("exit", "running")
    ):
        return True
    return e.step.act in LEAVING or (e.before.exit_progress == 4 and e.before.exit_kind == "normalise")


@of_step("exit_as_decided", "落实的退出方式与评审决定一致。",
         "The exit carried out is the one decided.", "5.3", *LEAVING)  # fmt: skip
def _kind(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_kind == LEAVING[e.step.act]


@of_step("exit_is_carried_out", "退出安排落实并有证明之后才能办结。",
         "An exit closes only when its arrangements were carried out.", "5.3.7", *CLOSING)  # fmt: skip
def _carried(_p: Procedure, e: Edge) -> bool:
    return e.before.carried_out


@of_step("carrying_out_fits", "转常态化的纳入机构体系，结束和强制的执行退出方案，延期的继续试点。",
         "What is carried out fits the kind of exit.", "5.3.7", *CARRIED)  # fmt: skip
def _fits(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_kind in CARRIED[e.step.act]


@of_step("five_conditions", "转常态化须五项条件全部具备，且主体仍合格。",
         "Regular operation needs all five conditions and units still eligible.", "5.3.1",
         "decide_normalise")  # fmt: skip
def _conditions(_p: Procedure, e: Edge) -> bool:
    return e.answers.get("exit_conditions") == "all" and e.answers.get("eligibility") == "eligible"


@of_step("no_open_measure", "有未了的异常、整改、暂停或单位变更的，不得转常态化。",
         "No regular operation while an incident, rectification, suspension or change is open.", "5.3.1",
         "decide_normalise")  # fmt: skip
def _measures(_p: Procedure, e: Edge) -> bool:
    return not (e.before.incident or e.before.rectification or e.before.suspended or e.before.change)


@of_step("both_departments", "转常态化须会商科技监管部门和业务监管部门，其他退出须会商科技监管部门。",
         "Regular operation is consulted with both departments, other exits with the technology one.",
         "5.3.1",
         "conclude_exit_consultation")  # fmt: skip
def _departments(_p: Procedure, e: Edge) -> bool:
    return e.before.technology_view and (e.before.exit_kind != "normalise" or e.before.business_view)


@of_step("end_has_ground", "结束试点须写明事由。", "Ending states its ground.", "5.3.2", "decide_end")
def _end(_p: Procedure, e: Edge) -> bool:
    return e.answers.get("end_ground") not in (None, "none")


@of_step("force_has_ground", "强制退出须由人认定三项事由之一。",
         "A forced exit names one of the three grounds.", "5.3.4", "decide_force")  # fmt: skip
def _force(_p: Procedure, e: Edge) -> bool:
    return e.answers.get("force_ground") not in (None, "none")


@of_step(
    "extended_once", "延期只有一次。", "A trial is extended once.", "5.3.3", *EXTENSIONS, "resume_extended"
)
def _once(_p: Procedure, e: Edge) -> bool:
    return e.after.extensions <= 1 and (e.step.act == "resume_extended" or e.before.extensions == 0)


@of_step("extension_conditions", "延期须目标未全部完成、未发生重大隐患、价值较大，且没有未完成的整改。",
         "An extension needs its three conditions and no open rectification.",
         "5.3.3", *EXTENSIONS)  # fmt: skip
def _extension(_p: Procedure, e: Edge) -> bool:
    return e.answers.get("extension_conditions") == "all" and not e.before.rectification


@of_step("long_extension_by_override", "延期超过规定月数的，须写明理由并由第二人同意；不超过的不用例外。",
         "A longer extension only by a reasoned override with a second person.",
         "5.3.3", *EXTENSIONS)  # fmt: skip
def _long(_p: Procedure, e: Edge) -> bool:
    override = e.step.act == "decide_longer_extension" and e.step.four_eyes and e.step.reason
    return (e.answers.get("extension_length") == "beyond") == override


@of_step("decision_after_assessment", "退出评审须在退出评估之后。",
         "The exit review follows the assessment.", "5.3", *DECISIONS)  # fmt: skip
def _reviewed(_p: Procedure, e: Edge) -> bool:
    return e.before.exit_progress >= 2
