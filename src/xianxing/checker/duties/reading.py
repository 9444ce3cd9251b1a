"""Duties and the forms of taking them back, read from the data beside this file and compiled once.

A duty (`care.toml`, `exit.toml` and their like) has a clause, the words by which a sentence is about it
(`topic`), and lists of words: what is owed, what has to be there, what people may do, what nobody may do. A
form (`forms.toml`) puts such lists beside words of its own, and is tried for each duty that has all of them.
Each form of a duty has an example that it finds (`matches`); each duty has sentences that it spares. Errors
name file and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from xianxing.checker.duties.patterns import NAME, alternatives, begun, expanded
from xianxing.i18n import gettext
from xianxing.law.reading import TomlTable

FOLDER = Path(__file__).parent
FORMS = FOLDER / "forms.toml"
LISTS = ("owed", "things", "rights", "burdens", "before", "bounded", "presumed", "token", "wrong")


@dataclass(frozen=True, eq=False)
class DenialWay:
    """Words that all duties share, and what a duty's own lists put behind (`then`) or in front (`ahead`)."""

    words: re.Pattern[str] | None
    then: str
    ahead: str


@dataclass(frozen=True, eq=False)
class DenialForm:
    """A form of taking a duty back: its ways, the lists that they need, and what spares a clause.

    `unless` is looked for in the clause, `unless_ahead` in front of the words found, `unless_within` in them.
    `joins`: a clause is read with the one before it, `always` or where that is a condition. `mentions` names
    lists of which a word stands besides.
    """

    name: str
    says: str
    ways: tuple[DenialWay, ...]
    mentions: tuple[str, ...]
    needs: frozenset[str]
    unless: re.Pattern[str]
    unless_ahead: re.Pattern[str] | None
    unless_within: re.Pattern[str] | None
    joins: str
    signs: re.Pattern[str] | None

    def may_stand_in(self, clause: str) -> bool:
        """Whether a clause has one of the words without which the form can't be there."""
        return self.signs is None or self.signs.search(clause) is not None


@dataclass(frozen=True, eq=False)
class ClauseDuty:
    """A duty of one clause: the words it is about, its lists, and the forms in which it may be denied.

    `topic` and `within` are plain words; of each that is not empty one stands in the sentence; a duty without
    topic is asked of every sentence. `fault`: a sentence about somebody's own fault doesn't deny it.
    """

    name: str
    clause: str
    topic: tuple[str, ...]
    within: tuple[str, ...]
    fault: bool
    lists: Mapping[str, str]
    forms: frozenset[str]
    unless: re.Pattern[str] | None
    matches: Mapping[str, str]
    spares: tuple[str, ...]
    parts: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def is_about(self, sentence: str) -> bool:
        """Whether a sentence speaks of the duty at all."""
        return (not self.topic or any(word in sentence for word in self.topic)) and (
            not self.within or any(word in sentence for word in self.within)
        )

    def part(self, pattern: str) -> re.Pattern[str]:
        """A part of a way with the duty's lists in it, compiled when it is first needed."""
        if pattern not in self.parts:
            self.parts[pattern] = re.compile(begun(expanded(pattern, self.lists)))
        return self.parts[pattern]

    def mentions(self, form: DenialForm, words: str) -> bool:
        """Whether words hold one of the lists that a form wants besides; True where it wants none."""
        wanted = "|".join("{" + name + "}" for name in form.mentions if name in self.lists)
        return not wanted or self.part(wanted).search(words) is not None


