"""Parts that the papers and workbooks of all tools share: what was read, by which rules, on which rows.

Papers are Chinese. A table of a paper is cut at MOST_ROWS and says in which sheet the rest stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

from xianxing.documents.writing.official import PaperPart, PaperPicture, PaperTable
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import entries, findings_of
from xianxing.toolbox.charts import Chart, draw_svg
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.reports import WorkbookSheet
from xianxing.toolbox.tables import Row

MOST_ROWS, MOST_CELL, MOST_CITED = 60, 240, 6
MOST_SHEET_ROWS = 100_000
MOST_CELL_LINES = 30
WIDTH, ROOM, CHARACTER = 442, 8, 10.5  # of a table, within a cell and of a character of it, in points
PLAIN = re.compile(r"-?\d+(\.\d+)?")
RESULTS = {
    "met": "相符", "unmet": "不一致", "unknown": "缺少数据", "manual_review": "须人工核实",
    "not_applicable": "不适用",
}  # fmt: skip
SIGNS = {">=": "≥", "<=": "≤"}
BASES = {"rule": "条文", "practice": "核查实践"}
SIGNING_DAY = "　　　　年　　月　　日"


def short(text: str, most: int = MOST_CELL) -> str:
    """A text as it fits a cell of a paper; the workbook has it whole."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def said_day(day: str | date | None) -> str:
    """A day as papers write it, 2025年6月30日; "" for none."""
    if not day:
        return ""
    read = day if isinstance(day, date) else date.fromisoformat(day)
    return f"{read.year}年{read.month}月{read.day}日"


def said_amount(value: JSON) -> str:
    """A plain decimal with thousands separators, anything else as it stands; "" for none."""
    text = "" if value is None else str(value)
    return f"{Decimal(text):,f}" if PLAIN.fullmatch(text) else text


def said_share(value: JSON, places: int = 4) -> str:
    """A fraction in per cent, cut to so many places after the point; ≈ where that changes it."""
    if value is None or not PLAIN.fullmatch(str(value)):
        return "" if value is None else str(value)
    whole = Fraction(Decimal(str(value))) * 100
    cut = round(whole, places)
    return f"{'' if cut == whole else '≈'}{plain(cut)}%"


def said_article(one: Mapping[str, Any]) -> str:
    """The text that a finding rests on, with its article, without remarks in brackets."""
    source = re.sub(r"（[^（）]*）", "", one["source"] or "").partition("；")[0]
    return f"{source}{_article(one['article'] or '')}"


def _article(number: str) -> str:
    """第15条, 第20、21条, 第16条第(3)项; "" without a number."""
    if not number:
        return ""
    article, space, point = number.partition(" (")
    return f"第{article.replace(', ', '、')}条" + (f"第({point.rstrip(')')})项" if space else "")


def cited(evidence: JSON, most: int = MOST_CITED) -> str:
    """The rows that a statement rests on: trades 第3、4行；holdings 第2行. The first ones, with how many."""
    rows = entries(evidence)
    by_table: dict[str, list[int]] = {}
    for row in rows[:most]:
        by_table.setdefault(str(row["table"]), []).append(int(row["line"]))
    said = "；".join(f"{table} 第{'、'.join(map(str, lines))}行" for table, lines in by_table.items())
    return f"{said}等{len(rows)}行" if len(rows) > most else said or "—"


def paper_table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[int],
    *,
    sheet: str = "",
) -> Iterator[PaperPart]:
    """A table of a paper, its first rows only where there are many; nothing for no rows.

    `sheet` names the sheet of the workbook in which all of them stand.
    """
    if not rows:
        return
    most = [_most(share, sum(shares)) for share in shares]
    kept = tuple(
        tuple(short(cell, room) for cell, room in zip(row, most, strict=True)) for row in rows[:MOST_ROWS]
    )
    yield PaperTable(caption, tuple(head), kept, tuple(shares))
    if len(rows) > MOST_ROWS:
        where = f"，全部见工作簿“{sheet}”表" if sheet else ""
        yield f"上表列出{len(rows)}项中的前{MOST_ROWS}项{where}。"


