"""Rows of CRIF as net sensitivities by portfolio and class, and what can't be margined, with the cell."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from xianxing.i18n import gettext
from xianxing.toolbox.derivatives.simm_numbers import RESIDUAL, TENORS, YEARS
from xianxing.toolbox.tables import Row

PRODUCTS = ("RatesFX", "Credit", "Equity", "Commodity")
CLASSES = ("InterestRate", "CreditQualifying", "CreditNonQualifying", "Equity", "Commodity", "FX")
KINDS = ("Delta", "Vega", "Curvature", "BaseCorr")
SCHEDULE = "Schedule"
_BUCKETS = {"credit": [*map(str, range(1, 13)), RESIDUAL], "other": ["1", "2", RESIDUAL],
            "commodity": [*map(str, range(1, 18))]}  # fmt: skip
_NOT_COUNTED = ("PV", "Notional", "Risk_PV", "Risk_Notional")
_CURRENCY, _PAIR = re.compile("[A-Z]{3}"), re.compile("[A-Z]{6}")


@dataclass(frozen=True)
class RiskType:
    """One risk type of CRIF: its class and kind, and what its cells must hold."""

    risk_class: str
    kind: str
    qualifier: re.Pattern[str] | None = None
    buckets: tuple[str, ...] = ()
    tenors: tuple[str, ...] = ()


def _type(risk_class: str, kind: str, buckets: str = "", tenors: tuple[str, ...] = ()) -> RiskType:
    return RiskType(risk_class, kind, None, tuple(_BUCKETS.get(buckets, ())), tenors)


TYPES = {
    "Risk_IRCurve": RiskType("InterestRate", "Delta", _CURRENCY, tenors=TENORS),
    "Risk_Inflation": RiskType("InterestRate", "Delta", _CURRENCY),
    "Risk_XCcyBasis": RiskType("InterestRate", "Delta", _CURRENCY),
    "Risk_IRVol": RiskType("InterestRate", "Vega", _CURRENCY, tenors=TENORS),
    "Risk_InflationVol": RiskType("InterestRate", "Vega", _CURRENCY, tenors=TENORS),
    "Risk_FX": RiskType("FX", "Delta", _CURRENCY),
    "Risk_FXVol": RiskType("FX", "Vega", _PAIR, tenors=TENORS),
    "Risk_CreditQ": _type("CreditQualifying", "Delta", "credit", YEARS),
    "Risk_CreditVol": _type("CreditQualifying", "Vega", "credit", YEARS),
    "Risk_BaseCorr": _type("CreditQualifying", "BaseCorr"),
    "Risk_CreditNonQ": _type("CreditNonQualifying", "Delta", "other", YEARS),
    "Risk_CreditVolNonQ": _type("CreditNonQualifying", "Vega", "other", YEARS),
    "Risk_Equity": _type("Equity", "Delta", "credit"),
    "Risk_EquityVol": _type("Equity", "Vega", "credit", TENORS),
    "Risk_Commodity": _type("Commodity", "Delta", "commodity"),
    "Risk_CommodityVol": _type("Commodity", "Vega", "commodity", TENORS),
}


class Factor(NamedTuple):
    """What rows are net by: name, bucket, tenor and curve (or group, or currency)."""

    qualifier: str
    bucket: str = ""
    tenor: str = ""
    label: str = ""


Net = dict[Factor, float]


@dataclass
class Portfolio:
    """A portfolio's net amounts by product and risk type, and why some of its margins can't be said."""

    net: dict[tuple[str, str], Net] = field(default_factory=dict)
    unsaid: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def of(self, product: str, risk_type: str) -> Net:
        """The net amounts of one risk type, in order."""
        return self.net.get((product, risk_type), {})


def portfolios(rows: Iterable[Row]) -> dict[str, Portfolio]:
    """The portfolios by their ids; rows of the schedule (grid) don't count, nor do values and notionals.

    Amounts are summed exactly before they are rounded, so that the order of rows changes nothing.
    """
    found: dict[str, Portfolio] = defaultdict(Portfolio)
    amounts: dict[tuple[str, str, str], dict[Factor, list[float]]] = defaultdict(lambda: defaultdict(list))
    known: dict[tuple[object, ...], tuple[str, Factor]] = {}  # rows that say the same are read once
    for row in rows:
        name, product, risk_type = row.text("PortfolioID"), row.text("ProductClass"), row.text("RiskType")
        if row.text("IMModel") == SCHEDULE or risk_type in _NOT_COUNTED:
            continue
        cells = (product, risk_type, *map(row.get, ("Qualifier", "Bucket", "Label1", "Label2")))
        read = known.get(cells)
        if read is None:
            read = known[cells] = _read(row, product, risk_type)
        wrong, factor = read
        if wrong:
            kind = TYPES.get(risk_type)
            key = (product, kind.risk_class if kind else risk_type, kind.kind if kind else "")
            found[name].unsaid[key] = min(wrong, found[name].unsaid.get(key, wrong))
        else:
            amounts[name, product, risk_type][factor].append(float(row.number("AmountUSD") or 0))
    for (name, product, risk_type), factors in amounts.items():
        net = {factor: math.fsum(values) for factor, values in factors.items()}
        found[name].net[product, risk_type] = dict(sorted(net.items()))
    return dict(sorted(found.items()))


def _read(row: Row, product: str, risk_type: str) -> tuple[str, Factor]:
    wrong = _wrong(row, product, risk_type)
    return wrong, Factor("") if wrong else _factor(row, risk_type)


def _wrong(row: Row, product: str, risk_type: str) -> str:
    """Which cell can't be taken, in words; "" where all can. Told without its line: rows have no order."""
    kind = TYPES.get(risk_type)
    if kind is None:
        return _words("RiskType", risk_type)
    if product not in PRODUCTS:
        return _words("ProductClass", product)
    if kind.qualifier is not None and not kind.qualifier.fullmatch(row.text("Qualifier")):
        return _words("Qualifier", row.text("Qualifier"))
    if kind.buckets and row.text("Bucket") not in kind.buckets:
        return _words("Bucket", row.text("Bucket"))
    if kind.tenors and row.text("Label1").lower() not in kind.tenors:
        return _words("Label1", row.text("Label1"))
    return ""


def _words(column: str, value: str) -> str:
    if not value:
        return gettext("{column} isn't given: fill it in").format(column=column)
    return gettext("{column} {value} isn't one that SIMM knows").format(column=column, value=value[:40])


def _factor(row: Row, risk_type: str) -> Factor:
    kind, qualifier = TYPES[risk_type], row.text("Qualifier")
    if risk_type == "Risk_FXVol":
        qualifier = "".join(sorted((qualifier[:3], qualifier[3:])))
    bucket = row.text("Bucket") if kind.buckets else ""
    tenor = row.text("Label1").lower() if kind.tenors else ""
    labelled = risk_type == "Risk_IRCurve" or kind.risk_class.startswith("Credit")
    return Factor(qualifier, bucket, tenor, row.text("Label2").lower() if labelled else "")
