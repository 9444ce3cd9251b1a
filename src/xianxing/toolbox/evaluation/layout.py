"""The folder of the tool: firms with their facts, an input-output table, and links of a supply network."""

from __future__ import annotations

from decimal import Decimal

from xianxing.toolbox.evaluation.checks import check
from xianxing.toolbox.evaluation.indicators import INDICATORS
from xianxing.toolbox.evaluation.size import SIZE_CLASSES
from xianxing.toolbox.reading import Layout
from xianxing.toolbox.tables import Column, Kind, Setting, Table

SCHEMES = ("star", "innovative", "srdi", "little_giant")
# `size` and `chain` are worked out wherever their facts are there; naming them asks for no more.
NAMED = (*SCHEMES, "size", "chain")
NONE, ONE = Decimal(0), Decimal(1)

FIRMS = Table(
    "firms",
    (
        Column("id", required=True),
        Column("name", required=True),
        Column("uscc"),
        Column("industry"),
        Column("size_class", choices=SIZE_CLASSES),
        Column("application", choices=("first", "recheck")),
        Column("applied_on", Kind.DATE),
    ),
    key=("id",),
)
FACTS = Table(
    "facts",
    (
        Column("firm", required=True, refers="firms"),
        Column("indicator", required=True, choices=tuple(INDICATORS)),
        Column("period", required=True),
        Column("value", Kind.NUMBER, required=True),
        Column("unit"),
        Column("source"),
        Column("observed_on", Kind.DATE),
        Column("confidence", Kind.NUMBER, low=NONE, high=ONE),
    ),
)
FLOWS = Table(
    "flows",
    (
        Column("from", required=True, refers="outputs"),
        Column("to", required=True, refers="outputs"),
        Column("value", Kind.NUMBER, required=True, low=NONE),
    ),
    key=("from", "to"),
)
OUTPUTS = Table(
    "outputs",
    (
        Column("sector", required=True),
        Column("output", Kind.NUMBER, required=True, above=NONE),
        Column("final_demand", Kind.NUMBER),
    ),
    key=("sector",),
)
LINKS = Table(
    "links",
    (
        Column("supplier", required=True),
        Column("buyer", required=True),
        Column("value", Kind.NUMBER, low=NONE),
    ),
)
SHOCKS = Table(
    "shocks",
    (
        Column("scenario"),
        Column("sector", required=True, refers="outputs"),
        Column("change", Kind.NUMBER, required=True),
    ),
    key=("scenario", "sector"),
)
COSTS = Table(
    "costs",
    (
        Column("indicator", required=True, choices=tuple(INDICATORS)),
        Column("cost", Kind.NUMBER, required=True, low=NONE),
    ),
    key=("indicator",),
)
LAYOUT = Layout(
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
