"""The example's trades with market, references, and what is planted for fair trading."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

Cells = dict[str, Any]
TEN_THOUSAND = 10_000


def trades_of(
    plan: Cells, days: list[date], prices: Mapping[str, list[int]], lot: random.Random
) -> dict[str, list[Cells]]:
    """Tables `trades`, `market` and `references`."""
    rows: list[Cells] = []
    volumes: dict[tuple[str, date], int] = {}
    for product in plan["product"]:
        stocks = [name for name in product.get("holds", {}) if name.startswith("S")]
        bonds = [name for name in product.get("holds", {}) if name.startswith("B")]
        for place, day in enumerate(days):
            for names, venue, unit in ((stocks, "exchange", 1000), (bonds, "interbank", 1000)):
                if not names or lot.random() < 0.5:
                    continue
                name = lot.choice(names)
                price = prices[name][place] * (TEN_THOUSAND + lot.randint(-20, 20)) // TEN_THOUSAND
                row = _trade(product["id"], day, name, lot.choice(("buy", "sell")), venue)
                row |= {"quantity": lot.randint(5, 40) * unit, "price": _price(price)}
                row["time"] = f"{lot.randint(10, 14)}:{lot.randint(0, 59):02}:{lot.randint(0, 59):02}"
                if venue == "interbank":
                    row["counterparty"] = f"对手方{lot.randint(1, 400):03}"
                rows.append(row)
                volumes[name, day] = 10_000_000
    _worse(plan["fair"]["worse"], days, prices, rows, volumes)
    _reverse(plan["fair"]["reverse"], days, prices, rows, volumes)
    references = _cross(plan["fair"]["cross"], days, rows)
    _chain(plan["fair"]["chain"], days, rows)
    numbered = [{"id": f"T{number:05}", **row} for number, row in enumerate(rows, 1)]
    market = [
        {"asset": name, "date": day, "volume": volume, "close": _price(prices[name][days.index(day)])}
        for (name, day), volume in sorted(volumes.items())
        if name.startswith("S")
    ]
    return {"trades": numbered, "market": market, "references": references}


def _trade(product: str, day: date, asset: str, side: str, venue: str) -> Cells:
    return {
        "product": product,
        "date": day,
        "time": "10:30:00",
        "asset": asset,
        "side": side,
        "quantity": 0,
        "price": 0,
        "venue": venue,
        "counterparty": "",
        "counter_product": "",
    }


def _price(price: int) -> str:
    return f"{price // TEN_THOUSAND}.{price % TEN_THOUSAND:04}"


def _worse(
    worse: Cells,
    days: list[date],
    prices: Mapping[str, list[int]],
    rows: list[Cells],
    volumes: dict[tuple[str, date], int],
) -> None:
    for place in range(0, len(days), worse["every"]):
        day, price = days[place], prices[worse["asset"]][place]
        dearer = price + int(price * worse["gap"]) + place % 7 * 100
        for product, paid in ((worse["a"], dearer), (worse["b"], price)):
            row = _trade(product, day, worse["asset"], "buy", "exchange")
            rows.append(row | {"quantity": 10_000, "price": _price(paid)})
        volumes[worse["asset"], day] = 10_000_000


def _reverse(
    reverse: Cells,
    days: list[date],
    prices: Mapping[str, list[int]],
    rows: list[Cells],
    volumes: dict[tuple[str, date], int],
) -> None:
    day = days[reverse["day"]]
    price = _price(prices[reverse["asset"]][reverse["day"]])
    for product, side, quantity in (
        (reverse["buyer"], "buy", reverse["quantity"]),
        (reverse["seller"], "sell", reverse["quantity"] + 20_000),
    ):
        row = _trade(product, day, reverse["asset"], side, "exchange")
        rows.append(row | {"quantity": quantity, "price": price})
    volumes[reverse["asset"], day] = reverse["volume"]


def _cross(cross: Cells, days: list[date], rows: list[Cells]) -> list[Cells]:
    day = days[cross["day"]]
    for product, side, counter in (
        (cross["seller"], "sell", cross["buyer"]),
        (cross["buyer"], "buy", cross["seller"]),
    ):
        row = _trade(product, day, cross["asset"], side, "interbank")
        rows.append(
            row | {"quantity": cross["quantity"], "price": cross["price"], "counter_product": counter}
        )
    return [{"asset": cross["asset"], "date": day, "source": "示例估值", "price": cross["reference"]}]


def _chain(chain: Cells, days: list[date], rows: list[Cells]) -> None:
    for product, side, place, price in (
        (chain["seller"], "sell", chain["sold"], chain["low"]),
        (chain["buyer"], "buy", chain["bought"], chain["high"]),
    ):
        row = _trade(product, days[place], chain["asset"], side, "interbank")
        rows.append(row | {"quantity": chain["quantity"], "price": price, "counterparty": chain["via"]})
