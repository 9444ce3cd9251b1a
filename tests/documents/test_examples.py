"""The three sample filings, read as the checker reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.documents.build import codes
from xianxing.documents.limits import OcrMode
from xianxing.documents.model import BlockKind, Document
from xianxing.documents.reading import read_documents

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def samples() -> dict[str, dict[str, Document]]:
    """Folder → file name without its ending → document, read without OCR by one process."""
    paths = [
        path for path in sorted(EXAMPLES.glob("*/*")) if path.suffix in (".docx", ".pptx", ".pdf", ".png")
    ]
    documents = read_documents([(path, path.name) for path in paths], ocr=OcrMode.NEVER)
    found: dict[str, dict[str, Document]] = {}
    for path, document in zip(paths, documents, strict=True):
        found.setdefault(path.parent.name, {})[path.stem] = document
    return found


def test_nothing_is_wrong_with_the_files_but_unread_pictures(samples: dict[str, dict[str, Document]]) -> None:
    problems = {
        f"{folder}/{name}": codes(document)
        for folder, documents in samples.items()
        for name, document in documents.items()
        if document.problems
    }
    assert problems == {
        "related-party-tool/软件著作权登记证书": {"no-text"},
        "sme-archive-chain/合规评估报告（签字扫描件）": {"no-text"},
        "sme-archive-chain/软件著作权登记证书": {"no-text"},
    }


def test_real_footnotes_are_there(samples: dict[str, dict[str, Document]]) -> None:
    notes = {name: len(document.notes) for name, document in samples["related-party-tool"].items()}
    assert notes["合规评估报告"] == 3
    assert notes["项目实施方案"] == 2
    assert notes["技术安全评估报告"] == 2  # in a PDF: raised numbers and small print at the foot
    first = samples["related-party-tool"]["合规评估报告"].notes[0]
    assert "关联交易的识别" in first.anchor


@pytest.mark.clause("4.1.2")
def test_signatures(samples: dict[str, dict[str, Document]]) -> None:
    (signature,) = samples["related-party-tool"]["合规评估报告"].signatures
    assert (signature.name, signature.title) == ("顾明谦", "合规负责人")
    assert (signature.unit, signature.signed_on) == ("鹏海证券股份有限公司", date(2024, 1, 10))
    plan = samples["sme-archive-chain"]["项目实施方案"].signatures
    assert [one.name for one in plan] == ["韩仲平", "戚望舒"]
    (wrong,) = samples["defective-example"]["合规评估报告"].signatures
    assert wrong.title == "信息技术部总经理"
    every = [
        one
        for documents in samples.values()
        for document in documents.values()
        for one in document.signatures
    ]
    assert all(one.name and one.title and one.unit and one.signed_on for one in every)


@pytest.mark.clause("4.3.2")
def test_the_only_marking_is_the_planted_one(samples: dict[str, dict[str, Document]]) -> None:
    found = [
        (folder, name, marking.text)
        for folder, documents in samples.items()
        for name, document in documents.items()
        for marking in document.markings
    ]
    assert found == [("defective-example", "技术安全评估报告", "机密★5年")]


def test_headings_and_slides(samples: dict[str, dict[str, Document]]) -> None:
    report = samples["related-party-tool"]["技术安全评估报告"]
    headings = [block.text for block in report.blocks if block.kind is BlockKind.HEADING]
    assert headings[1:4] == ["一、评估依据与对象", "二、技术风险识别", "三、网络安全"]
    assert headings[-1] == "签字页"
    slides = samples["related-party-tool"]["项目情况介绍"]
    titles = [block.text for block in slides.blocks if block.kind is BlockKind.SLIDE_TITLE]
    assert titles[0] == "一、项目背景"
    assert slides.pages == 9


def test_tables_of_a_pdf_have_whole_rows(samples: dict[str, dict[str, Document]]) -> None:
    report = samples["related-party-tool"]["技术安全评估报告"]
    rows = [block.cells for block in report.blocks if block.cells]
    assert rows[1][:3] == ("1", "网络安全风险", "外部数据专线成为入侵通道")
