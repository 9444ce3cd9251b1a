"""Properties from draft to start: filing, selection, evaluation, notice, start, leaving early."""

from __future__ import annotations

from xianxing.procedure.fact_meanings import FactMeans
from xianxing.procedure.history import FROM_PLATFORM
from xianxing.procedure.meanings import ON_TRIAL, Means, Stage
from xianxing.procedure.model import Procedure
from xianxing.procedure.property import of_step
from xianxing.procedure.search import Edge

ELIGIBLE_AT_SELECTION = (Means.SELECT, Means.REPORT_TO_BUREAU)
AT_CHANGE = (Means.ACCEPT_CHANGE, Means.REFUSE_CHANGE, Means.SETTLE_TRIAL_CHANGE)
FILED = (Means.FILE, Means.ENTER_PLATFORM_FILING)
REFILE = (Means.REFILE_CORE, Means.REFILE_LOCAL)
EXAMINED = (Means.PASS_FORMALITY, Means.REPORT_TO_BUREAU, Means.SELECT)
FINDING_CLEAR = ("none_found", "covered")


def _stages(p: Procedure, e: Edge) -> tuple[str, str]:
    return p.states[e.state].stage, p.states[e.goal].stage


def _ends_as(p: Procedure, e: Edge, act: Means) -> bool:
    """Whether the step, by whatever act, ends the case where that act ends it."""
    ends = p.states[e.goal].final
    return ends and any(step.target == e.goal for step in p.steps_meaning(act))


def _handed_in(p: Procedure, e: Edge) -> bool:
    """Whether the step hands a filing in here, by whatever act: out of drafting, or again after a correction.

    What the platform received was handed in there.
    """
    before, after = _stages(p, e)
    if e.means in FROM_PLATFORM:
        return False
    first = before == Stage.DRAFTING != after and not p.states[e.goal].final
    return first or e.means in (*FILED, *REFILE)


@of_step("every_unit_consents", "每家申报单位都同意之后才能申报，走哪一条路都一样。",
         "A filing needs the consent of every unit, by whichever path.", "3.1.c",
         needs=[Means.GIVE_CONSENT], among=[Means.FILE])  # fmt: skip
def _consents(p: Procedure, e: Edge) -> bool:
    return e.before.consents or e.means in REFILE or not _handed_in(p, e)


@of_step("reviews_before_filing", "每家单位内部审查、牵头单位审查之后才能申报。",
         "A filing needs each unit's review and the lead's.", "4.3.1", needs=[Means.FILE],
         among=[Means.REVIEW_UNIT, Means.REVIEW_AS_LEAD])  # fmt: skip
def _reviews(p: Procedure, e: Edge) -> bool:
    return _reviewed(p, e) or not _handed_in(p, e)


def _reviewed(p: Procedure, e: Edge) -> bool:
    """Whether every review that there is in the procedure was made."""
    by_units = e.before.reviews or not p.has(Means.REVIEW_UNIT)
    return by_units and (e.before.lead_review or not p.has(Means.REVIEW_AS_LEAD))


def _signed(p: Procedure, e: Edge) -> bool:
    signing = p.has(Means.SIGN_COMPLIANCE_AS_LEAD) or p.has(Means.SIGN_COMPLIANCE_AS_PARTNER)
    return bool(e.before.signature) or not signing


@of_step("fresh_attestations", "任何补正或变更之后，各方须重新确认才能再次报送、通过审核。",
         "After any correction or change everyone confirms anew before it is handed in and passes.", "4.3.1",
         *REFILE, *EXAMINED)  # fmt: skip
def _fresh(p: Procedure, e: Edge) -> bool:
    return e.before.platform_paper or _attested(p, e)


def _attested(p: Procedure, e: Edge) -> bool:
    return (e.before.consents or not p.has(Means.GIVE_CONSENT)) and _reviewed(p, e) and _signed(p, e)


