"""Reading one table of a guide package strictly: typed keys, no unknown ones, errors that name the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.text import Text

E = TypeVar("E", bound=StrEnum)
_REQUIRED = object()
ALIKE = 0.7  # a key this much like another is taken for a slip of the pen
MANY = 16  # so many words are a list that nobody reads


class TomlTable:
    """A TOML table that remembers where it stands and which of its keys were read.

    Every getter raises GuideError when the key is missing (unless it has a default) or of another type;
    `done` raises for keys that nobody read. A `lenient` one, of a pinned package, lets names be empty.
    """

    def __init__(
        self,
        data: Mapping[str, object],
        file: str,
        path: str = "",
        clauses: frozenset[str] | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        self._data, self._file, self._path, self._read = data, file, path, set[str]()
        self._clauses, self._lenient = clauses, lenient

    def where(self, key: str) -> str:
        """The full key path of a key of this table."""
        return f"{self._path}.{key}" if self._path else key

    def error(self, key: str, problem: str, remedy: str, *, missing: str = "") -> GuideError:
        """An error about a key of this table, to be raised by the caller."""
        return GuideError(self._file, self.where(key), problem, remedy, missing=missing)

    def _value(self, key: str, kind: str, default: object) -> object:
        self._read.add(key)
        if key in self._data:
            return self._data[key]
        if default is _REQUIRED:
            strange = [name for name in self._data if name not in self._read]
            for name in get_close_matches(key, strange, 1, ALIKE):
                raise self.error(
                    name, gettext("the key is not known"), gettext("write {expected}").format(expected=key)
                )
            raise self.error(key, gettext("the key is missing"), _write(kind))
        return default

    def _wrong(self, key: str, kind: str) -> GuideError:
        return self.error(key, gettext("the value is of another type"), _write(kind))

    def string(self, key: str, default: object = _REQUIRED) -> str:
        """A string."""
        value = self._value(key, "string", default)
        if not isinstance(value, str):
            raise self._wrong(key, "string")
        return value

    def words(self, key: str) -> str:
        """A string that says something."""
        return self._said(key, self.string(key))

    def _said(self, key: str, *words: str) -> str:
        if not self._lenient and not all(word.strip() for word in words):
            raise self.error(
                key, gettext("the text is empty"), gettext("write what people are to read there")
            )
        return words[0]

    def boolean(self, key: str, default: object = _REQUIRED) -> bool:
        """True or false."""
        value = self._value(key, "boolean", default)
        if not isinstance(value, bool):
            raise self._wrong(key, "boolean")
        return value

    def integer(self, key: str, default: object = _REQUIRED) -> int:
        """A whole number."""
        value = self._value(key, "integer", default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, "integer")
        return value

    def day(self, key: str) -> date:
        """A day."""
        value = self._value(key, "day", _REQUIRED)
        if type(value) is not date:
            raise self._wrong(key, "day")
        return value

    def maybe_day(self, key: str) -> date | None:
        """A day, or None where the key is not there."""
        self._read.add(key)
        return self.day(key) if key in self._data else None

    def text(self, key: str, default: object = _REQUIRED) -> Text:
        """A text in both languages: `{ zh = "…", en = "…" }`."""
        value = self._value(key, "text", default)
        if isinstance(value, Text):
            return value
        if isinstance(value, dict) and value.keys() == {"zh", "en"}:
            zh, en = value["zh"], value["en"]
            if isinstance(zh, str) and isinstance(en, str):
                if default is _REQUIRED:
                    self._said(key, zh, en)
                return Text(zh, en)
        raise self._wrong(key, "text")

    def choice(self, key: str, kind: type[E], default: object = _REQUIRED) -> E:
        """One value of an enumeration."""
        value = self._value(key, "string", default)
        try:
            return kind(str(value))
        except ValueError:
            raise self.unknown(key, value, kind) from None

    def unknown(self, key: str, value: object, known: Iterable[str]) -> GuideError:
        """An error about a value that is none of the known ones."""
        problem = gettext("{value!r} is not known").format(value=value)
        return self.error(key, problem, offered(value, known), missing=str(value))

    def strings(self, key: str, default: object = _REQUIRED) -> tuple[str, ...]:
        """A list of strings."""
        value = self._value(key, "strings", default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "strings")
        return tuple(value)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of words or of groups of words; a single word stands for a group of one."""
        value = self._value(key, "groups", ())
        if not isinstance(value, (list, tuple)):
            raise self._wrong(key, "groups")
        found = tuple((item,) if isinstance(item, str) else tuple(item) for item in value)
        if not all(group and all(isinstance(word, str) and word for word in group) for group in found):
            raise self._wrong(key, "groups")
        return found

    def raw(self, key: str, default: object = _REQUIRED) -> object:
        """Whatever stands there."""
        return self._value(key, "value", default)

    def names(self) -> tuple[str, ...]:
        """All keys of the table, in order."""
        return tuple(self._data)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._data

    def clause(self, key: str = "clause", default: object = _REQUIRED) -> str:
        """A clause id that the package has; an empty default means none."""
        value = self.string(key, default)
        if value and self._clauses is not None and value not in self._clauses:
            problem = gettext("there is no clause {clause!r}").format(clause=value)
            remedy = gettext("name a clause of clauses.toml, or add it there")
            raise self.error(key, problem, remedy, missing=value)
        return value

    def table(self, key: str) -> TomlTable:
        """A table below; an empty one where the key is not there."""
        return self._below(key, self._value(key, "table", {}))

    def tables(self, key: str) -> Iterator[tuple[str, TomlTable]]:
        """The tables below a key with their names, in order; nothing where the key is not there."""
        value = self._value(key, "table", {})
        if not isinstance(value, dict):
            raise self._wrong(key, "table")
        for name, data in value.items():
            yield name, self._below(f"{key}.{name}", data)

    def rows(self, key: str) -> Iterator[TomlTable]:
        """The tables of a list, in order; nothing where the key is not there."""
        value = self._value(key, "rows", [])
        if not isinstance(value, list):
            raise self._wrong(key, "rows")
        for number, data in enumerate(value):
            yield self._below(f"{key}[{number}]", data)

    def _below(self, key: str, data: object) -> TomlTable:
        if not isinstance(data, dict):
            raise self._wrong(key, "table")
        return TomlTable(data, self._file, self.where(key), self._clauses, lenient=self._lenient)

    def done(self) -> None:
        """Refuse keys that nobody read."""
        for key in self._data:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                remedy = gettext("known keys here: {known}").format(known=known)
                raise self.error(key, gettext("the key is not known"), remedy)


def offered(value: object, known: Iterable[str]) -> str:
    """What may stand in the place of an unknown value: everything, or of many the most alike."""
    words = list(known)
    if len(words) > MANY:
        near = get_close_matches(str(value), words, 5, 0.5)
        more = gettext("… ({count} in all)").format(count=len(words))
        return " | ".join([*(near or words[:5]), more])
    return " | ".join(words) or gettext("declare it first")


def _write(kind: str) -> str:
    """What an author should write, in the reader's language."""
    expected = {
        "string": gettext("a text in quotation marks"),
        "boolean": gettext("true or false"),
        "integer": gettext("a whole number"),
        "day": gettext("a day such as 2024-01-31"),
        "text": '{ zh = "…", en = "…" }',
        "strings": '["…", "…"]',
        "groups": '["…", ["…", "…"]]',
        "value": gettext("a value"),
        "table": gettext("a table"),
        "rows": gettext("a list of tables"),
    }
    return gettext("write {expected}").format(expected=expected[kind])
