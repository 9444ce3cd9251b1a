"""科创属性: the contract's worked example, each line by hand from the texts, exceptions, carve-outs, bars."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import Facts, Folder, evaluation, item, judge, results, say, star_facts

DAYS = {
    "star-2020": ("2020-03-20", "2021-04-15"),
    "star-2021": ("2021-04-16", "2022-12-29"),
    "star-2022": ("2022-12-30", "2023-08-09"),
    "star-2023": ("2023-08-10", "2024-04-29"),
    "star-2024": ("2024-04-30", "2026-12-01"),
}


def test_the_worked_example_is_unmet_by_its_rd_spending_only(tmp_path: Path) -> None:
    said = say(Folder(facts={"E1": star_facts()}).write(tmp_path / "in"))
    found = evaluation(said)
    assert said["status"] == 1
    assert (found["pack"], found["result"], found["by"], found["score"]) == ("star-2024", "unmet", None, None)
    assert results(found) == {"rd": "unmet", "rd_staff": "met", "patents": "met", "growth": "met"}
    rd = item(found, "rd")
    assert rd["value"] == {"ratio": "0.03125", "amount": "75000000"}
    assert rd["limit"] == {"ratio": "0.05", "amount": "80000000"}
    gaps = {gap["alternative"]: gap for gap in found["gaps"]}
    assert {name: gap["gap"] for name, gap in gaps.items()} == {"amount": "5000000", "ratio": "45000000"}
    assert gaps["amount"] | {"alternative": "", "comparator": ""} == {
        "item": "rd",
        "indicator": "rd_expense",
        "period": "2023",
        "now": "75000000",
        "needed": "80000000",
        "gap": "5000000",
        "unit": "CNY",
        "alternative": "",
        "comparator": "",
    }


def test_the_same_facts_a_day_earlier_are_met(tmp_path: Path) -> None:
    folder = Folder(facts={"E1": star_facts()}, as_of="2024-04-29").write(tmp_path / "in")
    said = say(folder)
    found = evaluation(said)
    assert (found["pack"], found["result"], found["by"], said["status"]) == ("star-2023", "met", "items", 0)
    assert found["gaps"] == []


def test_the_day_of_the_application_chooses_the_text_and_not_as_of(tmp_path: Path) -> None:
    found = judge(tmp_path, star_facts(), firms={"E1": {"applied_on": "2024-04-29"}}, as_of="2026-01-01")
    assert (found["pack"], found["day"]) == ("star-2023", "2024-04-29")


def test_a_finding_names_rule_pack_days_rows_and_what_would_change_it(tmp_path: Path) -> None:
    (finding,) = say(Folder(facts={"E1": star_facts()}).write(tmp_path / "in"))["findings"]
    assert (finding["rule"], finding["pack"], finding["result"]) == ("ev-star", "star-2024", "unmet")
    assert finding["effective"] == ["2024-04-30", None]
    assert finding["subject"] == {"table": "firms", "id": "E1"}
    assert {"table": "facts", "line": 7} in finding["evidence"]  # R&D of the last year
    assert "rd" in {row.get("item") for row in finding["evidence"]}
    assert "研发投入" in finding["message"]
    assert "80,000,000" in finding["message"]


@pytest.mark.parametrize(("pack", "days"), DAYS.items())
def test_each_text_counts_from_its_first_day_to_its_last(
    tmp_path: Path, pack: str, days: tuple[str, str]
) -> None:
    for number, day in enumerate(days):
        assert judge(tmp_path / str(number), star_facts(), as_of=day)["pack"] == pack


def test_before_the_first_text_nothing_is_judged(tmp_path: Path) -> None:
    found = judge(tmp_path, star_facts(), as_of="2020-03-19")
    assert (found["result"], found["pack"]) == ("not_applicable", None)


AT_LINE: list[tuple[str, str, Facts, dict[str, str]]] = [
    # text, item, facts that reach its lines exactly, the smallest step below them
    ("star-2020", "rd", {"rd_expense 2023": "20000000"}, {"rd_expense 2023": "19999999.99"}),
    ("star-2023", "rd", {"rd_expense 2023": "20000000"}, {"rd_expense 2023": "19999999.99"}),
    ("star-2024", "rd", {"rd_expense 2023": "40000000"}, {"rd_expense 2023": "39999999.99"}),
    ("star-2021", "rd_staff", {"rd_staff 2023": "20"}, {"rd_staff 2023": "19"}),
    ("star-2024", "rd_staff", {"rd_staff 2023": "20"}, {"rd_staff 2023": "19"}),
    ("star-2020", "patents", {"patents_main 2023": "5"}, {"patents_main 2023": "4"}),
    ("star-2021", "patents", {"patents_main 2023": "5"}, {"patents_main 2023": "4"}),
    ("star-2022", "patents", {"patents_main 2023": "5"}, {"patents_main 2023": "4"}),
    ("star-2023", "patents", {"patents_main 2023": "5"}, {"patents_main 2023": "4"}),
    ("star-2024", "patents", {"patents_main 2023": "7"}, {"patents_main 2023": "6"}),
]


@pytest.mark.parametrize(("pack", "name", "at", "below"), AT_LINE)
def test_a_value_on_the_line_reaches_it(
    tmp_path: Path, pack: str, name: str, at: Facts, below: Facts
) -> None:
    day = DAYS[pack][0]
    assert item(judge(tmp_path / "at", star_facts() | at, as_of=day), name)["result"] == "met"
    assert item(judge(tmp_path / "below", star_facts() | below, as_of=day), name)["result"] == "unmet"


@pytest.mark.parametrize(
    ("day", "last", "result"),
    [
        ("2024-04-29", "144", "met"),  # 100 → 144 over two years is 20 % a year
        ("2024-04-29", "143.99", "unmet"),
        ("2024-04-30", "156.25", "met"),  # 25 %
        ("2024-04-30", "156.24", "unmet"),
    ],
)
def test_growth_is_compared_exactly_over_two_years(tmp_path: Path, day: str, last: str, result: str) -> None:
    facts = star_facts() | {"revenue 2021": "100", "revenue 2023": last}
    assert item(judge(tmp_path, facts, as_of=day), "growth")["result"] == result


@pytest.mark.parametrize(("revenue", "result"), [("300000000", "met"), ("299999999.99", "unmet")])
def test_revenue_of_300_million_stands_for_growth(tmp_path: Path, revenue: str, result: str) -> None:
    facts = star_facts() | {"revenue 2021": "299999999.99", "revenue 2023": revenue}
    assert item(judge(tmp_path, facts), "growth")["result"] == result


@pytest.mark.parametrize(("spent", "result"), [("5", "met"), ("4.99", "unmet")])
def test_five_per_cent_of_three_years_revenue(tmp_path: Path, spent: str, result: str) -> None:
    facts = star_facts() | {f"revenue {year}": "100" for year in (2021, 2022, 2023)}
    facts |= {"rd_expense 2021": "5", "rd_expense 2022": "5", "rd_expense 2023": spent}
    assert item(judge(tmp_path, facts), "rd")["result"] == result


@pytest.mark.parametrize("base", ["0", "-5"])
def test_growth_on_a_base_of_zero_or_less_is_not_known(tmp_path: Path, base: str) -> None:
    facts = star_facts() | {"revenue 2021": base, "revenue 2023": "299999999"}
    found = judge(tmp_path, facts)
    assert item(found, "growth")["result"] == "unknown"


def test_the_text_of_2020_asks_for_no_rd_staff_and_bars_nobody(tmp_path: Path) -> None:
    facts = star_facts() | {"barred 2023": "1", "restricted 2023": "1"}
    found = judge(tmp_path, facts, as_of="2021-04-15")
    assert "rd_staff" not in results(found)
    assert found["result"] == "met"
    assert judge(tmp_path / "next", facts, as_of="2021-04-16")["result"] == "unmet"


CLAIMS = ("exc_leading", "exc_award", "exc_project", "exc_substitute")


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_exception_that_is_claimed_goes_to_a_person(tmp_path: Path, claim: str) -> None:
    found = judge(tmp_path, star_facts() | {f"{claim} 2023": "1"})
    assert (found["result"], found["by"]) == ("manual_review", claim)


@pytest.mark.parametrize(("patents", "result", "by"), [("50", "met", "patents_core"), ("49", "unmet", None)])
def test_fifty_core_patents_suffice(tmp_path: Path, patents: str, result: str, by: str | None) -> None:
    found = judge(tmp_path, star_facts() | {"patents_core 2023": patents})
    assert (found["result"], found["by"]) == (result, by)


def test_who_meets_every_item_needs_no_exception(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000", "exc_award 2023": "1", "patents_core 2023": "60"}
    found = judge(tmp_path, facts)
    assert (found["result"], found["by"]) == ("met", "items")


@pytest.mark.parametrize("missing", [*CLAIMS, "patents_core"])
def test_a_missing_exception_decides_only_where_items_are_unmet(tmp_path: Path, missing: str) -> None:
    facts = star_facts()
    del facts[f"{missing} 2023"]
    found = judge(tmp_path / "unmet", facts)
    assert found["result"] == "unknown"
    assert f"{missing} 2023" in found["coverage"]["missing"]
    assert judge(tmp_path / "met", facts | {"rd_expense 2023": "40000000"})["result"] == "met"


def test_barred_business_is_unmet_whatever_the_exceptions(tmp_path: Path) -> None:
    facts = star_facts() | {"barred 2023": "1", "patents_core 2023": "80", "exc_award 2023": "1"}
    found = judge(tmp_path, facts)
    assert (found["result"], found["by"]) == ("unmet", None)
    assert "barred" not in results(found)


def test_restricted_business_goes_to_a_person(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000", "restricted 2023": "1"}
    assert judge(tmp_path, facts)["result"] == "manual_review"


@pytest.mark.parametrize("flag", ["barred", "restricted"])
def test_a_bar_that_is_not_known_leaves_the_whole_open(tmp_path: Path, flag: str) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000"}
    del facts[f"{flag} 2023"]
    assert judge(tmp_path, facts)["result"] == "unknown"
    assert judge(tmp_path / "unmet", {**facts, "rd_expense 2023": "0"})["result"] == "unmet"


def test_restricted_business_decides_nothing_where_a_person_looks_anyway(tmp_path: Path) -> None:
    facts = star_facts() | {"exc_award 2023": "1"}
    del facts["restricted 2023"]
    assert judge(tmp_path, facts)["result"] == "manual_review"


def test_the_fifth_standard_asks_for_no_growth(tmp_path: Path) -> None:
    facts = star_facts() | {
        "fifth_standard 2023": "1",
        "revenue 2021": "899999999",
        "rd_expense 2023": "40000000",
    }
    found = judge(tmp_path, facts | {"revenue 2023": "1"})
    assert item(found, "growth")["result"] == "not_applicable"
    assert found["result"] == "met"


@pytest.mark.parametrize(("spent", "result"), [("230", "met"), ("229.99", "unmet"), ("100000000", "met")])
def test_software_needs_ten_per_cent_and_no_patents(tmp_path: Path, spent: str, result: str) -> None:
    facts = star_facts() | {f"revenue {year}": "1000" for year in (2021, 2022, 2023)}
    facts |= {"rd_expense 2021": "35", "rd_expense 2022": "35", "rd_expense 2023": spent}
    found = judge(tmp_path, facts | {"software 2023": "1", "patents_main 2023": "0"})
    assert results(found)["patents"] == "not_applicable"
    assert item(found, "rd")["result"] == result
    assert item(found, "rd")["limit"] == "0.1"


def test_no_amount_stands_for_the_ratio_of_software(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "90000000", "software 2023": "1"}
    assert item(judge(tmp_path, facts), "rd")["result"] == "unmet"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"rd_expense 2023": "40000000"}, {"rd": "unknown", "patents": "met"}),  # 80 m, but below 10 %
        ({"rd_expense 2023": "300000000"}, {"rd": "met", "patents": "met"}),
        ({"patents_main 2023": "6"}, {"rd": "unmet", "patents": "unknown"}),
    ],
)
def test_whether_it_is_software_matters_only_where_it_decides(
    tmp_path: Path, changed: Facts, expected: dict[str, str]
) -> None:
    facts = star_facts() | changed
    del facts["software 2023"]
    found = results(judge(tmp_path, facts))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("missing", "open_items"),
    [
        ("revenue 2022", {"rd"}),
        ("rd_expense 2021", {"rd"}),
        ("staff 2023", {"rd_staff"}),
        ("rd_staff 2023", {"rd_staff"}),
        ("patents_main 2023", {"patents"}),
        ("revenue 2021", {"rd"}),  # growth is reached by 900 m of revenue
        ("revenue 2023", {"rd", "growth"}),
    ],
)
def test_a_missing_fact_is_unknown_and_named(tmp_path: Path, missing: str, open_items: set[str]) -> None:
    facts = star_facts()
    del facts[missing]
    found = judge(tmp_path, facts)
    assert {name for name, result in results(found).items() if result == "unknown"} == open_items
    assert all(missing in item(found, name)["missing"] for name in open_items)
    assert missing in found["coverage"]["missing"]
    assert found["coverage"]["known"] == found["coverage"]["needed"] - 1


def two_sources(indicator: str, *values: str) -> list[dict[str, str]]:
    return [
        {"firm": "E1", "indicator": indicator, "period": "2023", "value": value, "source": f"source {value}"}
        for value in values
    ]


def test_sources_that_differ_send_their_items_to_a_person(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000"}
    del facts["patents_main 2023"]
    found = judge(tmp_path, facts, rows=two_sources("patents_main", "7", "6"))
    assert results(found) == {"rd": "met", "rd_staff": "met", "patents": "manual_review", "growth": "met"}
    assert found["result"] == "manual_review"
    assert found["coverage"]["disputed"] == ["patents_main 2023"]


def test_sources_that_agree_are_one_fact(tmp_path: Path) -> None:
    facts = star_facts()
    del facts["patents_main 2023"]
    rows = [
        row | {"value": value}
        for row, value in zip(two_sources("patents_main", "7", "8"), ("7", "7.0"), strict=True)
    ]
    found = judge(tmp_path, facts, rows=rows)
    assert item(found, "patents")["result"] == "met"
    assert len(item(found, "patents")["evidence"]) == 3  # both sources, and that it is no software


def test_of_several_days_the_latest_up_to_the_application_counts(tmp_path: Path) -> None:
    facts = star_facts()
    del facts["patents_main 2023"]
    stated: dict[str, Any] = {"2022-12-31": "9", "2023-03-01": "7", "2023-06-30": "6", "2023-12-31": "8"}
    rows = [
        {"firm": "E1", "indicator": "patents_main", "period": day, "value": value}
        for day, value in stated.items()
    ]
    assert item(judge(tmp_path / "all", facts, rows=rows), "patents")["value"] == "8"
    early = judge(tmp_path / "early", facts, rows=rows, firms={"E1": {"applied_on": "2023-07-01"}})
    assert item(early, "patents")["value"] == "6"
    none = judge(tmp_path / "none", facts, rows=rows[:1])
    assert item(none, "patents")["result"] == "unknown"


def test_a_flag_may_have_changed_after_the_last_year_and_before_the_application(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000"}
    del facts["barred 2023"]
    rows = [
        {"firm": "E1", "indicator": "barred", "period": period, "value": value}
        for period, value in (("2023", "1"), ("2024-04-01", "0"), ("2024-05-01", "1"), ("2022", "1"))
    ]
    assert judge(tmp_path / "all", facts, rows=rows)["result"] == "met"
    assert judge(tmp_path / "early", facts, rows=rows[:1])["result"] == "unmet"
    assert judge(tmp_path / "none", facts, rows=rows[2:])["result"] == "unknown"


def test_a_share_that_is_no_finite_decimal_comes_with_its_fraction(tmp_path: Path) -> None:
    found = judge(tmp_path, star_facts() | {"staff 2023": "60", "rd_staff 2023": "20"})
    assert item(found, "rd_staff")["value"] == "0.333333333333"
    assert item(found, "rd_staff")["exact"] == "1/3"


def test_each_alternative_says_for_itself_whether_it_is_reached(tmp_path: Path) -> None:
    found = item(judge(tmp_path, star_facts() | {"rd_expense 2023": "40000000"}), "rd")
    assert found["parts"] == {"ratio": "unmet", "amount": "met"}


def test_the_finding_names_what_is_missing_and_what_is_disputed(tmp_path: Path) -> None:
    facts = star_facts()
    del facts["staff 2023"], facts["patents_main 2023"]
    folder = Folder(facts={"E1": facts}, rows=two_sources("patents_main", "7", "6"))
    (finding,) = say(folder.write(tmp_path / "in"))["findings"]
    assert "staff 2023" in finding["message"]
    assert "patents_main 2023" in finding["message"]
    assert "17" in finding["message"]  # of eighteen facts one is missing
