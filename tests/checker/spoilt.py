"""Filings spoilt one edit at a time: which rule must say what, where, on which clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.checker import factory
from tests.checker.factory import Draft
from tests.documents.build import changed, related, word

Edit = Callable[[Draft], object]
RISK, PLAN, SAFE, CARE, RULES = "业务风险防控报告.docx", "项目实施方案.docx", "技术安全评估报告.docx", "投资者保护方案.docx", "合规评估报告.docx"
UNMET, PERSON, UNKNOWN = "unmet", "manual_review", "unknown"


@dataclass(frozen=True)
class Case:
    """One defect: the rule that finds it, with result, clause and location (of a file: its beginning)."""

    rule: str
    result: str
    clause: str
    location: str
    edit: Edit
    base: Callable[[], Draft] = factory.joint
    as_of: date = factory.AS_OF


def at(path: str, value: object) -> Edit:
    """Set the value at a path: `content.overview`, `unit[lead].contacts[0].title`, `material[compliance_report].file`."""

    def edit(draft: Draft) -> None:
        target, key = _walk(draft, path)
        target[key] = value

    return edit


def without(path: str) -> Edit:
    """Take a key out."""

    def edit(draft: Draft) -> None:
        target, key = _walk(draft, path)
        target.pop(key, None)

    return edit


def _walk(draft: Draft, path: str) -> tuple[dict[str, Any], str]:
    target: Any = draft.form
    parts = path.split(".")
    for number, part in enumerate(parts):
        name, _, index = part.partition("[")
        index = index.rstrip("]")
        last = number == len(parts) - 1
        if last and not index:
            return target, name
        target = target[name]
        if name == "unit":
            target = draft.unit(index)
        elif name == "material":
            target = draft.entry(index)
        elif index:
            target = target[int(index)]
    raise ValueError(path)


def both(*edits: Edit) -> Edit:
    return lambda draft: [edit(draft) for edit in edits]


def paper(kind: str, change: Callable[[Any], object]) -> Edit:
    """Change a report."""
    return lambda draft: change(draft.paper(kind))


def no_part(kind: str, word_of_heading: str) -> Edit:
    """Take a section out of a report."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        for heading in [heading for heading in parts if word_of_heading in heading]:
            del parts[heading]

    return edit


def in_part(kind: str, number: int, *body: object) -> Edit:
    """Replace what stands below a heading."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        parts[list(parts)[number]] = list(body)

    return edit


def raw(kind: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of a report's file."""

    def edit(draft: Draft) -> None:
        file = draft.entry(kind)["file"]
        draft.raw[file] = change(draft.papers.pop(file).word())

    return edit


def lone_technology_firm() -> Draft:
    draft = factory.joint()
    draft.form["unit"] = [draft.unit("joint")]
    draft.unit("joint")["lead"] = True
    return draft


def signer(title: str, name: str = "白慎之") -> Edit:
    """Give the compliance report another title, in the entry and on its page."""

    def edit(draft: Draft) -> None:
        entry = draft.entry("compliance_report")
        entry["signatory_title"] = title
        report = draft.paper("compliance_report")
        report.signed = [(unit, old, title) for unit, old, _ in report.signed]

    return edit


def issued_by(kind: str, *units: str) -> Edit:
    """Let other units issue a report, in the entry and in the file."""

    def edit(draft: Draft) -> None:
        draft.entry(kind)["issuers"] = list(units)
        names = [draft.unit(unit)["name"] for unit in units]
        report = draft.paper(kind)
        report.issuers = names
        report.signed = [(name, report.signed[0][1], "总经理") for name in names]

    return edit


ENGLISH = word("This certificate confirms that the product has been tested by our laboratory in accordance with the "
               "applicable international standards and that no deviations were found during the whole audit period.")  # fmt: skip
DOCUMENT = "word/document.xml"
LONG = "项目的创新在于把同一条款在不同文件中的表述关联起来逐项核验并给出出处。" * 16

