"""A guide as data: clauses, organs, kinds of unit, form, materials, dated numbers.

Nothing here knows a city; everything comes from a folder of TOML (see `docs/law.md`). Asking for something
that the guide does not have raises KeyError, except where a method says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from xianxing.law.dated import DatedValue, NoValueError, Parameter
from xianxing.law.findings import Basis, Result, Severity
from xianxing.law.form import Field
from xianxing.law.material import MaterialKind, Title, TitleVerdict, judge_title
from xianxing.law.papers import NO_PAPERS, PaperTemplates
from xianxing.law.text import Text, plain


class ClauseStatus(StrEnum):
    """What the product does about a clause."""

    IMPLEMENTED = "implemented"
    PLANNED = "planned"
    DECLARATORY = "declaratory"  # states a goal or a principle that no machine can carry out
    OPEN = "open"  # the guide leaves to the working group what would be needed


@dataclass(frozen=True)
class Hedge:
    """A word by which the guide weakens, opens or strengthens a rule, and what it does."""

    word: str
    effect: str
    reading: Text


@dataclass(frozen=True)
class Clause:
    """One clause in our words; `verified` is False where a partial overlay inherits it unread."""

    id: str
    display: str
    text: Text
    hedges: tuple[Hedge, ...]
    status: ClauseStatus
    note: Text
    verified: bool


@dataclass(frozen=True)
class Sentence:
    """Digest and length of one normalised sentence of the official text, and its clause ("" for none)."""

    index: int
    digest: str
    length: int
    clause: str


@dataclass(frozen=True)
class OrganName:
    """A name of an organ in force from `since` to `until`; `confidence` is `confirmed` or `reported`."""

    name: Text
    since: date
    until: date | None
    source: Text
    confidence: str
    checked_until: date | None


@dataclass(frozen=True)
class Organ:
    """A body that the guide speaks of, with the names that it has had."""

    key: str
    role: Text
    names: tuple[OrganName, ...]

    def on(self, day: date) -> OrganName:
        """The name in force on this day; NoValueError when there is none."""
        for name in self.names:
            if name.since <= day and (name.until is None or day <= name.until):
                return name
        raise NoValueError(f"organ {self.key!r} has no name in force on {day.isoformat()}")


@dataclass(frozen=True)
class Territory:
    """How a place is recognised: whole spellings, beginnings of addresses, and what a person must judge.

    `ambiguous` are whole spellings and `ambiguous_prefixes` beginnings that may or may not be meant; a place
    with a word of `excluding` ("outside of …") is for a person too.
    """

    key: str
    label: Text
    exact: tuple[str, ...]
    prefixes: tuple[str, ...]
    ambiguous: tuple[str, ...]
    ambiguous_prefixes: tuple[str, ...]
    excluding: tuple[str, ...]

    def contains(self, place: str) -> Result:
        """`met`, `unmet`, `manual_review` for an ambiguous place, `unknown` for an empty one."""
        spelled = plain(place)
        if not spelled:
            return Result.UNKNOWN
        if any(plain(word) in spelled for word in self.excluding):
            return Result.MANUAL_REVIEW
        if spelled in map(plain, self.exact) or spelled.startswith(tuple(map(plain, self.prefixes))):
            return Result.MET
        if spelled in map(plain, self.ambiguous) or spelled.startswith(
            tuple(map(plain, self.ambiguous_prefixes))
        ):
            return Result.MANUAL_REVIEW
        return Result.UNMET


@dataclass(frozen=True)
class UnitKind:
    """A kind of filing unit.

    `pilot` tells a pilot institution (on whom the later duties rest) from others; `core` opens the direct
    path; `lead` is `always` or `joint` (only where a pilot institution supplies the scenario);
    `territory_field` names the field of the unit that is tested ("" for no test); `open` means that the
    guide's list of examples is open; a licence of the kind bears one of `licence_words` (none: any).
    """

    key: str
    label: Text
    clause: str
    pilot: bool
    core: bool
    lead: str
    lead_clause: str
    licensed: bool
    needs_scenario_business: bool
    territory_field: str
    territory: str
    open: bool
    examples: Text
    licence_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectType:
    """A type of project; `requires` names conditions: `exemption_or_new_field`.

    `means` is the name under which the checker has phrases about such a type, "" for none.
    """

    key: str
    label: Text
    clause: str
    requires: tuple[str, ...]
    test: Text
    meanings: tuple[tuple[str, ...], ...]
    means: str = ""


@dataclass(frozen=True)
class Direction:
    """A suggested direction; `value` is what the filing writes. The guide's list is open."""

    value: int
    label: Text
    clause: str


@dataclass(frozen=True)
class Channel:
    """Where filings go. External: a receipt of another system is entered; else the receipt is ours."""

    label: Text
    external: bool
    clause: str


@dataclass(frozen=True)
class Batch:
    """A call for filings, open on both days named; `code` begins its filings' numbers, else the id does."""

    id: str
    label: Text
    clause: str
    opens: date
    closes: date
    code: str = ""

    def accepts(self, on: date) -> bool:
        """Whether the window is open on this day."""
        return self.opens <= on <= self.closes


