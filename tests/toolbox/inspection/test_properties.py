"""Random folders: no crash, the order of rows changes nothing, and lines are monotone."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.toolbox.inspection.books import DAYS, Books
from xianxing.toolbox.inspection import kinds

NUMBERS = st.integers(-3, 400).map(lambda value: f"{value / 4:g}")
FLAGS = st.sampled_from(["", "0", "1"])
MATURITIES = st.sampled_from(["", "2025-03-10", "2025-12-31", "2026-03-03", "2030-01-01"])
PRODUCTS = st.builds(
    lambda kind, class_, opens, structured, index: {
        "kind": kind, "class_": class_, "open_": opens, "structured": structured, "index_tracking": index,
        "ends": "2026-01-01" if structured else "", "last_open_day": "2025-12-01" if index else "",
    },
    st.sampled_from(kinds.PRODUCTS),
    st.sampled_from(["", *kinds.CLASSES]),
    st.sampled_from(["", "open", "closed", "periodic"]),
    FLAGS,
    FLAGS,
)  # fmt: skip
ASSETS = st.builds(
    lambda kind, same, size, matures, illiquid, rating: {
        "kind": kind, "same_as": same, "issue_size": size, "tradable_shares": size, "matures": matures,
        "illiquid": illiquid, "rating": rating, "issuer": same,
    },
    st.sampled_from(kinds.ASSETS),
    st.sampled_from(["", "A0", "A1", "A2", "G"]),
    st.sampled_from(["", "10", "1000"]),
    MATURITIES,
    FLAGS,
    st.sampled_from(["", "AAA", "AA", "?"]),
)  # fmt: skip


@st.composite
def folders(draw: st.DrawFn) -> Books:
    """A few products, assets and days, with holdings, trades, subscriptions and investors among them."""
    books = Books()
    products = draw(st.lists(PRODUCTS, min_size=1, max_size=3))
    assets = draw(st.lists(ASSETS, min_size=1, max_size=4))
    for place, product in enumerate(products):
        books.product(f"P{place}", **product)
    for place, asset in enumerate(assets):
        books.asset(f"A{place}", **asset)
    days = DAYS[: draw(st.integers(1, 5))]
    for place, _product in enumerate(products):
        for day in days:
            if draw(st.booleans()):
                net = draw(st.integers(1, 100))
                total = net + draw(st.integers(-2, 150))
                opens = draw(FLAGS)
                books.nav(net, product=f"P{place}", day=day, total=max(total, 0), open_day=opens)
            for number, asset in enumerate(assets):
                if draw(st.booleans()):
                    low = "0" if asset["kind"] in kinds.HELD_LONG else "-2"
                    quantity = draw(st.sampled_from([low, "1", "5", "7"]))
                    books.hold(
                        draw(NUMBERS), quantity, asset=f"A{number}", product=f"P{place}", day=day,
                        notional=draw(st.sampled_from(["", "3", "90"])),
                        valuation=draw(st.sampled_from(["", "market", "amortised"])),
                    )  # fmt: skip
    for number in range(draw(st.integers(0, 8))):
        books.trade(
            f"T{number}", draw(st.sampled_from(["buy", "sell"])), draw(st.integers(1, 9)),
            draw(st.integers(90, 110)), product=f"P{draw(st.integers(0, len(products) - 1))}",
            asset=f"A{draw(st.integers(0, len(assets) - 1))}", day=draw(st.sampled_from(days)),
            venue=draw(st.sampled_from(["exchange", "interbank"])),
            counterparty=draw(st.sampled_from(["", "X"])),
            counter_product=draw(st.sampled_from(["", "P0", "Z"])),
        )  # fmt: skip
    if draw(st.booleans()):
        books.add("market", asset="A0", date=days[0], volume=draw(st.integers(0, 50)))
        books.add("references", asset="A0", date=days[0], source="S", price=draw(st.integers(1, 120)))
        books.add("investors", product="P0", investor="I", kind="product", amount=1, product_investors="")
        books.add(
            "subscriptions", id="S1", product="P0", date=days[0], asset="A0",
            amount=draw(st.integers(0, 300)), quantity=draw(st.integers(0, 2000)),
        )  # fmt: skip
    return books


def told(books: Books) -> tuple[str, int]:
    """The answer without what names lines and digests, and the status."""
    with TemporaryDirectory() as folder:
        outcome = books.outcome(Path(folder))
        plain = outcome.as_json()
    text = json.dumps([_without_lines(plain["findings"]), _without_lines(plain["results"])])
    return text, outcome.status


def _without_lines(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: _without_lines(part)
            for name, part in value.items()
            if name not in ("evidence", "line", "message")
        }
    return [_without_lines(part) for part in value] if isinstance(value, list) else value


@given(folders(), st.integers())
def test_any_folder_gets_an_answer_that_the_order_of_rows_does_not_change(books: Books, seed: int) -> None:
    first = told(books)
    shuffled = Books(books.head, {name: list(rows) for name, rows in books.rows.items()})
    for rows in shuffled.rows.values():
        Random(seed).shuffle(rows)
    assert first[1] in (0, 1)
    assert told(shuffled) == first


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_of_one_asset_is_never_less_broken(net: int, value: int, more: int) -> None:
    def broken(held: int) -> bool:
        with TemporaryDirectory() as folder:
            said = Books().product().asset().nav(net).hold(held).run(Path(folder))
        return bool(said.episodes)

    assert broken(value) <= broken(value + more)
    assert broken(value) == (4 * value > net)


@given(folders(), st.data())
def test_a_spoiled_cell_is_refused_or_set_aside_and_never_raises(books: Books, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(books.rows)))
    row = data.draw(st.sampled_from(books.rows[table]))
    column = data.draw(st.sampled_from(sorted(row)))
    row[column] = data.draw(
        st.sampled_from(["", "x", "-1", "1e9", "51%", "2025/01/02", "=1+1", "P0", "nan", "9" * 70])
    )
    with TemporaryDirectory() as folder:
        outcome = books.outcome(Path(folder), lenient=data.draw(st.booleans()))
        json.dumps(outcome.as_json())
    assert outcome.status in (0, 1, 2)
    assert (outcome.answer is None) == (outcome.status == 2)
