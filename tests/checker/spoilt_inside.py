"""Defects within the reports: impossible days, a template's words, others' headers and authors, denials."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx

from tests.checker.edits import CARE, PERSON, PLAN, RISK, RULES, SAFE, UNMET, Case, Edit, at, in_part, raw
from tests.checker.factory import Draft


def more(kind: str, *lines: str | tuple[str, ...]) -> Edit:
    """Add paragraphs and rows of a table at the end of a report's first part."""

    def edit(draft: Draft) -> None:
        parts = draft.paper(kind).parts
        parts[next(iter(parts))].extend(lines)

    return edit


def headed(text: str) -> Edit:
    """Give the plan a header."""

    def change(data: bytes) -> bytes:
        document, out = docx.Document(BytesIO(data)), BytesIO()
        document.sections[0].header.paragraphs[0].text = text
        document.save(out)
        return out.getvalue()

    return raw("implementation_plan", change)


LONG_AGO = {"name": "联调测试", "date": date(2023, 9, 1)}
RISKS, SECURITY, INVESTORS = "business_risk_report", "technical_security_report", "investor_protection_plan"
CASES: list[Case] = [
    Case("schedule-ahead", UNMET, "4.2.2", "content.milestones", at("content.milestones", [LONG_AGO])),
    Case("file-dates-exist", UNMET, "4.2.4", SAFE, more(SECURITY, "测评于2023年11月31日完成。")),
    Case("file-dates-exist", UNMET, "4.2.3", RISK, more(RISKS, "二〇二三年二月三十日起逐日统计。")),
    *(
        Case("file-template", UNMET, "4.3.1", SAFE, more(SECURITY, line))
        for line in (
            "本章应说明系统的架构设计，包括部署方式，不少于500字。",
            "（模板说明：红色字体为填写提示，提交前请删除）",
            "［项目经理姓名］负责总体协调。",
            "测评于2024年X月X日开展。",
            "准备金规模为____万元，专户管理。",
        )
    ),
    Case(
        "compliance-argued",
        UNMET,
        "4.1.2",
        RULES,
        in_part("compliance_report", -1, "各项论证工作仍在进行，评估结论另行报送工作组。"),
    ),
    Case("header-same-project", PERSON, "4.1.1", PLAN, headed("园区一卡通综合平台项目实施方案")),
    Case(
        "author-of-filing",
        PERSON,
        "4.2.3",
        RISK,
        more(RISKS, "本报告由华澜证券股份有限公司风险管理部编写。"),
    ),
    Case("parts-not-denied", PERSON, "4.2.5", CARE, more(INVESTORS, "风险较低，公司不设立任何补偿安排。")),
    Case("parts-not-denied", PERSON, "4.2.3", RISK, more(RISKS, "本项目无须制定退出方案。")),
]
