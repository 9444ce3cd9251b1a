"""How statuses and rules are called and coloured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xianxing.pilot.supervision.judging import AlarmRule, Status

STATUSES = {
    Status.RED: _("Beyond the red line"),
    Status.AMBER: _("Amber"),
    Status.LATE: _("Value late"),
    Status.GREEN: _("Normal"),
    Status.NONE: _("No value yet"),
}
RULES = {
    AlarmRule.RED_LINE: _("reaches the red line"),
    AlarmRule.AMBER_LINE: _("reaches the amber line"),
    AlarmRule.TREND: _("leads to the red line if it goes on so"),
}
TONES: dict[str, str] = {
    Status.RED: "bad",
    Status.AMBER: "watch",
    Status.LATE: "info",
    Status.GREEN: "good",
    Status.NONE: "quiet",
    AlarmRule.RED_LINE: "bad",
    AlarmRule.AMBER_LINE: "watch",
    AlarmRule.TREND: "watch",
}
