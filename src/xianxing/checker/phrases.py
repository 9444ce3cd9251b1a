"""Phrases that rules look for in running text, as data, each with examples that it finds and that it spares.

A phrase is looked for piece by piece: within a sentence, or within a clause of one. `unless` names words of
the same piece by which it means something else. Data are read once and checked: a phrase without examples,
with an unknown key or a pattern that doesn't compile is refused with its file and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xianxing.checker.facts.values import SHAPES
from xianxing.i18n import gettext
from xianxing.law.reading import TomlTable

FILE = Path(__file__).parent / "phrases.toml"
PIECES = {
    "sentence": re.compile(r"[。；;！!\n]"),
    "clause": re.compile(r"[，,。；;！!\n\t]"),
    "text": re.compile(r"(?!)"),
}


@dataclass(frozen=True)
class Phrase:
    """Words to be found, words that spare the piece, and examples of both; `clause` where it serves one."""

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    within: str
    matches: tuple[str, ...]
    spares: tuple[str, ...]
    clause: str = ""

    def findings(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Each place where a text says it, with the piece that it stands in."""
        for piece in PIECES[self.within].split(text):
            if not piece or (self.unless is not None and self.unless.search(piece)):
                continue
            for found in self.words.finditer(piece):
                yield found, piece

    def find(self, text: str) -> re.Match[str] | None:
        """The first place where a text says it, None where it doesn't."""
        return next((found for found, _ in self.findings(text)), None)


def read_phrase(table: TomlTable, shapes: Mapping[str, str]) -> Phrase:
    """One phrase from its table; GuideError for what can't be used. `{name}` stands for a shape."""
    within = table.string("within", "clause")
    if within not in PIECES:
        raise table.error("within", gettext("this is no piece of a text"), " / ".join(PIECES))
    unless = table.string("unless", "")
    phrase = Phrase(
        compiled(table, "words", table.string("words"), shapes),
        compiled(table, "unless", unless, shapes) if unless else None,
        within,
        table.strings("matches"),
        table.strings("spares"),
        table.string("clause", ""),
    )
    table.done()
    for key, examples in (("matches", phrase.matches), ("spares", phrase.spares)):
        if not examples:
            raise table.error(key, gettext("the phrase has no example"), gettext("write at least one"))
    return phrase


def compiled(table: TomlTable, key: str, pattern: str, shapes: Mapping[str, str]) -> re.Pattern[str]:
    for name, shape in shapes.items():
        pattern = pattern.replace("{" + name + "}", shape)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise table.error(
            key, gettext("the pattern can't be read: {error}").format(error=error), gettext("mend it")
        ) from error


def read_phrases(path: Path) -> dict[str, Phrase]:
    """All phrases of a file by `rule.name`; its table `shape` holds parts of patterns that several share.

    `{count}`, `{months}`, `{days}`, `{money}` and `{date}` stand for such values.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    shapes = SHAPES | {str(key): str(value) for key, value in data.pop("shape", {}).items()}
    return {
        f"{rule}.{name}": read_phrase(rows.table(name), shapes)
        for rule, rows in TomlTable({"rule": data}, path.name).tables("rule")
        for name in rows.names()
    }


@cache
def phrases() -> Mapping[str, Phrase]:
    """The phrases of the checker's rules."""
    return read_phrases(FILE)


def phrases_of(rule: str) -> dict[str, Phrase]:
    """All phrases of a rule by `rule.name`."""
    return {name: one for name, one in phrases().items() if name.partition(".")[0] == rule}


def phrase(name: str) -> Phrase:
    """One of them by `rule.name`."""
    return phrases()[name]
