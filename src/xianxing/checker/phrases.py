"""Phrases that rules look for in running text, as data, each with examples that it finds and that it spares.

A phrase is looked for piece by piece: within a sentence, or within a clause of one. `unless` names words of
the same piece by which it means something else; `after` and `before` name what stands in the same sentence
right before and right after the words found: a subject of whom they are no fault, a consequence by which
they are a case that is punished or forbidden. Data are read once and checked: a phrase without examples,
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
    "clause": re.compile(r"[，。；;！!\n\t]|,(?!\d{3}(?!\d))"),  # 9,000 is one number
    "text": re.compile(r"(?!)"),
}


_ENDS = "。；;！!\n"


@dataclass(frozen=True)
class Phrase:
    """Words to be found, words that spare the piece, and examples of both; `clause` where it serves one.

    `after` and `before` spare one place only, by the rest of its sentence.
    """

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    within: str
    matches: tuple[str, ...]
    spares: tuple[str, ...]
    clause: str = ""
    after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None

    def findings(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Each place where a text says it, with the piece that it stands in."""
        start = 0
        for piece in PIECES[self.within].split(text):
            at, start = start, start + len(piece) + 1
            if not piece or (self.unless is not None and self.unless.search(piece)):
                continue
            for found in self.words.finditer(piece):
                if not self._spared(text, at + found.start(), at + found.end()):
                    yield found, piece

    def _spared(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence around a place says it of somebody else, or as a case with consequences."""
        opens = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
        ends = [place for sign in _ENDS if (place := text.find(sign, end)) >= 0]
        said, rest = text[opens:start], text[end : min(ends, default=len(text))]
        return bool(
            (self.after is not None and self.after.search(said))
            or (self.before is not None and self.before.match(rest))
        )

    def find(self, text: str) -> re.Match[str] | None:
        """The first place where a text says it, None where it doesn't."""
        return next((found for found, _ in self.findings(text)), None)


def read_phrase(table: TomlTable, shapes: Mapping[str, str]) -> Phrase:
    """One phrase from its table; GuideError for what can't be used. `{name}` stands for a shape."""
    within = table.string("within", "clause")
    if within not in PIECES:
        raise table.error("within", gettext("this is no piece of a text"), " / ".join(PIECES))
    words = compiled(table, "words", table.string("words"), shapes)
    sparing = {key: table.string(key, "") for key in ("unless", "after", "before")}
    spared = {key: compiled(table, key, said, shapes) if said else None for key, said in sparing.items()}
    phrase = Phrase(
        words,
        spared["unless"],
        within,
        table.strings("matches"),
        table.strings("spares"),
        table.string("clause", ""),
        spared["after"],
        spared["before"],
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
