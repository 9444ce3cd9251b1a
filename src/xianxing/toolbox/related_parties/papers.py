"""The tool's papers: the report of a check, and the facts that a firm is asked to confirm.

They say what was found in which rows against which line, and never judge conduct.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from xianxing.documents.writing.official import OfficialPaper, PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import findings_of, results_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import (
    SIGNING_DAY,
    cited,
    inputs_table,
    packs_table,
    paper_table,
    picture,
    read_words,
    said_day,
    said_share,
    small_print,
)
from xianxing.toolbox.related_parties.charts import charts
from xianxing.toolbox.related_parties.facts_paper import fact_paper
from xianxing.toolbox.related_parties.paper_rows import (
    CONDUCT,
    EntityNames,
    grounds_of,
    open_rows,
    party_rows,
    said_likeness,
    trade_rows,
    vote_rows,
)
from xianxing.toolbox.related_parties.paper_words import BOARDS, DEFINITIONS, LEVELS, METHODS, REGIMES
from xianxing.toolbox.reports import ToolReport

WORKBOOK = "parties-and-ledger"
Parts = Iterator[PaperPart]


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The report of the check and the confirmation of facts."""
    names = EntityNames.of(inputs)
    facts = ToolReport("fact-confirmation", fact_paper(answer, inputs, names))
    return ToolReport("report", report_paper(answer, inputs, names)), facts


def report_paper(answer: Mapping[str, JSON], inputs: Inputs, names: EntityNames) -> OfficialPaper:
    """关联交易核查报告: every section of the check, with methods and packs as its annex."""
    drawn = {chart.id: chart for chart in charts(answer)}
    body = (
        *_basis(answer, inputs, names),
        *_parties(answer, names),
        *picture(drawn.get("group")),
        *picture(drawn.get("methods")),
        *_trades(answer, names),
        *picture(drawn.get("sums")),
        *picture(drawn.get("levels")),
        *_recusals(answer, names),
        *_prices(answer),
        *_lists(answer, names),
        *_open(answer),
    )
    return OfficialPaper(
        title="关联交易核查报告",
        paragraphs=body,
        signed=("核查人员（签名）：　　　　　　",),
        signed_day=SIGNING_DAY,
        small=small_print(answer),
        annex=tuple(_methods(answer)),
    )


def _basis(answer: Mapping[str, JSON], inputs: Inputs, names: EntityNames) -> Parts:
    yield "一、核查依据与数据"
    boards = "、".join(BOARDS[one] for one in inputs.words("boards"))
    listed = f"，上市板块为{boards}" if boards else "，未上市"
    kind = "证券公司" if inputs.word("firm_kind") == "securities_firm" else "公司"
    yield (
        f"本次核查的{kind}为{names.of_entity(inputs.word('firm'))}{listed}。数据基准日为"
        f"{said_day(str(answer['as_of']))}。关联方按交易所上市规则、公司法、企业会计准则第36号"
        f"{'和证券公司股权管理规定' if kind == '证券公司' else ''}分别列示；"
        "各项标准取所看日期当日施行的规则版本，列于文后。"
    )
    yield from inputs_table(answer)
    yield from read_words(answer, inputs)
    counted = Counter(one["result"] for one in findings_of(answer))
    yield (
        f"逐项比对共{sum(counted.values())}项：相符{counted['met']}项，与所列标准或者记录不一致{counted['unmet']}项，"
        f"缺少数据{counted['unknown']}项，须人工核实{counted['manual_review']}项，不适用{counted['not_applicable']}项。"
        "表内“依据”所列为所交数据表的行号，首行表头计为第1行。"
    )


