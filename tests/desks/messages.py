"""The messages of all templates, as Django's own extraction sees them, read with Babel."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation import templatize

import xianxing.desks

ROOT = Path(xianxing.desks.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def templates() -> list[Path]:
    return sorted(ROOT.rglob("templates/**/*.html"))


def messages_of(path: Path) -> set[str]:
    code = templatize(path.read_text("utf-8"), origin=str(path))
    calls = "\n".join(line.strip() for line in code.splitlines() if "gettext" in line)
    found: set[str] = set()
    for _, _, message, _ in extract_python(BytesIO(calls.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        found |= {message} if isinstance(message, str) else {part for part in message if part}
    return found


def all_messages() -> set[str]:
    return set().union(*map(messages_of, templates()))
