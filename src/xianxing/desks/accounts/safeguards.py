"""A real site never runs with the demonstration's clock, entrance, keys or mail."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from xianxing.pilot.storage.keys import DEMO_KEY
from xianxing.record.notes import NoteError, load_key

DEMO_PACKAGE = "xianxing.pilot.demo"
DEMO_ORIGIN = "xianxing.example/demo"
REAL_CLOCK = "xianxing.workdays.clocks.SystemClock"
NO_REAL_MAIL = ("filebased", "console", "locmem", "dummy")


def refuse_demonstration_parts() -> None:
    """Raise ImproperlyConfigured with every reason, outside demonstration mode; never prints a key."""
    if settings.DEMO:
        return
    wrong = []
    if any(app.startswith(DEMO_PACKAGE) for app in settings.INSTALLED_APPS):
        wrong.append("INSTALLED_APPS holds the demonstration (its clock and its log-in without password)")
    if settings.XIANXING_CLOCK.startswith(DEMO_PACKAGE):
        wrong.append("XIANXING_CLOCK is the demonstration's movable clock")
    elif settings.XIANXING_CLOCK != REAL_CLOCK:  # one that stands still or is moved, by whatever name
        wrong.append(f"XIANXING_CLOCK is not the machine's own; unset it, or name {REAL_CLOCK}")
    if "demonstration" in settings.SECRET_KEY:
        wrong.append("SECRET_KEY is the demonstration's")
    if any(f".{kind}." in settings.EMAIL_BACKEND for kind in NO_REAL_MAIL):
        wrong.append("EMAIL_BACKEND delivers no mail; set XIANXING_MAIL=smtp and XIANXING_MAIL_HOST")
    wrong += _demonstration_keys()
    if wrong:
        raise ImproperlyConfigured("this is not a demonstration: " + "; ".join(wrong))


def _demonstration_keys() -> list[str]:
    """Keys that every reader of the demonstration's folder has; what can't be read is for its user to say."""
    wrong = []
    with suppress(OSError, NoteError):
        if load_key(Path(settings.XIANXING_KEYS) / "log.key").name == DEMO_ORIGIN:
            wrong.append(
                "XIANXING_KEYS holds the demonstration's log key; in another folder, run: xianxing keys new"
            )
    with suppress(OSError, ValueError, AttributeError):
        names = tomllib.loads(Path(settings.XIANXING_FILE_KEYS).read_text("utf-8")).get("keys", {})
        if any(name.startswith(DEMO_KEY) for name in names):
            wrong.append("XIANXING_FILE_KEYS holds the demonstration's key")
    return wrong
