"""What nobody has confirmed in law is shown with its numbers, and is never unmet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toolbox.inspection.books import DAYS, Books


def invested(*rows: tuple[str, int, str, str]) -> Books:
    """A plan of fixed income with these investors: kind, amount, investors behind it, regulated."""
    books = Books().product(class_="fixed_income").asset(kind="credit_bond").nav(100).hold(80)
    for place, (kind, amount, behind, regulated) in enumerate(rows):
        books.add(
            "investors",
            product="P1",
            investor=f"I{place}",
            kind=kind,
            amount=amount,
            product_investors=behind,
            regulated=regulated,
        )
    return books


def test_investors_are_counted_through_products_that_nobody_supervises(tmp_path: Path) -> None:
    books = invested(
        ("person", 10**6, "", ""), ("product", 10**6, "199", "0"), ("product", 10**6, "500", "1")
    )
    (finding,) = books.run(tmp_path).of("pm-investors")
    assert (finding["value"], finding["result"], finding["confirmed"]) == ("201", "manual_review", False)


def test_two_hundred_investors_are_not_too_many(tmp_path: Path) -> None:
    books = invested(("person", 10**6, "", ""), ("product", 10**6, "199", "0"))
    assert books.run(tmp_path).result("pm-investors") == "met"


def test_a_product_whose_investors_are_missing_leaves_the_count_open(tmp_path: Path) -> None:
    books = invested(("product", 10**6, "", "0"))
    (finding,) = books.run(tmp_path).of("pm-investors")
    assert finding["result"] == "unknown"
    assert "investors:2 product_investors" in finding["message"]


def test_a_ticket_below_the_least_of_its_class_goes_to_a_person(tmp_path: Path) -> None:
    assert invested(("person", 300_000, "", "")).run(tmp_path / "at").result("pm-ticket") == "met"
    (finding,) = invested(("person", 299_999, "", "")).run(tmp_path / "below").of("pm-ticket")
    assert (finding["result"], finding["value"]) == ("manual_review", "299999")


def test_a_class_must_hold_four_fifths_of_its_kind(tmp_path: Path) -> None:
    assert invested().run(tmp_path / "at").result("pm-class-80") == "met"
    below = invested()
    below.rows["positions"][0]["market_value"] = "79.99"
    (finding,) = below.run(tmp_path / "below").of("pm-class-80")
    assert (finding["result"], finding["value"]) == ("manual_review", "0.7999")


def test_a_structured_plan_and_one_that_holds_products_go_to_a_person(tmp_path: Path) -> None:
    books = Books().product(structured=1, class_="equity", contract_leverage="1.5").asset(kind="fund")
    said = books.nav(100).hold(10).run(tmp_path)
    assert said.result("pm-structured-ratio") == said.result("pm-nesting") == "manual_review"
    assert said.status == 0


@pytest.mark.parametrize(
    ("class_", "ratio"), [("fixed_income", "3"), ("mixed", "2"), ("derivatives", "2"), ("equity", "1")]
)
def test_the_ratio_of_a_structured_plan_follows_its_class(class_: str, ratio: str, tmp_path: Path) -> None:
    books = Books().product(structured=1, class_=class_).asset().nav(100).hold(10)
    (finding,) = books.run(tmp_path).of("pm-structured-ratio")
    assert finding["limit"] == ratio


def test_a_structured_plan_without_a_class_has_no_ratio_to_be_held_against(tmp_path: Path) -> None:
    books = Books().product(structured=1).asset().nav(100).hold(10)
    (finding,) = books.run(tmp_path).of("pm-structured-ratio")
    assert finding["result"] == "unknown"
    assert "products:2 class" in finding["message"]


def test_values_at_amortised_cost_are_held_against_references(tmp_path: Path) -> None:
    def said(price: str) -> str:
        books = Books().product().asset(kind="credit_bond").nav(100).hold(20, 10, valuation="amortised")
        if price:
            books.add("references", asset="A1", date=DAYS[0], source="中债", price=price)
        return books.run(tmp_path / f"at{price}").result("pm-amortised-deviation")

    assert said("1.51") == "met"
    assert said("1.5") == "manual_review"
    assert said("") == "unknown"


def test_of_many_cells_that_are_missing_the_first_five_are_named_with_how_many_there_are(
    tmp_path: Path,
) -> None:
    books = Books().product().nav(100)
    for number in range(1, 7):
        books.asset(f"A{number}", "credit_bond").hold(2, 1, asset=f"A{number}", valuation="amortised")
    [finding] = books.run(tmp_path / "amortised").of("pm-amortised-deviation")
    assert "6" in finding["message"]
    cells = [f"references A{number} {DAYS[0]}" for number in range(1, 7)]
    assert ", ".join(cells[:5]) in finding["message"] and cells[5] not in finding["message"]
    books = Books().product("P1", "public_fund", open_="open").nav(100)
    for number in range(1, 7):
        books.asset(f"A{number}").hold(10, 1, asset=f"A{number}")
    [finding] = books.run(tmp_path / "illiquid").of("mf-illiquid-15")
    assert finding["result"] == "unknown"
    assert ", ".join(f"assets:{line} illiquid" for line in range(2, 7)) in finding["message"]
    assert "assets:7" not in finding["message"]


def test_other_sorts_of_product_have_none_of_these_rules(tmp_path: Path) -> None:
    said = Books().product(kind="private_fund").asset().nav(100).hold(1).run(tmp_path)
    assert said.of("pm-investors") == said.of("pm-nesting") == []
