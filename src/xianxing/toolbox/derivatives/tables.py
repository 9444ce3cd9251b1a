"""The tables and settings of the tool `derivatives`."""

from __future__ import annotations

from decimal import Decimal

from xianxing.toolbox.tables import Kind, Setting, Table, TableColumn

NUMBER, INTEGER, DATE, FLAG, LIST = Kind.NUMBER, Kind.INTEGER, Kind.DATE, Kind.FLAG, Kind.LIST
ZERO, ONE = Decimal(0), Decimal(1)
UNDERLYING_KINDS = (
    "stock", "broad_index", "narrow_index", "commodity", "credit_bond", "fund", "private_product",
    "otc_derivative", "other",
)  # fmt: skip
CREDIT = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "IG", "SG")
SUB_CLASSES = (*CREDIT, "single", "index", "electricity", "other")


def _must(name: str, kind: Kind = Kind.TEXT, **more: object) -> TableColumn:
    return TableColumn(name, kind, required=True, **more)  # type: ignore[arg-type]


TRADES = Table(
    "trades",
    (
        _must("uti"),
        _must("kind", choices=("option", "swap", "forward", "note")),
        TableColumn("structure", choices=("vanilla", "snowball", "barrier", "linear", "other")),
        _must("trade_date", DATE),
        TableColumn("effective", DATE),
        _must("matures", DATE),
        _must("notional", NUMBER, low=ZERO),
        _must("underlying", refers="underlyings"),
        _must("counterparty", refers="counterparties"),
        _must("dealer"),
        TableColumn("agreement"),
        TableColumn("premium", NUMBER, low=ZERO),
        TableColumn("initial_margin", NUMBER, low=ZERO),
        TableColumn("ki_barrier", NUMBER, above=ZERO),
        TableColumn("ko_barrier", NUMBER, above=ZERO),
        TableColumn("knocked_in", FLAG),
        TableColumn("ended", FLAG),
        TableColumn("book", refers="books"),
        TableColumn("reported_at", DATE),
    ),
    key=("uti",),
    spans=(("trade_date", "matures"), ("trade_date", "effective"), ("trade_date", "reported_at")),
)
COUNTERPARTIES = Table(
    "counterparties",
    (
        _must("id"),
        _must("kind", choices=("professional", "legal_person", "product", "person")),
        TableColumn("net_assets", NUMBER),
        TableColumn("financial_assets", NUMBER, low=ZERO),
        TableColumn("experience_years", NUMBER, low=ZERO),
        TableColumn("manager_aum", NUMBER, low=ZERO),
        TableColumn("manager_years", NUMBER, low=ZERO),
        TableColumn("structured", FLAG),
        TableColumn("product_size", NUMBER, low=ZERO),
        TableColumn("top_share", NUMBER, low=ZERO, high=ONE),
        TableColumn("top_professional", FLAG),
        TableColumn("top_financial_assets", NUMBER, low=ZERO),
        TableColumn("top_years", NUMBER, low=ZERO),
        TableColumn("stocks", LIST),
    ),
    key=("id",),
)
UNDERLYINGS = Table(
    "underlyings",
    (
        _must("id"),
        _must("kind", choices=UNDERLYING_KINDS),
        TableColumn("in_margin_list", FLAG),
        TableColumn("has_future", FLAG),
        TableColumn("exchange_margin_rate", NUMBER, low=ZERO, high=ONE),
        TableColumn("price", NUMBER, above=ZERO),
        TableColumn("adv20", NUMBER, low=ZERO),
    ),
    key=("id",),
)
POSTED = Table("posted", (_must("counterparty", refers="counterparties"), _must("amount", NUMBER, low=ZERO)))
LONG_SHORT = Table(
    "long_short",
    (
        _must("book", refers="books"),
        _must("counterparty", refers="counterparties"),
        _must("side", choices=("long", "short")),
        _must("stock"),
        _must("notional", NUMBER, low=ZERO),
    ),
)
BOOKS = Table("books", (_must("book"), TableColumn("correlation", NUMBER, low=-ONE, high=ONE)), key=("book",))
DEALER_CAPITAL = Table(
    "dealer_capital",
    (_must("dealer"), _must("month"), _must("net_capital", NUMBER)),
    key=("dealer", "month"),
)
HEDGES = Table(
    "hedges",
    (
        _must("underlying", refers="underlyings"),
        _must("shock", NUMBER),
        _must("delta_now", NUMBER),
        _must("delta_shocked", NUMBER),
        _must("participation", NUMBER, above=ZERO, high=ONE),
    ),
)
SNOWBALLS = Table(
    "snowballs",
    (
        _must("id"),
        _must("s0", NUMBER, above=ZERO),
        _must("spot", NUMBER, above=ZERO),
        _must("r", NUMBER, low=-ONE, high=ONE),
        _must("q", NUMBER, low=-ONE, high=ONE),
        _must("vol", NUMBER, above=ZERO, high=Decimal(5)),
        _must("steps_per_year", INTEGER, low=ONE, high=Decimal(1000)),
        _must("expiry_step", INTEGER, low=ONE, high=Decimal(20_000)),
        _must("expiry_accrual", NUMBER, low=ZERO),
        _must("coupon_dividend", NUMBER),
        _must("ki_barrier", NUMBER, low=ZERO),
        _must("ki_observation", choices=("daily", "expiry")),
        TableColumn("floor", NUMBER, low=ZERO, high=ONE),
        _must("status", choices=("none", "knocked_in")),
    ),
    key=("id",),
)
OBSERVATIONS = Table(
    "observations",
    (
        _must("snowball", refers="snowballs"),
        _must("step", INTEGER, low=ONE),
        _must("ko_barrier", NUMBER, above=ZERO),
        _must("coupon", NUMBER),
        _must("accrual", NUMBER, low=ZERO),
    ),
    key=("snowball", "step"),
)
SACCR_SETS = Table(
    "saccr_sets",
    (
        _must("id"),
        _must("margined", FLAG),
        _must("collateral", NUMBER),
        _must("nica", NUMBER),
        _must("threshold", NUMBER, low=ZERO),
        _must("mta", NUMBER, low=ZERO),
        TableColumn("mpor_days", NUMBER, above=ZERO),
    ),
    key=("id",),
)
SACCR_TRADES = Table(
    "saccr_trades",
    (
        _must("id"),
        _must("netting_set", refers="saccr_sets"),
        _must("asset_class", choices=("interest_rate", "fx", "credit", "equity", "commodity")),
        _must("hedging_set"),
        TableColumn("reference"),
        TableColumn("sub_class", choices=SUB_CLASSES),
        _must("notional", NUMBER, low=ZERO),
        _must("mtm", NUMBER),
        TableColumn("start", NUMBER, low=ZERO),
        TableColumn("end", NUMBER, low=ZERO),
        _must("maturity", NUMBER, low=ZERO),
        _must("position", choices=("long", "short")),
        TableColumn("option", choices=("bought_call", "bought_put", "sold_call", "sold_put")),
        TableColumn("price", NUMBER),
        TableColumn("strike", NUMBER),
        TableColumn("exercise", NUMBER, low=ZERO),
    ),
    key=("id",),
)
CRIF = Table(
    "crif",
    (
        TableColumn("TradeID"), _must("PortfolioID"), _must("ProductClass"), _must("RiskType"),
        _must("Qualifier"),
        TableColumn("Bucket"), TableColumn("Label1"), TableColumn("Label2"), TableColumn("Amount", NUMBER),
        TableColumn("AmountCurrency"), _must("AmountUSD", NUMBER), TableColumn("IMModel"),
    ),
)  # fmt: skip
TABLES = (
    TRADES, COUNTERPARTIES, UNDERLYINGS, POSTED, LONG_SHORT, BOOKS, DEALER_CAPITAL, HEDGES, SNOWBALLS,
    OBSERVATIONS, SACCR_SETS, SACCR_TRADES, CRIF,
)  # fmt: skip
SETTINGS = (
    Setting("dealer"),
    Setting("dealer_kind", choices=("securities_firm", "futures_subsidiary"), default="securities_firm"),
    Setting("tier", INTEGER, low=ONE, high=Decimal(2)),
    Setting("wall.step", NUMBER, default=Decimal(100), low=Decimal("0.0001")),
    Setting("wall.from", NUMBER, default=Decimal(5000), low=ZERO),
    Setting("wall.to", NUMBER, default=Decimal(8000), low=ZERO),
    Setting("stress.share", NUMBER, default=Decimal("0.2"), low=ZERO),
    Setting("pricing.engine", choices=("mc", "pde", "quad"), default="pde"),
    Setting("pricing.paths", INTEGER, default=Decimal(100_000), low=ONE, high=Decimal(10_000_000)),
    Setting("pricing.seed", INTEGER, low=ZERO),
    Setting("simm.version", choices=("2.6", "2.7+2412", "2.8+2506"), default="2.6"),
)
