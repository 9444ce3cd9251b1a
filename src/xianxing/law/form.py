"""The fields of the filing form: what is asked, of whom, on which clause, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from xianxing.law.findings import Basis
from xianxing.law.text import Text

Scalar = str | int | float | bool
Lookup = Callable[[str], object]


class FieldKind(StrEnum):
    """What a field holds in the folder format."""

    TEXT = "text"  # a cell of the form: one or more sentences
    SHORT_TEXT = "short_text"
    CHOICE = "choice"
    CHOICES = "choices"
    STRINGS = "strings"  # a list of free words
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    TABLE = "table"  # rows with `columns`
    GROUP = "group"  # one record with `columns`, such as a review


class FieldNeed(StrEnum):
    """Whether the form is complete without the field; `conditional` fields carry `when`."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


class Public(StrEnum):
    """Whether the cell may feed the public sheet: never by itself, only by the applicant's act."""

    YES = "yes"
    NO = "no"
    MASKABLE = "maskable"


@dataclass(frozen=True)
class Condition:
    """A closed expression over fields: every test must hold (`all`), or one of the `any` branches.

    A test compares the field at a path with a list of values; `negated` turns it round.
    """

    field: str = ""
    values: tuple[Scalar, ...] = ()
    negated: bool = False
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    def holds(self, look: Lookup) -> bool:
        """Whether it holds; `look(path)` gives a field's value or None, and None equals nothing."""
        if self.all:
            return all(part.holds(look) for part in self.all)
        if self.any:
            return any(part.holds(look) for part in self.any)
        found = look(self.field)
        hit = any(
            found == value and isinstance(found, bool) == isinstance(value, bool) for value in self.values
        )
        return hit != self.negated

    def paths(self) -> set[str]:
        """Every field path that the condition reads."""
        inner = {path for part in (*self.all, *self.any) for path in part.paths()}
        return inner | ({self.field} if self.field else set())


@dataclass(frozen=True)
class Choice:
    """One accepted value of a choice field; `clause` where the guide names it."""

    value: Scalar
    label: Text
    clause: str


@dataclass(frozen=True)
class Field:
    """One field of the form.

    `path` is the key path without row numbers: `content.overview`, `content.scale.cap`,
    `unit.contacts.mobile`, `unit.internal_review.date`, `material.kind`. `clause` is the one that a finding
    about the field cites; `basis` is `guide` only where the clause's own words ask for the field. `limit`
    names the parameter that bounds the text in 字 ("" for none), `limit_clause` and `limit_basis` its source.
    `open_choices` means that a value outside `choices` is no error by itself. `shown_when` says when the
    question is asked at all (None: always); what was answered before is kept, but is no part of the filing
    while it isn't asked.
    """

    path: str
    kind: FieldKind
    label: Text
    filler: str
    clause: str
    basis: Basis
    public: Public
    guidance: Text
    example: str
    need: FieldNeed
    when: Condition | None
    shown_when: Condition | None
    limit: str
    limit_clause: str
    limit_basis: Basis
    choices: tuple[Choice, ...]
    open_choices: bool
    columns: tuple[Field, ...]
    min_rows: int

    @property
    def group(self) -> str:
        """The first part of the path: `project`, `content`, `unit` or `material`."""
        return self.path.partition(".")[0]

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    def required(self, look: Lookup) -> bool:
        """Whether the form is incomplete without it, given the other fields."""
        if self.need is FieldNeed.CONDITIONAL:
            return self.when is not None and self.when.holds(look)
        return self.need is FieldNeed.REQUIRED

    def asked(self, look: Lookup) -> bool:
        """Whether the question is asked, given the other fields."""
        return self.shown_when is None or self.shown_when.holds(look)

    def choice(self, value: object) -> Choice | None:
        """The choice with this value, or None."""
        return next((item for item in self.choices if item.value == value), None)
