"""What stands on a tool's papers and in its workbooks, read back from their files."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime

import docx
import openpyxl
from pypdfium2 import PdfDocument

from xianxing.documents.writing.official import PaperTable
from xianxing.toolbox.reports import ToolReport, ToolWorkbook, write_report, write_workbook
from xianxing.workdays.clocks import CHINA_TIME

MADE = datetime(2025, 6, 30, tzinfo=CHINA_TIME)
# What no paper of a tool may say: verdicts on conduct.
VERDICTS = ("违法", "违规", "违反", "合规性结论", "处罚")


def files_of(report: ToolReport) -> dict[str, bytes]:
    """The report's files by their endings."""
    return {name.rpartition(".")[2]: content for name, content in write_report(report, made=MADE)}


def docx_text(content: bytes) -> str:
    """Every paragraph and cell of a docx."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def pdf_text(content: bytes) -> str:
    """Every word of a PDF without the blanks and breaks that its lines put between."""
    document = PdfDocument(content)
    try:
        said = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return re.sub(r"\s", "", said)


def headings(report: ToolReport) -> list[str]:
    """The numbered headings of a paper's body, in order."""
    parts = [one for one in report.paper.paragraphs if isinstance(one, str)]
    return [one for one in parts if re.match(r"[一二三四五六七八九十]、", one) and not one.endswith("。")]


def table_of(report: ToolReport, caption: str) -> PaperTable:
    """The one table of a paper with this caption."""
    parts = (*report.paper.paragraphs, *report.paper.annex)
    (found,) = (one for one in parts if isinstance(one, PaperTable) and one.caption == caption)
    return found


def sheets_of(workbook: ToolWorkbook) -> Mapping[str, list[dict[str, str]]]:
    """The rows of each sheet by the names of its head, read back from the file; no cell is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(workbook, made=MADE)))
    found = {}
    for sheet, given in zip(book.worksheets, workbook.sheets, strict=True):
        first = 3 if given.note else 2
        cells = [list(row) for row in sheet.iter_rows(min_row=first)]
        assert {cell.data_type for row in cells for cell in row if cell.value is not None} <= {"s"}
        head, *rows = [[str(cell.value or "") for cell in row] for row in cells]
        assert tuple(head) == given.head
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found