@of_step("right_compliance_signature",
         "合规评估报告由牵头单位的合规负责人签字；牵头单位是科技企业的，由联合申报的试点机构的合规负责人签字。",
         "The lead's compliance head signs, or the joint pilot institution's where a technology firm leads.",
         "4.1.2", needs=[Means.FILE],
         among=[Means.SIGN_COMPLIANCE_AS_LEAD, Means.SIGN_COMPLIANCE_AS_PARTNER])  # fmt: skip
def _signature(p: Procedure, e: Edge) -> bool:
    right = "partner" if e.facts.get(FactMeans.LEAD_KIND) == "technology_firm" else "lead"
    return e.before.signature == right or not _handed_in(p, e)


@of_step("filing_in_the_window", "只在申报窗口内申报。", "Filing only while the call is open.", "0",
         Means.FILE, needs=[Means.WINDOW_CLOSES])  # fmt: skip
def _window(_p: Procedure, e: Edge) -> bool:
    return e.before.window


@of_step("platform_filing_in_the_window", "代收的申报，须是平台在申报窗口内收到的。",
         "What is taken in from the platform was received there inside the window.", "4",
         Means.TAKE_IN_PLATFORM_FILING, needs=[FactMeans.PLATFORM_RECEIPT])  # fmt: skip
def _taken_in(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.PLATFORM_RECEIPT) == "in_window"


@of_step("late_entry_of_timely_filing", "窗口关闭后只能补录平台在窗口内收到的申报。",
         "After the window only a filing that the platform received inside it is entered.", "0",
         Means.ENTER_PLATFORM_FILING,
         needs=[FactMeans.PLATFORM_RECEIPT, Means.WINDOW_CLOSES])  # fmt: skip
def _late_entry(_p: Procedure, e: Edge) -> bool:
    return not e.before.window and e.answers.get(FactMeans.PLATFORM_RECEIPT) == "in_window"


@of_step("no_early_archive", "窗口关闭前不得把草稿归档。",
         "No draft is archived while the call is open.", "0", Means.ARCHIVE_UNFILED,
         needs=[Means.WINDOW_CLOSES])  # fmt: skip
def _archive(_p: Procedure, e: Edge) -> bool:
    return not e.before.window


@of_step("corrections_bounded", "每次审核中的补正不超过设定的轮次。",
         "Correction rounds of one examination are bounded.", "5.1.1", Means.REQUEST_CORRECTION,
         needs=[FactMeans.CORRECTIONS])  # fmt: skip
def _bounded(p: Procedure, e: Edge) -> bool:
    rounds = p.fact_meaning(FactMeans.CORRECTIONS)
    return rounds is not None and e.after.corrections <= int(rounds.domain[-1])


@of_step("closed_only_when_late", "补正期限未过，不得以未补正为由终止。",
         "No case is closed for lack of correction before the limit has passed.", "5.1.1",
         Means.CLOSE_UNCORRECTED,
         needs=[FactMeans.CORRECTION_LIMIT])  # fmt: skip
def _late(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.CORRECTION_LIMIT) == "passed"


@of_step("right_path", "市场核心机构走初步审阅；其他申报和未获认可的走形式审核。",
         "Core institutions go to the initial reading, all others to the formality check.", "5.1.1.c",
         Means.REGISTER_CORE, Means.REGISTER_LOCAL, *REFILE, *FROM_PLATFORM[1:],
         needs=[Means.REPORT_TO_BUREAU])  # fmt: skip
def _path(p: Procedure, e: Edge) -> bool:
    direct = {source for step in p.steps_meaning(Means.REPORT_TO_BUREAU) for source in step.sources}
    return (e.goal in direct) == (e.facts.get(FactMeans.CORE) == "yes" and not e.before.local)


@of_step("direct_path_only_recognised", "未经遴选直接参加专业评估的，只有经科技监管局认可的市场核心机构。",
         "Only a recognised core institution goes straight to professional evaluation.",
         "5.1.1.c", needs=[Means.SELECT, Means.PASS_EVALUATION])  # fmt: skip
