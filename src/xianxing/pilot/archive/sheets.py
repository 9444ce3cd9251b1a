"""The pages that are set for a volume: record of acts, catalogue, closing note; a batch's list of volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper, PaperPart, PaperTable, write_official_pdf
from xianxing.law import Guide
from xianxing.law.papers import PaperIssuer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.archive.models import ArchiveVolume
from xianxing.pilot.archive.practice import practice
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.values import chinese_day, clause_words, organ_name, project_name
from xianxing.workdays.clocks import day_of

FORMS = {"pdfa": "PDF/A", "original": "原格式", "paper": "纸质"}


def course_pdf(view: CaseView, *, at: datetime) -> bytes:
    """The steps taken in the case, in which role, on which clauses, with the place in the log; no names."""
    procedure, guide = view.procedure, guide_of(view.case.call)
    rows = Event.objects.filter(case=view.case, step__in=procedure.steps).order_by("sequence")
    said = []
    for number, event in enumerate(rows.defer("skeleton", "blind", "hashes"), 1):
        step = procedure.steps[event.step]
        role = procedure.roles[event.role].zh if event.role in procedure.roles else "期限届至"
        clauses = "、".join(clause_words(guide, step.basis or step.serves))
        day = day_of(event.at).isoformat()
        said.append((str(number), day, step.zh, role, clauses, str(event.place)))
    head = ("序号", "日期", "事项", "角色", "条款", "日志位置")
    table = PaperTable("已办理的各步", head, tuple(said), (2, 4, 8, 5, 5, 3))
    return _page(guide, "办理过程记录", (_about(view), table), day_of(at), at)


def catalogue_pdf(view: CaseView, volume: ArchiveVolume, *, at: datetime) -> bytes:
    """The catalogue of a volume: number, author, document number, title, day, pages, form and remark."""
    rows = tuple(_row(number, item) for number, item in enumerate(volume.catalogue, 1))
    head = ("序号", "责任者", "文号", "题名", "日期", "页数", "形式", "备注")
    table = PaperTable("", head, rows, (2, 5, 4, 8, 4, 2, 3, 4))
    return _page(guide_of(view.case.call), "卷内目录", (_about(view), table), day_of(at), at)


def note_pdf(view: CaseView, volume: ArchiveVolume, *, at: datetime) -> bytes:
    """The closing note: what the volume holds, originals, retention, who prepared and who checked it."""
    kept = practice().classes[volume.retention]
    pages = sum(item["pages"] or 0 for item in volume.catalogue)
    lines = [
        _about(view),
        f"一、本卷共{len(volume.catalogue)}件，其中已计页数的共{pages}页。"
        "投诉举报材料、密封的专家意见和未申报的草稿不入本卷，另行保管。",
        f"二、保管期限：{kept.name('zh')}。{_stop(volume.retention_reason)}",
        f"三、纸质原件存放处：{_stop(volume.originals)}",
        f"四、本卷情况说明：{_stop(volume.note)}",
        f"五、立卷人：{volume.prepared_by.name}，{chinese_day(day_of(volume.prepared_at))}。",
        f"六、检查人：{volume.checked_by.name if volume.checked_by else ''}，{chinese_day(day_of(at))}。",
    ]
    return _page(guide_of(view.case.call), "备考表", tuple(lines), day_of(at), at)


def batch_pdf(guide: Guide, title: str, rows: Sequence[tuple[str, ...]], *, at: datetime) -> bytes:
    """The list of a batch's volumes: number, project, items, retention, last day, receipt."""
    head = ("序号", "案卷号", "题名", "件数", "保管期限", "期满日", "档案接收凭据")
    table = PaperTable("", head, tuple(rows), (2, 6, 8, 2, 3, 4, 6))
    return _page(guide, "案卷目录", (f"批次：{title}。", table), day_of(at), at)


def _row(number: int, item: Mapping[str, object]) -> tuple[str, ...]:
    pages = str(item["pages"] or "")
    said = [str(item[key]) for key in ("author", "number", "title", "day")]
    return (str(number), *said, pages, FORMS[str(item["form"])], str(item["remark"]))


def _stop(words: str) -> str:
    return words if not words or words.endswith(("。", "！", "？")) else f"{words}。"


def _about(view: CaseView) -> str:
    with override("zh-hans"):
        return f"项目：{project_name(view.filing)}（申报编号：{case_number(view.filing)}）。"


def _page(guide: Guide, title: str, parts: tuple[PaperPart, ...], day: date, at: datetime) -> bytes:
    issuer = next(iter(guide.papers.issuers.values()), PaperIssuer(()))
    with override("zh-hans"):
        water = _("DEMO") if settings.DEMO else ""
        small = (_("Set in the nearest free font."),)
    signed = tuple(organ_name(guide, organ, day) for organ in issuer.organs)
    paper = OfficialPaper(title, parts, signed, chinese_day(day), small=small, water=water)
    return write_official_pdf(paper, made=at)