def _compiled(table: TomlTable, key: str, pattern: str, lists: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(expanded(pattern, lists))
    except (re.error, KeyError) as error:
        raise table.error(
            key, gettext("the pattern can't be read: {error}").format(error=error), gettext("mend it")
        ) from error


def _optional(table: TomlTable, key: str, lists: Mapping[str, str]) -> re.Pattern[str] | None:
    pattern = table.string(key, "")
    return _compiled(table, key, pattern, lists) if pattern else None


def read_forms(path: Path) -> tuple[dict[str, str], dict[str, DenialForm]]:
    """The lists that all duties share, and the forms by name."""
    data = tomllib.loads(path.read_text("utf-8"))
    words = {name: alternatives(str(listed)) for name, listed in data.get("word", {}).items()}
    forms = {}
    for name, table in TomlTable(data, path.name).tables("form"):
        ways = tuple(_way(way, words) for way in table.rows("ways"))
        forms[name] = DenialForm(
            name,
            table.string("says"),
            ways,
            tuple(table.string("mentions", "").split()),
            frozenset(
                found for way in ways for found in NAME.findall(way.then + way.ahead) if found in LISTS
            ),
            _compiled(table, "unless", table.string("unless"), words),
            _optional(table, "unless_ahead", words),
            _optional(table, "unless_within", words),
            table.string("joins", ""),
            re.compile("|".join(signs.split())) if (signs := table.string("signs", "")) else None,
        )
        table.done()
    return words, forms


def _way(table: TomlTable, words: Mapping[str, str]) -> DenialWay:
    way = DenialWay(_optional(table, "words", words), table.string("then", ""), table.string("ahead", ""))
    table.done()
    return way


def read_duty(
    name: str, table: TomlTable, words: Mapping[str, str], forms: Mapping[str, DenialForm]
) -> ClauseDuty:
    """One duty from its table; GuideError for what can't be used, or for a form without an example."""
    off, topic = table.string("forms_off", "").split(), tuple(table.string("topic", "").split())
    own = {key: alternatives(listed) for key in LISTS for listed in [table.string(key, "")] if listed}
    unless = table.string("unless", "")
    used = [
        form.name
        for form in forms.values()
        if form.name not in off and form.needs <= own.keys() and (topic or form.needs)
    ]
    examples = table.table("matches")
    duty = ClauseDuty(
        name,
        table.string("clause"),
        topic,
        tuple(table.string("within", "").split()),
        table.boolean("fault", False),
        {**words, **own},
        frozenset(used),
        _compiled(table, "unless", alternatives(unless), words) if unless else None,
        {form: examples.string(form) for form in used},
        table.strings("spares"),
    )
    examples.done()
    table.done()
    return duty


def read_duties(paths: list[Path], forms_file: Path = FORMS) -> tuple[ClauseDuty, ...]:
    """All duties of these files."""
    words, forms = read_forms(forms_file)
    found = []
    for path in paths:
        top = TomlTable({"duty": tomllib.loads(path.read_text("utf-8"))}, path.name)
        found += [read_duty(name, table, words, forms) for name, table in top.tables("duty")]
    return tuple(found)


@cache
def duties() -> tuple[ClauseDuty, ...]:
    """The duties that the checker knows."""
    return read_duties(sorted(path for path in FOLDER.glob("*.toml") if path != FORMS))


@cache
def denial_forms() -> Mapping[str, DenialForm]:
    """The forms of taking a duty back."""
    return read_forms(FORMS)[1]


@cache
def _beginnings() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """The words that duties are about, with the duty's place in `duties()`, by their first two characters."""
    found: dict[str, list[tuple[str, int]]] = {}
    for place, duty in enumerate(duties()):
        for word in duty.topic:
            found.setdefault(word[:2], []).append((word, place))
    return {start: tuple(words) for start, words in found.items()}


def duties_about(sentence: str) -> list[ClauseDuty]:
    """The duties of which a sentence has a topic, without those that are asked of every sentence."""
    known, every, places = _beginnings(), duties(), set[int]()
    for start in {first + second for first, second in pairwise(sentence)} & known.keys():
        places.update(place for word, place in known[start] if word in sentence)
    about = [every[place] for place in sorted(places)]
    return [one for one in about if not one.within or any(word in sentence for word in one.within)]


@cache
def without_topic() -> tuple[tuple[ClauseDuty, ...], re.Pattern[str]]:
    """The duties that are asked of every sentence, and a pattern for whatever is wrong by one of them."""
    asked = tuple(duty for duty in duties() if not duty.topic)
    return asked, re.compile(begun("|".join(expanded(duty.lists["wrong"], duty.lists) for duty in asked)))


def examples() -> Iterator[tuple[ClauseDuty, str, str]]:
    """Each duty with each of its forms and the example that this form finds."""
    for duty in duties():
        for form, text in duty.matches.items():
            yield duty, form, text
