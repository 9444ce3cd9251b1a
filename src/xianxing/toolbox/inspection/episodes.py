"""Episodes: days in a row on which a line is broken, with cause, growth, day to cure by, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xianxing.law.findings import JSON
from xianxing.toolbox.inspection.lines import DatedLines, TradingDays
from xianxing.toolbox.inspection.measures import DayRule, DayValue, fraction, written, written_limit
from xianxing.toolbox.packs import RulePack

ACTIVE, PASSIVE = "active", "passive"
OPEN, CURED, LATE = "open", "cured", "late"
# A measure that breaks its line, the line, and the measure of the day before.
Broken = tuple[DayValue, RulePack, DayValue | None]


@dataclass(frozen=True)
class Episode:
    """One episode of one rule; `product` is None where it is the manager's."""

    rule: DayRule
    product: str | None
    pack: RulePack
    measures: tuple[DayValue, ...]
    worst: DayValue
    cause: str
    increased_on: date | None
    cure: RulePack | None
    cure_by: date | None
    status: str

    @property
    def first(self) -> DayValue:
        """The measure of the first day."""
        return self.measures[0]

    @property
    def last(self) -> DayValue:
        """The measure of the last day."""
        return self.measures[-1]

    def as_json(self) -> dict[str, JSON]:
        """The episode as the results have it; fractions stand beside what no decimal says."""
        shape, first, worst = self.rule.shape, self.first, self.worst
        plain: dict[str, JSON] = {
            "rule": self.rule.id,
            "product": self.product,
            "asset": first.asset,
            "from": first.day.isoformat(),
            "to": self.last.day.isoformat(),
            "days": len(self.measures),
            "first_value": written(first, shape),
            "worst": written(worst, shape),
            "limit": written_limit(first, self.pack, shape),
            "cause": self.cause,
            "increased_on": self.increased_on.isoformat() if self.increased_on else None,
            "cure_by": self.cure_by.isoformat() if self.cure_by else None,
            "status": self.status,
            "pack": self.pack.id,
            "confirmed": self.pack.confirmed,
        }
        for name, measure in (("first_value_exact", first), ("worst_exact", worst)):
            share = fraction(measure)
            if share is not None:
                plain[name] = share
        return plain

    def days_as_json(self) -> list[JSON]:
        """Every day of the episode with its value, for calendars and working papers."""
        shape = self.rule.shape
        return [
            {
                "rule": self.rule.id,
                "product": self.product,
                "asset": one.asset,
                "day": one.day.isoformat(),
                "value": written(one, shape),
                "limit": written_limit(one, self.pack, shape),
                "pack": self.pack.id,
            }
            for one in self.measures
        ]


@dataclass
class SubjectOutcome:
    """What one rule came to for one subject."""

    episodes: list[Episode] = field(default_factory=list)
    unknown: list[tuple[DayValue, RulePack]] = field(default_factory=list)
    nearest: tuple[DayValue, RulePack] | None = None
    skipped: set[date] = field(default_factory=set)


@dataclass(frozen=True)
class JudgedDays:
    """The days of a subject: those of `nav` in order and their places, those judged, those with data."""

    days: Sequence[date]
    place: Mapping[date, int]
    judged: frozenset[date]
    covered: frozenset[date]

    @classmethod
    def of(cls, days: Sequence[date], judged: Iterable[date], covered: Iterable[date]) -> JudgedDays:
        """A course over days that are in order."""
        places = {day: place for place, day in enumerate(days)}
        return cls(days, places, frozenset(judged), frozenset(covered))


def judge_measures(
    rule: DayRule,
    product: str | None,
    measures: Iterable[DayValue],
    course: JudgedDays,
    lines: DatedLines,
    trading: TradingDays,
) -> SubjectOutcome:
    """Hold each measure against the line of its day, and join what is broken into episodes.

    The measures of an asset come in the order of days.
    """
    by_asset: dict[str | None, list[DayValue]] = {}
    for measure in measures:
        by_asset.setdefault(measure.asset, []).append(measure)
    walk = _Walk(rule, product, course, lines, trading)
    for asset in sorted(by_asset, key=lambda name: name or ""):
        walk.over(by_asset[asset])
    return walk.judged