def _most(share: int, shares: int) -> int:
    """How many characters a cell may have, so that no row is higher than a page, which would cut it off."""
    a_line = (WIDTH * share / shares - ROOM) / CHARACTER
    return min(MOST_CELL, max(1, int(a_line)) * MOST_CELL_LINES)


def picture(chart: Chart | None) -> Iterator[PaperPart]:
    """A chart as a picture with its caption as a sentence below; nothing for a chart without rows."""
    if chart is not None and chart.rows:
        yield PaperPicture(chart.title, draw_svg(chart))
        yield chart.caption


def numbered(*sections: Iterable[PaperPart]) -> Iterator[PaperPart]:
    """Sections one after the other, their first lines as headings 一、二、…; an empty one has no number."""
    number = 0
    for section in sections:
        parts = iter(section)
        title = next(parts, None)
        if title is not None:
            yield f"{'一二三四五六七八九十'[number]}、{title}"
            number += 1
            yield from parts


def inputs_table(answer: Mapping[str, JSON]) -> Iterator[PaperPart]:
    """Which tables were read, with rows and digests."""
    files = answer["inputs"]
    rows = [
        (name, str(file["rows"]), str(file["sha256"]))
        for name, file in (files.items() if isinstance(files, dict) else ())
        if isinstance(file, dict)
    ]
    yield from paper_table("所依据的数据表", ("数据表", "行数", "文件摘要（SHA-256）"), rows, (2, 1, 6))


def read_words(answer: Mapping[str, JSON], inputs: Inputs) -> Iterator[PaperPart]:
    """What reading set aside or warned of, in a sentence each."""
    aside = {name: count for name, count in sorted(inputs.aside.items()) if count}
    if aside:
        said = "、".join(f"{name} 表{count}行" for name, count in aside.items())
        yield (
            f"读入时有数据行因格式或内容存在问题未予采用：{said}。"
            "以下结论未包含这些行，受影响的事项已注明数据不完整。"
        )
    warned = entries(answer["problems"])
    if warned:
        yield f"读入时另有{len(warned)}项提示，见所附结果文件的 problems。"


