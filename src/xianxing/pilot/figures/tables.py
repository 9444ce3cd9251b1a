"""All figures of a period as lines of a table, for workbooks and open data."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.i18n import gettext
from xianxing.pilot.figures.definitions import FigureShape, figure_book
from xianxing.pilot.figures.model import FigureNumbers
from xianxing.pilot.figures.queries import PilotFigures
from xianxing.pilot.figures.words import number_said, over_said, said, share_said, unit_said


def figure_heads() -> list[str]:
    """The columns of `figure_lines`."""
    return [
        gettext("Code of the figure"), gettext("Figure counted"), gettext("By part"), gettext("Value"),
        gettext("Number counted"), gettext("Of how many"), gettext("Share"), gettext("Median"),
        gettext("Longest"), gettext("Unit"), gettext("Past the limit"), gettext("Going on"),
        gettext("Definition"), gettext("Counted as of"), gettext("Entries of the log"),
    ]  # fmt: skip


def figure_lines(found: PilotFigures[FigureNumbers], *, public: bool = False) -> Iterator[list[str]]:
    """Every figure as a line of a table; only those for everybody where `public`."""
    at, place = found.record.at.isoformat(timespec="minutes"), str(found.record.place)
    for definition in figure_book().definitions.values():
        if public and not definition.public:
            continue
        for one in found.figures[definition.key]:
            timed, counts = bool(one.unit), definition.shape is FigureShape.COUNT
            yield [
                definition.code, str(definition.name), one.label, said(one), str(one.count),
                "" if counts else str(one.whole),
                share_said(one), number_said(one.middle) if timed else "",
                number_said(one.longest) if timed else "", unit_said(one.unit),
                over_said(one) if timed else "", str(one.running) if timed else "",
                str(definition.sentence), at, place,
            ]  # fmt: skip
