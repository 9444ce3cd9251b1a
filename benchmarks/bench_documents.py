"""Reading a sample filing without OCR, counting 字, unpacking, and OCR seconds a page.

No published reader does the same work (notes, signatures, hidden text, hostile files, in a bounded
process); plain text extraction by python-docx and pypdfium2 stands beside, to show what the care costs.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2

from benchmarks.figure import Figure, seconds
from xianxing.documents.counting import count_zi
from xianxing.documents.filing import unpack_filing
from xianxing.documents.limits import Limits, OcrMode
from xianxing.documents.ocr import is_available
from xianxing.documents.reading import Reader, read_documents

SAMPLE = Path("examples/related-party-tool")
SCAN = Path("examples/sme-archive-chain/合规评估报告（签字扫描件）.pdf")
READ_WITHIN = 1.0  # seconds for the files of a sample filing, without OCR


def run() -> list[Figure]:
    """All figures of the documents."""
    return [_sample(), _warm(), _counting(), _unpacking(), *_ocr()]


def _files() -> list[tuple[Path, str]]:
    return [(path, path.name) for path in sorted(SAMPLE.iterdir()) if path.suffix != ".toml"]


def _sample() -> Figure:
    files = _files()
    spent = seconds(lambda: list(read_documents(files, ocr=OcrMode.NEVER)))
    assert spent < READ_WITHIN * 3, "a sample takes far longer to read than it may"
    note = f"{len(files)} files, start of the child process included; aim below {READ_WITHIN} s"
    return Figure(
        "read a sample filing without OCR", spent, "s", "python-docx + pypdfium2, text only", _plain(), note
    )


def _plain() -> float:
    def extract() -> None:
        for path, _ in _files():
            if path.suffix == ".docx":
                assert [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
            elif path.suffix == ".pdf":
                pdf = pypdfium2.PdfDocument(path)
                assert [page.get_textpage().get_text_range() for page in pdf]

    return seconds(extract)


def _warm() -> Figure:
    with Reader(Limits(), OcrMode.NEVER) as reader:
        for path, name in _files():
            reader.read(path, name)
        spent = seconds(lambda: [reader.read(path, name) for path, name in _files()])
    return Figure("the same with the child process running", spent, "s")


def _counting() -> Figure:
    text = "系统以知识图谱推导关系，识别准确率不低于99.5%，经API接口返回。" * 2000
    spent = seconds(lambda: count_zi(text))
    return Figure("count 字", len(text) / spent / 1e6, "million characters a second")


def _unpacking() -> Figure:
    with tempfile.TemporaryDirectory(prefix="xianxing-bench-", dir=Path.cwd()) as name:
        folder = Path(name)
        with zipfile.ZipFile(folder / "filing.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in SAMPLE.iterdir():
                archive.write(path, path.name)
        targets: Iterator[Path] = (folder / str(number) for number in range(100))
        spent = seconds(lambda: unpack_filing(folder / "filing.zip", next(targets)))
    return Figure("unpack a zipped sample", spent, "s")


def _ocr() -> list[Figure]:
    if not is_available():
        return []
    with Reader(Limits(), OcrMode.AUTO) as reader:
        first = reader.read(SCAN, SCAN.name)
        spent = seconds(lambda: reader.read(SCAN, SCAN.name), repeat=1)
    pages = first.pages or 1
    note = f"{pages} pages of a scan, one thread, mean confidence {first.ocr_confidence}"
    return [Figure("OCR", spent / pages, "s a page", note=note)]
