"""The cheapest way to pass, tried and judged again; one firm under all texts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.toolbox.evaluation.folders import (
    Facts,
    Folder,
    evaluation,
    innovative_facts,
    little_giant_facts,
    say,
    star_facts,
)
from xianxing.toolbox.evaluation.example import example_files


def planned(tmp_path: Path, facts: Facts, scheme: str = "star", **settings: Any) -> list[dict[str, Any]]:
    folder = Folder(schemes=(scheme,), facts={"E1": facts}, **settings).write(tmp_path / "in")
    return list(say(folder)["results"]["plans"])


def changes(plan: dict[str, Any]) -> dict[str, str]:
    return {f"{one['indicator']} {one['period']}": one["needed"] for one in plan["changes"]}


def applied(facts: Facts, plan: dict[str, Any]) -> Facts:
    return facts | changes(plan)


def test_the_worked_example_needs_five_million_more_of_rd(tmp_path: Path) -> None:
    (plan,) = planned(tmp_path, star_facts())
    assert changes(plan) == {"rd_expense 2023": "40000000"}
    assert (plan["after"], plan["by"], plan["proved"], plan["cost"]) == ("met", "items", True, None)
    assert len(plan["assumptions"]) == 4


def test_who_passes_or_is_barred_has_no_plan(tmp_path: Path) -> None:
    assert planned(tmp_path / "met", star_facts() | {"rd_expense 2023": "40000000"}) == []
    assert planned(tmp_path / "barred", star_facts() | {"barred 2023": "1"}) == []


def test_prices_decide_between_alternatives(tmp_path: Path) -> None:
    facts = star_facts() | {"patents_core 2023": "48"}
    prices = "indicator,cost\nrd_expense,1\npatents_core,{}\n"
    (dear,) = planned(tmp_path / "dear", facts, tables={"costs": prices.format(2500001)})
    (cheap,) = planned(tmp_path / "cheap", facts, tables={"costs": prices.format(2499999)})
    assert (changes(dear), dear["cost"]) == ({"rd_expense 2023": "40000000"}, "5000000")
    assert (changes(cheap), cheap["cost"], cheap["by"]) == (
        {"patents_core 2023": "50"}, "4999998", "patents_core",
    )  # fmt: skip


def test_people_and_patents_come_whole(tmp_path: Path) -> None:
    facts = star_facts() | {"rd_expense 2023": "40000000", "staff 2023": "205"}
    (plan,) = planned(tmp_path, facts)
    assert changes(plan) == {"rd_staff 2023": "21"}  # a tenth is 20.5


def test_what_helps_one_item_may_ask_for_more_of_another(tmp_path: Path) -> None:
    facts = little_giant_facts() | {"revenue 2023": "47000000", "revenue 2025": "49000000"}
    facts |= {"main_revenue 2025": "44100000", "rd_expense 2024": "11000000", "rd_expense 2025": "1470000"}
    (plan,) = planned(tmp_path / "in", facts, "little_giant", last_year=2025, as_of="2026-05-01")
    found = changes(plan)
    assert set(found) == {"revenue 2025", "main_revenue 2025", "rd_expense 2025"}
    assert Fraction(found["main_revenue 2025"]) / Fraction(found["revenue 2025"]) >= Fraction(9, 10)
    assert Fraction(found["revenue 2025"]) >= 47_000_000 * Fraction(21, 20) ** 2
    judged = Folder(
        schemes=("little_giant",), last_year=2025, as_of="2026-05-01", facts={"E1": applied(facts, plan)}
    ).write(tmp_path / "again")
    assert evaluation(say(judged), scheme="little_giant")["result"] == "met"


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        ({"ip_class1_high 2024": "0", "rd_expense 2024": "0"}, 1),
        ({"main_revenue 2024": "60", "revenue 2024": "130", "total_liabilities 2024": "90"}, 1),
    ],
)
def test_a_plan_for_points_passes_when_it_is_tried(tmp_path: Path, changed: Facts, cells: int) -> None:
    facts = innovative_facts() | changed
    (plan,) = planned(tmp_path / "in", facts, "innovative", last_year=2024)
    assert len(plan["changes"]) == cells
    folder = Folder(schemes=("innovative",), last_year=2024, facts={"E1": applied(facts, plan)})
    assert evaluation(say(folder.write(tmp_path / "again")), scheme="innovative")["result"] == "met"


def test_every_plan_of_the_example_holds_when_it_is_tried(tmp_path: Path) -> None:
    for name, content in example_files().items():
        (tmp_path / name).write_bytes(content)
    said = say(tmp_path)["results"]
    assert all(plan["found"] and plan["changes"] for plan in said["plans"])
    facts = (tmp_path / "facts.csv").read_text("utf-8").splitlines()
    for scheme in ("star", "innovative", "srdi", "little_giant"):
        plans = {plan["firm"]: changes(plan) for plan in said["plans"] if plan["scheme"] == scheme}
        kept, added = [], []
        for line in facts[1:]:
            firm, indicator, period, *_rest = line.split(",")
            if f"{indicator} {period}" not in plans.get(firm, {}):
                kept.append(line)
        for firm, cells in plans.items():
            added += [f"{firm},{cell.replace(' ', ',')},{value},,,," for cell, value in cells.items()]
        (tmp_path / "facts.csv").write_text("\n".join([facts[0], *kept, *added, ""]), "utf-8")
        again = {
            one["firm"]: one for one in say(tmp_path)["results"]["evaluations"] if one["scheme"] == scheme
        }
        outcomes = {firm: again[firm]["result"] for firm in plans}
        assert "unmet" not in outcomes.values()
        assert not any(again[firm]["gaps"] for firm in plans if again[firm]["by"] in (None, "items"))


def test_one_firm_under_all_texts_of_a_scheme(tmp_path: Path) -> None:
    said = say(Folder(facts={"E1": star_facts()}).write(tmp_path / "in"))
    (history,) = said["results"]["history"]
    assert [(one["pack"], one["result"]) for one in history["versions"]] == [
        ("star-2020", "met"), ("star-2021", "met"), ("star-2022", "met"), ("star-2023", "met"),
        ("star-2024", "unmet"),
    ]  # fmt: skip
    assert history["versions"][0]["to"] == "2021-04-15"
    assert "rd_staff" not in history["versions"][0]["items"]


def test_history_and_plans_can_be_left_out(tmp_path: Path) -> None:
    folder = Folder(facts={"E1": star_facts()}, more="history = false\nplan = false").write(tmp_path / "in")
    found = say(folder)["results"]
    assert (found["history"], found["plans"]) == ([], [])


@pytest.mark.parametrize(("more", "worked_out"), [(0, True), (1, False)])
def test_history_and_plans_of_a_hundred_firms_are_worked_out_unasked_and_of_more_not(
    tmp_path: Path, more: int, worked_out: bool
) -> None:
    names = [f"E{number:03}" for number in range(100 + more)]
    found = say(Folder(firms={name: {} for name in names}, facts={"E000": star_facts()}).write(tmp_path))
    assert bool(found["results"]["history"]) is bool(found["results"]["plans"]) is worked_out
