"""State-secret markings where they stand, and sentences that only speak of secrecy."""

from __future__ import annotations

import pytest

from xianxing.documents.markings import find_markings
from xianxing.documents.model import Block, BlockKind


def paragraph(text: str, **fields: object) -> Block:
    return Block(BlockKind.PARAGRAPH, text, **fields)  # type: ignore[arg-type]


def found(*blocks: Block) -> list[str]:
    return [marking.text for marking in find_markings(blocks)]


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("机密★5年", "机密★5年"),
        ("机 密 ★ 5 年", "机密★5年"),
        ("绝密★长期", "绝密★长期"),
        ("秘密★", "秘密★"),
        ("秘密", "秘密"),
        ("机密☆十年", "机密☆十年"),
        ("密级：机密★5年", "机密★5年"),
        ("密级: 秘密", "秘密"),
        ("机密〔2年〕", "机密〔2年〕"),
        ("【机密】", "【机密】"),
        ("秘密★6个月", "秘密★6个月"),
        ("机密★5年　　　　　编号：001", "机密★5年"),
    ],
)
def test_finds_a_marking_at_the_top(text: str, marking: str) -> None:
    assert found(paragraph(text), paragraph("技术安全评估报告")) == [marking]


@pytest.mark.parametrize(
    "text",
    [
        "本材料不涉及国家秘密。",
        "数据的机密性、完整性和可用性",
        "商业秘密",
        "核心商业秘密★5年",
        "工作秘密",
        "机密性保护措施",
        "密级：无",
        "密级：内部",
        "涉及商业秘密的字段见下表",
        "绝密、机密、秘密三级",
        "秘密共享算法",
    ],
)
def test_a_mention_is_no_marking(text: str) -> None:
    assert found(paragraph(text)) == []


def test_without_a_star_only_the_top_header_box_or_label_counts() -> None:
    body = [paragraph(f"第{number}段正文。") for number in range(20)]
    assert found(*body, paragraph("秘密")) == []
    assert found(*body, Block(BlockKind.HEADER, "秘密")) == ["秘密"]
    assert found(*body, Block(BlockKind.TEXT_BOX, "机密")) == ["机密"]
    assert found(*body, paragraph("机密★3年")) == ["机密★3年"]
    assert found(*body, Block(BlockKind.TABLE_ROW, "密级\t机密", cells=("密级", "机密"))) == ["机密"]


def test_a_table_of_levels_is_none() -> None:
    row = Block(BlockKind.TABLE_ROW, "", cells=("绝密★长期", "机密★5年", "秘密★3年"))
    assert found(row) == []


def test_tells_where() -> None:
    (marking,) = find_markings([paragraph("机密★5年", page=2)])
    assert marking.location == "page=2"


def test_ocr_may_misread_the_star() -> None:
    blocks = [paragraph("机密*5年"), paragraph("机密女5年")]
    assert [marking.text for marking in find_markings(blocks, from_ocr=True)] == ["机密*5年", "机密女5年"]
    assert [marking.text for marking in find_markings(blocks)] == ["机密*5年"]


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize("kind", [BlockKind.HEADER, BlockKind.FOOTER])
def test_a_level_with_words_for_the_reader_marks_the_margin_of_a_page(kind: BlockKind) -> None:
    assert found(Block(kind, "机密级文件　严禁外传")) == ["机密级文件严禁外传"]
    assert found(Block(kind, "商业秘密　注意保存"), paragraph("机密文件不得外传是保密制度的要求。")) == []
