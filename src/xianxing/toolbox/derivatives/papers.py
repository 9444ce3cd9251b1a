"""The tool's paper: 衍生品业务监测月报, what was found in a book, on which rows, against which line.

It never judges conduct. Numbers of models say so; whatever shows SIMM names ISDA's licence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from xianxing.documents.writing.official import OfficialPaper, PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, findings_of, results_of
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.derivatives.book import book_of
from xianxing.toolbox.derivatives.charts import charts_of
from xianxing.toolbox.derivatives.number_paper import exposure_parts, market_parts, snowball_parts
from xianxing.toolbox.derivatives.words import word
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.papers import (
    RESULTS,
    SIGNING_DAY,
    cited,
    inputs_table,
    numbered,
    packs_table,
    paper_table,
    picture,
    read_words,
    said_amount,
    said_article,
    said_day,
    small_print,
)
from xianxing.toolbox.reports import ToolReport

Parts = Iterator[PaperPart]
FINDINGS = "检查结果"
MOST_ALIKE = 5


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The monthly report."""
    return (ToolReport("report", report_paper(answer, inputs)),)


def report_paper(answer: Mapping[str, JSON], inputs: Inputs) -> OfficialPaper:
    """衍生品业务监测月报: rules, market, margin, values, exposures; methods and packs as its annex."""
    drawn = {chart.id: chart for chart in charts_of(answer)}
    month = date.fromisoformat(str(answer["as_of"]))
    return OfficialPaper(
        title=f"衍生品业务监测月报（{month.year}年{month.month}月）",
        paragraphs=(
            *numbered(
                _scope(answer, inputs),
                _rules(answer, drawn),
                market_parts(answer, drawn),
                _margins(answer, drawn),
                snowball_parts(answer, drawn),
                exposure_parts(answer, drawn),
                _dealer(answer, inputs),
                _open(answer),
            ),
            "本月报由工具依据所列数据计算，供监测人员核对后使用。",
        ),
        signed=("监测人员（签名）：　　　　　　",),
        signed_day=SIGNING_DAY,
        small=small_print(answer),
        annex=tuple(_methods(answer)),
    )


