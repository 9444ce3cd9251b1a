"""The two sheets that are set for a package: what was done here, and the public sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.law.papers import PaperIssuer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.filings.public_sheet.sheet import Preview, SheetValue
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.values import chinese_day, organ_name, project_name
from xianxing.pilot.transmissions.course import course_of
from xianxing.workdays.clocks import day_of


def course_sheet(view: CaseView, *, at: datetime) -> Mapping[str, Callable[[], bytes]]:
    """What was done with the case here, as PDF and Word, each made when it is asked for."""
    lines = [_about(view)]
    for number, act in enumerate(course_of(view), start=1):
        lines.append(f"{number}. {chinese_day(day_of(act.at))}，{act.role}：{act.step}（{act.clauses}）。")
        lines += [f"{said.rstrip('。')}。" for said in act.said]
    paper = _sheet(view, "办理情况", lines, at)
    return {
        "pdf": partial(write_official_pdf, paper, made=at),
        "docx": partial(write_official_docx, paper, made=at),
    }


def public_sheet(view: CaseView, sheet: Preview, *, at: datetime) -> Callable[[], bytes]:
    """The public sheet as it stands now, as PDF, made when it is asked for."""
    units = {
        unit.key: unit.institution.name if unit.institution else unit.uscc
        for unit in present_units(view.filing)
    }
    lines = [_about(view)]
    for entry in sheet.entries:
        whose = f"（{units.get(entry.unit, entry.unit)}）" if entry.unit else ""
        lines.append(f"{entry.label}{whose}：{_words(entry.value)}")
    lines.append(f"公示表内容的 SHA-256：{sheet.digest}")
    return partial(write_official_pdf, _sheet(view, "公示表", lines, at), made=at)


def _about(view: CaseView) -> str:
    with override("zh-hans"):
        return f"项目：{project_name(view.filing)}（申报编号：{case_number(view.filing)}）。"


def _sheet(view: CaseView, title: str, lines: list[str], at: datetime) -> OfficialPaper:
    guide = guide_of(view.case.call)
    issuer = next(iter(guide.papers.issuers.values()), PaperIssuer(()))
    with override("zh-hans"):
        water = _("DEMO") if settings.DEMO else ""
    return OfficialPaper(
        title=title,
        paragraphs=tuple(line for text in lines for line in text.splitlines() if line.strip()),
        signed=tuple(organ_name(guide, organ, day_of(at)) for organ in issuer.organs),
        signed_day=chinese_day(day_of(at)),
        water=water,
    )


def _words(value: SheetValue) -> str:
    if isinstance(value, list):
        rows = [
            "，".join(str(cell) for cell in row.values()) if isinstance(row, Mapping) else str(row)
            for row in value
        ]
        return "；".join(rows)
    return str(value)
