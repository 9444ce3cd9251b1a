"""Headings that no style declares."""

from __future__ import annotations

import pytest

from xianxing.documents.headings import inferred_level, is_contents_line, numbering_level, settled_levels


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第一章 总则", 1),
        ("第二节 范围", 2),
        ("一、项目概述", 1),
        ("十二、结论", 1),
        ("（一）风险", 2),
        ("(二)措施", 2),
        ("1. 范围", 3),
        ("1、范围", 3),
        ("1.1 目标", 2),
        ("1.1.2 目标", 3),
        ("（1）名称", 4),
        ("3　网络安全评估", 3),
        ("99.5%以上", 0),
        ("2024年工作", 0),
        ("项目概述", 0),
        ("1.5倍杠杆", 0),
    ],
)
def test_numbering(text: str, level: int) -> None:
    assert numbering_level(text) == level


def level(text: str, *, bold: bool = False, size: float = 10.5, centred: bool = False) -> int:
    return inferred_level(text, bold=bold, size=size, body=10.5, centred=centred)


def test_numbered_short_lines_are_headings_even_in_plain_type() -> None:
    assert level("一、业务风险识别") == 1
    assert level("（二）技术措施") == 2


def test_bold_or_large_short_lines_are_headings() -> None:
    assert level("投诉响应机制", bold=True) == 2
    assert level("合规评估报告", size=22, centred=True) == 1


@pytest.mark.parametrize(
    "text",
    [
        "一、公司建立了风险监测机制，覆盖全部业务条线。",
        "1. 超过限额的，停止新增；",
        "签字人：顾明谦",
        "2024年1月10日",
        "公司设有首席风险官，下设风险管理部",
        "一、业务风险识别\t3",
        "一、评估概况……………3",
        "",
    ],
)
def test_sentences_labels_dates_and_contents_are_none(text: str) -> None:
    assert level(text) == 0


def test_a_marking_is_no_heading() -> None:
    assert level("机密★5年", bold=True, size=16) == 0


def test_contents_lines() -> None:
    assert is_contents_line("一、评估概况\t12")
    assert is_contents_line("一、评估概况 ........ 12")
    assert not is_contents_line("投入12")


def test_arabic_numbers_are_the_first_level_where_nothing_is_above() -> None:
    assert settled_levels([("1. 范围", 3), ("1.1 目标", 2), ("2. 结论", 3)]) == [1, 2, 1]
    assert settled_levels([("一、范围", 1), ("1. 目标", 3)]) == [1, 3]
