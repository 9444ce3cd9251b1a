"""The numbers of each version of SIMM, as data beside the packs, and the pack that a run names them by.

SIMM is published and licensed by ISDA; whoever uses it in production needs their licence.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

from xianxing.law.text import Text
from xianxing.toolbox.packs import Packs, RulePack

FOLDER = Path(__file__).parent / "simm_versions"
TENORS = ("2w", "1m", "3m", "6m", "1y", "2y", "3y", "5y", "10y", "15y", "20y", "30y")
YEARS = ("1y", "2y", "3y", "5y", "10y")  # of credit
RESIDUAL = "Residual"
MILLION = 1_000_000.0
# From a volatility's change over ten days to one a year, at the 99th percentile.
SIGMA = math.sqrt(365 / 14) / NormalDist().inv_cdf(0.99)
SPREAD = NormalDist().inv_cdf(0.995) ** 2 - 1  # of what curvature may grow beside its sum
_DAYS = {"w": 7.0, "m": 365 / 12, "y": 365.0}


@dataclass(frozen=True)
class SimmVersion:
    """One version's numbers by their names in the file; thresholds in US dollars."""

    name: str
    numbers: Mapping[str, Any]

    def part(self, name: str) -> Mapping[str, Any]:
        """The numbers of one class."""
        part: Mapping[str, Any] = self.numbers[name]
        return part

    def fx_group(self, currency: str) -> int:
        """0 for a currency of regular volatility, 1 for one of high volatility."""
        return int(currency in self.part("fx")["high"])

    def fx_category(self, currency: str) -> int:
        """0 for the largest currencies, 1 for those that are often traded, 2 for others."""
        fx = self.part("fx")
        return 0 if currency in fx["first"] else 1 if currency in fx["second"] else 2

    def fx_weight(self, first: str, second: str) -> float:
        """The weight of one currency against another."""
        return float(self.part("fx")["weights"][self.fx_group(first) + self.fx_group(second)])

    def rate_weights(self, currency: str) -> list[float]:
        """The weights of a currency's curve, by tenor."""
        rates = self.part("rates")
        group = "low" if currency in rates["low"] else "regular" if currency in rates["regular"] else "high"
        return list(rates[f"{group}_weights"])

    def rate_threshold(self, currency: str, key: str) -> float:
        """The threshold of a currency's curve or volatility."""
        rates = self.part("rates")
        place = 3 if currency in rates["low"] else 2 if currency in rates["regular"] else 0
        return float(rates[key][1 if currency in rates["majors"] else place]) * MILLION


@cache
def curvature_weight(tenor: str) -> float:
    """How much of a vega is curvature: more the sooner it expires."""
    return 0.5 * min(1.0, 14 / (float(tenor[:-1]) * _DAYS[tenor[-1]]))


@cache
def version(name: str) -> SimmVersion:
    """The version of this name; FileNotFoundError where there is no file of it."""
    return SimmVersion(name, tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


def with_versions(packs: Packs) -> Packs:
    """The packs with one more a version, which carries its file's digest: other numbers, another ruleset."""
    return Packs((*packs.all, *(_pack(path) for path in sorted(FOLDER.glob("*.toml")))))


def _pack(path: Path) -> RulePack:
    data = path.read_bytes()
    read = tomllib.loads(data.decode("utf-8"))
    return RulePack(
        id=f"simm-{read['version']}",
        key=f"simm.{read['version']}",
        effective_from=read["effective_from"],
        effective_to=read.get("effective_to"),
        source=Text(**read["source"]),
        address=read["address"],
        article=f"sha256:{hashlib.sha256(data).hexdigest()}",
        comparator="",
        threshold=None,
        unit="USD",
        confirmed=read["confirmed"],
        checked_on=read["checked_on"],
    )