def _parties(answer: Mapping[str, JSON], names: EntityNames) -> Parts:
    yield "二、关联方"
    parties = results_of(answer, "related_parties")
    for regime, called in REGIMES.items():
        of_regime = [one for one in parties if one["regime"] == regime]
        if of_regime:
            entities = {one["entity"] for one in of_regime}
            unsure = sum(one["result"] != "met" for one in of_regime)
            said = f"，其中{unsure}项须补充数据或者人工核实" if unsure else ""
            yield f"按{called}口径查明关联方{len(entities)}个，涉及情形{len(of_regime)}项{said}。"
    rows = party_rows(parties, names, "exchange")
    head: tuple[str, ...] = ("编号", "名称", "情形", "期间", "关系", "依据")
    yield from paper_table("按上市规则查明的关联方", head, rows, (3, 5, 5, 3, 8, 5), sheet="关联方名单")
    through = [
        (METHODS[one["method"]], one["owner"] or "—", one["held"], _through(one), _ways(one))
        for one in results_of(answer, "look_through")
    ]
    head = ("方法", "持有人", "被持有", "结果", "路径或者说明")
    yield from paper_table("穿透核查结果", head, through, (4, 3, 3, 5, 9), sheet="穿透结果")


def _through(one: Mapping[str, Any]) -> str:
    if one.get("result") == "unknown" or (one["method"] != "beneficial_owner" and one["share"] is None):
        return "无法计算"
    said = said_share(one["share"])
    if one["method"] == "voting_power":
        return f"表决权{said}，班扎夫{said_share(one['banzhaf'])}，沙普利{said_share(one['shapley'])}"
    if one["method"] == "majority_closure":
        return f"{'控制' if one['controls'] else '未过半数'}，{said}"
    if one["method"] == "beneficial_owner":
        return f"{said or '—'}（标准{one['standard'] or '—'}）"
    return f"{said}（＝{one['exact']}）" if one.get("exact") else said


def _ways(one: Mapping[str, Any]) -> str:
    if one.get("chain"):
        return "→".join(one["chain"])
    said = [f"{'→'.join(way['path'])}：{said_share(way['share'])}" for way in (one.get("paths") or [])[:3]]
    if one.get("cyclic"):
        said.append("路径上有循环持股")
    if one.get("result") == "manual_review":
        said.append("须人工核实")
    return "；".join(said) or "—"


def _trades(answer: Mapping[str, JSON], names: EntityNames) -> Parts:
    yield "三、关联交易审议与披露"
    trades = results_of(answer, "trades")
    counted = Counter(one["level"] for one in trades)
    said = "，".join(f"{LEVELS[level]}{counted[level]}笔" for level in LEVELS if counted[level])
    covered = sum("covered_by" in one for one in trades)
    yield (
        f"台账共{len(trades)}笔交易：{said or '无'}。其中{covered}笔在已审议的年度日常关联交易预计额度之内。"
    )
    rows = trade_rows(answer, names)
    if not rows:
        yield "达到审议、披露标准的关联交易均有相应记录，未见财务资助、担保方面的限制情形。"
    head = ("交易", "交易对方", "金额（元）", "比对的标准", "未见的记录或者情形", "依据")
    yield from paper_table(
        "与审议、披露要求不一致的关联交易", head, rows, (6, 6, 7, 9, 8, 6), sheet="判定明细"
    )


def _recusals(answer: Mapping[str, JSON], names: EntityNames) -> Parts:
    yield "四、回避"
    matters = [
        (
            str(one["matter"]),
            grounds_of(one["directors"], "person", names) or "无",
            f"{one['eligible_directors']}人" + ("，提交股东会审议" if one["to_shareholders_meeting"] else ""),
            grounds_of(one["shareholders"], "entity", names) or "无",
        )
        for one in results_of(answer, "recusals")
    ]
    head = ("事项", "应回避董事（情形）", "可表决董事", "应回避股东（情形）")
    yield from paper_table("各事项的回避人员", head, matters, (2, 8, 4, 8), sheet="回避")
    rows = vote_rows(answer)
    yield from paper_table(
        "表决记录的比对", ("决议", "日期", "比对结果", "依据"), rows, (2, 3, 12, 6), sheet="判定明细"
    )
    if not matters and not rows:
        yield "所交数据中没有待表决事项和表决记录。"


