"""Rule packs: every number of a tool with its days, comparator, source, and whether its text was read.

The pack is chosen by the day that a rule looks at, never by today. A pack whose text isn't confirmed is shown
as such, and what it finds goes to a person.
"""

from __future__ import annotations

import hashlib
import operator
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import cast

from xianxing.law.dated import DatedValue, NoValueError
from xianxing.law.findings import JSON
from xianxing.law.text import Text
from xianxing.record.canonical import Plain, canonical
from xianxing.toolbox.numbers import plain

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
COMPARATORS = (*_COMPARE, "")


@dataclass(frozen=True)
class RulePack:
    """One number of one rule while it is in force: `id` names the pack, `key` the number within it.

    `comparator` is what the text says of the value against the threshold; "" where it only names a rule.
    """

    id: str
    key: str
    effective_from: date
    effective_to: date | None
    source: Text
    address: str
    article: str
    comparator: str
    threshold: Decimal | None
    unit: str
    confirmed: bool
    checked_on: date

    @cached_property
    def dated(self) -> DatedValue:
        """The number as a dated value of the law's engine."""
        value = "" if self.threshold is None else plain(self.threshold)
        return DatedValue(value, self.effective_from, self.effective_to, self.source, self.checked_on)

    def holds(self, value: Decimal | Fraction | int) -> bool:
        """Whether the comparator holds between value and threshold, exactly; ValueError without a number."""
        if self.threshold is None or not self.comparator:
            raise ValueError(f"pack {self.id}, {self.key} has no number to compare with")
        return compare(self.comparator, Fraction(value), Fraction(self.threshold))

    def as_json(self) -> dict[str, JSON]:
        """The pack as `rules --format json` shows it, and as the ruleset's digest is made of."""
        return {
            "id": self.id,
            "key": self.key,
            "effective_from": self.effective_from.isoformat(),
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "source": {"zh": self.source.zh, "en": self.source.en},
            "address": self.address,
            "article": self.article,
            "comparator": self.comparator,
            "threshold": None if self.threshold is None else plain(self.threshold),
            "unit": self.unit,
            "confirmed": self.confirmed,
            "checked_on": self.checked_on.isoformat(),
        }


@dataclass(frozen=True)
class Packs:
    """All packs of a tool."""

    all: tuple[RulePack, ...]

    def find(self, key: str, day: date, *, pack: str = "") -> RulePack | None:
        """The number in force on a day, of a named pack where a key stands in several; None where none is."""
        for one in self._of(key, pack):
            if one.dated.covers(day):
                return one
        return None

    def on(self, key: str, day: date, *, pack: str = "") -> RulePack:
        """As `find`; NoValueError where none is in force: a pack that doesn't reach the day."""
        found = self.find(key, day, pack=pack)
        if found is None:
            raise NoValueError(f"no pack {pack or key!r} is in force on {day.isoformat()}")
        return found

    def in_force(self, day: date | None) -> tuple[RulePack, ...]:
        """All that count on a day; every one where no day is given."""
        return self.all if day is None else tuple(one for one in self.all if one.dated.covers(day))

    def past_check(self, today: date) -> int:
        """How many were last held against their text before today."""
        return sum(one.checked_on < today for one in self.all)

    @property
    def digest(self) -> str:
        """What the ruleset of a run is known by."""
        packs = cast(Sequence[Plain], [one.as_json() for one in self.all])
        return hashlib.sha256(canonical(packs)).hexdigest()

    def _of(self, key: str, pack: str) -> Iterable[RulePack]:
        return (one for one in self._by_key.get(key, ()) if pack in ("", one.id))

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[RulePack]]:
        found: dict[str, list[RulePack]] = {}
        for one in self.all:
            found.setdefault(one.key, []).append(one)
        return found


def compare(comparator: str, left: Fraction, right: Fraction) -> bool:
    """Whether a comparator holds, for lines that aren't a pack's number itself; KeyError without one."""
    return _COMPARE[comparator](left, right)


@cache
def load_packs(folder: Path) -> Packs:
    """Every pack of a folder's `*.toml`, in the order of their files; ValueError names what is wrong.

    A file holds tables `[[pack]]`; what a pack says above its `numbers` counts for each of them.
    """
    found: list[RulePack] = []
    for path in sorted(folder.glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8"))["pack"]:
            shared = {name: value for name, value in table.items() if name != "numbers"}
            for number in table.get("numbers", [{}]):
                found.append(_pack({**shared, **number}, path.name))
    _no_overlap(found)
    return Packs(tuple(found))


def _pack(plain_pack: Mapping[str, object], file: str) -> RulePack:
    read = dict(plain_pack)
    try:
        source, threshold = read.pop("source"), read.pop("threshold", None)
        pack = RulePack(
            id=str(read.pop("id")),
            key=str(read.pop("key")),
            effective_from=_day(read.pop("effective_from")),
            effective_to=_day(read.pop("effective_to")) if "effective_to" in read else None,
            source=Text(**source) if isinstance(source, dict) else Text(str(source), str(source)),
            address=str(read.pop("address", "")),
            article=str(read.pop("article", "")),
            comparator=str(read.pop("comparator", "")),
            threshold=None if threshold is None else Decimal(str(threshold)),
            unit=str(read.pop("unit", "")),
            confirmed=read.pop("confirmed") is True,
            checked_on=_day(read.pop("checked_on")),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"{file}: pack {plain_pack.get('id')}: {error!r}") from error
    if read or pack.comparator not in COMPARATORS:
        raise ValueError(f"{file}: pack {pack.id}: {', '.join(read) or pack.comparator!r} is not known")
    return pack


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day")
    return value


def _no_overlap(packs: list[RulePack]) -> None:
    for place, one in enumerate(packs):
        for other in packs[place + 1 :]:
            if (one.id, one.key) == (other.id, other.key) and (
                one.dated.covers(other.effective_from) or other.dated.covers(one.effective_from)
            ):
                raise ValueError(f"pack {one.id}, {one.key} stands twice for {other.effective_from}")
