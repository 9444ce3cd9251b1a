"""SIMM: the margin of each portfolio of a CRIF, over ten days, in US dollars, as who calls for it.

Long options are positive. A class of which a row can't be taken has no margin, and its portfolio no total:
words say which cell, never a number that may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.simm_names import SimmNames
from xianxing.toolbox.derivatives.simm_net import CLASSES, KINDS, PRODUCTS, Portfolio, portfolios
from xianxing.toolbox.derivatives.simm_numbers import SimmVersion, version
from xianxing.toolbox.derivatives.simm_rates import rates_curvature, rates_delta, rates_vega
from xianxing.toolbox.derivatives.simm_sums import root
from xianxing.toolbox.derivatives.streams import rows_in_order
from xianxing.toolbox.inputs import Inputs

Key = tuple[str, str, str]
CURVED = ("Vega", "Curvature")


def initial_margins(inputs: Inputs) -> list[JSON]:
    """`results.simm`: one row a portfolio, in the order of their ids."""
    name = inputs.word("simm.version")
    return [
        _row(portfolio, name, found) for portfolio, found in portfolios(rows_in_order(inputs, "crif")).items()
    ]  # fmt: skip


def margins_of(portfolio: Portfolio, numbers: SimmVersion) -> dict[Key, float]:
    """The margins by product, class and kind, of what can be taken."""
    return {
        (product, risk_class, kind): amount
        for product in PRODUCTS
        for risk_class in CLASSES
        for kind, amount in _of_class(portfolio, product, risk_class, numbers)
        if amount is not None
    }


def total_of(margins: dict[Key, float], numbers: SimmVersion) -> float:
    """The sum over products; within one, classes partly offset."""
    correlations = np.array(numbers.numbers["classes"])
    total = 0.0
    for product in PRODUCTS:
        own = np.array([
            sum(margins.get((product, risk_class, kind), 0.0) for kind in KINDS) for risk_class in CLASSES
        ])  # fmt: skip
        total += root(float(own @ correlations @ own))
    return total


def _of_class(
    portfolio: Portfolio, product: str, risk_class: str, numbers: SimmVersion
) -> Iterator[tuple[str, float | None]]:
    if risk_class == "InterestRate":
        yield "Delta", rates_delta(portfolio, product, numbers)
        yield "Vega", rates_vega(portfolio, product, numbers)
        yield "Curvature", rates_curvature(portfolio, product, numbers)
        return
    names = SimmNames(risk_class, numbers)
    yield "Delta", names.delta(portfolio, product)
    yield "Vega", names.vega(portfolio, product)
    yield "Curvature", names.curvature(portfolio, product)
    if risk_class == "CreditQualifying":
        yield "BaseCorr", names.base_correlation(portfolio, product)


def _row(name: str, of_version: str, portfolio: Portfolio) -> JSON:
    numbers = version(of_version)
    margins = margins_of(portfolio, numbers)
    unsaid = dict(_unsaid(portfolio))
    rows: list[JSON] = [
        _margin(key, amount) for key, amount in margins.items() if key not in unsaid
    ]  # fmt: skip
    rows += [{**_margin(key, None), "result": "unknown", "reason": words} for key, words in unsaid.items()]
    row: dict[str, JSON] = {"portfolio": name, "version": of_version}
    if unsaid:
        words = gettext("no total, as some margins can't be said")
        return {**row, "total": None, "result": "unknown", "reason": words, "margins": rows}
    return {**row, "total": total_of(margins, numbers), "margins": rows}


def _unsaid(portfolio: Portfolio) -> Iterator[tuple[Key, str]]:
    """A vega that can't be said has no curvature either."""
    for (product, risk_class, kind), words in sorted(portfolio.unsaid.items()):
        for one in CURVED if kind == "Vega" else (kind,):
            yield (product, risk_class, one), words


def _margin(key: Key, amount: float | None) -> dict[str, JSON]:
    product, risk_class, kind = key
    return {
        "product_class": product, "risk_class": risk_class, "margin_type": kind or None, "amount": amount,
    }  # fmt: skip
