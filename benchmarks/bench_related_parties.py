"""A generated register looked through, a long ledger, and hints of the same party, beside other programs.

`XIANXING_BENCH_STAKES` is how many stakes the register has (a third as many entities),
`XIANXING_BENCH_TRADES` how many trades the ledger. networkx has a tenth of the register. A peer that isn't
installed is left out.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy

from benchmarks.figure import Figure, seconds
from benchmarks.ledger import write_ledger
from benchmarks.stakes import GeneratedStakes, generate, write_folder
from xianxing.toolbox.related_parties.closures import majority_closures
from xianxing.toolbox.related_parties.matrix import StakeMatrix
from xianxing.toolbox.related_parties.tool import TOOL
from xianxing.toolbox.tool import run_tool

STAKES = int(os.environ.get("XIANXING_BENCH_STAKES", "3000000"))
TRADES = int(os.environ.get("XIANXING_BENCH_TRADES", "100000"))
TARGETS, LEAST, PARTIES, DEEPEST = 1_000, 0.01, 5_000, 40
FEWEST = 1e-9  # the product at which the peers' series are cut off


def run() -> list[Figure]:
    """The figures of the register, of the ledger, of hints and of the example."""
    stakes = generate(STAKES // 3, STAKES, STAKES // 1000)
    return [*_register(stakes), *_firm(stakes), *_ledger(), *_hints(), _example()]


def _register(stakes: GeneratedStakes) -> Iterator[Figure]:
    size = stakes.entities
    matrix = StakeMatrix(size, stakes.holder, stakes.held, stakes.equity)
    targets = numpy.random.default_rng(3).integers(0, stakes.companies, TARGETS)
    some = numpy.unique(targets)[:100]
    note = f"generated: {size:,} entities, {len(stakes.held):,} stakes; loops solved, nothing cut off"
    matrix.shares(some[:1])  # loads what is loaded once
    started = time.perf_counter()
    for one in some.tolist():
        matrix.column(one)
    each = (time.perf_counter() - started) / len(some) * 1e3
    yield Figure("look-through of one target, in fractions", each, "ms", note=note)
    what = f"look-through of {TARGETS:,} targets"
    taken, shares = _timed(lambda: matrix.shares(targets))
    yield from _beside(what, taken, _peers_of_targets(stakes, targets, shares))
    what = f"every pair of at least {LEAST:.0%}"
    taken, pairs = _timed(lambda: matrix.pairs(LEAST))
    yield from _beside(f"{what}: {len(pairs.share):,} pairs", taken, _peers_of_pairs(stakes))
    votes = (size, stakes.holder, stakes.held, stakes.equity)
    taken, found = _timed(lambda: majority_closures(*votes))
    yield Figure(f"majority closure of all: {len(found[0]):,} pairs", taken, "s")
    yield from _tenth(stakes)


def _beside(what: str, taken: float, peers: list[tuple[str, float, str]]) -> Iterator[Figure]:
    for name, value, note in peers:
        yield Figure(what, taken, "s", name, value, note)
    if not peers:
        yield Figure(what, taken, "s", note="no peer is installed")


def _peers_of_targets(stakes: GeneratedStakes, targets: Any, shares: Any) -> list[tuple[str, float, str]]:
    found = [("scipy, sparse series", _timed(lambda: _series(stakes, targets, FEWEST))[0], "cut off at 1e-9")]
    if find_spec("duckdb"):
        taken, rows = _timed(lambda: _recursive(stakes, targets, FEWEST))
        found.append(
            ("DuckDB, recursive query", taken, f"{rows:,} pairs, ours {len(shares.share):,}; cut off")
        )
    if find_spec("rustworkx"):
        graph = _rustworkx(stakes)
        taken = _timed(lambda: [_solve_above(graph, int(one)) for one in numpy.unique(targets)])[0]
        found.append(("rustworkx, ancestors and a dense solve", taken, "the graph is built before"))
    return found


def _peers_of_pairs(stakes: GeneratedStakes) -> list[tuple[str, float, str]]:
    everybody = numpy.arange(stakes.companies)
    pruned = LEAST * 1e-2
    note = "cut off at 1e-4: pairs whose ways are many and small are missed"
    found = [("scipy, sparse powers", _timed(lambda: _series(stakes, everybody, pruned))[0], note)]
    if find_spec("duckdb"):
        taken = _timed(lambda: _recursive(stakes, everybody, pruned))[0]
        found.append(("DuckDB, recursive query", taken, note))
    return found


def _series(stakes: GeneratedStakes, targets: Any, least: float) -> int:
    """The sum of the powers of A, columns of the targets only, each product from `least` on."""
    from scipy.sparse import csc_matrix

    size = stakes.entities
    table = csc_matrix((stakes.equity, (stakes.holder, stakes.held)), shape=(size, size))
    power = table[:, targets]
    total = power.copy()
    for _step in range(DEEPEST):
        power = table @ power
        power.data[power.data < least] = 0
        power.eliminate_zeros()
        if not power.nnz:
            break
        total = total + power
    return int(total.nnz)


def _recursive(stakes: GeneratedStakes, targets: Any, least: float) -> int:
    """The pairs of a recursive query that multiplies along every way, each product from `least` on."""
    import duckdb
    import pyarrow

    base = duckdb.connect()
    base.execute("SET threads = 2")
    held = {"holder": stakes.holder, "held": stakes.held, "equity": stakes.equity}
    base.register("stakes_given", pyarrow.table(held))
    base.register("targets_given", pyarrow.table({"held": numpy.unique(targets)}))
    base.execute("CREATE TABLE stakes AS SELECT * FROM stakes_given")
    query = f"""
        WITH RECURSIVE way(owner, target, share, step) AS (
            SELECT holder, held, equity, 1 FROM stakes SEMI JOIN targets_given USING (held)
            UNION ALL
            SELECT s.holder, w.target, sum(s.equity * w.share), w.step + 1
            FROM way w JOIN stakes s ON s.held = w.owner
            WHERE w.step < {DEEPEST} AND s.equity * w.share >= {least}
            GROUP BY s.holder, w.target, w.step
        )
        SELECT count(*) FROM (SELECT owner, target FROM way GROUP BY owner, target HAVING owner <> target)
    """  # noqa: S608
    answer = base.execute(query).fetchone()
    return int(answer[0]) if answer else 0


def _rustworkx(stakes: GeneratedStakes) -> Any:
    rustworkx = import_module("rustworkx")
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(stakes.entities))
    graph.add_edges_from(
        list(zip(stakes.holder.tolist(), stakes.held.tolist(), stakes.equity.tolist(), strict=True))
    )
    return graph


def _solve_above(graph: Any, target: int) -> Any:
    rustworkx = import_module("rustworkx")
    above = [*rustworkx.ancestors(graph, target), target]
    part = graph.subgraph(above)
    table = numpy.zeros((len(above), len(above)))
    for owner, held, share in part.weighted_edge_list():
        table[owner, held] += share
    nodes = part.nodes()
    return numpy.linalg.solve(numpy.eye(len(above)) - table, numpy.eye(len(above))[:, nodes.index(target)])


def _tenth(stakes: GeneratedStakes) -> Iterator[Figure]:
    if not find_spec("networkx"):
        return
    networkx = import_module("networkx")
    tenth = generate(stakes.entities // 10, STAKES // 10, STAKES // 10_000)
    matrix = StakeMatrix(tenth.entities, tenth.holder, tenth.held, tenth.equity)
    targets = numpy.unique(numpy.random.default_rng(4).integers(0, tenth.companies, TARGETS // 10))
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(
        zip(tenth.holder.tolist(), tenth.held.tolist(), tenth.equity.tolist(), strict=True)
    )

    def ancestors() -> None:
        for one in targets.tolist():
            above = [*networkx.ancestors(graph, one), one]
            table = networkx.to_numpy_array(graph, nodelist=above)
            numpy.linalg.solve(numpy.eye(len(above)) - table, numpy.eye(len(above))[:, -1])

    ours, theirs = _timed(lambda: matrix.shares(targets))[0], _timed(ancestors)[0]
    what = f"look-through of {len(targets):,} targets on a tenth"
    yield Figure(
        what, ours, "s", "networkx, ancestors and a dense solve", theirs, "the graph is built before"
    )


def _firm(stakes: GeneratedStakes) -> Iterator[Figure]:
    """The whole run for one firm of the register, from its folder."""
    firm = stakes.names()[stakes.companies // 2]
    head = f'tool = "related-parties"\nformat = 1\nas_of = 2025-06-30\nfirm = "{firm}"\n'
    head += 'firm_kind = "securities_firm"\nboards = ["sse_main"]\n'
    asked = f"method,held,owner\nintegrated,{firm},\nmajority_closure,{firm},\n"
    with tempfile.TemporaryDirectory() as folder:
        place = write_folder(stakes, Path(folder), head, look_through=asked)
        taken, outcome = _timed(lambda: run_tool(TOOL, place))
    parties = outcome.as_json()["results"]
    note = f"from Parquet; {len(parties['related_parties'])} rows of parties" if parties else "refused"
    yield Figure("related-party list of one firm of the register, from its folder", taken, "s", note=note)


def _ledger() -> Iterator[Figure]:
    for trades in (TRADES // 4, TRADES):
        with tempfile.TemporaryDirectory() as folder:
            place = write_ledger(Path(folder), trades, PARTIES)
            taken = _timed(partial(run_tool, TOOL, place))[0]
        what = f"ledger of {trades:,} trades with {PARTIES:,} parties, from its folder"
        yield Figure(what, taken, "s", note=f"{taken / trades * 1e6:.0f} microseconds a trade")


def _hints() -> Iterator[Figure]:
    from benchmarks.same_party import hints, splink_hints

    ours = hints()
    what = "hints of the same party: precision"
    theirs = splink_hints() if find_spec("splink") else None
    name = "Splink 5 on DuckDB" if theirs else ""
    for part, unit in (("precision", "%"), ("recall", "%"), ("seconds", "s")):
        what = f"hints of the same party among {ours['entities']:,.0f} generated entities: {part}"
        yield Figure(what, ours[part], unit, name, theirs[part] if theirs else None)


def _example() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in TOOL.files().items():
            (Path(folder) / name).write_bytes(content)
        taken = seconds(lambda: run_tool(TOOL, Path(folder)))
    return Figure("the example: 250 entities and 2,000 trades, from its folder", taken, "s")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
