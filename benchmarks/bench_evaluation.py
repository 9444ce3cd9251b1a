"""A hundred thousand firms under every text, one firm from its folder, and betweenness on large networks."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import numpy

from benchmarks.figure import Figure, seconds
from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.indicators import INDICATORS, IndicatorForm
from xianxing.toolbox.evaluation.judging import JUDGES
from xianxing.toolbox.evaluation.leontief import solve
from xianxing.toolbox.evaluation.network import betweenness
from xianxing.toolbox.evaluation.survey import Columns, survey
from xianxing.toolbox.evaluation.tool import TOOL
from xianxing.toolbox.evaluation.versions import SchemeVersion, versions_of
from xianxing.toolbox.tables import Row
from xianxing.toolbox.tool import run_tool

FIRMS = int(os.environ.get("XIANXING_BENCH_FIRMS", "100000"))
LINKS = int(os.environ.get("XIANXING_BENCH_LINKS", "1000000"))
SMALL, SMALL_LINKS, SECTORS = 2_000, 8_000, 153


def run() -> list[Figure]:
    """The figures, with networkx, rustworkx and pymrio beside where they are installed."""
    return [_list(), _example(), *_networks(), *_sectors()]


def _list() -> Figure:
    columns, exactly = _firms()
    versions = [(scheme, version) for scheme in JUDGES for version in versions_of(scheme)]
    started = time.perf_counter()
    for scheme, version in versions:
        survey(scheme, version, columns, exactly(scheme, version))
    taken = time.perf_counter() - started
    what = f"{FIRMS:,} firms under all {len(versions)} texts, in columns"
    return Figure(
        what, taken, "s", note="results only; facts in memory; who is near a line is judged exactly"
    )


def _firms() -> tuple[Columns, Callable[[str, SchemeVersion], Callable[[int], Result]]]:
    drawn = numpy.random.default_rng(1)
    made: dict[tuple[str, int], Any] = {}

    def read(indicator: str, back: int) -> tuple[Any, None]:
        key = (indicator, back)
        if key not in made:
            known = INDICATORS[indicator]
            if known.form is IndicatorForm.FLAG:
                values = (drawn.random(FIRMS) < 0.1).astype(float)
            elif known.unit == "CNY":
                values = numpy.round(drawn.lognormal(16 if "rd" in indicator else 18, 1, FIRMS))
            elif known.choices:
                values = drawn.choice([float(one) for one in known.choices], FIRMS)
            else:
                high = float(known.high or 60)
                values = numpy.round(drawn.random(FIRMS) * high, 3 if high <= 1 else 0)
            values[drawn.random(FIRMS) < 0.01] = numpy.nan
            made[key] = values
        return made[key], None

    columns = Columns(FIRMS, read, drawn.random(FIRMS) < 0.3, numpy.zeros(FIRMS, dtype=bool))

    def exactly(scheme: str, version: SchemeVersion) -> Callable[[int], Result]:
        def one(place: int) -> Result:
            values = {
                key: Fraction(repr(float(column[place])))
                for key, column in made.items()
                if not numpy.isnan(column[place])
            }
            recheck = bool(columns.recheck[place])
            facts = FirmFacts(Row("firms", 2), {}, 2025, date(2026, 6, 30), recheck, values)
            return JUDGES[scheme](facts, version).result

        return one

    return columns, exactly


def _example() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in TOOL.files().items():
            (Path(folder) / name).write_bytes(content)
        taken = seconds(lambda: run_tool(TOOL, Path(folder)))
    return Figure("the example: 40 firms, plans and history, from its folder", taken, "s")


def _networks() -> list[Figure]:
    random = Random(1)
    small = _links(random, SMALL, SMALL_LINKS)
    taken = seconds(lambda: betweenness(small, directed=True), 1)
    what = f"betweenness of {SMALL_LINKS:,} links, every source"
    found = [Figure(what, taken, "s", peer, value) for peer, value in _peers(small)]
    large = _links(random, LINKS // 5, LINKS)
    started = time.perf_counter()
    sampled = betweenness(large, directed=True)
    note = f"{sampled.sources} sources; within {sampled.bound or 0:.2f} for all nodes with 95 %"
    figure = Figure(f"betweenness of {LINKS:,} links, sampled", time.perf_counter() - started, "s", note=note)
    return [*(found or [Figure(what, taken, "s")]), figure]


def _links(random: Random, nodes: int, links: int) -> list[tuple[str, str]]:
    return [(f"n{random.randrange(nodes)}", f"n{int(nodes * random.random() ** 2)}") for _ in range(links)]


def _peers(links: list[tuple[str, str]]) -> list[tuple[str, float]]:
    pairs = [pair for pair in set(links) if pair[0] != pair[1]]
    found = []
    if find_spec("networkx"):
        networkx = import_module("networkx")
        graph = networkx.DiGraph(pairs)
        found.append(("networkx", seconds(lambda: networkx.betweenness_centrality(graph), 1)))
    if find_spec("rustworkx"):
        rustworkx = import_module("rustworkx")
        place = {
            name: number for number, name in enumerate(sorted({name for pair in pairs for name in pair}))
        }
        other = rustworkx.PyDiGraph(multigraph=False)
        other.add_nodes_from(list(place))
        other.add_edges_from_no_data([(place[a], place[b]) for a, b in pairs])
        found.append(("rustworkx", seconds(lambda: rustworkx.betweenness_centrality(other), 1)))
    return found


def _sectors() -> Iterator[Figure]:
    random = Random(2)
    names = [f"s{number:03}" for number in range(SECTORS)]
    outputs = {name: Fraction(random.randint(500, 900) * 1000) for name in names}
    flows = {(a, b): Fraction(random.randint(0, 5000)) for a in names for b in names}
    what = f"multipliers of {SECTORS} sectors"
    taken, ours = seconds(lambda: solve(flows, outputs).backward), solve(flows, outputs).backward
    if not find_spec("pymrio"):
        yield Figure(what, taken, "s", note="pymrio isn't installed")
        return
    pandas, pymrio = import_module("pandas"), import_module("pymrio")
    table = pandas.DataFrame([[float(flows[a, b]) for b in names] for a in names], index=names, columns=names)
    whole = pandas.DataFrame({"output": [float(outputs[name]) for name in names]}, index=names)

    def theirs() -> Any:
        return pymrio.calc_L(pymrio.calc_A(table, whole)).sum(axis=0).to_numpy()

    apart = max(abs(float(a) - float(b)) for a, b in zip(ours or [], theirs(), strict=True))
    note = f"ours from fractions by pair, theirs from arrays in memory; largest difference {apart:.0e}"
    yield Figure(what, taken, "s", "pymrio", seconds(theirs), note)
