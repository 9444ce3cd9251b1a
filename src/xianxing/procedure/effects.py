"""The effects that procedures name: what a step changes in the facts of a case."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.procedure.model import Facts, Value
from xianxing.procedure.registry import EFFECTS, Effect, effect

ATTESTATIONS = ("unit_reviews", "lead_review", "compliance", "consents", "platform_paper")


@effect(writes=ATTESTATIONS, as_present=True)
def void_attestations(_f: Facts) -> Mapping[str, Value]:
    """内部审查、牵头审查、合规签字和各单位同意全部作废，须重新确认。"""
    return {
        "unit_reviews": "short", "lead_review": "none", "compliance": "none", "consents": "short",
        "platform_paper": "none",
    }  # fmt: skip


@effect(reads=("corrections",), writes=("corrections",))
def count_correction(f: Facts) -> Mapping[str, Value]:
    """补正轮次加一。"""
    return {"corrections": min(int(f["corrections"]) + 1, int(f["most.corrections"]))}


@effect(reads=("consultation_view",), writes=("consultation",))
def record_consultation_view(f: Facts) -> Mapping[str, Value]:
    """记录科技监管局的会商意见。"""
    view = f.get("consultation_view")
    agreed = view in ("agrees", "agrees_with_conditions")
    return {"consultation": "agreed" if agreed else "disagreed" if view == "disagrees" else "none"}


def _setter(name: str, sentence: str, **changes: Value) -> None:
    EFFECTS[name] = Effect(name, sentence, (), tuple(changes), lambda _f: changes)


_setter("restart_corrections", "变更后重新审核，补正轮次重新计算。", corrections=0)
_setter("open_window", "申报窗口重新开放。", window="open")
_setter("close_window", "申报窗口关闭。", window="closed")
_setter("record_lead_review", "记录牵头单位已审查。", lead_review="done")
_setter("record_lead_signature", "记录牵头单位合规负责人已签字。", compliance="lead")
_setter("record_partner_signature", "记录联合申报的试点机构合规负责人已签字。", compliance="partner")
_setter(
    "record_platform_paper",
    "各方的审查、签字和同意见于平台收到的材料，不作为本系统的确认。",
    platform_paper="platform",
)
_setter("refuse_direct_path", "不再走直接参加专业评估的路径。", direct_path="refused")
_setter("clear_opinions", "清空本轮专家意见。", opinions="short")
_setter(
    "clear_evaluation", "此前专业评估的补充事项和附带条件作废。",
    supplements="none", start_conditions="none", trial_conditions="none",
)  # fmt: skip
_setter("clear_department_views", "清空本轮市有关部门的意见。", department_views="short")
_setter("clear_sheet_consents", "公示表的确认作废。", sheet_consents="short")
_setter("clear_comments", "公示意见从零登记。", open_comments="none")
_setter("propose_withdrawal", "记录牵头单位提出撤回。", withdrawal="proposed")
_setter("clear_withdrawal", "撤回的提出和同意作废。", withdrawal="none", withdrawal_joins="short")
_setter("open_hearing", "记录已告知各单位可以陈述申辩。", hearing="open")
_setter("record_hearing", "记录陈述申辩已听取完毕。", hearing="heard")
_setter("clear_hearing", "陈述申辩程序终结。", hearing="none")
_setter("open_incident", "记录发生异常情形。", incident="open")
_setter("record_incident_process", "记录处置过程已报告。", incident="process_reported")
_setter("close_incident", "记录处置结果已报告。", incident="none")
_setter("order_rectification", "记录整改要求。", rectification="ordered")
_setter("pass_rectification_limit", "标明整改期限已过。", rectification="overdue")
_setter("close_rectification", "记录整改完成。", rectification="none")
_setter("suspend", "记录暂停措施。", suspension="on")
_setter("lift_suspension", "记录解除暂停。", suspension="off")
_setter("open_trial_change", "记录试点期间有单位变更待处理。", trial_change="open")
_setter("settle_trial_change", "记录单位变更已处理。", trial_change="none")
_setter("choose_normalise", "退出方式记为转常态化运营。", exit_kind="normalise")
_setter("choose_end", "退出方式记为结束试点。", exit_kind="end")
_setter("choose_extend", "退出方式记为延期退出。", exit_kind="extend")
_setter("choose_force", "退出方式记为强制退出。", exit_kind="force")
_setter("record_technology_view", "记录已与科技监管部门会商。", exit_views="technology")
_setter("record_business_view", "记录已与业务监管部门会商。", exit_views="both")
_setter("clear_exit_views", "退出会商意见归零。", exit_views="none")
_setter("record_carried_out", "记录退出安排已落实。", carried_out="yes")
_setter("record_extension", "记录已经延期一次。", extended="yes")
_setter("mark_work_report_overdue", "标明试点工作报告已逾期。", work_report="overdue")