@dataclass(frozen=True)
class RuleSetting:
    """What the guide package says about one checking rule; None leaves the family's or the rule's own."""

    severity: Severity | None
    clause: str | None
    basis: Basis | None
    enabled: bool


NO_SETTING = RuleSetting(None, None, None, True)


@dataclass(frozen=True, eq=False, repr=False)
class Guide:
    """A guide package as loaded; equality and hash go by identity, so that it can key a cache."""

    name: str
    label: Text
    status: str  # complete | partial
    extends: str
    channel: Channel
    organs: Mapping[str, Organ]
    territories: Mapping[str, Territory]
    unit_kinds: Mapping[str, UnitKind]
    project_types: Mapping[str, ProjectType]
    directions: tuple[Direction, ...]
    directions_open: bool
    batches: Mapping[str, Batch]
    clauses: Mapping[str, Clause]
    fields: Mapping[str, Field]
    materials: Mapping[str, MaterialKind]
    titles: tuple[Title, ...]
    parameters: Mapping[str, Parameter]
    rule_settings: Mapping[str, RuleSetting]
    rule_families: Mapping[str, Severity]
    clause_answers: Mapping[str, str]  # reference clause id → this guide's own, "" for none
    sentences: tuple[Sentence, ...]
    folders: tuple[Path, ...]  # the package's own folder first, then those that it extends
    digest: str  # over everything but procedure.toml, which has a version of its own
    papers: PaperTemplates = NO_PAPERS

    def __repr__(self) -> str:
        return f"Guide({self.name!r}, digest={self.digest[:12]!r})"

    @property
    def partial(self) -> bool:
        """Whether only differences are known; no batch opens under a partial guide."""
        return self.status == "partial"

    def clause(self, clause: str) -> Clause:
        """The clause with this id."""
        return self.clauses[clause]

    def cite(self, reference: str) -> str | None:
        """This guide's clause for an id of the reference guide; "" for none, None where it is silent.

        An id of this very guide stands for itself unless the package says otherwise.
        """
        answer = self.clause_answers.get(reference)
        return answer if answer is not None else reference if reference in self.clauses else None

    def field(self, path: str) -> Field:
        """The field at a path without row numbers, such as `content.innovation` or `unit.contacts.mobile`."""
        return self._all_fields[path]

    def has_field(self, path: str) -> bool:
        """Whether the form has this field."""
        return path in self._all_fields

    def fields_of(self, group: str) -> tuple[Field, ...]:
        """The fields of `project`, `content`, `unit` or `material`, in the order of the form."""
        return tuple(field for field in self.fields.values() if field.group == group)

    def material(self, kind: str) -> MaterialKind:
        """The kind of file with this key."""
        return self.materials[kind]

    def unit_kind(self, kind: str) -> UnitKind:
        """The kind of unit with this key."""
        return self.unit_kinds[kind]

    def project_type(self, kind: str) -> ProjectType:
        """The type of project with this key."""
        return self.project_types[kind]

    def batch(self, batch: str) -> Batch:
        """The batch with this id."""
        return self.batches[batch]

    def parameter(self, key: str, on: date) -> DatedValue:
        """The value of a parameter or setting in force on a day; NoValueError when none is."""
        return self.parameters[key].on(on)

    def number(self, key: str, on: date) -> int:
        """As `parameter`, for whole numbers; TypeError for anything else."""
        value = self.parameter(key, on).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"parameter {key!r} is not a whole number")
        return value

    def settings(self) -> tuple[Parameter, ...]:
        """What the guide leaves open, with the working group's present practice."""
        return tuple(parameter for parameter in self.parameters.values() if parameter.open)

    def limit(self, field: Field, on: date) -> int | None:
        """The most 字 that a field may hold on a day, or None."""
        return self.number(field.limit, on) if field.limit else None

    def territory_ok(self, kind: str, registered_in: str, jurisdiction: str) -> Result:
        """Whether a unit of this kind is of the territory; `not_applicable` where its kind has no test."""
        unit_kind = self.unit_kind(kind)
        if not unit_kind.territory_field:
            return Result.NOT_APPLICABLE
        place = {"registered_in": registered_in, "jurisdiction": jurisdiction}[unit_kind.territory_field]
        return self.territories[unit_kind.territory].contains(place)

    def title(self, title: str, kind: str, unit_name: str, on: date) -> TitleVerdict:
        """What the guide's data say about the title of a compliance signer of such a unit."""
        return judge_title(self.titles, title, kind, unit_name, on)

    def severity(self, rule: str, family: str) -> Severity:
        """How much an `unmet` of a rule weighs: by its own entry, else by its family, else a correction."""
        own = self.rule_settings.get(rule, NO_SETTING).severity
        return own or self.rule_families.get(family, Severity.CORRECTION)

    def rule_setting(self, rule: str) -> RuleSetting:
        """What the package says about a rule; nothing of its own where it has no entry."""
        return self.rule_settings.get(rule, NO_SETTING)

    def verified(self, clauses: Iterable[str]) -> bool:
        """Whether all these clauses were verified for this very guide."""
        return all(self.clauses[clause].verified for clause in clauses)

    @cached_property
    def _all_fields(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for field in self.fields.values():
            found[field.path] = field
            found |= {column.path: column for column in field.columns}
        return found
