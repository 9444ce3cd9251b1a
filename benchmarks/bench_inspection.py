"""A manager of 500 products, 250 days and 200 positions each, generated: every rule, and the sums of peers.

`XIANXING_BENCH_PRODUCTS` sets how many products; positions are 50,000 times as many. What is measured runs in
processes of their own, so that each has its own peak of memory.
"""

# ruff: noqa: S608 — the queries are made of constants
from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from xianxing.toolbox.inspection.lines import TradingDays

PRODUCTS = int(os.environ.get("XIANXING_BENCH_PRODUCTS", "500"))
TOLD = 8  # parts of a run that are shown, in processor time
DAYS, HELD, ASSETS = 250, 200, 5_000
FIRST = date(2024, 12, 16)
HEAD = 'tool = "inspection"\nformat = 1\nas_of = 2025-12-31\nmanager = "generated"\n'


def run() -> list[Figure]:
    """The figures, with DuckDB and polars beside where they are installed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        generate(folder, PRODUCTS)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        rows = PRODUCTS * DAYS * HELD
        ours = _child("inspect", folder)
        what = f"{rows:,} positions of {PRODUCTS} products"
        note = f"generated, {size:,.0f} MB of Parquet (ZSTD); {ours['findings']:,} findings"
        figures = [
            Figure(f"{what}: read, checked, judged by every rule", ours["seconds"], "s", note=note),
            Figure("its processor time, of all threads", ours["cpu"], "s"),
            Figure("its peak of memory", ours["memory"], "MiB"),
            *(Figure(f"of that: {name}", taken, "s") for name, taken in list(ours["parts"].items())[:TOLD]),
        ]
        for peer in ("duckdb", "polars"):
            if find_spec(peer):
                theirs = _child(peer, folder)
                what = "all sums, against four of them without checks, rows or episodes"
                figures.append(Figure(f"{what}, processor time", ours["sums"], "s", peer, theirs["cpu"]))
                figures.append(
                    Figure("all of ours against those", ours["seconds"], "s", peer, theirs["seconds"])
                )
                figures.append(
                    Figure("peak of memory of that", ours["memory"], "MiB", peer, theirs["memory"])
                )
        return figures


def _child(step: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.bench_inspection", step, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _days() -> list[date]:
    trading, day, days = TradingDays(), FIRST, [FIRST]
    while len(days) < DAYS:
        day = trading.after(day, 1) or date.fromordinal(day.toordinal() + 1)
        days.append(day)
    return days


def generate(folder: Path, products: int) -> None:
    """Holdings that drift, each some two-hundredth of net assets; some break a line for a week."""
    import duckdb

    (folder / "tool.toml").write_text(HEAD, "utf-8")
    with duckdb.connect() as base:
        values = ", ".join(f"({place}, DATE '{day}')" for place, day in enumerate(_days()))
        base.execute(f"CREATE TABLE days AS SELECT * FROM (VALUES {values}) AS d(place, day)")
        for name, query in _TABLES.items():
            base.execute(f"CREATE OR REPLACE TABLE {name}_made AS {query.format(products=products)}")
            target = folder / f"{name}.parquet"
            base.execute(f"COPY {name}_made TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


_TABLES = {
    "products": """
        SELECT printf('P%05d', p) AS id, 'product ' || p AS name,
               CASE p % 4 WHEN 0 THEN 'collective' WHEN 1 THEN 'single' WHEN 2 THEN 'public_fund'
                    ELSE 'private_fund' END AS kind,
               'mixed' AS class, 'open' AS open, 0 AS structured, DATE '2030-12-31' AS ends,
               DATE '2030-12-31' AS last_open_day
        FROM range({products}) AS t(p)""",
    "assets": f"""
        SELECT printf('A%05d', a) AS id, 'asset ' || a AS name,
               CASE WHEN a % 10 < 6 THEN 'stock' WHEN a % 10 < 8 THEN 'credit_bond'
                    WHEN a % 10 = 8 THEN 'government_bond' ELSE 'demand_deposit' END AS kind,
               CASE WHEN a % 10 < 8 THEN printf('C%05d', a // 3) END AS issuer,
               CASE WHEN a % 50 = 1 THEN printf('A%05d', a - 1) END AS same_as,
               9000000000000 AS issue_size, 9000000000000 AS tradable_shares,
               CASE WHEN a % 10 BETWEEN 6 AND 8 THEN DATE '2025-06-30' + (a % 900)::INTEGER END AS matures,
               'AAA' AS rating, 0 AS illiquid, 1 + a % 5 AS days_to_cash
        FROM range({ASSETS}) AS t(a)""",
    "positions": f"""
        SELECT printf('P%05d', p) AS product, day AS date,
               printf('A%05d', (p * 37 + i * 25) % {ASSETS}) AS asset,
               (1000 + hash(p, i) % 90000 + (place // 20) * 10)::DECIMAL(18, 2) AS quantity,
               (CASE WHEN i = 7 AND p % 50 < 4 AND place BETWEEN 100 AND 104 THEN 9000000 ELSE 0 END
                + 50000 + hash(p, i, place) % 1000000 / 100)::DECIMAL(18, 2) AS market_value,
               'market' AS valuation
        FROM range({{products}}) AS t(p), days, range({HELD}) AS u(i) ORDER BY p, place""",
    "nav": """
        SELECT product, date, round(sum(market_value) * 1.1, 2)::DECIMAL(18, 2) AS total_assets,
               sum(market_value)::DECIMAL(18, 2) AS net_assets, 1 AS open_day
        FROM positions_made GROUP BY ALL""",
}  # fmt: skip


def inspect(folder: Path) -> dict[str, Any]:
    """A whole run, with the time of its parts and of each rule's sums."""
    from xianxing.toolbox import reading
    from xianxing.toolbox.inspection.relational import facts, holdings
    from xianxing.toolbox.inspection.relational.product_sums import ProductSums
    from xianxing.toolbox.inspection.relational.wide_sums import WideRelations
    from xianxing.toolbox.inspection.tool import TOOL
    from xianxing.toolbox.tool import run_tool

    taken: dict[str, float] = defaultdict(float)

    def timed(owner: Any, name: str, called: Callable[..., str]) -> None:
        work = getattr(owner, name)

        def measured(*values: Any, **named: Any) -> Any:
            began = time.process_time()
            result = work(*values, **named)
            taken[called(*values)] += time.process_time() - began
            return result

        setattr(owner, name, measured)

    timed(reading, "suspects", lambda *_values: "rows that may be wrong")
    timed(facts, "_columnar", lambda *_values: "positions with the numbers of their ids")
    timed(ProductSums, "of", lambda _own, _sums, _some, key: f"sums of {key or 'what a class holds'}")
    timed(WideRelations, "of", lambda _own, rule: f"sums of {rule.id}")
    timed(holdings.EngineHoldings, "complete", lambda *_values: "rows of what findings tell of")
    began = time.perf_counter()
    outcome = run_tool(TOOL, folder)
    seconds = time.perf_counter() - began
    assert outcome.answer is not None, outcome.problems[:3]
    parts = dict(sorted(taken.items(), key=lambda item: -item[1]))
    return {
        "seconds": seconds,
        "findings": len(outcome.answer.findings),
        "sums": sum(value for name, value in parts.items() if name.startswith("sums of")),
        "parts": parts,
    }


def in_duckdb(folder: Path) -> dict[str, Any]:
    """The same sums in SQL."""
    import duckdb

    began = time.perf_counter()
    with duckdb.connect(config={"threads": 2}) as base:
        for name in ("positions", "nav", "assets", "products"):
            base.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder / name}.parquet'")
        joined = (
            "positions p JOIN assets a ON a.id = p.asset JOIN products o ON o.id = p.product "
            "JOIN nav n ON n.product = p.product AND n.date = p.date"
        )
        for key in ("coalesce(same_as, asset)", "coalesce(issuer, asset)"):
            base.execute(
                f"SELECT count(*) FROM (SELECT p.product, p.date, {key} k, sum(market_value) v, "
                f"any_value(net_assets) n FROM {joined} GROUP BY ALL) WHERE v > 0.1 * n"
            ).fetchall()
        base.execute(
            f"SELECT p.product, p.date, sum(market_value) FILTER (days_to_cash <= 7), "
            f"sum(market_value) FILTER (a.kind = 'demand_deposit' OR a.kind = 'government_bond'), "
            f"sum(market_value) FILTER (illiquid = 1) FROM {joined} GROUP BY ALL"
        ).fetchall()
        base.execute(
            "SELECT count(*) FROM (SELECT coalesce(same_as, asset) k, p.date, sum(quantity) q, "
            "any_value(issue_size) s FROM positions p JOIN assets a ON a.id = p.asset GROUP BY ALL) "
            "WHERE q > 0.25 * s"
        ).fetchall()
    return {"seconds": time.perf_counter() - began}


def in_polars(folder: Path) -> dict[str, Any]:
    """The same sums in polars, lazily."""
    import polars as pl

    began = time.perf_counter()
    positions, nav, assets = (
        pl.scan_parquet(folder / f"{name}.parquet") for name in ("positions", "nav", "assets")
    )
    joined = positions.join(assets, left_on="asset", right_on="id").join(nav, on=["product", "date"])
    queries = []
    for column in ("same_as", "issuer"):
        grouped = joined.group_by("product", "date", pl.coalesce(column, "asset").alias("k")).agg(
            pl.col("market_value").sum(), pl.col("net_assets").first()
        )
        broken = pl.col("market_value").cast(pl.Float64) > 0.1 * pl.col("net_assets").cast(pl.Float64)
        queries.append(grouped.filter(broken).select(pl.len()))
    value = pl.col("market_value")
    queries.append(
        joined.group_by("product", "date").agg(
            value.filter(pl.col("days_to_cash") <= 7).sum().alias("cash"),
            value.filter(pl.col("kind").is_in(["demand_deposit", "government_bond"])).sum().alias("liquid"),
            value.filter(pl.col("illiquid") == 1).sum().alias("illiquid"),
        )
    )
    wide = positions.join(assets, left_on="asset", right_on="id")
    held = wide.group_by(pl.coalesce("same_as", "asset").alias("k"), "date").agg(
        pl.col("quantity").sum(), pl.col("issue_size").first()
    )
    queries.append(held.filter(pl.col("quantity") > pl.col("issue_size") * 0.25).select(pl.len()))
    for query in queries:
        query.collect(engine="streaming")
    return {"seconds": time.perf_counter() - began}


STEPS = {"inspect": inspect, "duckdb": in_duckdb, "polars": in_polars}

if __name__ == "__main__":
    said = STEPS[sys.argv[1]](Path(sys.argv[2]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({**said, "memory": used.ru_maxrss / 1024, "cpu": cpu}))
