"""The versions of each scheme: which one counts for an application, and its numbers by their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path

from xianxing.toolbox.packs import Packs, RulePack, load_packs

PACKS: Packs = load_packs(Path(__file__).parent / "packs")
RECHECK = ".recheck"


@dataclass(frozen=True)
class SchemeVersion:
    """One text of a scheme; `head` says since when it counts and where it stands, `numbers` are its lines."""

    head: RulePack
    numbers: Mapping[str, RulePack]

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.head.id

    def __contains__(self, key: str) -> bool:
        return key in self.numbers

    def limit(self, key: str) -> Fraction:
        """The number of a line; ValueError where the key only names a rule."""
        found = self._limits.get(key)
        if found is None:
            raise ValueError(f"pack {self.id}, {key} has no number")
        return found

    def bands(self, key: str) -> tuple[tuple[RulePack, Fraction], ...]:
        """The bands of a scale with their points, the best first."""
        return self._bands[key]

    @cached_property
    def keys(self) -> frozenset[str]:
        """What its numbers are called."""
        return frozenset(self.numbers)

    @cached_property
    def _limits(self) -> dict[str, Fraction]:
        return {
            key: Fraction(pack.threshold) for key, pack in self.numbers.items() if pack.threshold is not None
        }

    @cached_property
    def _bands(self) -> dict[str, tuple[tuple[RulePack, Fraction], ...]]:
        found: dict[str, list[tuple[RulePack, Fraction]]] = {}
        for key in self.numbers:
            scale, _, points = key.rpartition(".")
            if points == "points":
                found.setdefault(scale.rpartition(".")[0], []).append((self.numbers[scale], self.limit(key)))
        return {scale: tuple(bands) for scale, bands in found.items()}


def _collect() -> dict[tuple[str, str], SchemeVersion]:
    numbers: dict[str, dict[str, RulePack]] = {}
    for pack in PACKS.all:
        numbers.setdefault(pack.id, {})[pack.key] = pack
    return {
        (pack.id, pack.key): SchemeVersion(pack, numbers[pack.id])
        for pack in PACKS.all
        if pack.threshold is None and pack.key.removesuffix(RECHECK) in _HEADS
    }


_HEADS = frozenset({"star", "innovative", "srdi", "little_giant", "size"})
_VERSIONS = _collect()


@lru_cache(maxsize=65536)
def version_on(scheme: str, day: date, *, recheck: bool = False) -> SchemeVersion | None:
    """The version for an application of a day, None where none is; rechecks may have one of their own."""
    keys = [scheme + RECHECK, scheme] if recheck else [scheme]
    for key in keys:
        head = PACKS.find(key, day)
        if head is not None:
            return _VERSIONS[head.id, key]
    return None


def versions_of(scheme: str) -> tuple[SchemeVersion, ...]:
    """Every version of a scheme by its first day, without those for rechecks only."""
    heads = sorted((pack for pack in PACKS.all if pack.key == scheme), key=lambda pack: pack.effective_from)
    return tuple(_VERSIONS[head.id, scheme] for head in heads)
