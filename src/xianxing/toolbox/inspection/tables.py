"""The tables and settings of an inspection's folder, and what its rows must keep between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xianxing.i18n import gettext
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.numbers import plain
from xianxing.toolbox.problems import InputProblem, ProblemCode
from xianxing.toolbox.settings import FILE
from xianxing.toolbox.tables import Kind, Setting, Table, TableColumn

ZERO = Decimal(0)


def _id() -> TableColumn:
    return TableColumn("id", required=True)


def _product() -> TableColumn:
    return TableColumn("product", required=True, refers="products")


def _asset() -> TableColumn:
    return TableColumn("asset", required=True, refers="assets")


def _date() -> TableColumn:
    return TableColumn("date", Kind.DATE, required=True)


def _flag(name: str) -> TableColumn:
    return TableColumn(name, Kind.FLAG)


def _positive(name: str, *, required: bool = False) -> TableColumn:
    return TableColumn(name, Kind.NUMBER, required=required, above=ZERO)


def _amount(name: str, *, required: bool = False) -> TableColumn:
    return TableColumn(name, Kind.NUMBER, required=required, low=ZERO)


def _number(name: str, *, required: bool = False) -> TableColumn:
    return TableColumn(name, Kind.NUMBER, required=required)


def _word(name: str, *choices: str, required: bool = False) -> TableColumn:
    return TableColumn(name, required=required, choices=choices)


PRODUCTS = Table(
    "products",
    (
        _id(),
        TableColumn("name", required=True),
        _word("kind", *kinds.PRODUCTS, required=True),
        _word("class", *kinds.CLASSES),
        _word("open", "open", "closed", "periodic"),
        _flag("structured"),
        TableColumn("starts", Kind.DATE),
        TableColumn("ends", Kind.DATE),
        TableColumn("last_open_day", Kind.DATE),
        _flag("professionals_10m"),
        _flag("index_tracking"),
        _word("purpose", "ordinary", "acquisition", "unlisted_equity"),
        _positive("contract_leverage"),
    ),
    key=("id",),
    required=True,
    spans=(("starts", "ends"), ("starts", "last_open_day")),
)
NAV = Table(
    "nav",
    (
        _product(),
        _date(),
        _amount("total_assets", required=True),
        _positive("net_assets", required=True),
        _flag("open_day"),
        _amount("units"),
    ),
    key=("product", "date"),
    required=True,
)
POSITIONS = Table(
    "positions",
    (
        _product(),
        _date(),
        _asset(),
        _number("quantity", required=True),
        _number("market_value", required=True),
        _number("notional"),
        _number("cost"),
        _word("valuation", "market", "model", "amortised"),
    ),
    key=("product", "date", "asset"),
    required=True,
)
ASSETS = Table(
    "assets",
    (
        _id(),
        TableColumn("name", required=True),
        _word("kind", *kinds.ASSETS, required=True),
        TableColumn("issuer"),
        TableColumn("same_as"),
        _positive("tradable_shares"),
        _positive("issue_size"),
        TableColumn("matures", Kind.DATE),
        TableColumn("exit_by", Kind.DATE),
        _flag("nonstandard"),
        TableColumn("rating"),
        _flag("illiquid"),
        _amount("days_to_cash"),
    ),
    key=("id",),
    required=True,
)
SUBSCRIPTIONS = Table(
    "subscriptions",
    (
        _id(),
        _product(),
        _date(),
        _asset(),
        _amount("amount", required=True),
        _amount("quantity", required=True),
    ),
    key=("id",),
)
TRADES = Table(
    "trades",
    (
        _id(),
        _product(),
        _date(),
        TableColumn("time", Kind.TIME),
        _asset(),
        _word("side", "buy", "sell", required=True),
        _positive("quantity", required=True),
        _positive("price", required=True),
        _word("venue", "exchange", "block", "interbank", "otc", required=True),
        TableColumn("counterparty"),
        TableColumn("counter_product"),
    ),
    key=("id",),
)
MARKET = Table(
    "market",
    (_asset(), _date(), _amount("volume", required=True), _amount("close")),
    key=("asset", "date"),
)
REFERENCES = Table(
    "references",
    (_asset(), _date(), TableColumn("source", required=True), _positive("price", required=True)),
    key=("asset", "date", "source"),
)
INVESTORS = Table(
    "investors",
    (
        _product(),
        TableColumn("investor", required=True),
        _word("kind", "person", "legal_person", "product", required=True),
        _amount("amount", required=True),
        TableColumn("product_investors", Kind.INTEGER, low=ZERO),
        _flag("regulated"),
    ),
    key=("product", "investor"),
)
TABLES = (PRODUCTS, NAV, POSITIONS, ASSETS, SUBSCRIPTIONS, TRADES, MARKET, REFERENCES, INVESTORS)
COLUMNAR = frozenset({"positions"})  # may stay in a file that is too large for rows in memory
SETTINGS = (
    Setting("manager"),
    Setting("from", Kind.DATE),
    Setting("to", Kind.DATE),
    Setting(
        "fair_trading.windows",
        Kind.INTEGER,
        default=(Decimal(1), Decimal(3), Decimal(5)),
        low=Decimal(1),
        high=Decimal(60),
    ),
    Setting("fair_trading.reverse_share", Kind.NUMBER, low=ZERO, high=Decimal(1)),
    Setting("chain.days", Kind.INTEGER, default=Decimal(5), low=ZERO, high=Decimal(250)),
    Setting("chain.tolerance", Kind.NUMBER, low=ZERO, high=Decimal(1)),
    Setting("sample.per_stratum", Kind.INTEGER, default=Decimal(3), low=ZERO, high=Decimal(1000)),
)


def check(inputs: Inputs) -> Iterator[InputProblem]:
    """What rows and settings must keep between them: days in order, and no short holding of what can't be."""
    first, last = inputs.settings.get("from"), inputs.settings.get("to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        words = gettext("write a day that doesn't lie before `from` ({day})").format(day=first)
        yield InputProblem(FILE, None, "to", ProblemCode.OUT_OF_RANGE, last.isoformat(), words)
    asset_kinds = {row.text("id"): row.text("kind") for row in inputs.rows("assets")}
    private = {row.text("id") for row in inputs.rows("products") if row.text("kind") == "private_fund"}
    for row in inputs.below("positions", "quantity", 0):
        quantity = row.number("quantity") or ZERO
        kind = asset_kinds.get(row.text("asset"), "")
        if kind not in kinds.HELD_LONG or (kind in kinds.SHORT_IN_PRIVATE and row.text("product") in private):
            continue
        words = gettext("an asset of kind {kind} is held with a quantity of at least 0").format(kind=kind)
        yield InputProblem(
            "positions", row.line, "quantity", ProblemCode.OUT_OF_RANGE, plain(quantity), words
        )
