"""Filings that are unusual and lawful: nothing in them may be unmet."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.checker import factory
from tests.checker.edits import at, both, in_part, nothing, paper, signer
from tests.checker.factory import Draft
from tests.documents.build import lines, pdf, word

Edit = Callable[[Draft], object]


def only_the_mandatory(draft: Draft) -> None:
    for kind in (
        "implementation_plan",
        "business_risk_report",
        "technical_security_report",
        "investor_protection_plan",
    ):
        draft.drop(kind)


def second_compliance_report(draft: Draft) -> None:
    other = draft.paper("compliance_report").but(
        signed=[("杭州知微智能有限公司", "白慎之", "总经理")], issuers=["杭州知微智能有限公司"]
    )
    draft.papers["合规自查报告.docx"] = other
    draft.form["material"].append(
        {
            "kind": "compliance_report",
            "file": "合规自查报告.docx",
            "issuers": ["joint"],
            "signatory": "白慎之",
            "signatory_title": "总经理",
            "signatory_unit": "joint",
            "signed_on": date(2024, 1, 12),
        }
    )


def one_report(draft: Draft) -> None:
    """Both institutions behind a technology firm sign one compliance report."""
    second = [entry for entry in draft.form["material"] if entry["kind"] == "compliance_report"][1]
    signed = draft.papers.pop(second["file"]).signed
    draft.form["material"].remove(second)
    draft.paper("compliance_report").signed += signed
    draft.entry("compliance_report")["issuers"] = ["one", "two"]


def third_party(draft: Draft) -> None:
    entry, report = draft.entry("technical_security_report"), draft.paper("technical_security_report")
    entry.update(
        issuers=["third_party"],
        third_party="粤衡网络安全测评有限公司",
        signatory_unit="",
        signatory="滕怀远",
        signatory_title="测评负责人",
    )
    report.issuers, report.signed = (
        ["粤衡网络安全测评有限公司"],
        [("粤衡网络安全测评有限公司", "滕怀远", "测评负责人")],
    )


def renamed_parts(kind: str, **names: str) -> Edit:
    def edit(draft: Draft) -> None:
        report = draft.paper(kind)
        report.parts = {
            next((new for old, new in names.items() if old in heading), heading): body
            for heading, body in report.parts.items()
        }

    return edit


def merged(kind: str, first: str, second: str, heading: str) -> Edit:
    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        one = next(name for name in parts if first in name)
        two = next(name for name in parts if second in name)
        parts[one] = [*parts[one], *parts.pop(two)]
        draft.paper(kind).parts = {heading if name == one else name: body for name, body in parts.items()}

    return edit


def as_pdf(kind: str) -> Edit:
    """The report as a PDF with text, whose lines break where the page does."""

    def edit(draft: Draft) -> None:
        entry = draft.entry(kind)
        report = draft.papers.pop(entry["file"])
        rows = [
            report.title,
            f"项目名称：{report.project}",
            f"出具单位：{'、'.join(report.issuers)}",
            f"出具日期：{report.issued}",
        ]
        for heading, body in report.parts.items():
            rows.append(heading)
            for item in body:
                text = item if isinstance(item, str) else "　".join(item)
                rows += [text[start : start + 34] for start in range(0, len(text), 34)]
        rows += [f"1 {note}" for note in report.notes]
        for unit, name, title in report.signed:
            rows += [
                "签字页",
                f"单位名称（盖章）：{unit}",
                f"签字人：{name}",
                f"职务：{title}",
                f"签字日期：{report.signed_on}",
            ]
        pages = [rows[start : start + 32] for start in range(0, len(rows), 32)]
        entry["file"] = entry["file"].replace(".docx", ".pdf")
        draft.raw[entry["file"]] = pdf(*(lines(*page) for page in pages))

    return edit


def other_provider() -> Draft:
    """A securities firm leads, a custodian bank supplies the scenario, two technology firms join."""
    return factory.assemble(
        [
            factory.unit("lead", "云杉证券股份有限公司", "securities_futures_operator", 1, lead=True),
            factory.unit("bank", "海晏银行股份有限公司", "fund_custodian", 5, scenario_provider=True),
            factory.unit(
                "a", "杭州知微智能有限公司", "technology_firm", 2, registered_in="杭州市", jurisdiction="浙江"
            ),
            factory.unit("b", "知本科技（深圳）有限公司", "technology_firm", 7),
        ]
    )


def cell(count: int) -> str:
    return ("首次把分散在多份文件中的同一条款关联起来核验并对每条差异给出原文位置" * 30)[:count]


ODDITIES: dict[str, tuple[Edit, Callable[[], Draft]]] = {
    name: (edit, factory.joint)
    for name, edit in {
        "a long trial": at("project.trial_months", 24),
        "a short trial": both(
            at("project.trial_months", 6),
            at("content.milestones[2].date", date(2025, 3, 10)),
            in_part("implementation_plan", 7, ("阶段", "日期"), ("试点总结", "2025年3月10日")),
        ),
        "exactly 500 字": at("content.innovation", cell(500)),
        "a vice president as contact": at("unit[lead].contacts[0].title", "副总经理"),
        "a number with spaces": at("unit[lead].contacts[0].mobile", "+86 139 0000 0101"),
        "products in a cell": at(
            "content.architecture",
            (
                "系统部署在Kubernetes集群，使用Oracle与MySQL数据库、Kafka消息队列和FISCO BCOS底层，前"
                "端适配iOS、Android，日志保存不少于六个月。"
            ),
        ),
        "products in a file": in_part(
            "technical_security_report",
            3,
            (
                "系统基于Spring Boot框架，容器由Kubernetes编排，模型用PyTorch训练，数据库为GaussDB，最"
                "小授权，文件加密。"
            ),
        ),
        "English that is none": at(
            "content.readiness",
            (
                "依据JR/T 0060—2021和ISO/IEC 27001:2022建设，支持A股、B类产品与T+1结算，单机20 ms内返"
                "回，存储10TB，邮箱pilot@unit.example，版本V2.1，线上APP试用。"
            ),
        ),
        "half-width gloss": at(
            "content.algorithms",
            (
                "扫描件先经光学字符识别(OCR)还原，再用NLP(自然语言处理)抽取，阈值由合规部门按季审定，"
                "模型只提示不定性。"
            ),
        ),
        "gloss by 简称": at(
            "content.algorithms",
            (
                "先以机器人流程自动化（Robotic Process Automation，以下简称“RPA”）归集文件，再由RPA流"
                "程分发，阈值由合规部门审定。"
            ),
        ),
        "gloss by 即": at(
            "content.algorithms",
            "以LLM，即大语言模型，辅助抽取条款，LLM只提示不定性，阈值由合规部门按季审定。",
        ),
        "only the mandatory report": only_the_mandatory,
        "two compliance reports": second_compliance_report,
        "a third party": third_party,
        "short names on the cover": paper(
            "implementation_plan", lambda p: setattr(p, "issuers", ["云杉证券", "杭州知微智能"])
        ),
        "a department on the cover": paper(
            "business_risk_report", lambda p: setattr(p, "issuers", ["云杉证券股份有限公司风险管理部"])
        ),
        "a table of other projects": lambda d: d.paper("implementation_plan").parts.update(
            {
                "九、相关经验": [
                    ("项目名称", "主要建设内容概述"),
                    ("披露文件归档系统二期", "历史文件数字化与检索"),
                ]
            }
        ),
        "who files on a third party's cover": both(
            third_party,
            paper("technical_security_report", lambda p: p.before.append("申报单位：杭州知微智能有限公司")),
        ),
        "a condition in the conclusion": in_part(
            "compliance_report",
            2,
            "综上，项目承载业务符合现行行业监管法规；试点中如发现不符合监管规定的情形，立即停用并整改。",
        ),
        "words about secrecy": at(
            "content.overview",
            "本项目不属于国家秘密，建设产品说明书一致性核验工具，输出差异线索并由合规人员核实后处理。",
        ),
        "a scale of zero": at("content.scale[0].cap", 0),
        "a review that found nothing": at(
            "unit[joint].lead_review.opinion",
            "查验了执照和测试记录，未发现材料不实或者与事实不符之处，同意报送",
        ),
        "a signature in words of its own": paper(
            "compliance_report",
            lambda p: (
                p.signed.clear(),
                p.parts.update({"四、意见": ["合规负责人安慎之已阅并同意本报告。"]}),
            ),
        ),
        "a weekend": both(
            at("unit[joint].lead_review.date", date(2024, 1, 20)),
            at("unit[lead].truth_pledge.date", date(2024, 1, 20)),
        ),
        "a licence without an end": lambda d: d.unit("lead")["licences"][0].pop("valid_to"),
        "an old sanction": at(
            "unit[lead].sanctions",
            [
                {
                    "date": date(2019, 5, 6),
                    "authority": "证监局",
                    "matter": "因适当性资料留存不完整被责令改正，已整改",
                }
            ],
        ),
        "the same agreement in both sheets": lambda d: d.unit("joint").update(
            agreement=d.unit("lead")["agreement"]
        ),
        "days as strings": both(
            at("project.planned_start", "2024-09-02"), at("unit[lead].internal_review.date", "2024-01-15")
        ),
        "bold headings": paper("investor_protection_plan", lambda p: setattr(p, "bold_headings", True)),
        "bold headings in the plan": paper(
            "implementation_plan", lambda p: setattr(p, "bold_headings", True)
        ),
        "other words for the parts": renamed_parts(
            "investor_protection_plan",
            投诉="二、客户诉求响应",
            补偿="三、损失先行赔付",
            退出="四、试点终止与善后",
        ),
        "other words in the risk report": renamed_parts(
            "business_risk_report",
            监测="二、风险预警与跟踪",
            防控="三、主要应对措施",
            应急="四、突发事件处置",
            投诉="五、客诉与纠纷处理",
            补偿="六、赔付机制",
            退出="七、项目终止安排",
        ),
        "other words in the plan": renamed_parts(
            "implementation_plan",
            场景="一、服务对象与使用场景",
            逻辑="二、业务流程设计",
            原理="三、技术路线",
            架构="四、总体设计与部署",
            算法="五、模型设计",
            数据="六、数据来源与用途",
            截图="七、系统页面展示",
            进度="八、实施里程碑",
        ),
        "monitoring and emergency merged": merged(
            "business_risk_report", "监测", "应急", "二、风险监测与应急处置"
        ),
        "complaints and compensation merged": merged(
            "investor_protection_plan", "投诉", "补偿", "二、投诉处理与损失补偿"
        ),
        "one chapter for all": lambda d: setattr(
            d.paper("investor_protection_plan"),
            "parts",
            {
                "一、保护对象": ["保护对象为产品持有人，方案坚持先补偿后追责的原则。"],
                "二、保护机制": [
                    "（一）投诉处理：热线和网站受理，三个工作日内首次联系，十五日内答复，台账保存两年。",
                    "（二）风险补偿：补偿资金来自单列准备金，按持有份额核算直接损失，二十个工作日内支付。",
                    "（三）退出安排：退出前三十日公告，未办结的投诉和补偿继续办理，数据按方案处置。",
                ],
            },
        ),
        "a compliance report as PDF": as_pdf("compliance_report"),
        "a plan as PDF": as_pdf("implementation_plan"),
        "a risk report as PDF": as_pdf("business_risk_report"),
        "the senior manager in charge": signer("副总裁（分管合规工作）"),
        "a chief compliance officer": signer("合规总监、首席风险官"),
        "no signature on an optional report": both(
            paper("business_risk_report", lambda p: p.signed.clear()),
            lambda d: [
                d.entry("business_risk_report").pop(key)
                for key in ("signatory", "signatory_title", "signatory_unit", "signed_on")
            ],
        ),
        "no money": at("unit[joint].budget_yuan", 0),
        "other direction": at("project.directions", ["other"]),
        "many directions": at("project.directions", [1, 2, 8, 11]),
        "a certificate": lambda d: d.add(
            "intellectual_property",
            "软件著作权.docx",
            word("软件著作权登记证书，登记号2023SR0123456。"),
            issuers=["joint"],
        ),
        "English with its translation": lambda d: (
            d.add(
                "other",
                "certificate.docx",
                word(
                    "This certificate confirms that the product has been tested by our laboratory"
                    " in accordance with the applicable standards and no deviations were found at"
                    " all."
                ),
                issuers=["joint"],
            ),
            d.add(
                "translation",
                "证书译本.docx",
                word("本证书确认该产品已按适用标准经本实验室检测，未见偏差。"),
                translation_of="certificate.docx",
            ),
        ),
        "a trade secret by its label": at("content.trade_secrets[0].field", "系统架构与部署"),
        "a milestone before the start": both(
            at("content.milestones[0].date", date(2024, 2, 29)),
            in_part("implementation_plan", 7, ("阶段", "日期"), ("完成部署与联调测试", "2024年2月29日")),
        ),
        "a report on what does not arise": in_part(
            "business_risk_report",
            0,
            (
                "市场风险：项目不涉及报价，影响有限。信用风险：不涉及授信。流动性风险：不涉及资金划付"
                "。操作风险：复核人员操作失误。合规风险：规则未及时更新。声誉风险：差错引发媒体报道。"
            ),
        ),
        "a personal information check done": both(
            at("content.personal_information", True), at("content.impact_assessment", True)
        ),
        "a masked number": at(
            "content.investor_notice",
            (
                "持有人可拨打400-800-1234或0755-88990011咨询，示例号码138****0000仅作说明，官方网站刊"
                "登试点说明。"
            ),
        ),
        "待核实 as a word of the trade": at(
            "content.scenario",
            (
                "业务场景由云杉证券股份有限公司提供：系统生成待核实清单，待定价产品单列，合规岗位复核"
                "后放行，结果待确认的退回。"
            ),
        ),
        "商业秘密 in a sentence": at(
            "content.architecture",
            (
                "系统部署在自有机房，对商业秘密和工作秘密分级加密，不存储、处理、传输国家秘密，日志保"
                "存不少于六个月。"
            ),
        ),
    }.items()
} | {
    "another supplies the scenario": (nothing, other_provider),
    "an address in a district": (at("unit[lead].registered_in", "深圳市南山区"), factory.joint),
    "a technology firm's own city": (
        at("unit[tech].registered_in", "香港特别行政区"),
        factory.technology_lead,
    ),
    "one report of two institutions": (one_report, factory.technology_lead),
    "an approval granted": (
        both(
            at("project.approvals[0].status", "granted"),
            at("project.approvals[0].reference", "证监许字〔2024〕9号"),
        ),
        factory.business_innovation,
    ),
    "a new field": (
        both(
            at("project.exemptions", []),
            at("project.new_rule_field", True),
            at("project.new_rule_reason", "现行登记规则没有规定电子确认的效力，需要建立电子登记的规则。"),
        ),
        factory.business_innovation,
    ),
    "sheet of a branch": (at("unit[bank].jurisdiction", "深圳证监局"), factory.custodian),
    "a partner in charge": (nothing, factory.law_firm),
}


def decomposed(draft: Draft, folder: Path) -> Path:
    """The folder as a Mac writes it: file names in NFD."""
    draft.write(folder)
    for path in list(folder.iterdir()):
        path.rename(folder / unicodedata.normalize("NFD", path.name))
    return folder