def _direct(p: Procedure, e: Edge) -> bool:
    before, after = _stages(p, e)
    if after != Stage.EVALUATION or before == after or e.means == Means.SELECT:
        return True
    return e.facts.get(FactMeans.CORE) == "yes" and e.after.recognised


@of_step("local_path_after_setting", "未获认可之后如何处理，依工作组公布的设定。",
         "What follows non-recognition is what the setting says.", "5.1.1.c",
         Means.SEND_TO_LOCAL_PATH, Means.CLOSE_UNRECOGNISED,
         needs=[FactMeans.AFTER_NON_RECOGNITION])  # fmt: skip
def _setting(_p: Procedure, e: Edge) -> bool:
    expected = "local_path" if e.means == Means.SEND_TO_LOCAL_PATH else "closed"
    return e.answers.get(FactMeans.AFTER_NON_RECOGNITION) == expected


@of_step("complete_before_assessment", "材料规范完整才能通过形式审核，入选前必经形式审核。",
         "Selection follows a passed check of form and completeness.", "5.1.1",
         Means.PASS_FORMALITY, Means.SELECT,
         needs=[Means.PASS_FORMALITY])  # fmt: skip
def _complete(_p: Procedure, e: Edge) -> bool:
    return e.after.complete


@of_step("risks_before_selection", "入选前完成合规与技术风险评估。",
         "Selection follows the assessment of compliance and technical risk.", "5.1.1", Means.SELECT,
         needs=[Means.COMPLETE_RISK_ASSESSMENT])  # fmt: skip
def _risks(_p: Procedure, e: Edge) -> bool:
    return e.before.risks_assessed


@of_step("opinions_before_selection", "入选前收齐专家对本次申报的意见。",
         "Selection follows the experts' opinions on this very filing.", "5.1.1", Means.SELECT,
         needs=[Means.GIVE_OPINION])  # fmt: skip
def _opinions(_p: Procedure, e: Edge) -> bool:
    return e.before.opinions


@of_step("departments_before_selection", "入选前会同市有关部门作出附加评价。",
         "Selection follows the additional evaluation made together with the city's departments.", "5.1.1",
         Means.SELECT,
         needs=[Means.EVALUATE_ADDITIONALLY])  # fmt: skip
def _additional(_p: Procedure, e: Edge) -> bool:
    return e.before.additional


@of_step("departments_entered", "入选前，受邀的每个市有关部门都有一项记录：其意见，或者经提醒后逾期未复。",
         "Selection follows an entry for every department invited: its view, or none after a reminder.",
         "5.1.1", Means.SELECT, needs=[Means.GIVE_DEPARTMENT_VIEW])  # fmt: skip
def _departments(_p: Procedure, e: Edge) -> bool:
    return e.before.departments


@of_step("innovation_has_basis", "业务创新类项目须有明确的规则豁免或属于需建立新规则的新领域。",
         "A business innovation needs an explicit exemption or a new field.", "3.2.1",
         *ELIGIBLE_AT_SELECTION,
         needs=[FactMeans.PROJECT_TYPE])  # fmt: skip
def _innovation(_p: Procedure, e: Edge) -> bool:
    shown = e.answers.get(FactMeans.INNOVATION_BASIS) in ("exemption", "new_rule_field")
    return e.facts.get(FactMeans.PROJECT_TYPE) != "business_innovation" or shown


@of_step("approval_in_parallel", "产品或服务应当经审批的，须同步报批。",
         "A product that needs approval is submitted at the same time.",
         "3.2.1", *ELIGIBLE_AT_SELECTION,
         needs=[FactMeans.PARALLEL_APPROVAL])  # fmt: skip
def _parallel(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.PARALLEL_APPROVAL) in ("not_needed", "submitted", "granted")


