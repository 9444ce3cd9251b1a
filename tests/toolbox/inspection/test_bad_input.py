"""Bad cells and contradictions of an inspection's folder: each refused with its place and its remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.toolbox.inspection.books import DAYS, Books
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.outcome import RunOutcome
from xianxing.toolbox.tool import run_tool


def small() -> Books:
    return Books().product().asset().nav(100).hold(10)


def codes(outcome: RunOutcome) -> set[tuple[str, str, str]]:
    return {(one.table, one.column, one.code.value) for one in outcome.problems}


def changed(table: str, column: str, value: str) -> Books:
    books = small()
    books.trade("T1", "buy").add("market", asset="A1", date=DAYS[0], volume=1)
    books.add("references", asset="A1", date=DAYS[0], source="S", price=1)
    books.add("investors", product="P1", investor="I1", kind="person", amount=1)
    books.add("subscriptions", id="S1", product="P1", date=DAYS[0], asset="A1", amount=1, quantity=1)
    books.rows[table][0][column] = value
    return books


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("products", "kind", "集合", "unknown-code"),
        ("products", "structured", "是", "unknown-code"),
        ("products", "ends", "2025/12/31", "not-a-date"),
        ("nav", "net_assets", "1,000", "not-a-number"),
        ("nav", "net_assets", "0", "out-of-range"),
        ("nav", "net_assets", "-1", "out-of-range"),
        ("nav", "total_assets", "12亿", "not-a-number"),
        ("nav", "net_assets", "nan", "not-finite"),
        ("nav", "product", "P9", "unknown-reference"),
        ("positions", "asset", "A9", "unknown-reference"),
        ("positions", "market_value", "", "missing-value"),
        ("positions", "quantity", "-1", "out-of-range"),
        ("assets", "kind", "股票", "unknown-code"),
        ("assets", "issue_size", "0", "out-of-range"),
        ("trades", "side", "买", "unknown-code"),
        ("trades", "quantity", "0", "out-of-range"),
        ("trades", "price", "-3", "out-of-range"),
        ("trades", "time", "9:31", "not-a-date"),
        ("market", "volume", "-1", "out-of-range"),
        ("references", "price", "0", "out-of-range"),
        ("investors", "product_investors", "1.5", "not-a-number"),
        ("subscriptions", "amount", "51%", "not-a-number"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_its_place(
    table: str, column: str, value: str, code: str, tmp_path: Path
) -> None:
    outcome = changed(table, column, value).outcome(tmp_path)
    assert outcome.status == 2
    assert (table, column, code) in codes(outcome)
    assert all(problem.message for problem in outcome.problems)


def test_two_values_for_one_cell_are_refused(tmp_path: Path) -> None:
    outcome = small().nav(101).hold(11).outcome(tmp_path)
    assert {("nav", "product", "duplicate-key"), ("positions", "product", "duplicate-key")} <= codes(outcome)


def test_lenient_reading_sets_the_row_aside_and_says_so(tmp_path: Path) -> None:
    books = small().nav("x", day=DAYS[1])
    assert books.outcome(tmp_path / "strict").status == 2
    outcome = books.outcome(tmp_path / "lenient", lenient=True)
    assert outcome.status == 0
    assert outcome.answer is not None
    assert all(finding.incomplete for finding in outcome.answer.findings)


def test_a_private_fund_may_hold_borrowed_shares_short_and_a_plan_may_not(tmp_path: Path) -> None:
    books = Books().product(kind="private_fund").asset(illiquid=0).nav(100).hold(-10, -1)
    assert books.outcome(tmp_path / "private").status == 0
    books = Books().product(kind="collective").asset().nav(100).hold(-10, -1)
    assert books.outcome(tmp_path / "plan").status == 2


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    books = small()
    books.head += "from = 2025-03-02\nto = 2025-03-01\n"
    assert ("tool.toml", "to", "out-of-range") in codes(books.outcome(tmp_path))


@pytest.mark.parametrize(
    "setting",
    ["[fair_trading]\nwindows = [0]\n", "[fair_trading]\nreverse_share = 5\n", "[chain]\ndays = 1.5\n"],
)
def test_a_setting_that_cannot_be_is_refused(setting: str, tmp_path: Path) -> None:
    books = small()
    books.head += setting
    assert books.outcome(tmp_path).status == 2


def test_an_empty_folder_of_required_tables_gives_an_empty_answer(tmp_path: Path) -> None:
    said = Books().run(tmp_path)
    assert said.plain["findings"] == []
    assert said.episodes == []
    assert said.plain["results"]["days"] == {"checked": 0, "products": 0}


def test_very_large_and_very_small_numbers_are_never_rounded(tmp_path: Path) -> None:
    net = "4" + "0" * 40
    books = Books().product().asset().nav(net).hold("1" + "0" * 40 + ".000000000000000001")
    (episode,) = books.run(tmp_path).episodes
    assert episode["rule"] == "pm-same-asset-plan"


def test_a_row_set_aside_marks_only_what_rests_on_its_table(tmp_path: Path) -> None:
    books = small().trade("T1", "buy").trade("T2", "sell", "x", product="P1")
    answer = books.outcome(tmp_path, lenient=True).answer
    assert answer is not None
    marked = {finding.rule for finding in answer.findings if finding.incomplete}
    assert marked == {"ft-reverse"}


def test_parquet_with_typed_columns_says_the_same_as_csv(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    books = small().nav(100, day=DAYS[1], open_day=1).hold(30, day=DAYS[1])
    own = books.run(tmp_path / "csv")
    folder = books.write(tmp_path / "parquet")
    for table, rows in books.rows.items():
        (folder / f"{table}.csv").unlink()
        columns = list(dict.fromkeys(name for row in rows for name in row))
        typed = pyarrow.table({name: [row.get(name) for row in rows] for name in columns})
        parquet.write_table(typed, folder / f"{table}.parquet")
    outcome = run_tool(TOOL, folder)
    assert outcome.as_json()["findings"] == own.plain["findings"]


@pytest.mark.parametrize("day", [date.min, date(2003, 12, 31), date(2100, 2, 28), date.max])
def test_days_that_no_calendar_knows_are_judged_without_it(day: date, tmp_path: Path) -> None:
    books = Books().product(kind="public_fund", open="open", class_="money").nav(100, day=day)
    books.product("P2", "private_fund").asset("G1", "government_bond", matures=day)
    books.asset("A1").asset("T1", "term_deposit", matures=date.max)
    for name in ("G1", "A1", "T1"):
        books.hold(11, 2, asset=name, day=day)
    books.trade("T1", "sell", day=day, counterparty="X").trade("T2", "buy", 100, 12, day=day, product="P2")
    books.trade("T3", "buy", 100, 12, day=date.max, product="P2", counterparty="X")
    assert books.outcome(tmp_path).status in (0, 1)
