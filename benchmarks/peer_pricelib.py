"""pricelib's three engines on its published snowball. An interpreter with pricelib runs it."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any


def main() -> None:
    """Print value and seconds by engine as JSON; each is compiled by another one before."""
    lib = import_module("pricelib")
    day = datetime.date(2022, 1, 5)
    lib.set_evaluation_date(day)
    market = {"s": 100, "r": 0.02, "q": 0.04, "vol": 0.16}
    engines: dict[str, Callable[[], Any]] = {
        "mc": lambda: lib.MCAutoCallableEngine(n_path=100_000, **market),
        "pde": lambda: lib.FdmSnowBallEngine(**market),
        "quad": lambda: lib.QuadSnowballEngine(**market),
    }

    def price(engine: Any) -> float:
        note = lib.StandardSnowball(
            maturity=1, start_date=day, lock_term=3, s0=100, barrier_out=103, barrier_in=80,
            coupon_out=0.112, coupon_div=0.112, engine=engine,
        )  # fmt: skip
        return float(note.price())

    found = {}
    price(lib.MCAutoCallableEngine(n_path=1_000, **market))
    for name, make in engines.items():
        if name != "mc":
            price(make())
        started = time.perf_counter()
        value = price(make())
        found[name] = {"value": value, "seconds": time.perf_counter() - started}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
