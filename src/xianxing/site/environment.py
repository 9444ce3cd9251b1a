"""Reading the environment, and refusing to start a real site with a demonstration's settings."""

from __future__ import annotations

import math
import os
from collections import Counter
from itertools import pairwise

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "production")
SHORTEST_SECRET, SECRET_BITS, SHORTEST_PERIOD = 50, 128, 25
SHORTEST_TOKEN = 32
KNOWN_WORDS = (
    "demonstration",
    "insecure",
    "changeme",
    "change-me",
    "secret",
    "password",
    "example",
    "xianxing",
)


def mode() -> str:
    """`demo` or `production`; anything else is refused: a misspelt mode never runs as the demonstration."""
    return one_of("XIANXING_MODE", MODES, default="demo")


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


def one_of(name: str, known: tuple[str, ...], *, default: str) -> str:
    """A variable with one of a few values; any other is refused."""
    value = os.environ.get(name) or default
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; known: {', '.join(known)}")
    return value


def metrics_token(token: str) -> str:
    """The token for the operator's figures, "" for none; one that could be guessed is refused."""
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"XIANXING_METRICS_TOKEN must have at least {SHORTEST_TOKEN} characters; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return token


def production_needs(*, secret_key: str, hosts: list[str]) -> None:
    """Raise ImproperlyConfigured with every reason why a real site may not start; never names the key."""
    wrong = []
    weak = weakness(secret_key)
    if weak:
        wrong.append(
            f"XIANXING_SECRET_KEY {weak}; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    if not hosts:
        wrong.append("XIANXING_HOSTS must name the host names of the site, separated by commas")
    if "*" in hosts:
        wrong.append("XIANXING_HOSTS must not be *")
    if wrong:
        raise ImproperlyConfigured("XIANXING_MODE=production: " + "; ".join(wrong))


def weakness(secret: str) -> str:
    """What is wrong with a secret that sessions and links are signed with; "" for one that nobody guesses."""
    if len(secret) < SHORTEST_SECRET:
        return f"must be set and have at least {SHORTEST_SECRET} characters"
    if any(word in secret.lower() for word in KNOWN_WORDS):
        return "holds a word that every guesser tries"
    if any(secret[start:] == secret[:-start] for start in range(1, SHORTEST_PERIOD)):
        return "repeats itself"
    neighbours = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(secret))
    if _bits(secret) < SECRET_BITS or neighbours > len(secret) // 2:
        return "is no random text"
    return ""


def _bits(text: str) -> float:
    """The entropy of a text by how often each character stands in it, in bits."""
    counts = Counter(text).values()
    return -sum(count * math.log2(count / len(text)) for count in counts)
