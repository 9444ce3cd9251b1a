"""The tool's workbook: every list of the answer, the trades behind the wall, findings with their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import NamedTuple

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, entries, findings_of, results_of
from xianxing.toolbox.derivatives.exposure_charts import licence_of_simm
from xianxing.toolbox.derivatives.words import word
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    FINDING_HEAD,
    all_cited,
    cell_text,
    evidence_sheet,
    finding_row,
    inputs_sheet,
    packs_sheet,
    row_of,
    sheet_of,
)
from xianxing.toolbox.reports import ToolWorkbook, WorkbookSheet


class ListSheet(NamedTuple):
    """A list of the answer as a sheet: its title, its columns with their heads, what stands above them."""

    name: str
    title: str
    columns: Mapping[str, str]
    note: str = ""


SHEETS = (
    ListSheet("suitability", "适当性", {
        "counterparty": "交易对手", "rule": "规则", "result": "结果", "failed": "未达到的条件",
    }),
    ListSheet("margins", "保证金", {
        "counterparty": "交易对手", "class": "标的类别", "book": "组合", "rate": "比例",
        "required": "应交（元）",
        "posted": "已交（元）", "shortfall": "缺口（元）", "conditions": "多空组合条件",
    }, "同一交易对手有多类标的的，已交和缺口列在类别为 all 的行；空白为缺少数据。"),
    ListSheet("wall", "敲入墙", {
        "underlying": "标的", "level": "价位上沿（含）", "notional": "名义本金（元）",
    }),
    ListSheet("wall_by_dealer", "敲入墙（交易商）", {
        "underlying": "标的", "above": "价位下沿（不含）", "level": "价位上沿（含）", "dealer": "交易商",
        "notional": "名义本金（元）", "evidence": "依据行",
    }, "价位空白的在所设网格以外。"),
    ListSheet("hedging", "对冲天数", {"underlying": "标的", "shock": "冲击", "days": "天数"}),
    ListSheet("reverse_stress", "反向压力", {
        "underlying": "标的", "share": "占日均成交量", "fall": "最小跌幅", "largest_fall": "所给最大跌幅",
        "reason": "说明",
    }),
    ListSheet("concentration", "集中度", {"by": "口径", "hhi": "HHI", "top5": "前五位占比"}),
    ListSheet("shares", "集中度（前十位）", {
        "by": "口径", "id": "编号", "notional": "名义本金（元）", "share": "占比",
    }, "编号空白的为其余合计。"),
    ListSheet("prices", "雪球估值", {
        "id": "编号", "engine": "定价方法", "value": "价值", "std_error": "标准误", "delta": "Delta",
        "gamma": "Gamma", "vega": "Vega", "theta": "Theta", "rho": "Rho",
    }, "期初价格为 100；估值为模型结果，不是市场价格。"),
    ListSheet("by_spot", "不同价格下的估值", {
        "id": "编号", "engine": "定价方法", "percent": "期初价格的 %", "spot": "标的价格", "value": "价值",
        "delta": "Delta", "gamma": "Gamma", "value_knocked_in": "如已敲入的价值",
    }),
    ListSheet("engines", "定价方法比较", {
        "id": "编号", "engine": "定价方法", "value": "价值", "std_error": "标准误",
    }),
    ListSheet("lives", "存续状态", {
        "id": "编号", "line": "行", "states": "状态", "s0": "期初价格", "spot": "当日价格",
        "expiry_step": "到期交易日序",
        "ki_barrier": "敲入价", "ki_observation": "敲入观察", "floor": "保底",
        "paid_at_expiry": "到期支付（每 100）",
        "observations": "观察日",
    }),
    ListSheet("saccr", "SA-CCR", {
        "netting_set": "净额结算组", "rc": "重置成本", "addon": "附加风险暴露", "multiplier": "乘数",
        "pfe": "潜在风险暴露",
        "ead": "违约风险暴露", "by_class": "分类附加风险暴露", "missing": "缺少的数据",
    }),
    ListSheet("market", "标的", {
        "underlying": "标的", "line": "行", "kind": "类别", "price": "当日价格", "adv20": "近20日均成交量",
    }),
)  # fmt: skip


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The one workbook of the tool."""
    findings = findings_of(answer)
    sheets = (
        sheet_of("检查结果", FINDING_HEAD, starmap(finding_row, enumerate(findings, 1))),
        evidence_sheet(findings, inputs),
        *(_list(sheet, answer) for sheet in SHEETS),
        _trades(answer, inputs),
        _simm(answer),
        packs_sheet(answer),
        inputs_sheet(answer, inputs),
    )
    return (ToolWorkbook("monitoring", sheets),)


def _list(sheet: ListSheet, answer: Mapping[str, JSON]) -> WorkbookSheet:
    rows = tuple(
        tuple(_cell(name, row.get(name)) for name in sheet.columns) for row in results_of(answer, sheet.name)
    )
    return sheet_of(sheet.title, tuple(sheet.columns.values()), rows, sheet.note)


def _cell(name: str, value: JSON) -> str:
    """A value as people read it; exact numbers keep their digits."""
    if name == "evidence":
        return all_cited(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(word(one) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if name in ("rule", "result", "by", "engine"):
        return word(value)
    return "" if value is None else str(value)


def _trades(answer: Mapping[str, JSON], inputs: Inputs) -> WorkbookSheet:
    head = (
        "标的",
        "价位上沿（含）",
        "交易编号",
        "行",
        "交易商",
        "交易对手",
        "名义本金（元）",
        "敲入价",
        "到期日",
    )
    rows = (row for one in results_of(answer, "wall_by_dealer") for row in _behind(one, inputs))
    return sheet_of("敲入墙（逐笔）", head, rows, "敲入墙每一价位所含的交易。")


def _behind(one: AnswerEntry, inputs: Inputs) -> Iterator[tuple[str, ...]]:
    for cited in entries(one["evidence"]):
        row = row_of(inputs, cited["table"], cited["line"])
        if row is not None:
            yield (
                one["underlying"], one["level"] or "网格以外", row.text("uti"), str(row.line),
                row.text("dealer"), row.text("counterparty"), cell_text(row.get("notional")),
                cell_text(row.get("ki_barrier")),
                cell_text(row.get("matures")),
            )  # fmt: skip


def _simm(answer: Mapping[str, JSON]) -> WorkbookSheet:
    head = (
        "组合",
        "SIMM版本",
        "产品",
        "风险类别",
        "保证金种类",
        "保证金（美元）",
        "组合合计（美元）",
        "说明",
    )
    rows = tuple(
        (
            one["portfolio"], one["version"], margin["product_class"], word(margin["risk_class"]),
            word(margin["margin_type"] or ""), _cell("", margin["amount"]), _cell("", one["total"]),
            margin.get("reason") or "",
        )
        for one in results_of(answer, "simm")
        for margin in entries(one["margins"])
    )  # fmt: skip
    return sheet_of("SIMM", head, rows, licence_of_simm())
