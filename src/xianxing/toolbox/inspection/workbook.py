"""检查工作底稿: one sheet a rule with the cells behind each statement, then trades, samples and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, findings_of, results_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection.names import rule_name
from xianxing.toolbox.inspection.papers import replay_words
from xianxing.toolbox.papers import (
    RESULTS,
    CitedRows,
    cited_rows,
    inputs_sheet,
    line_cells,
    packs_sheet,
    said_day,
)
from xianxing.toolbox.reports import ToolWorkbook, WorkbookSheet

RULE_HEAD = (
    "序号", "结果", "对象", "日期", "数值", "比较", "标准", "单位", "规则版本", "条款", "来源", "原文已核对",
    "数据不完整", "说明", "数据表", "行", "单元格",
)  # fmt: skip
CAUSE_WORDS = {"active": "主动", "passive": "被动"}
STATUS_WORDS = {"open": "数据末日仍未恢复", "cured": "已恢复", "late": "逾期未调整"}
Column = tuple[str, str | Callable[[Mapping[str, Any]], str]]


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The working papers; of a replay each sheet says so."""
    said = replay_words(answer)
    sheets = (
        _cover(answer, inputs),
        *_rules(answer, inputs),
        _episodes(answer),
        _days(answer),
        *_trading(answer),
        _sample(answer, inputs),
        packs_sheet(answer),
        inputs_sheet(answer, inputs),
    )
    marked = tuple(
        WorkbookSheet(sheet.title, sheet.head, sheet.rows, "　".join(filter(None, (said, sheet.note))))
        for sheet in sheets
    )
    return (ToolWorkbook("working-papers", marked),)


def _cover(answer: Mapping[str, JSON], inputs: Inputs) -> WorkbookSheet:
    """What was inspected, and how many statements of each kind every rule has."""
    counted = Counter((one["rule"], one["result"]) for one in findings_of(answer))
    rules = sorted({rule for rule, _result in counted})
    rows = tuple(
        (rule, rule_name(rule), *(str(counted[rule, result]) for result in RESULTS)) for rule in rules
    )
    first, last = (str(inputs.settings.get(name) or "") for name in ("from", "to"))
    period = f"{first}至{last}" if first and last else "全部估值日"
    note = (
        f"被检查单位：{inputs.word('manager')}；期间：{period}；"
        f"数据基准日：{said_day(str(answer['as_of']))}；"
        f"规则集摘要：{answer['ruleset']}。各表只列比对结果与所依据的数据行，不作认定。"
    )
    return WorkbookSheet("检查工作底稿", ("规则", "名称", *RESULTS.values()), rows, note)


def _rules(answer: Mapping[str, JSON], inputs: Inputs) -> Iterator[WorkbookSheet]:
    """A sheet a rule: each statement once for every row that it rests on, with that row's cells."""
    by_rule: dict[str, Entries] = {}
    cited = cited_rows(findings_of(answer), inputs)
    for one in findings_of(answer):
        by_rule.setdefault(one["rule"], []).append(one)
    for rule, found in sorted(by_rule.items()):
        rows = tuple(row for number, one in enumerate(found, 1) for row in _evidence(number, one, cited))
        note = f"{rule_name(rule)}；同一序号为同一事项，每行为其所依据的一行数据。"
        yield WorkbookSheet(rule, RULE_HEAD, rows, note)


def _evidence(number: int, one: Mapping[str, Any], cited: CitedRows) -> Iterator[tuple[str, ...]]:
    head = (
        str(number), RESULTS[one["result"]], one["subject"]["id"], one["day"] or "", *line_cells(one),
        one["pack"] or "", one["article"] or "", one["source"] or "",
        "" if one["confirmed"] is None else "是" if one["confirmed"] else "否",
        "是" if one.get("incomplete") else "", one["message"],
    )  # fmt: skip
    if not one["evidence"]:
        yield (*head, "", "", "")
    for row in one["evidence"]:
        yield (*head, row["table"], str(row["line"]), cited.cells(row["table"], row["line"]))


