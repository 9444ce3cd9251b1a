"""Folders for a small tool of the tests: firms, and what each was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from xianxing.documents.writing.official import OfficialPaper
from xianxing.law import Result
from xianxing.law.findings import JSON
from xianxing.law.text import Text
from xianxing.toolbox.charts import Chart, ChartColumn
from xianxing.toolbox.findings import ToolBasis, ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.packs import Packs, RulePack
from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.reports import ToolReport, ToolWorkbook, WorkbookSheet
from xianxing.toolbox.tables import Kind, Setting, Table, TableColumn
from xianxing.toolbox.tool import Tool

NUMBER, DATE = Kind.NUMBER, Kind.DATE
FIRMS = Table(
    "firms",
    (
        TableColumn("id", required=True),
        TableColumn("kind", required=True, choices=("company", "person")),
        TableColumn("share", NUMBER, low=Decimal(0), high=Decimal(1)),
        TableColumn("listed", Kind.FLAG),
        TableColumn("from", DATE),
        TableColumn("to", DATE),
    ),
    key=("id",),
    required=True,
    spans=(("from", "to"),),
)
PAYMENTS = Table(
    "payments",
    (
        TableColumn("firm", required=True, refers="firms"),
        TableColumn("amount", NUMBER, required=True, above=Decimal(0)),
        TableColumn("date", DATE, required=True),
        TableColumn("others", Kind.LIST, refers="firms"),
    ),
)
LAYOUT = FolderLayout("small", (FIRMS, PAYMENTS), (Setting("limits.high", NUMBER, default=Decimal(5)),))
HEAD = 'tool = "small"\nformat = 1\nas_of = 2025-06-30\n'


def folder(place: Path, head: str = HEAD, **tables: str | bytes) -> Path:
    """A folder with `tool.toml` and tables, each given as the text or bytes of its CSV."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "tool.toml").write_text(head, "utf-8")
    for name, text in tables.items():
        (place / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


def a_pack(*, confirmed: bool = True) -> RulePack:
    """A payment is at most 100."""
    return RulePack(
        "small", "most", date(2020, 1, 1), None, Text("细则", "Rules"), "", "3", "<=", Decimal(100), "CNY",
        confirmed, date(2025, 1, 1),
    )  # fmt: skip


def a_tool(*, confirmed: bool = True) -> Tool:
    """A tool that holds each payment against its most."""
    packs = Packs((a_pack(confirmed=confirmed),))

    def judge(inputs: Inputs) -> RunAnswer:
        findings = []
        for row in inputs.rows("payments"):
            amount = row.number("amount") or Decimal(0)
            pack = packs.on("most", row.day("date") or inputs.as_of)
            result = Result.MET if pack.holds(amount) else Result.UNMET
            subject = ("firms", row.text("firm"))
            findings.append(
                ToolFinding("sm-most", pack, result, ToolBasis.RULE, subject, f"{amount}", evidence=(row,))
            )
        paid: list[JSON] = [{"firm": row.text("firm"), "note": "=1+1"} for row in inputs.rows("payments")]
        return RunAnswer(tuple(findings), {"paid": paid, "count": len(paid)})

    return Tool(LAYOUT, packs, judge, lambda: {"tool.toml": HEAD.encode()})


def a_tool_with_papers() -> Tool:
    """The same tool with a chart, a report and a workbook of what was paid."""

    def rows(answer: Mapping[str, JSON]) -> list[str]:
        results = cast(dict[str, list[dict[str, str]]], answer["results"])
        return [row["firm"] for row in results["paid"]]

    def charts(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
        drawing: dict[str, JSON] = {"mark": "bar", "encoding": {"x": {"field": "firm", "type": "nominal"}}}
        shown = tuple({"firm": firm} for firm in rows(answer))
        return (Chart("amounts", "付款", "每户一格。", (ChartColumn("firm", "单位"),), shown, drawing),)

    def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
        said = f"共{len(rows(answer))}笔。"
        return (ToolReport("report", OfficialPaper("付款情况", (said,), ("检查组",), str(inputs.as_of))),)

    def workbooks(answer: Mapping[str, JSON], _inputs: Inputs) -> tuple[ToolWorkbook, ...]:
        sheet = WorkbookSheet("付款", ("单位",), tuple((firm,) for firm in rows(answer)))
        return (ToolWorkbook("ledger", (sheet,)),)

    return replace(a_tool(), charts=charts, reports=reports, workbooks=workbooks)
