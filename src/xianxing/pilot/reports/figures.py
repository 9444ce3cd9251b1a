"""What the record puts beside a section: values of indicators, complaints, open items, conditions.

Figures are kept in both languages with the report, as they stood when it was handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy, override

from xianxing.pilot.acts.conditions import conditions_of
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.complaints.models import Complaint, ComplaintKind
from xianxing.pilot.filings.permissions import present_units
from xianxing.pilot.reports.forms import TrialReportForm
from xianxing.pilot.supervision.judging import IndicatorStanding
from xianxing.pilot.supervision.periods import Period, period_words
from xianxing.pilot.supervision.queries import monitoring_of
from xianxing.procedure.ticking import limit_of
from xianxing.workdays.clocks import day_of

ZH, EN = "zh-hans", "en"


@dataclass(frozen=True)
class ReportFigure:
    """One figure: its name and its value in both languages."""

    name_zh: str
    name_en: str
    value_zh: str
    value_en: str

    def name(self, language: str) -> str:
        """What it is about, in a language."""
        return self.name_en if language == EN else self.name_zh

    def value(self, language: str) -> str:
        """What the record says, in a language."""
        return self.value_en if language == EN else self.value_zh


@dataclass(frozen=True)
class FigureScope:
    """Of which case, institution and period figures are asked; no period means what stands now."""

    view: CaseView
    unit: str
    period: Period | None
    at: datetime


Source = Callable[[FigureScope], list[ReportFigure]]


def figures_for(form: TrialReportForm, scope: FigureScope) -> dict[str, list[ReportFigure]]:
    """The figures of each section that has any."""
    return {
        section.id: [one for name in section.figures for one in SOURCES[name](scope)]
        for section in form.sections
        if section.figures
    }


def kept(figures: Mapping[str, Sequence[ReportFigure]]) -> dict[str, list[dict[str, str]]]:
    """Figures as a report keeps them."""
    return {section: [asdict(one) for one in found] for section, found in figures.items()}


def read(figures: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[ReportFigure]]:
    """Figures as a report kept them."""
    return {section: [ReportFigure(**one) for one in found] for section, found in figures.items()}


def _indicators(scope: FigureScope) -> list[ReportFigure]:
    """Each value of the period with what was said to it; a period without a value is named as such."""
    found: list[ReportFigure] = []
    for one in monitoring_of(scope.view.case, day_of(scope.at)).standings:
        periods = sorted({*one.values, *one.unreported})
        inside = [period for period in periods if _inside(period, scope.period)]
        found += [_value(one, period) for period in inside]
    return found


def _value(standing: IndicatorStanding, period: Period) -> ReportFigure:
    indicator, told = standing.indicator, standing.values.get(period)
    alarms = [alarm for alarm in standing.alarms if alarm.period == period and not alarm.muted]
    said = {}
    for language in (ZH, EN):
        with override(language):
            value = f"{told.counts.value} {indicator.unit_name(language)}" if told else str(MISSING)
            beyond = [str(BEYOND).format(line=alarm.limit) for alarm in alarms]
            said[language] = str(JOINT).join([value, *beyond])
    return ReportFigure(
        f"{indicator.zh} {period_words(period, ZH)}",
        f"{indicator.en}, {period_words(period, EN)}",
        said[ZH],
        said[EN],
    )


def _complaints(scope: FigureScope) -> list[ReportFigure]:
    """How many complaints of each kind the institution received about the project in the period."""
    unit = present_units(scope.view.filing).filter(key=scope.unit).first()
    if unit is None or unit.institution_id is None:
        return []
    own = Q(institution=unit.institution_id) | Q(ledger=unit.institution_id)
    rows = Complaint.objects.filter(own, about=scope.view.case)
    if scope.period is not None:
        rows = rows.filter(received_on__range=(scope.period.first, scope.period.last))
    counts = dict(rows.order_by().values_list("kind").annotate(count=Count("pk")))
    return [_both(kind.label, str(counts.get(kind, 0))) for kind in ComplaintKind]


def _items(scope: FigureScope) -> list[ReportFigure]:
    """What is open in the case: incidents, rectifications, changes, with stage and last day."""
    procedure, found = scope.view.procedure, []
    calendar = calendar_of(scope.view.case.call)
    for item in scope.view.state.items.values():
        kind = procedure.item_kinds[item.kind]
        if not kind.fact:
            continue
        stage = kind.stages[item.stage]
        days = [limit_of(procedure, clock, start, calendar).day for clock, start in item.clocks.items()]
        until = f" – {min(days)}" if days else ""
        found.append(
            ReportFigure(
                f"{kind.zh} {item.id}", f"{kind.en} {item.id}",
                f"{stage.zh}，{item.opened}{until}", f"{stage.en}, {item.opened}{until}",
            )
        )  # fmt: skip
    return found


def _conditions(scope: FigureScope) -> list[ReportFigure]:
    """The conditions of the trial as they were set, in order."""
    return [
        ReportFigure(f"条件 {number}", f"Condition {number}", one.words, one.words)
        for number, one in enumerate(conditions_of(scope.view), 1)
    ]


def _both(name: object, value: str) -> ReportFigure:
    with override(ZH):
        zh = str(name)
    with override(EN):
        return ReportFigure(zh, str(name), value, value)


def _inside(period: Period, of: Period | None) -> bool:
    return of is None or (of.first <= period.first and period.last <= of.last)


MISSING = gettext_lazy("not reported")
BEYOND = gettext_lazy("beyond the line {line}")
JOINT = gettext_lazy("; ")
SOURCES: Mapping[str, Source] = {
    "indicators": _indicators,
    "complaints": _complaints,
    "items": _items,
    "conditions": _conditions,
}
