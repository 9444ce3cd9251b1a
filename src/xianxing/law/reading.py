"""Reading one table of a guide package strictly: typed keys, no unknown ones, errors that name the place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.text import NO_TEXT, Text

E = TypeVar("E", bound=StrEnum)
_REQUIRED = object()


class Table:
    """A TOML table that remembers where it stands and which of its keys were read.

    Every getter raises GuideError when the key is missing (unless it has a default) or of another type;
    `done` raises for keys that nobody read.
    """

    def __init__(
        self, data: Mapping[str, object], file: str, path: str = "", clauses: frozenset[str] | None = None
    ) -> None:
        self._data, self._file, self._path, self._read = data, file, path, set[str]()
        self._clauses = clauses

    def where(self, key: str) -> str:
        """The full key path of a key of this table."""
        return f"{self._path}.{key}" if self._path else key

    def error(self, key: str, problem: str, remedy: str) -> GuideError:
        """An error about a key of this table, to be raised by the caller."""
        return GuideError(self._file, self.where(key), problem, remedy)

    def _value(self, key: str, expected: str, default: object) -> object:
        self._read.add(key)
        if key in self._data:
            return self._data[key]
        if default is _REQUIRED:
            raise self.error(
                key, gettext("the key is missing"), gettext("write {expected}").format(expected=expected)
            )
        return default

    def _wrong(self, key: str, expected: str) -> GuideError:
        problem = gettext("the value is of another type")
        return self.error(key, problem, gettext("write {expected}").format(expected=expected))

    def string(self, key: str, default: object = _REQUIRED) -> str:
        """A string."""
        expected = gettext("a text in quotation marks")
        value = self._value(key, expected, default)
        if not isinstance(value, str):
            raise self._wrong(key, expected)
        return value

    def boolean(self, key: str, default: object = _REQUIRED) -> bool:
        """True or false."""
        expected = gettext("true or false")
        value = self._value(key, expected, default)
        if not isinstance(value, bool):
            raise self._wrong(key, expected)
        return value

    def integer(self, key: str, default: object = _REQUIRED) -> int:
        """A whole number."""
        expected = gettext("a whole number")
        value = self._value(key, expected, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, expected)
        return value

    def day(self, key: str) -> date:
        """A day."""
        expected = gettext("a day such as 2024-01-31")
        value = self._value(key, expected, _REQUIRED)
        if type(value) is not date:
            raise self._wrong(key, expected)
        return value

    def maybe_day(self, key: str) -> date | None:
        """A day, or None where the key is not there."""
        self._read.add(key)
        return self.day(key) if key in self._data else None

    def text(self, key: str, default: object = _REQUIRED) -> Text:
        """A text in both languages: `{ zh = "…", en = "…" }`."""
        expected = '{ zh = "…", en = "…" }'
        value = self._value(key, expected, default)
        if value is NO_TEXT:
            return NO_TEXT
        if (
            not isinstance(value, dict)
            or set(value) != {"zh", "en"}
            or not all(isinstance(v, str) for v in value.values())
        ):
            raise self._wrong(key, expected)
        return Text(value["zh"], value["en"])

    def choice(self, key: str, kind: type[E], default: object = _REQUIRED) -> E:
        """One value of an enumeration."""
        expected = " | ".join(kind)
        value = self._value(key, expected, default)
        if value not in list(kind):
            raise self.error(key, gettext("{value!r} is not known").format(value=value), expected)
        return kind(str(value))

    def strings(self, key: str, default: object = _REQUIRED) -> tuple[str, ...]:
        """A list of strings."""
        expected = '["…", "…"]'
        value = self._value(key, expected, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, expected)
        return tuple(value)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of words or of groups of words; a single word stands for a group of one."""
        expected = '["…", ["…", "…"]]'
        value = self._value(key, expected, ())
        if not isinstance(value, (list, tuple)):
            raise self._wrong(key, expected)
        found = tuple((item,) if isinstance(item, str) else tuple(item) for item in value)
        if not all(group and all(isinstance(word, str) and word for word in group) for group in found):
            raise self._wrong(key, expected)
        return found

    def raw(self, key: str, default: object = _REQUIRED) -> object:
        """Whatever stands there."""
        return self._value(key, gettext("a value"), default)

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
            raise self.error(key, problem, gettext("name a clause of clauses.toml, or add it there"))
        return value

    def table(self, key: str) -> Table:
        """A table below; an empty one where the key is not there."""
        return self._below(key, self._value(key, gettext("a table"), {}))

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables below a key with their names, in order; nothing where the key is not there."""
        value = self._value(key, gettext("a table"), {})
        if not isinstance(value, dict):
            raise self._wrong(key, gettext("a table"))
        for name, data in value.items():
            yield name, self._below(f"{key}.{name}", data)

    def rows(self, key: str) -> Iterator[Table]:
        """The tables of a list, in order; nothing where the key is not there."""
        value = self._value(key, gettext("a list of tables"), [])
        if not isinstance(value, list):
            raise self._wrong(key, gettext("a list of tables"))
        for number, data in enumerate(value):
            yield self._below(f"{key}[{number}]", data)

    def _below(self, key: str, data: object) -> Table:
        if not isinstance(data, dict):
            raise self._wrong(key, gettext("a table"))
        return Table(data, self._file, self.where(key), self._clauses)

    def done(self) -> None:
        """Refuse keys that nobody read."""
        for key in self._data:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                remedy = gettext("known keys here: {known}").format(known=known)
                raise self.error(key, gettext("the key is not known"), remedy)
