"""The text of the undertaking that an expert signs, by version, known by its digest."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from xianxing.i18n import current_language
from xianxing.record.canonical import canonical


@dataclass(frozen=True)
class UndertakingText:
    """One version of the text in both languages; the Chinese one counts."""

    version: str
    titles: tuple[str, str]
    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its heading in the reader's language."""
        return self.titles[1] if current_language() == "en" else self.titles[0]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its words in the reader's language."""
        return self.en if current_language() == "en" else self.zh

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical form of version, title and Chinese words."""
        said = {"version": self.version, "title": self.titles[0], "text": list(self.zh)}
        return hashlib.sha256(canonical(said)).hexdigest()


def present_text() -> UndertakingText:
    """The version that is signed now: the last one."""
    return _versions()[-1]


@lru_cache(maxsize=1)
def _versions() -> tuple[UndertakingText, ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("undertaking.toml").read_text("utf-8"))
    return tuple(
        UndertakingText(
            row["version"], (row["title"]["zh"], row["title"]["en"]), tuple(row["zh"]), tuple(row["en"])
        )
        for row in data["version"]
    )