def _prices(answer: Mapping[str, JSON]) -> Parts:
    yield "五、定价"
    checked = findings_of(answer, "rp-price")
    beyond = [one for one in checked if one["result"] == "unmet"]
    yield (
        f"可与当日参考价格比对的交易共{len(checked)}笔，偏离超过容差的{len(beyond)}笔"
        "（容差为核查实践，不是条文规定）。"
    )
    rows = [
        (one["subject"]["id"], one["day"] or "", said_share(one["value"]), said_share(one["limit"]),
         one["message"], cited(one["evidence"]))
        for one in beyond
    ]  # fmt: skip
    head = ("交易", "日期", "偏离", "容差", "说明", "依据")
    yield from paper_table("与参考价格不一致的交易", head, rows, (3, 4, 3, 3, 8, 5), sheet="判定明细")


def _lists(answer: Mapping[str, JSON], names: EntityNames) -> Parts:
    yield "六、名单比对"
    missing = findings_of(answer, "rp-list", results=("unmet",))
    surplus = findings_of(answer, "rp-list", results=("manual_review",))
    yield (
        f"查明的关联方中未列入公司关联方名单的{len(missing)}个；"
        f"名单所列但所交数据未见关联关系的{len(surplus)}个。"
    )
    rows = [
        (one["subject"]["id"], names.name(one["subject"]["id"]), one["message"], cited(one["evidence"]))
        for one in missing
    ]
    head = ("编号", "名称", "说明", "依据")
    yield from paper_table("未列入名单的关联方", head, rows, (3, 6, 11, 5), sheet="名单比对")
    beyond = [(one["subject"]["id"], names.name(one["subject"]["id"]), one["message"]) for one in surplus]
    yield from paper_table("名单所列但未见关联关系的主体", head[:3], beyond, (3, 6, 11), sheet="名单比对")
    hints = [
        (
            one["entity"],
            names.name(one["entity"]),
            f"{one['like']} {names.name(one['like'])}",
            said_likeness(one["because"]),
        )
        for one in results_of(answer, "candidates")
    ]
    head = ("编号", "名称", "相近的关联方", "相同项")
    yield from paper_table("同名、同址、同电话线索（仅供核实）", head, hints, (3, 6, 8, 4), sheet="名单比对")


def _open(answer: Mapping[str, JSON]) -> Parts:
    yield "七、未能由数据判定、须人工核实的事项"
    rows = open_rows(answer)
    if not rows:
        yield "没有未能由数据判定的事项。"
    head = ("序号", "类别", "事项", "依据")
    yield from paper_table("须补充数据或者人工核实的事项", head, rows, (2, 4, 14, 6), sheet="判定明细")
    yield (
        "本报告只反映所交数据与所列标准的比对结果，不对有关行为的性质作出认定。"
        "各项数字均可按“依据”所列数据表和行号复核，全部明细见随附工作簿。"
    )


def _methods(answer: Mapping[str, JSON]) -> Parts:
    yield "附：方法与规则版本"
    asked = {str(one["method"]) for one in results_of(answer, "look_through")}
    rows = [(METHODS[one], words) for one, words in DEFINITIONS.items() if one in asked]
    yield from paper_table("所用穿透方法", ("方法", "定义"), rows, (3, 12))
    yield (
        "十二个月累计：与同一关联人组（同一控制下或者互相控制）或者同一标的同类交易，自交易日前一年同日的次日起相加；"
        "已披露的不再计入董事会标准的累计，已经股东会审议的不再计入股东会标准的累计。"
    )
    yield from packs_table(answer)
    kinds = "、".join(f"{rule} {said}" for rule, said in CONDUCT.items())
    yield f"规则代号：{kinds}。规则集摘要：{answer['ruleset']}。"
    yield "“未核对原文”的规则版本不据以认定不一致，有关事项列入须人工核实。"
