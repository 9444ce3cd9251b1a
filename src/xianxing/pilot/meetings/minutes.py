"""The minutes of a meeting as an official paper, in Chinese, as Word document and as PDF."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from xianxing.documents.writing.official import OfficialPaper, write_official_pdf
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.calls.procedure_text import ordinal
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.meetings.models import AgendaItem, Meeting
from xianxing.pilot.meetings.quorum import quorum_of
from xianxing.pilot.papers.values import chinese_day, organ_name, project_name
from xianxing.workdays.clocks import CHINA_TIME, day_of


def minutes_docx(meeting: Meeting) -> bytes:
    """The minutes of a closed meeting as Word document; the same bytes each time."""
    with override("zh-hans"):
        return write_official_docx(minutes(meeting), made=_made(meeting))


def minutes_pdf(meeting: Meeting) -> bytes:
    """The minutes as PDF. Sets a page: never call it inside a transaction."""
    with override("zh-hans"):
        return write_official_pdf(minutes(meeting), made=_made(meeting))


def minutes(meeting: Meeting) -> OfficialPaper:
    """What the minutes say: when and where, who was there and who wasn't, each project's resolution."""
    day = day_of(meeting.starts_at)
    return OfficialPaper(
        title=f"{_issuer(meeting)}会议纪要",
        paragraphs=(*_head(meeting), *(line for item in _agenda(meeting) for line in _lines(item))),
        signed=(_issuer(meeting),),
        signed_day=chinese_day(day_of(_made(meeting))),
        marks=(_issuer(meeting),),
        number=_("Number to be given"),
        printed_by=_issuer(meeting),
        printed_day=chinese_day(day),
        small=(_("The seal is not verified by this system."),),
        water=_("DEMO") if settings.DEMO else "",
    )


def _head(meeting: Meeting) -> tuple[str, ...]:
    there = list(meeting.members.select_related("user").order_by("user__name"))
    present = "、".join(member.user.name for member in there if member.present) or "无"
    absent = "、".join(member.user.name for member in there if not member.present) or "无"
    starts = meeting.starts_at.astimezone(CHINA_TIME)
    return (
        f"{chinese_day(day_of(meeting.starts_at))}{starts:%H时%M分}，专项工作组在{meeting.place}召开会议，"
        f"议题为：{meeting.subject}。",
        f"应到{len(there)}人，实到{sum(member.present is True for member in there)}人。"
        f"出席：{present}；缺席：{absent}。",
    )


def _lines(item: AgendaItem) -> tuple[str, ...]:
    name = project_name(Filing.objects.get(pk=item.case_id))
    lines = [f"{ordinal(item.number)}、{name}"]
    recused = [f"{one.user.name}（{one.reason}）" for one in item.recusals.select_related("user")]
    if recused:
        lines.append(f"回避：{'、'.join(recused)}。")
    quorum = quorum_of(item)
    if item.adopted is None:
        lines.append(
            f"不计回避人员，应到{quorum.invited}人，实到{quorum.present}人，不足规定人数{quorum.needed}人，"
            "未作决议。"
        )
        return tuple(lines)
    outcome = "决议通过" if item.adopted else "决议未通过"
    lines.append(
        f"同意{item.in_favour}人，反对{item.against}人，弃权{item.abstained}人，{outcome}：{item.words}"
    )
    return tuple(lines)


def _agenda(meeting: Meeting) -> list[AgendaItem]:
    rows = meeting.agenda.select_related("meeting__call__guide", "case").prefetch_related("recusals")
    return list(rows.order_by("number"))


def _issuer(meeting: Meeting) -> str:
    """The organ that issues the guide's papers first; the working group's plain name where none does."""
    guide, day = guide_of(meeting.call), day_of(meeting.starts_at)
    issuer = next(iter(guide.papers.issuers.values()), None)
    return organ_name(guide, issuer.organs[0], day) if issuer else "专项工作组"


def _made(meeting: Meeting) -> datetime:
    return meeting.closed_at or meeting.starts_at
