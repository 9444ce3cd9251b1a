"""A generated ledger: trades of a firm with companies that its officers control; nothing in it is real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy

HEAD = 'tool = "related-parties"\nformat = 1\nas_of = 2025-06-30\nfirm = "F"\nboards = ["sse_main"]\n'
OFFICERS = 200  # each controls the same number of the companies
KINDS = ("service", "asset", "lease", "product")


def write_ledger(folder: Path, trades: int, parties: int, *, parquet: bool = True, seed: int = 1) -> Path:
    """A folder with so many trades of three years, most of them below every line, one in ten disclosed.

    However many there are, a party's twelve months come to about the same.
    """
    drawn = numpy.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    companies = [f"C{number:05d}" for number in range(parties)]
    officers = [f"D{number:03d}" for number in range(OFFICERS)]
    rows = ["id,name,kind", "F,F,company", *(f"{one},{one},person" for one in officers)]
    rows += [f"{one},{one},company" for one in companies]
    posts = ["person,entity,post", *(f"{one},F,executive" for one in officers)]
    held = ["holder,held,equity"]
    held += [f"{officers[number % OFFICERS]},{one},0.7" for number, one in enumerate(companies)]
    days = numpy.datetime64("2022-07-01") + drawn.integers(0, 1095, trades)
    columns: dict[str, Any] = {
        "id": [f"T{number:07d}" for number in range(trades)],
        "date": days,
        "counterparty": numpy.array(companies)[drawn.integers(0, parties, trades)],
        "kind": numpy.array(KINDS)[drawn.integers(0, len(KINDS), trades)],
        "amount": drawn.integers(1, 2_000 * 1_000_000 // trades, trades),
        "target": numpy.where(drawn.random(trades) < 0.1, "land", ""),
        "disclosed_on": numpy.where(drawn.random(trades) < 0.1, days + 1, numpy.datetime64("NaT")),
    }
    _write(folder / "trades", columns, parquet=parquet)
    texts = {
        "entities": "\n".join(rows),
        "holdings": "\n".join(held),
        "posts": "\n".join(posts),
        "financials": "date,net_assets\n2021-12-31,600000000",
    }
    (folder / "tool.toml").write_text(HEAD, "utf-8")
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text + "\n", "utf-8")
    return folder


def _write(path: Path, columns: dict[str, Any], *, parquet: bool) -> None:
    import pyarrow
    from pyarrow import csv
    from pyarrow import parquet as writer

    table = pyarrow.table(columns)
    if parquet:
        writer.write_table(table, path.with_suffix(".parquet"))
    else:
        csv.write_csv(table, path.with_suffix(".csv"))
