"""The example's snowballs to price, netting sets of all five classes, and sensitivities in CRIF."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

Cells = Sequence[object]
Table = tuple[str, Sequence[Cells]]
STEPS = (63, 84, 105, 126, 147, 168, 189, 210, 231, 243)
TENORS = ("2w", "1m", "3m", "6m", "1y", "2y", "3y", "5y", "10y", "15y", "20y", "30y")
YEARS = ("1y", "2y", "3y", "5y", "10y")


def notes(spot: float) -> dict[str, Table]:
    """Five snowballs on one index at today's price: fresh, fallen, knocked in, stepped down, floored."""
    kinds = (
        ("SB-FRESH", 1.0, 0.75, "daily", "", "none", 0.0),
        ("SB-FALLEN", 1.22, 0.75, "daily", "", "none", 0.0),
        ("SB-INSIDE", 1.38, 0.75, "daily", "", "knocked_in", 0.0),
        ("SB-STEPS", 1.1, 0.7, "expiry", "", "none", 0.005),
        ("SB-FLOOR", 1.1, 0.8, "daily", "0.85", "none", 0.0),
    )
    rows: list[Cells] = []
    seen: list[Cells] = []
    for name, ratio, barrier, watched, floor, status, down in kinds:
        start = round(spot * ratio, 2)
        rows.append((
            name, start, spot, "0.018", "0.05", "0.24", 243, STEPS[-1], 1, "0.12", round(start * barrier, 2),
            watched, floor, status,
        ))  # fmt: skip
        seen += [
            (name, step, round(start * (1.03 - down * place), 2), "0.12", f"{step / STEPS[-1]:.8f}")
            for place, step in enumerate(STEPS)
        ]
    header = (
        "id,s0,spot,r,q,vol,steps_per_year,expiry_step,expiry_accrual,coupon_dividend,ki_barrier,ki_observation,"
        "floor,status"
    )
    return {
        "snowballs": (header, rows),
        "observations": ("snowball,step,ko_barrier,coupon,accrual", seen),
    }


def netting_sets() -> dict[str, Table]:
    """Two sets, one margined; rates, FX, credit, equity, commodity, and options of three of them."""
    none, once = ("",) * 4, ("", "")
    trades: list[Cells] = [
        ("interest_rate", "CNY", *once, 80_000_000, 240_000, 0, 10, 10, "long", *none),
        ("interest_rate", "CNY", *once, 60_000_000, -110_000, 0, 4, 4, "short", *none),
        (
            "interest_rate",
            "USD",
            *once,
            30_000_000,
            90_000,
            1,
            6,
            6,
            "long",
            "bought_put",
            "0.035",
            "0.03",
            1,
        ),
        ("fx", "USDCNY", *once, 45_000_000, 130_000, *once, "0.5", "long", *none),
        (
            "fx",
            "USDCNY",
            *once,
            20_000_000,
            -15_000,
            *once,
            "0.25",
            "long",
            "sold_call",
            "7.05",
            "7.2",
            "0.25",
        ),
        ("credit", "credit", "ISSUER-A", "BBB", 25_000_000, 60_000, 0, 5, 5, "short", *none),
        ("credit", "credit", "CREDIT-INDEX", "IG", 40_000_000, -20_000, 0, 5, 5, "long", *none),
        ("equity", "equity", "INDEX-W", "index", 70_000_000, 850_000, *once, 1, "long", *none),
        (
            "equity",
            "equity",
            "STOCK-Z",
            "single",
            9_000_000,
            -40_000,
            *once,
            1,
            "long",
            "bought_put",
            68,
            70,
            1,
        ),
        ("commodity", "metals", "METAL", "other", 12_000_000, 33_000, *once, "0.75", "long", *none),
        ("commodity", "energy", "POWER", "electricity", 5_000_000, 8_000, *once, "0.5", "short", *none),
    ]
    rows = [
        (f"{name}-{place:02}", name, *trade)
        for name in ("NS-OPEN", "NS-MARGINED")
        for place, trade in enumerate(trades, 1)
    ]
    header = (
        "id,netting_set,asset_class,hedging_set,reference,sub_class,notional,mtm,start,end,maturity,position,option,"
        "price,strike,exercise"
    )
    sets = [("NS-OPEN", 0, 0, 0, 0, 0, ""), ("NS-MARGINED", 1, 900_000, 200_000, 500_000, 100_000, 10)]
    return {
        "saccr_sets": ("id,margined,collateral,nica,threshold,mta,mpor_days", sets),
        "saccr_trades": (header, rows),
    }


def crif(seed: int) -> dict[str, Table]:
    """Two portfolios: one with the check value of SIMM alone, one with every class of risk."""
    rows: list[Cells] = [("CHECK", "RatesFX", "Risk_FX", "CNY", "", "", "", 1_000_000)]
    rows += [("BOOK", *row) for row in _sensitivities(random.Random(seed))]  # noqa: S311
    header = (
        "TradeID,PortfolioID,ProductClass,RiskType,Qualifier,Bucket,Label1,Label2,AmountCurrency,Amount,"
        "AmountUSD,IMModel"
    )
    whole = [
        (f"R{place:03}", *row[:-1], "USD", row[-1], row[-1], "SIMM") for place, row in enumerate(rows, 1)
    ]
    return {"crif": (header, whole)}


def _sensitivities(chosen: random.Random) -> Iterator[Cells]:
    def amount(size: int) -> int:
        return round(chosen.gauss(0, size))

    for currency, bucket, curve in (("CNY", 3, "OIS"), ("USD", 1, "OIS"), ("USD", 1, "Libor3m")):
        for tenor in TENORS:
            yield "RatesFX", "Risk_IRCurve", currency, bucket, tenor, curve, amount(20_000)
    yield "RatesFX", "Risk_Inflation", "USD", "", "", "", amount(10_000)
    yield "RatesFX", "Risk_XCcyBasis", "CNY", "", "", "", amount(10_000)
    for tenor in YEARS:
        yield "RatesFX", "Risk_IRVol", "USD", "", tenor, "", amount(30_000)
        yield "RatesFX", "Risk_FXVol", "USDCNY", "", tenor, "", amount(30_000)
        yield "Equity", "Risk_EquityVol", "INDEX-W", 11, tenor, "", amount(40_000)
        yield "Commodity", "Risk_CommodityVol", "METAL", 11, tenor, "", amount(20_000)
        yield "Credit", "Risk_CreditQ", "ISSUER-A", 1, tenor, "USD", amount(15_000)
        yield "Credit", "Risk_CreditVol", "ISSUER-A", 1, tenor, "", amount(10_000)
        yield "Credit", "Risk_CreditNonQ", "POOL-A", 1, tenor, "", amount(5_000)
    for currency in ("CNY", "EUR", "USD"):
        yield "RatesFX", "Risk_FX", currency, "", "", "", amount(400_000)
    for name, bucket in (("STOCK-Z", 1), ("STOCK-K", 2), ("STOCK-N", 5), ("INDEX-W", 11)):
        yield "Equity", "Risk_Equity", name, bucket, "", "", amount(200_000)
    for name, bucket in (("METAL", 11), ("POWER", 9), ("GRAIN", 13)):
        yield "Commodity", "Risk_Commodity", name, bucket, "", "", amount(100_000)
