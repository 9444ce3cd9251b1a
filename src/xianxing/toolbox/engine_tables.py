"""Arrow tables for an engine: whole numbers, texts, and decimals that it holds exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xianxing.i18n import gettext
from xianxing.toolbox.query_engine import QueryEngineError

PLACES, LARGEST = 10, Decimal(10) ** 18  # what a cell may have, so that sums and products of lines fit
CELL = f"decimal(38, {PLACES})"


def arrow(columns: Mapping[str, Iterable[Any]], types: Mapping[str, str]) -> Any:
    """An Arrow table; QueryEngineError where a number doesn't fit exactly."""
    import pyarrow

    known = {
        "int64": pyarrow.int64(), "int32": pyarrow.int32(), "bool": pyarrow.bool_(),
        "text": pyarrow.string(), "cell": pyarrow.decimal128(38, PLACES),
        "limit": pyarrow.decimal128(9, 4), "line": pyarrow.decimal128(38, 14),
    }  # fmt: skip
    try:
        made = {name: pyarrow.array(_small(columns[name], kind), known[kind]) for name, kind in types.items()}
    except pyarrow.ArrowInvalid:
        raise too_fine() from None
    return pyarrow.table(made)


def _small(values: Iterable[Any], kind: str) -> list[Any]:
    found = list(values)
    if kind == "cell" and any(value is not None and abs(value) >= LARGEST for value in found):
        raise too_fine()
    return found


def too_fine() -> QueryEngineError:
    """What is said of numbers that no sum of an engine holds exactly."""
    words = gettext(
        "on an engine numbers have at most {places} places and lie below 10^18, so that sums stay exact"
    )
    return QueryEngineError(words.format(places=PLACES))
