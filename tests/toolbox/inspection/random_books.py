"""Random folders of a manager: a few products, assets and days, with cells missing here and there."""

from __future__ import annotations

from decimal import Decimal
from random import Random

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


def manager(seed: int, *, products: int = 6, assets: int = 30, days: int = 12) -> Books:
    """A manager of one seed whose products hold much, so that every rule has something to add up."""
    drawn, books = Random(seed), Books()
    for number in range(products):
        books.product(
            f"P{number}", drawn.choice(kinds.PRODUCTS), class_=drawn.choice(("", *kinds.CLASSES)),
            open_=drawn.choice(("open", "closed", "periodic")), structured=drawn.choice("01"),
            ends="2026-01-01", last_open_day="2025-12-01", index_tracking=drawn.choice("001"),
        )  # fmt: skip
    held: dict[str, str] = {}
    for number in range(assets):
        kind = drawn.choice(kinds.ASSETS)
        held[f"A{number}"] = kind
        books.asset(
            f"A{number}", kind, issuer=drawn.choice(("", "C1", "C2")), same_as=drawn.choice(("", "", "G")),
            issue_size=drawn.choice(("", "900", "5000")), tradable_shares="4000",
            matures=drawn.choice(("", "2025-03-12", "2025-11-30", "2026-06-30")),
            illiquid=drawn.choice(("", "0", "0", "1")), rating=drawn.choice(("AAA", "AA")),
            days_to_cash=drawn.choice(("1", "30")),
        )  # fmt: skip
    for number in range(products):
        for day in DAYS[:days]:
            net = Decimal(drawn.randint(3000, 4000)) + Decimal(drawn.randint(0, 99)) / 100
            books.nav(net, product=f"P{number}", day=day, total=net + drawn.randint(0, 4500), open_day="1")
            for name in held if drawn.random() < 0.9 else ():
                if drawn.random() < 0.7:
                    value = Decimal(drawn.randint(0, 30000)) / 100
                    books.hold(
                        value, drawn.randint(1, 90), asset=name, product=f"P{number}", day=day,
                        notional=drawn.choice(("", "40")), valuation=drawn.choice(("", "amortised")),
                    )  # fmt: skip
    return books
