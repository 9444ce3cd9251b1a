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


def setter(name: str, sentence: str, **changes: Value) -> None:
    """Register an effect that sets facts to given values."""
    EFFECTS[name] = Effect(name, sentence, (), tuple(changes), lambda _f: changes)


setter("restart_corrections", "变更后重新审核，补正轮次重新计算。", corrections=0)
setter("open_window", "申报窗口重新开放。", window="open")
setter("close_window", "申报窗口关闭。", window="closed")
setter("record_lead_review", "记录牵头单位已审查。", lead_review="done")
setter("record_lead_signature", "记录牵头单位合规负责人已签字。", compliance="lead")
setter("record_partner_signature", "记录联合申报的试点机构合规负责人已签字。", compliance="partner")
setter(
    "record_platform_paper",
    "各方的审查、签字和同意见于平台收到的材料，不作为本系统的确认。",
    platform_paper="platform",
)
setter("refuse_direct_path", "不再走直接参加专业评估的路径。", direct_path="refused")
setter("clear_opinions", "清空本轮专家意见。", opinions="short")
setter(
    "clear_evaluation", "此前专业评估的补充事项和附带条件作废。",
    supplements="none", start_conditions="none", trial_conditions="none",
)  # fmt: skip
setter("clear_department_views", "清空本轮市有关部门的意见。", department_views="short")
setter("clear_sheet_consents", "公示表的确认作废。", sheet_consents="short")
setter("clear_comments", "公示意见从零登记。", open_comments="none")
setter("propose_withdrawal", "记录牵头单位提出撤回。", withdrawal="proposed")
setter("clear_withdrawal", "撤回的提出和同意作废。", withdrawal="none", withdrawal_joins="short")
setter("open_hearing", "记录已告知各单位可以陈述申辩。", hearing="open")
setter("record_hearing", "记录陈述申辩已听取完毕。", hearing="heard")
setter("clear_hearing", "陈述申辩程序终结。", hearing="none")
setter("suspend", "记录暂停措施。", suspension="on")
setter("lift_suspension", "记录解除暂停。", suspension="off")
setter("record_technology_opinion", "记录科技监管部门已反馈会商意见。", technology_view="given")
setter("clear_exit_consultation", "退出会商意见归零。", technology_view="none", business_views="short")
setter("clear_exit_proofs", "退出安排的落实从零登记。", exit_proofs="short", carried_out="no")
setter("clear_exit_applications", "各试点机构的退出申请归零。", exit_applications="short")
setter("choose_normalise", "退出方式记为转常态化运营。", exit_kind="normalise")
setter("choose_end", "退出方式记为结束试点。", exit_kind="end")
setter("choose_extend", "退出方式记为延期退出。", exit_kind="extend")
setter("choose_force", "退出方式记为强制退出。", exit_kind="force")
setter("record_carried_out", "记录退出安排已落实。", carried_out="yes")
setter("record_extension", "记录已经延期一次。", extended="yes")
setter("mark_work_report_overdue", "标明试点工作报告已逾期。", work_report="overdue")