@dataclass
class _Walk:
    """One walk over the days of each asset of a rule."""

    rule: DayRule
    product: str | None
    course: JudgedDays
    lines: DatedLines
    trading: TradingDays
    judged: SubjectOutcome = field(default_factory=SubjectOutcome)
    packs: dict[tuple[tuple[str, ...], date], list[RulePack]] = field(default_factory=dict)

    def over(self, measures: Iterable[DayValue]) -> None:
        """Judge the measures of one asset, day after day."""
        place = self.course.place
        run: list[Broken] = []
        before, last = None, -2
        for measure in measures:
            at = place.get(measure.day)
            if at is None:
                continue
            previous = before if last == at - 1 else None
            before, last = measure, at
            state, pack = self._state(measure)
            if run and (state is not False or previous is None):
                self._close(run)
                run = []
            if pack is not None and state is False:
                run.append((measure, pack, previous))
            elif pack is not None and state is None:
                self.judged.unknown.append((measure, pack))
        if run:
            self._close(run)

    def _state(self, measure: DayValue) -> tuple[bool | None, RulePack | None]:
        """Whether the line is kept, and the line that decided; no line where the day isn't judged."""
        if not measure.looked_at:
            self.judged.skipped.add(measure.day)
            return None, None
        packs = self._lines(measure)
        if not packs:
            return None, None
        state, pack = measure.state(packs)
        if state:
            self._keep(measure, pack)
        return state, pack

    def _lines(self, measure: DayValue) -> list[RulePack]:
        key = (measure.keys, measure.day)
        known = self.packs.get(key)
        if known is None:
            found = [self.lines.on(name, measure.day) for name in measure.keys or (self.rule.pack_key,)]
            known = [pack for pack in found if pack is not None]
            if len(known) < len(found) or measure.day not in self.course.judged:
                known = []
            self.packs[key] = known
        return known

    def _keep(self, measure: DayValue, pack: RulePack) -> None:
        """Remember the value nearest its line: the largest, or the smallest of a line that is a least."""
        best = self.judged.nearest
        if best is None:
            self.judged.nearest = (measure, pack)
        elif best[0].words is None and measure.words is None:
            least = pack.comparator.startswith(">")
            if best[0].over(measure) if least else measure.over(best[0]):
                self.judged.nearest = (measure, pack)

    def _close(self, run: list[Broken]) -> None:
        self.judged.episodes.append(
            _episode(self.rule, self.product, run, self.course, self.lines, self.trading)
        )


def _episode(
    rule: DayRule,
    product: str | None,
    run: list[Broken],
    course: JudgedDays,
    lines: DatedLines,
    trading: TradingDays,
) -> Episode:
    measures = tuple(measure for measure, _pack, _before in run)
    first, pack, before = run[0]
    grew = before is None or first.held > before.held
    cause = ACTIVE if grew else PASSIVE
    increased = next(
        (one.day for one, _pack, earlier in run[1:] if earlier is not None and one.held > earlier.held), None
    )
    cure = lines.on(f"{rule.id}.cure", first.day) if cause == PASSIVE else None
    count = int(cure.threshold) if cure is not None and cure.threshold is not None else 0
    cure_by = trading.after(first.day, count) if cure is not None else None
    worst = first
    for one in measures[1:]:
        if one.words is None and _worse(one, worst, pack):
            worst = one
    status = _status(measures[-1].day, cure_by, course)
    return Episode(rule, product, pack, measures, worst, cause, increased, cure, cure_by, status)


def _worse(one: DayValue, worst: DayValue, pack: RulePack) -> bool:
    return worst.over(one) if pack.comparator.startswith(">") else one.over(worst)


def _status(last: date, cure_by: date | None, course: JudgedDays) -> str:
    """Late where the line is still broken as the day to cure by ends; else open until a day shows it kept."""
    if cure_by is not None and last >= cure_by:
        return LATE
    after = course.place[last] + 1
    if after == len(course.days):
        return OPEN
    following = course.days[after]
    return CURED if following in course.covered and following in course.judged else OPEN
