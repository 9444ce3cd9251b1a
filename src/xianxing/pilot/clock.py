"""The one place where the site asks for the time; the demonstration puts its movable clock here."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from xianxing.workdays.clocks import Clock


def now() -> datetime:
    """The present instant by the site's clock, in Asia/Shanghai.

    Sessions, one-time codes and the signatures of the log keep real time and don't ask here.
    """
    return cast(Clock, import_string(settings.XIANXING_CLOCK)()).now()
