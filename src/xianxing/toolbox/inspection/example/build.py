"""Builds the example from `manager.toml`: the same bytes each time, and the key to what is planted."""

from __future__ import annotations

import csv
import io
import json
import random
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from xianxing.toolbox.inspection.example.trading import trades_of
from xianxing.toolbox.inspection.lines import TradingDays

Cells = dict[str, Any]
CASH = "C00"
ROLLS = {"a": 40, "b": 45, "c": 50, "d": 55, "e": 60, "f": 65, "g": 70, "h": 75}  # days of deposits
TEN_THOUSAND = 10_000  # prices are kept in hundredths of a cent, so that nothing is rounded twice


@dataclass
class Market:
    """Assets and their prices day by day, in hundredths of a cent."""

    days: list[date]
    assets: dict[str, Cells] = field(default_factory=dict)
    prices: dict[str, list[int]] = field(default_factory=dict)


@cache
def files() -> Mapping[str, bytes]:
    """The files of the example by name."""
    plan = tomllib.loads((Path(__file__).parent / "manager.toml").read_text("utf-8"))
    lot = random.Random(plan["seed"])  # noqa: S311 — a lot that is the same each time, not a secret
    trading = TradingDays()
    first = date(plan["year"], 1, 1)
    every = (first + timedelta(days=count) for count in range(366))
    days = [day for day in every if day.year == plan["year"] and trading.is_open(day)]
    market = _market(plan, days, lot)
    nav, positions = _books(plan, market)
    tables: dict[str, list[Cells]] = {
        "products": [_product(product) for product in plan["product"]],
        "assets": list(market.assets.values()),
        "nav": nav,
        "positions": positions,
        "subscriptions": [_subscription(row, days) for row in plan["subscription"]],
        "investors": _investors(plan, lot),
        **trades_of(plan, days, market.prices, lot),
    }
    made = {f"{name}.csv": _csv(rows) for name, rows in tables.items()}
    made["tool.toml"] = _head(plan, days).encode()
    key = {"episodes": list(_key(plan, days)), "fair_trading": plan["fair"]}
    made["key.json"] = (json.dumps(key, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def _head(plan: Cells, days: list[date]) -> str:
    return (
        'tool = "inspection"\nformat = 1\n'
        f"as_of = {days[-1]}\n"
        'title = "示例资管公司现场检查"\nmanager = "示例资管公司"\n'
        f"from = {days[0]}\nto = {days[-1]}\nseed = {plan['seed']}\n\n"
        "[fair_trading]\nwindows = [1, 3, 5]\n\n[chain]\ndays = 5\ntolerance = 0.005\n"
    )


def _csv(rows: list[Cells]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


def _product(product: Cells) -> Cells:
    plain = {name: product.get(name, "") for name in ("id", "name", "kind", "class", "open")}
    dates = {name: product.get(name, "") for name in ("ends", "last_open_day")}
    flags = {name: product.get(name, 0) for name in ("structured", "professionals_10m", "index_tracking")}
    return {**plain, "starts": date(2024, 9, 2), **dates, **flags, "purpose": "ordinary"}


def _market(plan: Cells, days: list[date], lot: random.Random) -> Market:
    market = Market(days)
    market.assets[CASH] = _asset(CASH, "示例银行活期存款", "demand_deposit", {"days_to_cash": 0})
    market.prices[CASH] = [TEN_THOUSAND] * len(days)
    for group in plan["assets"]:
        for number in range(1, group["count"] + 1):
            name = f"{group['prefix']}{number:02}"
            cells = {**group, **plan["issue"].get(name, {}), "issuer": f"C{number:02}"}
            if group["prefix"] != "S":
                cells["issuer"] = f"{group['prefix']}-C{number:02}"
            market.assets[name] = _asset(name, f"{group['name']}{number}", group["kind"], cells)
            market.prices[name] = _walk(int(group["price"] * TEN_THOUSAND), group["kind"], len(days), lot)
    for month in range(1, 13):
        for letter, term in ROLLS.items():
            name = f"M{month:02}{letter}"
            cells = {"matures": date(plan["year"], month, 1) + timedelta(days=term), "days_to_cash": 3}
            market.assets[name] = _asset(
                name, f"示例同业存单{month:02}{letter}", "ncd", {**cells, "issuer": f"M-{letter}{month:02}"}
            )
            market.prices[name] = [100 * TEN_THOUSAND] * len(days)
    return market


def _asset(name: str, title: str, kind: str, cells: Cells) -> Cells:
    size = {"issue_size": 10**10} if kind not in ("demand_deposit", "snowball", "dma_swap") else {}
    if kind == "stock":
        size["tradable_shares"] = 8 * 10**9
    plain = {"id": name, "name": title, "kind": kind, "issuer": cells.get("issuer", ""), "same_as": ""}
    given = {
        name: cells.get(name, size.get(name, ""))
        for name in ("tradable_shares", "issue_size", "matures", "exit_by", "rating", "days_to_cash")
    }
    flags = {name: cells.get(name, 0) for name in ("nonstandard", "illiquid")}
    return {**plain, **given, **flags}


def _walk(start: int, kind: str, days: int, lot: random.Random) -> list[int]:
    """A calm walk: what breaks a line here is planted."""
    if kind not in ("stock", "credit_bond"):
        return [start] * days
    price, found = start, []
    step = 25 if kind == "stock" else 3
    for _day in range(days):
        price += price * lot.randint(-step, step) // TEN_THOUSAND
        # within two percent of where it began
        price = min(max(price, start * 98 // 100), start * 102 // 100)
        found.append(price // 100 * 100)
    return found


def _books(plan: Cells, market: Market) -> tuple[list[Cells], list[Cells]]:
    nav: list[Cells] = []
    positions: list[Cells] = []
    notional = {name for group in plan["assets"] if group.get("notional") for name in _named(group)}
    for product in plan["product"]:
        plants = [plant for plant in plan["plant"] if plant["product"] == product["id"]]
        base = _base(product, market)
        cash0 = product["size"] * TEN_THOUSAND - _worth(base, market, 0)
        cash0 -= int(product.get("rolls", 0) * product["size"]) * TEN_THOUSAND
        for place, day in enumerate(market.days):
            held, cash, owed = dict(base), cash0, 0
            if "rolls" in product:
                each = int(product["rolls"] * product["size"]) // (100 * len(ROLLS))
                held |= {f"M{day.month:02}{letter}": each for letter in ROLLS}
            for plant in plants:
                if plant["days"][0] <= place <= plant["days"][1]:
                    cash -= int(plant.get("redeem", 0) * product["size"]) * TEN_THOUSAND
                    owed += int(plant.get("borrow", 0) * product["size"]) * TEN_THOUSAND
                    if "hold" in plant:
                        name = plant["hold"]["asset"]
                        units = _planted(plant, product, market, place)
                        price = market.prices[name][plant["days"][0]]
                        cash -= (units - held.get(name, 0)) * price
                        held[name] = units
            total = _worth(held, market, place) + cash + owed
            opens = product["open"] == "open" or (product["open"] == "periodic" and place % 21 == 0)
            nav.append(
                {
                    "product": product["id"],
                    "date": day,
                    "total_assets": _yuan(total),
                    "net_assets": _yuan(total - owed),
                    "open_day": int(opens),
                    "units": product["size"],
                }
            )
            for name, units in sorted({**held, CASH: -1}.items()):
                value = cash + owed if name == CASH else units * market.prices[name][place]
                positions.append(
                    {
                        "product": product["id"],
                        "date": day,
                        "asset": name,
                        "quantity": _yuan(value) if name == CASH else units,
                        "market_value": _yuan(value),
                        "notional": units if name in notional else "",
                        "valuation": "model" if name in notional else "market",
                    }
                )
    return nav, positions


def _named(group: Cells) -> Iterable[str]:
    return (f"{group['prefix']}{number:02}" for number in range(1, group["count"] + 1))


def _base(product: Cells, market: Market) -> dict[str, int]:
    held = {
        name: int(share * product["size"]) * TEN_THOUSAND // market.prices[name][0]
        for name, share in product.get("holds", {}).items()
    }
    units: dict[str, int] = product.get("units", {})
    return held | units


def _planted(plant: Cells, product: Cells, market: Market, place: int) -> int:
    hold = plant["hold"]
    if "units" in hold:
        return int(hold["units"])
    share = hold["share"]
    if "more" in plant and place >= plant["more"]["day"]:
        share = plant["more"]["share"]
    price: int = market.prices[hold["asset"]][plant["days"][0]]
    return int(share * product["size"]) * TEN_THOUSAND // price


def _worth(held: Mapping[str, int], market: Market, place: int) -> int:
    return sum(units * market.prices[name][place] for name, units in held.items())


def _yuan(value: int) -> str:
    whole, rest = divmod(value, TEN_THOUSAND)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")


def _subscription(row: Cells, days: list[date]) -> Cells:
    plain = {name: row[name] for name in ("id", "product", "asset", "amount", "quantity")}
    return {**plain, "date": days[row["day"]]}


def _investors(plan: Cells, lot: random.Random) -> list[Cells]:
    rows: list[Cells] = []
    for product in plan["product"]:
        if product["kind"] != "collective":
            continue
        for number in range(1, lot.randint(6, 20)):
            kind = ("person", "person", "legal_person")[number % 3]
            rows.append(
                {
                    "product": product["id"],
                    "investor": f"{product['id']}-I{number:02}",
                    "kind": kind,
                    "amount": lot.randint(100, 900) * 10_000,
                    "product_investors": "",
                    "regulated": "",
                }
            )
    return rows


def _key(plan: Cells, days: list[date]) -> Iterable[Cells]:
    """Every planted episode as the results have it."""
    wide = ("pm-same-asset-manager", "pm-tradable-30", "pm-nonstandard-35", "mf-security-10")
    for plant in plan["plant"]:
        for find in plant.get("finds", ()):
            first, last = (find["on"], find["on"]) if "on" in find else plant["days"]
            yield {
                "rule": find["rule"],
                "product": None if find["rule"] in wide else plant["product"],
                "asset": find.get("asset"),
                "from": days[first].isoformat(),
                "to": days[last].isoformat(),
                "cause": find["cause"],
                "status": find["status"],
            }
    for row in plan["subscription"]:
        if "finds" in row:
            day = days[row["day"]].isoformat()
            find = row["finds"]
            yield {
                "rule": find["rule"],
                "product": row["product"],
                "asset": find["asset"],
                "from": day,
                "to": day,
                "cause": find["cause"],
                "status": find["status"],
            }
