"""A city needs data and no code: the checker under the invented guide of the tests."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.checker.papers import Paper
from xianxing.checker import CheckReport, check_filing
from xianxing.checker.filing import FilingFile
from xianxing.checker.folder import filing_of
from xianxing.documents.extract import extract
from xianxing.documents.limits import Limits
from xianxing.documents.model import Document
from xianxing.law import Guide, Result, load_guide

ROOT = Path(__file__).resolve().parents[1] / "law" / "guides"
AS_OF = date(2025, 3, 10)
NAME = "渡轮票款对账工具"


def people(serial: int) -> list[dict[str, Any]]:
    return [
        {"name": f"{name}{serial}", "department_head": head, "mobile": f"139000{serial}00{number}"}
        for number, (name, head) in enumerate((("甲", True), ("乙", True), ("丙", False)))
    ]


def form() -> dict[str, Any]:
    return {
        "guide": "cloudport-2025",
        "batch": "cloudport-2025-1",
        "project": {
            "name": NAME,
            "type": "shared_tool",
            "type_reason": "多家机构共用同一对账工具。",
            "directions": [1],
        },
        "content": {
            "summary": "为渡轮票款提供逐笔对账。",
            "residents": "居民退票更快到账。",
            "state_secrets": False,
        },
        "unit": [
            {
                "id": "bank",
                "name": "云港海湾银行",
                "kind": "licensed_bank",
                "registered_in": "云港市",
                "lead": True,
                "scenario_provider": True,
                "contribution": "提供票款账户和对账规则，组织试运行，承担全部对外责任。",
                "agreement": "银行拥有全部数据，负责申报和对外责任。",
                "licences": [{"name": "银行执照", "number": "甲1"}],
                "contacts": people(11),
            },
            {
                "id": "start",
                "name": "浪花科技",
                "kind": "start_up",
                "registered_in": "远方市",
                "lead": False,
                "scenario_provider": False,
                "contribution": "开发对账程序并驻场维护，按日修复差错，交付源代码。",
                "agreement": "初创企业交付程序，因其缺陷造成的损失由其承担。",
                "contacts": people(22),
            },
        ],
        "material": [
            {
                "kind": "legal_opinion",
                "file": "法律意见书.docx",
                "issuers": ["bank"],
                "signatory": "丁一",
                "signatory_title": "合规主管",
                "signatory_unit": "bank",
                "signed_on": date(2025, 3, 5),
            },
        ],
    }


def invented(**mandatory: bool) -> Guide:
    """The invented guide, with some kinds of file made mandatory or not."""
    guide = load_guide("cloudport-2025", [ROOT])
    changed = {key: replace(guide.materials[key], mandatory=value) for key, value in mandatory.items()}
    return replace(guide, materials={**guide.materials, **changed})


def report(data: dict[str, Any], guide: Guide | None = None) -> CheckReport:
    parts: dict[str, list[str | tuple[str, ...]]] = {
        "一、范围": ["本意见书评估票款对账业务与《云港票款管理办法》的关系。"],
        "二、结论": ["项目业务符合现行票款规定。"],
    }
    paper = Paper(
        "法律意见书",
        NAME,
        ["云港海湾银行"],
        parts,
        [("云港海湾银行", "丁一", data["material"][0]["signatory_title"])],
        signed_on="2025年3月5日",
        issued="2025年3月5日",
    )

    def document(item: FilingFile) -> Document | None:
        return extract(paper.word(), item.file, Limits(), ocr=False)

    return check_filing(filing_of(copy.deepcopy(data), document), guide or invented(), AS_OF)


def unmet(data: dict[str, Any], guide: Guide | None = None) -> set[tuple[str, str, str]]:
    return {
        (one.rule, one.clause, one.location)
        for one in report(data, guide).findings
        if one.result is Result.UNMET
    }


def test_a_filing_in_order_under_an_invented_guide() -> None:
    assert unmet(form()) == set()


def test_its_own_numbers_kinds_titles_and_clauses_decide() -> None:
    data = form()
    data["unit"][0]["registered_in"] = "远方市"
    data["unit"][1]["contacts"].pop()
    data["content"]["summary"] = "对" * 301
    data["material"][0]["signatory_title"] = "店长"
    assert unmet(data) == {
        ("unit-territory", "B.1", "unit[bank].registered_in"),
        ("contacts-enough", "D.4", "unit[start].contacts"),
        ("cell-length", "D.1", "content.summary"),
        ("compliance-signer", "D.2", "法律意见书.docx"),
    }


@pytest.mark.parametrize("rule", ["exit-prepared", "truth-pledge", "english-glossed", "service-scenario"])
def test_rules_without_a_clause_are_not_in_force(rule: str) -> None:
    assert rule not in {one.rule for one in report(form()).findings}


def test_a_start_up_never_leads_alone() -> None:
    data = form()
    data["unit"] = [data["unit"][1] | {"lead": True}]
    found = unmet(data)
    assert ("lead-eligible", "B.3", "unit[start].lead") in found
    assert ("scenario-provider", "B.1", "") in found


def test_a_kind_of_file_that_the_guide_makes_mandatory_must_be_there() -> None:
    assert unmet(form(), invented(test_plan=True)) == {("mandatory-present", "D.3", "")}
    listed = form()
    listed["material"].append({"kind": "test_plan", "file": "测试方案.docx", "issuers": ["bank", "start"]})
    assert "mandatory-present" not in {rule for rule, _, _ in unmet(listed, invented(test_plan=True))}


def test_the_report_that_a_compliance_head_signs_is_asked_for_once() -> None:
    missing = form()
    missing["material"] = []
    asked = [rule for rule, _, _ in _unmet_without_paper(missing)]
    assert "compliance-report-present" in asked and "mandatory-present" not in asked


def _unmet_without_paper(data: dict[str, Any]) -> set[tuple[str, str, str]]:
    bare = check_filing(filing_of(copy.deepcopy(data), lambda _item: None), invented(), AS_OF)
    return {(one.rule, one.clause, one.location) for one in bare.findings if one.result is Result.UNMET}