@of_step("approval_before_start", "产品或服务应当经审批的，核准之后才能启动。",
         "A product that needs approval has it before the start.", "2.1", Means.ALLOW_START,
         needs=[FactMeans.PARALLEL_APPROVAL])  # fmt: skip
def _granted(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.PARALLEL_APPROVAL) in ("not_needed", "granted")


@of_step("exemption_before_start",
         "业务创新类项目取得规则豁免，或者新业务领域的主管部门出具书面意见之后才能启动。",
         "A business innovation starts with its exemption given, or the competent department's view of a new "
         "field.", "3.2.1", Means.ALLOW_START,
         needs=[FactMeans.PROJECT_TYPE, FactMeans.EXEMPTION])  # fmt: skip
def _exempted(_p: Procedure, e: Edge) -> bool:
    given = e.answers.get(FactMeans.EXEMPTION) in ("granted", "view_given")
    return e.facts.get(FactMeans.PROJECT_TYPE) != "business_innovation" or given


@of_step("eligibility_at_selection", "入选或报送时重新核对申报主体条件。",
         "Eligibility is looked at again at selection.", "3.1", *ELIGIBLE_AT_SELECTION,
         needs=[FactMeans.ELIGIBILITY])  # fmt: skip
def _eligible_selection(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.ELIGIBILITY) == "eligible"


@of_step("eligibility_at_start", "允许启动时重新核对申报主体条件。",
         "Eligibility is looked at again at the start.", "2.1", Means.ALLOW_START,
         needs=[FactMeans.ELIGIBILITY])  # fmt: skip
def _eligible_start(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.ELIGIBILITY) == "eligible"


@of_step("change_keeps_scenario", "单位变更后，主体仍须合格，业务场景仍由试点机构提供。",
         "After a change of units they are still eligible and a pilot institution supplies the scenario.",
         "3.1.b", *AT_CHANGE,
         needs=[FactMeans.SCENARIO_AFTER])  # fmt: skip
def _change(p: Procedure, e: Edge) -> bool:
    eligible = e.answers.get(FactMeans.ELIGIBILITY) == "eligible" or not p.has(FactMeans.ELIGIBILITY)
    return e.answers.get(FactMeans.SCENARIO_AFTER) == "pilot_institution" and eligible


@of_step("supplements_answered", "专业评估组要求补充的事项逐项答复之后，才能通过专业评估。",
         "The evaluation is passed once everything that the panel asked for was answered, item by item.",
         "5.1.2", Means.PASS_EVALUATION, needs=[Means.ASK_SUPPLEMENT])  # fmt: skip
def _supplemented(_p: Procedure, e: Edge) -> bool:
    return not e.before.supplements


@of_step("conditions_before_start", "附有启动前条件的，条件满足之后才能允许启动。",
         "Conditions set before the start are met before it is allowed.", "5.1.2", Means.ALLOW_START,
         needs=[Means.SET_START_CONDITION])  # fmt: skip
def _conditions(_p: Procedure, e: Edge) -> bool:
    return not e.before.start_conditions


@of_step("sheet_confirmed", "公示表经每家单位确认之后才能公示。",
         "The public sheet is confirmed by every unit before it is published.", "4.1.1",
         Means.OPEN_NOTICE,
         needs=[Means.CONFIRM_PUBLIC_SHEET])  # fmt: skip
def _sheet(_p: Procedure, e: Edge) -> bool:
    return e.before.sheet


@of_step("start_after_evaluation", "未通过专业评估，不得允许启动。",
         "No start without professional evaluation.", "5.1.2", Means.ALLOW_START, Means.OPEN_NOTICE,
         needs=[Means.PASS_EVALUATION])  # fmt: skip
def _evaluated(_p: Procedure, e: Edge) -> bool:
    return e.before.evaluated


@of_step("start_after_notice", "公示未满，不得允许启动。",
         "No start before the public notice has run its whole length.", "5.1.3", Means.ALLOW_START,
         needs=[Means.OPEN_NOTICE, Means.NOTICE_ENDS])  # fmt: skip
