"""The open items of a case for its readers: incidents, rectifications, changes of units, reports due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import calendar_of
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.incidents.permissions import may_read as reads_incidents
from xianxing.pilot.inspections.permissions import may_read as reads_inspections
from xianxing.pilot.reports.permissions import may_read as reads_reports
from xianxing.procedure.events import OpenItem
from xianxing.procedure.meanings import Means
from xianxing.procedure.ticking import ClockLimit, limit_of


@dataclass(frozen=True)
class ItemLine:
    """An open item in a list: its number, kind, stage, first day, and its clock's last day, if one runs."""

    item: OpenItem
    kind: str
    stage: str
    opened: date
    limit: ClockLimit | None
    late: bool
    url: str


# The room of a running project in which items are attended to that an act of this meaning is about, and who
# may enter it.
ITEM_ROOMS: Mapping[Means, tuple[str, Callable[[CaseView], bool]]] = {
    Means.REPORT_REGULARLY: ("reports:case", reads_reports),
    Means.ORDER_RECTIFICATION: ("inspections:case", reads_inspections),
    Means.FIND_INCIDENT: ("incidents:case", reads_incidents),
}


def open_items(view: CaseView, today: date) -> list[ItemLine]:
    """The open items in the order in which they were opened."""
    language, kinds = current_language(), view.procedure.item_kinds
    lines = []
    for item in view.state.items.values():
        kind, limit = kinds[item.kind], limit_of_item(view, item)
        late = limit is not None and limit.day < today
        stage = kind.stages[item.stage].name(language)
        url = _room_of(view, item)
        lines.append(ItemLine(item, kind.name(language), stage, item.opened, limit, late, url))
    return lines


def _room_of(view: CaseView, item: OpenItem) -> str:
    """Where the item is attended to; "" where the person may not enter, or no room is its own."""
    for means, (route, reads) in ITEM_ROOMS.items():
        if any(step.item == item.kind for step in view.procedure.steps_meaning(means)) and reads(view):
            return reverse(route, args=[view.case.pk])
    return ""


def limit_of_item(view: CaseView, item: OpenItem) -> ClockLimit | None:
    """The earliest last day of the item's own clocks; None where none runs."""
    calendar = calendar_of(view.case.call)
    limits = [limit_of(view.procedure, clock, start, calendar) for clock, start in item.clocks.items()]
    return min(limits, key=lambda limit: limit.day, default=None)


def item_facts(view: CaseView, item: OpenItem) -> list[str]:
    """What tells an item from others: its first day, its stage, its unit, its last day."""
    stage = view.procedure.item_kinds[item.kind].stages[item.stage].name(current_language())
    found = [gettext("since {day}").format(day=item.opened.isoformat()), stage]
    if item.unit:
        units = Unit.objects.filter(filing=view.filing, key=item.unit).select_related("institution")
        found += [unit.institution.name if unit.institution else unit.uscc for unit in units]
    if limit := limit_of_item(view, item):
        found.append(gettext("until {day}").format(day=limit.day.isoformat()))
    return found