CASES: list[Case] = [
    Case("filing-window", UNMET, "0", "", lambda d: None, as_of=date(2024, 2, 1)),
    Case("filing-window", UNMET, "0", "", lambda d: None, as_of=date(2023, 11, 28)),
    Case("filing-window", UNMET, "0", "", at("batch", "shenzhen-2020-9")),
    Case("units-present", UNMET, "4.3.3", "", at("unit", [])),
    Case("one-lead", UNMET, "3.1.c", "", at("unit[lead].lead", False)),
    Case("one-lead", UNMET, "3.1.c", "unit[joint].lead", at("unit[joint].lead", True)),
    Case("scenario-provider", UNMET, "2.1", "", at("unit[lead].scenario_provider", False)),
    Case("provider-licensed", UNMET, "2.1", "unit[joint].scenario_provider", at("unit[joint].scenario_provider", True)),
    Case("lead-eligible", UNMET, "3.1.b", "unit[tech].lead", both(at("unit[one].scenario_provider", False), at("unit[two].scenario_provider", False)), factory.technology_lead),
    Case("lead-eligible", UNMET, "3.1.b", "unit[joint].lead", lambda d: None, lone_technology_firm),
    Case("scenario-named", PERSON, "2.1", "content.scenario", at("content.scenario", "业务场景由知微智能提供，产品部门提交文件，系统比对后交合规岗位复核，全程留痕并可追溯。")),
    Case("agreement-stated", UNMET, "3.1.c", "unit[joint].agreement", at("unit[joint].agreement", "")),
    Case("agreement-stated", UNMET, "3.1.c", "unit[lead].agreement", at("unit[lead].agreement", "另行补充")),
    Case("work-stated", UNMET, "3.1.c", "unit[joint].contribution", at("unit[joint].contribution", "")),
    Case("work-stated", UNMET, "3.1.c", "unit[joint].staff", at("unit[joint].staff", 0)),
    Case("work-stated", PERSON, "3.1.c", "unit[joint].contribution", at("unit[joint].contribution", "参与相关工作。")),
    Case("name-lending", PERSON, "3.1.a", "unit[joint].contribution", at("unit[joint].contribution", "公司仅以名义参与申报，不实际参与研发和运营，由牵头单位完成全部任务。")),
    Case("work-copied", PERSON, "3.1.c", "unit[joint].contribution", lambda d: d.unit("joint").update(contribution=d.unit("lead")["contribution"])),
    Case("people-shared", PERSON, "3.1.a", "unit[joint].contacts", lambda d: d.unit("joint")["contacts"][0].update(mobile=d.unit("lead")["contacts"][0]["mobile"])),
    Case("people-shared", PERSON, "3.1.a", "unit[joint].truth_pledge.signatory", lambda d: d.unit("joint")["truth_pledge"].update(signatory=d.unit("lead")["truth_pledge"]["signatory"])),
    Case("unit-territory", UNMET, "3.1.2", "unit[lead].jurisdiction", both(at("unit[lead].jurisdiction", "上海"), at("unit[lead].registered_in", "上海市"))),
    Case("unit-territory", UNMET, "3.1.1", "unit[core].registered_in", at("unit[core].registered_in", "北京市"), factory.core_institution),
    Case("unit-territory", UNMET, "3.1.4", "unit[two].registered_in", at("unit[two].registered_in", "广州市"), factory.technology_lead),
    Case("unit-territory", UNMET, "3.1.5", "unit[bank].jurisdiction", at("unit[bank].jurisdiction", "北京"), factory.custodian),
    Case("unit-territory", PERSON, "3.1.2", "unit[lead].jurisdiction", at("unit[lead].jurisdiction", "广东")),
    Case("service-scenario", UNMET, "3.1.3", "unit[firm].scenario_business", at("unit[firm].scenario_business", ""), factory.law_firm),
    Case("service-scenario", UNMET, "3.1.3", "unit[firm].scenario_business", at("unit[firm].scenario_business", "为医疗纠纷和房产交易提供合同审查，面向个人客户。"), factory.law_firm),
    Case("licence-present", UNMET, "2.1", "unit[lead].licences", without("unit[lead].licences")),
    Case("licence-present", PERSON, "2.1", "unit[lead].licences", at("unit[lead].licences[0].name", "增值电信业务经营")) ,
    Case("licence-valid", UNMET, "2.1", "unit[lead].licences[0].valid_to", at("unit[lead].licences[0].valid_to", date(2023, 12, 31))),
    Case("licence-valid", PERSON, "2.1", "unit[lead].licences", at("unit[lead].licences[0].valid_to", date(2024, 12, 31))),
    Case("uscc-valid", UNMET, "4.3.3", "unit[joint].uscc", at("unit[joint].uscc", "91440300MA5X00001A")),
    Case("uscc-valid", UNMET, "4.3.3", "unit[joint].uscc", at("unit[joint].uscc", "9144030012345")),
    Case("unit-distinct", UNMET, "4.3.3", "unit[joint].uscc", lambda d: d.unit("joint").update(uscc=d.unit("lead")["uscc"])),
    Case("unit-distinct", UNMET, "4.3.3", "unit[joint].name", lambda d: d.unit("joint").update(name=d.unit("lead")["name"])),
    Case("exemption-or-new-field", UNMET, "3.2.1", "project.exemptions", at("project.exemptions", []), factory.business_innovation),
    Case("exemption-or-new-field", UNMET, "3.2.1", "project.new_rule_reason", both(at("project.exemptions", []), at("project.new_rule_field", True)), factory.business_innovation),
    Case("exemption-explicit", UNMET, "3.2.1", "project.exemptions[0].article", at("project.exemptions[0].article", ""), factory.business_innovation),
    Case("new-field-reasoned", UNMET, "3.2.1", "project.new_rule_reason", at("project.new_rule_field", True)),
    Case("parallel-approval", UNMET, "3.2.1", "project.approvals[0].status", at("project.approvals[0].status", "planned"), factory.business_innovation),
    Case("parallel-approval", UNMET, "3.2.1", "project.approvals", at("project.needs_approval", True)),
    Case("exemption-consistent", PERSON, "3.2.1", "project.type", at("project.type", "public_service"), factory.business_innovation),
    Case("type-argued", PERSON, "3.2.3", "project.type_reason", both(at("project.type", "technology_innovation"), at("project.type_reason", "项目由多家单位共同建设，组织有序，分工明确，各方积极参与。"), at("content.innovation", "做法较好，各岗位配合顺畅。"))),
    Case("field-filled", UNMET, "4.1.1", "content.overview", at("content.overview", "")),
    Case("field-filled", UNMET, "3.2.4", "content.pain_points", at("content.pain_points", "——")),
    Case("field-filled", UNMET, "2.1", "content.scenario", without("content.scenario")),
    Case("field-filled", UNMET, "5.1.2", "content.audience", at("content.audience", "待补充")),
    Case("field-filled", UNMET, "2.3", "content.scale", at("content.scale", [])),
    Case("field-filled", UNMET, "2.3", "content.exit_plan[1].funds", at("content.exit_plan[1].funds", "")),
    Case("field-filled", UNMET, "4.2.3", "content.business_risks[2].owner", at("content.business_risks[2].owner", "")),
    Case("field-filled", UNMET, "5.2.3", "content.complaint_channels", at("content.complaint_channels", [])),
    Case("field-filled", UNMET, "4.2.5", "content.compensation", at("content.compensation", "无")),
    Case("field-filled", UNMET, "4.2.2", "content.milestones", at("content.milestones", [])),
    Case("field-filled", UNMET, "4.3.3", "unit[lead].contacts[1].email", at("unit[lead].contacts[1].email", "")),
    Case("field-filled", UNMET, "4.3.3", "unit[joint].uscc", at("unit[joint].uscc", "")),
    Case("field-filled", UNMET, "3.3", "project.directions", at("project.directions", [])),
    Case("field-type", UNMET, "5.3", "project.trial_months", at("project.trial_months", "十二")),
    Case("field-type", UNMET, "5.1.3", "project.planned_start", at("project.planned_start", "明年")),
    Case("field-type", UNMET, "4.1.1", "content.overview", at("content.overview", 12)),
    Case("field-type", UNMET, "2.3", "content.scale[0].cap", at("content.scale[0].cap", "三千")),
    Case("field-type", UNMET, "4.2.3", "content.business_risks", at("content.business_risks", "见报告")),
    Case("choice-known", UNMET, "3.2", "project.type", at("project.type", "innovation")),
    Case("choice-known", UNMET, "3.1", "unit[joint].kind", at("unit[joint].kind", "listed_company")),
    Case("choice-known", UNMET, "3.3", "project.directions", at("project.directions", [12])),
    Case("keys-known", PERSON, "4.1.1", "", at("content.overveiw", "……")),
    Case("cell-length", UNMET, "4.3.4", "content.innovation", at("content.innovation", LONG)),
    Case("cell-length", UNMET, "4.3.4", "unit[lead].contribution", at("unit[lead].contribution", LONG)),
    Case("cell-length", UNMET, "4.3.4", "project.name", at("project.name", "面" * 51)),
    Case("cell-characters", PERSON, "4.3.4", "content.algorithms", at("content.algorithms", "算法说明" * 60 + "，版本12345678901234567890" * 20)),
    Case("cell-placeholder", UNMET, "4.1.1", "content.real_economy", at("content.real_economy", "对实体经济的作用待补充。项目提高了披露质量，有助于投资者决策。")),
    Case("cell-placeholder", UNMET, "4.1.1", "content.effects[0].target", at("content.effects[0].target", "XXX")),
    Case("cell-placeholder", UNMET, "4.1.1", "content.spreadability", at("content.spreadability", "部署约需【请填写】周，规则文本公开共享，不收取费用。")),
    Case("cell-placeholder", UNMET, "4.3.1", "unit[joint].contribution", at("unit[joint].contribution", "承担模型研发和缺陷修复，具体人员名单待定。")),
    Case("cells-copied", PERSON, "4.1.1", "content.innovation", lambda d: d.content.update(innovation=d.content["overview"])),
    Case("name-one-line", UNMET, "4.1.1", "project.name", at("project.name", "面向公募产品。\n一致性核验")),
    Case("table-rows-distinct", PERSON, "2.3", "content.scale[1]", lambda d: d.content["scale"].append(dict(d.content["scale"][0]))),
    Case("numbers-sensible", UNMET, "2.3", "content.scale[0].cap", at("content.scale[0].cap", 0)),
    Case("numbers-sensible", UNMET, "5.2.1", "content.monitoring[0].red", at("content.monitoring[0].red", 99.9)),
    Case("risk-kinds", PERSON, "4.2.3", "content.business_risks", lambda d: d.content["business_risks"].pop()),
    Case("emergency-prepared", UNMET, "2.3", "content.emergency_plan", at("content.emergency_plan", "无")),
    Case("exit-prepared", UNMET, "2.3", "content.exit_plan", at("content.exit_plan", [])),
    Case("impact-assessed", UNMET, "4.2.4", "content.impact_assessment", both(at("content.personal_information", True), at("content.impact_assessment", False))),
    Case("impact-assessed", UNMET, "4.2.4", "content.impact_assessment", at("content.personal_information", True)),
    Case("data-abroad", PERSON, "4.2.2", "content.data_sources[0].crosses_border", at("content.data_sources[0].crosses_border", True)),
    Case("contacts-enough", UNMET, "4.3.3", "unit[joint].contacts", lambda d: d.unit("joint")["contacts"].pop()),
    Case("contacts-enough", UNMET, "4.3.3", "unit[lead].contacts", lambda d: d.unit("lead").update(contacts=[d.unit("lead")["contacts"][0]] * 2)),
    Case("contacts-enough", UNMET, "4.3.3", "unit[lead].contacts", without("unit[lead].contacts")),
    Case("contacts-head", UNMET, "4.3.3", "unit[lead].contacts", at("unit[lead].contacts[0].department_head", False)),
    Case("contacts-head", PERSON, "4.3.3", "unit[lead].contacts[0].title", at("unit[lead].contacts[0].title", "合规专员")),
    Case("contact-reachable", UNMET, "4.3.3", "unit[lead].contacts[0].mobile", at("unit[lead].contacts[0].mobile", "139000")),
    Case("contact-reachable", UNMET, "4.3.3", "unit[joint].contacts[1].email", at("unit[joint].contacts[1].email", "someone(at)unit")),
    Case("contacts-distinct", PERSON, "4.3.3", "unit[lead].contacts[1].email", lambda d: d.unit("lead")["contacts"][1].update(email=d.unit("lead")["contacts"][0]["email"])),
    Case("internal-review", UNMET, "4.3.1", "unit[joint].internal_review", without("unit[joint].internal_review")),
    Case("internal-review", UNMET, "4.3.1", "unit[lead].internal_review.opinion", at("unit[lead].internal_review.opinion", "")),
    Case("lead-review", UNMET, "4.3.1", "unit[joint].lead_review", without("unit[joint].lead_review")),
    Case("truth-pledge", UNMET, "4.3.1", "unit[joint].truth_pledge", without("unit[joint].truth_pledge")),
    Case("review-in-favour", UNMET, "4.3.1", "unit[joint].lead_review.opinion", at("unit[joint].lead_review.opinion", "技术资料尚未审核，先行报送")),
    Case("lead-review-by-lead", PERSON, "4.3.1", "unit[joint].lead_review.reviewer", lambda d: d.unit("joint")["lead_review"].update(reviewer=d.unit("joint")["internal_review"]["reviewer"])),
    Case("commitments-made", UNMET, "5.3.4", "unit[lead].commitments", at("unit[lead].commitments", [])),
    Case("dates-past", UNMET, "4.3.1", "unit[lead].truth_pledge.date", at("unit[lead].truth_pledge.date", date(2024, 3, 1))),
    Case("dates-past", UNMET, "5.3.8", "unit[lead].sanctions[0].date", at("unit[lead].sanctions", [{"date": date(2025, 1, 1), "authority": "证监局", "matter": "责令改正"}])),
    Case("dates-past", UNMET, "4.1.2", "material[0].signed_on", at("material[compliance_report].signed_on", date(2024, 5, 1))),
    Case("dates-fresh", PERSON, "4.3.1", "unit[joint].internal_review.date", at("unit[joint].internal_review.date", date(2020, 1, 1))),
    Case("review-order", PERSON, "4.3.1", "unit[joint].lead_review.date", at("unit[joint].lead_review.date", date(2024, 1, 3))),
    Case("review-order", PERSON, "4.3.1", "unit[lead].truth_pledge.date", at("unit[lead].truth_pledge.date", date(2024, 1, 2))),
    Case("trial-months", UNMET, "5.3", "project.trial_months", at("project.trial_months", 0)),
    Case("trial-months", UNMET, "5.3", "project.trial_months", at("project.trial_months", -3)),
    Case("planned-start", UNMET, "5.1.3", "project.planned_start", at("project.planned_start", date(2023, 9, 1))),
    Case("planned-start", UNMET, "5.1.3", "project.planned_start", at("project.planned_start", date(2024, 1, 25))),
    Case("milestones-in-trial", UNMET, "4.2.2", "content.milestones[2].date", at("content.milestones[2].date", date(2027, 8, 1))),
    Case("milestones-in-trial", PERSON, "4.2.2", "content.milestones[1].date", both(at("content.milestones[1].name", "首批产品线上线试运行"), at("content.milestones[1].date", date(2024, 3, 1)))),
    Case("no-state-secrets", UNMET, "4.3.2", "content.state_secrets", at("content.state_secrets", True)),
    Case("no-state-secrets", UNMET, "4.3.2", "content.state_secrets", without("content.state_secrets")),
    Case("no-secrecy-marking", UNMET, "4.3.2", "content.architecture", at("content.architecture", "秘密★3年 系统部署在自有机房，分为四层，日志保存不少于六个月。")),
    Case("no-secrecy-marking", UNMET, "4.3.2", SAFE, paper("technical_security_report", lambda p: p.before.append("机密★5年"))),
    Case("no-personal-numbers", UNMET, "4.3.2", "content.readiness", at("content.readiness", "项目负责人身份证号11010519491231002X，已完成需求调研和原型验证。")),
    Case("no-personal-numbers", UNMET, "4.3.2", "content.compensation", at("content.compensation", "补偿款由账户6222021234567890128支付，查明事实后十个工作日内先行补偿直接损失。")),
    Case("no-personal-numbers", PERSON, "4.3.2", "content.investor_notice", at("content.investor_notice", "投资者可拨打13800138000咨询，官方网站刊登试点说明和退出安排。")),
    Case("no-personal-numbers-files", PERSON, "4.3.2", CARE, in_part("investor_protection_plan", 0, "联系人身份证号11010519491231002X，保护对象为产品持有人。")),
    Case("trade-secrets-named", PERSON, "4.3.2", "content.trade_secrets[0].field", at("content.trade_secrets[0].field", "秘密配方")),
    Case("english-glossed", UNMET, "4.3.5", "content.overview", at("content.overview", "项目以LLM为核心建设核验工具，对产品文件自动比对，输出差异线索，由合规人员核实。")),
    Case("english-glossed", UNMET, "4.3.5", "content.innovation", at("content.innovation", "首次采用federated learning联合多家机构训练，核验结果可以复用和追溯。")),
    Case("english-glossed-each-cell", UNMET, "4.3.5", "content.algorithms", at("content.algorithms", "扫描件先经OCR识别，再做条款抽取，阈值由合规部门按季审定，模型只提示不定性。")),
    Case("english-glossed-files", UNMET, "4.3.5", SAFE, in_part("technical_security_report", 3, "部署WAF和最小授权，文件加密，补丁管理和供应链清单登记。")),
    Case("english-names", PERSON, "4.3.5", "content.readiness", at("content.readiness", "已完成需求调研，以Quorumix验证，历史文件回测差异召回率为九成。")),
    Case("gloss-consistent", PERSON, "4.3.5", "content.architecture", at("content.architecture", "系统部署在自有机房，分为四层，通过开放服务协议（API）与信息披露系统连接。")),
    Case("glossary-complete", UNMET, "4.3.5", "content.glossary[0].chinese", at("content.glossary[0].chinese", "OCR")),
    Case("english-translated", UNMET, "4.3.5", "认证证书.docx", lambda d: d.add("intellectual_property", "认证证书.docx", ENGLISH, issuers=["lead"])),
    Case("translation-names-original", UNMET, "4.3.5", "material[5].translation_of", lambda d: d.add("translation", "译本.docx", word("检测证书译文，未见偏差。"), translation_of="不存在.pdf")),
    Case("english-passages", PERSON, "4.3.5", SAFE, in_part("technical_security_report", 4, "覆盖中断、入侵、泄露三类情形，明确指挥、回退和报告路径，每半年演练。", "The product has been tested by our laboratory in accordance with the applicable international standards and no deviations were found during the whole audit period at all sites.")),
    Case("terms-explained", UNMET, "4.3.5", CARE, paper("investor_protection_plan", lambda p: p.notes.clear())),
    Case("compliance-report-present", UNMET, "4.1.2", "", lambda d: d.drop("compliance_report")),
    Case("compliance-report-present", UNMET, "4.1.2", RULES, lambda d: d.papers.pop(RULES)),
    Case("compliance-report-readable", UNMET, "4.1.2", RULES, raw("compliance_report", lambda data: data[: len(data) // 2])),
    Case("compliance-report-readable", UNMET, "4.1.2", RULES, raw("compliance_report", lambda data: b"")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, signer("信息技术部总经理")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, signer("市场总监")),
    Case("compliance-signer", PERSON, "4.1.2", RULES, signer("总裁")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, at("material[compliance_report].signatory_unit", "joint")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, both(at("material[compliance_report].signatory", ""), at("material[compliance_report].signatory_title", ""), paper("compliance_report", lambda p: p.signed.clear()))),
    Case("compliance-signer", UNMET, "4.1.2", "合规评估报告", lambda d: d.form["material"].remove(d.entry("compliance_report")), factory.technology_lead),
    Case("compliance-signer", UNMET, "4.1.2", RULES, paper("compliance_report", lambda p: setattr(p, "signed", [("杭州知微智能有限公司", "白慎之", "合规负责人")]))),
    Case("compliance-signed-file", UNMET, "4.1.2", RULES, paper("compliance_report", lambda p: p.signed.clear())),
    Case("compliance-signed-file", UNMET, "4.1.2", RULES, at("material[compliance_report].signatory", "另一人")),
    Case("compliance-argued", UNMET, "4.1.2", RULES, in_part("compliance_report", 2, "综上，项目尚不符合现行行业监管规定，拟在试点中完善。")),
    Case("compliance-argued", UNMET, "4.1.2", RULES, both(in_part("compliance_report", 2, "项目意义重大，同意申报，建议尽快实施推进。"), in_part("compliance_report", 1, "公司研究了各项制度，组织了多次讨论。"))),
    Case("file-present", UNMET, "4.2.3", RISK, lambda d: d.papers.pop(RISK)),
    Case("files-listed", PERSON, "4", "material[5].file", lambda d: d.form["material"].append(dict(d.entry("implementation_plan")))),
    Case("file-kind", PERSON, "4.2.1", "介绍.docx", lambda d: d.add("presentation", "介绍.docx", word(f"{factory.NAME}项目情况介绍，面向产品文件核验。"), issuers=["lead"])),
    Case("issuers-known", UNMET, "4.2.3", "material[2].issuers", at("material[business_risk_report].issuers", ["nobody"])),
    Case("issuers-known", UNMET, "4.2.4", "material[3].third_party", at("material[technical_security_report].issuers", ["third_party"])),
    Case("right-issuer", UNMET, "4.2.2", PLAN, issued_by("implementation_plan", "lead")),
    Case("right-issuer", UNMET, "4.2.3", RISK, issued_by("business_risk_report", "joint")),
    Case("right-issuer", UNMET, "4.2.4", SAFE, issued_by("technical_security_report", "joint")),
    Case("right-issuer", UNMET, "4.2.5", CARE, issued_by("investor_protection_plan", "joint")),
    Case("right-issuer", UNMET, "4.2.5", CARE, at("material[investor_protection_plan].issuers", ["third_party"])),
    Case("right-issuer", UNMET, "4.2.4", SAFE, both(at("material[technical_security_report].issuers", ["third_party"]), at("material[technical_security_report].third_party", "杭州知微智能有限公司"))),
    Case("right-issuer", UNMET, "4.2.3", RISK, paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "杭州知微智能有限公司"))),
    Case("right-issuer", UNMET, "4.2.2", PLAN, paper("implementation_plan", lambda p: (p.issuers.pop(), p.signed.pop()))),
    Case("parts-treated", UNMET, "4.2.5", CARE, no_part("investor_protection_plan", "补偿")),
    Case("parts-treated", UNMET, "4.2.5", CARE, no_part("investor_protection_plan", "投诉")),
    Case("parts-treated", UNMET, "4.2.5", CARE, no_part("investor_protection_plan", "退出")),
    Case("parts-treated", UNMET, "4.2.5", CARE, in_part("investor_protection_plan", 2, "待补充")),
    Case("parts-treated", UNMET, "4.2.3", RISK, no_part("business_risk_report", "监测")),
    Case("parts-treated", UNMET, "4.2.3", RISK, no_part("business_risk_report", "应急")),
    Case("parts-treated", UNMET, "4.2.3", RISK, no_part("business_risk_report", "退出")),
    Case("parts-treated", UNMET, "4.2.4", SAFE, no_part("technical_security_report", "应急")),
    Case("parts-treated", UNMET, "4.2.4", SAFE, no_part("technical_security_report", "监测")),
    Case("parts-treated", UNMET, "4.2.2", PLAN, no_part("implementation_plan", "算法")),
    Case("parts-treated", UNMET, "4.2.2", PLAN, no_part("implementation_plan", "数据")),
    Case("parts-treated", UNMET, "4.2.2", PLAN, no_part("implementation_plan", "进度")),
    Case("parts-treated", UNMET, "4.2.2", PLAN, no_part("implementation_plan", "界面")),
    Case("parts-treated", UNMET, "4.2.2", PLAN, no_part("implementation_plan", "架构")),
    Case("risks-analysed", UNMET, "4.2.3", RISK, in_part("business_risk_report", 0, ("类别", "描述"), ("市场风险", "核验延迟使定价时点后移"), ("操作风险", "复核人员操作失误"))),
    Case("risks-analysed", UNMET, "4.2.4", SAFE, in_part("technical_security_report", 1, ("类别", "描述"), ("网络安全风险", "外联区被入侵"), ("系统安全", "节点故障致服务中断"))),
    Case("optional-readable", UNKNOWN, "4.2.6", "证书.pdf", lambda d: d.add("intellectual_property", "证书.pdf", b"%PDF-1.7 broken", issuers=["lead"])),
    Case("file-clean", UNMET, "4.3.1", RISK, raw("business_risk_report", lambda data: related(data, "attachedTemplate", "http://templates.example/a.dotm", external=True, part="settings"))),
    Case("file-final", UNMET, "4.3.1", RISK, raw("business_risk_report", lambda data: changed(data, {DOCUMENT: lambda old: old.replace(b"</w:body>", '<w:p><w:ins w:id="9" w:author="甲" w:date="2024-01-01T00:00:00Z"><w:r><w:t>新增内容</w:t></w:r></w:ins></w:p></w:body>'.encode())}))),
    Case("nothing-hidden", UNMET, "4.3.1", RISK, raw("business_risk_report", lambda data: changed(data, {DOCUMENT: lambda old: old.replace(b"</w:body>", '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的补充内容</w:t></w:r></w:p></w:body>'.encode())}))),
    Case("file-placeholder", UNMET, "4.3.1", RISK, in_part("business_risk_report", 3, "系统中断时恢复人工比对，批量误判时停用规则，报告人员待补充。")),
    Case("project-name-same", UNMET, "4.1.1", RISK, paper("business_risk_report", lambda p: setattr(p, "project", "面向私募产品说明书的一致性核验平台"))),
    Case("project-name-same", UNMET, "4.1.1", CARE, paper("investor_protection_plan", lambda p: setattr(p, "project", "另一个完全不同的债券项目"))),
    Case("unit-names-same", UNMET, "4.3.3", RISK, paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "云杉证劵股份有限公司"))),
    Case("unit-names-same", UNMET, "4.3.3", RULES, paper("compliance_report", lambda p: p.issuers.__setitem__(0, "另一家证券股份有限公司"))),
    Case("right-issuer", UNMET, "4.2.3", RISK, paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "另一家证券股份有限公司"))),
    Case("unit-names-same", PERSON, "4.3.3", "content.readiness", at("content.readiness", "云衫证券股份有限公司已完成需求调研和原型验证，尚未接入生产流程。")),
    Case("codes-same", PERSON, "4.3.3", PLAN, lambda d: d.paper("implementation_plan").parts["一、应用场景"].append(f"{d.unit('lead')['name']}，统一社会信用代码{factory.code(77)}。")),
    Case("signature-same", UNMET, "4.2.5", CARE, at("material[investor_protection_plan].signatory", "另一人")),
    Case("signature-same", UNMET, "4.2.3", RISK, at("material[business_risk_report].signed_on", date(2024, 1, 5))),
    Case("file-dates-possible", UNMET, "4.2.3", RISK, paper("business_risk_report", lambda p: setattr(p, "signed_on", "2024年6月1日"))),
    Case("file-dates-possible", UNMET, "4.2.5", CARE, paper("investor_protection_plan", lambda p: setattr(p, "issued", "2025年1月10日"))),
    Case("issued-in-time", UNMET, "4.3.1", "unit[lead].internal_review.date", at("unit[lead].internal_review.date", date(1924, 1, 15))),
]  # fmt: skip
