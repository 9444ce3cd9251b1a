"""A whole list under every text at once, in columns: how many firms would be through under which.

The schemes are the same declarations that judge one firm. Comparisons are made in floating point; a firm that
comes near a line, or whose sources differ, is judged again exactly, one by one. Needs numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation import innovative, little_giant, srdi, star
from xianxing.toolbox.evaluation.conditions import (
    AllOf,
    AnyOf,
    Flag,
    ItemCondition,
    Person,
    Recheck,
    TermLine,
    Waived,
    When,
)
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.points import SCORE
from xianxing.toolbox.evaluation.scales import Bands, BestOf, GivenPoints, Scale, ScoredItem
from xianxing.toolbox.evaluation.terms import Growth, MeanGrowth, Now, Ratio, RuleTerm, Total
from xianxing.toolbox.evaluation.versions import SchemeVersion

Array = Any  # numpy's, which is there only with the extra `tools`
# All together is the largest of these codes; `_ANY` orders them for alternatives.
NOT_APPLICABLE, MET, MANUAL, UNKNOWN, UNMET = range(5)
RESULTS = (Result.NOT_APPLICABLE, Result.MET, Result.MANUAL_REVIEW, Result.UNKNOWN, Result.UNMET)
_ANY = (NOT_APPLICABLE, UNMET, MANUAL, UNKNOWN, MET)
NEAR = 1e-9
_SIGNS: dict[str, str] = {">=": "greater_equal", "<=": "less_equal", ">": "greater", "<": "less"}


@dataclass
class Columns:
    """Firms by column: `read` gives the values of (indicator, years back), NaN where a fact is missing.

    `doubt` marks who must be judged exactly; `recheck` who applies again.
    """

    size: int
    read: Callable[[str, int], tuple[Array, Array | None]]
    recheck: Array
    doubt: Array
    _kept: dict[tuple[str, int], tuple[Array, Array | None]] = field(default_factory=dict)

    def get(self, indicator: str, back: int = 0) -> Array:
        """One column; whose sources differ on it is marked."""
        key = (indicator, back)
        if key not in self._kept:
            self._kept[key] = self.read(indicator, back)
        values, disputed = self._kept[key]
        if disputed is not None:
            self.doubt |= disputed
        return values


def columns_of(firms: Sequence[FirmFacts]) -> Columns:
    """The columns of firms that were read one by one."""
    import numpy

    def read(indicator: str, back: int) -> tuple[Array, Array]:
        facts = [firm.year(indicator, back) if back else firm.get(indicator) for firm in firms]
        values = [float("nan") if fact.value is None else float(fact.value) for fact in facts]
        return numpy.array(values, dtype=float), numpy.array([fact.conflict for fact in facts], dtype=bool)

    return Columns(
        len(firms),
        read,
        numpy.array([firm.recheck for firm in firms], dtype=bool),
        numpy.zeros(len(firms), dtype=bool),
    )


def survey(
    scheme: str, version: SchemeVersion, columns: Columns, exactly: Callable[[int], Result]
) -> list[Result]:
    """The result of every firm under one version; `exactly` judges by place who comes near a line."""
    import numpy

    columns.doubt = numpy.zeros(columns.size, dtype=bool)
    found = [RESULTS[code] for code in _Survey(numpy, columns, version).whole(scheme)]
    for place in numpy.flatnonzero(columns.doubt):
        found[place] = exactly(int(place))
    return found


@dataclass
class _Survey:
    numpy: Any
    columns: Columns
    version: SchemeVersion

    def whole(self, scheme: str) -> Array:
        """The codes of a scheme."""
        if scheme == star.NAME:
            return self._star()
        if scheme == innovative.NAME:
            bypass = self.judge(innovative.BYPASS)
            groups = {name: (members, key) for name, (members, key) in innovative.GROUPS.items()}
            sums = self._sums(innovative.ITEMS, groups)
            return self._any([sums, bypass])
        if scheme == srdi.NAME and "points.main_share.1" in self.version:
            return self._entry()
        if not self.version.head.confirmed:
            return self._same(MANUAL)
        items = srdi.ITEMS if scheme == srdi.NAME else little_giant.ITEMS
        return self._all([self.judge(item.condition) for item in items])

    def _star(self) -> Array:
        np, version = self.numpy, self.version
        asked = [item for item in star.ITEMS if item.name != "rd_staff" or "rd_staff" in version]
        items = self._all([self.judge(item.condition) for item in asked])
        core = self.judge(star.FIFTY)
        claims = [self.judge(Flag(name)) for name in star.CLAIMED]
        claimed = np.any([one == MET for one in claims], axis=0)
        open_ = np.any([one == UNKNOWN for one in (core, *claims)], axis=0)
        found = np.select(
            [(items == MET) | (core == MET), claimed, items != UNMET, open_],
            [MET, MANUAL, items, UNKNOWN],
            UNMET,
        )
        if star.BARRED not in version:
            return found
        bars = [self.judge(Flag(name, wanted=False)) for name in (star.BARRED, star.RESTRICTED)]
        together = self._all([found, bars[0]])
        return np.where(together == MET, np.where(bars[1] == UNMET, MANUAL, bars[1]), together)

    def _entry(self) -> Array:
        passed = self._any([self._sums(srdi.SCORED, {}), self.judge(srdi.BYPASS)])
        asked = [self.judge(one.condition) for one in srdi.SCORED if one.condition is not None]
        scored = [self._open(one) for one in srdi.SCORED]
        codes = [*asked, *scored, self.judge(srdi.REVENUE), passed]
        return self._all([self.numpy.where(code == UNMET, MANUAL, code) for code in codes])

    def _open(self, item: ScoredItem) -> Array:
        points, _most = self.points(item.scale)
        return self.numpy.where(self.numpy.isnan(points), UNKNOWN, MET)

    def _sums(self, items: Sequence[ScoredItem], groups: Mapping[str, tuple[Sequence[str], str]]) -> Array:
        np = self.numpy
        points = {item.name: self.points(item.scale) for item in items}
        codes = []
        for members, key in (*groups.values(), (tuple(points), SCORE)):
            line = float(self.version.limit(key))
            low = np.sum([np.nan_to_num(points[name][0]) for name in members], axis=0)
            most = low + np.sum(
                [np.where(np.isnan(points[name][0]), points[name][1], 0.0) for name in members], axis=0
            )
            self._doubt_near(most, line, stated=True)
            open_ = np.any([np.isnan(points[name][0]) for name in members], axis=0)
            codes.append(np.select([most < line, open_], [UNMET, UNKNOWN], MET))
        return self._all(codes)

    def points(self, scale: Scale) -> tuple[Array, float]:
        """The points of a scale, NaN where they are open, and the most that there are."""
        np, most = self.numpy, float(scale.most(self.version))
        if isinstance(scale, BestOf):
            parts = [self.points(part) for part in scale.parts]
            best = np.max([np.nan_to_num(points, nan=-1.0) for points, _most in parts], axis=0)
            open_ = np.any([np.isnan(points) & (part > best) for points, part in parts], axis=0)
            return np.where(open_, np.nan, best), most
        if isinstance(scale, GivenPoints):
            return self.columns.get(scale.indicator), most
        if not isinstance(scale, Bands):
            raise TypeError(f"no columns for {scale!r}")
        value = self.measure(scale.term)
        reached = []
        for pack, _points in self.version.bands(scale.key):
            line = float(scale.term.line(self.version.limit(pack.key)))
            self._doubt_near(value, line, stated=isinstance(scale.term, Now))
            reached.append(getattr(np, _SIGNS[pack.comparator])(value, line))
        given = [float(points) for _pack, points in self.version.bands(scale.key)]
        return np.where(np.isnan(value), np.nan, np.select(reached, given, 0.0)), most

    def judge(self, condition: ItemCondition) -> Array:
        """The codes of a condition."""
        np = self.numpy
        if isinstance(condition, TermLine):
            return self._line(condition)
        if isinstance(condition, Flag):
            value = self.columns.get(condition.indicator)
            return np.select([np.isnan(value), (value == 1) == condition.wanted], [UNKNOWN, MET], UNMET)
        if isinstance(condition, AnyOf):
            return self._any([self.judge(part) for part in condition.parts])
        if isinstance(condition, AllOf):
            return self._all([self.judge(part) for part in condition.parts])
        if isinstance(condition, When):
            return self._when(condition)
        if isinstance(condition, Waived):
            asked, waiver = self.judge(condition.condition), self.judge(condition.waiver)
            return np.select(
                [asked == MET, waiver == UNMET, waiver == MET],
                [MET, asked, NOT_APPLICABLE],
                self._any([asked, waiver]),
            )
        if isinstance(condition, Recheck):
            then = self._same(NOT_APPLICABLE) if condition.then is None else self.judge(condition.then)
            return np.where(self.columns.recheck, then, self.judge(condition.otherwise))
        if isinstance(condition, Person):
            found = self._same(UNMET) if condition.unless is None else self.judge(condition.unless)
            return np.where(found == UNMET, MANUAL, found)
        raise TypeError(f"no columns for {condition!r}")

    def _line(self, condition: TermLine) -> Array:
        np, value = self.numpy, self.measure(condition.term)
        line = float(condition.term.line(self.version.limit(condition.key)))
        self._doubt_near(value, line, stated=isinstance(condition.term, Now))
        holds = getattr(np, _SIGNS[self.version.numbers[condition.key].comparator])(value, line)
        return np.select([np.isnan(value), holds], [UNKNOWN, MET], UNMET)

    def _when(self, condition: When) -> Array:
        np, flag, usual = self.numpy, self.columns.get(condition.flag), self.judge(condition.otherwise)
        if condition.then is None:
            special, decides = self._same(NOT_APPLICABLE), usual != MET
        else:
            special = self.judge(condition.then)
            decides = usual != special
        open_ = np.where(decides, UNKNOWN, usual)
        return np.select([flag == 1, flag == 0], [special, usual], open_)

    def measure(self, term: RuleTerm) -> Array:
        """The values of a term, NaN where they aren't known."""
        np, get = self.numpy, self.columns.get
        if isinstance(term, Now):
            return get(term.indicator, term.back)
        if isinstance(term, Total):
            total = np.sum([get(term.indicator, back) for back in range(term.years)], axis=0)
            return total / term.years if term.mean else total
        if isinstance(term, Ratio):
            below = self._above_zero(self.measure(term.below), summed=isinstance(term.below, Total))
            return self._over(self.measure(term.above), below)
        if isinstance(term, Growth):
            return self._over(get(term.indicator), self._above_zero(get(term.indicator, term.years)))
        if isinstance(term, MeanGrowth):
            last, middle, first = (get(term.indicator, back) for back in range(3))
            later = self._over(last, self._above_zero(middle))
            return (later + self._over(middle, self._above_zero(first))) / 2 - 1
        raise TypeError(f"no columns for {term!r}")

    def _above_zero(self, value: Array, *, summed: bool = False) -> Array:
        """What divides; a sum near zero may be rounding, so it is looked at exactly."""
        if summed:
            self.columns.doubt |= self.numpy.abs(value) <= 1
        return self.numpy.where(value > 0, value, self.numpy.nan)

    def _over(self, above: Array, below: Array) -> Array:
        return above / below

    def _doubt_near(self, value: Array, line: float, *, stated: bool = False) -> None:
        """Marks who comes so near a line that rounding could decide; a whole fact on it is what it is."""
        np = self.numpy
        near = np.abs(value - line) <= NEAR * (abs(line) + 1)
        self.columns.doubt |= near & ~((value == line) & (value == np.floor(value))) if stated else near

    def _any(self, codes: Sequence[Array]) -> Array:
        np = self.numpy
        rank = np.argsort(_ANY)
        return np.array(_ANY)[np.max([rank[code] for code in codes], axis=0)]

    def _all(self, codes: Sequence[Array]) -> Array:
        return self.numpy.max(codes, axis=0)

    def _same(self, code: int) -> Array:
        return self.numpy.full(self.columns.size, code)
