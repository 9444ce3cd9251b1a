"""A real site never runs with the demonstration's clock, entrance, keys or mail."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DEMO_PACKAGE = "xianxing.pilot.demo"
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
    if "demonstration" in settings.SECRET_KEY:
        wrong.append("SECRET_KEY is the demonstration's")
    if any(f".{kind}." in settings.EMAIL_BACKEND for kind in NO_REAL_MAIL):
        wrong.append("EMAIL_BACKEND delivers no mail; set XIANXING_MAIL=smtp and XIANXING_MAIL_HOST")
    if wrong:
        raise ImproperlyConfigured("this is not a demonstration: " + "; ".join(wrong))
