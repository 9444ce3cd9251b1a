"""SA-CCR (BCBS 279 of April 2014; CRE52): exposure at default of each netting set, of all five classes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from statistics import NormalDist

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.derivatives.streams import rows_in_order
from xianxing.toolbox.derivatives.tables import CREDIT as CREDIT_GRADES
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.tables import Row

RATE, SHORTEST, YEAR = 0.05, 10 / 250, 250
RATES, CREDIT, FX = "interest_rate", "credit", "fx"
_INDEX = ("IG", "SG", "index")
_CLASS = {"commodity": ("electricity", "other"), "credit": CREDIT_GRADES, "equity": ("single", "index")}


@dataclass(frozen=True)
class Numbers:
    """The text's numbers on one day, as floats."""

    packs: Packs
    day: date
    known: dict[str, float] = field(default_factory=dict, compare=False)

    def get(self, key: str) -> float:
        """One number; NoValueError where no pack reaches the day."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = float(self.packs.on(key, self.day).threshold or 0)
        return found


def exposures(inputs: Inputs, packs: Packs) -> list[JSON]:
    """One row a netting set, in the order of their ids; null where a cell is missing that decides."""
    numbers = Numbers(packs, inputs.as_of)
    sets = {row.text("id"): row for row in sorted(inputs.rows("saccr_sets"), key=lambda row: row.text("id"))}
    found: dict[str, JSON] = {}
    trades = rows_in_order(inputs, "saccr_trades", "netting_set", "id")
    for name, own in groupby(trades, lambda row: row.text("netting_set")):
        if name in sets:
            found[name] = _exposure(sets[name], list(own), numbers)
    return [found[name] if name in found else _exposure(one, [], numbers) for name, one in sets.items()]


def _exposure(netting: Row, trades: list[Row], numbers: Numbers) -> JSON:
    name = netting.text("id")
    missing = [*missing_cells(netting, trades)]
    if numbers.packs.find("alpha", numbers.day) is None:
        missing.append(gettext("no rule pack reaches the day"))
    if missing:
        nothing: dict[str, JSON] = dict.fromkeys(("rc", "addon", "multiplier", "pfe", "ead"))
        return {"netting_set": name, **nothing, "by_class": {}, "result": "unknown", "missing": list(missing)}
    value = sum(_float(one, "mtm") for one in trades)
    collateral, margined = _float(netting, "collateral"), netting.flag("margined") is True
    cost = max(value - collateral, 0.0)
    if margined:
        least = _float(netting, "threshold") + _float(netting, "mta") - _float(netting, "nica")
        cost = max(cost, least)
    by_class = _add_ons(netting, trades, numbers)
    add_on = sum(by_class.values())
    floor = numbers.get("floor")
    multiplier = 1.0
    if add_on > 0:
        grown = floor + (1 - floor) * math.exp(min((value - collateral) / (2 * (1 - floor) * add_on), 700.0))
        multiplier = min(1.0, grown)
    future = multiplier * add_on
    return {
        "netting_set": name,
        "rc": cost,
        "addon": add_on,
        "multiplier": multiplier,
        "pfe": future,
        "ead": numbers.get("alpha") * (cost + future),
        "by_class": dict(sorted(by_class.items())),
    }


def missing_cells(netting: Row, trades: Iterable[Row]) -> list[str]:
    """The cells that are missing, or of another class, without which an exposure can't be said."""
    found = []
    if netting.flag("margined") and netting.number("mpor_days") is None:
        found.append(f"saccr_sets {netting.text('id')}: mpor_days")
    for row in trades:
        needs = ["price", "strike", "exercise"] if row.text("option") else []
        found += [f"saccr_trades {row.text('id')}: {one}" for one in needs if row.number(one) is None]
        if row.text("sub_class") not in _CLASS.get(row.text("asset_class"), (row.text("sub_class"),)):
            found.append(f"saccr_trades {row.text('id')}: sub_class")
    return found


