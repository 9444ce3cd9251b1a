"""The tables and settings of an inspection's folder, and what its rows must keep between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xianxing.i18n import gettext
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.problems import Code, Problem
from xianxing.toolbox.settings import FILE
from xianxing.toolbox.tables import Column, Kind, Setting, Table

ZERO = Decimal(0)


def _id() -> Column:
    return Column("id", required=True)


def _product() -> Column:
    return Column("product", required=True, refers="products")


def _asset() -> Column:
    return Column("asset", required=True, refers="assets")


def _date() -> Column:
    return Column("date", Kind.DATE, required=True)


def _flag(name: str) -> Column:
    return Column(name, Kind.FLAG)


def _positive(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required=required, above=ZERO)


def _amount(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required=required, low=ZERO)


def _number(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required=required)


def _word(name: str, *choices: str, required: bool = False) -> Column:
    return Column(name, required=required, choices=choices)


PRODUCTS = Table(
    "products",
    (
        _id(),
        Column("name", required=True),
        _word("kind", *kinds.PRODUCTS, required=True),
        _word("class", *kinds.CLASSES),
        _word("open", "open", "closed", "periodic"),
        _flag("structured"),
        Column("starts", Kind.DATE),
        Column("ends", Kind.DATE),
        Column("last_open_day", Kind.DATE),
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
        Column("name", required=True),
        _word("kind", *kinds.ASSETS, required=True),
        Column("issuer"),
        Column("same_as"),
        _positive("tradable_shares"),
        _positive("issue_size"),
        Column("matures", Kind.DATE),
        Column("exit_by", Kind.DATE),
        _flag("nonstandard"),
        Column("rating"),
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
        Column("time", Kind.TIME),
        _asset(),
        _word("side", "buy", "sell", required=True),
        _positive("quantity", required=True),
        _positive("price", required=True),
        _word("venue", "exchange", "block", "interbank", "otc", required=True),
        Column("counterparty"),
        Column("counter_product"),
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
    (_asset(), _date(), Column("source", required=True), _positive("price", required=True)),
    key=("asset", "date", "source"),
)
INVESTORS = Table(
    "investors",
    (
        _product(),
        Column("investor", required=True),
        _word("kind", "person", "legal_person", "product", required=True),
        _amount("amount", required=True),
        Column("product_investors", Kind.INTEGER, low=ZERO),
        _flag("regulated"),
    ),
    key=("product", "investor"),
)
TABLES = (PRODUCTS, NAV, POSITIONS, ASSETS, SUBSCRIPTIONS, TRADES, MARKET, REFERENCES, INVESTORS)
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


def check(inputs: Inputs) -> Iterator[Problem]:
    """What rows and settings must keep between them: days in order, and no short holding of what can't be."""
    first, last = inputs.settings.get("from"), inputs.settings.get("to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        words = gettext("write a day that doesn't lie before `from` ({day})").format(day=first)
        yield Problem(FILE, None, "to", Code.OUT_OF_RANGE, last.isoformat(), words)
    asset_kinds = {row.text("id"): row.text("kind") for row in inputs.rows("assets")}
    private = {row.text("id") for row in inputs.rows("products") if row.text("kind") == "private_fund"}
    for row in inputs.rows("positions"):
        quantity = row.number("quantity")
        if quantity is None or quantity >= 0:
            continue
        kind = asset_kinds.get(row.text("asset"), "")
        if kind not in kinds.HELD_LONG or (kind in kinds.SHORT_IN_PRIVATE and row.text("product") in private):
            continue
        words = gettext("an asset of kind {kind} is held with a quantity of at least 0").format(kind=kind)
        yield Problem("positions", row.line, "quantity", Code.OUT_OF_RANGE, format(quantity, "f"), words)
