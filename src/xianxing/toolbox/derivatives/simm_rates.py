"""SIMM of interest rates: curves with inflation and cross-currency basis, their vega and curvature."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from xianxing.toolbox.derivatives.simm_net import Net, Portfolio
from xianxing.toolbox.derivatives.simm_numbers import TENORS, SimmVersion, curvature_weight
from xianxing.toolbox.derivatives.simm_sums import Bucket, Floats, across, concentration, curved, root

PLACE = {tenor: place for place, tenor in enumerate(TENORS)}


@dataclass
class Currency:
    """One currency's amounts: each curve by tenor, inflation, and basis; or volatilities, and inflation's."""

    curves: dict[str, Floats] = field(default_factory=lambda: defaultdict(lambda: np.zeros(len(TENORS))))
    inflation: float = 0.0
    basis: float = 0.0

    @property
    def amount(self) -> float:
        """What counts for concentration: all but the basis."""
        return float(sum(np.sum(curve) for curve in self.curves.values())) + self.inflation


def rates_delta(portfolio: Portfolio, product: str, version: SimmVersion) -> float | None:
    """The delta margin; None where there is nothing of it."""
    currencies = _currencies(portfolio, product)
    if not currencies:
        return None
    rates = version.part("rates")
    tenors = np.array(rates["tenors"])
    buckets, weights = [], []
    for name, one in sorted(currencies.items()):
        weight = concentration(one.amount, version.rate_threshold(name, "thresholds"))
        by_curve = np.array([curve for _name, curve in sorted(one.curves.items())]).reshape(-1, len(TENORS))
        by_curve = by_curve * np.array(version.rate_weights(name)) * weight
        inflation = rates["inflation_weight"] * one.inflation * weight
        basis = rates["basis_weight"] * one.basis
        sum_of_curves = float(np.sum(by_curve))
        square = _curves(by_curve, tenors, rates["curves"]) + inflation**2 + basis**2
        square += 2 * rates["inflation"] * inflation * sum_of_curves
        square += 2 * rates["basis"] * basis * (sum_of_curves + inflation)
        buckets.append(Bucket(root(square), sum_of_curves + inflation + basis))
        weights.append(weight)
    return across(buckets, _between(weights, rates["currencies"]))


def rates_vega(portfolio: Portfolio, product: str, version: SimmVersion) -> float | None:
    """The vega margin; None where there is nothing of it."""
    currencies = _volatilities(portfolio, product)
    if not currencies:
        return None
    rates = version.part("rates")
    buckets, weights = [], []
    for name, one in sorted(currencies.items()):
        weight = concentration(one.amount, version.rate_threshold(name, "volatility_thresholds"))
        vegas = _vegas(one) * rates["volatility_weight"] * weight
        inflation = one.inflation * rates["volatility_weight"] * weight
        buckets.append(_bucket(vegas, inflation, np.array(rates["tenors"]), rates["inflation"]))
        weights.append(weight)
    return across(buckets, _between(weights, rates["currencies"]))


def rates_curvature(portfolio: Portfolio, product: str, version: SimmVersion) -> float | None:
    """The curvature margin of the same volatilities, by the ratio of historical volatility squared."""
    volatilities, inflations = portfolio.of(product, "Risk_IRVol"), portfolio.of(product, "Risk_InflationVol")
    if not volatilities and not inflations:
        return None
    rates = version.part("rates")
    currencies: dict[str, Currency] = defaultdict(Currency)
    for factor, amount in volatilities.items():
        currencies[factor.qualifier].curves[""][PLACE[factor.tenor]] += amount * curvature_weight(
            factor.tenor
        )
    for factor, amount in inflations.items():
        currencies[factor.qualifier].inflation += amount * curvature_weight(factor.tenor)
    buckets, sizes = [], 0.0
    for _name, one in sorted(currencies.items()):
        curves = _vegas(one)
        sizes += float(np.sum(np.abs(curves))) + abs(one.inflation)
        tenors, inflation = np.array(rates["tenors"]) ** 2, rates["inflation"] ** 2
        buckets.append(_bucket(curves, one.inflation, tenors, inflation))
    between = _between([1.0] * len(buckets), rates["currencies"])
    return curved(buckets, between, sizes) / float(rates["volatility_ratio"]) ** 2


def _curves(by_curve: Floats, tenors: Floats, between: float) -> float:
    """The square of a currency's curves: between two of them the correlation is one more factor."""
    own = float(sum(curve @ tenors @ curve for curve in by_curve))
    together = np.sum(by_curve, axis=0)
    return between * float(together @ tenors @ together) + (1 - between) * own


def _bucket(vegas: Floats, inflation: float, tenors: Floats, with_inflation: float) -> Bucket:
    total = float(np.sum(vegas))
    square = float(vegas @ tenors @ vegas) + inflation**2 + 2 * with_inflation * inflation * total
    return Bucket(root(square), total + inflation)


def _between(weights: list[float], correlation: float) -> Floats:
    """Correlations of currencies, less where one is more concentrated than the other."""
    concentrations = np.array(weights)
    low = np.minimum.outer(concentrations, concentrations)
    return np.asarray(correlation * low / np.maximum.outer(concentrations, concentrations))


def _currencies(portfolio: Portfolio, product: str) -> Mapping[str, Currency]:
    found: dict[str, Currency] = defaultdict(Currency)
    for factor, amount in portfolio.of(product, "Risk_IRCurve").items():
        found[factor.qualifier].curves[factor.label][PLACE[factor.tenor]] += amount
    for factor, amount in portfolio.of(product, "Risk_Inflation").items():
        found[factor.qualifier].inflation += amount
    for factor, amount in portfolio.of(product, "Risk_XCcyBasis").items():
        found[factor.qualifier].basis += amount
    return found


def _volatilities(portfolio: Portfolio, product: str) -> Mapping[str, Currency]:
    found: dict[str, Currency] = defaultdict(Currency)
    volatilities: Net = portfolio.of(product, "Risk_IRVol")
    for factor, amount in volatilities.items():
        found[factor.qualifier].curves[""][PLACE[factor.tenor]] += amount
    for factor, amount in portfolio.of(product, "Risk_InflationVol").items():
        found[factor.qualifier].inflation += amount
    return found


def _vegas(one: Currency) -> Floats:
    return one.curves.get("", np.zeros(len(TENORS)))
