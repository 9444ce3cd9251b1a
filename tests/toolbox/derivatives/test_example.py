"""The shipped example: the same each time, as large as it says, and each planted case found."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from xianxing.toolbox.derivatives.example import DEALERS, LIVE, MARKET, example_files
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tool import run_tool

# rule, where it is found, what is found
CASES = (
    ("dv-net-capital", "D1", "met"),
    ("dv-net-capital", "D2", "unmet"),
    ("dv-net-capital", "D3", "unknown"),
    ("dv-own-shares", "CASE-OWN", "unmet"),
    ("dv-person", "PERSON-1", "unmet"),
    ("dv-legal-person", "FIRM-SMALL", "unmet"),
    ("dv-legal-person", "FIRM-NEW", "unknown"),
    ("dv-product", "FUND-PAID", "unmet"),
    ("dv-margin-list", "CASE-OFF-LIST", "manual_review"),
    ("dv-tier2", "CASE-OFF-LIST", "manual_review"),
    ("dv-swap-underlying", "CASE-PRIVATE", "unmet"),
    ("dv-swap-structured", "FUND-LAYERS", "unmet"),
    ("dv-swap-margin", "FIRM-SHORT", "unmet"),
    ("dv-swap-margin", "FIRM-METAL", "unknown"),
    ("dv-late", "CASE-LATE", "manual_review"),
    ("dv-circular", "INDEX-X", "manual_review"),
    ("dv-held-shares", "CASE-HELD", "manual_review"),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("example")
    for name, content in example_files().items():
        (place / name).write_bytes(content)
    answer: dict[str, Any] = json.loads(as_text(run_tool(TOOL, place)))
    return answer


def test_the_example_is_made_the_same_each_time() -> None:
    assert example_files() == example_files()


def test_three_dealers_have_three_thousand_live_trades_on_four_underlyings() -> None:
    rows = [line.split(",") for line in example_files()["trades.csv"].decode().splitlines()[1:]]
    live = [row for row in rows if row[0].startswith("T") and row[16] == "0"]
    assert len(live) == LIVE
    assert {row[7] for row in live} == set(MARKET)
    assert {row[9] for row in rows} == set(DEALERS)


@pytest.mark.parametrize(("rule", "subject", "result"), CASES)
def test_each_planted_case_is_found(rule: str, subject: str, result: str, said: dict[str, Any]) -> None:
    found = Counter(
        finding["result"]
        for finding in said["findings"]
        if (finding["rule"], finding["subject"]["id"]) == (rule, subject)
    )
    assert found[result]


def test_nothing_is_unmet_that_was_not_planted(said: dict[str, Any]) -> None:
    planted = {(rule, subject) for rule, subject, _result in CASES}
    unmet = {(one["rule"], one["subject"]["id"]) for one in said["findings"] if one["result"] == "unmet"}
    assert unmet <= planted


def test_the_long_short_books_show_their_four_conditions(said: dict[str, Any]) -> None:
    books = {row["book"]: row["rate"] for row in said["results"]["margins"] if row["book"]}
    assert books == {"LS-A": "0.25", "LS-B": "1.00", "LS-C": None}


def test_every_number_of_the_supervisor_is_there(said: dict[str, Any]) -> None:
    results = said["results"]
    assert {row["underlying"] for row in results["wall"]} == {"INDEX-W", "INDEX-X", "SECTOR-Y", "STOCK-Z"}
    assert any(row["notional"] != "0" for row in results["wall"])
    assert len(results["prices"]) == 5
    assert set(results["saccr"][0]["by_class"]) == {"commodity", "credit", "equity", "fx", "interest_rate"}
    assert all(row["days"] is not None for row in results["hedging"])
