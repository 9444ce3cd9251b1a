"""The annual report of the pilot as an official paper: every figure with its code, rows and definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import override

from xianxing.documents.writing.charts import chart_svg
from xianxing.documents.writing.official import (
    OfficialPaper,
    PaperPart,
    PaperPicture,
    PaperTable,
    write_official_pdf,
)
from xianxing.documents.writing.official_docx import write_official_docx
from xianxing.i18n import DEFAULT_LANGUAGE, gettext, language
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.figures.charts import bars, ranges
from xianxing.pilot.figures.definitions import FigureDefinition, FigureShape, figure_book
from xianxing.pilot.figures.model import Figure
from xianxing.pilot.figures.queries import PilotFigures, pilot_figures
from xianxing.pilot.figures.record import FigurePeriod, PilotRecord
from xianxing.pilot.figures.regimes import regime_values
from xianxing.pilot.figures.words import (
    amount_said,
    number_said,
    over_said,
    regime_said,
    said,
    share_said,
)
from xianxing.pilot.papers.values import chinese_day, organ_name
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import CHINA_TIME, day_of

ORDINALS = "一二三四五六七八九十"
TIMED = (FigureShape.TIMES, FigureShape.SPREAD)
Progress = Callable[[str], None]


def reported_years(*, at: datetime) -> range:
    """The years that can be reported on: from that of the first call to this one; none without calls."""
    first = Call.objects.order_by("opens_on").values_list("opens_on", flat=True).first()
    return range(first.year, day_of(at).year + 1) if first else range(0)


def refuse_other_years(year: int, *, at: datetime) -> None:
    """Refused for a year before the first call, and for one to come."""
    years = reported_years(at=at)
    if year in years:
        return
    known = gettext("from {first} to {last}").format(first=years[0], last=years[-1]) if years else "—"
    message = gettext("There is nothing to report on {year}; years are {known}.")
    raise Refused("year", message.format(year=year, known=known))


def annual_report(year: int, *, at: datetime, progress: Progress = lambda _line: None) -> OfficialPaper:
    """The report of a year as of an instant, in Chinese.

    Refused as by `refuse_other_years`.
    """
    refuse_other_years(year, at=at)
    with language(DEFAULT_LANGUAGE), override(DEFAULT_LANGUAGE):
        progress(gettext("Counting the figures of {year} …").format(year=year))
        found = pilot_figures(FigurePeriod(year), at=at)
        progress(gettext("Writing the report …"))
        return OfficialPaper(
            title=gettext("Annual report {year} of the capital-market fintech pilot").format(year=year),
            paragraphs=tuple(_body(found, year)),
            signed=_organs(found.record),
            signed_day=chinese_day(day_of(at)),
            small=(_as_of(found.record), gettext("Set in the nearest free font.")),
            annex=tuple(_annex(found)),
        )


def report_bytes(year: int, ending: str, *, at: datetime, progress: Progress = lambda _line: None) -> bytes:
    """The report as `pdf` or `docx`; KeyError for another ending, else as `annual_report`.

    Sets pages: never call it inside a transaction.
    """
    write = {"pdf": write_official_pdf, "docx": write_official_docx}[ending]
    paper = annual_report(year, at=at, progress=progress)
    progress(gettext("Drawing the charts and setting the pages …"))
    return write(paper, made=at)


def _body(found: PilotFigures[Figure], year: int) -> Iterator[PaperPart]:
    book, numbers = figure_book(), _Numbers()
    yield gettext(
        "This report counts the record of the pilot from 1 January to 31 December {year}. {as_of}"
    ).format(year=year, as_of=_as_of(found.record))
    if year == found.record.today.year:
        yield gettext("The year {year} hasn't ended; what follows holds up to that instant.").format(
            year=year
        )
    yield gettext(
        "The guide names no figures: all are the working group's practice, defined in the annex. The code in "
        "brackets leads to definition and rows on the page of the pilot in numbers. Cases stopped for "
        "secrecy stand in no figure."
    )
    place = 0
    for place, (key, name) in enumerate(book.groups.items()):
        yield f"{ORDINALS[place]}、{name}"
        for definition in book.definitions.values():
            if definition.group == key:
                yield from _told(found, definition, numbers)
    yield f"{ORDINALS[place + 1]}、{gettext('Beside sister regimes')}"
    yield from _regimes(numbers)
    yield f"{ORDINALS[place + 2]}、{gettext('What the record can’t tell')}"
    for number, words in enumerate(book.unsaid, 1):
        yield f"{number}. {words}"
    yield gettext("Annex: definitions of all figures")


class _Numbers:
    """The running numbers of tables and pictures."""

    def __init__(self) -> None:
        self.tables = self.pictures = 0

    def table(self, name: str) -> str:
        """The caption of the next table."""
        self.tables += 1
        return gettext("Table {n}: {name}").format(n=self.tables, name=name)

    def picture(self, name: str) -> str:
        """The caption of the next picture."""
        self.pictures += 1
        return gettext("Figure {n}: {name}").format(n=self.pictures, name=name)


def _told(
    found: PilotFigures[Figure], definition: FigureDefinition, numbers: _Numbers
) -> Iterator[PaperPart]:
    """A definition's figures: one in a sentence, parts in a table and a picture."""
    figures = [one for one in found.figures[definition.key] if one.rows or one.open]
    name, rows = str(definition.name), sum(len(one.rows) + len(one.open) for one in figures)
    reference = gettext("({code}, {n} rows)").format(code=definition.code, n=rows)
    if definition.now:
        name = gettext("{name} (at present)").format(name=name)
    if not definition.parts:
        (one,) = found.figures[definition.key]
        yield gettext("{name}: {said} {reference}.").format(
            name=name, said=_sentence(one), reference=reference
        )
    elif len(figures) == 1:
        yield gettext("{name}: {part}, {said} {reference}.").format(
            name=name, part=figures[0].label, said=_sentence(figures[0]), reference=reference
        )
    elif not figures:
        yield gettext("{name}: none in the period {reference}.").format(name=name, reference=reference)
    else:
        yield gettext("{name}: see table {n} {reference}.").format(
            name=name, n=numbers.tables + 1, reference=reference
        )
        yield _table(definition, figures, numbers.table(name))
        drawn = ranges(figures) if definition.shape in TIMED else bars(figures)
        if len(drawn) > 1:
            caption = numbers.picture(f"{name}{_legend(definition)}")
            yield PaperPicture(caption, chart_svg([line for _one, line in drawn]))


