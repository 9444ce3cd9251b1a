"""Forms that are unusual and lawful: words that only look like a defect of the form."""

from __future__ import annotations

from collections.abc import Callable

from tests.checker import factory
from tests.checker.edits import at
from tests.checker.factory import Draft

Edit = Callable[[Draft], object]
Silent = tuple[Edit, Callable[[], Draft]]

# Each of these leads to no finding at all, neither unmet nor for a person.
SILENT: dict[str, Silent] = {
    "no exemption is needed, said in passing": (
        at(
            "content.compliance_note",
            "核验由公司依照《证券公司和证券投资基金管理公司合规管理办法》开展，不需要监管规则豁免，"
            "合规部门逐项对照上述规定出具了评估报告，结论为符合现行监管法规。",
        ),
        factory.joint,
    ),
    "a bottleneck is broken through, no rule is": (
        at(
            "content.innovation",
            "技术上突破了跨文件比对的瓶颈，项目不突破任何现行规定，也不放宽适当性要求。"
            "首次把同一条款关联起来核验。",
        ),
        factory.joint,
    ),
    "a later change would need approval": (
        at(
            "content.audience",
            "面向公司内部信息披露岗位三十人。确需扩大到外部客户的，须经监管部门批准后再行实施。",
        ),
        factory.joint,
    ),
    "personal data taken out at the source": (
        at("content.data_sources[0].kind", "产品法律文件（已去除姓名、证件号码）"),
        factory.joint,
    ),
    "people decide": (
        at(
            "content.algorithms",
            "模型按分数排序，不得自动决定退回；低于门槛的文件由合规岗人工复核，系统不代替人工作出决定。",
        ),
        factory.joint,
    ),
    "no secrets": (
        at(
            "content.readiness",
            "已完成需求调研，系统不存储涉密信息，参与人员签署保密协议，按机密性、完整性测评，回测召回率为九成。",
        ),
        factory.joint,
    ),
    "kept apart from what is secret": (
        at(
            "content.architecture",
            "系统部署在公司自有机房，与涉密网络物理隔离，按网络安全等级保护第三级测评。",
        ),
        factory.joint,
    ),
    "grades of credit": (
        at("content.audience", "面向公司内部信息披露岗位三十人，所核产品的底层债券评级为AAA、AA+和BBB-。"),
        factory.joint,
    ),
    "another system by its own name": (
        at("content.pain_points", "公司原有“合同文本管理系统”项目只存放文件，人工核对费时且容易遗漏。"),
        factory.joint,
    ),
    "a number in full width": (at("unit[lead].contacts[0].mobile", "１３９０００００１０１"), factory.joint),
    "a securities business, and no other": (
        at(
            "unit[firm].scenario_business",
            "以证券发行法律尽职调查中的底稿核验为业务场景，不涉及期货业务。",
        ),
        factory.law_firm,
    ),
    "losses of the market are not compensated": (
        at(
            "content.compensation",
            "公司单列准备金一百万元，因工具差错造成的直接损失十个工作日内先行补偿。"
            "市场正常波动形成的投资损失由投资者自行承担；因投资者自身过错造成的，公司不承担赔偿责任。",
        ),
        factory.joint,
    ),
    "what is left open is agreed on later": (
        at(
            "unit[joint].agreement",
            "知微智能保证交付质量并对缺陷负责，云杉证券按里程碑付款并拥有数据。未尽的权利义务由双方另行协商。",
        ),
        factory.joint,
    ),
    "plans made and drilled": (
        at(
            "content.emergency_plan",
            "已制定应急预案，尚未发生过异常。系统中断的，三十分钟内改由人工核对，当日报告专项工作组。",
        ),
        factory.joint,
    ),
    "who does not consent": (
        at(
            "content.investor_notice",
            "在官方网站公告试点说明，逐户告知并取得同意；未告知客户的不得启用，不同意的仍按原方式办理，不影响服务。",
        ),
        factory.joint,
    ),
    "no fees for those who take it over": (
        at(
            "content.spreadability",
            "各家机构的产品文件格式相近，部署周期十周，规则文本公开共享，不收取推广费用，不影响他人推广。",
        ),
        factory.joint,
    ),
    "the institution is licensed, the project is not": (
        at(
            "content.compliance_note",
            "公司已经中国证监会批准从事证券经纪业务，项目依照《证券公司监督管理条例》开展，符合现行监管法规，"
            "合规负责人已出具评估报告。",
        ),
        factory.joint,
    ),
    "supplied by the unit under its full name": (
        at(
            "content.scenario",
            "业务场景由云杉证券股份有限公司提供，合规岗收到差异清单后逐条确认，系统不改动原文件。",
        ),
        factory.joint,
    ),
}
