"""“小巨人”: every line of 2026 by hand, rechecks, and what the rules of 2022 leave to a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import (
    CLEAN,
    Facts,
    Folder,
    item,
    judge,
    little_giant_facts,
    results,
    say,
)

AFTER = "2026-04-01"


def by(tmp_path: Path, stated: Facts, day: str = AFTER, **firm: str) -> dict[str, Any]:
    return judge(tmp_path, stated, scheme="little_giant", last_year=2025, as_of=day, firms={"E1": firm})


def test_on_every_line_a_firm_passes(tmp_path: Path) -> None:
    found = by(tmp_path, little_giant_facts())
    assert set(results(found).values()) == {"met"}
    assert (found["result"], found["by"], found["pack"]) == ("met", "items", "little-giant-2026")


BELOW: list[tuple[str, Facts]] = [
    ("title", {"title_srdi 2025": "0"}),
    ("niche_years", {"niche_years 2025": "2.99"}),
    ("main_share", {"main_revenue 2025": "79379999.99"}),
    ("growth", {"revenue 2023": "80000000.01"}),
    ("debt", {"total_liabilities 2025": "75.01"}),
    ("rd", {"rd_expense 2024": "9353999.99"}),
    ("rd", {"rd_expense 2024": "10000000", "rd_expense 2025": "2645999.99"}),
    ("rd", {"rd_expense 2024": "2399999.99", "rd_expense 2025": "10000000"}),
    ("ip", {"ip_class1_own 2025": "3"}),
    ("market", {"market_share 2025": "0.0999"}),
    ("score", {"platform_score 2025": "59.99"}),
    *[("clean", {f"{flag} 2025": "1"}) for flag in CLEAN],
]


@pytest.mark.parametrize(("name", "changed"), BELOW)
def test_a_step_below_a_line_is_unmet(tmp_path: Path, name: str, changed: Facts) -> None:
    found = by(tmp_path, little_giant_facts() | changed)
    assert {key for key, result in results(found).items() if result == "unmet"} == {name}
    assert found["result"] == "unmet"


@pytest.mark.parametrize(("revenue", "result"), [("50000000", "met"), ("49999999.99", "unmet")])
def test_fifty_million_of_revenue(tmp_path: Path, revenue: str, result: str) -> None:
    assert item(by(tmp_path, little_giant_facts() | {"revenue 2025": revenue}), "revenue")["result"] == result


@pytest.mark.parametrize(("rank", "result"), [("3", "met"), ("4", "unmet")])
def test_a_domestic_rank_of_three_stands_for_the_share(tmp_path: Path, rank: str, result: str) -> None:
    changed = {"market_share 2025": "0.05", "domestic_rank 2025": rank}
    assert item(by(tmp_path, little_giant_facts() | changed), "market")["result"] == result


def test_a_national_award_waives_intellectual_property(tmp_path: Path) -> None:
    found = by(tmp_path, little_giant_facts() | {"ip_class1_own 2025": "0", "national_award_top3 2025": "1"})
    assert (item(found, "ip")["result"], found["result"]) == ("not_applicable", "met")


def test_who_closes_no_key_link_is_looked_at_by_a_person(tmp_path: Path) -> None:
    found = by(tmp_path, little_giant_facts() | {"key_link 2025": "0"})
    assert (item(found, "field")["result"], found["result"]) == ("manual_review", "manual_review")


def test_a_recheck_after_2026_asks_for_no_growth_and_takes_either_score(tmp_path: Path) -> None:
    stated = little_giant_facts() | {
        "revenue 2023": "99000000",
        "platform_score 2025": "10",
        "platform_score_previous 2025": "60",
    }
    found = by(tmp_path, stated, "2027-01-01", application="recheck")
    assert found["pack"] == "little-giant-2026"
    assert (item(found, "growth")["result"], item(found, "score")["result"]) == ("not_applicable", "met")
    assert found["result"] == "met"


@pytest.mark.parametrize(
    ("day", "application", "pack", "result"),
    [
        ("2022-07-31", "first", None, "not_applicable"),
        ("2022-08-01", "first", "little-giant-2022", "manual_review"),
        ("2026-03-31", "first", "little-giant-2022", "manual_review"),
        ("2026-04-01", "first", "little-giant-2026", "met"),
        ("2025-12-31", "recheck", "little-giant-2022", "manual_review"),
        ("2026-01-01", "recheck", "little-giant-2022", "manual_review"),
        ("2026-04-01", "recheck", "little-giant-2022", "manual_review"),
        ("2026-12-31", "recheck", "little-giant-2022", "manual_review"),
        ("2027-01-01", "recheck", "little-giant-2026", "met"),
    ],
)
def test_a_recheck_of_2026_is_judged_by_the_rules_of_2022(
    tmp_path: Path, day: str, application: str, pack: str | None, result: str
) -> None:
    found = by(
        tmp_path, little_giant_facts() | {"platform_score_previous 2025": "1"}, day, application=application
    )
    assert (found["pack"], found["result"]) == (pack, result)


def test_what_a_person_must_do_is_said(tmp_path: Path) -> None:
    folder = Folder(
        schemes=("little_giant",), last_year=2025, as_of="2026-05-01", facts={"E1": {}},
        firms={"E1": {"application": "recheck"}},
    )  # fmt: skip
    (finding,) = say(folder.write(tmp_path / "in"))["findings"]
    assert (finding["result"], finding["confirmed"]) == ("manual_review", False)
    assert len(finding["message"]) > 20


BELOW_2022: list[tuple[str, Facts]] = [
    ("title", {"title_srdi 2025": "0"}),
    ("niche_years", {"niche_years 2025": "2.99"}),
    ("main_share", {"main_revenue 2025": "69999999.99"}),
    ("growth", {"main_revenue 2023": "70000001"}),
    ("debt", {"total_liabilities 2025": "70.01"}),
    ("market", {"market_share 2025": "0.0999"}),
    ("rd", {"rd_expense 2025": "2999999.99"}),
    ("rd", {"rd_expense 2024": "2999999.99"}),
    ("rd_body", {"rd_body 2025": "0"}),
    ("ip", {"ip_class1 2025": "1"}),
    ("field", {"key_link 2025": "0"}),
]


def old() -> Facts:
    """Every item of the annex of 2022 on its line, in the upper range of revenue."""
    return {
        "title_srdi 2025": "1",
        "niche_years 2025": "3",
        "revenue 2024": "100000000",
        "revenue 2025": "100000000",
        "main_revenue 2023": "70000000",
        "main_revenue 2024": "70000000",
        "main_revenue 2025": "77000000",
        "total_liabilities 2025": "70",
        "total_assets 2025": "100",
        "market_share 2025": "0.1",
        "rd_expense 2024": "3000000",
        "rd_expense 2025": "3000000",
        "rd_body 2025": "1",
        "ip_class1 2025": "2",
        "key_link 2025": "1",
        "new_equity 2024": "0",
        "new_equity 2025": "0",
        "staff 2025": "100",
        "rd_staff 2025": "20",
        "national_award_top3 2025": "0",
        "maker_top50 2025": "0",
    }


def test_the_lines_of_2022_are_shown_and_decide_nothing(tmp_path: Path) -> None:
    found = by(tmp_path, old(), "2026-03-31")
    assert set(results(found).values()) == {"met"}
    assert (found["result"], found["by"]) == ("manual_review", None)


@pytest.mark.parametrize(("name", "changed"), BELOW_2022)
def test_what_is_below_a_line_of_2022_goes_to_a_person(tmp_path: Path, name: str, changed: Facts) -> None:
    facts = old() | changed
    if name == "main_share":
        facts |= {"main_revenue 2023": "1000000", "main_revenue 2024": "1000000"}
    if name == "growth":
        facts |= {"main_revenue 2024": "70000001"}
    found = by(tmp_path, facts, "2026-03-31")
    assert {key for key, result in results(found).items() if result == "manual_review"} == {name}
    assert found["result"] == "manual_review"


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"revenue 2025": "99999999.99", "rd_expense 2025": "6000000"}, "met"),  # 6 % below 100 m, met above
        ({"revenue 2025": "99999999.99", "rd_expense 2025": "5999999.99"}, "manual_review"),
        ({"revenue 2025": "50000000", "rd_expense 2025": "3000000"}, "met"),
        ({"revenue 2025": "49999999.99", "rd_expense 2025": "3000000"}, "manual_review"),
    ],
)
def test_the_range_of_revenue_chooses_the_line_of_rd(tmp_path: Path, changed: Facts, result: str) -> None:
    facts = old() | {"revenue 2024": "50000000", "rd_expense 2024": "3000000"} | changed
    assert item(by(tmp_path, facts, "2026-03-31"), "rd")["result"] == result


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({}, "met"),
        ({"revenue 2025": "50000000"}, "manual_review"),
        ({"new_equity 2024": "39999999.99"}, "manual_review"),
        ({"rd_expense 2024": "14999999.99"}, "manual_review"),
        ({"rd_staff 2025": "49"}, "manual_review"),
    ],
)
def test_small_firms_with_much_equity_have_a_range_of_their_own(
    tmp_path: Path, changed: Facts, result: str
) -> None:
    facts = old() | {
        "revenue 2024": "1000000000",
        "revenue 2025": "49999999.99",
        "rd_expense 2024": "15000000",
    }
    facts |= {"rd_expense 2025": "15000000", "new_equity 2024": "40000000", "new_equity 2025": "40000000"}
    facts |= {"rd_staff 2025": "50"}
    assert item(by(tmp_path, facts | changed, "2026-03-31"), "rd")["result"] == result


@pytest.mark.parametrize("flag", ["national_award_top3", "maker_top50"])
def test_two_ways_past_innovation_in_2022(tmp_path: Path, flag: str) -> None:
    facts = old() | {"rd_expense 2025": "0", "rd_body 2025": "0", "ip_class1 2025": "0", f"{flag} 2025": "1"}
    found = results(by(tmp_path, facts, "2026-03-31"))
    assert {found[name] for name in ("rd", "rd_body", "ip")} == {"not_applicable"}