def _notice(_p: Procedure, e: Edge) -> bool:
    return e.before.notice == "over"


@of_step("finding_after_comments", "每一条意见都研究处理、公示期满之后，才能作出公示后认定。",
         "The finding is made after the notice and after every comment was considered.", "5.1.3",
         Means.RECORD_FINDING,
         needs=[Means.NOTICE_ENDS])  # fmt: skip
def _comments(_p: Procedure, e: Edge) -> bool:
    return e.before.notice == "over" and not e.before.open_comments


@of_step("finding_clear", "未发现重大隐患或已作出防范和补偿安排，才能进入会商。",
         "Consultation follows a finding of no major danger, or of precautions arranged.", "5.1.3",
         Means.RECORD_FINDING,
         needs=[FactMeans.FINDING])  # fmt: skip
def _clear(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.FINDING) in FINDING_CLEAR


@of_step("start_after_finding", "没有工作组的公示后认定，不得允许启动。",
         "No start without the group's recorded finding.", "5.1.3", Means.ALLOW_START,
         needs=[Means.RECORD_FINDING])  # fmt: skip
def _finding(_p: Procedure, e: Edge) -> bool:
    return e.before.finding


@of_step("start_after_consultation", "没有与科技监管局会商的记录，或者科技监管局不同意的，不得允许启动。",
         "No start without a recorded consultation, nor against the bureau's view.", "5.1.3",
         Means.ALLOW_START,
         needs=[Means.RECORD_CONSULTATION])  # fmt: skip
def _consulted(_p: Procedure, e: Edge) -> bool:
    return e.before.consulted


@of_step("publication_with_start", "允许启动之后才能正式公示，正式公示之后才进入试点。",
         "Formal publication follows the allowed start, and the trial follows the publication.",
         "5.1.3", needs=[Means.ALLOW_START, Means.PUBLISH_FORMALLY])  # fmt: skip
def _published(p: Procedure, e: Edge) -> bool:
    before, after = _stages(p, e)
    if after != Stage.RUNNING or before in ON_TRIAL:
        return True
    return e.means == Means.PUBLISH_FORMALLY and e.before.start_allowed


@of_step("stop_needs_danger", "启动前终止须有重大隐患的认定。",
         "A stop before the start needs a major danger found.", "5.1.3",
         needs=[Means.STOP_BEFORE_START])  # fmt: skip
def _stop(p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.FINDING) == "major_danger" or not _ends_as(p, e, Means.STOP_BEFORE_START)


@of_step("withdrawal_together", "申报后的撤回须由牵头单位提出、每家试点机构同意。",
         "After filing, the lead and every pilot institution withdraw together.", "3.1.c",
         needs=[Means.WITHDRAW, Means.PROPOSE_WITHDRAWAL, Means.JOIN_WITHDRAWAL])  # fmt: skip
def _withdraw(p: Procedure, e: Edge) -> bool:
    return (e.before.withdrawal and e.before.joined) or not _ends_as(p, e, Means.WITHDRAW)


@of_step("heard_before_disqualified", "听取各单位陈述申辩之后才能取消申报资格。",
         "Nobody is disqualified before the units were heard.", "4.3.1",
         needs=[Means.DISQUALIFY, Means.CLOSE_HEARING])  # fmt: skip
def _heard(p: Procedure, e: Edge) -> bool:
    return e.before.hearing == "heard" or not _ends_as(p, e, Means.DISQUALIFY)


@of_step("hearing_is_complete", "每家单位都已陈述或放弃，才能记录听取完毕。",
         "A hearing ends when every unit spoke or let its chance pass.", "4.3.1",
         Means.CLOSE_HEARING,
         needs=[FactMeans.HEARD])  # fmt: skip
def _hearing(_p: Procedure, e: Edge) -> bool:
    return e.answers.get(FactMeans.HEARD) in ("all_spoke", "chance_lapsed")
