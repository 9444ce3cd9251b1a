"""How statuses and rules are called and coloured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xianxing.pilot.supervision.judging import AlarmRule, IndicatorStatus

STATUSES = {
    IndicatorStatus.RED: _("Beyond the red line"),
    IndicatorStatus.AMBER: _("Amber"),
    IndicatorStatus.LATE: _("Value late"),
    IndicatorStatus.GREEN: _("Normal"),
    IndicatorStatus.NONE: _("No value yet"),
}
RULES = {
    AlarmRule.RED_LINE: _("reaches the red line"),
    AlarmRule.AMBER_LINE: _("reaches the amber line"),
    AlarmRule.TREND: _("leads to the red line if it goes on so"),
}
TONES: dict[str, str] = {
    IndicatorStatus.RED: "bad",
    IndicatorStatus.AMBER: "watch",
    IndicatorStatus.LATE: "info",
    IndicatorStatus.GREEN: "good",
    IndicatorStatus.NONE: "quiet",
    AlarmRule.RED_LINE: "bad",
    AlarmRule.AMBER_LINE: "watch",
    AlarmRule.TREND: "watch",
}
