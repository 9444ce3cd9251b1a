"""The notice of an inspection as an official paper, in Chinese, as Word document and as PDF."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.law import Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.actors import is_pilot
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.inspections.models import Inspection, InspectionPlace
from xianxing.pilot.inspections.practice import practice_on
from xianxing.pilot.papers.values import chinese_day, clause_words, organ_name, project_name
from xianxing.workdays.clocks import day_of


def notice_docx(row: Inspection) -> bytes:
    """The notice as Word document; the same bytes each time."""
    with override("zh-hans"):
        return write_official_docx(notice(row), made=row.planned_at)


def notice_pdf(row: Inspection) -> bytes:
    """The notice as PDF. Sets a page: never call it inside a transaction."""
    with override("zh-hans"):
        return write_official_pdf(notice(row), made=row.planned_at)


def notice(row: Inspection) -> OfficialPaper:
    """What the notice says: which project, how and when, why, of what, by whom, what to keep ready."""
    filing, guide = Filing.objects.select_related("case__call").get(pk=row.case_id), guide_of(row.case.call)
    issuer, day = _issuer(guide, row), chinese_day(day_of(row.planned_at))
    pilots = [
        unit.institution.name for unit in present_units(filing) if unit.institution and is_pilot(guide, unit)
    ]
    return OfficialPaper(
        title=f"关于对“{project_name(filing)}”项目开展检查的通知",
        to="、".join(pilots),
        paragraphs=_paragraphs(row, guide),
        signed=(issuer,),
        signed_day=day,
        marks=(issuer,),
        number=_("Number to be given"),
        printed_by=issuer,
        printed_day=day,
        small=(_("The seal is not verified by this system."),),
        water=_("DEMO") if settings.DEMO else "",
    )


def _paragraphs(row: Inspection, guide: Guide) -> tuple[str, ...]:
    clauses = [own for clause in practice_on(day_of(row.planned_at)).serves if (own := guide.cite(clause))]
    basis = (
        f"根据“{guide.label.zh}”工作指南{'、'.join(clause_words(guide, tuple(clauses)))}，" if clauses else ""
    )
    place = "现场检查" if row.place == InspectionPlace.ON_SITE else "非现场检查"
    days = days_words(row)
    return (
        f"{basis}专项工作组定于{days}对你单位参加的上述项目开展{place}。现将有关事项通知如下。",
        "一、检查事由",
        _whole(row.reason),
        "二、检查范围",
        _whole(row.scope),
        "三、检查人员",
        f"{'、'.join(row.names)}。",
        "四、有关要求",
        "请指定一名联系人，备齐与申报承诺、试点条件和监测指标有关的资料，如实说明情况。"
        "对检查发现的问题，可以在告知的期限内提出意见。",
    )


def days_words(row: Inspection) -> str:
    """The days of an inspection in the manner of official papers; one day is said once."""
    first, last = chinese_day(row.first_day), chinese_day(row.last_day)
    return first if first == last else f"{first}至{last}"


def _whole(words: str) -> str:
    return words if words.endswith(("。", "！", "？")) else f"{words}。"


def _issuer(guide: Guide, row: Inspection) -> str:
    """The organ that issues the guide's papers first; the working group's plain name where none does."""
    issuer = next(iter(guide.papers.issuers.values()), None)
    return organ_name(guide, issuer.organs[0], day_of(row.planned_at)) if issuer else "专项工作组"
