"""Where the review of a report stands, in words and tones."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from xianxing.i18n import current_language
from xianxing.pilot.reports.models import TrialReport
from xianxing.pilot.reports.queries import ReportStanding
from xianxing.pilot.supervision.periods import Period
from xianxing.pilot.supervision.periods import period_words as spoken

STANDINGS: Mapping[ReportStanding, Promise] = {
    ReportStanding.HANDED_IN: gettext_lazy("waits for its receipt"),
    ReportStanding.RECEIVED: gettext_lazy("under review"),
    ReportStanding.ASKED: gettext_lazy("waits for the institution's answer"),
    ReportStanding.ANSWERED: gettext_lazy("answered, under review"),
    ReportStanding.CLOSED: gettext_lazy("review closed"),
}
TONES = {
    ReportStanding.HANDED_IN: "watch",
    ReportStanding.RECEIVED: "info",
    ReportStanding.ASKED: "watch",
    ReportStanding.ANSWERED: "info",
    ReportStanding.CLOSED: "good",
}


def period_words(period: Period | None) -> str:
    """A period as people name it; "" without one."""
    return "" if period is None else spoken(period, current_language())


def period_of_report(report: TrialReport) -> Period | None:
    """The period of a report; None for one that belongs to none."""
    if report.period_first is None or report.period_last is None:
        return None
    return Period(report.period_first, report.period_last)