def _scope(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    book = book_of(inputs)
    live = book.live()
    dealers = sorted({trade.row.text("dealer") for trade in live})
    notionals = [trade.notional for trade in live]
    yield "监测范围和数据"
    yield (
        f"数据基准日为{said_day(str(answer['as_of']))}。交易表共{len(book.trades)}笔，其中存续{len(live)}笔，"
        f"存续名义本金合计{said_amount(plain(sum(notionals, Fraction(0))))}元，"
        f"涉及交易商{len(dealers)}家、交易对手{len({trade.row.text('counterparty') for trade in live})}个、"
        f"标的{len({trade.row.text('underlying') for trade in live})}个。"
        "表内“依据”所列为所交数据表的行号，表头计为第1行。"
    )
    yield from read_words(answer, inputs)


def _rules(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    yield "规则比对"
    counted = Counter(one["result"] for one in findings_of(answer))
    yield (
        f"逐项比对共{sum(counted.values())}项：达到所列标准{counted['met']}项，未达到{counted['unmet']}项，"
        f"缺少数据{counted['unknown']}项，须人工核实{counted['manual_review']}项，"
        f"不适用{counted['not_applicable']}项。比对结果只说明数据与标准的关系，不对行为性质作出判断。"
    )
    yield from picture(drawn.get("rules"))
    rows = [
        (word(one["rule"]), one["subject"]["id"], one["message"], said_article(one), cited(one["evidence"]))
        for one in findings_of(answer, results=("unmet",))
    ]
    head: tuple[str, ...] = ("事项", "对象", "数据与标准", "所依据的规则", "依据")
    yield from paper_table("未达到所列标准的事项", head, rows, (4, 4, 9, 6, 5), sheet=FINDINGS)


def _margins(answer: Mapping[str, JSON], drawn: Mapping[str, Chart]) -> Parts:
    found = results_of(answer, "margins")
    if not found:
        return
    yield "收益互换保证金"
    whole = [one for one in found if one["posted"] is not None]
    short = [one for one in whole if one["shortfall"] not in (None, "0")]
    unsaid = [one for one in whole if one["shortfall"] is None]
    yield (
        f"共{len(whole)}个交易对手有应交保证金的收益互换或者多空组合，存在缺口的{len(short)}个，"
        f"因缺少数据无法判断缺口的{len(unsaid)}个。各类标的分别计算，互不抵销。"
    )
    yield from picture(drawn.get("margins"))
    rows = [
        (one["counterparty"], *(said_amount(one[name]) for name in ("required", "posted", "shortfall")))
        for one in short
    ]  # fmt: skip
    head: tuple[str, ...] = ("交易对手", "应交（元）", "已交（元）", "缺口（元）")
    yield from paper_table("保证金缺口", head, rows, (4, 4, 4, 4), sheet="保证金")
    books = [
        (one["counterparty"], one["book"], one["rate"] or "未知", *_conditions(one["conditions"]))
        for one in found if one["class"] == "long_short"
    ]  # fmt: skip
    head = ("交易对手", "组合", "比例", "股票只数", "单只占比", "相关系数", "多空比")
    yield from paper_table("多空组合的四项条件", head, books, (4, 3, 3, 4, 4, 4, 4), sheet="保证金")


def _conditions(conditions: JSON) -> tuple[str, ...]:
    found = conditions if isinstance(conditions, dict) else {}
    return tuple(
        f"{_cut(one['value'])}（{RESULTS[str(one['result'])]}）"
        if isinstance(one := found.get(name), dict) else "—"
        for name in ("stocks", "single_share", "correlation", "long_short")
    )  # fmt: skip


def _cut(value: JSON) -> str:
    return "未知" if value is None else str(value)[:8]


def _dealer(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    """The same data as the dealer named in the folder sees them; nothing where none is named."""
    dealer = inputs.word("dealer")
    if not dealer:
        return
    yield f"交易商{dealer}的情况"
    live = [trade.notional for trade in book_of(inputs).live() if trade.row.text("dealer") == dealer]
    wall: dict[str, Fraction] = defaultdict(Fraction)
    for one in results_of(answer, "wall_by_dealer"):
        if one["dealer"] == dealer:
            wall[one["underlying"]] += Fraction(one["notional"])
    lies = "；".join(f"{name} {said_amount(plain(amount))}元" for name, amount in sorted(wall.items()))
    held = said_amount(plain(sum(live, Fraction(0))))
    yield (
        f"以下由同一数据得出，供该交易商核对：其存续名义本金{held}元；"
        f"未敲入雪球的名义本金按标的为{lies or '无'}。"
    )
    found = _of_dealer(findings_of(answer, results=("unmet", "unknown", "manual_review")), dealer, inputs)
    rows = [row[:4] for row in grouped(found)]
    head: tuple[str, ...] = ("事项", "对象", "结果", "数据与标准")
    yield from paper_table(f"涉及{dealer}的事项", head, rows, (4, 5, 3, 9), sheet=FINDINGS)


def _of_dealer(findings: Entries, dealer: str, inputs: Inputs) -> Entries:
    """Findings about a dealer, or that rest on a trade of it."""
    lines = {row.line for row in inputs.rows("trades") if row.text("dealer") == dealer}
    return [
        one
        for one in findings
        if one["subject"]["id"] == dealer
        or any(cell["table"] == "trades" and cell["line"] in lines for cell in one["evidence"])
    ]


def _open(answer: Mapping[str, JSON]) -> Parts:
    rows = grouped(findings_of(answer, results=("unknown", "manual_review")))
    if rows:
        yield "缺少数据和须人工核实的事项"
        head = ("事项", "对象", "结果", "说明", "依据")
        yield from paper_table("待补充和核实", head, rows, (4, 5, 3, 8, 5), sheet=FINDINGS)


def grouped(findings: Entries) -> list[tuple[str, ...]]:
    """A row a finding; of a rule with more than MOST_ALIKE of one result one row, with the first subjects."""
    alike: dict[tuple[str, str], Entries] = {}
    for one in findings:
        alike.setdefault((one["rule"], one["result"]), []).append(one)
    rows: list[tuple[str, ...]] = []
    for (rule, result), group in alike.items():
        if len(group) <= MOST_ALIKE:
            rows += [
                (word(rule), one["subject"]["id"], RESULTS[result], one["message"], cited(one["evidence"]))
                for one in group
            ]
            continue
        names = "、".join(one["subject"]["id"] for one in group[:MOST_ALIKE])
        subjects = f"{names}等{len(group)}项"
        said = f"{group[0]['message']}（其余同类）"
        rows.append((word(rule), subjects, RESULTS[result], said, f"见工作簿“{FINDINGS}”表"))
    return rows


def _methods(answer: Mapping[str, JSON]) -> Parts:
    yield "附：口径和规则版本"
    yield (
        "敲入墙：价位含上沿、不含下沿，仅计存续且未敲入的雪球。"
        "对冲天数：对冲头寸变动量除以参与率与近20日均成交量之积。"
        "反向压力：在所给冲击之间按直线插值，比例为实践口径。集中度：HHI为全部占比的平方和。"
    )
    yield (
        "雪球按单一波动率、利率和股息率估值，未考虑波动率曲面；估值为模型结果，不是市场价格。"
        "SA-CCR依据巴塞尔委员会第279号文件，外汇、权益和商品的调整后名义本金按所给数据取用。"
    )
    yield "注明“未核对原文”的规则版本，其文本尚未逐条核对，比对结果至多提请人工核实。"
    yield from packs_table(answer)
    yield from inputs_table(answer)
