"""Points: the band that a value reaches, on its line the better one; the best of several scales."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import ItemCondition, JudgedCondition, all_of, joined, undecided
from xianxing.toolbox.evaluation.evaluation import JudgedItem
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.terms import Now, RuleTerm
from xianxing.toolbox.evaluation.versions import SchemeVersion
from xianxing.toolbox.numbers import exact, plain
from xianxing.toolbox.packs import compare


@dataclass(frozen=True)
class Scored:
    """Points, None where facts are missing or disputed, and what they rest on."""

    points: Fraction | None
    judged: JudgedCondition


class Scale(Protocol):
    """Something that gives points."""

    def score(self, facts: FirmFacts, version: SchemeVersion) -> Scored:
        """The points under a version."""

    def most(self, version: SchemeVersion) -> Fraction:
        """The most points that there are."""


@dataclass(frozen=True)
class Bands:
    """The points of the first band that a term reaches, none below the last."""

    name: str
    term: RuleTerm
    key: str

    def score(self, facts: FirmFacts, version: SchemeVersion) -> Scored:
        measure, bands = self.term.measure(facts), version.bands(self.key)
        limits = {self.name: plain(version.limit(f"{self.key}.1"))}
        if measure.value is None:
            result = undecided(measure.missing, conflict=measure.conflict)
            judged = JudgedCondition(
                result, {self.name: None}, limits, rows=measure.rows, missing=measure.missing
            )
            return Scored(None, judged)
        points = Fraction(0)
        for pack, given in bands:
            if pack.threshold is not None and compare(
                pack.comparator, measure.value, self.term.line(Fraction(pack.threshold))
            ):
                points = given
                break
        share = exact(measure.value) if self.term.line(Fraction(0)) == 0 else None
        return Scored(
            points,
            JudgedCondition(
                scored(points),
                {self.name: self.term.shown(measure.value)},
                limits,
                {self.name: bands[0][0].comparator},
                {self.name: bands[0][0].unit},
                {self.name: share} if share else {},
                measure.rows,
            ),
        )

    def most(self, version: SchemeVersion) -> Fraction:
        return max(points for _pack, points in version.bands(self.key))


@dataclass(frozen=True)
class GivenPoints:
    """Points that somebody else gives, taken as they are."""

    indicator: str
    key: str

    def score(self, facts: FirmFacts, version: SchemeVersion) -> Scored:
        measure = Now(self.indicator).measure(facts)
        shown = None if measure.value is None else plain(measure.value)
        if measure.value is None:
            result = undecided(measure.missing, conflict=measure.conflict)
        else:
            result = scored(measure.value)
        judged = JudgedCondition(
            result,
            {self.indicator: shown},
            {self.indicator: plain(version.limit(self.key))},
            rows=measure.rows,
            missing=measure.missing,
        )
        return Scored(measure.value, judged)

    def most(self, version: SchemeVersion) -> Fraction:
        return version.limit(self.key)


@dataclass(frozen=True)
class BestOf:
    """The best of several scales; one that isn't known only matters while it could give more."""

    parts: tuple[Scale, ...]

    def score(self, facts: FirmFacts, version: SchemeVersion) -> Scored:
        found = [(part.score(facts, version), part.most(version)) for part in self.parts]
        best = max((one.points for one, _most in found if one.points is not None), default=None)
        open_ = [one.judged for one, most in found if one.points is None and (best is None or most > best)]
        every = [one.judged for one, _most in found]
        if not open_:
            points = Fraction(0) if best is None else best
            return Scored(points, joined(scored(points), every))
        unknown = any(one.result is Result.UNKNOWN for one in open_)
        return Scored(None, joined(Result.UNKNOWN if unknown else Result.MANUAL_REVIEW, every))

    def most(self, version: SchemeVersion) -> Fraction:
        return max(part.most(version) for part in self.parts)


@dataclass(frozen=True)
class ScoredItem:
    """One item that gives points; `condition` is what it asks besides, where it asks something."""

    name: str
    scale: Scale
    condition: ItemCondition | None = None

    def judge(self, facts: FirmFacts, version: SchemeVersion) -> JudgedItem:
        """Its points, and what its condition says."""
        found = self.scale.score(facts, version)
        judged = found.judged
        if self.condition is not None:
            asked = self.condition.judge(facts, version)
            judged = asked if found.points is not None else joined_open(asked, judged)
        return JudgedItem(self.name, judged, found.points, self.scale.most(version))


def scored(points: Fraction) -> Result:
    """An item that only gives points has no line to fail: it gave some, or none."""
    return Result.MET if points > 0 else Result.NOT_APPLICABLE


def joined_open(asked: JudgedCondition, judged: JudgedCondition) -> JudgedCondition:
    """A condition beside points that aren't known."""
    return joined(all_of((asked.result, judged.result)), [asked, judged])
