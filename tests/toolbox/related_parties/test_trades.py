"""Trades: what adds up over twelve months, what is closed, covered, prohibited, disclosed and approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.related_parties.folders import HEAD, WORKED, companies, found, people, worked

COLUMNS = "id,date,counterparty,kind,amount,target,approvals,disclosed_on,exemption,stake,unit\n"
APPROVALS = """id,body,date
B1,board,2025-03-02
I1,independent_directors,2025-03-02
I2,independent_directors,2025-03-03
S1,shareholders,2025-03-02
B2,board,2025-03-04
"""
SECURITIES = HEAD + 'firm_kind = "securities_firm"\n'
MORE = "id,name,kind\n" + companies(*"FPBCEKSQ") + people("D1", "D2", "D3", "D4", "X", "R")


def trades(*rows: str) -> str:
    """Rows of `trades`, filled up to all columns."""
    return COLUMNS + "".join(f"{row}{',' * (10 - row.count(','))}\n" for row in rows)


def judged_trades(place: Path, *rows: str, head: str = HEAD, **tables: str) -> dict[str, Any]:
    """The judged trades by their ids."""
    answer = worked(
        place, head, **{"entities": MORE, "trades": trades(*rows), "approvals": APPROVALS} | tables
    )
    assert [one for one in answer["problems"] if one["severity"] == "error"] == []
    return {one["id"]: one for one in answer["results"]["trades"]}


def board_sum(place: Path, *rows: str, **tables: str) -> str:
    """What the last trade comes to at the board's level."""
    every = judged_trades(place, *rows, **tables)
    return str(list(every.values())[-1]["accumulated"]["board"])


def test_the_worked_example_has_the_contracts_levels(tmp_path: Path) -> None:
    answer = worked(tmp_path)
    levels = [(one["id"], one["level"], one["accumulated"]["board"]) for one in answer["results"]["trades"]]
    assert levels == [("T1", "none", "3000000"), ("T2", "board", "3000001")]
    (missing,) = found(answer, "rp-disclosure")
    assert (missing["id"], missing["result"], missing["limit"], missing["comparator"]) == (
        "T2", "unmet", "3000000", ">"
    )  # fmt: skip
    assert {"table": "trades", "line": 2} in missing["evidence"]


@pytest.mark.parametrize(
    ("first", "total"), [("2024-04-01", "1"), ("2024-04-02", "11"), ("2025-04-01", "11")]
)
def test_what_is_twelve_months_old_doesnt_add_up(tmp_path: Path, first: str, total: str) -> None:
    assert board_sum(tmp_path, f"T1,{first},B,service,10", "T2,2025-04-01,B,service,1") == total


@pytest.mark.parametrize(
    ("disclosed", "total"), [("2025-03-31", "1"), ("2025-04-01", "11"), ("2025-04-02", "11"), ("", "11")]
)
def test_what_was_disclosed_before_the_day_is_closed(tmp_path: Path, disclosed: str, total: str) -> None:
    assert (
        board_sum(tmp_path, f"T1,2025-03-03,B,service,10,,,{disclosed}", "T2,2025-04-01,B,service,1") == total
    )


def test_what_the_shareholders_approved_is_closed_at_their_level_alone(tmp_path: Path) -> None:
    every = judged_trades(tmp_path, "T1,2025-03-03,B,service,10,,S1", "T2,2025-04-01,B,service,1")
    assert every["T2"]["accumulated"] == {"board": "11", "shareholders": "1"}


def test_those_of_one_controller_add_up_and_others_dont(tmp_path: Path) -> None:
    held = WORKED["holdings"] + "B,C,0.51\nX,F,0.06\nX,E,0.6\nX,K,0.6\n"
    rows = [f"T{one},2025-03-03,{one},service,10" for one in "CPEKX"]
    assert board_sum(tmp_path / "p", *rows, "T9,2025-04-01,B,service,1", holdings=held) == "21"
    assert board_sum(tmp_path / "x", *rows, "T9,2025-04-01,K,service,1", holdings=held) == "31"


def test_one_target_and_kind_add_up_whoever_deals(tmp_path: Path) -> None:
    held = WORKED["holdings"] + "X,F,0.06\nX,E,0.6\n"
    same = "T1,2025-03-03,E,asset,10,land"
    for last, total in (
        ("asset,1,land", "11"),
        ("lease,1,land", "1"),
        ("asset,1,", "1"),
        ("asset,1,hall", "1"),
    ):
        place = tmp_path / last.replace(",", "-")
        assert board_sum(place, same, f"T2,2025-04-01,B,{last}", holdings=held) == total
    assert board_sum(tmp_path / "b", "T1,2025-03-03,B,asset,10,land", "T2,2025-04-01,B,asset,1,land") == "11"


