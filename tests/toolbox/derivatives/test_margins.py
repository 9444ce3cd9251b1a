"""Swap margin by class, the four conditions of a long–short book, and what is posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import TRADE, answer, results

PARTIES = "id,kind\nC1,legal_person\n"
UNDERLYINGS = (
    "id,kind,has_future,exchange_margin_rate\nS,stock,,\nI,broad_index,0,\nF,broad_index,1,0.12\nN,narrow_index,,\n"
    "M,commodity,0,\n"
)


def swaps(place: Path, *underlyings: str, posted: str = "", head: str = "", **more: str) -> dict[str, Any]:
    rows = "".join(
        f"U{place_},swap,linear,2026-01-05,2027-01-05,10000000,{name},C1,D\n"
        for place_, name in enumerate(underlyings)
    )
    tables = {"trades": f"{TRADE}\n{rows}", "posted": f"counterparty,amount\n{posted}", **more}
    return answer(place, head, counterparties=PARTIES, underlyings=UNDERLYINGS, **tables)


def test_a_stock_needs_its_whole_notional(tmp_path: Path) -> None:
    said = swaps(tmp_path, "S", posted="C1,4000000\nC1,5000000\n")
    assert said["results"]["margins"] == [
        {
            "counterparty": "C1", "class": "stock", "book": None, "rate": "1.00", "required": "10000000",
            "posted": "9000000", "shortfall": "1000000", "conditions": {},
        }
    ]  # fmt: skip
    assert results(said, "dv-swap-margin") == ["unmet"]
    assert said["status"] == 1


def test_exactly_what_is_required_suffices(tmp_path: Path) -> None:
    assert results(swaps(tmp_path / "all", "S", posted="C1,10000000\n"), "dv-swap-margin") == ["met"]
    assert results(swaps(tmp_path / "less", "S", posted="C1,9999999.99\n"), "dv-swap-margin") == ["unmet"]


@pytest.mark.parametrize(("name", "required"), [("I", "5000000"), ("F", "1200000"), ("N", "10000000")])
def test_an_index_follows_its_future(name: str, required: str, tmp_path: Path) -> None:
    (row,) = swaps(tmp_path, name)["results"]["margins"]
    assert row["required"] == required


def test_several_classes_share_what_is_posted_and_are_summed(tmp_path: Path) -> None:
    rows = swaps(tmp_path, "S", "I", posted="C1,15000000\n")["results"]["margins"]
    assert [(row["class"], row["required"], row["posted"]) for row in rows] == [
        ("broad_index", "5000000", None), ("stock", "10000000", None), ("all", "15000000", "15000000"),
    ]  # fmt: skip
    assert rows[-1]["shortfall"] == "0"


def test_what_no_rate_is_given_for_is_unknown(tmp_path: Path) -> None:
    said = swaps(tmp_path, "M", posted="C1,1\n")
    (row,) = said["results"]["margins"]
    assert (row["required"], row["shortfall"]) == (None, None)
    assert results(said, "dv-swap-margin") == ["unknown"]


def long_short(
    place: Path, long: int, short: int, correlation: str, *, head: str = "", stocks: int = 25
) -> Any:
    rows = "".join(f"B,C1,long,L{n},{long}\nB,C1,short,H{n},{short}\n" for n in range(stocks))
    said = swaps(
        place, head=head, books=f"book,correlation\nB,{correlation}\n",
        long_short=f"book,counterparty,side,stock,notional\n{rows}",
    )  # fmt: skip
    (row,) = said["results"]["margins"]
    return row


def test_a_book_that_meets_all_four_needs_a_quarter_of_the_larger_side(tmp_path: Path) -> None:
    row = long_short(tmp_path / "firm", 120, 100, "0.8")
    assert (row["class"], row["book"], row["rate"], row["required"]) == ("long_short", "B", "0.25", "750")
    assert {name: one["result"] for name, one in row["conditions"].items()} == {
        "stocks": "met", "single_share": "met", "correlation": "met", "long_short": "met",
    }  # fmt: skip
    other = long_short(tmp_path / "futures", 120, 100, "0.8", head='dealer_kind = "futures_subsidiary"\n')
    assert (other["rate"], other["required"]) == ("0.50", "1500")


@pytest.mark.parametrize(
    ("long", "short", "correlation", "stocks", "failed"),
    [
        (100, 100, "0.7999", 25, "correlation"),
        (121, 100, "0.9", 25, "long_short"),
        (79, 100, "0.9", 25, "long_short"),
        (100, 100, "0.9", 24, "stocks"),
        (100, 100, "0.9", 19, "single_share"),
    ],
)
def test_a_book_that_misses_one_needs_both_sides(
    long: int, short: int, correlation: str, stocks: int, failed: str, tmp_path: Path
) -> None:
    row = long_short(tmp_path, long, short, correlation, stocks=stocks)
    assert row["conditions"][failed]["result"] == "unmet"
    assert row["required"] == str((long + short) * stocks)
    assert row["rate"] == "1.00"


def test_a_correlation_that_is_not_given_decides_nothing(tmp_path: Path) -> None:
    row = long_short(tmp_path, 100, 100, "")
    assert (row["required"], row["conditions"]["correlation"]["result"]) == (None, "unknown")
