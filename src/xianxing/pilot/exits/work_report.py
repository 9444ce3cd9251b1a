"""The template of the report on the pilot (5.3.5): what the record knows, and what the institution completes.

It is written in Chinese, whatever the reader's language; its parts are data (`work_report.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from xianxing.documents.writing.printed_text import PrintedText, TextPart
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.exits.course import exits_of
from xianxing.pilot.exits.models import ExitKind
from xianxing.pilot.exits.queries import for_reader
from xianxing.pilot.exits.sources import FIGURE_NAMES, SOURCE_NAMES, AssessmentFigure, figures_of
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.values import PaperScene, chinese_day, project_name
from xianxing.pilot.supervision.values import started_on
from xianxing.workdays.clocks import day_of

TEMPLATE = Path(__file__).with_name("work_report.toml")
BLANK = "【】"


@cache
def _template() -> Mapping[str, Any]:
    return tomllib.loads(TEMPLATE.read_text("utf-8"))


def work_report(view: CaseView) -> PrintedText:
    """The report as far as the record writes it; what the reader may not know is left out."""
    template, said = _template(), _said(view)
    figures = [one for one in for_reader(view, figures_of(view)) if not one.discreet]
    with override("zh-hans"):
        parts = tuple(
            TextPart(
                part["heading"],
                1,
                (
                    *(text.format_map(said) for text in part["paragraphs"]),
                    *_counted(figures, part.get("figures", ())),
                ),
            )
            for part in template["part"]
        )
    below = (template["below"].format_map(said), template["note"].format_map(said))
    return PrintedText(template["title"], below, parts)


def _counted(figures: Sequence[AssessmentFigure], sources: Sequence[str]) -> Iterator[str]:
    """One line a source, with its figures."""
    for source in sources:
        own = [f"{FIGURE_NAMES[one.key]} {one.count}" for one in figures if one.source == source]
        if own:
            yield f"{SOURCE_NAMES[source]}：{'，'.join(own)}。"


def _said(view: CaseView) -> dict[str, str]:
    scene = PaperScene.of(view.filing, view.procedure)
    started, exits = started_on(view.case), exits_of(view)
    closed = exits[-1].events[-1].at if exits and exits[-1].over else None
    extended = [one for one in exits if one.over and one.kind is ExitKind.EXTEND]
    return {
        "project": project_name(view.filing),
        "number": case_number(view.filing),
        "units": "、".join(scene.names(frozenset(unit.key for unit in scene.units))),
        "lead": "、".join(scene.names(frozenset(unit.key for unit in scene.units if unit.lead))),
        "day": chinese_day(day_of(view.at)),
        "started": chinese_day(started) if started else BLANK,
        "left": f"截至{chinese_day(day_of(closed))}退出落实" if closed else "现处于退出环节",
        "extended": f"曾于{chinese_day(day_of(extended[0].opening.at))}启动延期。" if extended else "",
    }
