"""SIMM of everything in buckets of names: credit, equity, commodity; and FX, which is one bucket."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from xianxing.toolbox.derivatives.simm_net import Factor, Net, Portfolio
from xianxing.toolbox.derivatives.simm_numbers import MILLION, RESIDUAL, SIGMA, SimmVersion, curvature_weight
from xianxing.toolbox.derivatives.simm_sums import (
    Floats,
    across,
    concentration,
    curved,
    pairs,
    root,
    within,
)

OWN = "USD"  # the currency of the margin: no risk of its own
PARTS = {
    "CreditQualifying": "credit_qualifying",
    "CreditNonQualifying": "credit_other",
    "Equity": "equity",
    "Commodity": "commodity",
    "FX": "fx",
}
TYPES = {
    "CreditQualifying": ("Risk_CreditQ", "Risk_CreditVol"),
    "CreditNonQualifying": ("Risk_CreditNonQ", "Risk_CreditVolNonQ"),
    "Equity": ("Risk_Equity", "Risk_EquityVol"),
    "Commodity": ("Risk_Commodity", "Risk_CommodityVol"),
    "FX": ("Risk_FX", "Risk_FXVol"),
}
NO_CURVATURE = ("Equity", "12")  # volatility indices


@dataclass(frozen=True)
class SimmNames:
    """One class in one version."""

    risk_class: str
    version: SimmVersion

    def delta(self, portfolio: Portfolio, product: str) -> float | None:
        """The delta margin; None where there is nothing of it."""
        net = portfolio.of(product, TYPES[self.risk_class][0])
        if not net:
            return None
        if self.risk_class == "FX":
            return self._currencies(net)
        return self._margin(net, vega=False)

    def vega(self, portfolio: Portfolio, product: str) -> float | None:
        """The vega margin; None where there is nothing of it."""
        net = portfolio.of(product, TYPES[self.risk_class][1])
        return self._margin(net, vega=True) if net else None

    def curvature(self, portfolio: Portfolio, product: str) -> float | None:
        """The curvature margin of the same vegas; what lies in the residual bucket stands alone."""
        net = portfolio.of(product, TYPES[self.risk_class][1])
        if not net:
            return None
        by_bucket = _by_bucket(net)
        groups = (
            [bucket for bucket in by_bucket if bucket != RESIDUAL],
            [RESIDUAL] if RESIDUAL in by_bucket else [],
        )
        return math.fsum(
            self._curved({bucket: by_bucket[bucket] for bucket in group}) for group in groups if group
        )

    def _curved(self, by_bucket: Mapping[str, Net]) -> float:
        buckets, sizes = [], 0.0
        for bucket, own in by_bucket.items():
            sigma = self._by_name(own, self._curved_by)
            values = np.array([
                curvature_weight(factor.tenor) * amount * sigma[factor.qualifier]
                for factor, amount in own.items()
            ])  # fmt: skip
            sizes += self._size(own, values)
            same, different = self._correlations(bucket)
            names = [self._name(factor) for factor in own]
            ones = np.ones(len(values))
            buckets.append(within(values, ones, names, same=same**2, different=different**2))
        return curved(buckets, self._between(list(by_bucket)), sizes)

    def base_correlation(self, portfolio: Portfolio, product: str) -> float | None:
        """The margin of base correlation, which only qualifying credit has."""
        net = portfolio.of(product, "Risk_BaseCorr")
        if not net:
            return None
        values = np.array(list(net.values())) * self._part["base_weight"]
        correlation = float(self._part["base_correlation"])
        names = [str(place) for place in range(len(values))]
        return within(values, np.ones(len(values)), names, same=1.0, different=correlation).margin

    @property
    def _part(self) -> Mapping[str, Any]:
        return self.version.part(PARTS[self.risk_class])

    def _margin(self, net: Net, *, vega: bool) -> float:
        by_bucket = _by_bucket(net)
        residual, buckets = 0.0, {}
        for bucket, own in by_bucket.items():
            scale = self._by_name(own, partial(self._scale, vega=vega))
            scaled = {factor: amount * scale[factor.qualifier] for factor, amount in own.items()}
            concentrations = self._concentrations(scaled, vega=vega)
            weights = np.array([concentrations[factor.qualifier] for factor in scaled])
            values = np.array(list(scaled.values())) * self._weight(next(iter(own)), vega=vega) * weights
            same, different = self._correlations(bucket)
            one = within(values, weights, [self._name(f) for f in own], same=same, different=different)
            if bucket == RESIDUAL:
                residual = one.margin
            else:
                buckets[bucket] = one
        return across(list(buckets.values()), self._between(list(buckets))) + residual

    def _currencies(self, net: Net) -> float:
        """Currencies other than the margin's own, in two groups of volatility."""
        fx = self._part
        own = {factor: amount for factor, amount in net.items() if factor.qualifier != OWN}
        concentrations = self._concentrations(own, vega=False)
        weights = np.array([concentrations[factor.qualifier] for factor in own])
        values = np.array([
            amount * self.version.fx_weight(factor.qualifier, OWN) for factor, amount in own.items()
        ]) * weights  # fmt: skip
        high = np.array([self.version.fx_group(factor.qualifier) for factor in own], dtype=bool)
        regular_pair, mixed_pair, high_pair = fx["correlations"]
        regular, volatile = pairs(values[~high], weights[~high]), pairs(values[high], weights[high])
        square = regular_pair * regular + high_pair * volatile
        square += mixed_pair * (pairs(values, weights) - regular - volatile)
        square += (1 - regular_pair) * float(np.sum(values[~high] ** 2))
        square += (1 - high_pair) * float(np.sum(values[high] ** 2))
        return root(square)

    def _concentrations(self, amounts: Net, *, vega: bool) -> dict[str, float]:
        """How concentrated each name of a bucket is."""
        sums: dict[str, list[float]] = defaultdict(list)
        thresholds = self._by_name(amounts, partial(self._threshold, vega=vega))
        for factor, amount in amounts.items():
            sums[factor.qualifier].append(amount)
        return {name: concentration(math.fsum(own), thresholds[name]) for name, own in sums.items()}

    def _by_name(self, own: Net, of: Callable[[Factor], float]) -> dict[str, float]:
        """A number of each name of a bucket: one for all, but for currencies, which have no buckets."""
        if self.risk_class == "FX":
            return {factor.qualifier: of(factor) for factor in own}
        first = next(iter(own), None)
        return {} if first is None else dict.fromkeys((factor.qualifier for factor in own), of(first))

    def _scale(self, factor: Factor, *, vega: bool) -> float:
        """What makes a vega of volatility points an amount: the volatility that the weight stands for."""
        if not vega or self.risk_class.startswith("Credit"):
            return 1.0
        return self._sigma(factor) * float(self._part["volatility_ratio"])

    def _sigma(self, factor: Factor) -> float:
        if self.risk_class == "FX":
            return SIGMA * self.version.fx_weight(factor.qualifier[:3], factor.qualifier[3:])
        return SIGMA * float(self._part["weights"][_place(factor.bucket)])

    def _weight(self, factor: Factor, *, vega: bool) -> float:
        if not vega:
            return float(self._part["weights"][_place(factor.bucket)])
        weights = self._part.get("volatility_weights")
        return float(weights[_place(factor.bucket)] if weights else self._part["volatility_weight"])

    def _threshold(self, factor: Factor, *, vega: bool) -> float:
        part = self._part
        if self.risk_class == "FX":
            if not vega:
                return float(part["thresholds"][self.version.fx_category(factor.qualifier)]) * MILLION
            first, second = sorted(
                self.version.fx_category(name) for name in (factor.qualifier[:3], factor.qualifier[3:])
            )
            return float(part["volatility_thresholds"][(0, 2, 3)[first] + second]) * MILLION
        if vega and "volatility_threshold" in part:
            return float(part["volatility_threshold"]) * MILLION
        return float(part["volatility_thresholds" if vega else "thresholds"][_place(factor.bucket)]) * MILLION

    def _correlations(self, bucket: str) -> tuple[float, float]:
        """Of rows of one name, and of two names, within a bucket."""
        part = self._part
        if self.risk_class == "FX":
            return 1.0, float(part["volatility_correlation"])
        if not self.risk_class.startswith("Credit"):
            return 1.0, float(part["different"][_place(bucket)])
        if bucket == RESIDUAL:
            return float(part["residual"]), float(part["residual"])
        return float(part["same"]), float(part["different"])

    def _between(self, buckets: list[str]) -> Floats:
        if self.risk_class == "FX" or RESIDUAL in buckets:
            return np.ones((len(buckets), len(buckets)))
        places = [_place(bucket) for bucket in buckets]
        return np.array(self._part["buckets"])[np.ix_(places, places)]

    def _name(self, factor: Factor) -> str:
        """What rows of one name share: the issuer, or the pool's family where it is that which correlates."""
        return factor.label if self.risk_class == "CreditNonQualifying" else factor.qualifier

    def _curved_by(self, factor: Factor) -> float:
        if (self.risk_class, factor.bucket) == NO_CURVATURE:
            return 0.0
        return 1.0 if self.risk_class.startswith("Credit") else self._sigma(factor)

    def _size(self, own: Net, values: Floats) -> float:
        """The sum of absolute amounts: of each row in credit, of each name elsewhere."""
        if self.risk_class.startswith("Credit"):
            return float(np.sum(np.abs(values)))
        sums: dict[str, list[float]] = defaultdict(list)
        for factor, value in zip(own, values, strict=True):
            sums[factor.qualifier].append(float(value))
        return math.fsum(abs(math.fsum(one)) for one in sums.values())


def _by_bucket(net: Net) -> dict[str, Net]:
    found: dict[str, Net] = defaultdict(dict)
    for factor, amount in net.items():
        found[factor.bucket][factor] = amount
    return dict(sorted(found.items()))


def _place(bucket: str) -> int:
    """A bucket's place among a class's numbers; the residual one stands last."""
    return -1 if bucket == RESIDUAL else int(bucket) - 1
