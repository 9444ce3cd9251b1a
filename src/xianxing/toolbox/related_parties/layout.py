"""What a folder for `related-parties` holds: its tables, its settings, the words that cells may hold."""

from __future__ import annotations

from decimal import Decimal

from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.related_parties.adapters import STAND_INS
from xianxing.toolbox.related_parties.checks import check
from xianxing.toolbox.tables import Kind, Setting, Table, TableColumn

ZERO, ONE = Decimal(0), Decimal(1)
LARGE = 200_000  # rows of Parquet from which stakes and entities stay in columns
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
SPAN = (TableColumn("from", Kind.DATE), TableColumn("to", Kind.DATE))
SPANS = (("from", "to"),)


def _entity(name: str, *, required: bool = True) -> TableColumn:
    return TableColumn(name, required=required, refers="entities")


def _share(name: str, *, required: bool = False) -> TableColumn:
    return TableColumn(name, Kind.NUMBER, required=required, low=ZERO, high=ONE)


TABLES = (
    Table(
        "entities",
        (
            TableColumn("id", required=True),
            TableColumn("name", required=True),
            TableColumn("kind", required=True, choices=ENTITY_KINDS),
            TableColumn("uscc"),
            TableColumn("born", Kind.DATE),
            _entity("state_body", required=False),
            TableColumn("capital", Kind.NUMBER, low=ZERO),
            TableColumn("address"),
            TableColumn("phone"),
            TableColumn("former_names", Kind.LIST),
        ),
        key=("id",),
        required=True,
        in_columns_from=LARGE,
    ),
    Table(
        "holdings",
        (
            _entity("holder"),
            _entity("held"),
            _share("equity", required=True),
            _share("votes"),
            TableColumn("kind", choices=HOLDING_KINDS),
            _entity("for", required=False),
            *SPAN,
            TableColumn("source"),
        ),
        spans=SPANS,
        in_columns_from=LARGE,
    ),
    Table(
        "posts",
        (
            _entity("person"),
            _entity("entity"),
            TableColumn("post", required=True, choices=POSTS),
            *SPAN,
            TableColumn("source"),
        ),
        spans=SPANS,
    ),
    Table(
        "kin",
        (
            _entity("person"),
            _entity("relative"),
            TableColumn("relation", required=True, choices=RELATIONS),
            *SPAN,
        ),
        spans=SPANS,
    ),
    Table("concert", (_entity("a"), _entity("b"), TableColumn("agreement"), *SPAN), spans=SPANS),
    Table("own_list", (_entity("entity"), *SPAN), spans=SPANS),
    Table(
        "trades",
        (
            TableColumn("id", required=True),
            TableColumn("date", Kind.DATE, required=True),
            _entity("counterparty"),
            TableColumn("kind", required=True, choices=TRADE_KINDS),
            TableColumn("amount", Kind.NUMBER, required=True, above=ZERO),
            TableColumn("target"),
            _share("stake"),
            TableColumn("exemption", choices=EXEMPTIONS),
            TableColumn("approvals", Kind.LIST, refers="approvals"),
            TableColumn("disclosed_on", Kind.DATE),
            TableColumn("instrument"),
            TableColumn("price", Kind.NUMBER, low=ZERO),
            TableColumn("quantity", Kind.NUMBER, low=ZERO),
            _entity("unit", required=False),
        ),
        key=("id",),
    ),
    Table(
        "estimates",
        (
            TableColumn("year", Kind.INTEGER, required=True, low=FIRST_YEAR, high=LAST_YEAR),
            _entity("controller"),
            TableColumn("kind", required=True, choices=TRADE_KINDS),
            TableColumn("amount", Kind.NUMBER, required=True, low=ZERO),
            TableColumn("approval", refers="approvals"),
        ),
    ),
    Table(
        "approvals",
        (
            TableColumn("id", required=True),
            TableColumn("body", required=True, choices=BODIES),
            TableColumn("date", Kind.DATE, required=True),
        ),
        key=("id",),
    ),
    Table(
        "ballots",
        (
            TableColumn("approval", required=True, refers="approvals"),
            _entity("voter"),
            TableColumn("ballot", required=True, choices=BALLOTS),
        ),
        key=("approval", "voter"),
    ),
    Table(
        "matters",
        (
            TableColumn("id", required=True),
            TableColumn("date", Kind.DATE, required=True),
            TableColumn("counterparties", Kind.LIST, required=True, refers="entities"),
            TableColumn("with_controlled", Kind.FLAG),
        ),
        key=("id",),
    ),
    Table(
        "financials",
        (
            TableColumn("date", Kind.DATE, required=True),
            TableColumn("net_assets", Kind.NUMBER),
            TableColumn("total_assets", Kind.NUMBER, low=ZERO),
            TableColumn("market_cap", Kind.NUMBER, low=ZERO),
        ),
        key=("date",),
    ),
    Table(
        "prices",
        (
            TableColumn("date", Kind.DATE, required=True),
            TableColumn("instrument", required=True),
            TableColumn("price", Kind.NUMBER, required=True, above=ZERO),
            TableColumn("source"),
        ),
        key=("date", "instrument", "source"),
    ),
    Table(
        "look_through",
        (
            TableColumn("method", required=True, choices=METHODS),
            _entity("held"),
            _entity("owner", required=False),
        ),
    ),
)

SETTINGS = (
    Setting("firm", required=True, refers="entities"),
    Setting("firm_kind", choices=("securities_firm", "other"), default="other"),
    Setting("boards", Kind.LIST, choices=BOARDS, default=()),
    Setting("price_tolerance", Kind.NUMBER, default=Decimal("0.01"), low=ZERO),
    Setting("facts", Kind.FLAG, default=False),
    Setting("limits.board", Kind.NUMBER, low=ZERO),
    Setting("limits.shareholders", Kind.NUMBER, low=ZERO),
)

LAYOUT = FolderLayout("related-parties", TABLES, SETTINGS, check, STAND_INS)