def pack_rows(findings: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """The packs that findings rest on: rule, pack, article, days, source, whether the text was read."""
    found: dict[tuple[str, ...], None] = {}
    for one in findings:
        if one["pack"] is None:
            continue
        since, until = one["effective"]
        days = f"{since}至{until or '今'}"
        read = "已核对" if one["confirmed"] else "未核对原文"
        found[one["rule"], one["pack"], one["article"] or "—", days, one["source"] or "", read] = None
    return sorted(found)


PACK_HEAD = ("规则", "规则版本", "条款", "施行期间", "来源", "原文")


def packs_table(answer: Mapping[str, JSON]) -> Iterator[PaperPart]:
    """The packs behind an answer's findings."""
    rows = pack_rows(findings_of(answer))
    yield from paper_table("所适用的规则版本", PACK_HEAD, rows, (4, 4, 2, 4, 6, 2), sheet="规则版本")


def small_print(answer: Mapping[str, JSON]) -> tuple[str, ...]:
    """The foot of each page: what the paper was made of."""
    ruleset = str(answer["ruleset"]).removeprefix("sha256:")[:16]
    return (
        f"数据基准日 {answer['as_of']}　规则集摘要 {ruleset}　由工具依据所列数据计算，未经人员签署不作为结论",
        "本件按公文格式编排，PDF 以相近的自由字体排印",
    )


def finding_row(number: int, one: Mapping[str, Any]) -> tuple[str, ...]:
    """A finding as a line of a workbook."""
    return (
        str(number), one["rule"], RESULTS[one["result"]], BASES.get(one["basis"], one["basis"]),
        one["subject"]["id"], one["day"] or "", one["message"], *line_cells(one),
        one["pack"] or "", one["article"] or "", one["source"] or "",
        "" if one["confirmed"] is None else "是" if one["confirmed"] else "否",
        "是" if one.get("incomplete") else "", all_cited(one["evidence"]),
    )  # fmt: skip


FINDING_HEAD = (
    "序号", "规则", "结果", "依据类别", "对象", "日期", "说明", "数值", "比较", "标准", "单位", "规则版本",
    "条款", "来源", "原文已核对", "数据不完整", "依据行",
)  # fmt: skip


def line_cells(one: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Value, comparator, limit and unit of a finding."""
    return tuple(
        "" if one[name] is None else str(one[name]) for name in ("value", "comparator", "limit", "unit")
    )  # type: ignore[return-value]


def all_cited(evidence: JSON) -> str:
    """Every row that a finding rests on, as table:line."""
    return " ".join(f"{row['table']}:{row['line']}" for row in entries(evidence))


@dataclass(frozen=True)
class CitedRows:
    """The rows that findings rest on, looked up once."""

    rows: Mapping[tuple[str, int], Row]

    @classmethod
    def of(cls, places: Iterable[tuple[str, int]], inputs: Inputs) -> CitedRows:
        """The rows at places of the folder's tables; what isn't there is left out."""
        lines: dict[str, set[int]] = {}
        for table, line in places:
            lines.setdefault(table, set()).add(line)
        found = (row for table, wanted in sorted(lines.items()) for row in inputs.at(table, wanted))
        return cls({(row.table, row.line): row for row in found})

    def cells(self, table: str, line: int) -> str:
        """A row's cells as they were read: column=value; what is missing is left out."""
        row = self.rows.get((table, line))
        if row is None:
            return ""
        return "；".join(
            f"{name}={cell_text(value)}" for name, value in row.cells.items() if value is not None
        )


def cited_rows(findings: Iterable[Mapping[str, Any]], inputs: Inputs) -> CitedRows:
    """Every row that some finding rests on."""
    places = ((row["table"], row["line"]) for one in findings for row in one["evidence"])
    return CitedRows.of(places, inputs)


def evidence_sheet(findings: Sequence[Mapping[str, Any]], inputs: Inputs) -> WorkbookSheet:
    """Each row that some finding rests on, with its cells as they were read and the findings' numbers."""
    named: dict[tuple[str, int], list[int]] = {}
    for number, one in enumerate(findings, 1):
        for row in one["evidence"]:
            named.setdefault((row["table"], row["line"]), []).append(number)
    found = CitedRows.of(named, inputs)
    rows = [
        (table, str(line), found.cells(table, line), "、".join(map(str, numbers[:50])))
        for (table, line), numbers in sorted(named.items())
    ]
    note = "表和行号指所交数据表；一行被多项引用的，序号最多列50个。"
    return WorkbookSheet("依据行", ("数据表", "行", "单元格", "涉及事项序号"), tuple(rows), note)


def sheet_of(
    title: str, head: Sequence[str], rows: Iterable[tuple[str, ...]], note: str = ""
) -> WorkbookSheet:
    """A sheet of at most MOST_SHEET_ROWS rows; its note says how many there are where some are left out."""
    every = iter(rows)
    kept = tuple(islice(every, MOST_SHEET_ROWS))
    left = sum(1 for _row in every)
    if left:
        note += f"共{len(kept) + left}行，本表列出前{len(kept)}行，其余见随附的数据文件。"
    return WorkbookSheet(title, tuple(head), kept, note)


def row_of(inputs: Inputs, table: str, line: int) -> Row | None:
    """The row of a table at a line; None where there is none. For many rows CitedRows asks once."""
    return next(inputs.at(table, (line,)), None)


def cell_text(value: object) -> str:
    """A cell as the table has it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return f"{value:f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def packs_sheet(answer: Mapping[str, JSON]) -> WorkbookSheet:
    """The packs behind an answer's findings, as a sheet."""
    note = f"规则集摘要 {answer['ruleset']}"
    return WorkbookSheet("规则版本", PACK_HEAD, tuple(pack_rows(findings_of(answer))), note)


def inputs_sheet(answer: Mapping[str, JSON], inputs: Inputs) -> WorkbookSheet:
    """What was read, as a sheet."""
    rows = tuple(
        (name, str(file.rows), str(inputs.aside.get(name, 0)), file.sha256)
        for name, file in sorted(inputs.files.items())
    )
    note = f"数据基准日 {answer['as_of']}"
    return WorkbookSheet("数据表", ("数据表", "行数", "未采用行数", "文件摘要（SHA-256）"), rows, note)