def test_a_trade_with_who_wasnt_related_then_doesnt_add_up(tmp_path: Path) -> None:
    held = "holder,held,equity,from\nP,F,0.52,\nP,B,0.6,2026-01-01\nP,C,0.6,\n"
    every = judged_trades(
        tmp_path, "T1,2024-12-31,B,service,10", "T2,2025-02-01,B,service,20", "T3,2025-04-01,C,service,1",
        holdings=held,
    )  # fmt: skip
    assert (every["T1"]["related"], every["T1"]["level"]) == (False, "not_related")
    assert every["T2"]["related"] is True  # agreed for within twelve months
    assert every["T3"]["accumulated"]["board"] == "1"  # not under one controller yet


def test_trades_of_one_day_add_up_in_the_order_of_rows(tmp_path: Path) -> None:
    every = judged_trades(tmp_path, "T2,2025-04-01,B,service,2", "T1,2025-04-01,B,service,1")
    assert {one: row["accumulated"]["board"] for one, row in every.items()} == {"T2": "2", "T1": "3"}


def test_a_stake_and_a_unit_say_what_of_a_trade_is_the_firms(tmp_path: Path) -> None:
    held = WORKED["holdings"] + "F,S,0.6\nF,E,0.3\nS,E,0.1\n"
    for cells, total in ((",,,,0.25,", "250"), (",,,,,S", "1000"), (",,,,,E", "360"), (",,,,,", "1000")):
        place = tmp_path / cells.replace(",", "-")
        assert board_sum(place, f"T1,2025-03-03,B,service,1000,{cells}", holdings=held) == total


def test_what_isnt_the_firms_has_no_level(tmp_path: Path) -> None:
    rows = ("T1,2025-03-03,B,service,9000000", "T2,2025-03-03,B,service,9000000,,,,,0,")
    every = judged_trades(tmp_path, *rows)
    assert [every[one]["level"] for one in ("T1", "T2")] == ["board", "none"]


def test_a_year_without_trading_calendar_goes_to_a_person(tmp_path: Path) -> None:
    row = "T1,2050-03-03,B,service,3000001,,,2050-03-04"
    assert results_of(tmp_path, row, "rp-disclosure") == {"manual_review"}


ESTIMATED = "year,controller,kind,amount,approval\n2025,P,service,3000000,B1\n"


def test_an_approved_estimate_covers_up_to_its_amount(tmp_path: Path) -> None:
    every = judged_trades(
        tmp_path, "T1,2025-03-03,B,service,2000000", "T2,2025-03-04,B,service,1000000",
        "T3,2025-03-05,B,service,3000001", "T4,2025-03-05,B,asset,1", estimates=ESTIMATED,
    )  # fmt: skip
    assert [every[one].get("covered_by") for one in ("T1", "T2", "T3", "T4")] == [
        "estimate",
        "estimate",
        None,
        None,
    ]
    assert [every[one]["level"] for one in ("T1", "T2", "T3", "T4")] == ["none", "none", "board", "board"]
    assert every["T4"]["accumulated"]["board"] == "3000002"


def test_only_the_excess_over_an_estimate_is_levelled(tmp_path: Path) -> None:
    every = judged_trades(
        tmp_path, "T1,2025-03-03,B,service,6000000", "T2,2025-03-03,B,service,1", estimates=ESTIMATED
    )
    assert (every["T1"]["level"], every["T1"]["accumulated"]["board"]) == ("none", "3000000")
    assert every["T2"]["level"] == "board"


@pytest.mark.parametrize(
    "estimate",
    [
        "2024,P,service,9000000,B1", "2025,P,asset,9000000,B1", "2025,P,service,9000000,I2",
        "2025,X,service,9,B1", "2025,P,service,9000000,",
    ],
)  # fmt: skip
def test_an_estimate_of_another_year_kind_group_or_day_covers_nothing(tmp_path: Path, estimate: str) -> None:
    table = f"year,controller,kind,amount,approval\n{estimate}\n"
    every = judged_trades(tmp_path, "T1,2025-03-03,B,service,3000001", estimates=table)
    assert every["T1"]["level"] == "board"


def test_a_guarantee_goes_to_the_shareholders_at_any_amount(tmp_path: Path) -> None:
    every = judged_trades(tmp_path, "T1,2025-03-03,B,guarantee,1", "T2,2025-03-03,C,guarantee,1")
    assert (every["T1"]["level"], every["T1"]["prohibited"]) == ("shareholders", False)
    assert every["T2"]["level"] == "not_related"


