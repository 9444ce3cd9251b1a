"""事实确认书 of an inspection: the facts that the manager is asked to confirm or to contest, no verdict."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from xianxing.documents.writing.official import OfficialPaper, PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import Entries, entries, findings_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection.charts import charts
from xianxing.toolbox.inspection.names import rule_name
from xianxing.toolbox.papers import (
    RESULTS,
    SIGNING_DAY,
    cited,
    inputs_table,
    packs_table,
    paper_table,
    picture,
    read_words,
    said_article,
    said_day,
    small_print,
)
from xianxing.toolbox.reports import ToolReport

TRADING = ("ft-reverse", "ft-direction", "ft-cross", "ft-chain")
REPLAY = "规则回放"
Parts = Iterator[PaperPart]


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The one paper of the tool; of a replay it is marked as such and isn't to be confirmed."""
    return (ToolReport("fact-confirmation", fact_paper(answer, inputs)),)


def replayed(answer: Mapping[str, JSON]) -> Mapping[str, JSON] | None:
    """What a replay says of itself; None where the days were judged by their own rules."""
    results = answer["results"]
    said = results.get("replay") if isinstance(results, dict) else None
    return said if isinstance(said, dict) else None


def replay_words(answer: Mapping[str, JSON]) -> str:
    """One sentence that a replay puts on every paper and sheet; "" for an ordinary run."""
    said = replayed(answer)
    if said is None:
        return ""
    day = said_day(str(said["rules_as_of"]))
    return f"本件为规则回放结果：各估值日均按{day}的规则比对，不是当日适用的规则，不作为检查事实。"


def fact_paper(answer: Mapping[str, JSON], inputs: Inputs) -> OfficialPaper:
    """The paper for the manager's seal and the inspectors' signatures."""
    is_replay = replayed(answer) is not None
    body = (
        *_basis(answer, inputs),
        *_facts(answer, inputs),
        *_open(answer, inputs),
        *(_difference(answer) if is_replay else _opinion()),
    )
    signed: tuple[str, ...] = ("检查人员（签名）：　　　　　　",)
    if not is_replay:
        signed = ("被检查单位（盖章）：　　　　　　", "经办人（签名）：　　　　　　", *signed)
    return OfficialPaper(
        title="事实确认书（规则回放）" if is_replay else "事实确认书",
        to=inputs.word("manager"),
        paragraphs=body,
        signed=signed,
        signed_day=SIGNING_DAY,
        small=(*small_print(answer), *filter(None, (replay_words(answer),))),
        water=REPLAY if is_replay else "",
        annex=tuple(_annex(answer)),
    )


