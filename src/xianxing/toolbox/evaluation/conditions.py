"""What an item asks: a line, a flag, one of several, all of several; each with values, rows and distances.

Of three-valued logic only this much: one alternative that is met decides, one requirement that isn't met
decides; else what is missing comes before what sources dispute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.terms import Distance, Now, RuleTerm
from xianxing.toolbox.evaluation.versions import SchemeVersion
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.packs import compare
from xianxing.toolbox.tables import Row

RANGES = ("<", ">")  # these say for whom a line is drawn, and are no aim
OPEN = (Result.UNKNOWN, Result.MANUAL_REVIEW)


@dataclass(frozen=True)
class QualifyingGap:
    """The distance of one alternative that isn't met."""

    alternative: str
    distance: Distance
    comparator: str


@dataclass(frozen=True)
class JudgedCondition:
    """What one condition says, with its values and limits by name, its rows, and what is missing."""

    result: Result
    values: dict[str, str | None] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    comparators: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: tuple[QualifyingGap, ...] = ()
    parts: dict[str, Result] = field(default_factory=dict)


class ItemCondition(Protocol):
    """Something that an item may ask."""

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        """What the facts say of it under a version."""


@dataclass(frozen=True)
class TermLine:
    """A term against a number of the pack; `name` tells it from its alternatives."""

    name: str
    term: RuleTerm
    key: str

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        pack, limit = version.numbers[self.key], version.limit(self.key)
        measure = self.term.measure(facts)
        value = measure.value
        gaps: tuple[QualifyingGap, ...] = ()
        if value is None:
            result = undecided(measure.missing, conflict=measure.conflict)
        elif compare(pack.comparator, value, self.term.line(limit)):
            result = Result.MET
        else:
            result = Result.UNMET
            gaps = self._gaps(facts, limit, pack.comparator)
        share = None if value is None else exact(value)
        return JudgedCondition(
            result,
            {self.name: None if value is None else self.term.shown(value)},
            {self.name: plain(limit)},
            {self.name: pack.comparator},
            {self.name: pack.unit},
            {self.name: share} if share and self.term.line(limit) == limit else {},
            measure.rows,
            measure.missing,
            gaps,
            {self.name: result},
        )

    def _gaps(self, facts: FirmFacts, limit: Fraction, comparator: str) -> tuple[QualifyingGap, ...]:
        if comparator in RANGES:
            return ()
        distance = self.term.distance(facts, limit)
        return () if distance is None else (QualifyingGap(self.name, distance, comparator),)


@dataclass(frozen=True)
class Flag:
    """A flag that must be 1, or 0 where `wanted` says so."""

    indicator: str
    wanted: bool = True

    def judge(self, facts: FirmFacts, _version: SchemeVersion) -> JudgedCondition:
        measure = Now(self.indicator).measure(facts)
        value = measure.value
        if value is None:
            result = undecided(measure.missing, conflict=measure.conflict)
        else:
            result = Result.MET if (value == 1) is self.wanted else Result.UNMET
        return JudgedCondition(
            result,
            {self.indicator: None if value is None else plain(value)},
            {self.indicator: str(int(self.wanted))},
            {self.indicator: "="},
            {self.indicator: "flag"},
            rows=measure.rows,
            missing=measure.missing,
            parts={self.indicator: result},
        )


@dataclass(frozen=True)
class AnyOf:
    """One of several suffices."""

    parts: tuple[ItemCondition, ...]

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        found = [part.judge(facts, version) for part in self.parts]
        return joined(any_of(one.result for one in found), found)


@dataclass(frozen=True)
class AllOf:
    """Every one is asked."""

    parts: tuple[ItemCondition, ...]

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        found = [part.judge(facts, version) for part in self.parts]
        return joined(all_of(one.result for one in found), found)


