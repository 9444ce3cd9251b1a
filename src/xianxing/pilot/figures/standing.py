"""Figures of the present from the cases' own rows: how many are on trial, and which indicators stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Count, Q

from xianxing.pilot.cases.models import Case
from xianxing.pilot.figures.counting.trial import EXITING, TRIALS
from xianxing.pilot.figures.definitions import FigureDefinition, figure_book
from xianxing.pilot.figures.model import RowKind, TalliedFigure, Tally
from xianxing.pilot.figures.record import PilotRecord
from xianxing.pilot.supervision.models import MonitoringState

NOW = {"on_trial": TRIALS, "exits_under_way": EXITING, "indicators": TRIALS}
Standing = Mapping[tuple[int, str], int]


def read_standing(record: PilotRecord) -> Standing:
    """How many cases stand where, by call and state; those stopped for secrecy nowhere."""
    rows = Case.objects.filter(call__in=record.calls, opened_at__lte=record.at).exclude(pk__in=record.stopped)
    grouped = rows.order_by().values_list("call", "state").annotate(Count("pk"))
    return {(call, state): n for call, state, n in grouped}


def standing_figures(
    record: PilotRecord, definition: FigureDefinition, standing: Standing
) -> Iterator[TalliedFigure]:
    """The parts of one of the figures in `NOW`."""
    places = [
        (call, state.id)
        for call, days in record.days.items()
        for state in days.procedure.states.values()
        if state.stage in NOW[definition.key] and not state.final
    ]
    whole = sum(standing.get(place, 0) for place in places)
    if definition.key != "indicators":
        yield TalliedFigure(definition, Tally({RowKind(): whole} if whole else {}))
        return
    found = _conditions(record, [place for place in places if place in standing])
    found["unplanned"] = whole - found.pop("planned")
    for key, name in figure_book().standings.items():
        kinds = {RowKind(): found[key], RowKind(counted=False): whole - found[key]}
        yield TalliedFigure(definition, Tally({kind: n for kind, n in kinds.items() if n}), key, str(name))


def _conditions(record: PilotRecord, places: list[tuple[int, str]]) -> dict[str, int]:
    """Of the cases that stand there, how many are in each condition, and how many have indicators at all."""
    held = Q(pk__in=())
    for call in {call for call, _state in places}:
        held |= Q(case__call=call, case__state__in=[state for own, state in places if own == call])
    rows = MonitoringState.objects.filter(held).exclude(case__in=record.stopped)
    return rows.aggregate(
        planned=Count("pk"),
        red=Count("pk", filter=Q(red__gt=0)),
        amber=Count("pk", filter=Q(amber__gt=0)),
        late=Count("pk", filter=Q(late_from__lte=record.today)),
        unanswered=Count("pk", filter=Q(unanswered__gt=0)),
    )
