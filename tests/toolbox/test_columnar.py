"""Numbers of a Parquet table read by columns: each text gives exactly the number that it writes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet

from xianxing.toolbox.columnar import LARGEST, PLACES, open_columnar, suspects
from xianxing.toolbox.query_engine import open_engine
from xianxing.toolbox.tables import Kind, Table, TableColumn

TABLE = Table("amounts", (TableColumn("amount", Kind.NUMBER),))
NUMBERS = st.decimals(-LARGEST + 1, LARGEST - 1, places=PLACES, allow_nan=False, allow_infinity=False)


def kept(folder: Path, texts: list[str]) -> list[Decimal | None]:
    """The numbers of a column of texts, in the order of the file."""
    path = folder / "amounts.parquet"
    parquet.write_table(pyarrow.table({"amount": pyarrow.array(texts, pyarrow.string())}), path)
    with open_engine() as engine:
        relation = open_columnar(path, TABLE).relation(engine)
        return [row["amount"] for row in engine.rows(relation.order_by("line"))]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("amounts")


@given(
    st.lists(st.builds(lambda one, cut: f"{round(one, cut):f}", NUMBERS, st.integers(0, PLACES)), min_size=1)
)
@example(["99999999.9999999999", "100000000", "-99999999.0000000001", "-100000000.5", "-0.5", "+7", "007"])
@example(["999999999999999999.9999999999", "-999999999999999999", "0", "-0.0000000001"])
def test_property_of_a_number_written_out_nothing_is_lost(place: Path, texts: list[str]) -> None:
    assert kept(place, texts) == [Decimal(text) for text in texts]


def test_what_is_no_number_is_none_and_is_shown_to_the_reader(place: Path) -> None:
    texts = ["12", " 12.5\u3000", "1,000", "１２", "8千万", "", "1e400", "5-", "0x1"]
    assert kept(place, texts) == [Decimal(12), Decimal("12.5"), *[None] * 7]
    with open_engine() as engine:
        found = suspects(engine, open_columnar(place / "amounts.parquet", TABLE), {})
    assert [line for line, _texts in found.rows] == [4, 5, 6, 8, 9, 10]
