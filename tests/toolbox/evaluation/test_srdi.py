"""专精特新中小企业: points and entry until March 2026, items from April 2026, by hand from the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import Facts, Folder, evaluation, item, judge, results, say

BEFORE, AFTER = "2026-03-31", "2026-04-01"


def old() -> Facts:
    """A hundred points by the annex of 2022."""
    return {
        "revenue 2024": "100000000",
        "revenue 2025": "100000000",
        "main_revenue 2023": "66115703",
        "main_revenue 2024": "72727273",
        "main_revenue 2025": "80000001",
        "niche_years 2025": "10",
        "field_points 2025": "5",
        "digital_level 2025": "3",
        "quality_points 2025": "5",
        "net_profit 2025": "10000000",
        "total_liabilities 2025": "50",
        "total_assets 2025": "100",
        "local_points 2025": "15",
        "ip_class1_high 2025": "1",
        "ip_class1_own 2025": "1",
        "ip_class1 2025": "1",
        "ip_class2 2025": "1",
        "rd_expense 2024": "5000000",
        "rd_expense 2025": "5000000",
        "rd_staff 2025": "20",
        "staff 2025": "100",
        "rd_body 2025": "4",
        "new_equity 2024": "0",
        "new_equity 2025": "0",
        "provincial_award_top3 2025": "0",
        "award_top5 2025": "0",
        "maker_top500 2025": "0",
    }


def new() -> Facts:
    """Every item of 2026 on its line."""
    return {
        "title_innovative 2025": "1",
        "niche_years 2025": "3",
        "revenue 2024": "15000000",
        "revenue 2025": "15000000",
        "main_revenue 2025": "12000000",
        "new_equity 2024": "0",
        "new_equity 2025": "0",
        "total_liabilities 2025": "80",
        "total_assets 2025": "100",
        "rd_expense 2024": "1000000",
        "rd_expense 2025": "1000000",
        "ip_class1 2025": "1",
        "provincial_award_top3 2025": "0",
        "rd_body 2025": "0",
        "platform_score 2025": "50",
        **{f"{flag} 2025": "0" for flag in ("abnormal", "dishonest", "accident", "fraud")},
    }


def by(tmp_path: Path, stated: Facts, day: str, **firm: str) -> dict[str, Any]:
    return judge(tmp_path, stated, scheme="srdi", last_year=2025, as_of=day, firms={"E1": firm})


def test_the_texts_change_in_april_2026(tmp_path: Path) -> None:
    packs = {
        day: by(tmp_path / day, old(), day)["pack"] for day in ("2022-07-31", "2022-08-01", BEFORE, AFTER)
    }
    assert packs == {
        "2022-07-31": None, "2022-08-01": "srdi-2022", BEFORE: "srdi-2022", AFTER: "srdi-2026",
    }  # fmt: skip


def test_a_hundred_points_pass(tmp_path: Path) -> None:
    found = by(tmp_path, old(), BEFORE)
    assert (found["score"], found["result"], found["by"]) == ("100", "met", "items")
    assert sum(int(one["most"]) for one in found["items"] if "most" in one) == 100


def amounts(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return list(pairs)


POINTS: list[tuple[str, Facts, str]] = [
    *[
        ("main_share", {"main_revenue 2025": part, "revenue 2025": "100"}, points)
        for part, points in amounts(
            ("80", "5"), ("79.99", "3"), ("70", "3"), ("69.99", "1"), ("60", "1"), ("59.99", "0")
        )
    ],
    *[
        (
            "growth",
            {"main_revenue 2023": "100", "main_revenue 2024": "100", "main_revenue 2025": last},
            points,
        )
        for last, points in amounts(  # the mean of two rates, of which the first is nought
            ("120", "10"), ("119.99", "8"), ("116", "8"), ("115.99", "6"), ("112", "6"), ("111.99", "4"),
            ("108", "4"), ("107.99", "2"), ("100", "2"), ("99.99", "0"),
        )
    ],
    *[
        ("niche_years", {"niche_years 2025": years}, points)
        for years, points in amounts(
            ("1.9", "0"), ("2", "1"), ("3.9", "1"), ("4", "2"), ("6", "3"), ("9.9", "4"), ("10", "5"),
            ("30", "5"),
        )
    ],
    *[("field", {"field_points 2025": given}, given) for given in ("0", "3", "5")],
    *[
        ("digital", {"digital_level 2025": level}, points)
        for level, points in amounts(("4", "5"), ("3", "5"), ("2", "3"), ("1", "0"))
    ],
    ("quality", {"quality_points 2025": "2.5"}, "2.5"),
    *[
        ("margin", {"net_profit 2025": kept, "revenue 2025": "100"}, points)
        for kept, points in amounts(
            ("10", "10"), ("9.99", "8"), ("8", "8"), ("6", "6"), ("4", "4"), ("2", "2"), ("1.99", "0"),
            ("-5", "0"),
        )
    ],
    *[
        ("debt", {"total_liabilities 2025": owed}, points)
        for owed, points in amounts(
            ("50", "5"), ("50.01", "3"), ("60", "3"), ("60.01", "1"), ("70", "1"), ("70.01", "0")
        )
    ],
    ("local", {"local_points 2025": "7"}, "7"),
    ("ip", {"ip_class1_high 2025": "0"}, "8"),
    ("ip", {"ip_class1_high 2025": "0", "ip_class1_own 2025": "0"}, "6"),
    ("ip", {"ip_class1_high 2025": "0", "ip_class1_own 2025": "0", "ip_class1 2025": "0"}, "2"),
    *[
        ("rd", {"rd_expense 2025": spent, "revenue 2025": "1000000000"}, points)
        for spent, points in amounts(
            ("5000000", "10"), ("4999999", "8"), ("4000000", "8"), ("3000000", "6"), ("2000000", "4"),
            ("1000000", "2"), ("999999", "0"),
        )
    ],
    *[
        ("rd", {"rd_expense 2025": spent, "revenue 2025": "1000"}, points)
        for spent, points in amounts(
            ("100", "10"), ("99", "8"), ("80", "8"), ("60", "6"), ("40", "4"), ("30", "2"), ("29", "0")
        )
    ],
    *[
        ("rd_staff", {"rd_staff 2025": people}, points)
        for people, points in amounts(("20", "5"), ("19", "3"), ("10", "3"), ("5", "1"), ("4", "0"))
    ],
    *[
        ("rd_body", {"rd_body 2025": body}, points)
        for body, points in amounts(("4", "10"), ("3", "8"), ("2", "4"), ("1", "2"), ("0", "0"))
    ],
]  # fmt: skip


@pytest.mark.parametrize(("name", "changed", "points"), POINTS)
def test_each_scale_gives_its_points_on_the_line(
    tmp_path: Path, name: str, changed: Facts, points: str
) -> None:
    assert item(by(tmp_path, old() | changed, BEFORE), name)["points"] == points


ENTRY: list[tuple[str, Facts, Facts]] = [
    ("niche_years", {"niche_years 2025": "2"}, {"niche_years 2025": "1.99"}),
    ("rd", {"rd_expense 2025": "3000000"}, {"rd_expense 2025": "2999999.99"}),  # three per cent of 100 m
    (
        "rd",
        {"rd_expense 2025": "1000000", "revenue 2025": "20000000"},
        {"rd_expense 2025": "999999.99", "revenue 2025": "20000000"},
    ),
    ("revenue", {"revenue 2025": "10000000"}, {"revenue 2025": "9999999.99"}),
    (
        "revenue",
        {"revenue 2025": "1", "new_equity 2024": "15000000", "new_equity 2025": "5000000"},
        {"revenue 2025": "1", "new_equity 2024": "15000000", "new_equity 2025": "4999999.99"},
    ),
]


@pytest.mark.parametrize(("name", "at", "below"), ENTRY)
def test_the_entry_of_2022_is_not_confirmed_so_a_person_looks_where_it_is_not_reached(
    tmp_path: Path, name: str, at: Facts, below: Facts
) -> None:
    assert item(by(tmp_path / "at", old() | at, BEFORE), name)["result"] == "met"
    found = by(tmp_path / "below", old() | below, BEFORE)
    assert item(found, name)["result"] == "manual_review"
    assert found["result"] == "manual_review"
    assert name in {gap["item"] for gap in found["gaps"]}


def poor() -> Facts:
    """The entry is reached; the points aren't."""
    return old() | {
        "ip_class1_high 2025": "0",
        "ip_class1_own 2025": "0",
        "ip_class1 2025": "0",
        "local_points 2025": "0",
        "quality_points 2025": "0",
        "rd_body 2025": "0",
        "net_profit 2025": "0",
    }