def _sheet(title: str, found: Entries, columns: tuple[Column, ...], note: str = "") -> WorkbookSheet:
    rows = tuple(
        tuple(_text(one.get(what)) if isinstance(what, str) else what(one) for _head, what in columns)
        for one in found
    )
    return WorkbookSheet(title, tuple(head for head, _what in columns), rows, note)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _episodes(answer: Mapping[str, JSON]) -> WorkbookSheet:
    columns: tuple[Column, ...] = (
        ("规则", "rule"), ("名称", lambda one: rule_name(one["rule"])),
        ("产品", "product"), ("资产", "asset"),
        ("首日", "from"), ("末日", "to"), ("估值日数", "days"),
        ("首日数值", "first_value"), ("最差数值", "worst"),
        ("标准", "limit"), ("原因", lambda one: CAUSE_WORDS.get(one["cause"], "")),
        ("其后又增加之日", "increased_on"), ("应调整完毕之日", "cure_by"),
        ("结束状态", lambda one: STATUS_WORDS.get(one["status"], "")), ("规则版本", "pack"),
        ("原文已核对", "confirmed"),
        ("首日数值（分数）", "first_value_exact"), ("最差数值（分数）", "worst_exact"),
    )  # fmt: skip
    return _sheet("超限区间", results_of(answer, "episodes"), columns, "产品为空的为全部产品合计。")


def _days(answer: Mapping[str, JSON]) -> WorkbookSheet:
    columns: tuple[Column, ...] = (
        ("日期", "day"), ("规则", "rule"), ("产品", "product"), ("资产", "asset"), ("数值", "value"),
        ("标准", "limit"), ("规则版本", "pack"),
    )  # fmt: skip
    found = sorted(
        results_of(answer, "breach_days"), key=lambda one: (one["day"], one["rule"], one["product"] or "")
    )
    return _sheet("逐日不一致", found, columns, "产品为空的为全部产品合计。")


def _trading(answer: Mapping[str, JSON]) -> Iterator[WorkbookSheet]:
    """Fair trading: reverse trades, tests of direction, cross trades, chains."""
    reverse: tuple[Column, ...] = (
        ("资产", "asset"), ("日期", "date"), ("买入产品", "buyer"),
        ("卖出产品", "seller"), ("数量", "quantity"),
        ("市场成交量", "volume"), ("占比", "ratio"), ("超过标准", "over"),
    )  # fmt: skip
    results = answer["results"]
    said = results.get("reverse_statement") if isinstance(results, dict) else None
    note = str(said["text"]) if isinstance(said, dict) else ""
    yield _sheet("公平交易—同日反向", results_of(answer, "reverse_trades"), reverse, note)
    tests: tuple[Column, ...] = (
        ("产品一", "a"), ("产品二", "b"), ("窗口（交易日）", "window"), ("样本数", "n"), ("均值", "mean"),
        ("区间下限", "low"), ("区间上限", "high"), ("t值", "t"), ("p值", "p"), ("显著", "significant"),
        ("正值占比", "share_positive"), ("可发现的最小均值", "smallest_mean"),
    )  # fmt: skip
    note = "正值表示产品一价格较差；区间为95%置信区间；显著与否不是结论，由人工核对。"
    yield _sheet("公平交易—同向价差", results_of(answer, "direction_tests"), tests, note)
    cross: tuple[Column, ...] = (
        ("成交编号", "id"), ("产品", "product"), ("对手产品", "counter_product"),
        ("资产", "asset"), ("日期", "date"),
        ("成交价", "price"), ("参考价", "reference"), ("参考来源", "source"), ("偏离", "deviation"),
    )  # fmt: skip
    yield _sheet("公平交易—产品之间", results_of(answer, "cross_trades"), cross)
    chains: tuple[Column, ...] = (
        ("资产", "asset"), ("卖出产品", "seller"), ("交易对手", "via"),
        ("买入产品", "buyer"), ("卖出日", "sold"),
        ("买入日", "bought"), ("价差比例", "loss"), ("成交编号", "trades"),
    )  # fmt: skip
    yield _sheet("过桥链条", results_of(answer, "chains"), chains, "两笔交易是否关联由人工核对。")


def _sample(answer: Mapping[str, JSON], inputs: Inputs) -> WorkbookSheet:
    """The list for hand checks, with the row's cells and room for what was found."""
    cited = CitedRows.of((("trades", one["line"]) for one in results_of(answer, "sample")), inputs)
    columns: tuple[Column, ...] = (
        ("成交编号", "id"), ("行", "line"), ("产品", "product"), ("场所", "venue"),
        ("方向", "side"), ("日期", "date"),
        ("资产", "asset"),
        ("本层总数", "of"), ("单元格", lambda one: cited.cells("trades", one["line"])),
        ("核对结果", lambda _one: ""), ("核对人", lambda _one: ""),
    )  # fmt: skip
    found = results_of(answer, "sample")
    seed = (
        f"分层（产品、场所、方向）随机抽样，种子 {found[0]['seed']}，相同种子抽得相同样本。" if found else ""
    )
    return _sheet("抽样清单", found, columns, seed)
