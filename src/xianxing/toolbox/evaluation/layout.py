"""The folder of the tool: firms with their facts, an input-output table, and links of a supply network."""

from __future__ import annotations

from decimal import Decimal

from xianxing.toolbox.evaluation.checks import check
from xianxing.toolbox.evaluation.indicators import INDICATORS
from xianxing.toolbox.evaluation.size import SIZE_CLASSES
from xianxing.toolbox.reading import FolderLayout
from xianxing.toolbox.tables import Kind, Setting, Table, TableColumn

SCHEMES = ("star", "innovative", "srdi", "little_giant")
# `size` and `chain` are worked out wherever their facts are there; naming them asks for no more.
NAMED = (*SCHEMES, "size", "chain")
NONE, ONE = Decimal(0), Decimal(1)

FIRMS = Table(
    "firms",
    (
        TableColumn("id", required=True),
        TableColumn("name", required=True),
        TableColumn("uscc"),
        TableColumn("industry"),
        TableColumn("size_class", choices=SIZE_CLASSES),
        TableColumn("application", choices=("first", "recheck")),
        TableColumn("applied_on", Kind.DATE),
    ),
    key=("id",),
)
FACTS = Table(
    "facts",
    (
        TableColumn("firm", required=True, refers="firms"),
        TableColumn("indicator", required=True, choices=tuple(INDICATORS)),
        TableColumn("period", required=True),
        TableColumn("value", Kind.NUMBER, required=True),
        TableColumn("unit"),
        TableColumn("source"),
        TableColumn("observed_on", Kind.DATE),
        TableColumn("confidence", Kind.NUMBER, low=NONE, high=ONE),
    ),
)
FLOWS = Table(
    "flows",
    (
        TableColumn("from", required=True, refers="outputs"),
        TableColumn("to", required=True, refers="outputs"),
        TableColumn("value", Kind.NUMBER, required=True, low=NONE),
    ),
    key=("from", "to"),
)
OUTPUTS = Table(
    "outputs",
    (
        TableColumn("sector", required=True),
        TableColumn("output", Kind.NUMBER, required=True, above=NONE),
        TableColumn("final_demand", Kind.NUMBER),
    ),
    key=("sector",),
)
LINKS = Table(
    "links",
    (
        TableColumn("supplier", required=True),
        TableColumn("buyer", required=True),
        TableColumn("value", Kind.NUMBER, low=NONE),
    ),
)
SHOCKS = Table(
    "shocks",
    (
        TableColumn("scenario"),
        TableColumn("sector", required=True, refers="outputs"),
        TableColumn("change", Kind.NUMBER, required=True),
    ),
    key=("scenario", "sector"),
)
COSTS = Table(
    "costs",
    (
        TableColumn("indicator", required=True, choices=tuple(INDICATORS)),
        TableColumn("cost", Kind.NUMBER, required=True, low=NONE),
    ),
    key=("indicator",),
)
LAYOUT = FolderLayout(
    tool="evaluation",
    tables=(FIRMS, FACTS, FLOWS, OUTPUTS, LINKS, SHOCKS, COSTS),
    settings=(
        Setting("schemes", Kind.LIST, choices=NAMED),
        Setting("last_year", Kind.INTEGER, low=Decimal(1950), high=Decimal(2200)),
        Setting("stale_days", Kind.INTEGER, low=ONE),
        Setting("history", Kind.FLAG),
        Setting("plan", Kind.FLAG),
        Setting("chain.directed", Kind.FLAG, default=True),
    ),
    check=check,
)
