"""SIMM against what the Open Source Risk Engine 1.8.17 says of the same CRIF, and what can't be margined.

`simm_facts.json` holds rows of each class with ORE's margins and totals in three versions (calling side, US
dollars), taken once; ORE itself isn't needed.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import answer
from xianxing.toolbox.derivatives.simm_numbers import FOLDER, version, with_versions
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.packs import Packs
from xianxing.toolbox.tool import run_tool

FACTS = json.loads((Path(__file__).parent / "simm_facts.json").read_text("utf-8"))
VERSIONS = ("2.6", "2.7+2412", "2.8+2506")
HEADER = "RiskType,ProductClass,Qualifier,Bucket,Label1,Label2,AmountUSD,PortfolioID"


def simm(place: Path, rows: list[str], of_version: str = "2.6", header: str = HEADER) -> dict[str, Any]:
    """The row of the portfolio P."""
    crif = "\n".join([header, *(f"{row},P" for row in rows)]) + "\n"
    said = answer(place, f'[simm]\nversion = "{of_version}"\n', crif=crif)
    assert said["problems"] == []
    (row,) = said["results"]["simm"]
    return dict(row)


@pytest.mark.parametrize("of_version", VERSIONS)
@pytest.mark.parametrize("fact", FACTS, ids=[fact["name"] for fact in FACTS])
def test_margins_are_those_of_ore(fact: dict[str, Any], of_version: str, tmp_path: Path) -> None:
    said = simm(tmp_path, fact["rows"], of_version)
    theirs = fact["ore"][of_version]
    assert said["total"] == pytest.approx(theirs["total"], rel=1e-9)
    ours = {
        (one["product_class"], one["risk_class"], one["margin_type"]): one["amount"]
        for one in said["margins"]
    }
    for product, risk_class, kind, amount in theirs["margins"]:
        assert ours.pop((product, risk_class, kind)) == pytest.approx(amount, rel=1e-9, abs=1e-3)
    assert ours == {}


def test_a_million_of_one_currency_is_weighed_once(tmp_path: Path) -> None:
    """The contract's check value, as its JSON has it."""
    assert simm(tmp_path, ["Risk_FX,RatesFX,CNY,,,,1000000"]) == {
        "portfolio": "P",
        "version": "2.6",
        "total": 7_400_000.0,
        "margins": [
            {"product_class": "RatesFX", "risk_class": "FX", "margin_type": "Delta", "amount": 7_400_000.0}
        ],
    }


def test_the_currency_of_the_margin_is_no_risk(tmp_path: Path) -> None:
    assert simm(tmp_path, ["Risk_FX,RatesFX,USD,,,,1000000"])["total"] == 0


def test_rows_are_netted_before_they_are_weighed(tmp_path: Path) -> None:
    rows = ["Risk_FX,RatesFX,CNY,,,,1500000", "Risk_FX,RatesFX,CNY,,,,-500000"]
    assert simm(tmp_path, rows)["total"] == 7_400_000


def test_a_pair_of_currencies_is_the_same_either_way(tmp_path: Path) -> None:
    rows = ["Risk_FXVol,RatesFX,USDCNY,,1y,,1000", "Risk_FXVol,RatesFX,CNYUSD,,1y,,-1000"]
    assert simm(tmp_path, rows)["total"] == 0


def test_the_order_of_rows_changes_no_bit(tmp_path: Path) -> None:
    rows = [row for fact in FACTS for row in fact["rows"]]
    shuffled = rows.copy()
    random.Random(7).shuffle(shuffled)
    assert simm(tmp_path / "one", rows) == simm(tmp_path / "other", shuffled)


def test_rows_of_the_schedule_are_left_out(tmp_path: Path) -> None:
    rows = ["SIMM,Risk_FX,RatesFX,CNY,,,,1000000", "Schedule,Risk_FX,RatesFX,EUR,,,,1000000"]
    assert simm(tmp_path, rows, header=f"IMModel,{HEADER}")["total"] == 7_400_000


