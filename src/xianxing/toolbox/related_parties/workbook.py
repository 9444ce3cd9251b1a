"""The tool's workbook: list of parties, ledger, every finding with the cells that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import findings_of, results_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    FINDING_HEAD,
    all_cited,
    cell_text,
    evidence_sheet,
    finding_row,
    inputs_sheet,
    packs_sheet,
)
from xianxing.toolbox.related_parties.paper_rows import EntityNames, grounds_of, said_likeness, said_path
from xianxing.toolbox.related_parties.paper_words import (
    ENTITY_KINDS,
    KINDS,
    LEVELS,
    LIMBS,
    METHODS,
    REGIMES,
    WINDOWS,
)
from xianxing.toolbox.reports import ToolWorkbook, WorkbookSheet
from xianxing.toolbox.tables import Row

RESULTS = {"met": "是", "unknown": "缺少数据", "manual_review": "须人工核实"}


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The one workbook of the tool."""
    names = EntityNames.of(inputs)
    findings = findings_of(answer)
    sheets = (
        _parties(answer, inputs, names),
        _list(answer, names),
        _ledger(answer, inputs, names),
        WorkbookSheet("判定明细", FINDING_HEAD, tuple(finding_row(*one) for one in enumerate(findings, 1))),
        evidence_sheet(findings, inputs),
        _recusals(answer, names),
        _look_through(answer, names),
        packs_sheet(answer),
        inputs_sheet(answer, inputs),
    )
    return (ToolWorkbook("parties-and-ledger", sheets),)


def _parties(answer: Mapping[str, JSON], inputs: Inputs, names: EntityNames) -> WorkbookSheet:
    kinds = {row.text("id"): ENTITY_KINDS.get(row.text("kind"), "") for row in inputs.rows("entities")}
    rows = tuple(
        (
            one["entity"], names.name(one["entity"]), kinds.get(one["entity"], ""), REGIMES[one["regime"]],
            one["limb"], LIMBS.get(one["limb"], ""), WINDOWS[one["window"]], RESULTS[one["result"]],
            said_path(one["path"]), all_cited(one["evidence"]),
        )
        for one in results_of(answer, "related_parties")
    )  # fmt: skip
    head = ("编号", "名称", "类别", "口径", "情形代号", "情形", "期间", "是否关联方", "关系", "依据行")
    note = f"数据基准日 {answer['as_of']}；一个主体有几种情形的各列一行。"
    return WorkbookSheet("关联方名单", head, rows, note)


def _list(answer: Mapping[str, JSON], names: EntityNames) -> WorkbookSheet:
    results = answer["results"]
    difference = results["list_diff"] if isinstance(results, dict) else {}
    rows: list[tuple[str, ...]] = []
    for key, said in (("missing", "未列入公司名单的关联方"), ("surplus", "名单所列但未见关联关系的主体")):
        listed = difference.get(key) if isinstance(difference, dict) else []
        rows += [
            (said, str(one), names.name(str(one)), "") for one in (listed if isinstance(listed, list) else [])
        ]
    for one in results_of(answer, "candidates"):
        like = f"{one['like']} {names.name(one['like'])}；相同项：{said_likeness(one['because'])}"
        rows.append(("线索（仅供核实）", one["entity"], names.name(one["entity"]), like))
    return WorkbookSheet("名单比对", ("类别", "编号", "名称", "说明"), tuple(rows))


def _ledger(answer: Mapping[str, JSON], inputs: Inputs, names: EntityNames) -> WorkbookSheet:
    rows_of = {row.text("id"): row for row in inputs.rows("trades")}
    extra = {one["id"]: one for one in results_of(answer, "ledger")}
    rows = tuple(
        _trade(one, rows_of[one["id"]], extra.get(one["id"], {}), names)
        for one in results_of(answer, "trades")
        if one["id"] in rows_of
    )
    head = (
        "编号", "行", "日期", "交易对方", "名称", "种类", "金额", "标的", "是否关联", "审议层级", "关联人组",
        "累计（董事会标准）", "董事会标准", "累计（股东会标准）", "股东会标准", "年度预计", "限制情形",
        "披露日期", "审议记录", "主张的豁免", "证券", "价格", "数量",
    )  # fmt: skip
    return WorkbookSheet("交易台账", head, rows, "金额单位为元；标准为当日各板块、各基数中的最低金额。")


def _trade(one: Mapping[str, Any], row: Row, entry: Mapping[str, Any], names: EntityNames) -> tuple[str, ...]:
    sums = one["accumulated"] or {}
    related = {True: "是", False: "否", None: "缺少数据"}
    covered = (
        "额度内" if one.get("covered_by") else f"部分额度内：{one['covered']}" if one.get("covered") else ""
    )
    barred = {True: "有", False: "", None: "缺少数据"}[one["prohibited"]]
    day, price, quantity, disclosed = (
        row.get(name) for name in ("date", "price", "quantity", "disclosed_on")
    )
    other = row.text("counterparty")
    return (
        one["id"], str(row.line), cell_text(day), other, names.name(other),
        KINDS.get(row.text("kind"), row.text("kind")), one["amount"], row.text("target"),
        related[one["related"]], LEVELS[one["level"]], entry.get("group") or "",
        sums.get("board") or "", entry.get("board_line") or "", sums.get("shareholders") or "",
        entry.get("shareholders_line") or "", covered, barred, cell_text(disclosed),
        "、".join(row.names("approvals")), row.text("exemption"), row.text("instrument"), cell_text(price),
        cell_text(quantity),
    )  # fmt: skip


def _recusals(answer: Mapping[str, JSON], names: EntityNames) -> WorkbookSheet:
    rows = tuple(
        (
            str(one["matter"]), grounds_of(one["directors"], "person", names), str(one["eligible_directors"]),
            "是" if one["to_shareholders_meeting"] else "否",
            grounds_of(one["shareholders"], "entity", names),
        )
        for one in results_of(answer, "recusals")
    )  # fmt: skip
    return WorkbookSheet("回避", ("事项", "应回避董事", "可表决董事人数", "提交股东会", "应回避股东"), rows)


def _look_through(answer: Mapping[str, JSON], names: EntityNames) -> WorkbookSheet:
    rows = tuple(
        (
            METHODS[one["method"]], one["owner"] or "", names.name(one["owner"] or ""), one["held"],
            names.name(one["held"]), one.get("share") or "", one.get("exact") or "",
            one.get("share_net") or "", one.get("banzhaf") or "", one.get("shapley") or "",
            "" if one.get("controls") is None else "是" if one["controls"] else "否",
            str(one.get("standard") or ""), _ways(one), RESULTS.get(one.get("result") or "", ""),
        )
        for one in results_of(answer, "look_through")
    )  # fmt: skip
    head = (
        "方法", "持有人", "名称", "被持有", "名称", "比例", "分数", "扣除自持后比例", "班扎夫指数",
        "沙普利指数", "控制", "受益所有人标准", "路径", "备注",
    )  # fmt: skip
    return WorkbookSheet("穿透结果", head, rows, "比例为小数，1 表示百分之百。")


def _ways(one: Mapping[str, Any]) -> str:
    if one.get("chain"):
        return "→".join(one["chain"])
    return "；".join(f"{'→'.join(way['path'])}={way['share']}" for way in one.get("paths") or [])