def test_sixty_points_are_asked(tmp_path: Path) -> None:
    at, below = poor() | {"local_points 2025": "8"}, poor() | {"local_points 2025": "7.99"}
    found = by(tmp_path / "at", at, BEFORE)
    assert (found["score"], found["result"], found["by"]) == ("60", "met", "items")
    found = by(tmp_path / "below", below, BEFORE)
    assert (found["score"], found["result"], found["by"]) == ("59.99", "manual_review", None)
    assert item(found, "score")["result"] == "manual_review"


@pytest.mark.parametrize(
    ("changed", "passes"),
    [
        ({"provincial_award_top3 2025": "1"}, True),
        ({"award_top5 2025": "1"}, True),
        ({"maker_top500 2025": "1"}, True),
        ({"rd_expense 2024": "15000000"}, True),  # a mean of ten million
        ({"rd_expense 2024": "14999999.99"}, False),
        ({"new_equity 2024": "30000000", "new_equity 2025": "30000000"}, True),
        ({"new_equity 2024": "30000000", "new_equity 2025": "29999999.99"}, False),
    ],
)
def test_five_ways_past_the_points_of_2022(tmp_path: Path, changed: Facts, passes: bool) -> None:
    found = by(tmp_path, poor() | changed, BEFORE)
    assert (found["result"], found["by"]) == (("met", "bypass") if passes else ("manual_review", None))


