"""Guards and effects of earlier versions, to which running cases stay pinned; no guide names them any more.

There one incident, one rectification and one change of units could be open at a time, departments were
consulted in a fixed order, and one institution's proof stood for all.
"""

from __future__ import annotations

from xianxing.procedure.effects import setter
from xianxing.procedure.model import Facts
from xianxing.procedure.registry import guard


@guard("incident")
def no_incident(f: Facts) -> bool:
    """没有尚未报告结果的异常情形。"""
    return f["incident"] == "none"


@guard("incident")
def incident_open(f: Facts) -> bool:
    """异常情形正在处置。"""
    return f["incident"] == "open"


@guard("incident")
def incident_process_reported(f: Facts) -> bool:
    """异常情形的处置过程已报告。"""
    return f["incident"] == "process_reported"


@guard("rectification")
def no_rectification(f: Facts) -> bool:
    """没有未完成的整改。"""
    return f["rectification"] == "none"


@guard("rectification")
def rectification_open(f: Facts) -> bool:
    """整改要求尚未完成。"""
    return f["rectification"] != "none"


@guard("rectification")
def rectification_running(f: Facts) -> bool:
    """已要求整改，且尚未标明逾期。"""
    return f["rectification"] == "ordered"


@guard("trial_change")
def no_open_trial_change(f: Facts) -> bool:
    """没有待处理的单位变更。"""
    return f["trial_change"] == "none"


@guard("trial_change")
def trial_change_open(f: Facts) -> bool:
    """有待处理的单位变更。"""
    return f["trial_change"] == "open"


@guard("exit_views")
def technology_view_given(f: Facts) -> bool:
    """已与科技监管部门会商。"""
    return f["exit_views"] in ("technology", "both")


@guard("exit_views", "exit_kind")
def business_view_given_for_normalisation(f: Facts) -> bool:
    """转常态化的，业务监管部门也已会商同意。"""
    return f["exit_kind"] != "normalise" or f["exit_views"] == "both"


@guard("carried_out")
def carried_out(f: Facts) -> bool:
    """退出安排已落实并有证明。"""
    return f["carried_out"] == "yes"


setter("open_incident", "记录发生异常情形。", incident="open")
setter("record_incident_process", "记录处置过程已报告。", incident="process_reported")
setter("close_incident", "记录处置结果已报告。", incident="none")
setter("order_rectification", "记录整改要求。", rectification="ordered")
setter("pass_rectification_limit", "标明整改期限已过。", rectification="overdue")
setter("close_rectification", "记录整改完成。", rectification="none")
setter("open_trial_change", "记录试点期间有单位变更待处理。", trial_change="open")
setter("settle_trial_change", "记录单位变更已处理。", trial_change="none")
setter("record_technology_view", "记录已与科技监管部门会商。", exit_views="technology")
setter("record_business_view", "记录已与业务监管部门会商。", exit_views="both")
setter("clear_exit_views", "退出会商意见归零。", exit_views="none")
