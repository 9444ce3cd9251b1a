"""Snowballs, SA-CCR, SIMM and the wall of knock-ins at the sizes of whole markets, with peers beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy

from benchmarks.derivatives_folders import in_parquet, saccr_folder, simm_folder, wall_folder
from benchmarks.figure import Figure
from benchmarks.peers import PRICELIB, ask
from xianxing.toolbox.derivatives.closed_forms import BARRIERS, OptionTerms, barrier_price, vanilla_price
from xianxing.toolbox.derivatives.engines import price_book
from xianxing.toolbox.derivatives.paths import PathStart
from xianxing.toolbox.derivatives.terms import Observation, SnowballTerms
from xianxing.toolbox.derivatives.tool import TOOL
from xianxing.toolbox.reading import read_folder

PATHS = int(os.environ.get("XIANXING_BENCH_PATHS", "2000000"))
SNOWBALLS = int(os.environ.get("XIANXING_BENCH_SNOWBALLS", "10000"))
SETS = int(os.environ.get("XIANXING_BENCH_SETS", "10000"))
SENSITIVITIES = int(os.environ.get("XIANXING_BENCH_CRIF", "1000000"))
TRADES = int(os.environ.get("XIANXING_BENCH_TRADES", "100000"))
OPTIONS, COMMAND = 2_000, "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
STEPS = (58, 76, 97, 118, 141, 162, 181, 201, 221, 243)
DAYS = (91, 120, 152, 181, 212, 243, 278, 306, 334, 365)
PUBLISHED = SnowballTerms(
    "S", 100, 100, 0.02, 0.04, 0.16, 243, 243, 111.2, 80, daily=True, floor=0, knocked_in=False,
    observations={
        step: Observation(103, 0.112, day / 365) for step, day in zip(STEPS, DAYS, strict=True)
    },
)  # fmt: skip
TWO_YEARS = SnowballTerms(
    "S", 100, 100, 0.02, 0.04, 0.16, 243, 486, 122.4, 80, daily=True, floor=0, knocked_in=False,
    observations={number * 81 // 4: Observation(103, 0.112, number / 12) for number in range(3, 25)},
)  # fmt: skip


def run() -> list[Figure]:
    """The figures, with QuantLib, ORE and pricelib beside where their interpreters are named."""
    return [
        _example(), *_one_snowball(), *_paths(), _book(), *_closed_forms(), *_simm(), *_exposures(), *_wall()
    ]  # fmt: skip


def _example() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in TOOL.files().items():
            (Path(folder) / name).write_bytes(content)
        command = [sys.executable, "-c", COMMAND, "tool", "derivatives", "run", folder, "--format", "json"]
        taken = []
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            taken.append(time.perf_counter() - started)
    return Figure("the example, 3,000 trades, from the command line", sorted(taken)[1], "s", note="aim 2 s")


def _one_snowball() -> Iterator[Figure]:
    theirs = ask("pricelib", "pricelib", variable=PRICELIB) or {}
    for name, what in (("pde", "differences"), ("quad", "quadrature"), ("mc", "100,000 paths")):
        started = time.perf_counter()
        (price,) = price_book(name, [PUBLISHED], paths=100_000, seed=1)
        taken = time.perf_counter() - started
        peer = theirs.get(name)
        said = f"ours {price.value:.3f}, with all sensitivities" + (
            f"; theirs {peer['value']:.3f}, the value alone" if peer else ""
        )
        yield Figure(
            f"the published snowball by {what}", taken, "s", "pricelib" if peer else "",
            peer["seconds"] if peer else None, said,
        )  # fmt: skip


def _paths() -> Iterator[Figure]:
    price_book("mc", [TWO_YEARS], paths=50_000, seed=1)  # compiled by now
    started = time.perf_counter()
    (price,) = price_book("mc", [TWO_YEARS], paths=PATHS, seed=1)
    taken = time.perf_counter() - started
    plain = _plain_paths(TWO_YEARS, min(PATHS, 200_000)) * PATHS / min(PATHS, 200_000)
    by_grid = {name: price_book(name, [TWO_YEARS], paths=0, seed=0)[0].value for name in ("pde", "quad")}
    said = (
        f"{price.value:.4f} ± {price.std_error:.4f} with all sensitivities; pde {by_grid['pde']:.4f}, "
        f"quad {by_grid['quad']:.4f}; numpy: the value alone, from a tenth of the paths"
    )
    what = f"{PATHS:,} paths of 24 months, daily"
    yield Figure(what, taken, "s", "plain numpy", plain, said)


def _plain_paths(terms: SnowballTerms, paths: int) -> float:
    """Seconds of what one writes down first: all steps of a part of the paths as one matrix."""
    started = time.perf_counter()
    random, values = numpy.random.default_rng(1), []
    begin = PathStart(terms.spot, terms)
    steps = numpy.array(sorted(terms.observations))
    exits = numpy.array([begin.log_exit(step) for step in steps])
    paid = numpy.array([terms.observations[step].paid for step in steps]) * terms.discount**steps
    for _ in range(0, paths, 20_000):
        moves = terms.drift + terms.spread * random.standard_normal((20_000, terms.expiry))
        logs = begin.log + numpy.cumsum(moves, axis=1)
        inside = (logs < begin.log_barrier).any(axis=1)
        out = logs[:, steps - 1] >= exits
        kept = 100 * numpy.minimum(1, numpy.exp(logs[:, -1]))
        ends = numpy.where(inside, kept, terms.dividend) * terms.discount**terms.expiry
        values.append(numpy.where(out.any(axis=1), paid[out.argmax(axis=1)], ends).mean())
    return time.perf_counter() - started


def _book() -> Figure:
    random, book = Random(1), []
    for number in range(SNOWBALLS):
        expiry = random.randint(20, 243)
        observations = {
            expiry - back: Observation(random.uniform(100, 105), 0.12, (243 - back) / 243)
            for back in range(0, expiry, 20)
        }
        book.append(
            SnowballTerms(
                f"S{number}", 100, random.uniform(82, 103), 0.02, 0.04, random.choice((0.16, 0.2, 0.24)), 243,
                expiry, 112.0, random.uniform(70, 80), daily=True, floor=0, knocked_in=False,
                observations=observations,
            )
        )  # fmt: skip
    price_book("pde", book[:20], paths=0, seed=0)  # compiled by now
    started = time.perf_counter()
    price_book("pde", book, paths=0, seed=0)
    what = f"{SNOWBALLS:,} different snowballs with sensitivities by differences"
    return Figure(what, time.perf_counter() - started, "s", note="20 to 243 steps to go, no two alike")


def _closed_forms() -> Iterator[Figure]:
    random = Random(1)
    options: list[dict[str, Any]] = []
    for number in range(OPTIONS):
        kind = ("", *BARRIERS)[number % 5]
        spot = random.uniform(60, 140)
        away = random.uniform(0.6, 0.99) if kind.startswith("down") else random.uniform(1.01, 1.6)
        options.append({
            "kind": kind, "call": random.random() < 0.5, "spot": spot, "strike": random.uniform(60, 140),
            "r": random.uniform(-0.02, 0.08), "q": random.uniform(0, 0.08), "vol": random.uniform(0.1, 0.6),
            "days": random.randint(5, 1500), "barrier": spot * away,
        })  # fmt: skip
    started = time.perf_counter()
    ours = [_price(option) for option in options]
    taken = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "options.json"
        path.write_text(json.dumps(options), "utf-8")
        theirs = ask("quantlib", "QuantLib", path)
    what = f"{OPTIONS:,} vanilla and barrier options in closed form"
    if theirs is None:
        yield Figure(what, taken, "s")
        return
    off = max(abs(a - b) for a, b in zip(ours, theirs["prices"], strict=True))
    yield Figure(what, taken, "s", "QuantLib", theirs["seconds"], f"none off by more than {off:.1e}")


def _price(option: dict[str, Any]) -> float:
    strike, r, q, vol = (option[name] for name in ("strike", "r", "q", "vol"))
    terms = OptionTerms(option["call"], option["spot"], strike, r, q, vol, option["days"] / 365)
    return barrier_price(terms, option["kind"], option["barrier"]) if option["kind"] else vanilla_price(terms)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xianxing-bench-") as folder:
        yield Path(folder)


def _judged(folder: Path, what: str) -> tuple[Figure, float]:
    """Seconds to read a folder as a figure, and seconds to judge it."""
    started = time.perf_counter()
    reading = read_folder(folder, TOOL.layout, as_of=date(2026, 12, 30))
    read = time.perf_counter() - started
    assert reading.inputs is not None, reading.problems[:3]
    started = time.perf_counter()
    TOOL.judge(reading.inputs)
    return Figure(f"read and check {what}", read, "s"), time.perf_counter() - started


def _simm() -> Iterator[Figure]:
    with _folder() as folder:
        simm_folder(folder, SENSITIVITIES)
        figure, taken = _judged(folder, f"{SENSITIVITIES:,} CRIF rows, CSV")
        tabs = folder / "crif.tsv"
        tabs.write_text((folder / "crif.csv").read_text("utf-8").replace(",", "\t"), "utf-8")
        theirs = ask("ore", "ORE", tabs) or {}
        in_parquet(folder, "crif")
        columns, from_columns = _judged(folder, f"{SENSITIVITIES:,} CRIF rows, Parquet")
    peer = "ORE" if theirs else ""
    yield Figure(figure.what, figure.value, "s", peer, theirs.get("load"), "ORE loads without our checks")
    said = "a hundred portfolios; ours for the calling side, ORE for both"
    yield Figure(f"SIMM of {SENSITIVITIES:,} rows", taken, "s", peer, theirs.get("calculate"), said)
    yield columns
    yield Figure(f"SIMM of {SENSITIVITIES:,} rows by columns, fetched", from_columns, "s")


def _exposures() -> Iterator[Figure]:
    with _folder() as folder:
        saccr_folder(folder, SETS)
        figure, taken = _judged(folder, f"{SETS:,} netting sets of 100 trades, CSV")
        in_parquet(folder, "saccr_trades")
        columns, from_columns = _judged(folder, f"{SETS:,} netting sets of 100 trades, Parquet")
    yield figure
    said = "ORE's SaccrCalculator takes a portfolio and a market from Python, no table of trades: not beside"
    yield Figure(f"SA-CCR of {SETS:,} netting sets of 100 trades", taken, "s", note=said)
    yield columns
    yield Figure(f"SA-CCR of {SETS:,} netting sets by columns, fetched", from_columns, "s")


def _wall() -> Iterator[Figure]:
    with _folder() as folder:
        wall_folder(folder, TRADES)
        figure, taken = _judged(folder, f"{TRADES:,} trades, CSV")
    yield figure
    yield Figure(f"wall, concentration and all rules of {TRADES:,} trades", taken, "s", note=_load())


def _load() -> str:
    return f"load of the machine at the end: {os.getloadavg()[0]:.1f}"
