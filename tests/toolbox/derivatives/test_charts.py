"""Charts of the supervision of derivatives say what the answer says: sums, shocks, states, shortfalls."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import TRADE, answer
from tests.toolbox.drawings import unknown_words
from tests.toolbox.runs import answer_of_example
from xianxing.toolbox.charts import Chart, as_vega_lite, draw_svg
from xianxing.toolbox.derivatives.charts import charts_of
from xianxing.toolbox.derivatives.example import example_files
from xianxing.toolbox.derivatives.tool import TOOL

IDS = (
    "rules", "wall", "hedging", "reverse-stress", "concentration", "by-spot", "engines", "lives", "margins",
    "saccr", "simm",
)  # fmt: skip
SNOWBALL = (
    "id,s0,spot,r,q,vol,steps_per_year,expiry_step,expiry_accrual,coupon_dividend,ki_barrier,"
    "ki_observation,floor,status\n"
)
SEEN = "snowball,step,ko_barrier,coupon,accrual\n"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return answer_of_example(TOOL, tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def charts(said: dict[str, Any]) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts_of(said)}


def test_every_chart_is_drawn_the_same_each_time_with_a_head_for_each_column(
    charts: dict[str, Chart],
) -> None:
    assert tuple(charts) == IDS
    for chart in charts.values():
        assert draw_svg(chart) == draw_svg(replace(chart))
        assert unknown_words(chart) == [], chart.id
        assert all(column.name in chart.rows[0] for column in chart.columns), chart.id
        assert chart.caption.endswith("。") and not re.search("违法|违规|合规", str(as_vega_lite(chart)))


def test_a_folder_that_was_refused_has_no_charts() -> None:
    assert charts_of({"results": {}, "findings": []}) == ()


def test_the_wall_of_all_dealers_is_the_wall_of_the_answer(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    drawn: dict[tuple[str, str], int] = {}
    for row in charts["wall"].rows:
        key = str(row["underlying"]), str(row["level"])
        drawn[key] = drawn.get(key, 0) + int(str(row["notional"]))
    walls = {
        (row["underlying"], row["level"]): int(row["notional"])
        for row in said["results"]["wall"]
        if row["notional"] != "0"
    }
    assert drawn == walls
    assert {row["dealer"] for row in charts["wall"].rows} == {"D1", "D2", "D3"}


def test_each_bar_of_the_wall_names_the_rows_of_its_trades(charts: dict[str, Chart]) -> None:
    trades = example_files()["trades.csv"].decode().splitlines()
    head = trades[0].split(",")
    for row in charts["wall"].rows[:20]:
        cells = [
            dict(zip(head, trades[int(line) - 1].split(","), strict=True))
            for line in str(row["lines"]).split()
        ]
        assert sum(int(one["notional"]) for one in cells) == int(str(row["notional"]))
        assert all(
            float(str(row["above"])) < float(one["ki_barrier"]) <= float(str(row["level"])) for one in cells
        )


def shocked(chart: Chart, shock: float, dealer: str | None = None) -> str:
    """The wall as the page draws it once its slider and its list were moved."""
    drawing: Any = deepcopy(dict(chart.drawing))
    chosen = {one["name"]: one for one in drawing["params"]}
    assert chosen["shock"]["value"] == 0 and chosen["shock"]["bind"]["input"] == "range"
    assert chosen["dealer"]["value"] is None
    chosen["shock"]["value"], chosen["dealer"]["value"] = shock, dealer
    return draw_svg(replace(chart, drawing=drawing))


@pytest.mark.parametrize(("shock", "dealer"), [(0.0, None), (-0.15, None), (-0.15, "D2"), (-0.3, None)])
def test_the_slider_says_what_knocks_in_above_the_shocked_price(
    charts: dict[str, Chart], shock: float, dealer: str | None
) -> None:
    drawn = shocked(charts["wall"], shock, dealer)
    for name in ("INDEX-W", "INDEX-X", "SECTOR-Y"):
        rows = [
            row
            for row in charts["wall"].rows
            if row["underlying"] == name and dealer in (None, row["dealer"])
        ]
        price = float(str(rows[0]["spot"])) * (1 + shock)
        inside = sum(int(str(row["notional"])) for row in rows if float(str(row["above"])) >= price)
        between = sum(
            int(str(row["notional"]))
            for row in rows
            if float(str(row["above"])) < price < float(str(row["level"]))
        )
        words = f"其上已敲入 {inside / 1e8:,.2f}; 所在价位 {between / 1e8:,.2f}"
        assert words in drawn, (name, words)


def test_a_barrier_at_the_price_itself_is_not_knocked_in(tmp_path: Path) -> None:
    said = answer(
        tmp_path,
        "[wall]\nstep = 100\nfrom = 5000\nto = 6000\n",
        trades=f"{TRADE},ki_barrier\n"
        "U1,note,snowball,2026-06-01,2027-06-01,300000000,S,C,D,5600\n"
        "U2,note,snowball,2026-06-01,2027-06-01,200000000,S,C,D,5700.01\n"
        "U3,note,snowball,2026-06-01,2027-06-01,100000000,S,C,D,7000\n",
        counterparties="id,kind\nC,professional\n",
        underlyings="id,kind,price\nS,broad_index,5600\n",
    )
    (chart,) = [one for one in charts_of(said) if one.id == "wall"]
    assert [(row["above"], row["level"]) for row in chart.rows] == [("5500", "5600"), ("5700", "5800")]
    assert "其上已敲入 2.00; 所在价位 0.00" in draw_svg(chart)
    assert "另有 100,000,000 元在网格价位以外" in chart.caption


def test_values_by_price_meet_the_engine_at_today_s_price(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    prices = {row["id"]: row for row in said["results"]["prices"]}
    by_spot = {(row["id"], row["percent"]): row for row in charts["by-spot"].rows}
    at_start = by_spot["SB-FRESH", 100]
    assert at_start["value"] == pytest.approx(prices["SB-FRESH"]["value"], abs=0.01)
    assert at_start["delta"] == pytest.approx(prices["SB-FRESH"]["delta"], abs=0.01)
    assert at_start["gamma"] == pytest.approx(prices["SB-FRESH"]["gamma"], abs=0.002)
    slope = (float(str(by_spot["SB-FRESH", 101]["value"])) - float(str(by_spot["SB-FRESH", 99]["value"]))) / 2
    assert at_start["delta"] == pytest.approx(slope, abs=0.005)
    assert float(str(at_start["value_knocked_in"])) < float(str(at_start["value"]))
    assert by_spot["SB-INSIDE", 100]["value_knocked_in"] is None


def test_the_three_engines_stand_beside_each_other_and_agree(charts: dict[str, Chart]) -> None:
    rows = charts["engines"].rows
    assert [row["engine"] for row in rows[:3]] == ["pde", "quad", "mc"]
    for row in rows:
        far = abs(float(str(row["difference"])))
        assert far <= (0.01 if row["engine"] != "mc" else 4 * float(str(row["std_error"])))


def test_states_follow_from_the_terms(tmp_path: Path, charts: dict[str, Chart]) -> None:
    planted = {row["id"]: row["states"] for row in charts["lives"].rows}
    assert planted["SB-INSIDE"] == "已敲入"
    assert planted["SB-STEPS"] == "逐步调降敲出价 · 欧式敲入"
    assert planted["SB-FLOOR"] == "保底"
    assert planted["SB-FRESH"] == "未敲入"
    said = answer(
        tmp_path,
        snowballs=SNOWBALL + "OLD,100,101,0.02,0.04,0.16,243,60,0.8,0.1,80,daily,,none\n"
        "CHUTE,100,101,0.02,0.04,0.16,243,60,0.25,0.1,80,daily,,none\n",
        observations=SEEN + "OLD,20,103,0.1,0.6\nOLD,40,103,0.1,0.7\nOLD,60,103,0.1,0.8\n"
        "CHUTE,20,103,0.1,0.1\nCHUTE,40,103,0.1,0.2\nCHUTE,60,80,0.1,0.25\n",
    )
    states = {row["id"]: row["states"] for row in said["results"]["lives"]}
    assert states == {"CHUTE": ["parachute"], "OLD": ["seasoned"]}


def test_shortfalls_come_first_and_lead_to_their_finding(
    said: dict[str, Any], charts: dict[str, Chart]
) -> None:
    first, *_rest = charts["margins"].rows
    assert (first["counterparty"], first["shortfall"]) == ("FIRM-SHORT", "1000000")
    assert first["said"] == "缺口 100.00 万元"
    for row in charts["margins"].rows:
        finding = said["findings"][row["finding"]]
        assert (finding["rule"], finding["subject"]["id"]) == ("dv-swap-margin", row["counterparty"])
    unsaid = {row["counterparty"] for row in charts["margins"].rows if row["shortfall"] is None}
    assert unsaid == {"FIRM-METAL", "PROF02", "PROF06"}


def test_shares_make_up_the_whole_and_their_hhi(said: dict[str, Any]) -> None:
    for one in said["results"]["concentration"]:
        rows = [row for row in said["results"]["shares"] if row["by"] == one["by"]]
        assert sum(float(row["share"]) for row in rows) == pytest.approx(1, abs=1e-9)
        if all(row["id"] for row in rows):
            squares = sum(float(row["share"]) ** 2 for row in rows)
            assert squares == pytest.approx(float(one["hhi"]), abs=1e-9)


def test_whatever_shows_simm_names_the_licence(said: dict[str, Any], charts: dict[str, Chart]) -> None:
    assert "ISDA" in charts["simm"].caption and "授权" in charts["simm"].caption
    amounts = [margin["amount"] for portfolio in said["results"]["simm"] for margin in portfolio["margins"]]
    assert sorted(float(str(row["amount"])) for row in charts["simm"].rows) == sorted(amounts)
