"""Papers and cells that say something else than the form: one fact at a time."""

from __future__ import annotations

from collections.abc import Callable

from tests.checker import factory
from tests.checker.edits import CARE, PERSON, PLAN, RISK, RULES, SAFE, UNMET, Case, Edit, at, both, in_part
from tests.checker.factory import Draft
from tests.checker.words import FILES


def told(kind: str, *sentences: str) -> Edit:
    """Add sentences below the first heading of a report."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        parts[next(iter(parts))] += list(sentences)

    return edit


def in_table(kind: str, *rows: tuple[str, ...]) -> Edit:
    """Add a chapter that holds a table."""
    return lambda draft: draft.paper(kind).parts.update({"九、有关情况": list(rows)})


def funded(draft: Draft) -> None:
    """A sum for compensation in the form."""
    draft.content["compensation"] = (
        "公司设立风险补偿准备金一百万元，单户补偿金额不超过五万元，查明事实后十个工作日内先行补偿直接损失。"
    )


def cell(kind: str, label: str, value: str) -> Edit:
    """A row of a label and its value."""
    return in_table(kind, ("事项", "内容"), (label, value))


DUTIES: tuple[tuple[str, str, str], ...] = (
    ("5.3.7", "investor_protection_plan", "退出后尚未办结的申请一律作废。"),
    ("5.2.3", "investor_protection_plan", "投诉全部由软件厂商答复，公司不介入。"),
    ("4.2.5", "investor_protection_plan", "签署即视为自愿承担系统差错的全部损失。"),
    ("4.2.4", "technical_security_report", "发现的三个高危漏洞至今没有修复。"),
    ("4.2.4", "technical_security_report", "时间不够，凭一般经验推定接口可靠。"),
    ("5.2.3", "investor_protection_plan", "投诉多久答复不便明确。"),
    ("5.2.4", "business_risk_report", "故障由项目组消化，不向专项工作组报告。"),
    ("6.2", "business_risk_report", "项目属于试点，出现任何损失公司均可免责。"),
    ("4.1.2", "compliance_report", "法务部门未参与本次评估。"),
    ("4.3.1", "implementation_plan", "公司不对其中数据的真实性负责。"),
    ("3.1.c", "implementation_plan", "任何一方可以随时退出，不作交接。"),
    ("5.3.3", "implementation_plan", "试点期满后自动延期二十四个月。"),
)
PAPERS: tuple[tuple[str, str, Edit], ...] = (
    (UNMET, PLAN, told("implementation_plan", "本项目试点期限为18个月，分四个阶段推进。")),
    (UNMET, PLAN, told("implementation_plan", "试点期限：一年半")),
    (PERSON, RULES, told("compliance_report", "法务团队于2023年12月18日至2024年1月15日逐项核查。")),
    (UNMET, SAFE, cell("technical_security_report", "测评期间", "2024年1月3日至16日")),
    (UNMET, RISK, cell("business_risk_report", "试点期限（月）", "24")),
    (UNMET, RISK, cell("business_risk_report", "试点期限", "二十四个月")),
    (PERSON, PLAN, told("implementation_plan", "公司将开展为期两年的试点。")),
    (PERSON, PLAN, told("implementation_plan", "在18个月的试点期内持续监测。")),
    (UNMET, PLAN, told("implementation_plan", "项目拟于2024年11月1日启动试点。")),
    (UNMET, PLAN, told("implementation_plan", "试点期自2024年9月3日至2025年9月1日。")),
    (UNMET, PLAN, told("implementation_plan", "试点期自2024年9月2日至2026年3月1日。")),
    (UNMET, PLAN, told("implementation_plan", "拟启动日期：2024年10月")),
    (PERSON, PLAN, told("implementation_plan", "试点将于2024年12月1日正式启动。")),
    (PERSON, PLAN, told("implementation_plan", "试点将于2026年3月期满。")),
    (UNMET, RULES, told("compliance_report", "本项目属于业务创新类项目。")),
    (UNMET, PLAN, told("implementation_plan", "项目类型：公共服务类")),
    (PERSON, RULES, told("compliance_report", "同意作为技术创新类项目申报。")),
    (UNMET, PLAN, told("implementation_plan", "牵头申报单位：杭州知微智能有限公司")),
    (PERSON, PLAN, told("implementation_plan", "本项目由知微智能牵头申报，云杉证券参加。")),
    (PERSON, PLAN, told("implementation_plan", "知微智能作为本项目牵头单位，统筹进度。")),
    (UNMET, RULES, cell("compliance_report", "业务场景提供方", "杭州知微智能有限公司")),
    (UNMET, RULES, told("compliance_report", "场景提供方：东江数字科技有限公司")),
    (PERSON, RULES, told("compliance_report", "业务场景由知微智能提供。")),
    (PERSON, RISK, told("business_risk_report", "本报告由杭州知微智能有限公司独立编制。")),
    (PERSON, PLAN, told("implementation_plan", "本项目由三家单位联合申报。")),
    (UNMET, PLAN, told("implementation_plan", "项目总投入：900万元")),
    (UNMET, PLAN, cell("implementation_plan", "项目总预算（万元）", "900")),
    (PERSON, PLAN, told("implementation_plan", "双方共投入经费九百万元。")),
    (UNMET, CARE, in_part("investor_protection_plan", 1, "热线和网站受理投诉，二十日内答复，台账保存两年。")),
    (UNMET, CARE, told("investor_protection_plan", "投诉办结时限：20日")),
    (
        PERSON,
        CARE,
        in_part("investor_protection_plan", 1, "热线投诉五日内答复，书面投诉二十日内办结，台账保存两年。"),
    ),
    (
        UNMET,
        CARE,
        both(
            funded, in_part("investor_protection_plan", 2, "补偿资金来自单列的二百万元准备金，按份额核算。")
        ),
    ),
    (
        UNMET,
        RISK,
        both(
            funded,
            in_part("business_risk_report", 5, "公司设立风险补偿准备金80万元，查明事实后先行补偿直接损失。"),
        ),
    ),
    (UNMET, CARE, both(funded, told("investor_protection_plan", "补偿时每名投资者不超过3万元。"))),
    (PERSON, SAFE, told("technical_security_report", "系统采集客户姓名、身份证号码用于核验。")),
    (
        PERSON,
        SAFE,
        both(
            at("content.personal_information", True),
            at("content.impact_assessment", True),
            told("technical_security_report", "本项目不处理任何个人信息。"),
        ),
    ),
    (PERSON, SAFE, told("technical_security_report", "训练数据同步至香港数据中心。")),
    (PERSON, RULES, told("compliance_report", "本项目申请对《证券登记业务细则》第十二条予以豁免。")),
)
TABLES: tuple[tuple[str, Edit], ...] = (
    (PLAN, in_table("implementation_plan", ("任务", "完成日期"), ("完成部署与联调测试", "2024年12月31日"))),
    (RISK, in_table("business_risk_report", ("受理渠道", "办结时限"), ("客户服务热线", "20日"))),
    (
        RISK,
        in_table("business_risk_report", ("监测指标", "关注值", "预警值"), ("系统可用率", "99.5", "98")),
    ),
    (
        PLAN,
        in_table(
            "implementation_plan", ("指标", "基线", "目标"), ("单份核验耗时", "6 小时", "不高于 2 小时")
        ),
    ),
    (
        PLAN,
        in_table(
            "implementation_plan", ("指标", "现状", "目标"), ("单份核验耗时", "9 小时", "不高于 1 小时")
        ),
    ),
    (RISK, in_table("business_risk_report", ("监测指标", "黄色", "红色"), ("系统可用率", "98", "99"))),
    (SAFE, in_table("technical_security_report", ("数据来源", "是否出境"), ("信息披露系统", "是"))),
    (PLAN, in_table("implementation_plan", ("项目", "上限"), ("年核验文件", "5000份"))),
    (PLAN, in_table("implementation_plan", ("单位", "投入人数", "经费（万元）"), ("云杉证券", "30", "100"))),
    (PLAN, in_table("implementation_plan", ("单位", "投入人数", "经费（万元）"), ("云杉证券", "9", "300"))),
    (
        RULES,
        in_table(
            "compliance_report",
            ("证照", "编号", "有效期"),
            ("经营证券期货业务许可证", "编号Z000009", "2028年12月31日"),
        ),
    ),
    (
        RULES,
        in_table(
            "compliance_report",
            ("证照", "编号", "有效期"),
            ("经营证券期货业务许可证", "编号Z000001", "2026年12月31日"),
        ),
    ),
)
CASES: list[Case] = [
    *(
        Case("duties-not-denied", PERSON, clause, f"{FILES[kind]}.docx", told(kind, text))
        for clause, kind, text in DUTIES
    ),
    Case(
        "duties-not-denied",
        PERSON,
        "3.1.c",
        "unit[joint].contribution",
        at("unit[joint].contribution", "本单位仅负责在申报材料上盖章，其余工作由牵头单位完成，不派人员。"),
    ),
    Case(
        "agreements-last",
        PERSON,
        "3.1.c",
        "unit[joint].agreement",
        at("unit[joint].agreement", "双方已签订合作协议，约定权利义务，合作协议有效期至2024年9月30日。"),
    ),
    Case(
        "agreements-last",
        PERSON,
        "3.1.c",
        PLAN,
        told("implementation_plan", "抽取引擎的授权许可期限到2025年3月。"),
    ),
    Case(
        "plans-ahead", PERSON, "4.2.2", PLAN, told("implementation_plan", "第二个模块计划于2026年12月上线。")
    ),
    *(Case("facts-agree", result, "4.1.1", file, edit) for result, file, edit in PAPERS),
    *(Case("rows-agree", UNMET, "4.1.1", file, edit) for file, edit in TABLES),
    Case(
        "rows-agree",
        PERSON,
        "4.1.1",
        PLAN,
        in_table("implementation_plan", ("单位", "投入人数", "经费（万元）"), ("云杉股份公司", "9", "300")),
    ),
    Case(
        "rows-agree",
        UNMET,
        "4.1.1",
        RULES,
        in_table("compliance_report", ("豁免规则", "条款"), ("证券登记业务细则", "第三十条")),
        factory.business_innovation,
    ),
    Case(
        "approval-declared",
        PERSON,
        "3.2.1",
        RULES,
        told("compliance_report", "所涉新产品须经中国证监会核准后方可开展。"),
    ),
    Case(
        "automation-declared",
        PERSON,
        "4.2.2",
        PLAN,
        told("implementation_plan", "低于门槛的文件由系统自动决定退回，结果无须人工复核。"),
    ),
    Case(
        "no-endorsement-claimed",
        PERSON,
        "4.1.1",
        PLAN,
        told("implementation_plan", "本项目已获监管部门认可。"),
    ),
    Case(
        "no-endorsement-claimed",
        PERSON,
        "4.1.1",
        PLAN,
        told("implementation_plan", "入选试点即表示产品质量得到监管部门保证。"),
        factory.business_innovation,
    ),
    Case(
        "gloss-consistent",
        PERSON,
        "4.3.5",
        PLAN,
        told("implementation_plan", "四层之间通过开放服务协议（API）连接。"),
    ),
    Case(
        "rules-kept",
        PERSON,
        "2.1",
        RULES,
        told("compliance_report", "试点期间暂不执行《证券公司内部控制指引》第二十条。"),
    ),
    Case(
        "facts-agree-cells",
        UNMET,
        "4.1.1",
        "content.overview",
        at(
            "content.overview",
            "项目建设说明书一致性核验工具，试点期限为18个月，差异线索由合规人员核实后处理。",
        ),
    ),
    Case(
        "facts-agree-cells",
        PERSON,
        "4.1.1",
        "content.scenario",
        at(
            "content.scenario", "产品部门提交文件，合规岗位复核，公司将开展为期两年的试点，全程留痕并可追溯。"
        ),
    ),
    Case(
        "facts-agree-cells",
        UNMET,
        "4.1.1",
        "content.investor_notice",
        at(
            "content.investor_notice",
            "官方网站刊登试点说明，写明对投诉二十日内答复，并公布退出安排和咨询电话。",
        ),
    ),
]


# What agrees, or speaks of something else: nothing may be said.
_SAYINGS: dict[str, Edit] = {
    "the same length in years": told("implementation_plan", "试点期限为一年。", "试点周期：12个月"),
    "what comes after the trial": told("implementation_plan", "试点期限届满后6个月内完成总结。"),
    "an extension": told("implementation_plan", "试点期限延长的，不超过12个月。"),
    "a part of the trial": told(
        "implementation_plan", "试点运行3个月后评估，首批为期三个月的试点由母公司承担。"
    ),
    "a month of the calendar for a length": told("implementation_plan", "试点时间：2024年9月至2025年8月"),
    "the trial's days as planned": told("implementation_plan", "试点期自2024年9月2日至2025年9月1日。"),
    "the trial's last day as its first": told("implementation_plan", "试点期自2024年9月2日至2025年9月2日。"),
    "a stage of the trial": told("implementation_plan", "第一阶段试点自2024年10月至2025年1月。"),
    "the type denied": told("compliance_report", "本项目不属于业务创新类项目。"),
    "the type as it is": told("compliance_report", "本项目属于科技赋能类项目，同意作为科技赋能类项目申报。"),
    "the lead as it is": told("implementation_plan", "牵头申报单位：云杉证券", "本项目由云杉证券牵头申报。"),
    "the supplier by its office": told(
        "compliance_report", "业务场景由公司提供。", "业务场景均由云杉证券提供。"
    ),
    "a department of the issuer": told("business_risk_report", "本报告由云杉证券风险管理部起草。"),
    "two units file": told("implementation_plan", "本项目由两家单位联合申报。"),
    "budget of all": told("implementation_plan", "项目总投入为200.0003万元，双方共投入经费约200万元。"),
    "money spent already": told("implementation_plan", "双方已共投入三百万元用于预研。"),
    "a first answer": told("investor_protection_plan", "对投诉五日内首次答复，简单投诉三日内办结。"),
    "a fund's remainder": told(
        "investor_protection_plan", "准备金余额低于五十万元时，公司在五个工作日内补足。"
    ),
    "the fund as it is": told("investor_protection_plan", "补偿资金来自单列的100万元准备金。"),
    "personal information left alone": told(
        "technical_security_report", "系统不采集客户姓名，也不处理个人信息。"
    ),
    "data stay": told("technical_security_report", "数据不得传输至境外，严禁存放于海外。"),
    "no exemption": told("compliance_report", "本项目不申请任何监管规则豁免。"),
    "the milestone by its month": in_table(
        "implementation_plan",
        ("任务", "完成日期"),
        ("完成部署与联调测试", "2024年7月"),
        ("试点总结", "2025.8"),
    ),
    "the same thresholds under other heads": in_table(
        "business_risk_report", ("监测指标", "预警值", "处置值"), ("系统可用率", "99.5%", "99%")
    ),
    "the same people and money": in_table(
        "implementation_plan",
        ("单位", "投入人数", "经费（万元）"),
        ("云杉证券", "9", "100"),
        ("合计", "19", "200"),
    ),
    "no export, in a table": in_table(
        "technical_security_report", ("数据来源", "是否出境"), ("信息披露系统", "否")
    ),
    "a row that bears no name of the form": in_table(
        "implementation_plan", ("项目", "上限"), ("年抽查文件", "5000份")
    ),
    "an exemption's own article": in_table(
        "compliance_report", ("证照", "编号"), ("经营证券期货业务许可证", "编号 Z000001")
    ),
}
SILENT_FACTS: dict[str, tuple[Edit, Callable[[], Draft]]] = {
    name: (edit, factory.joint) for name, edit in _SAYINGS.items()
}
