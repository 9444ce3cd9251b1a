"""What monitoring puts before a person, and the fall at which hedging sales exceed a share of turnover."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.derivatives.folders import TRADE, answer, results

PARTIES = "id,kind,stocks\nA,professional,\nB,professional,\nC,professional,\nO,professional,X;S\n"
UNDERLYINGS = "id,kind,in_margin_list,adv20\nS,stock,1,1000\nT,stock,1,\n"
SHOCKS = "underlying,shock,delta_now,delta_shocked,participation\n"


def trades(
    place: Path, *rows: tuple[str, str, str], day: str = "2026-06-01", ended: str = ""
) -> dict[str, Any]:
    lines = "".join(
        f"U{number},swap,linear,{day},2027-06-01,1,{underlying},{party},{dealer},{ended}\n"
        for number, (dealer, party, underlying) in enumerate(rows)
    )
    return answer(
        place, trades=f"{TRADE},ended\n{lines}", counterparties=PARTIES, underlyings=UNDERLYINGS,
        posted="counterparty,amount\nA,9\nB,9\nC,9\nO,9\n",
    )  # fmt: skip


def test_dealers_that_trade_in_a_ring_go_to_a_person_with_their_rows(tmp_path: Path) -> None:
    said = trades(
        tmp_path, ("A", "B", "S"), ("B", "C", "S"), ("C", "A", "S"), ("A", "O", "S"), ("B", "O", "T")
    )
    (found,) = [one for one in said["findings"] if one["rule"] == "dv-circular"]
    assert (found["result"], found["subject"]["id"]) == ("manual_review", "S")
    assert [row["line"] for row in found["evidence"]] == [2, 3, 4]


def test_what_does_not_come_back_is_no_ring(tmp_path: Path) -> None:
    chain = (("A", "B", "S"), ("B", "C", "S"))
    assert results(trades(tmp_path / "chain", *chain), "dv-circular") == []
    assert results(trades(tmp_path / "other", *chain, ("C", "A", "T")), "dv-circular") == []
    assert (
        results(trades(tmp_path / "ended", ("A", "B", "S"), ("B", "A", "S"), ended="1"), "dv-circular") == []
    )
    assert results(trades(tmp_path / "two", ("A", "B", "S"), ("B", "A", "S")), "dv-circular") == [
        "manual_review"
    ]


def test_shares_that_the_counterparty_holds_go_to_a_person_until_the_order_s_day(tmp_path: Path) -> None:
    before = trades(tmp_path / "before", ("A", "O", "S"), ("A", "O", "T"), day="2026-11-15")
    assert results(before, "dv-held-shares") == ["manual_review"]
    after = trades(tmp_path / "after", ("A", "O", "S"), day="2026-11-16")
    assert (results(after, "dv-held-shares"), results(after, "dv-own-shares")) == ([], ["unmet"])


def stress(place: Path, hedges: str, head: str = "") -> dict[str, Any]:
    (row,) = answer(place, head, underlyings=UNDERLYINGS, hedges=SHOCKS + hedges)["results"]["reverse_stress"]
    return dict(row)


@pytest.mark.parametrize(
    ("hedges", "fall"),
    [
        ("S,-0.1,100,-300,0.1\n", "0.05"),
        ("S,-0.05,100,120,0.1\nS,-0.1,100,-300,0.1\n", "0.076190476190"),
        ("S,-0.1,100,-100,0.1\n", None),
        ("S,-0.1,100,-101,0.1\nS,0.1,100,-999,0.1\n", "0.099502487562"),
        ("S,-0.05,100,-100,0.1\nS,-0.1,100,-300,0.1\n", "0.05"),
    ],
)
def test_the_smallest_fall_at_which_sales_exceed_a_fifth_of_turnover(
    hedges: str, fall: str | None, tmp_path: Path
) -> None:
    row = stress(tmp_path, hedges)
    assert (row["share"], row["largest_fall"]) == ("0.2", "0.1")
    assert row["fall"] == (fall.rstrip("0") if fall else None)


def test_the_share_is_the_folder_s_and_turnover_must_be_given(tmp_path: Path) -> None:
    assert stress(tmp_path / "half", "S,-0.1,1000,0,0.1\n", "[stress]\nshare = 0.5\n")["fall"] == "0.05"
    unknown = stress(tmp_path / "none", "T,-0.1,1000,0,0.1\n")
    assert (unknown["fall"], unknown["result"]) == (None, "unknown")
