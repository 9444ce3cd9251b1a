"""Words for people in both languages, as the guide package carries them side by side."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from xianxing.i18n import current_language


@dataclass(frozen=True)
class Text:
    """A Chinese text, which is authoritative, and its English courtesy version."""

    zh: str
    en: str

    def __str__(self) -> str:
        """The text in the current language; Chinese where no English is given."""
        return self.en if current_language() == "en" and self.en else self.zh


NO_TEXT = Text("", "")


def plain(text: str) -> str:
    """The form in which words are compared: NFKC, lower case, no white space at all."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
