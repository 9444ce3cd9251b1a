"""The guards of the trial and of its exit (clauses 5.2 and 5.3)."""

from __future__ import annotations

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


@guard("suspension")
def not_suspended(f: Facts) -> bool:
    """没有暂停措施。"""
    return f["suspension"] == "off"


@guard("suspension")
def suspended(f: Facts) -> bool:
    """暂停措施仍在执行。"""
    return f["suspension"] == "on"


@guard("trial_change")
def no_open_trial_change(f: Facts) -> bool:
    """没有待处理的单位变更。"""
    return f["trial_change"] == "none"


@guard("trial_change")
def trial_change_open(f: Facts) -> bool:
    """有待处理的单位变更。"""
    return f["trial_change"] == "open"


@guard("exit_conditions")
def all_exit_conditions_met(f: Facts) -> bool:
    """转常态化的五项条件全部具备。"""
    return f.get("exit_conditions") == "all"


@guard("end_ground")
def end_ground_stated(f: Facts) -> bool:
    """已写明结束试点的事由。"""
    return f.get("end_ground") not in (None, "none")


@guard("extended")
def not_extended_before(f: Facts) -> bool:
    """此前没有延期过。"""
    return f["extended"] == "no"


@guard("extension_conditions")
def all_extension_conditions_met(f: Facts) -> bool:
    """延期的三项条件全部具备。"""
    return f.get("extension_conditions") == "all"


@guard("extension_length")
def extension_within_limit(f: Facts) -> bool:
    """延期不超过规定的月数。"""
    return f.get("extension_length") == "within"


@guard("extension_length")
def extension_beyond_limit(f: Facts) -> bool:
    """延期超过规定的月数。"""
    return f.get("extension_length") == "beyond"


@guard("force_ground")
def force_ground_stated(f: Facts) -> bool:
    """已由人认定强制退出的三项事由之一。"""
    return f.get("force_ground") not in (None, "none")


@guard("exit_views")
def technology_view_given(f: Facts) -> bool:
    """已与科技监管部门会商。"""
    return f["exit_views"] in ("technology", "both")


@guard("exit_views", "exit_kind")
def business_view_given_for_normalisation(f: Facts) -> bool:
    """转常态化的，业务监管部门也已会商同意。"""
    return f["exit_kind"] != "normalise" or f["exit_views"] == "both"


@guard("exit_kind")
def exit_is_normalise(f: Facts) -> bool:
    """退出方式为转常态化运营。"""
    return f["exit_kind"] == "normalise"


@guard("exit_kind")
def exit_is_end(f: Facts) -> bool:
    """退出方式为结束试点。"""
    return f["exit_kind"] == "end"


@guard("exit_kind")
def exit_is_extend(f: Facts) -> bool:
    """退出方式为延期退出。"""
    return f["exit_kind"] == "extend"


@guard("exit_kind")
def exit_is_force(f: Facts) -> bool:
    """退出方式为强制退出。"""
    return f["exit_kind"] == "force"


@guard("exit_kind")
def exit_plan_applies(f: Facts) -> bool:
    """结束试点或强制退出，须执行退出方案。"""
    return f["exit_kind"] in ("end", "force")


@guard("exit_kind")
def exit_ends_trial(f: Facts) -> bool:
    """退出方式不是延期，试点就此结束。"""
    return f["exit_kind"] in ("normalise", "end", "force")


@guard("carried_out")
def carried_out(f: Facts) -> bool:
    """退出安排已落实并有证明。"""
    return f["carried_out"] == "yes"


@guard("work_report")
def work_report_overdue(f: Facts) -> bool:
    """试点工作报告已逾期。"""
    return f["work_report"] == "overdue"
