"""The rooms that a project has from its start on, as a person may enter them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from xianxing.desks.look.context import Link
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.archive.permissions import may_read as reads_archive
from xianxing.pilot.archive.queries import is_finished
from xianxing.pilot.changes.permissions import may_read as reads_changes
from xianxing.pilot.exits.permissions import may_read as reads_exit
from xianxing.pilot.incidents.permissions import may_read as reads_incidents
from xianxing.pilot.inspections.permissions import may_read as reads_inspections
from xianxing.pilot.lessons.permissions import may_read as reads_lessons
from xianxing.pilot.reports.permissions import may_read as reads_reports
from xianxing.pilot.supervision.permissions import may_read as reads_monitoring
from xianxing.pilot.supervision.permissions import on_trial
from xianxing.pilot.supervision.values import started_on

Reads = Callable[[CaseView], bool]
ROOMS: tuple[tuple[str, Promise, Reads], ...] = (
    ("supervision:case", gettext_lazy("Monitoring"), reads_monitoring),
    ("reports:case", gettext_lazy("Trial reports"), reads_reports),
    ("changes:case", gettext_lazy("Changes"), reads_changes),
    ("inspections:case", gettext_lazy("Inspections and rectifications"), reads_inspections),
    ("incidents:case", gettext_lazy("Incidents"), reads_incidents),
    ("exits:room", gettext_lazy("Exit"), reads_exit),
    ("lessons:case", gettext_lazy("Lessons and support"), reads_lessons),
)
ARCHIVE: tuple[str, Promise, Reads] = ("archive:case", gettext_lazy("Archive"), reads_archive)


def rooms_of(view: CaseView) -> list[Link]:
    """The rooms of a project that is on trial, or was, each with its name; of a finished case the archive.

    None before the start, unless the case ended before it.
    """
    tried = on_trial(view) or started_on(view.case) is not None
    rooms = [*(ROOMS if tried else ()), *([ARCHIVE] if is_finished(view) else ())]
    return [
        Link(str(name), reverse(route, args=[view.case.pk])) for route, name, reads in rooms if reads(view)
    ]