def _basis(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    yield "一、检查事项和数据来源"
    if replay_words(answer):
        yield replay_words(answer)
    results = answer["results"]
    days = results.get("days") if isinstance(results, dict) else {}
    checked = days if isinstance(days, dict) else {}
    products, count = checked.get("products", 0), checked.get("checked", 0)
    first, last = (said_day(_day(inputs.settings.get(name))) for name in ("from", "to"))
    period = f"{first}至{last}" if first and last else "所交估值数据的全部估值日"
    yield (
        f"检查事项为你单位管理的{products}只产品在{period}（{count}个估值日）的"
        "投资比例、杠杆、流动性、申购申报和公平交易情况，数据基准日为"
        f"{said_day(str(answer['as_of']))}。以下事实按你单位提供的数据表和行号列示，首行表头计为第1行；"
        "各估值日按当日施行的规则版本比对，规则版本列于文后。"
        if not replay_words(answer)
        else f"检查范围为{products}只产品，{period}（{count}个估值日）。"
    )
    yield from read_words(answer, inputs)
    counted = Counter(one["result"] for one in findings_of(answer))
    yield (
        f"逐项比对共{sum(counted.values())}项：相符{counted['met']}项，与所列标准不一致{counted['unmet']}项，"
        f"缺少数据{counted['unknown']}项，须人工核实{counted['manual_review']}项，"
        f"不适用{counted['not_applicable']}项。"
    )


def _day(value: object) -> str:
    return str(value) if value else ""


def _facts(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    yield "二、按回放规则比对的结果" if replayed(answer) is not None else "二、请确认的事实"
    unmet = findings_of(answer, results=("unmet",))
    held = [one for one in unmet if one["rule"] not in TRADING]
    traded = [one for one in unmet if one["rule"] in TRADING]
    numbers = itertools.count(1)
    digits = iter("一二三")
    if held:
        yield f"（{next(digits)}）投资运作"
        yield from _table("与标准不一致的投资运作", held, inputs, numbers)
    statement = _statement(answer)
    if traded or statement:
        yield f"（{next(digits)}）公平交易"
    if statement:
        yield statement
    yield from _table("与标准不一致的交易", traded, inputs, numbers)
    if not unmet:
        yield "所交数据与所列标准未见不一致。"


def _statement(answer: Mapping[str, JSON]) -> str:
    results = answer["results"]
    said = results.get("reverse_statement") if isinstance(results, dict) else None
    return str(said["text"]) if isinstance(said, dict) else ""


def _table(caption: str, found: Entries, inputs: Inputs, numbers: Iterator[int]) -> Parts:
    names = {
        row.text("id"): row.text("name") for table in ("products", "assets") for row in inputs.rows(table)
    }
    rows = [
        (
            str(next(numbers)), _subject(one, names), one["message"], said_article(one) or "—",
            cited(one["evidence"]),
        )
        for one in found
    ]  # fmt: skip
    head = ("序号", "对象", "事实", "标准所在条款", "依据")
    yield from paper_table(caption, head, rows, (2, 5, 14, 6, 6), sheet="各规则")


def _subject(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    subject = str(one["subject"]["id"])
    return f"{subject} {names.get(subject, '')}".strip()


def _open(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    yield "三、须补充数据或者人工核实的事项"
    found = findings_of(answer, results=("unknown", "manual_review"))
    names = {row.text("id"): row.text("name") for row in inputs.rows("products")}
    rows = [
        (
            f"{rule_name(one['rule'])}（{RESULTS[one['result']]}）", _subject(one, names), one["message"],
            cited(one["evidence"], 4),
        )
        for one in found
    ]  # fmt: skip
    if not rows:
        yield "没有此类事项。"
    head = ("类别", "对象", "说明", "依据")
    yield from paper_table("未能由数据判定的事项", head, rows, (5, 5, 15, 6), sheet="各规则")


def _difference(answer: Mapping[str, JSON]) -> Parts:
    yield "四、与当日规则结果的差异"
    said = replayed(answer) or {}
    new, gone = entries(said.get("new")), entries(said.get("gone"))
    yield (
        f"与按当日规则比对的结果相比，新增{len(new)}个不一致区间，减少{len(gone)}个，"
        f"相同{said.get('same', 0)}个。"
    )
    rows = [
        (kind, rule_name(one["rule"]), f"{one['product'] or '全部产品'} {one['asset'] or ''}".strip(),
         f"{one['from']}至{one['to']}", f"最差{one['worst']}，标准{one['limit']}", one["pack"])
        for kind, some in (("新增", new), ("减少", gone))
        for one in some
    ]  # fmt: skip
    head = ("差异", "规则", "对象", "区间", "数值", "规则版本")
    yield from paper_table("新增和减少的不一致区间", head, rows, (2, 5, 4, 5, 6, 5), sheet="超限区间")
    yield "本件仅供比较规则变化的影响，不请被检查单位确认。"


def _opinion() -> Parts:
    yield "四、被检查单位意见"
    yield "□ 上述事实属实，无异议。"
    yield "□ 对上述第＿＿＿＿＿项事实有异议，说明如下（可另附页并附证明材料）："
    yield "＿" * 24
    yield "本确认书仅确认事实，不涉及对有关行为性质的认定。"


def _annex(answer: Mapping[str, JSON]) -> Parts:
    yield "附：图示、数据表与规则版本"
    if replay_words(answer):
        yield replay_words(answer)
    for chart in charts(answer):
        yield from picture(chart)
    yield from inputs_table(answer)
    yield from packs_table(answer)
    yield f"“未核对原文”的规则版本不据以认定不一致，有关事项列入须人工核实。规则集摘要：{answer['ruleset']}。"
