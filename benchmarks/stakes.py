"""A generated register of stakes: firms held by persons and by earlier firms, with loops planted among them.

Nothing in it is real. Most holders are persons, so that somebody above a firm is found in a few steps, as in
registers of companies; the same numbers come of the same seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

Array = Any
COMPANIES, CORPORATE = 0.42, 0.11  # the part of entities that are firms; of stakes that firms hold


@dataclass(frozen=True)
class GeneratedStakes:
    """Stakes by number: entity numbers below `companies` are firms, the others persons."""

    entities: int
    companies: int
    holder: Array
    held: Array
    equity: Array

    def names(self) -> list[str]:
        """The ids of the entities, by number."""
        return [f"{'C' if number < self.companies else 'P'}{number:07d}" for number in range(self.entities)]


def generate(entities: int, stakes: int, loops: int, seed: int = 1) -> GeneratedStakes:
    """Some `stakes` in firms and `loops` stakes that close a loop of two or more, or of one with itself."""
    drawn = numpy.random.default_rng(seed)
    companies = int(entities * COMPANIES)
    held = numpy.repeat(numpy.arange(companies), drawn.geometric(companies / stakes, companies))[:stakes]
    size = len(held)
    corporate = (drawn.random(size) < CORPORATE) & (held > 0)
    firms = (held * drawn.random(size) ** 2).astype(numpy.int64)
    persons = companies + (drawn.random(size) * (entities - companies)).astype(numpy.int64)
    holder = numpy.where(corporate, firms, persons)
    weight = drawn.exponential(1.0, size) ** 1.5 + 1e-3
    part = weight / numpy.bincount(held, weights=weight, minlength=companies)[held]
    equity = numpy.floor(part * drawn.uniform(0.6, 0.9, companies)[held] * 10_000) / 10_000
    pairs = held * entities + holder
    kept = numpy.unique(pairs, return_index=True)[1]  # one stake a pair
    kept = kept[equity[kept] > 0]
    holder, held, equity = holder[kept], held[kept], equity[kept]
    back_holder, back_held = _backwards(drawn, holder, held, companies, loops)
    return GeneratedStakes(
        entities,
        companies,
        numpy.concatenate([holder, back_holder]),
        numpy.concatenate([held, back_held]),
        numpy.concatenate([equity, numpy.full(len(back_held), 0.05)]),
    )


def _backwards(drawn: Any, holder: Array, held: Array, companies: int, loops: int) -> tuple[Array, Array]:
    """Stakes of firms in firms above them: in a parent, or in a parent's parent; one in twenty in itself."""
    by_firms = numpy.flatnonzero(holder < companies)
    chosen = drawn.permutation(by_firms)[:loops]
    low, high = held[chosen], holder[chosen].copy()
    parent = numpy.full(companies, -1)
    parent[held[by_firms]] = holder[by_firms]
    further = (parent[high] >= 0) & (drawn.random(len(chosen)) < 0.5)
    high[further] = parent[high[further]]
    itself = drawn.random(len(chosen)) < 0.05
    high[itself] = low[itself]
    once = numpy.unique(high, return_index=True)[
        1
    ]  # one such stake a firm: its capital stays below the whole
    return low[once], high[once]


def write_folder(stakes: GeneratedStakes, folder: Path, head: str, **tables: str) -> Path:
    """The stakes as a folder of `related-parties`, entities and holdings as Parquet, the rest as CSV."""
    import pyarrow
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    names = pyarrow.array(stakes.names())
    kinds = numpy.where(numpy.arange(stakes.entities) < stakes.companies, "company", "person")
    entities = {"id": names, "name": names, "kind": pyarrow.array(kinds)}
    holdings = {"holder": names.take(stakes.holder), "held": names.take(stakes.held), "equity": stakes.equity}
    parquet.write_table(pyarrow.table(entities), folder / "entities.parquet")
    parquet.write_table(pyarrow.table(holdings), folder / "holdings.parquet")
    (folder / "tool.toml").write_text(head, "utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder
