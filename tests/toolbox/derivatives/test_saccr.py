"""SA-CCR against the examples of the Basel text, and what margining and collateral do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import answer

SETS = "id,margined,collateral,nica,threshold,mta,mpor_days\n"
TRADES = (
    "id,netting_set,asset_class,hedging_set,reference,sub_class,notional,mtm,start,end,maturity,position,option,"
    "price,strike,exercise\n"
)
RATES = (
    "1,NS1,interest_rate,USD,,,10000,30,0,10,10,long,,,,\n"
    "2,NS1,interest_rate,USD,,,10000,-20,0,4,4,short,,,,\n"
    "3,NS1,interest_rate,EUR,,,5000,50,1,11,11,long,bought_put,0.06,0.05,1\n"
)


def exposure(place: Path, trades: str, netting: str = "NS1,0,0,0,0,0,\n") -> dict[str, Any]:
    said = answer(place, saccr_sets=SETS + netting, saccr_trades=TRADES + trades)
    assert said["problems"] == []
    (row,) = said["results"]["saccr"]
    return dict(row)


def test_the_first_example_of_annex_4a(tmp_path: Path) -> None:
    row = exposure(tmp_path, RATES)
    assert row["rc"] == 60
    assert row["addon"] == pytest.approx(346.76, abs=0.3)
    assert row["multiplier"] == 1
    assert row["ead"] == pytest.approx(569.47, abs=0.5)
    assert set(row["by_class"]) == {"interest_rate"}


def test_the_second_example_of_annex_4a(tmp_path: Path) -> None:
    """Three credit derivatives: a single name, a single name and an index; add-on 282, EAD 381."""
    trades = (
        "1,NS1,credit,credit,Firm A,AA,10000,20,0,3,3,long,,,,\n"
        "2,NS1,credit,credit,Firm B,BBB,10000,-40,0,6,6,short,,,,\n"
        "3,NS1,credit,credit,CDX.IG,IG,10000,0,0,5,5,long,,,,\n"
    )
    row = exposure(tmp_path, trades)
    assert row["rc"] == 0
    assert row["addon"] == pytest.approx(282, abs=1)
    assert row["multiplier"] == pytest.approx(0.965, abs=0.001)
    assert row["ead"] == pytest.approx(381, abs=1)


def test_the_third_example_of_annex_4a(tmp_path: Path) -> None:
    """Forwards on two kinds of crude oil, which are one commodity, and on silver: add-on 3,841, EAD 5,406."""
    trades = (
        "1,NS1,commodity,energy,crude,other,10000,-50,,,0.75,long,,,,\n"
        "2,NS1,commodity,energy,crude,other,20000,-30,,,2,short,,,,\n"
        "3,NS1,commodity,metals,Silver,other,10000,100,,,5,long,,,,\n"
    )
    row = exposure(tmp_path, trades)
    assert row["rc"] == 20
    assert row["addon"] == pytest.approx(3841, abs=10)
    assert row["ead"] == pytest.approx(5406, abs=15)


def test_collateral_lowers_the_multiplier_and_a_margin_period_the_add_on(tmp_path: Path) -> None:
    plain = exposure(tmp_path / "plain", RATES)
    covered = exposure(tmp_path / "covered", RATES, "NS1,0,1000,0,0,0,\n")
    assert covered["rc"] == 0
    assert 0.05 < covered["multiplier"] < 1
    margined = exposure(tmp_path / "margined", RATES, "NS1,1,60,10,50,5,10\n")
    assert margined["rc"] == 45
    assert margined["addon"] == pytest.approx(plain["addon"] * 1.5 * (10 / 250) ** 0.5)


def test_a_missing_cell_is_named_and_nothing_guessed(tmp_path: Path) -> None:
    option = "1,NS1,interest_rate,EUR,,,5000,50,1,11,11,long,bought_put,0.06,,1\n"
    row = exposure(tmp_path / "strike", option)
    assert (row["ead"], row["missing"]) == (None, ["saccr_trades 1: strike"])
    row = exposure(tmp_path / "days", RATES, "NS1,1,0,0,0,0,\n")
    assert row["missing"] == ["saccr_sets NS1: mpor_days"]


def test_short_dated_trades_count_ten_days_at_least(tmp_path: Path) -> None:
    trade = "1,NS1,fx,USDCNY,,,1000,0,,,{years},long,,,,\n"
    day = exposure(tmp_path / "day", trade.format(years="0.001"))
    ten = exposure(tmp_path / "ten", trade.format(years="0.04"))
    assert day["addon"] == ten["addon"] == pytest.approx(1000 * 0.04 * 0.2)


@pytest.mark.parametrize(("option", "sign"), [("bought_call", 1), ("sold_call", -1), ("bought_put", -1)])
def test_an_option_counts_by_its_delta(option: str, sign: int, tmp_path: Path) -> None:
    """At the money forward a call has N(σ√T/2), a put minus one less of it."""
    trade = f"1,NS1,equity,equity,X,single,1000,0,,,1,long,{option},100,100,1\n"
    hedge = "2,NS1,equity,equity,X,single,500,0,,,1,short,,,,\n"
    alone, both = exposure(tmp_path / "alone", trade), exposure(tmp_path / "both", trade + hedge)
    half = 0.7257468822 if "call" in option else 1 - 0.7257468822
    assert alone["addon"] == pytest.approx(1000 * 0.32 * half)
    assert both["addon"] == pytest.approx(0.32 * abs(1000 * half * sign - 500))
