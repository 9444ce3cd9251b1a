"""What a folder for `related-parties` holds: its tables, its settings, the words that cells may hold."""

from __future__ import annotations

from decimal import Decimal

from xianxing.toolbox.reading import Layout
from xianxing.toolbox.related_parties.adapters import STAND_INS
from xianxing.toolbox.related_parties.checks import check
from xianxing.toolbox.tables import Column, Kind, Setting, Table

ZERO, ONE = Decimal(0), Decimal(1)
FIRST_YEAR, LAST_YEAR = Decimal(1990), Decimal(2200)
ENTITY_KINDS = ("person", "company", "partnership", "product", "state_body")
HOLDING_KINDS = ("direct", "nominee", "entrusted")
POSTS = (
    "chairman", "director", "independent_director", "supervisor", "general_manager", "executive",
    "legal_representative", "employee", "nominated_by",
)  # fmt: skip
RELATIONS = (
    "spouse", "parent", "child", "sibling", "grandparent", "grandchild", "parent_in_law", "child_in_law",
    "spouse_of_sibling", "sibling_of_spouse", "parent_of_child_in_law", "other",
)  # fmt: skip
TRADE_KINDS = (
    "asset", "service", "lease", "bond", "repo", "product", "underwriting", "brokerage", "deposit",
    "joint_investment", "mandate", "guarantee", "financial_assistance", "margin_business", "gift", "other",
)  # fmt: skip
EXEMPTIONS = (
    "pure_benefit", "lpr_loan", "cash_subscription", "underwriting", "dividend", "tender",
    "same_terms_person", "state_price",
)  # fmt: skip
METHODS = (
    "integrated", "weakest_link", "majority_closure", "voting_power", "tax_step", "beneficial_owner",
)  # fmt: skip
BOARDS = ("sse_main", "szse_main", "chinext", "star", "bse")
BODIES = ("board", "shareholders", "independent_directors")
BALLOTS = ("for", "against", "abstain", "recused", "absent")
SPAN = (Column("from", Kind.DATE), Column("to", Kind.DATE))
SPANS = (("from", "to"),)


def _entity(name: str, *, required: bool = True) -> Column:
    return Column(name, required=required, refers="entities")


def _share(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required=required, low=ZERO, high=ONE)


TABLES = (
    Table(
        "entities",
        (
            Column("id", required=True),
            Column("name", required=True),
            Column("kind", required=True, choices=ENTITY_KINDS),
            Column("uscc"),
            Column("born", Kind.DATE),
            _entity("state_body", required=False),
            Column("capital", Kind.NUMBER, low=ZERO),
            Column("address"),
            Column("phone"),
            Column("former_names", Kind.LIST),
        ),
        key=("id",),
        required=True,
    ),
    Table(
        "holdings",
        (
            _entity("holder"),
            _entity("held"),
            _share("equity", required=True),
            _share("votes"),
            Column("kind", choices=HOLDING_KINDS),
            _entity("for", required=False),
            *SPAN,
            Column("source"),
        ),
        spans=SPANS,
    ),
    Table(
        "posts",
        (
            _entity("person"),
            _entity("entity"),
            Column("post", required=True, choices=POSTS),
            *SPAN,
            Column("source"),
        ),
        spans=SPANS,
    ),
    Table(
        "kin",
        (
            _entity("person"),
            _entity("relative"),
            Column("relation", required=True, choices=RELATIONS),
            *SPAN,
        ),
        spans=SPANS,
    ),
    Table("concert", (_entity("a"), _entity("b"), Column("agreement"), *SPAN), spans=SPANS),
    Table("own_list", (_entity("entity"), *SPAN), spans=SPANS),
    Table(
        "trades",
        (
            Column("id", required=True),
            Column("date", Kind.DATE, required=True),
            _entity("counterparty"),
            Column("kind", required=True, choices=TRADE_KINDS),
            Column("amount", Kind.NUMBER, required=True, above=ZERO),
            Column("target"),
            _share("stake"),
            Column("exemption", choices=EXEMPTIONS),
            Column("approvals", Kind.LIST, refers="approvals"),
            Column("disclosed_on", Kind.DATE),
            Column("instrument"),
            Column("price", Kind.NUMBER, low=ZERO),
            Column("quantity", Kind.NUMBER, low=ZERO),
            _entity("unit", required=False),
        ),
        key=("id",),
    ),
    Table(
        "estimates",
        (
            Column("year", Kind.INTEGER, required=True, low=FIRST_YEAR, high=LAST_YEAR),
            _entity("controller"),
            Column("kind", required=True, choices=TRADE_KINDS),
            Column("amount", Kind.NUMBER, required=True, low=ZERO),
            Column("approval", refers="approvals"),
        ),
    ),
    Table(
        "approvals",
        (
            Column("id", required=True),
            Column("body", required=True, choices=BODIES),
            Column("date", Kind.DATE, required=True),
        ),
        key=("id",),
    ),
    Table(
        "ballots",
        (
            Column("approval", required=True, refers="approvals"),
            _entity("voter"),
            Column("ballot", required=True, choices=BALLOTS),
        ),
        key=("approval", "voter"),
    ),
    Table(
        "matters",
        (
            Column("id", required=True),
            Column("date", Kind.DATE, required=True),
            Column("counterparties", Kind.LIST, required=True, refers="entities"),
            Column("with_controlled", Kind.FLAG),
        ),
        key=("id",),
    ),
    Table(
        "financials",
        (
            Column("date", Kind.DATE, required=True),
            Column("net_assets", Kind.NUMBER),
            Column("total_assets", Kind.NUMBER, low=ZERO),
            Column("market_cap", Kind.NUMBER, low=ZERO),
        ),
        key=("date",),
    ),
    Table(
        "prices",
        (
            Column("date", Kind.DATE, required=True),
            Column("instrument", required=True),
            Column("price", Kind.NUMBER, required=True, above=ZERO),
            Column("source"),
        ),
        key=("date", "instrument", "source"),
    ),
    Table(
        "look_through",
        (
            Column("method", required=True, choices=METHODS),
            _entity("held"),
            _entity("owner", required=False),
        ),
    ),
)

SETTINGS = (
    Setting("firm", required=True),
    Setting("firm_kind", choices=("securities_firm", "other"), default="other"),
    Setting("boards", Kind.LIST, choices=BOARDS, default=()),
    Setting("price_tolerance", Kind.NUMBER, default=Decimal("0.01"), low=ZERO),
    Setting("facts", Kind.FLAG, default=False),
    Setting("limits.board", Kind.NUMBER, low=ZERO),
    Setting("limits.shareholders", Kind.NUMBER, low=ZERO),
)

LAYOUT = Layout("related-parties", TABLES, SETTINGS, check, STAND_INS)