def test_assistance_to_a_related_party_is_barred_but_to_an_associate_a_person_looks(tmp_path: Path) -> None:
    held = WORKED["holdings"] + "F,E,0.2\nF,K,0.2\nP,K,0.6\n"
    posts = WORKED["posts"] + "D2,E,director\n"
    rows = [f"T{one},2025-03-03,{one},financial_assistance,1" for one in "BEKC"]
    answer = worked(tmp_path, entities=MORE, holdings=held, posts=posts, trades=trades(*rows))
    every = {one["id"]: one for one in answer["results"]["trades"]}
    assert [every[f"T{one}"]["prohibited"] for one in "BEKC"] == [True, False, True, False]
    assert every["TE"]["level"] == "shareholders"
    results = {one["id"]: one["result"] for one in found(answer, "rp-prohibited")}
    assert results == {"TB": "unmet", "TE": "manual_review", "TK": "unmet"}


@pytest.mark.parametrize(
    ("kind", "counterparty", "barred"),
    [
        ("guarantee", "C", True), ("financial_assistance", "C", True), ("margin_business", "C", False),
        ("guarantee", "E", True), ("guarantee", "K", True), ("guarantee", "Q", True),
        ("guarantee", "X", True),
        ("guarantee", "S", False), ("service", "C", False), ("guarantee", "R", False),
    ],
)  # fmt: skip
def test_a_securities_firm_finances_no_shareholder_and_nobody_of_its_group(
    tmp_path: Path, kind: str, counterparty: str, barred: bool
) -> None:
    """C holds a hundredth; X controls it and Q, C controls E, K acts with C; S is the firm's own."""
    held = "holder,held,equity\nC,F,0.01\nX,C,0.6\nX,Q,0.6\nC,E,0.6\nF,S,0.6\n"
    every = judged_trades(
        tmp_path, f"T1,2025-03-03,{counterparty},{kind},1", head=SECURITIES, holdings=held,
        concert="a,b\nC,K\n",
    )  # fmt: skip
    assert every["T1"]["prohibited"] is barred
    assert every["T1"]["related"] is False


def test_one_law_bars_nothing_of_a_firm_that_is_no_securities_firm(tmp_path: Path) -> None:
    every = judged_trades(tmp_path, "T1,2025-03-03,C,guarantee,1", holdings="holder,held,equity\nC,F,0.01\n")
    assert every["T1"]["prohibited"] is False


def test_an_unknown_relation_leaves_the_level_unknown(tmp_path: Path) -> None:
    every = judged_trades(
        tmp_path, "T1,2025-03-03,R,service,9000000", kin="person,relative,relation\nD2,R,child\n"
    )
    assert (every["T1"]["related"], every["T1"]["level"]) == (None, "unknown")


def results_of(place: Path, row: str, rule: str, **tables: str) -> set[str]:
    """What a rule found about a single trade."""
    tables = {"entities": MORE, "trades": trades(row), "approvals": APPROVALS} | tables
    return {one["result"] for one in found(worked(place, **tables), rule)}


@pytest.mark.parametrize(
    ("approvals", "results"),
    [
        ("B1;I1", {"met"}), ("B1", {"met", "unmet"}), ("", {"unmet"}), ("B2;I1", {"met", "unmet"}),
        ("B1;I2", {"met", "unmet"}), ("S1;I1", {"manual_review", "met"}),
    ],
)  # fmt: skip
def test_the_board_approves_on_or_before_and_the_independents_not_later(
    tmp_path: Path, approvals: str, results: set[str]
) -> None:
    row = f"T1,2025-03-03,B,service,3000001,,{approvals},2025-03-04"
    assert results_of(tmp_path, row, "rp-approval") == results


def test_before_the_measures_of_2023_the_independents_approval_isnt_asked(tmp_path: Path) -> None:
    approvals = "id,body,date\nB1,board,2023-09-01\n"
    for day, results in (("2023-09-03", {"met"}), ("2023-09-04", {"met", "unmet"})):
        row = f"T1,{day},B,service,3000001,,B1,{day}"
        tables = {"financials": "date,net_assets\n2022-12-31,1\n", "approvals": approvals}
        assert results_of(tmp_path / day, row, "rp-approval", **tables) == results


@pytest.mark.parametrize(
    ("disclosed", "results"),
    [("", {"unmet"}), ("2025-03-01", {"met"}), ("2025-03-05", {"met"}), ("2025-03-06", {"manual_review"})],
)
def test_disclosure_in_two_trading_days_is_met_and_later_a_person_looks(
    tmp_path: Path, disclosed: str, results: set[str]
) -> None:
    row = f"T1,2025-03-03,B,service,3000001,,,{disclosed}"
    assert results_of(tmp_path, row, "rp-disclosure") == results


@pytest.mark.parametrize("rule", ["rp-level", "rp-disclosure", "rp-approval"])
def test_who_claims_an_exemption_goes_to_a_person(tmp_path: Path, rule: str) -> None:
    row = "T1,2025-03-03,B,service,3000001,,,,tender"
    assert results_of(tmp_path, row, rule) == {"manual_review"}