@pytest.mark.parametrize(
    ("row", "kinds", "column"),
    [
        ("Risk_Equity,Equity,A,,,,1", ["Delta"], "Bucket"),
        ("Risk_Equity,Equity,A,13,,,1", ["Delta"], "Bucket"),
        ("Risk_EquityVol,Equity,A,1,4y,,1", ["Vega", "Curvature"], "Label1"),
        ("Risk_CreditQ,Credit,A,1,2w,,1", ["Delta"], "Label1"),
        ("Risk_FX,RatesFX,renminbi,,,,1", ["Delta"], "Qualifier"),
        ("Risk_FXVol,RatesFX,USD,,1y,,1", ["Vega", "Curvature"], "Qualifier"),
        ("Risk_Equity,Stocks,A,1,,,1", ["Delta"], "ProductClass"),
        ("Param_AddOnFixedAmount,RatesFX,A,,,,1", [None], "RiskType"),
    ],
)
def test_a_row_that_cannot_be_taken_leaves_no_number(
    row: str, kinds: list[str | None], column: str, tmp_path: Path
) -> None:
    said = simm(tmp_path, [row, "Risk_FX,RatesFX,CNY,,,,1000000", "Risk_FX,Equity,CNY,,,,1000000"])
    assert (said["total"], said["result"]) == (None, "unknown")
    unknown = [one for one in said["margins"] if one.get("result") == "unknown"]
    assert [one["margin_type"] for one in unknown] == kinds
    assert all(one["amount"] is None and column in one["reason"] for one in unknown)
    known = [one["amount"] for one in said["margins"] if "result" not in one]
    assert set(known) == {7_400_000.0}


def test_each_version_s_numbers_are_whole_and_symmetric() -> None:
    for path in FOLDER.glob("*.toml"):
        numbers = version(path.stem).numbers
        for matrix in (numbers["classes"], numbers["rates"]["tenors"], *(
            numbers[part]["buckets"] for part in ("credit_qualifying", "credit_other", "equity", "commodity")
        )):  # fmt: skip
            assert all(len(row) == len(matrix) for row in matrix)
            assert all(matrix[i][j] == matrix[j][i] for i in range(len(matrix)) for j in range(i))
            assert all(matrix[i][i] == 1 for i in range(len(matrix)))


def test_each_version_is_a_pack_that_stands_for_its_file() -> None:
    packs = with_versions(Packs(()))
    assert [pack.key for pack in packs.all] == [f"simm.{name}" for name in VERSIONS]
    assert not any(pack.confirmed for pack in packs.all)
    assert len({pack.article for pack in packs.all}) == 3


ENGINE_FILES = {
    "tabs": "#TradeId\tPortfolioId\tProductClass\tRiskType\tQualifier\tBucket\tLabel1\tLabel2\t"
    "AmountCurrency\tAmount\tAmountUsd\tIMModel\nT1\tP\tRatesFX\tRisk_FX\tCNY\t#N/A\t#N/A\t\tUSD\t1000000\t1000000\tSIMM\n",
    "semicolons": "trade_id;portfolio_id;product_class;risk_type;qualifier;amount_usd\n"
    "T1;P;RatesFX;Risk_FX;CNY;1000000\n",
    "commas": '"Portfolio ID","Product Class","Risk Type",Qualifier,AmountUSD\n'
    '"P","RatesFX","Risk_FX","CNY","1000000"\n',
}


@pytest.mark.parametrize("text", ENGINE_FILES.values(), ids=ENGINE_FILES.keys())
def test_a_crif_is_read_as_engines_write_it(text: str, tmp_path: Path) -> None:
    said = answer(tmp_path, crif=text)
    assert said["problems"] == []
    (row,) = said["results"]["simm"]
    assert (row["portfolio"], row["total"]) == ("P", 7_400_000)
    assert said["inputs"]["crif"]["rows"] == 1


def test_what_is_wrong_in_an_engines_file_is_told_with_its_line(tmp_path: Path) -> None:
    said = answer(tmp_path, crif=ENGINE_FILES["semicolons"].replace("1000000", "1e6"))
    (problem,) = said["problems"]
    assert (problem["table"], problem["line"], problem["column"]) == ("crif", 2, "AmountUSD")
    assert problem["code"] == "not-a-number"


def test_an_engines_file_that_is_no_utf_8_is_refused_once(tmp_path: Path) -> None:
    folder = tmp_path / "gbk"
    answer(folder, crif="")
    (folder / "crif.csv").write_bytes("交易\tPortfolioID\n".encode("gbk"))
    outcome = run_tool(TOOL, folder)
    assert [(one.table, one.code) for one in outcome.problems] == [("crif", "bad-encoding")]
