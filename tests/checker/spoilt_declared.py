"""Defects of answers that the form's own cells contradict, and of things written in another hand."""

from __future__ import annotations

from tests.checker import factory
from tests.checker.edits import PERSON, UNMET, Case, Edit, at, both
from tests.checker.factory import Draft


def mobiles(one: str, other: str) -> Edit:
    """Let a contact of each unit have these numbers."""
    return both(at("unit[lead].contacts[0].mobile", one), at("unit[joint].contacts[1].mobile", other))


def one_person_twice(draft: Draft) -> None:
    """The second contact is the first with his number written otherwise."""
    first, second = draft.unit("lead")["contacts"][:2]
    second.update(name=first["name"], mobile="+86 " + first["mobile"], email="other@unit1.example")


CASES: list[Case] = [
    Case(
        "approval-declared",
        PERSON,
        "3.2.1",
        "content.overview",
        at(
            "content.overview",
            "工具核验产品文件，所涉新产品须经中国证监会核准后方可开展，结果由合规岗复核后使用。",
        ),
    ),
    Case(
        "approval-declared",
        PERSON,
        "3.2.1",
        "content.scenario",
        at(
            "content.scenario",
            "核验在发行前进行。该服务需报监管机构审批，材料正在准备，合规岗收到差异清单后逐条确认。",
        ),
    ),
    Case(
        "personal-data-declared",
        PERSON,
        "4.2.4",
        "content.data_sources[0].kind",
        at("content.data_sources[0].kind", "持有人姓名、证件号码和联系方式"),
    ),
    Case(
        "automation-declared",
        PERSON,
        "4.2.2",
        "content.algorithms",
        at("content.algorithms", "模型按分数排序，低于门槛的文件由系统自动决定退回，无须人工复核。"),
    ),
    Case(
        "secrets-mentioned",
        PERSON,
        "4.3.2",
        "content.readiness",
        at(
            "content.readiness",
            "已完成需求调研，所用名录中有一部分列为国家秘密，由专人保管，历史文件回测召回率为九成。",
        ),
    ),
    Case(
        "project-name-same-cells",
        PERSON,
        "4.1.1",
        "content.overview",
        at(
            "content.overview",
            "本项目“面向公募产品说明书的一致性检验工具”核验产品文件前后是否一致，由合规岗复核后使用。",
        ),
    ),
    Case(
        "project-name-same-cells",
        PERSON,
        "4.1.1",
        "content.innovation",
        at(
            "content.innovation",
            "“公募基金说明书一致性核验平台”项目首次把分散在多份文件中的同一条款关联起来，结果可以复用。",
        ),
    ),
    Case(
        "exemption-explicit",
        PERSON,
        "3.2.1",
        "project.exemptions[0].reference",
        at("project.exemptions[0].status", "granted"),
        factory.business_innovation,
    ),
    Case(
        "rules-kept",
        PERSON,
        "2.1",
        "content.scenario",
        at(
            "content.scenario",
            "为提高效率，试点期间暂不执行产品文件须经双人复核的规定，由工具核对后直接提交。",
        ),
    ),
    Case(
        "service-scenario",
        UNMET,
        "3.1.3",
        "unit[firm].scenario_business",
        at(
            "unit[firm].scenario_business",
            "以企业破产清算和政府采购评审的文件核对作为业务场景，不涉及证券期货业务。",
        ),
        factory.law_firm,
    ),
    *(
        Case("people-shared", PERSON, "3.1.a", "unit[joint].contacts", mobiles("13900000101", other))
        for other in ("+86 139-0000-0101", "0086 13900000101", "１３９０００００１０１", "(86)139 0000 0101")
    ),
    Case("contacts-enough", UNMET, "4.3.3", "unit[lead].contacts", one_person_twice),
    Case(
        "no-personal-numbers",
        PERSON,
        "4.3.2",
        "content.investor_notice",
        at(
            "content.investor_notice",
            "在官方网站公告试点说明，咨询请拨打１３８００１３８０００。",
        ),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.audience",
        at("content.audience", "面向公司内部信息披露岗位[  ]人，不向投资者提供，试点限于母公司。"),
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.readiness",
        at("content.readiness", "示例：已投入*万元，完成***。"),
    ),
    *(
        Case("demands-not-denied", PERSON, clause, place, at(place, text))
        for clause, place, text in (
            (
                "2.3",
                "content.emergency_plan",
                "应急预案尚未编制，待系统上线后由信息技术部负责编制并组织演练。",
            ),
            (
                "4.2.5",
                "content.compensation",
                "公司不设补偿资金，试点造成的损失由投资者自行承担，不再另行处理。",
            ),
            (
                "4.2.5",
                "content.investor_notice",
                "为避免误解，试点期间不对投资者公告项目情况，由公司内部掌握。",
            ),
            (
                "3.2.4",
                "content.spreadability",
                "工具按公司特有的文件格式开发，仅适用于本公司，由公司自行维护。",
            ),
            ("3.1.c", "unit[joint].agreement", "双方的权利和义务待项目启动后另行协商，目前以口头约定为准。"),
        )
    ),
    Case(
        "no-endorsement-claimed",
        PERSON,
        "4.1.1",
        "content.overview",
        at(
            "content.overview",
            "本项目已获监管部门认可，工具核验产品文件前后是否一致，结果由合规岗复核后使用。",
        ),
    ),
    Case(
        "scenario-named",
        PERSON,
        "2.1",
        "content.scenario",
        at(
            "content.scenario",
            "业务场景由云杉集团数字有限公司提供，合规岗收到差异清单后逐条确认，系统不改动原文件。",
        ),
    ),
    Case(
        "name-lending",
        PERSON,
        "3.1.a",
        "unit[lead].contribution",
        at("unit[lead].contribution", "公司协调申报，不参与研发和运营，全部工作由联合申报单位承担并交付。"),
    ),
    Case(
        "exit-prepared",
        PERSON,
        "2.3",
        "content.exit_plan[0]",
        both(*(at(f"content.exit_plan[0].{key}", "无") for key in ("customers", "data", "funds"))),
    ),
    *(
        Case("no-personal-numbers", UNMET, "4.3.2", "content.audience", at("content.audience", text))
        for text in (
            "面向公司内部信息披露岗位三十人，负责人身份证号码440301900307123，不向投资者提供。",
            "面向公司内部信息披露岗位三十人，外籍顾问护照号：E12345678，不向投资者提供。",
        )
    ),
    *(
        Case("cell-placeholder", UNMET, "4.1.1", "content.readiness", at("content.readiness", text))
        for text in (
            "已完成需求调研，系统于    年   月   日通过测评，历史文件回测召回率为九成。",
            "已完成需求调研，累计投入#REF!万元，历史文件回测召回率为九成。",
        )
    ),
    Case(
        "cell-placeholder",
        UNMET,
        "4.1.1",
        "content.complaint_channels[0].channel",
        at("content.complaint_channels[0].channel", "待建设"),
    ),
]
