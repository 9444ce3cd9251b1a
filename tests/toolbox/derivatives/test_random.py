"""Random folders: never a crash, whatever rows hold; and no bit of the answer hangs on the order of rows."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.toolbox.derivatives.folders import HEAD
from tests.toolbox.folders import folder
from xianxing.toolbox.charts import as_vega_lite
from xianxing.toolbox.derivatives.simm_net import TYPES
from xianxing.toolbox.derivatives.tables import TABLES
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.saving import as_text
from xianxing.toolbox.tables import Kind, Table, TableColumn
from xianxing.toolbox.tool import run_tool

Rows = dict[str, list[list[str]]]
IDS = {"counterparties": ["C1", "C2", "C3", "D"], "underlyings": ["S", "I", "X"], "books": ["B1", "B2"],
       "snowballs": ["N1", "N2"], "saccr_sets": ["NS1", "NS2"]}  # fmt: skip
WORDS = {
    "dealer": ["D", "E", "C1"],
    "stocks": ["S", "X;S", "Q"],
    "month": ["2026-05", "2026-10", "2025-12"],
    "ProductClass": ["RatesFX", "Credit", "Equity", "Commodity", "Other"],
    "RiskType": [*TYPES, "Risk_Other", "Param_ProductClassMultiplier"],
    "Qualifier": ["USD", "CNY", "TRY", "USDCNY", "TRYEUR", "A", "B"],
    "Bucket": ["1", "2", "11", "12", "17", "Residual", "x"],
    "Label1": ["2w", "1y", "5y", "30y", "7y"],
    "Label2": ["OIS", "Libor3m"],
    "IMModel": ["SIMM", "Schedule"],
}
NUMBERS = ["0", "1", "0.5", "0.2", "5", "100", "50000000", "-1", "-0.05", "0.0000001", "99999999999999"]
SMALL = {"expiry_step": ["1", "3", "20"], "step": ["1", "2", "3"], "steps_per_year": ["1", "243"],
         "vol": ["0.01", "0.2", "5"], "r": ["0", "-1", "0.05"], "q": ["0", "1"]}  # fmt: skip
DAYS = {
    "trade_date": ["1999-01-01", "2024-01-02", "2026-11-15", "2026-11-16", "2026-12-31", "2045-05-05"],
    "effective": ["2045-06-30"],
    "matures": ["2045-12-31", "2050-01-01"],
    "reported_at": ["2045-05-06", "2060-01-01"],
}


def within(column: TableColumn, value: Decimal) -> bool:
    """Whether the column takes the number."""
    return (
        (column.low is None or value >= column.low)
        and (column.high is None or value <= column.high)
        and (column.above is None or value > column.above)
    )


def cell(column: TableColumn) -> st.SearchStrategy[str]:
    """Mostly what the column takes, sometimes nothing."""
    if column.name in SMALL:
        values = SMALL[column.name]
    elif column.choices:
        values = list(column.choices)
    elif column.refers:
        values = IDS[column.refers]
    elif column.name in WORDS:
        values = WORDS[column.name]
    elif column.kind in (Kind.NUMBER, Kind.INTEGER):
        values = [text for text in NUMBERS if within(column, Decimal(text))]
    elif column.kind is Kind.DATE:
        values = DAYS[column.name]
    elif column.kind is Kind.FLAG:
        values = ["0", "1"]
    else:
        values = ["P1", "P2"]
    return st.sampled_from(values if column.required else ["", *values])


def rows_of(table: Table) -> st.SearchStrategy[list[list[str]]]:
    """Rows with ids that others name, where the table has such."""
    one = st.tuples(*map(cell, table.columns)).map(list)
    rows = st.lists(one, max_size=6)
    if table.name in IDS:
        ids = IDS[table.name]
        rows = st.lists(one, min_size=len(ids), max_size=len(ids))
        return rows.map(lambda found: [[name, *row[1:]] for name, row in zip(ids, found, strict=True)])
    if len(table.key) == 1:
        return rows.map(lambda found: [[f"U{place}", *row[1:]] for place, row in enumerate(found)])
    return rows


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a folder takes long to shrink
FOLDERS = st.fixed_dictionaries({table.name: rows_of(table) for table in TABLES})


def run(rows: Rows, head: str = "", as_of: date | None = None) -> dict[str, Any]:
    """The answer in lenient reading, so that what is bad is set aside and the rest judged."""
    with tempfile.TemporaryDirectory() as place:
        tables = {
            table.name: ",".join(column.name for column in table.columns)
            + "\n"
            + "".join(",".join(row) + "\n" for row in rows[table.name])
            for table in TABLES
        }
        outcome = run_tool(TOOL, folder(Path(place), HEAD + head, **tables), lenient=True, as_of=as_of)
    answer: dict[str, Any] = json.loads(as_text(outcome))
    return answer


def without_places(value: Any) -> Any:
    """The answer but for line numbers, digests and metrics; evidence in any order."""
    if isinstance(value, dict):
        return {
            name: len(part) if name in ("evidence", "problems") else without_places(part)
            for name, part in value.items()
            if name not in ("line", "sha256", "metrics")
        }
    return [without_places(part) for part in value] if isinstance(value, list) else value


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(
    FOLDERS,
    st.sampled_from(["", 'tier = 2\ndealer_kind = "futures_subsidiary"\n']),
    st.sampled_from([date(1990, 1, 1), date(2016, 6, 30), date(2026, 12, 31), date(2045, 6, 30)]),
)
def test_no_folder_makes_it_crash(rows: Rows, head: str, day: date) -> None:
    said = run(rows, head, day)
    assert "nan" not in json.dumps(said["results"]).lower().replace("financial", "")
    for chart in TOOL.charts(said):
        assert chart.rows and "NaN" not in json.dumps(as_vega_lite(chart))
    for finding in said["findings"]:
        assert finding["message"]
        assert finding["result"] != "unmet" or finding["confirmed"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(FOLDERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Rows, chance: Any) -> None:
    shuffled = {name: found.copy() for name, found in rows.items()}
    said = run(rows)
    if any(problem["code"] == "duplicate-key" for problem in said["problems"]):
        return  # which of two rows is the second hangs on their order
    for found in shuffled.values():
        chance.shuffle(found)
    assert without_places(run(shuffled)) == without_places(said)
