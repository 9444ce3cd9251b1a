"""Episodes: days in a row on which a line is broken, with cause, growth, day to cure by, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xianxing.law.findings import JSON
from xianxing.toolbox.inspection.lines import Lines, TradingDays
from xianxing.toolbox.inspection.measures import Measure, Rule, fraction, written, written_limit
from xianxing.toolbox.packs import RulePack

ACTIVE, PASSIVE = "active", "passive"
OPEN, CURED, LATE = "open", "cured", "late"


@dataclass(frozen=True)
class Episode:
    """One episode of one rule; `product` is None where it is the manager's."""

    rule: Rule
    product: str | None
    pack: RulePack
    measures: tuple[Measure, ...]
    worst: Measure
    cause: str
    increased_on: date | None
    cure: RulePack | None
    cure_by: date | None
    status: str

    @property
    def first(self) -> Measure:
        """The measure of the first day."""
        return self.measures[0]

    @property
    def last(self) -> Measure:
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


@dataclass
class Judged:
    """What one rule came to for one subject."""

    episodes: list[Episode] = field(default_factory=list)
    unknown: list[tuple[Measure, RulePack]] = field(default_factory=list)
    nearest: tuple[Measure, RulePack] | None = None
    skipped: set[date] = field(default_factory=set)


@dataclass(frozen=True)
class Course:
    """The days of a subject: those of `nav` in order and their places, those judged, those with data."""

    days: Sequence[date]
    place: Mapping[date, int]
    judged: frozenset[date]
    covered: frozenset[date]

    @classmethod
    def of(cls, days: Sequence[date], judged: Iterable[date], covered: Iterable[date]) -> Course:
        """A course over days that are in order."""
        places = {day: place for place, day in enumerate(days)}
        return cls(days, places, frozenset(judged), frozenset(covered))


def judge_measures(
    rule: Rule,
    product: str | None,
    measures: Iterable[Measure],
    course: Course,
    lines: Lines,
    trading: TradingDays,
) -> Judged:
    """Hold each measure against the line of its day, and join what is broken into episodes."""
    by_asset: dict[str | None, list[Measure]] = {}
    for measure in measures:
        by_asset.setdefault(measure.asset, []).append(measure)
    judged, place = Judged(), course.place
    for asset in sorted(by_asset, key=lambda name: name or ""):
        run: list[tuple[Measure, RulePack, Measure | None]] = []
        before: Measure | None = None
        for measure in sorted(by_asset[asset], key=lambda one: one.day):
            at = place.get(measure.day)
            if at is None:
                continue
            previous = before if before is not None and place[before.day] == at - 1 else None
            before = measure
            if run and place[run[-1][0].day] != at - 1:
                judged.episodes.append(_episode(rule, product, run, course, lines, trading))
                run = []
            looked = measure.looked_at and measure.day in course.judged
            packs = _packs(rule, measure, lines) if looked else None
            if not measure.looked_at:
                judged.skipped.add(measure.day)
            if not packs:
                continue
            state, pack = measure.state(packs)
            if state is False:
                run.append((measure, pack, previous))
            elif state is None:
                judged.unknown.append((measure, pack))
            else:
                judged.nearest = _nearer(judged.nearest, (measure, pack))
            if state is not False and run:
                judged.episodes.append(_episode(rule, product, run, course, lines, trading))
                run = []
        if run:
            judged.episodes.append(_episode(rule, product, run, course, lines, trading))
    return judged


def _packs(rule: Rule, measure: Measure, lines: Lines) -> list[RulePack] | None:
    found = [lines.on(key, measure.day) for key in measure.keys or (rule.pack_key,)]
    packs = [pack for pack in found if pack is not None]
    return packs if len(packs) == len(found) else None


def _nearer(best: tuple[Measure, RulePack] | None, one: tuple[Measure, RulePack]) -> tuple[Measure, RulePack]:
    """The value nearest its line: the largest, or the smallest of a line that is a least."""
    if best is None or best[0].words is not None or one[0].words is not None:
        return best or one
    larger = one[0].over(best[0])
    smaller = best[0].over(one[0])
    return one if (smaller if one[1].comparator.startswith(">") else larger) else best


def _episode(
    rule: Rule,
    product: str | None,
    run: list[tuple[Measure, RulePack, Measure | None]],
    course: Course,
    lines: Lines,
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


def _worse(one: Measure, worst: Measure, pack: RulePack) -> bool:
    return worst.over(one) if pack.comparator.startswith(">") else one.over(worst)


def _status(last: date, cure_by: date | None, course: Course) -> str:
    """Late where the line is still broken as the day to cure by ends; else open until a day shows it kept."""
    if cure_by is not None and last >= cure_by:
        return LATE
    after = course.place[last] + 1
    if after == len(course.days):
        return OPEN
    following = course.days[after]
    return CURED if following in course.covered and following in course.judged else OPEN
