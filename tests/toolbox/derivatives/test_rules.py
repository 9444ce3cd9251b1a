"""Suitability, conduct and the supervisor's numbers, at their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import TRADE, answer, results

PERSON = "id,kind,net_assets,financial_assets,experience_years"
PRODUCT = (
    "id,kind,manager_aum,manager_years,structured,product_size,top_share,top_professional,top_financial_assets,"
    "top_years"
)
LINE = "U1,option,vanilla,2025-03-03,2027-03-03,1000000,S,C1,D"
UNDERLYINGS = "id,kind,in_margin_list\nS,stock,1\nP,private_product,\n"


def suited(place: Path, header: str, row: str, trades: str = f"{TRADE}\n{LINE}\n") -> dict[str, Any]:
    return answer(place, trades=trades, counterparties=f"{header}\n{row}\n", underlyings=UNDERLYINGS)


@pytest.mark.parametrize(
    ("row", "result", "failed"),
    [
        ("C1,legal_person,50000000,20000000,3", "met", []),
        ("C1,legal_person,49999999.99,20000000,3", "unmet", ["net_assets"]),
        (
            "C1,legal_person,49000000,19999999,2.9",
            "unmet",
            ["net_assets", "financial_assets", "experience_years"],
        ),
        ("C1,legal_person,50000000,,3", "unknown", []),
        ("C1,person,50000000,20000000,3", "unmet", ["kind"]),
        ("C1,professional,,,", "met", []),
    ],
)
def test_who_may_buy_options(row: str, result: str, failed: list[str], tmp_path: Path) -> None:
    said = suited(tmp_path, PERSON, row)
    (one,) = said["results"]["suitability"]
    assert (one["result"], one["failed"]) == (result, failed)
    assert said["status"] == (1 if result == "unmet" else 0)


@pytest.mark.parametrize(
    ("row", "failed"),
    [
        ("C1,product,500000000,2,0,50000000,0.20,,,", []),
        ("C1,product,499999999,1.9,1,49999999,0.20,,,",
         ["manager_aum", "manager_years", "product_size", "structured"]),
        ("C1,product,500000000,2,0,50000000,0.21,1,20000000,3", []),
        ("C1,product,500000000,2,0,50000000,0.21,0,19999999,2",
         ["top_professional", "top_financial_assets", "top_years"]),
    ],
)  # fmt: skip
def test_which_products_may_buy_options(row: str, failed: list[str], tmp_path: Path) -> None:
    (one,) = suited(tmp_path, PRODUCT, row)["results"]["suitability"]
    assert (one["rule"], one["failed"]) == ("dv-product", failed)


def test_a_product_pays_at_most_three_tenths_of_its_size_for_live_options(tmp_path: Path) -> None:
    product = "C1,product,500000000,2,0,50000000,0.20,,,"
    ended = LINE.replace("U1", "U2")
    trades = f"{TRADE},premium,initial_margin,ended\n{LINE},10000000,{{margin}},\n{ended},9,9,1\n"
    at = suited(tmp_path / "at", PRODUCT, product, trades.format(margin="5000000"))
    above = suited(tmp_path / "above", PRODUCT, product, trades.format(margin="5000001"))
    assert at["results"]["suitability"][0]["result"] == "met"
    assert above["results"]["suitability"][0]["failed"] == ["exposure"]


def test_options_that_say_neither_premium_nor_margin_leave_a_product_open_unless_others_exceed_its_line(
    tmp_path: Path,
) -> None:
    product = "C1,product,500000000,2,0,50000000,0.20,,,"
    silent = LINE.replace("U1", "U2")
    trades = f"{TRADE},premium,initial_margin,ended\n{LINE},{{premium}},,\n{silent},,,{{ended}}\n"
    within = suited(tmp_path / "within", PRODUCT, product, trades.format(premium="15000000", ended=""))
    beyond = suited(tmp_path / "beyond", PRODUCT, product, trades.format(premium="15000001", ended=""))
    over = suited(tmp_path / "over", PRODUCT, product, trades.format(premium="15000000", ended="1"))
    told = [said["results"]["suitability"][0]["result"] for said in (within, beyond, over)]
    assert told == ["unknown", "unmet", "met"]
    (finding,) = [one for one in within["findings"] if one["rule"] == "dv-product"]
    assert "U2" in finding["message"]
    assert "initial_margin" in finding["message"]


def capital(place: Path, day: str, months: dict[str, str]) -> list[str]:
    rows = "".join(f"D,{month},{value}\n" for month, value in months.items())
    said = answer(
        place,
        trades=f"{TRADE}\n{LINE.replace('2025-03-03', day, 1)}\n",
        counterparties="id,kind\nC1,professional\n",
        underlyings=UNDERLYINGS,
        dealer_capital=f"dealer,month,net_capital\n{rows}",
    )
    return results(said, "dv-net-capital")


def test_net_capital_counts_in_each_of_six_months_from_the_order_s_day(tmp_path: Path) -> None:
    months = {f"2026-{month:02}": "500000000" for month in range(5, 11)}
    assert capital(tmp_path / "met", "2026-11-16", months) == ["met"]
    assert capital(tmp_path / "low", "2026-11-16", {**months, "2026-07": "499999999"}) == ["unmet"]
    assert capital(tmp_path / "gap", "2026-11-16", {**months, "2026-05": "1"} | {"2026-05": "500000000"}) == [
        "met"
    ]
    less = {month: value for month, value in months.items() if month != "2026-05"}
    assert capital(tmp_path / "less", "2026-11-16", less) == ["unknown"]
    assert capital(tmp_path / "early", "2026-11-15", {}) == ["not_applicable"]


def own_shares(place: Path, day: str, stocks: str) -> list[str]:
    said = answer(
        place,
        trades=f"{TRADE}\n{LINE.replace('2025-03-03', day, 1)}\n",
        counterparties=f"id,kind,stocks\nC1,professional,{stocks}\n",
        underlyings=UNDERLYINGS,
    )
    return results(said, "dv-own-shares")


def test_nobody_trades_derivatives_on_the_own_shares_from_the_order_s_day(tmp_path: Path) -> None:
    assert own_shares(tmp_path / "own", "2026-11-16", "X;S") == ["unmet"]
    assert own_shares(tmp_path / "other", "2026-11-16", "X") == ["met"]
    assert own_shares(tmp_path / "early", "2026-11-15", "S") == ["not_applicable"]


def test_no_swap_on_a_private_product(tmp_path: Path) -> None:
    swap = "U2,swap,linear,2025-03-03,2027-03-03,1,{},C1,D"
    parties = "id,kind\nC1,professional\n"
    for name, result in (("P", "unmet"), ("S", "met")):
        said = answer(
            tmp_path / name, trades=f"{TRADE}\n{swap.format(name)}\n", counterparties=parties,
            underlyings=UNDERLYINGS,
        )  # fmt: skip
        assert results(said, "dv-swap-underlying") == [result]


def test_a_stock_off_the_margin_list_goes_to_a_person(tmp_path: Path) -> None:
    said = answer(
        tmp_path, trades=f"{TRADE}\n{LINE}\n", counterparties="id,kind\nC1,professional\n",
        underlyings="id,kind,in_margin_list\nS,stock,0\n",
    )  # fmt: skip
    assert results(said, "dv-margin-list") == ["manual_review"]
    assert said["status"] == 0


def test_the_wall_counts_live_snowballs_by_the_level_that_they_reach(tmp_path: Path) -> None:
    header = f"{TRADE},ki_barrier,knocked_in,ended"
    line = "{},note,snowball,2025-03-03,{},1000000,S,C1,D,{},{},{}\n"
    rows = [
        ("A", "2027-01-01", "5500", "", ""), ("B", "2027-01-01", "5500.01", "0", "0"),
        ("C", "2027-01-01", "5600", "", ""), ("D", "2027-01-01", "5600", "1", ""),
        ("E", "2027-01-01", "5600", "", "1"), ("F", "2026-12-31", "5600", "", ""),
    ]  # fmt: skip
    said = answer(
        tmp_path, '[wall]\nfrom = 5400\nto = 5700\nstep = 100\n',
        trades=f"{header}\n" + "".join(line.format(*row) for row in rows),
        counterparties="id,kind\nC1,professional\n", underlyings="id,kind\nS,broad_index\n",
    )  # fmt: skip
    assert [(row["level"], row["notional"]) for row in said["results"]["wall"]] == [
        ("5400", "0"), ("5500", "1000000"), ("5600", "2000000"), ("5700", "0"),
    ]  # fmt: skip


SNOWBALL = f"{TRADE},ki_barrier\nA,note,snowball,2025-03-03,2027-01-01,5,S,C1,D,150\n"


def walled(place: Path, grid: str) -> dict[str, Any]:
    parties, underlyings = "id,kind\nC1,professional\n", "id,kind\nS,broad_index\n"
    return answer(
        place, f"[wall]\n{grid}\n", trades=SNOWBALL, counterparties=parties, underlyings=underlyings
    )


def test_a_wall_may_begin_at_nothing(tmp_path: Path) -> None:
    said = walled(tmp_path, "from = 0\nto = 250\nstep = 100")["results"]
    assert [(row["level"], row["notional"]) for row in said["wall"]] == [
        ("0", "0"),
        ("100", "0"),
        ("200", "5"),
    ]
    (row,) = said["wall_by_dealer"]
    assert (row["above"], row["level"]) == ("100", "200")


@pytest.mark.parametrize(
    ("grid", "setting"),
    [
        ("from = 9000", "wall.to"),
        ("from = 200\nto = 100", "wall.to"),
        ("from = 0\nto = 10000\nstep = 0.1", "wall.step"),
    ],
)
def test_a_wall_that_ends_before_it_begins_or_never_is_refused(
    tmp_path: Path, grid: str, setting: str
) -> None:
    said = walled(tmp_path, grid)
    assert said["status"] == 2
    (problem,) = said["problems"]
    assert (problem["table"], problem["column"], problem["code"]) == ("tool.toml", setting, "out-of-range")
    assert walled(tmp_path / "kept", "from = 0\nto = 9999.9\nstep = 0.1")["status"] == 0


def test_days_to_hedge_and_concentration_are_exact(tmp_path: Path) -> None:
    trades = "".join(
        f"U{n},option,vanilla,2025-03-03,2027-03-03,{notional},S,C1,{dealer}\n"
        for n, (dealer, notional) in enumerate([("D", 1), ("E", 1), ("F", 1)])
    )
    said = answer(
        tmp_path, trades=f"{TRADE}\n{trades}", counterparties="id,kind\nC1,professional\n",
        underlyings="id,kind,adv20\nS,stock,1000\nT,stock,\n",
        hedges="underlying,shock,delta_now,delta_shocked,participation\nS,-0.05,100,-540,0.2\nT,-0.05,1,2,0.2\n",
    )  # fmt: skip
    assert said["results"]["hedging"] == [
        {"underlying": "S", "shock": "-0.05", "days": "3.2"},
        {"underlying": "T", "shock": "-0.05", "days": None},
    ]  # fmt: skip
    assert said["results"]["concentration"] == [
        {"by": "dealer", "hhi": "0.333333333333", "top5": "1"},
        {"by": "counterparty", "hhi": "1", "top5": "1"},
        {"by": "underlying", "hhi": "1", "top5": "1"},
    ]  # fmt: skip


def test_the_tier_is_of_the_dealer_that_the_folder_names(tmp_path: Path) -> None:
    tables = {
        "trades": f"{TRADE}\n{LINE}\n{LINE.replace('U1', 'U2').replace(',D', ',E')}\n",
        "counterparties": "id,kind\nC1,professional\n",
        "underlyings": UNDERLYINGS,
    }
    named = answer(tmp_path / "named", 'dealer = "E"\ntier = 2\n', **tables)
    assert [one["subject"]["id"] for one in named["findings"] if one["rule"] == "dv-tier2"] == ["U2"]
    assert results(answer(tmp_path / "any", "tier = 2\n", **tables), "dv-tier2") == ["manual_review"] * 2
    assert results(answer(tmp_path / "first", "tier = 1\n", **tables), "dv-tier2") == []


def reported(place: Path, day: str, reported_at: str) -> list[str]:
    line = LINE.replace("2025-03-03,2027-03-03", f"{day},2060-01-01")
    said = answer(
        place,
        trades=f"{TRADE},reported_at\n{line},{reported_at}\n",
        counterparties="id,kind\nC1,professional\n",
        underlyings=UNDERLYINGS,
    )
    assert not said["problems"]
    return results(said, "dv-late")


def test_a_trade_is_reported_within_a_trading_day(tmp_path: Path) -> None:
    """2026-09-30 is the last trading day before the holidays of the national day."""
    assert reported(tmp_path / "next", "2026-09-30", "2026-10-08") == ["met"]
    assert reported(tmp_path / "late", "2026-09-30", "2026-10-09") == ["manual_review"]
    assert reported(tmp_path / "far", "2045-05-05", "2045-05-06") == ["unknown"]


def test_two_rows_for_one_shock_stand_in_one_order(tmp_path: Path) -> None:
    header, rows = (
        "underlying,shock,delta_now,delta_shocked,participation\n",
        ["S,-0.05,5,0,0.1", "S,-0.05,1,0,0.1"],
    )
    days = [
        [
            row["days"]
            for row in answer(
                tmp_path / str(place),
                underlyings="id,kind,adv20\nS,stock,10\n",
                hedges=header + "\n".join(order) + "\n",
            )["results"]["hedging"]
        ]
        for place, order in enumerate((rows, rows[::-1]))
    ]
    assert days == [["1", "5"], ["1", "5"]]
