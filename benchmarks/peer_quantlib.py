"""QuantLib's vanilla and barrier prices of a file of options. Run by an interpreter that has QuantLib."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def main(path: str) -> None:
    """Print the seconds and the prices as JSON; a line of the file is one option."""
    options = json.loads(Path(path).read_text("utf-8"))
    started = time.perf_counter()
    prices = [_price(option) for option in options]
    print(json.dumps({"seconds": time.perf_counter() - started, "prices": prices}))


def _price(option: dict[str, Any]) -> float:
    ql = import_module("QuantLib")
    today, count = ql.Date(1, 6, 2026), ql.Actual365Fixed()
    ql.Settings.instance().evaluationDate = today

    def flat(rate: float) -> Any:
        return ql.YieldTermStructureHandle(ql.FlatForward(today, rate, count))

    volatility = ql.BlackConstantVol(today, ql.NullCalendar(), option["vol"], count)
    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(option["spot"])), flat(option["q"]), flat(option["r"]),
        ql.BlackVolTermStructureHandle(volatility),
    )  # fmt: skip
    payoff = ql.PlainVanillaPayoff(ql.Option.Call if option["call"] else ql.Option.Put, option["strike"])
    exercise = ql.EuropeanExercise(today + option["days"])
    if option["kind"]:
        kinds = dict(zip(("down_in", "up_in", "down_out", "up_out"), range(4), strict=True))
        priced = ql.BarrierOption(kinds[option["kind"]], option["barrier"], 0.0, payoff, exercise)
        priced.setPricingEngine(ql.AnalyticBarrierEngine(process))
    else:
        priced = ql.VanillaOption(payoff, exercise)
        priced.setPricingEngine(ql.AnalyticEuropeanEngine(process))
    return float(priced.NPV())


if __name__ == "__main__":
    main(sys.argv[1])
