"""创新型中小企业: each band by hand from the annex, three groups, four ways past the points."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toolbox.evaluation.folders import Facts, innovative_facts, item, judge

DAY = "2025-05-01"


def found(tmp_path: Path, changed: Facts | None = None, *, without: str = "") -> dict[str, object]:
    stated = innovative_facts() | (changed or {})
    stated.pop(without, None)
    return judge(tmp_path, stated, scheme="innovative", last_year=2024, as_of=DAY)


def test_full_points_pass_with_a_hundred(tmp_path: Path) -> None:
    one = found(tmp_path)
    assert (one["result"], one["by"], one["score"], one["pack"]) == (
        "met", "items", "100", "innovative-2022",
    )  # fmt: skip
    assert one["groups"] == {"innovation": "40", "growth": "30", "specialisation": "30"}


@pytest.mark.parametrize(
    ("day", "pack"),
    [("2022-07-31", None), ("2022-08-01", "innovative-2022"), ("2026-12-01", "innovative-2022")],
)
def test_the_text_counts_since_august_2022_and_still(tmp_path: Path, day: str, pack: str | None) -> None:
    one = judge(tmp_path, innovative_facts(), scheme="innovative", last_year=2024, as_of=day)
    assert one["pack"] == pack


BANDS: list[tuple[str, Facts, str]] = [
    ("ip", {}, "20"),
    ("ip", {"ip_class1_high 2024": "0", "ip_class1_own 2024": "1"}, "15"),
    ("ip", {"ip_class1_high 2024": "0", "ip_class1 2024": "1"}, "10"),
    ("ip", {"ip_class1_high 2024": "0", "ip_class2 2024": "1"}, "5"),
    ("ip", {"ip_class1_high 2024": "0"}, "0"),
    *[
        ("rd", {"rd_expense 2024": spent}, points)
        for spent, points in [
            ("5", "20"), ("4.99", "15"), ("3", "15"), ("2.99", "10"), ("2", "10"), ("1.99", "5"), ("1", "5"),
            ("0.99", "0"),
        ]
    ],
    *[
        ("growth", {"main_revenue 2023": "80", "main_revenue 2024": last}, points)
        for last, points in [
            ("92", "20"), ("91.99", "15"), ("88", "15"), ("87.99", "10"), ("84", "10"), ("83.99", "5"),
            ("80", "5"), ("79.99", "0"),
        ]
    ],
    *[
        ("debt", {"total_liabilities 2024": owed}, points)
        for owed, points in [("55", "10"), ("55.01", "5"), ("75", "5"), ("75.01", "0")]
    ],
    ("field", {"strategic_field 2024": "1"}, "10"),
    ("field", {"strategic_field 2024": "0"}, "5"),
    *[
        ("main_share", {"main_revenue 2024": part}, points)
        for part, points in [
            ("70", "20"), ("69.99", "15"), ("60", "15"), ("59.99", "10"), ("55", "10"), ("54.99", "5"),
            ("50", "5"), ("49.99", "0"),
        ]
    ],
]  # fmt: skip


@pytest.mark.parametrize(("name", "changed", "points"), BANDS)
def test_a_value_on_the_line_takes_the_better_band(
    tmp_path: Path, name: str, changed: Facts, points: str
) -> None:
    assert item(found(tmp_path, changed), name)["points"] == points


def test_sixty_points_pass_and_fifty_five_do_not(tmp_path: Path) -> None:
    low = {"rd_expense 2024": "0", "main_revenue 2023": "100", "total_liabilities 2024": "55"}
    passing = {**low, "main_revenue 2024": "105"}  # 20 + 0, 10 + 10, 10 + 20: seventy
    one = found(tmp_path / "seventy", passing)
    assert (one["score"], one["result"]) == ("70", "met")
    low |= {"main_revenue 2024": "105", "strategic_field 2024": "0", "ip_class1_high 2024": "1"}
    one = found(tmp_path / "sixty_five", low)
    assert (one["score"], one["result"]) == ("65", "met")
    one = found(tmp_path / "sixty", low | {"total_liabilities 2024": "75"})
    assert (one["score"], one["groups"], one["result"]) == (
        "60", {"innovation": "20", "growth": "15", "specialisation": "25"}, "met",
    )  # fmt: skip
    one = found(tmp_path / "fifty_five", low | {"total_liabilities 2024": "55", "main_revenue 2024": "100"}
                | {"revenue 2024": "170"})  # fmt: skip
    assert (one["score"], one["result"]) == ("50", "unmet")


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        ({"ip_class1_high 2024": "0", "ip_class1 2024": "1", "rd_expense 2024": "1"}, "innovation"),
        ({"main_revenue 2024": "83", "total_liabilities 2024": "75"}, "growth"),
        (
            {"main_revenue 2023": "40", "main_revenue 2024": "50", "strategic_field 2024": "0"},
            "specialisation",
        ),
    ],
)
def test_each_group_has_a_line_of_its_own(tmp_path: Path, changed: Facts, group: str) -> None:
    one = found(tmp_path, changed)
    assert (one["score"] >= "60", one["result"]) == (True, "unmet")  # type: ignore[operator]
    assert [gap["item"] for gap in one["gaps"] if gap["unit"] == "point"] == [group]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changed", "passes"),
    [
        ({"award_3y 2024": "1"}, True),
        ({"high_tech_valid 2024": "1"}, True),
        ({"rd_body 2024": "3"}, True),
        ({"rd_body 2024": "2"}, False),
        ({"new_equity 2022": "1000000", "new_equity 2023": "2000000", "new_equity 2024": "2000000"}, True),
        (
            {"new_equity 2022": "1000000", "new_equity 2023": "2000000", "new_equity 2024": "1999999.99"},
            False,
        ),
    ],
)
def test_four_ways_past_the_points(tmp_path: Path, changed: Facts, passes: bool) -> None:
    low = {"ip_class1_high 2024": "0", "rd_expense 2024": "0"}
    one = found(tmp_path, low | changed)
    assert (one["result"], one["by"]) == (("met", "bypass") if passes else ("unmet", None))


def test_an_open_bypass_leaves_a_low_score_unknown(tmp_path: Path) -> None:
    one = found(tmp_path, {"ip_class1_high 2024": "0", "rd_expense 2024": "0"}, without="award_3y 2024")
    assert one["result"] == "unknown"
    assert found(tmp_path / "high", without="award_3y 2024")["result"] == "met"


@pytest.mark.parametrize(
    "missing", [name for name in innovative_facts() if name.split()[0] not in ("new_equity", "rd_body")][:11]
)
def test_a_missing_fact_leaves_the_score_open(tmp_path: Path, missing: str) -> None:
    one = found(tmp_path, without=missing)
    if missing.startswith(("ip_class1_own", "ip_class1 ", "ip_class2")):  # the best band is reached already
        assert one["result"] == "met"
        return
    assert (one["result"], one["score"]) == ("unknown", None)
    assert missing in one["coverage"]["missing"]  # type: ignore[index]


def test_a_line_out_of_reach_is_unmet_whatever_is_missing(tmp_path: Path) -> None:
    low = {"rd_expense 2024": "0", "main_revenue 2024": "40", "ip_class1_high 2024": "0"}
    one = found(tmp_path, low, without="total_liabilities 2024")
    assert (one["result"], one["score"]) == ("unmet", None)
