"""A report as its parts: headings, words, figures; for the page and for the printed file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localtime

from xianxing.desks.reports.words import period_of_report, period_words
from xianxing.documents.writing import PrintedText, TextPart
from xianxing.i18n import current_language, gettext
from xianxing.pilot.messages.limits import day_words
from xianxing.pilot.reports.figures import ReportFigure, read
from xianxing.pilot.reports.forms import practice
from xianxing.pilot.reports.models import TrialReport
from xianxing.pilot.reports.queries import is_handed_in_late, limit_of_report
from xianxing.workdays.clocks import day_of

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class SectionText:
    """A section of a report as it was written, with its figures as name and value."""

    heading: str
    words: str
    figures: tuple[tuple[str, str], ...]


def report_parts(report: TrialReport, language: str) -> list[SectionText]:
    """The sections in the order of the form; one that the form has no longer keeps its key as heading."""
    form, figures = practice().forms.get(report.form), read(report.figures)
    names = {one.id: one.name(language) for one in form.sections} if form else {}
    order = [*names, *(key for key in report.sections if key not in names)]
    return [
        SectionText(names.get(key, key), report.sections[key], shown_figures(figures.get(key, []), language))
        for key in order
        if key in report.sections
    ]


def shown_figures(figures: list[ReportFigure], language: str) -> tuple[tuple[str, str], ...]:
    """Figures as name and value in a language."""
    return tuple((one.name(language), one.value(language)) for one in figures)


def printed_report(report: TrialReport, *, project: str, unit: str) -> PrintedText:
    """The report to be printed, with its place in the record at the foot of each page."""
    language = current_language()
    form = practice().forms.get(report.form)
    period = period_words(period_of_report(report))
    name = form.name(language) if form else report.form
    at = localtime(report.handed_in_at)
    handed_in = f"{day_words(day_of(report.handed_in_at))} {at:%H:%M}"
    limit = limit_of_report(report) if is_handed_in_late(report) else None
    late = [gettext("handed in late; it was due on {day}").format(day=day_words(limit.day))] if limit else []
    below = [project, unit, gettext("handed in {at}").format(at=handed_in), *late]
    parts = [
        TextPart(
            f"{NUMERALS[place]}、{part.heading}" if language != "en" else f"{place + 1}. {part.heading}", 1,
            (*(line for line in part.words.splitlines() if line),
             *(f"{named}：{value}" if language != "en" else f"{named}: {value}"
               for named, value in part.figures)),
        )
        for place, part in enumerate(report_parts(report, language))
    ]  # fmt: skip
    foot = gettext("Report {number} of case {case}, act {act} of the record").format(
        number=report.number, case=report.case_id, act=report.act
    )
    return PrintedText(f"{name} {period}".strip(), tuple(filter(None, below)), tuple(parts), (foot,))
