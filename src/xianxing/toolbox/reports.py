"""What a tool hands over beside its JSON: reports as official papers, and workbooks whose cells are text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from xianxing.law.findings import JSON
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.inputs import Inputs

if TYPE_CHECKING:  # it loads the libraries that set pages
    from xianxing.documents.writing.official import OfficialPaper


class PaperError(Exception):
    """A chart, report or workbook could not be made; its words, in the user's language, say why."""


@dataclass(frozen=True)
class ToolReport:
    """One paper of a tool; `name` is the stem of its files, in English ("report", "fact-confirmation")."""

    name: str
    paper: OfficialPaper


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: what it is called, its head and rows; `note` stands above the head."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class ToolWorkbook:
    """One workbook of a tool; `name` is the stem of its file, in English."""

    name: str
    sheets: tuple[WorkbookSheet, ...]


def no_charts(_answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """What a tool without charts draws."""
    return ()


def no_reports(_answer: Mapping[str, JSON], _inputs: Inputs) -> tuple[ToolReport, ...]:
    """What a tool without reports writes."""
    return ()


def no_workbooks(_answer: Mapping[str, JSON], _inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """What a tool without workbooks writes."""
    return ()


@dataclass(frozen=True)
class PaperMakers:
    """How a tool makes its charts, reports and workbooks of the JSON of an answer and its inputs."""

    charts: Callable[[Mapping[str, JSON]], tuple[Chart, ...]] = no_charts
    reports: Callable[[Mapping[str, JSON], Inputs], tuple[ToolReport, ...]] = no_reports
    workbooks: Callable[[Mapping[str, JSON], Inputs], tuple[ToolWorkbook, ...]] = no_workbooks


def write_report(report: ToolReport, *, made: datetime) -> tuple[tuple[str, bytes], ...]:
    """The report's files by name, docx and PDF, the same bytes each time; TypesettingError as its writer."""
    from xianxing.documents.writing.official import write_official_pdf
    from xianxing.documents.writing.official_docx import write_official_docx

    return (
        (f"{report.name}.docx", write_official_docx(report.paper, made=made)),
        (f"{report.name}.pdf", write_official_pdf(report.paper, made=made)),
    )


def write_workbook(workbook: ToolWorkbook, *, made: datetime) -> bytes:
    """The workbook as xlsx, the same bytes for the same sheets and instant. ValueError without a sheet.

    Every cell is text, so that a number keeps its digits and nothing is run as a formula; plain decimals
    stand to the right. A sheet's title is cut to what the format takes, and made the only one of its kind.
    """
    from xianxing.toolbox.sheets import workbook_bytes

    if not workbook.sheets:
        raise ValueError(f"the workbook {workbook.name} has no sheet")
    parts = [(sheet.title, sheet.note, sheet.head, sheet.rows) for sheet in workbook.sheets]
    return workbook_bytes(parts, made=made)
