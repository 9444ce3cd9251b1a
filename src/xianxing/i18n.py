"""Translation without a framework: English msgids, one gettext catalogue a room, Chinese by default.

Each room that speaks to people keeps `locale/zh_Hans/LC_MESSAGES/django.po` beside its code; Django reads the
same files. `python -m xianxing.i18n` compiles them all. The language is a context variable, so that two
requests or threads never share it.
"""

from __future__ import annotations

import gettext as _gettext
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DEFAULT_LANGUAGE = "zh-hans"
LANGUAGES = ("zh-hans", "en")
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def gettext(message: str) -> str:
    """The message in the current language; the msgid itself is the English text."""
    if _language.get() == "en":
        return message
    return _catalogue().get(message, message)


def current_language() -> str:
    """The language in which `gettext` answers now: `zh-hans` or `en`."""
    return _language.get()


@contextmanager
def language(code: str) -> Iterator[None]:
    """Answer in `code` within the block; an unknown code raises ValueError."""
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}; known: {', '.join(LANGUAGES)}")
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def catalogue_files(ending: str = "po") -> list[Path]:
    """Every room's Chinese catalogue, in the order of their paths."""
    return sorted(Path(__file__).parent.glob(f"**/locale/zh_Hans/LC_MESSAGES/django.{ending}"))


@cache
def _catalogue() -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in catalogue_files("mo"):
        with path.open("rb") as stream:
            entries = vars(_gettext.GNUTranslations(stream))["_catalog"]
        for key, value in entries.items():
            text = key[0] if isinstance(key, tuple) else key
            if text:
                merged[text] = value
    return merged


def compile_catalogues() -> int:
    """Write a `.mo` beside each `.po` that is newer; returns how many were written.

    A process that has read the older ones, or found none, reads them anew.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = 0
    for source in catalogue_files():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale="zh_Hans", abort_invalid=True)
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written += 1
    if written:
        _catalogue.cache_clear()
    return written


if __name__ == "__main__":
    compile_catalogues()
    sys.exit(0)
