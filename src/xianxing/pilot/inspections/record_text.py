"""What the inspection record says of an inspection, in Chinese, as its paper prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import override

from xianxing.pilot.acts.entries import LONGEST_REASON
from xianxing.pilot.inspections.models import (
    FindingDecision,
    Inspection,
    InspectionFinding,
    InspectionPlace,
    LineOutcome,
)
from xianxing.pilot.inspections.notice import days_words
from xianxing.pilot.inspections.practice import grade_name
from xianxing.pilot.inspections.queries import PaperLine, findings_of

SHORT = 120


def record_text(row: Inspection, lines: Sequence[PaperLine]) -> str:
    """Where, when, by whom, how many lines with which result, each finding with its decision, the outcome.

    Never longer than an act's reason may be; what doesn't fit is left out, for it stands in the work paper.
    """
    with override("zh-hans"):
        text = "\n".join(_paragraphs(row, lines))
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 20]}……（余见检查底稿）"


def _paragraphs(row: Inspection, lines: Sequence[PaperLine]) -> Iterator[str]:
    place = "现场检查" if row.place == InspectionPlace.ON_SITE else "非现场检查"
    yield f"检查方式：{place}；检查期间：{days_words(row)}。"
    yield f"检查人员：{'、'.join(row.names)}。"
    yield f"检查范围：{_short(row.scope)}"
    counts = {outcome: sum(o.last is not None and o.last.outcome == outcome for o in lines)
              for outcome in LineOutcome.values}  # fmt: skip
    yield (
        f"检查事项{len(lines)}项：正常{counts[LineOutcome.IN_ORDER]}项，发现问题"
        f"{counts[LineOutcome.FINDING]}项，未检查{counts[LineOutcome.NOT_LOOKED_AT]}项。"
    )
    yield f"检查结论：{row.words}"
    yield from (_finding(one) for one in findings_of(row))


def _finding(one: InspectionFinding) -> str:
    decision = FindingDecision(one.decision).label
    return f"问题{one.number}（{grade_name(one.grade)}）：{_short(one.words)}处理：{decision}。"


def _short(words: str) -> str:
    kept = words if len(words) <= SHORT else f"{words[:SHORT]}……"
    return kept if kept.endswith(("。", "……")) else f"{kept}。"
