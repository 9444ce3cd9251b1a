"""The guards of the trial and of its exit (clauses 5.2 and 5.3)."""

from __future__ import annotations

from xianxing.procedure.model import Facts
from xianxing.procedure.registry import guard


@guard("incidents")
def no_open_incidents(f: Facts) -> bool:
    """没有尚未报告结果的异常情形。"""
    return f["incidents"] == "none"


@guard("rectifications")
def no_open_rectifications(f: Facts) -> bool:
    """没有未完成的整改。"""
    return f["rectifications"] == "none"


@guard("unit_changes")
def no_open_unit_changes(f: Facts) -> bool:
    """没有待处理的单位变更。"""
    return f["unit_changes"] == "none"


@guard("suspension")
def not_suspended(f: Facts) -> bool:
    """没有暂停措施。"""
    return f["suspension"] == "off"


@guard("suspension")
def suspended(f: Facts) -> bool:
    """暂停措施仍在执行。"""
    return f["suspension"] == "on"


@guard("exit_conditions")
def all_exit_conditions_met(f: Facts) -> bool:
    """转常态化的各项条件全部具备。"""
    return f.get("exit_conditions") == "all"


@guard("end_ground")
def end_ground_stated(f: Facts) -> bool:
    """已写明结束试点的事由。"""
    return f.get("end_ground") not in (None, "none")


@guard("end_ground", "exit_applications")
def own_request_of_all(f: Facts) -> bool:
    """以自行申请为由结束试点的，每家试点机构都已申请。"""
    return f.get("end_ground") != "own_request" or f["exit_applications"] == "all"


@guard("extended")
def not_extended_before(f: Facts) -> bool:
    """此前没有延期过。"""
    return f["extended"] == "no"


@guard("extension_conditions")
def all_extension_conditions_met(f: Facts) -> bool:
    """延期的各项条件全部具备。"""
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


@guard("technology_view", "exit_technology", "exit_kind")
def technology_consulted(f: Facts) -> bool:
    """已与科技监管部门会商，或者工作组设定只在转常态化时会商而退出方式不是转常态化。"""
    spared = f.get("exit_technology") == "normalise_only" and f["exit_kind"] != "normalise"
    return f["technology_view"] == "given" or spared


@guard("business_views", "exit_kind")
def business_departments_consulted(f: Facts) -> bool:
    """转常态化的，所请的业务监管部门都已反馈会商意见。"""
    return f["exit_kind"] != "normalise" or f["business_views"] == "all"


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


@guard("exit_proofs", "carried_out")
def each_part_carried_out(f: Facts) -> bool:
    """每家试点机构都已证明自己应落实的部分，或者工作组已核实全部落实。"""
    return f["exit_proofs"] == "all" or f["carried_out"] == "yes"


@guard("work_report")
def work_report_overdue(f: Facts) -> bool:
    """试点工作报告已逾期。"""
    return f["work_report"] == "overdue"
