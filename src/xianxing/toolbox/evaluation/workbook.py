"""The tool's workbook: every list of the answer, items with their facts, findings with their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import starmap

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, entries, findings_of, results_of
from xianxing.toolbox.evaluation.item_charts import coverage_said, named_values
from xianxing.toolbox.evaluation.marks import said_of
from xianxing.toolbox.evaluation.paper_rows import SIZES
from xianxing.toolbox.evaluation.words import item_name, scheme_name, value_name
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    FINDING_HEAD,
    all_cited,
    evidence_sheet,
    finding_row,
    inputs_sheet,
    packs_sheet,
    sheet_of,
)
from xianxing.toolbox.reports import ToolWorkbook, WorkbookSheet

CHAIN = (
    ("sectors", "部门", {
        "sector": "部门", "output": "产出（元）", "backward": "后向关联", "forward": "前向关联",
        "backward_n": "后向（相对平均值）", "forward_n": "前向（相对平均值）", "key": "关键部门",
    }),
    ("demand", "最终需求", {"sector": "部门", "final_demand": "最终需求（元）", "output": "所需产出（元）"}),
    ("shocks", "需求变化", {
        "scenario": "情景", "sector": "部门", "change": "最终需求变化（元）", "output": "产出变化（元）",
    }),
    ("multipliers", "乘数", {
        "sector": "供给部门", "demand": "需求部门", "value": "列昂惕夫系数",
    }),
    ("nodes", "供应网络", {
        "node": "编号", "firm": "名称", "betweenness": "中介中心度", "std_error": "标准误",
    }),
    ("map_links", "供应关系（图中）", {
        "supplier": "供应方", "buyer": "采购方", "value": "金额（元）",
        "single_source": "一半以上来自该供应方",
        "evidence": "依据行",
    }),
    ("single_source", "单一来源", {
        "buyer": "采购方", "supplier": "供应方", "share": "占比", "exact": "分数",
        "limit": "标准（实践口径）",
    }),
    ("single_source_open", "单一来源（缺少数据）", {"buyer": "采购方", "supplier": "供应方"}),
)  # fmt: skip


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The one workbook of the tool."""
    firms = {row.text("id"): row.text("name") for row in inputs.rows("firms")}
    found, findings = results_of(answer, "evaluations"), findings_of(answer)
    sheets = (
        _results(found, firms),
        _items(found),
        _gaps(found),
        _plans(answer),
        _history(answer),
        _by_version(answer),
        _sizes(answer, firms),
        *(_list(name, title, columns, answer) for name, title, columns in CHAIN),
        sheet_of("检查结果", FINDING_HEAD, starmap(finding_row, enumerate(findings, 1))),
        evidence_sheet(findings, inputs),
        packs_sheet(answer),
        inputs_sheet(answer, inputs),
    )
    return (ToolWorkbook("evaluation", sheets),)


def _text(value: JSON) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _list(name: str, title: str, columns: Mapping[str, str], answer: Mapping[str, JSON]) -> WorkbookSheet:
    rows = tuple(
        tuple(all_cited(row.get(key)) if key == "evidence" else _text(row.get(key)) for key in columns)
        for row in results_of(answer, name)
    )
    return sheet_of(title, tuple(columns.values()), rows)


def _results(found: list[AnswerEntry], firms: Mapping[str, str]) -> WorkbookSheet:
    rows = tuple(
        (
            one["firm"], firms.get(one["firm"], ""), scheme_name(one["scheme"]), one["pack"] or "",
            one["day"],
            said_of(one["result"]), one["by"] or "", _text(one["score"]), coverage_said(one),
            "、".join(one["coverage"]["missing"]), "、".join(one["coverage"]["disputed"]),
            _text(one["coverage"]["lowest_confidence"]), "是" if one.get("incomplete") else "",
        )
        for one in found
    )  # fmt: skip
    head = (
        "企业", "名称", "评价类别", "适用文本", "判断日", "结果", "达到方式", "得分", "数据覆盖",
        "缺少的数据",
        "来源不一致的数据", "最低可信度", "数据不完整",
    )  # fmt: skip
    note = "本表只说明所列数据与公开标准的差距，不代替认定机关的认定。"
    return sheet_of("评价结果", head, rows, note)


