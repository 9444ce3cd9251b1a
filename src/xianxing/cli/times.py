"""Days and instants as people type them on the command line."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from xianxing.i18n import gettext
from xianxing.workdays.clocks import EARLIEST_DAY


def a_day(text: str) -> date:
    """A day in ISO form from 1900 on; ArgumentTypeError, which says what one looks like, for others."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found < EARLIEST_DAY:
        message = gettext("not a day such as 2024-01-20: {text}")
        raise argparse.ArgumentTypeError(message.format(text=text))
    return found


def an_instant(text: str) -> datetime:
    """An instant with its offset, in UTC: without one it would mean another time on another server.

    ArgumentTypeError, which says what one looks like, for anything else.
    """
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except ValueError:
        pass
    message = gettext("not an instant with its offset such as 2026-11-24T09:00+08:00: {text}")
    raise argparse.ArgumentTypeError(message.format(text=text))