def test_a_finding_of_the_entry_says_that_its_text_is_not_confirmed(tmp_path: Path) -> None:
    folder = Folder(schemes=("srdi",), last_year=2025, as_of=BEFORE, facts={"E1": poor()})
    said = say(folder.write(tmp_path / "in"))
    (finding,) = said["findings"]
    assert (finding["confirmed"], finding["result"], said["status"]) == (False, "manual_review", 0)
    assert finding["value"] == evaluation(said, scheme="srdi")["score"]


AT_LINE: list[tuple[str, Facts]] = [
    ("title", {"title_innovative 2025": "0"}),
    ("niche_years", {"niche_years 2025": "2.99"}),
    ("revenue", {"revenue 2025": "14999999.99"}),
    ("main_share", {"main_revenue 2025": "11999999.99"}),
    ("debt", {"total_liabilities 2025": "80.01"}),
    ("rd", {"rd_expense 2025": "999999.99"}),
    ("rd", {"rd_expense 2024": "999999.99"}),
    ("rd", {"revenue 2024": "33333334"}),
    ("rd", {"revenue 2025": "33333334", "main_revenue 2025": "33333334"}),
    ("ip", {"ip_class1 2025": "0"}),
    ("score", {"platform_score 2025": "49.99"}),
    *[("clean", {f"{flag} 2025": "1"}) for flag in ("abnormal", "dishonest", "accident", "fraud")],
]


def test_on_every_line_of_2026_only_the_market_is_left_to_a_person(tmp_path: Path) -> None:
    found = by(tmp_path, new(), AFTER)
    assert results(found) == dict.fromkeys(results(found), "met") | {"market": "manual_review"}
    assert (found["result"], found["by"], found["score"]) == ("manual_review", None, None)


@pytest.mark.parametrize(("name", "changed"), AT_LINE)
def test_a_step_below_a_line_of_2026_is_unmet(tmp_path: Path, name: str, changed: Facts) -> None:
    found = by(tmp_path, new() | changed, AFTER)
    assert {key for key, result in results(found).items() if result == "unmet"} == {name}
    assert found["result"] == "unmet"


@pytest.mark.parametrize(("last", "result"), [("5000000", "met"), ("4999999.99", "unmet")])
def test_new_equity_of_two_years_stands_for_revenue(tmp_path: Path, last: str, result: str) -> None:
    facts = new() | {"revenue 2025": "14000000", "main_revenue 2025": "12000000"}
    facts |= {"new_equity 2024": "15000000", "new_equity 2025": last}
    assert item(by(tmp_path, facts, AFTER), "revenue")["result"] == result


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"provincial_award_top3 2025": "1"}, "not_applicable"),
        ({"rd_body 2025": "3"}, "not_applicable"),
        ({"rd_body 2025": "2"}, "unmet"),
    ],
)
def test_intellectual_property_is_waived_for_some(tmp_path: Path, changed: Facts, result: str) -> None:
    found = by(tmp_path, new() | {"ip_class1 2025": "0"} | changed, AFTER)
    assert item(found, "ip")["result"] == result


@pytest.mark.parametrize("flag", ["provincial_award_top3 2025", "rd_body 2025"])
def test_a_waiver_that_is_not_known_leaves_the_item_open(tmp_path: Path, flag: str) -> None:
    facts = new() | {"ip_class1 2025": "0"}
    del facts[flag]
    assert item(by(tmp_path / "open", facts, AFTER), "ip")["result"] == "unknown"
    assert item(by(tmp_path / "met", facts | {"ip_class1 2025": "1"}, AFTER), "ip")["result"] == "met"


def test_a_recheck_may_take_the_score_of_either_year(tmp_path: Path) -> None:
    facts = new() | {"platform_score 2025": "40", "platform_score_previous 2025": "50"}
    assert item(by(tmp_path / "first", facts, AFTER), "score")["result"] == "unmet"
    assert item(by(tmp_path / "again", facts, AFTER, application="recheck"), "score")["result"] == "met"
    del facts["platform_score_previous 2025"]
    open_ = by(tmp_path / "open", facts, AFTER, application="recheck")
    assert item(open_, "score")["result"] == "unknown"