def _items(found: list[AnswerEntry]) -> WorkbookSheet:
    rows = (
        (one["firm"], scheme_name(one["scheme"]), one["pack"] or "", kind, *row, all_cited(item["evidence"]))
        for one in found
        for kind, key in (("项目", "items"), ("其他条件", "beside"))
        for item in entries(one[key])
        for row in _item(item)
    )
    head = (
        "企业", "评价类别", "适用文本", "类别", "项目", "结果", "数值名称", "数值", "比较", "标准",
        "得分", "满分",
        "缺少的数据", "依据行",
    )  # fmt: skip
    return sheet_of("项目", head, rows, "有多个数值的项目一个数值一行；比例为小数，不是百分数。")


def _item(item: AnswerEntry) -> Iterator[tuple[str, ...]]:
    """A row a value, one without where there is none."""
    for name, value, sign, limit in [*named_values(item)] or [("", None, "", None)]:
        yield (
            item_name(item["item"]), said_of(item["result"]), value_name(name) if name else "", _text(value),
            sign, _text(limit), _text(item.get("points")), _text(item.get("most")),
            "、".join(item["missing"]),
        )  # fmt: skip


def _gaps(found: list[AnswerEntry]) -> WorkbookSheet:
    rows = tuple(
        (
            one["firm"], scheme_name(one["scheme"]), item_name(gap["item"]), value_name(gap["alternative"]),
            value_name(gap["indicator"] or ""), gap["period"] or "", gap["now"], gap["comparator"],
            gap["needed"], gap["gap"], gap["unit"],
        )
        for one in found
        for gap in entries(one["gaps"])
    )  # fmt: skip
    head = (
        "企业", "评价类别", "项目", "可选条件", "数据", "年度", "现值", "比较", "需达到", "差距", "单位",
    )  # fmt: skip
    return sheet_of("差距", head, rows)


def _plans(answer: Mapping[str, JSON]) -> WorkbookSheet:
    rows: list[tuple[str, ...]] = []
    for plan in results_of(answer, "plans"):
        after = said_of(plan["after"]) if plan["after"] else ""
        end = (
            after, "、".join(item_name(name) for name in plan["open"]), "是" if plan["proved"] else "否",
            _text(plan["cost"]), "".join(plan["assumptions"]) if plan["found"] else "",
        )  # fmt: skip
        start = plan["firm"], scheme_name(plan["scheme"]), plan["pack"] or ""
        if not plan["found"]:
            rows.append((*start, "未找到", "", "", "", "", "", *end))
        for one in entries(plan["changes"]):
            cells = (one["period"], _text(one["now"]), one["needed"], one["gap"], one["unit"])
            rows.append((*start, value_name(one["indicator"]), *cells, *end))
    head = (
        "企业", "评价类别", "适用文本", "改动的数据", "年度", "现值", "需达到", "差距", "单位",
        "改动后的结果",
        "仍须判断", "已证明最省", "费用（元）", "前提",
    )  # fmt: skip
    return sheet_of("路径", head, tuple(rows), "改动最少的路径，不是建议。")


def _history(answer: Mapping[str, JSON]) -> WorkbookSheet:
    rows = tuple(
        (
            one["firm"], scheme_name(one["scheme"]), _text(version["pack"]), _text(version["from"]),
            _text(version["to"]), "是" if version["confirmed"] else "否", said_of(version["result"]),
            _text(version["score"]),
            "；".join(f"{item_name(name)} {said_of(result)}" for name, result in version["items"].items()),
        )
        for one in results_of(answer, "history")
        for version in entries(one["versions"])
    )  # fmt: skip
    head = ("企业", "评价类别", "文本", "施行日", "失效日", "原文已核对", "结果", "得分", "各项目")
    return sheet_of("各版本结果", head, rows, "以现有数据，假定各版本标准有效时的结果。")


def _by_version(answer: Mapping[str, JSON]) -> WorkbookSheet:
    results = ("met", "unmet", "unknown", "manual_review", "not_applicable")
    rows = tuple(
        (scheme_name(one["scheme"]), one["pack"], *(str(one[name]) for name in results))
        for one in results_of(answer, "by_version")
    )
    return sheet_of("各版本家数", ("评价类别", "文本", *map(said_of, results)), rows)


def _sizes(answer: Mapping[str, JSON], firms: Mapping[str, str]) -> WorkbookSheet:
    rows = tuple(
        (
            one["firm"], firms.get(one["firm"], ""), one["size_class"] or "",
            SIZES.get(one["class"] or "", ""),
            said_of(one["result"]), "、".join(one["missing"]), all_cited(one["evidence"]),
        )
        for one in results_of(answer, "size")
    )  # fmt: skip
    head = ("企业", "名称", "行业类别", "规模", "结果", "缺少的数据", "依据行")
    return sheet_of("规模", head, rows)
