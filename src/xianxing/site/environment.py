"""Reading the environment, and refusing to start a real site with a demonstration's settings."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "production")


def mode() -> str:
    """`demo` or `production`; anything else is refused: a misspelt mode never runs as the demonstration."""
    value = os.environ.get("XIANXING_MODE", "demo")
    if value not in MODES:
        raise ImproperlyConfigured(f"XIANXING_MODE is {value!r}; known: {', '.join(MODES)}")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable: 1/true/yes and 0/false/no; anything else is refused."""
    value = os.environ.get(name, "").lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is {value!r}; use 1 or 0")
    return default


def production_needs(*, secret_key: str, hosts: list[str]) -> None:
    """Raise ImproperlyConfigured with every reason why a real site may not start; never names the key."""
    wrong = []
    if len(secret_key) < 50:
        wrong.append("XIANXING_SECRET_KEY must be set and have at least 50 characters")
    if not hosts:
        wrong.append("XIANXING_HOSTS must name the host names of the site, separated by commas")
    if "*" in hosts:
        wrong.append("XIANXING_HOSTS must not be *")
    if wrong:
        raise ImproperlyConfigured("XIANXING_MODE=production: " + "; ".join(wrong))
