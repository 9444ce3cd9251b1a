"""The guards that procedures name. Each is one sentence of law or practice, and reads declared facts only."""

from __future__ import annotations

from xianxing.procedure.model import Facts
from xianxing.procedure.registry import guard


@guard("window")
def window_open(f: Facts) -> bool:
    """申报窗口开放。"""
    return f["window"] == "open"


@guard("window")
def window_closed(f: Facts) -> bool:
    """申报窗口已关闭。"""
    return f["window"] == "closed"


@guard("platform_receipt")
def received_in_window(f: Facts) -> bool:
    """平台收到申报的时刻在申报窗口之内。"""
    return f.get("platform_receipt") == "in_window"


@guard("unit_reviews")
def units_all_reviewed(f: Facts) -> bool:
    """每家申报单位都已完成内部审查。"""
    return f["unit_reviews"] == "all"


@guard("lead_review")
def lead_has_reviewed(f: Facts) -> bool:
    """牵头单位已履行对各单位材料的审查。"""
    return f["lead_review"] == "done"


@guard("lead_kind")
def lead_is_pilot_institution(f: Facts) -> bool:
    """牵头申报单位是试点机构。"""
    return f["lead_kind"] == "pilot_institution"


@guard("lead_kind")
def lead_is_technology_firm(f: Facts) -> bool:
    """牵头申报单位是科技企业。"""
    return f["lead_kind"] == "technology_firm"


@guard("compliance")
def compliance_signed(f: Facts) -> bool:
    """合规评估报告已由应签人签字确认。"""
    return f["compliance"] != "none"


@guard("consents")
def every_unit_consented(f: Facts) -> bool:
    """每家申报单位都已同意并相互认可。"""
    return f["consents"] == "all"


@guard("core", "direct_path")
def on_direct_path(f: Facts) -> bool:
    """市场核心机构且未被转入本地遴选。"""
    return f["core"] == "yes" and f["direct_path"] == "open"


@guard("core", "direct_path")
def on_local_path(f: Facts) -> bool:
    """不是市场核心机构，或已转入本地遴选。"""
    return f["core"] == "no" or f["direct_path"] == "refused"


@guard("corrections")
def corrections_left(f: Facts) -> bool:
    """补正轮次尚未用完。"""
    return int(f["corrections"]) < int(f["most.corrections"])


@guard("correction_limit")
def correction_overdue(f: Facts) -> bool:
    """补正期限已过。"""
    return f.get("correction_limit") == "passed"


@guard("completeness")
def materials_complete(f: Facts) -> bool:
    """材料规范、完整。"""
    return f.get("completeness") == "complete"


@guard("eligibility", clause="3.1")
def eligible(f: Facts) -> bool:
    """重新核对后，申报主体仍符合条件。"""
    return f.get("eligibility") == "eligible"


@guard("project_type", "innovation_basis", clause="3.2.1")
def innovation_basis_shown(f: Facts) -> bool:
    """业务创新类项目有明确的规则豁免，或属于需建立新规则的新业务领域。"""
    return f["project_type"] != "business_innovation" or f.get("innovation_basis") in (
        "exemption",
        "new_rule_field",
    )


@guard("parallel_approval", clause="3.2.1")
def parallel_approval_submitted(f: Facts) -> bool:
    """产品或服务应当经审批的，已同步报监管部门。"""
    return f.get("parallel_approval") in ("not_needed", "submitted", "granted")


@guard("parallel_approval", clause="3.2.1")
def approval_granted_where_needed(f: Facts) -> bool:
    """产品或服务应当经审批的，监管部门已核准。"""
    return f.get("parallel_approval") in ("not_needed", "granted")


@guard("project_type", "exemption", clause="3.2.1")
def exemption_given_for_innovation(f: Facts) -> bool:
    """业务创新类项目已取得规则豁免，或属于新业务领域且主管部门已出具书面意见。"""
    return f["project_type"] != "business_innovation" or f.get("exemption") in ("granted", "view_given")


@guard("after_non_recognition")
def setting_leads_to_local_path(f: Facts) -> bool:
    """工作组设定：未获认可的转入本地遴选。"""
    return f.get("after_non_recognition") == "local_path"


@guard("after_non_recognition")
def setting_closes_case(f: Facts) -> bool:
    """工作组设定：未获认可的不再继续。"""
    return f.get("after_non_recognition") == "closed"


@guard("opinions")
def opinion_given(f: Facts) -> bool:
    """受聘专家的意见已全部收齐。"""
    return f["opinions"] == "all"


@guard("departments")
def together_with_departments(f: Facts) -> bool:
    """附加评价已会同市有关部门。"""
    return f.get("departments") == "took_part"


@guard("department_views")
def every_department_entered(f: Facts) -> bool:
    """受邀的每个市有关部门都有一项记录：其意见，或者经提醒后逾期未复。"""
    return f["department_views"] == "all"


@guard("supplements", clause="5.1.2")
def no_supplement_open(f: Facts) -> bool:
    """专业评估组要求补充的事项都已逐项答复。"""
    return f["supplements"] == "none"


@guard("start_conditions", clause="5.1.2")
def start_conditions_met(f: Facts) -> bool:
    """启动前须满足的条件都已满足并有证明。"""
    return f["start_conditions"] == "none"


@guard("consultation", clause="5.1.3")
def bureau_agreed(f: Facts) -> bool:
    """科技监管局的意见是同意，或者附条件同意。"""
    return f["consultation"] == "agreed"


@guard("sheet_consents")
def sheet_confirmed_by_all(f: Facts) -> bool:
    """每家申报单位都已确认公示表。"""
    return f["sheet_consents"] == "all"


@guard("open_comments")
def every_comment_considered(f: Facts) -> bool:
    """收到的每一条意见都已研究处理。"""
    return f["open_comments"] == "none"


@guard("finding")
def no_danger_left_open(f: Facts) -> bool:
    """未发现重大隐患，或已作出防范和补偿安排。"""
    return f.get("finding") in ("none_found", "covered")


@guard("finding")
def major_danger_found(f: Facts) -> bool:
    """发现重大隐患且未能防范和补偿。"""
    return f.get("finding") == "major_danger"


@guard("withdrawal")
def withdrawal_is_proposed(f: Facts) -> bool:
    """牵头单位已提出撤回。"""
    return f["withdrawal"] == "proposed"


@guard("withdrawal_joins")
def every_institution_joined_withdrawal(f: Facts) -> bool:
    """每家试点机构都已同意撤回。"""
    return f["withdrawal_joins"] == "all"


@guard("hearing")
def hearing_open(f: Facts) -> bool:
    """已告知各单位并听取陈述申辩。"""
    return f["hearing"] == "open"


@guard("heard")
def every_unit_could_speak(f: Facts) -> bool:
    """每家单位都已陈述，或陈述期限已过而未陈述。"""
    return f.get("heard") in ("all_spoke", "chance_lapsed")


@guard("hearing")
def units_were_heard(f: Facts) -> bool:
    """各单位的陈述申辩已听取完毕。"""
    return f["hearing"] == "heard"


@guard("scenario_after")
def scenario_still_provided(f: Facts) -> bool:
    """变更后业务场景仍由试点机构提供。"""
    return f.get("scenario_after") == "pilot_institution"
