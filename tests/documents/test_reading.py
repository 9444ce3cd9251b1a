"""The cage around the reader: its own process, limits on time and memory, and what happens when it dies."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.build import codes, lines, pdf, word, word_xml
from tests.factories.waiting import PATIENCE
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.model import FileKind
from xianxing.documents.reading import Reader, read_document, read_documents

NEVER = OcrMode.NEVER
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no resource limits on Windows")


def test_reads_a_path_and_the_same_bytes_alike(tmp_path: Path) -> None:
    data = word("一、概述", "正文。")
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    by_path, by_bytes = read_document(path, ocr=NEVER), read_document(data, name="报告.docx", ocr=NEVER)
    assert by_path == by_bytes
    assert (by_path.name, by_path.kind, by_path.size) == ("报告.docx", FileKind.DOCX, len(data))
    assert by_path.sha256 == hashlib.sha256(data).hexdigest()
    assert by_path.text == "一、概述\n正文。"


def test_reads_many_with_one_process_in_order() -> None:
    files = [(word(f"第{number}份。"), f"{number}.docx") for number in range(6)]
    with Reader(Limits(), NEVER) as reader:
        documents = [reader.read(data, name) for data, name in files]
        child = reader._text
        assert child is not None
        assert child._process is not None
        assert child.starts == 1
    assert [document.text for document in documents] == [f"第{number}份。" for number in range(6)]
    assert [document.name for document in read_documents(files, ocr=NEVER)] == [name for _, name in files]


def test_missing_empty_and_oversized_files(tmp_path: Path) -> None:
    assert codes(read_document(tmp_path / "none.docx")) == {"not-found"}
    assert codes(read_document(tmp_path)) == {"not-found"}
    assert codes(read_document(b"", name="a.docx")) == {"empty-file"}
    large = tmp_path / "large.docx"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    got = read_document(large)
    assert (codes(got), got.usable, got.size) == ({"too-large"}, False, 200 * 1024 * 1024)


def slow_pdf() -> bytes:
    return pdf(*(lines(*(["资本市场金融科技创新试点" * 4] * 40)) for _ in range(60)))


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read() -> None:
    with Reader(replace(Limits(), wall_seconds=0.05), NEVER) as reader:
        reader.read(word("先热身。"), "a.docx")
        assert codes(reader.read(slow_pdf(), "慢.pdf")) == {"too-slow"}
        reader.limits = Limits()
        assert reader.read(word("正文。"), "b.docx").text == "正文。"


def test_a_paragraph_of_blanks_is_read_like_any_other() -> None:
    with Reader(replace(Limits(), cpu_seconds=8, wall_seconds=PATIENCE), NEVER) as reader:
        got = reader.read(word("甲" + " " * 20_000 + "乙", "正文。"), "空白.docx")
    assert codes(got) == set()
    assert got.text.startswith("甲") and got.text.endswith("正文。")


@POSIX
def test_what_takes_too_much_memory_is_stopped_and_the_next_file_is_read() -> None:
    wide = word_xml("".join(f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>" for number in range(150_000)))
    with Reader(replace(Limits(), memory_bytes=160 * 1024 * 1024), NEVER) as reader:
        got = reader.read(wide, "宽.docx")
        assert codes(got) <= {"too-large", "worker-crashed"}
        assert not got.usable
        assert reader.read(word("正文。"), "b.docx").text == "正文。"


@POSIX
def test_a_process_that_dies_is_named_and_replaced() -> None:
    with Reader(Limits(), NEVER) as reader:
        reader.read(word("先热身。"), "a.docx")
        child = reader._text
        assert child is not None
        assert child._process is not None
        os.kill(child._process.pid, 11)
        child._process.wait()
        assert codes(reader.read(word("正文。"), "b.docx")) == {"worker-crashed"}
        assert reader.read(word("正文。"), "c.docx").text == "正文。"
        assert child.starts == 2


def test_the_process_inherits_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANXING_SECRET_KEY", "geheim")
    with Reader(Limits(), NEVER) as reader:
        reader.read(word("正文。"), "a.docx")
        child = reader._text
        assert child is not None
        assert child._process is not None
        environment = Path(f"/proc/{child._process.pid}/environ")
        if environment.exists():
            assert b"geheim" not in environment.read_bytes()


def test_ten_thousand_paragraphs_are_read_in_time() -> None:
    body = "".join(f"<w:p><w:r><w:t>第{number}段正文。</w:t></w:r></w:p>" for number in range(10_000))
    assert len(read_document(word_xml(body), name="长.docx", ocr=NEVER).blocks) == 10_000
