"""Fourteen clean filings, composed from the texts beside this file in three hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from stdnum.cn import uscc

from tests.acceptance.clean_author import (
    RISKS,
    TECH_RISKS,
    Author,
    load_text,
    milestones,
    table_rows,
)
from tests.acceptance.clean_papers import materials
from tests.acceptance.model import Filing, Tree


def clean_filings() -> list[Filing]:
    """All clean filings, in the order of the texts, each with its reports in four hands."""
    specs = list(enumerate(load_text("filings")["filing"]))
    return [_filing(Author(spec, number, turn)) for turn in range(4) for number, spec in specs]


@cache
def _clean() -> dict[str, Filing]:
    return {filing.id: filing for filing in clean_filings()}


def clean_ids() -> list[str]:
    """The names of the clean filings."""
    return list(_clean())


def prepared(base: str, edit: Callable[[Filing], object] | None = None) -> Filing:
    """A copy of a clean filing with one edit."""
    filing = _clean()[base].copy()
    if edit:
        edit(filing)
    return filing


def _filing(author: Author) -> Filing:
    spec = author.spec
    data: Tree = {"guide": "shenzhen-2023", "batch": "shenzhen-2023-2"}
    data["project"] = _project(author)
    data["content"] = _content(author)
    data["unit"] = [_unit(author, unit, index) for index, unit in enumerate(spec["unit"])]
    data["material"] = []
    filing = Filing(spec["id"] + ("", "-b", "-c", "-d")[author.turn], data, {})
    for kind in spec["materials"]:
        for entry, doc in materials(author, kind):
            data["material"].append(entry)
            filing.files[entry["file"]] = doc
    return filing


def _project(author: Author) -> Tree:
    spec = author.spec
    reason = load_text("voices")["type_reason"][spec["type"]]
    project: Tree = {
        "name": spec["name"],
        "type": spec["type"],
        "type_reason": author.cell(reason),
        "directions": spec["directions"],
        "trial_months": spec["months"],
        "planned_start": spec["start"],
        "new_rule_field": "new_rule_reason" in spec,
        "new_rule_reason": spec.get("new_rule_reason", ""),
        "needs_approval": "approvals" in spec,
    }
    keys = ("rule", "article", "scope", "months")
    if "exemptions" in spec:
        project["exemptions"] = [dict(zip(keys, row, strict=True)) for row in spec["exemptions"]]
    keys = ("authority", "reference", "status", "date")
    if "approvals" in spec:
        project["approvals"] = [dict(zip(keys, row, strict=True)) for row in spec["approvals"]]
    return project


def _content(author: Author) -> Tree:
    spec = author.spec
    voice = load_text("voices")["voice"][author.voice]
    staff = sum(_staff(author, index) for index in range(len(spec["unit"])))
    content: Tree = {}
    flags = {
        "core_technology": {"technologies": spec["technologies"]},
        "algorithms": {
            "automated_decision": spec["automated"],
            "personal_information": spec["personal"],
            "impact_assessment": spec["personal"],
        },
    }
    for key, text in voice.items():
        content[key] = author.cell(text, staff=staff)
        content.update(flags.get(key, {}))
    content["state_secrets"] = False
    content.update(_tables(author))
    return content


def _tables(author: Author) -> Tree:
    spec = author.spec
    owners = ("业务运营部", "合规管理部", "风险管理部", "信息技术部", "客户服务中心", "法律事务部")
    business = [[kind, *row, owners[i]] for i, (kind, row) in enumerate(RISKS.items())]
    technical = [[kind, *row, "信息技术部"] for kind, row in TECH_RISKS.items()]
    tables: Tree = {
        "scale": table_rows("item unit cap", spec["scale"]),
        "data_sources": table_rows(
            "source kind purpose crosses_border", [[*row, False] for row in spec["sources"]]
        ),
        "comparison": table_rows("aspect present proposed", spec["comparison"]),
        "effects": table_rows("indicator baseline target definition cadence", spec["effects"]),
        "business_risks": table_rows("kind description monitoring measure owner", business),
        "technical_risks": table_rows("kind description monitoring measure owner", technical),
        "monitoring": table_rows("indicator unit amber red direction cadence", _MONITORING),
        "complaint_channels": table_rows("channel days owner", _complaints(author)),
        "exit_plan": table_rows("trigger customers data funds announcement timetable", _EXITS),
        "milestones": milestones(spec["start"], spec["months"]),
        "trade_secrets": table_rows(
            "field reason",
            [["algorithms", "参数与阈值公开后可能被规避"], ["architecture", "公开后增加被攻击的可能"]],
        ),
    }
    if spec["terms"]:
        tables["glossary"] = table_rows("term chinese note", spec["terms"])
    return tables


_MONITORING: list[list[Any]] = [
    ["系统可用率", "%", 99.5, 99.0, "below", "monthly"],
    ["业务差错件数", "件", 3, 8, "above", "monthly"],
    ["投诉件数", "件", 2, 6, "above", "monthly"],
]
_EXITS: list[list[Any]] = [
    [
        "期满并达到预期效果",
        "重新确认后转入常态化服务",
        "纳入统一数据目录管理",
        "补偿资金保留十二个月",
        "官方网站公告",
        "期满前九十日启动",
    ],
    [
        "效果不达标或者自行申请结束",
        "恢复原有办理方式",
        "三十日内删除试点数据",
        "结清补偿后释放",
        "公告并逐户通知",
        "决定后六十日内完成",
    ],
    [
        "出现重大隐患或者被强制退出",
        "当日停用并转人工办理",
        "立即封存日志与数据",
        "全额用于先行补偿",
        "二十四小时内公告",
        "三十日内完成处置",
    ],
]


def _complaints(author: Author) -> list[list[Any]]:
    short = author.providers[0]["short"]
    return [
        [f"{short}服务热线与营业场所", 15, "客户服务中心投诉处理岗"],
        ["官方网站意见信箱", 15, "合规管理部投资者保护岗"],
        ["监管部门转办件", 30, "合规管理部负责人"],
    ]


_PROMISES = ("试点规模不超过申报上限", "不将业务数据用于其他目的", "核心人员变动提前二十日告知")
_OPINIONS = (
    "经业务、合规与信息技术部门会审，材料真实、准确、完整，同意报送",
    "已核对技术资料、知识产权和人员信息，与事实相符",
    "所述业务、人员与数据属实，同意共同申报",
)


def _staff(author: Author, index: int) -> int:
    return int(author.spec["staff"]) - 5 * index


def code(number: int, region: str) -> str:
    """An invented unified social credit code with a right check digit."""
    stem = f"91{region}MA5{number * 7919 % 1000000:06d}"[:17]
    return stem + str(uscc.calc_check_digit(stem))


def _region(place: str) -> str:
    known = {"成都": "510100", "北京": "110108", "浙江": "330100"}
    return next((value for key, value in known.items() if key in place), "440300")


def _role(unit: Tree) -> str:
    if unit["lead"]:
        return "lead_provider" if unit["provider"] or unit["kind"] != "technology_firm" else "lead_tech"
    if unit["provider"]:
        return "provider"
    return "tech" if unit["kind"] == "technology_firm" else "joint"


def _unit(author: Author, unit: Tree, index: int) -> Tree:
    voices = load_text("voices")
    options = voices["contribution"][_role(unit)]
    staff = _staff(author, index)
    s = unit["short"]
    pick = author.voice + index
    text = options[pick % len(options)]
    joint = len(author.spec["unit"]) > 1
    agreements = voices["agreement"]["lead" if unit["lead"] else "other"]
    agreement = agreements[pick % len(agreements)].format(s=s) if joint else ""
    tree: Tree = {
        "id": unit["id"],
        "name": unit["name"],
        "uscc": code(sum(map(ord, unit["name"])), _region(unit["registered_in"])),
        "kind": unit["kind"],
        "registered_in": unit["registered_in"],
        "jurisdiction": unit["jurisdiction"],
        "lead": unit["lead"],
        "scenario_provider": unit["provider"],
        "scenario_business": unit.get("scenario_business", ""),
        "contribution": text.format(s=s, work=unit["work"], staff=staff),
        "staff": staff,
        "budget_yuan": 3600000 - 900000 * index,
        "agreement": agreement,
    }
    rows = [[*row] for row in unit["licences"]]
    if rows:
        tree["licences"] = table_rows("name number authority valid_to", rows)
    tree.update(_people(author, unit, index))
    return tree


def _people(author: Author, unit: Tree, index: int) -> Tree:
    base = index * 10
    mobile = 13900010000 + author.number * 1000 + index * 100
    host = f"unit{author.number}{index}.example"
    contacts = [
        [author.person(base), "业务发展部", "部门总经理", True, str(mobile + 17), f"a@{host}"],
        [author.person(base + 1), "信息技术部", "高级经理", False, str(mobile + 43), f"b@{host}"],
    ]
    tree: Tree = {
        "contacts": table_rows("name department title department_head mobile email", contacts),
        "commitments": table_rows("text", [[f"{unit['short']}按季提交运行情况"], [_PROMISES[index % 3]]]),
        "internal_review": {
            "reviewer": author.person(base + 2),
            "date": date(2024, 1, 12),
            "opinion": _OPINIONS[index % 3],
        },
    }
    if not unit["lead"]:
        tree["lead_review"] = {
            "reviewer": author.person(2),
            "date": date(2024, 1, 15),
            "opinion": f"已核对{unit['short']}的证照、人员与技术资料，与材料一致",
        }
    tree["truth_pledge"] = {
        "signatory": author.person(base + 3),
        "title": "总经理",
        "date": date(2024, 1, 16),
    }
    return tree
