"""Defects of the files: which rule must say what, where, on which clause."""

from __future__ import annotations

from datetime import date

from tests.checker import factory
from tests.checker.edits import (
    CARE,
    PERSON,
    PLAN,
    RISK,
    RULES,
    SAFE,
    UNKNOWN,
    UNMET,
    Case,
    at,
    both,
    in_part,
    issued_by,
    no_part,
    paper,
    raw,
    signer,
)
from tests.checker.words import NAME
from tests.documents.build import changed, related, word

ENGLISH = word(
    "This certificate confirms that the product has been tested by our laboratory in accordance with the "
    "applicable international standards and that no deviations were found during the whole audit period."
)
DOCUMENT = "word/document.xml"

CASES: list[Case] = [
    Case(
        "english-translated",
        UNMET,
        "4.3.5",
        "认证证书.docx",
        lambda d: d.add("intellectual_property", "认证证书.docx", ENGLISH, issuers=["lead"]),
    ),
    Case(
        "translation-names-original",
        UNMET,
        "4.3.5",
        "material[5].translation_of",
        lambda d: d.add(
            "translation", "译本.docx", word("检测证书译文，未见偏差。"), translation_of="不存在.pdf"
        ),
    ),
    Case(
        "english-passages",
        PERSON,
        "4.3.5",
        SAFE,
        in_part(
            "technical_security_report",
            4,
            "覆盖中断、入侵、泄露三类情形，明确指挥、回退和报告路径，每半年演练。",
            (
                "The product has been tested by our laboratory in accordance with the applicable inte"
                "rnational standards and no deviations were found during the whole audit period at al"
                "l sites."
            ),
        ),
    ),
    Case(
        "terms-explained", UNMET, "4.3.5", CARE, paper("investor_protection_plan", lambda p: p.notes.clear())
    ),
    Case("compliance-report-present", UNMET, "4.1.2", "", lambda d: d.drop("compliance_report")),
    Case("compliance-report-present", UNMET, "4.1.2", RULES, lambda d: d.papers.pop(RULES)),
    Case(
        "compliance-report-readable",
        UNMET,
        "4.1.2",
        RULES,
        raw("compliance_report", lambda data: data[: len(data) // 2]),
    ),
    Case("compliance-report-readable", UNMET, "4.1.2", RULES, raw("compliance_report", lambda _: b"")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, signer("信息技术部总经理")),
    Case("compliance-signer", UNMET, "4.1.2", RULES, signer("市场总监")),
    Case("compliance-signer", PERSON, "4.1.2", RULES, signer("总裁")),
    Case(
        "compliance-signer", UNMET, "4.1.2", RULES, at("material[compliance_report].signatory_unit", "joint")
    ),
    Case(
        "compliance-signer",
        UNMET,
        "4.1.2",
        RULES,
        both(
            at("material[compliance_report].signatory", ""),
            at("material[compliance_report].signatory_title", ""),
            paper("compliance_report", lambda p: p.signed.clear()),
        ),
    ),
    Case(
        "compliance-signer",
        UNMET,
        "4.1.2",
        "合规评估报告",
        lambda d: d.form["material"].remove(d.entry("compliance_report")),
        factory.technology_lead,
    ),
    Case(
        "compliance-signer",
        UNMET,
        "4.1.2",
        RULES,
        paper(
            "compliance_report",
            lambda p: setattr(p, "signed", [("杭州知微智能有限公司", "白慎之", "合规负责人")]),
        ),
    ),
    Case(
        "compliance-signed-file",
        UNMET,
        "4.1.2",
        RULES,
        paper("compliance_report", lambda p: p.signed.clear()),
    ),
    Case(
        "compliance-signed-file", UNMET, "4.1.2", RULES, at("material[compliance_report].signatory", "另一人")
    ),
    Case(
        "compliance-argued",
        UNMET,
        "4.1.2",
        RULES,
        in_part("compliance_report", 2, "综上，项目尚不符合现行行业监管规定，拟在试点中完善。"),
    ),
    Case(
        "compliance-argued",
        UNMET,
        "4.1.2",
        RULES,
        both(
            in_part("compliance_report", 2, "项目意义重大，同意申报，建议尽快实施推进。"),
            in_part("compliance_report", 1, "公司研究了各项制度，组织了多次讨论。"),
        ),
    ),
    Case("file-present", UNMET, "4.2.3", RISK, lambda d: d.papers.pop(RISK)),
    Case(
        "files-listed",
        PERSON,
        "4",
        "material[5].file",
        lambda d: d.form["material"].append(dict(d.entry("implementation_plan"))),
    ),
    Case(
        "file-kind",
        PERSON,
        "4.2.1",
        "介绍.docx",
        lambda d: d.add(
            "presentation",
            "介绍.docx",
            word(f"{NAME}项目情况介绍，面向产品文件核验。"),
            issuers=["lead"],
        ),
    ),
    Case(
        "issuers-known",
        UNMET,
        "4.2.3",
        "material[2].issuers",
        at("material[business_risk_report].issuers", ["nobody"]),
    ),
    Case(
        "issuers-known",
        UNMET,
        "4.2.4",
        "material[3].third_party",
        at("material[technical_security_report].issuers", ["third_party"]),
    ),
    Case("right-issuer", UNMET, "4.2.2", PLAN, issued_by("implementation_plan", "lead")),
    Case("right-issuer", UNMET, "4.2.3", RISK, issued_by("business_risk_report", "joint")),
    Case("right-issuer", UNMET, "4.2.4", SAFE, issued_by("technical_security_report", "joint")),
    Case("right-issuer", UNMET, "4.2.5", CARE, issued_by("investor_protection_plan", "joint")),
    Case(
        "right-issuer",
        UNMET,
        "4.2.5",
        CARE,
        at("material[investor_protection_plan].issuers", ["third_party"]),
    ),
    Case(
        "right-issuer",
        UNMET,
        "4.2.4",
        SAFE,
        both(
            at("material[technical_security_report].issuers", ["third_party"]),
            at("material[technical_security_report].third_party", "杭州知微智能有限公司"),
        ),
    ),
    Case(
        "right-issuer",
        UNMET,
        "4.2.3",
        RISK,
        paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "杭州知微智能有限公司")),
    ),
    Case(
        "right-issuer",
        UNMET,
        "4.2.2",
        PLAN,
        paper("implementation_plan", lambda p: (p.issuers.pop(), p.signed.pop())),
    ),
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
    Case(
        "risks-analysed",
        UNMET,
        "4.2.3",
        RISK,
        in_part(
            "business_risk_report",
            0,
            ("类别", "描述"),
            ("市场风险", "核验延迟使定价时点后移"),
            ("操作风险", "复核人员操作失误"),
        ),
    ),
    Case(
        "risks-analysed",
        UNMET,
        "4.2.4",
        SAFE,
        in_part(
            "technical_security_report",
            1,
            ("类别", "描述"),
            ("网络安全风险", "外联区被入侵"),
            ("系统安全", "节点故障致服务中断"),
        ),
    ),
    Case(
        "optional-readable",
        UNKNOWN,
        "4.2.6",
        "证书.pdf",
        lambda d: d.add("intellectual_property", "证书.pdf", b"%PDF-1.7 broken", issuers=["lead"]),
    ),
    Case(
        "file-clean",
        UNMET,
        "4.3.1",
        RISK,
        raw(
            "business_risk_report",
            lambda data: related(
                data, "attachedTemplate", "http://templates.example/a.dotm", external=True, part="settings"
            ),
        ),
    ),
    Case(
        "file-final",
        PERSON,
        "4.3.1",
        RISK,
        raw(
            "business_risk_report",
            lambda data: changed(
                data,
                {
                    DOCUMENT: lambda old: old.replace(
                        b"</w:body>",
                        (
                            '<w:p><w:ins w:id="9" w:author="甲" w:date="2024-01-01T00:00:00Z"><w:r><w'
                            ":t>新增内容</w:t></w:r></w:ins></w:p></w:body>"
                        ).encode(),
                    )
                },
            ),
        ),
    ),
    Case(
        "nothing-hidden",
        UNMET,
        "4.3.1",
        RISK,
        raw(
            "business_risk_report",
            lambda data: changed(
                data,
                {
                    DOCUMENT: lambda old: old.replace(
                        b"</w:body>",
                        (
                            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的补充内容</w:t></w:r></w:p"
                            "></w:body>"
                        ).encode(),
                    )
                },
            ),
        ),
    ),
    Case(
        "file-placeholder",
        UNMET,
        "4.3.1",
        RISK,
        in_part("business_risk_report", 3, "系统中断时恢复人工比对，批量误判时停用规则，报告人员待补充。"),
    ),
    Case(
        "project-name-same",
        UNMET,
        "4.1.1",
        RISK,
        paper("business_risk_report", lambda p: setattr(p, "project", "面向私募产品说明书的一致性核验平台")),
    ),
    Case(
        "project-name-same",
        UNMET,
        "4.1.1",
        CARE,
        paper("investor_protection_plan", lambda p: setattr(p, "project", "另一个完全不同的债券项目")),
    ),
    Case(
        "unit-names-same",
        UNMET,
        "4.2.3",
        RISK,
        paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "云杉证劵股份有限公司")),
    ),
    Case(
        "unit-names-same",
        UNMET,
        "4.1.2",
        RULES,
        paper("compliance_report", lambda p: p.issuers.__setitem__(0, "另一家证券股份有限公司")),
    ),
    Case(
        "unit-names-same",
        UNMET,
        "4.1.2",
        RULES,
        paper("compliance_report", lambda p: p.issuers.__setitem__(0, "云杉证券经纪有限责任公司")),
    ),
    Case(
        "right-issuer",
        UNMET,
        "4.2.3",
        RISK,
        paper("business_risk_report", lambda p: p.issuers.__setitem__(0, "另一家证券股份有限公司")),
    ),
    Case(
        "unit-names-same",
        PERSON,
        "4.3.3",
        "content.readiness",
        at("content.readiness", "云衫证券股份有限公司已完成需求调研和原型验证，尚未接入生产流程。"),
    ),
    Case(
        "codes-same",
        UNMET,
        "4.3.3",
        PLAN,
        lambda d: (
            d.paper("implementation_plan")
            .parts["一、应用场景"]
            .append(f"{d.unit('lead')['name']}，统一社会信用代码{factory.code(77)}。")
        ),
    ),
    Case(
        "signature-same", UNMET, "4.2.5", CARE, at("material[investor_protection_plan].signatory", "另一人")
    ),
    Case(
        "signature-same",
        UNMET,
        "4.2.3",
        RISK,
        at("material[business_risk_report].signed_on", date(2024, 1, 5)),
    ),
    Case(
        "file-dates-possible",
        UNMET,
        "4.2.3",
        RISK,
        paper("business_risk_report", lambda p: setattr(p, "signed_on", "2024年6月1日")),
    ),
    Case(
        "file-dates-possible",
        UNMET,
        "4.2.5",
        CARE,
        paper("investor_protection_plan", lambda p: setattr(p, "issued", "2025年1月10日")),
    ),
    Case(
        "issued-in-time",
        UNMET,
        "4.3.1",
        "unit[lead].internal_review.date",
        at("unit[lead].internal_review.date", date(1924, 1, 15)),
    ),
]
