"""Reading out of a filed body what it names, by the kinds of `things.toml`; knows no other filing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xianxing.checker.body import records
from xianxing.law import Guide
from xianxing.pilot.relations.kinds import ThingKind, thing_kinds
from xianxing.pilot.search.folding import fold
from xianxing.pilot.search.texts import words_of

Content = Mapping[str, object]
LONGEST_WORDS, LONGEST_PLACE = 200, 120
NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class ThingFound:
    """A thing as a body names it: `key` the same for the same thing, `words` and `place` the body's own."""

    kind: str
    key: str
    words: str
    place: str


def things_of(guide: Guide, content: Content) -> list[ThingFound]:
    """Everything that a filed body names, each thing of a kind once, in the order of the kinds."""
    found: dict[tuple[str, str], ThingFound] = {}
    for kind in thing_kinds().values():
        for name, words, place in _named(kind, guide, content):
            key = key_of(name)
            thing = ThingFound(kind.id, key, words[:LONGEST_WORDS], place[:LONGEST_PLACE])
            found.setdefault((kind.id, key), thing)
    return list(found.values())


def key_of(name: str) -> str:
    """SHA-256 of a name without width, case, blanks and punctuation: what two filings must share."""
    return hashlib.sha256(NO_LETTER.sub("", fold(name)).encode()).hexdigest()


def _named(kind: ThingKind, guide: Guide, content: Content) -> Iterator[tuple[str, str, str]]:
    """What is compared, the words to show, and the place."""
    for path in kind.of:
        for text, place in _values(path, content):
            yield text, text, place
    if kind.units:
        yield from _outside(guide, content)
    for number, file in enumerate(records(content.get("files"))):
        third, digest = str(file.get("third_party", "")), str(file.get("sha256", ""))
        if kind.files and third:
            yield third, third, f"material[{number}]"
        if kind.bytes and digest:
            yield digest, str(file.get("file", "")), f"material[{number}]"
    for path in kind.within:
        yield from _mentioned(kind, guide, path, content)
    for group in kind.texts:
        yield from _long_texts(kind, guide, group, content)


def _values(path: str, content: Content) -> Iterator[tuple[str, str]]:
    """The texts of a field, or of a table's column, with their places."""
    field, _, column = path.partition(":")
    group, _, key = field.partition(".")
    for place, part in parts_of(group, content):
        held = part.get(key)
        for text in [row.get(column) for row in records(held)] if column else [held]:
            if isinstance(text, str) and text:
                yield text, f"{place}.{key}"


def parts_of(group: str, content: Content) -> list[tuple[str, Content]]:
    """A part of the form with its place; of the units each."""
    if group == "unit":
        return [(f"unit[{one.get('id', n)}]", one) for n, one in enumerate(records(content.get("units")))]
    part = content.get(group)
    return [(group, part)] if isinstance(part, Mapping) else []


def _outside(guide: Guide, content: Content) -> Iterator[tuple[str, str, str]]:
    """The units that are no pilot institutions, by their names."""
    for place, unit in parts_of("unit", content):
        kind, name = str(unit.get("kind", "")), str(unit.get("name", ""))
        if name and not (kind in guide.unit_kinds and guide.unit_kinds[kind].pilot):
            yield name, name, f"{place}.name"


def _mentioned(kind: ThingKind, guide: Guide, path: str, content: Content) -> Iterator[tuple[str, str, str]]:
    """The names of the kind's list that a field's words mention, under the first form of each."""
    group, _, key = path.partition(".")
    if not guide.has_field(path):
        return
    for place, part in parts_of(group, content):
        text = fold(words_of(guide.field(path), part.get(key)))
        for forms in kind.words:
            if any(_mentions(text, fold(form)) for form in forms):
                yield forms[0], forms[0], f"{place}.{key}"


def _mentions(text: str, word: str) -> bool:
    """Whether the word is there; a Latin one not as a part of a longer one."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None


def _long_texts(
    kind: ThingKind, guide: Guide, group: str, content: Content
) -> Iterator[tuple[str, str, str]]:
    for place, part in parts_of(group, content):
        for field in guide.fields_of(group):
            text = part.get(field.key)
            if isinstance(text, str) and len(text) >= kind.shortest:
                yield text, text[:60], f"{place}.{field.key}"