def _legend(definition: FigureDefinition) -> str:
    """What the bars of a picture mean, for its caption."""
    if definition.shape in TIMED:
        return gettext(" (bar: quartiles; line: median; red: limit)")
    if definition.shape is FigureShape.RATE:
        return gettext(" (light: the whole; dark: what is counted)")
    return ""


def _sentence(one: Figure) -> str:
    if one.definition.shape is FigureShape.COUNT:
        return gettext("{n} in all").format(n=one.count)
    if one.quartiles is None:
        return said(one)
    low, high = one.quartiles
    return gettext("{said}, quartiles {low} to {high}, longest {longest}").format(
        said=said(one), low=number_said(low), high=number_said(high),
        longest=amount_said(one.longest, one.unit),
    )  # fmt: skip


def _table(definition: FigureDefinition, figures: list[Figure], caption: str) -> PaperTable:
    if definition.shape is FigureShape.COUNT:
        head = [gettext("By part"), gettext("Number counted")]
        rows = [(one.label, str(one.count)) for one in figures]
        return PaperTable(caption, tuple(head), tuple(rows), (3, 1))
    if definition.shape is FigureShape.RATE:
        head = [gettext("By part"), gettext("Number counted"), gettext("Of how many"), gettext("Share")]
        cells = [(one.label, str(one.count), str(one.whole), share_said(one) or "—") for one in figures]
        return PaperTable(caption, tuple(head), tuple(cells), (3, 1, 1, 1))
    limits = any(one.limited or one.length is not None for one in figures)
    head = [
        gettext("By part"), gettext("Sample"), gettext("Median"), gettext("Quartiles"), gettext("Longest"),
        *((gettext("Limit of time"), gettext("Past the limit")) if limits else ()), gettext("Going on"),
    ]  # fmt: skip
    shares = (23, 9, 17, 13, 17, 17, 14, 9) if limits else (30, 10, 18, 14, 18, 10)
    return PaperTable(caption, tuple(head), tuple(_times(one, limits=limits) for one in figures), shares)


def _times(one: Figure, *, limits: bool) -> tuple[str, ...]:
    low, high = one.quartiles or (None, None)
    return (
        one.label, str(len(one.amounts)), amount_said(one.middle, one.unit),
        "—" if low is None else f"{number_said(low)}–{number_said(high)}",
        amount_said(one.longest, one.unit),
        *((amount_said(one.length, one.unit), over_said(one)) if limits else ()), str(one.running),
    )  # fmt: skip


def _regimes(numbers: _Numbers) -> Iterator[PaperPart]:
    definitions = figure_book().definitions
    yield gettext(
        "The figures below were published by other pilots and sandboxes. They are for orientation, and judge "
        "nothing; what is counted otherwise is said beside each."
    )
    rows = [
        (
            f"{definitions[value.figure].code} {definitions[value.figure].name}", str(value.regime),
            regime_said(value), value.as_of,
            gettext("{differs} Source: {source}.").format(differs=value.differs, source=value.source),
        )
        for value in regime_values()
    ]  # fmt: skip
    head = (gettext("Figure counted"), gettext("Whose"), gettext("Value"), gettext("Counted as of"))
    yield PaperTable(
        numbers.table(gettext("Sister regimes")), (*head, gettext("What is counted otherwise")), tuple(rows),
        (17, 21, 22, 16, 40),
    )  # fmt: skip


def _annex(found: PilotFigures[Figure]) -> Iterator[PaperPart]:
    yield gettext("Annex")
    rows = [
        (
            one.code, str(one.name), str(one.sentence),
            str(sum(len(held.rows) + len(held.open) for held in found.figures[one.key])),
        )
        for one in figure_book().definitions.values()
    ]  # fmt: skip
    head = (gettext("Number"), gettext("Figure counted"), gettext("Definition"), gettext("Rows"))
    yield PaperTable(gettext("Definitions of all figures"), head, tuple(rows), (10, 26, 70, 10))


def _as_of(record: PilotRecord) -> str:
    return gettext("Counted as of {at}, with {place} entries of the log and {n} cases.").format(
        at=_instant(record.at), place=record.place, n=record.size
    )


def _instant(at: datetime) -> str:
    return f"{chinese_day(day_of(at))}{at.astimezone(CHINA_TIME):%H:%M}"


def _organs(record: PilotRecord) -> tuple[str, ...]:
    """Who signs: the organs that issue the papers of the latest call's guide."""
    for call in record.calls[:1]:
        guide = guide_of(call)
        issuer = next(iter(guide.papers.issuers.values()), None)
        if issuer is not None:
            return tuple(organ_name(guide, organ, record.today) for organ in issuer.organs)
    return ("—",)
