"""Reverse trades, tests of direction against scipy's own, cross trades and chains."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.toolbox.inspection.books import DAYS, Books, Said

stats = pytest.importorskip("scipy.stats")


def manager(*names: str) -> Books:
    """Products without positions: only their trades are looked at."""
    books = Books().asset()
    for name in names or ("P1", "P2"):
        books.product(name, "single", structured=0).nav(100, product=name)
    return books


def traded(books: Books, side: str, prices: dict[str, list[tuple[int, int]]], asset: str = "A1") -> Books:
    """Trades of each product: the place of a day and a price."""
    for product, some in prices.items():
        for place, price in some:
            name = f"{asset}{side}{product}{place}"
            books.trade(name, side, 100, price, product=product, day=DAYS[place], asset=asset)
    return books


def reverse(bought: int, sold: int, volume: int | None, **cells: Any) -> Books:
    books = manager().trade("T1", "buy", bought).trade("T2", "sell", sold, product="P2", **cells)
    if volume is not None:
        books.add("market", asset="A1", date=DAYS[0], volume=volume)
    return books


def test_the_smaller_side_is_held_against_the_volume_of_the_day(tmp_path: Path) -> None:
    said = reverse(60_000, 90_000, 1_000_000).run(tmp_path)
    assert said.plain["results"]["reverse_trades"] == [
        {
            "asset": "A1", "date": "2025-03-03", "buyer": "P1", "seller": "P2", "quantity": "60000",
            "volume": "1000000", "ratio": "0.06", "over": True,
        }
    ]  # fmt: skip
    (finding,) = said.of("ft-reverse")
    assert (finding["result"], finding["value"], finding["limit"]) == ("unmet", "0.06", "0.05")
    assert said.status == 1


@pytest.mark.parametrize(("sold", "over"), [(50_000, False), (50_001, True), (49_999, False)])
def test_exactly_a_twentieth_is_not_over(sold: int, over: bool, tmp_path: Path) -> None:
    said = reverse(10**6, sold, 10**6).run(tmp_path)
    assert said.plain["results"]["reverse_trades"][0]["over"] is over


def test_trades_of_one_product_add_up_and_only_the_exchange_counts(tmp_path: Path) -> None:
    books = reverse(30_000, 90_000, 10**6).trade("T3", "buy", 30_000).trade("T4", "buy", 10**6, venue="block")
    (pair,) = books.run(tmp_path).plain["results"]["reverse_trades"]
    assert pair["quantity"] == "60000"


def test_a_product_that_buys_and_sells_itself_is_no_pair(tmp_path: Path) -> None:
    said = manager().trade("T1", "buy").trade("T2", "sell").run(tmp_path)
    assert said.plain["results"]["reverse_trades"] == []


@pytest.mark.parametrize("volume", [None, 0])
def test_a_day_without_volume_is_undecided(volume: int | None, tmp_path: Path) -> None:
    said = reverse(100, 100, volume).run(tmp_path)
    (pair,) = said.plain["results"]["reverse_trades"]
    assert (pair["ratio"], pair["over"]) == (None, None)
    assert said.result("ft-reverse") == "unknown"


def test_the_share_of_the_settings_is_practice(tmp_path: Path) -> None:
    books = reverse(60_000, 60_000, 10**6)
    books.head += "[fair_trading]\nreverse_share = 0.06\n"
    said = books.run(tmp_path)
    assert said.plain["results"]["reverse_trades"][0]["over"] is False
    assert said.of("ft-reverse")[0]["basis"] == "practice"


def test_the_sentence_of_the_report_follows_from_the_table(tmp_path: Path) -> None:
    none = reverse(10, 10, 10**6).run(tmp_path / "none").plain["results"]["reverse_statement"]
    some = reverse(60_000, 60_000, 10**6).run(tmp_path / "some").plain["results"]["reverse_statement"]
    undecided = reverse(10, 10, None).run(tmp_path / "open").plain["results"]["reverse_statement"]
    assert (none["over"], some["over"], undecided["undecided"]) == (0, 1, 1)
    assert "未发生" in none["text"]
    assert "共 1 次" in some["text"]
    assert "尚不能判定" in undecided["text"]


def direction_of(said: Said, a: str = "P1", b: str = "P2") -> dict[int, dict[str, Any]]:
    return {
        one["window"]: one
        for one in said.plain["results"]["direction_tests"]
        if (one["a"], one["b"]) == (a, b)
    }


def test_differences_of_one_day_against_scipy(tmp_path: Path) -> None:
    lot = Random(3)
    buys = [(place, lot.randint(900, 1100), lot.randint(900, 1100)) for place in range(12)]
    books = traded(
        manager(), "buy", {"P1": [(at, a) for at, a, _b in buys], "P2": [(at, b) for at, _a, b in buys]}
    )
    test = direction_of(books.run(tmp_path))[1]
    x = [a / b - 1 for _at, a, b in buys]
    expected = stats.ttest_1samp(x, 0)
    assert test["n"] == 12
    assert test["mean"] == pytest.approx(sum(x) / 12, rel=1e-9)
    assert test["t"] == pytest.approx(expected.statistic, rel=1e-9)
    assert test["p"] == pytest.approx(expected.pvalue, rel=1e-9)
    assert test["significant"] is bool(expected.pvalue < 0.05)
    assert test["share_positive"] == sum(one > 0 for one in x) / 12


def test_a_sale_at_a_lower_price_is_a_disadvantage_too(tmp_path: Path) -> None:
    books = traded(manager(), "buy", {"P1": [(0, 102)], "P2": [(0, 100)]})
    traded(books, "sell", {"P1": [(1, 98)], "P2": [(1, 100)]})
    test = direction_of(books.run(tmp_path))[1]
    assert (test["n"], test["share_positive"]) == (2, 1)
    assert test["mean"] == pytest.approx(0.02)


def test_a_window_takes_every_pair_of_days_less_than_it_apart(tmp_path: Path) -> None:
    # Monday, Tuesday, Wednesday, and after the weekend; two trading days lie between 5 and 7 March
    books = traded(manager(), "buy", {"P1": [(0, 101), (4, 103)], "P2": [(0, 100), (2, 100), (5, 100)]})
    tests = direction_of(books.run(tmp_path))
    assert [tests[window]["n"] for window in (1, 3, 5)] == [1, 4, 5]


def test_prices_are_weighted_by_volume_and_products_stand_in_the_order_of_ids(tmp_path: Path) -> None:
    books = manager().trade("T1", "buy", 100, 10, product="P2").trade("T2", "buy", 300, 14, product="P2")
    books.trade("T3", "buy", 100, "13.13")
    assert direction_of(books.run(tmp_path))[1]["mean"] == pytest.approx(0.01)


def test_less_than_two_differences_are_unknown(tmp_path: Path) -> None:
    said = traded(manager(), "buy", {"P1": [(0, 101)], "P2": [(0, 100), (9, 100)]}).run(tmp_path)
    test = direction_of(said)[1]
    assert (test["n"], test["t"], test["p"], test["significant"]) == (1, None, None, None)
    assert {one["result"] for one in said.of("ft-direction")} == {"unknown"}


def test_equal_prices_are_no_difference_and_equal_differences_are_certain(tmp_path: Path) -> None:
    same = traded(manager(), "buy", {"P1": [(0, 100), (1, 90)], "P2": [(0, 100), (1, 90)]})
    test = direction_of(same.run(tmp_path / "same"))[1]
    assert (test["mean"], test["p"], test["significant"]) == (0, None, False)
    more = traded(manager(), "buy", {"P1": [(0, 110), (1, 110)], "P2": [(0, 100), (1, 100)]})
    test = direction_of(more.run(tmp_path / "more"))[1]
    assert (test["t"], test["p"], test["significant"]) == (None, 0, True)


def test_a_significant_test_goes_to_a_person_and_is_never_unmet(tmp_path: Path) -> None:
    days = range(10)
    prices = {"P1": [(at, 1010 + at) for at in days], "P2": [(at, 1000) for at in days]}
    said = traded(manager(), "buy", prices).run(tmp_path)
    results = {one["result"] for one in said.of("ft-direction")}
    assert results == {"manual_review"}
    assert said.status == 0


@pytest.mark.parametrize("n", [2, 3, 10, 60])
def test_the_smallest_mean_is_found_in_four_of_five_samples(n: int, tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    from xianxing.toolbox.inspection.student import one_sample

    spread = 1.0
    smallest = one_sample(n, 0.1, spread**2 * (n - 1)).smallest
    assert smallest is not None
    samples = numpy.random.default_rng(1).normal(smallest, spread, (40_000, n))
    found = (stats.ttest_1samp(samples, 0, axis=1).pvalue < 0.05).mean()
    assert found == pytest.approx(0.8, abs=0.01)


def test_without_scipy_the_tests_are_undecided_and_say_what_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xianxing.toolbox.inspection.student.available", lambda: False)
    books = traded(manager(), "buy", {"P1": [(0, 101), (1, 101)], "P2": [(0, 100), (1, 99)]})
    said = books.run(tmp_path)
    assert direction_of(said)[1]["n"] == 2
    assert {one["result"] for one in said.of("ft-direction")} == {"unknown"}
    assert "tools" in said.of("ft-direction")[0]["message"]


def test_windows_of_the_settings_are_used_once_each(tmp_path: Path) -> None:
    books = traded(manager(), "buy", {"P1": [(0, 101)], "P2": [(0, 100)]})
    books.head += "[fair_trading]\nwindows = [2, 1, 2]\n"
    assert sorted(direction_of(books.run(tmp_path))) == [1, 2]


def crossed(price: str, *references: tuple[str, str], counter: str = "P2") -> Books:
    books = manager().trade("T1", "sell", 100, price, venue="interbank", counter_product=counter)
    for source, reference in references:
        books.add("references", asset="A1", date=DAYS[0], source=source, price=reference)
    return books


@pytest.mark.parametrize(
    ("price", "result"), [("100.5", "met"), ("99.5", "met"), ("100.51", "manual_review")]
)
def test_cross_trades_lie_within_the_tolerance_of_a_reference(
    price: str, result: str, tmp_path: Path
) -> None:
    assert crossed(price, ("中债", "100")).run(tmp_path).result("ft-cross") == result


def test_the_farthest_of_several_references_is_shown(tmp_path: Path) -> None:
    said = crossed("101", ("中债", "101"), ("中证", "100")).run(tmp_path)
    (one,) = said.plain["results"]["cross_trades"]
    assert (one["source"], one["deviation"]) == ("中证", "0.01")


def test_a_cross_trade_without_reference_is_unknown_and_one_with_strangers_is_none(tmp_path: Path) -> None:
    assert crossed("100").run(tmp_path / "own").result("ft-cross") == "unknown"
    assert crossed("100", counter="Z9").run(tmp_path / "strangers").of("ft-cross") == []


def chained(high: str, day: date, quantity: int = 100, **cells: Any) -> Books:
    books = manager().trade("T1", "sell", 100, 100, venue="interbank", counterparty="X", time="10:00:00")
    return books.trade(
        "T2", "buy", quantity, high, product="P2", day=day, venue="interbank", counterparty="X", **cells
    )


def test_a_chain_names_its_way_and_its_loss(tmp_path: Path) -> None:
    said = chained("101.25", DAYS[2]).run(tmp_path)
    (chain,) = said.plain["results"]["chains"]
    assert chain.items() >= {
        "asset": "A1", "seller": "P1", "via": "X", "buyer": "P2", "sold": "2025-03-03",
        "bought": "2025-03-05", "loss": "0.0125",
    }.items()  # fmt: skip
    assert said.result("ft-chain") == "manual_review"
    assert said.status == 0


@pytest.mark.parametrize(
    ("high", "day", "quantity", "found"),
    [
        ("100.5", DAYS[1], 100, False),
        ("100.51", DAYS[1], 100, True),
        ("102", DAYS[5], 100, True),  # the fifth trading day after, beyond a weekend
        ("102", DAYS[6], 100, False),
        ("102", DAYS[1], 110, True),
        ("102", DAYS[1], 111, False),
        ("102", DAYS[1], 90, True),
        ("102", DAYS[1], 89, False),
    ],
)
def test_a_chain_needs_a_loss_days_and_quantities_that_are_near(
    high: str, day: date, quantity: int, found: bool, tmp_path: Path
) -> None:
    assert bool(chained(high, day, quantity).run(tmp_path).plain["results"]["chains"]) is found


def test_a_purchase_before_the_sale_is_no_chain(tmp_path: Path) -> None:
    assert not chained("102", DAYS[0], time="09:59:59").run(tmp_path / "a").plain["results"]["chains"]
    assert chained("102", DAYS[0], time="10:00:01").run(tmp_path / "b").plain["results"]["chains"]
    assert chained("102", DAYS[0]).run(tmp_path / "c").plain["results"]["chains"]


def test_another_counterparty_is_no_chain(tmp_path: Path) -> None:
    books = chained("102", DAYS[1])
    books.rows["trades"][1]["counterparty"] = "Y"
    said = books.run(tmp_path)
    assert said.plain["results"]["chains"] == []
    assert said.result("ft-chain") == "met"


def test_the_sample_draws_from_every_stratum_and_the_seed_decides(tmp_path: Path) -> None:
    def drawn(seed: int, books: Books, name: str) -> list[str]:
        books.head = books.head + f"seed = {seed}\n[sample]\nper_stratum = 2\n"
        return [one["id"] for one in books.run(tmp_path / name).plain["results"]["sample"]]

    def many(order: list[int]) -> Books:
        books = manager()
        for number in order:
            side, product = ("buy", "sell")[number % 2], ("P1", "P2")[number // 2 % 2]
            books.trade(f"T{number:02}", side, product=product, day=DAYS[number % 7])
        return books

    first = drawn(1, many(list(range(40))), "first")
    assert len(first) == 8
    assert drawn(1, many(list(reversed(range(40)))), "shuffled") == first
    assert drawn(2, many(list(range(40))), "second") != first
