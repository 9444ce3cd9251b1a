"""事实确认书: the facts of a check that the firm is asked to confirm or to contest, without any verdict."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xianxing.documents.writing.official import OfficialPaper, PaperPart
from xianxing.law.findings import JSON
from xianxing.toolbox.answers import findings_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.papers import SIGNING_DAY, cited, paper_table, read_words, said_day, small_print
from xianxing.toolbox.related_parties.paper_rows import EntityNames, fact, trade_rows, vote_rows

Parts = Iterator[PaperPart]


def fact_paper(answer: Mapping[str, JSON], inputs: Inputs, names: EntityNames) -> OfficialPaper:
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


def _facts(answer: Mapping[str, JSON], names: EntityNames) -> Parts:
    """The facts in sections, each with a number that runs through all of them."""
    yield "二、请确认的事实"
    numbers = itertools.count(1)
    digits = iter("一二三四")
    found = False
    for section in _sections(answer, names):
        if section.rows:
            found = True
            yield f"（{next(digits)}）{section.title}"
            rows = [(str(next(numbers)), *row) for row in section.rows]
            head, shares = ("序号", *section.head), (2, *section.shares)
            yield from paper_table(section.caption, head, rows, shares, sheet=section.sheet)
    if not found:
        yield "所交数据与所列标准、记录未见不一致。"


@dataclass(frozen=True)
class FactSection:
    """Facts of one kind as a table."""

    title: str
    caption: str
    head: tuple[str, ...]
    shares: tuple[int, ...]
    rows: list[tuple[str, ...]]
    sheet: str


def _sections(answer: Mapping[str, JSON], names: EntityNames) -> Iterator[FactSection]:
    yield FactSection(
        "关联交易的审议与披露", "未见相应审议、披露记录或者存在所列情形的交易",
        ("交易", "交易对方", "金额（元）", "比对的标准", "未见的记录或者情形", "依据"), (6, 6, 7, 9, 8, 6),
        trade_rows(answer, names), "判定明细",
    )  # fmt: skip
    yield FactSection(
        "回避与表决", "与回避、表决人数要求不一致的表决", ("决议", "日期", "事实", "依据"), (3, 5, 16, 8),
        vote_rows(answer, "unmet"), "判定明细",
    )  # fmt: skip
    prices: list[tuple[str, ...]] = [
        (one["subject"]["id"], one["day"] or "", fact(one["message"]), cited(one["evidence"]))
        for one in findings_of(answer, "rp-price", results=("unmet",))
    ]
    yield FactSection(
        "定价", "与参考价格不一致的交易", ("交易", "日期", "事实", "依据"), (3, 5, 16, 8), prices, "判定明细"
    )
    missing: list[tuple[str, ...]] = [
        (one["subject"]["id"], names.name(one["subject"]["id"]), fact(one["message"]), cited(one["evidence"]))
        for one in findings_of(answer, "rp-list", results=("unmet",))
    ]
    yield FactSection(
        "关联方名单", "未列入关联方名单的主体", ("编号", "名称", "事实", "依据"), (4, 7, 13, 8), missing,
        "名单比对",
    )  # fmt: skip


def _opinion() -> Parts:
    yield "三、被核查单位意见"
    yield "□ 上述事实属实，无异议。"
    yield "□ 对上述第＿＿＿＿＿项事实有异议，说明如下（可另附页并附证明材料）："
    yield "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"
    yield "本确认书仅确认事实，不涉及对有关行为性质的认定。"
