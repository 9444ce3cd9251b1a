"""Subjects: acts that belong together, so that a guide without any of them says so once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Named


@dataclass(frozen=True)
class Subject(Named):
    """A matter of the procedure with the acts that belong to it.

    `clause` is the clause of the reference guide that it serves: a guide where none answers to it has none
    of these acts, and need not say so again.
    """

    clause: str
    acts: tuple[Means, ...]


_ALL = (
    Subject("confirming", "冻结、审查与确认", "freezing and reviewing", "4.3.1",
            (Means.FREEZE, Means.EDIT, Means.REVIEW_UNIT, Means.REVIEW_AS_LEAD)),
    Subject("signature", "合规签字", "compliance signature", "4.1.2",
            (Means.SIGN_COMPLIANCE_AS_LEAD, Means.SIGN_COMPLIANCE_AS_PARTNER)),
    Subject("consent", "各单位同意", "consent of the units", "3.1.c",
            (Means.GIVE_CONSENT, Means.TAKE_BACK_CONSENT)),
    Subject("filing", "申报", "filing", "4", (Means.FILE, Means.ABANDON_DRAFT)),
    Subject("platform", "代收平台报送的申报", "taking in what the platform received", "4",
            (Means.TAKE_IN_PLATFORM_FILING, Means.ENTER_PLATFORM_CORRECTION,
             Means.ENTER_PLATFORM_CORRECTION_CORE)),
    Subject("window", "申报窗口", "window of the call", "0",
            (Means.ENTER_PLATFORM_FILING, Means.WINDOW_CLOSES, Means.EXTEND_WINDOW, Means.ARCHIVE_UNFILED)),
    Subject("direct_path", "核心机构直接参加专业评估", "direct path of core institutions", "5.1.1.c",
            (Means.REGISTER_CORE, Means.REPORT_TO_BUREAU, Means.RECOGNISE, Means.DECLINE_RECOGNITION,
             Means.SEND_TO_LOCAL_PATH, Means.CLOSE_UNRECOGNISED, Means.REFILE_CORE)),
    Subject("correction", "补正", "correction", "5.1.1",
            (Means.REQUEST_CORRECTION, Means.FREEZE_CORRECTION, Means.REFILE_LOCAL, Means.CLOSE_UNCORRECTED,
             Means.CLOSE_INCOMPLETE)),
    Subject("selection", "遴选", "selection", "5.1.1",
            (Means.REGISTER_LOCAL, Means.PASS_FORMALITY, Means.COMPLETE_RISK_ASSESSMENT, Means.INVITE_EXPERTS,
             Means.GIVE_OPINION, Means.RECUSE, Means.REQUIRE_RECUSAL, Means.CLOSE_OPINIONS,
             Means.INVITE_DEPARTMENTS, Means.GIVE_DEPARTMENT_VIEW, Means.NOTE_DEPARTMENT_SILENCE,
             Means.EVALUATE_ADDITIONALLY, Means.SELECT, Means.NOT_SELECT)),
    Subject("evaluation", "专业评估", "professional evaluation", "5.1.2",
            (Means.PASS_EVALUATION, Means.FAIL_EVALUATION, Means.ASK_SUPPLEMENT, Means.ANSWER_SUPPLEMENT,
             Means.DROP_SUPPLEMENT)),
    Subject("conditions", "附带条件", "conditions of the evaluation", "5.1.2",
            (Means.SET_START_CONDITION, Means.SET_TRIAL_CONDITION, Means.MEET_START_CONDITION,
             Means.REPORT_ON_CONDITIONS)),
    Subject("public_sheet", "公示表", "public sheet", "4.1.1",
            (Means.CONFIRM_PUBLIC_SHEET, Means.CHANGE_PUBLIC_SHEET, Means.CHANGE_OF_SUBSTANCE,
             Means.CLOSE_UNCONFIRMED)),
    Subject("notice", "公示征求意见", "public notice", "5.1.3",
            (Means.OPEN_NOTICE, Means.LENGTHEN_NOTICE, Means.NOTICE_ENDS, Means.COMMENT, Means.OBJECT_BY_NAME,
             Means.ENTER_COMMENT, Means.CONSIDER_COMMENT, Means.RECORD_FINDING, Means.TAKE_DOWN)),
    Subject("consultation", "启动会商", "consultation before the start", "5.1.3",
            (Means.RECORD_CONSULTATION, Means.CONSULT_AGAIN)),
    Subject("start", "启动试点", "start of the trial", "5.1.3",
            (Means.ALLOW_START, Means.DECLINE_START, Means.STOP_BEFORE_START, Means.PUBLISH_FORMALLY,
             Means.EXEMPTION_EXPIRES)),
    Subject("withdrawal", "撤回", "withdrawal", "3.1.c",
            (Means.PROPOSE_WITHDRAWAL, Means.JOIN_WITHDRAWAL, Means.DROP_WITHDRAWAL, Means.WITHDRAW)),
    Subject("hearing", "陈述申辩与取消资格", "hearing and disqualification", "4.3.1",
            (Means.OPEN_HEARING, Means.STATE_CASE, Means.CLOSE_HEARING, Means.DROP_SUSPICION,
             Means.DISQUALIFY)),
    Subject("change", "单位变更", "change of units", "3.1.c",
            (Means.UNIT_RENAMED, Means.UNIT_MERGED, Means.UNIT_LEAVES, Means.LICENCE_LOST,
             Means.SCENARIO_PROVIDER_GONE, Means.UNIT_JOINS, Means.CHANGE_LEAD, Means.ACCEPT_CHANGE,
             Means.REFUSE_CHANGE, Means.CLOSE_AFTER_CHANGE, Means.SETTLE_TRIAL_CHANGE)),
    Subject("reports", "运行报告与监测", "reports and monitoring", "5.2.1",
            (Means.REPORT_REGULARLY, Means.REPORT_WHEN_NEEDED, Means.REPORT_PERIOD_ENDS,
             Means.REPORT_BECOMES_DUE, Means.MONITOR)),
    Subject("inspection", "检查、整改与暂停", "inspection, rectification, suspension", "5.2.2",
            (Means.INSPECT, Means.ORDER_RECTIFICATION, Means.RECTIFICATION_EXPIRES, Means.CONFIRM_RECTIFIED,
             Means.SUSPEND, Means.LIFT_SUSPENSION)),
    Subject("complaints", "投诉与纠纷", "complaints", "5.2.3", (Means.COMPLAIN, Means.SETTLE_COMPLAINT)),
    Subject("incidents", "异常情形", "incidents", "5.2.4",
            (Means.FIND_INCIDENT, Means.REPORT_INCIDENT_PROCESS, Means.REPORT_INCIDENT_RESULT)),
    Subject("tolerance", "容错", "fault tolerance", "6.2", (Means.SUBMIT_TOLERANCE_EVIDENCE,)),
    Subject("referral", "移送", "referral", "5.3.8", (Means.REFER,)),
    Subject("reminders", "提醒与逾期", "reminders and overdue marks", "5.3",
            (Means.REMIND_OF_TERM, Means.MARK_OVERDUE, Means.EXTEND_LIMIT)),
    Subject("exit", "退出程序", "exit", "5.3",
            (Means.OPEN_EXIT_BY_INSTITUTION, Means.OPEN_EXIT_BY_GROUP, Means.ASSESS_EXIT_ONESELF,
             Means.ASSESS_EXIT_WITHOUT_INSTITUTION, Means.FINISH_EXIT_ASSESSMENT, Means.GIVE_EXIT_OPINION,
             Means.GIVE_TECHNOLOGY_VIEW, Means.RETURN_TO_REVIEW, Means.CONCLUDE_EXIT_CONSULTATION,
             Means.VERIFY_EXIT, Means.ENTER_EXIT_IN_REGISTER)),
    Subject("normalising", "转常态化运营", "regular operation", "5.3.1",
            (Means.DECIDE_NORMALISE, Means.INVITE_BUSINESS_DEPARTMENTS, Means.GIVE_BUSINESS_VIEW,
             Means.TAKE_INTO_REGULAR_SYSTEM, Means.CLOSE_NORMALISED)),
    Subject("ending", "结束试点", "ending", "5.3.2",
            (Means.DECIDE_END, Means.JOIN_EXIT_APPLICATION, Means.CLOSE_ENDED)),
    Subject("extending", "延期退出", "extension", "5.3.3",
            (Means.DECIDE_EXTEND, Means.DECIDE_LONGER_EXTENSION, Means.RESUME_EXTENDED)),
    Subject("forcing", "强制退出", "forced exit", "5.3.4",
            (Means.FIND_FORCE_GROUND, Means.DECIDE_FORCE, Means.CLOSE_FORCED)),
    Subject("exit_plan", "执行退出方案", "carrying out the exit plan", "5.3.7", (Means.CARRY_OUT_EXIT_PLAN,)),
    Subject("work_report", "试点工作报告", "report on the pilot", "5.3.5",
            (Means.FILE_WORK_REPORT, Means.WORK_REPORT_EXPIRES, Means.NOTE_REPORT_MISSING)),
)  # fmt: skip
SUBJECTS: Mapping[str, Subject] = {subject.id: subject for subject in _ALL}
SUBJECT_OF: Mapping[str, Subject] = {act: subject for subject in _ALL for act in subject.acts}
