"""The boards' lines: from the packs just below, at and above each, and by hand from the texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import HEAD, found, worked
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.related_parties.rules import BOARD_PACKS, PACKS

STEP = Decimal("0.01")
LARGE = "date,net_assets,total_assets,market_cap\n2024-12-31,1,1,1\n"  # of which everything is a large part
BY_HAND = [  # board, counterparty, amount, base in yuan, level
    ("sse_main", "D2", "299999.99", "1", "none"),
    ("sse_main", "D2", "300000", "1", "board"),
    ("szse_main", "D2", "300000", "1", "none"),
    ("szse_main", "D2", "300000.01", "1", "board"),
    ("chinext", "D2", "300000", "1", "none"),
    ("star", "D2", "300000", "1", "board"),
    ("bse", "D2", "300000", "1", "board"),
    ("sse_main", "B", "2999999.99", "1", "none"),
    ("sse_main", "B", "3000000", "600000000", "board"),
    ("sse_main", "B", "3000000", "600000001", "none"),
    ("szse_main", "B", "3000000", "1", "none"),
    ("szse_main", "B", "3000001", "600000200", "none"),
    ("szse_main", "B", "3000001", "600000199", "board"),
    ("chinext", "B", "3000000", "1", "none"),
    ("chinext", "B", "3000001", "600000200", "board"),
    ("chinext", "B", "3000001", "600000201", "none"),
    ("star", "B", "3000000", "1", "none"),
    ("star", "B", "3000001", "3000001000", "board"),
    ("star", "B", "3000001", "3000001001", "none"),
    ("bse", "B", "3000001", "1500000500", "board"),
    ("bse", "B", "3000001", "1500000501", "none"),
    ("sse_main", "B", "30000000", "600000000", "shareholders"),
    ("sse_main", "B", "30000000", "600000001", "board"),
    ("sse_main", "B", "29999999.99", "1", "board"),
    ("szse_main", "B", "30000000", "1", "board"),
    ("szse_main", "B", "30000001", "600000020", "board"),
    ("szse_main", "B", "30000001", "600000019", "shareholders"),
    ("chinext", "B", "30000001", "600000020", "shareholders"),
    ("star", "B", "30000000", "1", "board"),
    ("star", "B", "30000001", "3000000100", "shareholders"),
    ("star", "B", "30000001", "3000000101", "board"),
    ("bse", "B", "30000001", "1500000050", "shareholders"),
    ("bse", "B", "30000001", "1500000051", "board"),
    ("szse_main", "D2", "30000001", "600000019", "shareholders"),
    ("szse_main", "D2", "30000001", "600000021", "board"),
]


def head_of(*boards: str) -> str:
    """`tool.toml` for a firm on boards."""
    named = ", ".join(f'"{board}"' for board in boards)
    return HEAD.replace('["szse_main"]', f"[{named}]")


def one_trade(place: Path, amount: object, financials: str, *boards: str, counterparty: str = "B") -> Any:
    """The judged trade of a folder with a single one."""
    trades = f"id,date,counterparty,kind,amount\nT1,2025-03-03,{counterparty},service,{amount}\n"
    answer = worked(place, head_of(*boards), trades=trades, financials=financials)
    return answer["results"]["trades"][0]


@pytest.mark.parametrize(("board", "counterparty", "amount", "base", "level"), BY_HAND)
def test_lines_as_the_texts_have_them(
    tmp_path: Path, board: str, counterparty: str, amount: str, base: str, level: str
) -> None:
    financials = f"date,net_assets,total_assets,market_cap\n2024-12-31,{base},{base},{base}\n"
    trade = one_trade(tmp_path, amount, financials, board, counterparty=counterparty)
    assert trade["level"] == level


def amounts() -> list[tuple[str, RulePack, Decimal]]:
    """Just below, at and above each amount of each pack in force in March 2025."""
    boards = {pack: board for board, pack in BOARD_PACKS.items()}
    day = date(2025, 3, 3)
    return [
        (boards[pack.id], pack, pack.threshold + step)
        for pack in PACKS.in_force(day)
        if pack.id in boards and pack.key.endswith("_amount") and pack.threshold is not None
        for step in (-STEP, Decimal(0), STEP)
    ]


@pytest.mark.parametrize(
    ("board", "pack", "amount"),
    [pytest.param(*one, id=f"{one[1].id}-{one[1].key}-{one[2]}") for one in amounts()],
)
def test_each_amount_of_each_pack_at_its_line(
    tmp_path: Path, board: str, pack: RulePack, amount: Decimal
) -> None:
    counterparty = "D2" if pack.key == "person_amount" else "B"
    reached = "shareholders" if pack.key == "shareholders_amount" else "board"
    below = "board" if pack.key == "shareholders_amount" else "none"
    trade = one_trade(tmp_path, amount, LARGE, board, counterparty=counterparty)
    assert trade["level"] == (reached if pack.holds(amount) else below)


@pytest.mark.parametrize(
    ("assets", "cap", "level"),
    [
        ("3000000000", "3000000000", "board"),
        ("3000000000", "9000000000", "manual_review"),
        ("9000000000", "3000000000", "manual_review"),
        ("9000000000", "9000000000", "none"),
        ("3000000000", "", "board"),
        ("", "", "unknown"),
    ],
)
def test_two_bases_that_differ_go_to_a_person(tmp_path: Path, assets: str, cap: str, level: str) -> None:
    financials = f"date,total_assets,market_cap\n2024-12-31,{assets},{cap}\n"
    assert one_trade(tmp_path, "3000001", financials, "star")["level"] == level


def test_the_size_of_negative_net_assets_counts(tmp_path: Path) -> None:
    financials = "date,net_assets\n2024-12-31,-600000001\n"
    assert one_trade(tmp_path, "3000000", financials, "sse_main")["level"] == "none"


def test_the_latest_balance_sheet_on_or_before_the_trade_counts(tmp_path: Path) -> None:
    financials = "date,net_assets\n2023-12-31,1\n2025-03-03,900000000\n2025-03-04,1\n"
    assert one_trade(tmp_path, "3000000", financials, "sse_main")["level"] == "none"


@pytest.mark.parametrize(("amount", "level"), [("3000000", "none"), ("3000001", "unknown")])
def test_a_missing_balance_sheet_matters_only_above_the_amount(
    tmp_path: Path, amount: str, level: str
) -> None:
    trades = f"id,date,counterparty,kind,amount\nT1,2025-03-03,B,service,{amount}\n"
    answer = worked(tmp_path, trades=trades, financials="date,net_assets\n2025-03-04,1\n")
    assert answer["results"]["trades"][0]["level"] == level
    if level == "unknown":
        assert "net_assets" in found(answer, "rp-level")[0]["message"]


def test_a_firm_on_several_boards_has_the_strictest(tmp_path: Path) -> None:
    base = "date,net_assets,total_assets,market_cap\n2024-12-31,600000000,3000000000,3000000000\n"
    assert one_trade(tmp_path / "a", "3000000", base, "szse_main", "sse_main")["level"] == "board"
    assert one_trade(tmp_path / "b", "30000001", base, "szse_main", "star")["level"] == "shareholders"
    unsure = "date,net_assets,total_assets,market_cap\n2024-12-31,1,3000000000,9000000000\n"
    assert one_trade(tmp_path / "c", "3000001", unsure, "sse_main", "star")["level"] == "board"


def test_a_firm_on_no_board_has_no_line_and_the_finding_says_so(tmp_path: Path) -> None:
    trades = "id,date,counterparty,kind,amount\nT1,2025-03-03,B,service,99000000\n"
    answer = worked(tmp_path, head_of(), trades=trades)
    assert answer["results"]["trades"][0]["level"] == "none"
    assert found(answer, "rp-level")[0]["result"] == "not_applicable"


@pytest.mark.parametrize(
    ("amount", "level"), [("999999.99", "none"), ("1000000", "board"), ("5000000", "shareholders")]
)
def test_the_firms_own_lines_decide_as_practice(tmp_path: Path, amount: str, level: str) -> None:
    head = head_of() + '[limits]\nboard = "1000000"\nshareholders = "5000000"\n'
    trades = f"id,date,counterparty,kind,amount\nT1,2025-03-03,B,service,{amount}\n"
    answer = worked(tmp_path, head, trades=trades)
    assert answer["results"]["trades"][0]["level"] == level
    assert {one["basis"] for one in found(answer, "rp-level")} == {"practice"}


def test_rules_whose_text_wasnt_read_never_find_a_lack(tmp_path: Path) -> None:
    trades = "id,date,counterparty,kind,amount\nT1,2026-04-24,B,service,3000001\nT2,2026-04-23,P,service,1\n"
    answer = worked(tmp_path, HEAD.replace("2025-06-30", "2026-05-31"), trades=trades, own_list="entity\n")
    assert [one["level"] for one in answer["results"]["trades"]] == ["none", "board"]
    of_rule = {one["result"] for one in found(answer, "rp-disclosure", id="T1")}
    assert of_rule == {"manual_review"}


def test_a_day_that_no_pack_reaches_goes_to_a_person(tmp_path: Path) -> None:
    trades = "id,date,counterparty,kind,amount\nT1,2015-03-03,B,service,3000001\n"
    answer = worked(tmp_path, trades=trades)
    assert answer["results"]["trades"][0]["level"] == "manual_review"
    assert found(answer, "rp-level")[0]["result"] == "manual_review"
