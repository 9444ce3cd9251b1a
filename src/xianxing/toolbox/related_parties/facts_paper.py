"""事实确认书: the facts of a check that the firm is asked to confirm or to contest, without any verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.documents.writing.official import OfficialPaper, PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import findings_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import SIGNING_DAY, cited, paper_table, read_words, said_day, small_print
from xianxing.toolbox.related_parties.paper_rows import PaperNames, fact, trade_rows, vote_rows

Parts = Iterator[PaperPart]


def fact_paper(answer: Mapping[str, JSON], inputs: Inputs, names: PaperNames) -> OfficialPaper:
    """The paper for the firm's seal and the checkers' signatures."""
    body = (*_basis(answer, inputs), *_facts(answer, names), *_opinion())
    return OfficialPaper(
        title="事实确认书",
        to=names.name(inputs.word("firm")) or inputs.word("firm"),
        paragraphs=body,
        signed=(
            "被核查单位（盖章）：　　　　　　",
            "经办人（签名）：　　　　　　",
            "核查人员（签名）：　　　　　　",
        ),
        signed_day=SIGNING_DAY,
        small=small_print(answer),
    )


def _basis(answer: Mapping[str, JSON], inputs: Inputs) -> Parts:
    yield "一、核查事项和数据来源"
    files = answer["inputs"]
    tables = "、".join(files) if isinstance(files, dict) else ""
    yield (
        f"核查事项为你单位截至{said_day(str(answer['as_of']))}的关联方、关联交易审议与披露、回避表决、定价和关联方名单。"
        f"数据为你单位提供的数据表（{tables}），各文件摘要见核查报告。以下事实按数据表和行号列示，首行表头计为第1行。"
    )
    yield from read_words(answer, inputs)


def _facts(answer: Mapping[str, JSON], names: PaperNames) -> Parts:
    yield "二、请确认的事实"
    parts = [
        ("（一）关联交易的审议与披露", list(_trades(answer, names))),
        ("（二）回避与表决", list(_votes(answer))),
        ("（三）定价", list(_prices(answer))),
        ("（四）关联方名单", list(_list(answer, names))),
    ]
    digits = iter(("（一）", "（二）", "（三）", "（四）"))
    found = False
    for heading, said in parts:
        if said:
            found = True
            yield f"{next(digits)}{heading[3:]}"
            yield from said
    if not found:
        yield "所交数据与所列标准、记录未见不一致。"


def _trades(answer: Mapping[str, JSON], names: PaperNames) -> Parts:
    rows = trade_rows(answer, names)
    if rows:
        yield f"下列{len(rows)}笔交易，所交数据中未见相应的审议、披露记录，或者存在所列情形。"
    head = ("交易", "交易对方", "金额（元）", "比对的标准", "未见的记录或者情形", "依据")
    yield from paper_table("关联交易", head, rows, (4, 5, 5, 7, 7, 5), sheet="判定明细")


def _votes(answer: Mapping[str, JSON]) -> Parts:
    rows = vote_rows(answer, "unmet")
    yield from paper_table(
        "表决记录", ("决议", "日期", "事实", "依据"), rows, (2, 3, 12, 6), sheet="判定明细"
    )


def _prices(answer: Mapping[str, JSON]) -> Parts:
    rows = [
        (one["subject"]["id"], one["day"] or "", fact(one["message"]), cited(one["evidence"]))
        for one in findings_of(answer, "rp-price", results=("unmet",))
    ]
    head = ("交易", "日期", "事实", "依据")
    yield from paper_table("与参考价格不一致的交易", head, rows, (3, 4, 10, 6), sheet="判定明细")


def _list(answer: Mapping[str, JSON], names: PaperNames) -> Parts:
    rows = [
        (one["subject"]["id"], names.name(one["subject"]["id"]), fact(one["message"]), cited(one["evidence"]))
        for one in findings_of(answer, "rp-list", results=("unmet",))
    ]
    head = ("编号", "名称", "事实", "依据")
    yield from paper_table("未列入关联方名单的主体", head, rows, (3, 6, 11, 5), sheet="名单比对")


def _opinion() -> Parts:
    yield "三、被核查单位意见"
    yield "□ 上述事实属实，无异议。"
    yield "□ 对上述第＿＿＿＿＿项事实有异议，说明如下（可另附页并附证明材料）："
    yield "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"
    yield "本确认书仅确认事实，不涉及对有关行为性质的认定。"