@dataclass(frozen=True)
class When:
    """Another condition where a flag is set, or none at all (`then` None: not applicable).

    Where the flag isn't known both are looked at: it decides only where they differ.
    """

    flag: str
    then: ItemCondition | None
    otherwise: ItemCondition

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        flag = Flag(self.flag).judge(facts, version)
        usual = self.otherwise.judge(facts, version)
        special = (
            JudgedCondition(Result.NOT_APPLICABLE) if self.then is None else self.then.judge(facts, version)
        )
        if flag.result is Result.UNMET:
            return replace(usual, rows=usual.rows + flag.rows)
        if flag.result is Result.MET:
            return replace(special, rows=special.rows + flag.rows)
        agreed = usual.result if special.result is Result.NOT_APPLICABLE else special.result
        decides = usual.result is not agreed or (self.then is None and usual.result is not Result.MET)
        result = flag.result if decides else usual.result
        return replace(
            usual,
            result=result,
            gaps=usual.gaps if result is Result.UNMET else (),
            rows=usual.rows + flag.rows,
            missing=usual.missing + (flag.missing if decides else ()),
        )


@dataclass(frozen=True)
class Waived:
    """A condition that isn't asked of whom the waiver holds."""

    condition: ItemCondition
    waiver: ItemCondition

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        asked, waiver = self.condition.judge(facts, version), self.waiver.judge(facts, version)
        if asked.result is Result.MET:
            return asked
        if waiver.result is Result.UNMET:
            return joined(asked.result, [asked, waiver])
        result = (
            Result.NOT_APPLICABLE if waiver.result is Result.MET else any_of((asked.result, waiver.result))
        )
        return joined(result, [asked, waiver])


@dataclass(frozen=True)
class Recheck:
    """One condition for a recheck (None: not applicable), another for a first application."""

    then: ItemCondition | None
    otherwise: ItemCondition

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        if not facts.recheck:
            return self.otherwise.judge(facts, version)
        return (
            JudgedCondition(Result.NOT_APPLICABLE) if self.then is None else self.then.judge(facts, version)
        )


@dataclass(frozen=True)
class Person:
    """What a person looks at, unless the condition is met; no condition: always."""

    unless: ItemCondition | None = None

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedCondition:
        if self.unless is None:
            return JudgedCondition(Result.MANUAL_REVIEW)
        found = self.unless.judge(facts, version)
        return replace(found, result=Result.MANUAL_REVIEW) if found.result is Result.UNMET else found


def undecided(missing: Sequence[str], *, conflict: bool) -> Result:
    """What a value says that isn't known: something is missing, or else its sources differ."""
    return Result.MANUAL_REVIEW if conflict and not missing else Result.UNKNOWN


def any_of(results: Iterable[Result]) -> Result:
    """The result of alternatives."""
    found = set(results)
    for one in (Result.MET, *OPEN, Result.UNMET):
        if one in found:
            return one
    return Result.NOT_APPLICABLE


def all_of(results: Iterable[Result]) -> Result:
    """The result of what is asked together; what isn't applicable counts as not asked."""
    found = set(results)
    for one in (Result.UNMET, *OPEN, Result.MET):
        if one in found:
            return one
    return Result.NOT_APPLICABLE


def joined(result: Result, found: Sequence[JudgedCondition]) -> JudgedCondition:
    """Several conditions as one; what is missing is only named where it decides, distances where not met."""
    undecided_ = result is Result.UNKNOWN
    return JudgedCondition(
        result,
        {name: value for one in found for name, value in one.values.items()},
        {name: value for one in found for name, value in one.limits.items()},
        {name: value for one in found for name, value in one.comparators.items()},
        {name: value for one in found for name, value in one.units.items()},
        {name: value for one in found for name, value in one.exact.items()},
        tuple(row for one in found for row in one.rows),
        tuple(cell for one in found for cell in one.missing) if undecided_ else (),
        tuple(gap for one in found for gap in one.gaps) if result is Result.UNMET else (),
        {name: part for one in found for name, part in one.parts.items()},
    )