def _add_ons(netting: Row, trades: list[Row], numbers: Numbers) -> dict[str, float]:
    days = float(netting.number("mpor_days") or 0) if netting.flag("margined") else None
    grouped: dict[str, list[tuple[Row, float]]] = defaultdict(list)
    for row in trades:
        grouped[row.text("asset_class")].append((row, _effective(row, days, numbers)))
    return {name: _add_on(name, rows, numbers) for name, rows in grouped.items()}


def _add_on(name: str, rows: list[tuple[Row, float]], numbers: Numbers) -> float:
    sets: dict[str, list[tuple[Row, float]]] = defaultdict(list)
    for row, notional in rows:
        sets[row.text("hedging_set") if name in (RATES, FX, "commodity") else name].append((row, notional))
    if name == RATES:
        return numbers.get("factor.interest_rate") * sum(_currency(own) for own in sets.values())
    if name == FX:
        return numbers.get("factor.fx") * sum(abs(sum(value for _row, value in own)) for own in sets.values())
    return sum(_by_entity(name, own, numbers) for own in sets.values())


def _currency(rows: list[tuple[Row, float]]) -> float:
    """A currency's three buckets of maturity, partly offset."""
    short, middle, long = 0.0, 0.0, 0.0
    for row, value in rows:
        end = _end(row)
        if end < 1:
            short += value
        elif end <= 5:
            middle += value
        else:
            long += value
    mixed = 1.4 * short * middle + 1.4 * middle * long + 0.6 * short * long
    return math.sqrt(max(short**2 + middle**2 + long**2 + mixed, 0.0))


def _by_entity(name: str, rows: list[tuple[Row, float]], numbers: Numbers) -> float:
    """One factor a set: what entities share, and what is their own."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row, value in rows:
        sums[row.text("reference"), row.text("sub_class")] += value
    shared, own = 0.0, 0.0
    for (_entity, sub_class), value in sorted(sums.items()):
        part = numbers.get(f"factor.{name}.{sub_class}") * value
        share = numbers.get(f"correlation.{name}.{_kind(name, sub_class)}")
        shared += share * part
        own += (1 - share**2) * part**2
    return math.sqrt(shared**2 + own)


def _kind(name: str, sub_class: str) -> str:
    if name == "commodity":
        return sub_class
    return "index" if sub_class in _INDEX else "single"


def _effective(row: Row, mpor_days: float | None, numbers: Numbers) -> float:
    """Direction times adjusted notional times the factor of maturity."""
    name = row.text("asset_class")
    notional = _float(row, "notional")
    if name in (RATES, CREDIT):
        start, end = _float(row, "start"), _end(row)
        notional *= (math.exp(-RATE * start) - math.exp(-RATE * end)) / RATE
    if mpor_days is None:
        maturity = math.sqrt(min(max(_float(row, "maturity"), SHORTEST), 1.0))
    else:
        maturity = 1.5 * math.sqrt(mpor_days / YEAR)
    return _delta(row, numbers) * notional * maturity


def _delta(row: Row, numbers: Numbers) -> float:
    option = row.text("option")
    if not option:
        return 1.0 if row.text("position") == "long" else -1.0
    price, strike, years = _float(row, "price"), _float(row, "strike"), _float(row, "exercise")
    name, sub_class = row.text("asset_class"), row.text("sub_class")
    key = f"volatility.{name}" if name in (RATES, FX) else f"volatility.{name}.{_kind(name, sub_class)}"
    sigma = numbers.get(key)
    spread = sigma * math.sqrt(years)
    if price <= 0 or strike <= 0 or spread == 0:
        over = price - strike
        first = math.copysign(math.inf, over) if over else 0.0
    else:
        first = (math.log(price / strike) + sigma**2 * years / 2) / spread
    side, kind = option.split("_")
    normal = NormalDist()
    reach = normal.cdf(first) if kind == "call" else -normal.cdf(-first)
    return reach if side == "bought" else -reach


def _end(row: Row) -> float:
    end = row.number("end")
    return float(end) if end is not None else _float(row, "maturity")


def _float(row: Row, column: str) -> float:
    return float(row.number(column) or 0)
