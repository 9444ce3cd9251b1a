"""A manager's folder, written cell by cell, and what the tool says of it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from xianxing.toolbox.inspection.tables import TABLES
from xianxing.toolbox.inspection.tool import TOOL
from xianxing.toolbox.outcome import RunOutcome
from xianxing.toolbox.tool import run_tool

Cell = str | int | float | Decimal | date | None
HEAD = 'tool = "inspection"\nformat = 1\nas_of = 2025-12-31\nmanager = "M"\n'
# Trading days in a row, with a weekend after the third and the eighth.
DAYS = tuple(
    date(2025, 3, day) for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26)
)


@dataclass
class Books:
    """Rows by table, in the order in which they were said."""

    head: str = HEAD
    rows: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)

    def add(self, table: str, **cells: Cell) -> Books:
        """One row; a column whose name is a word of Python is written with a line after it."""
        named = {name.rstrip("_"): value for name, value in cells.items()}
        self.rows.setdefault(table, []).append(named)
        return self

    def product(self, name: str = "P1", kind: str = "collective", **cells: Cell) -> Books:
        """A product."""
        return self.add("products", id=name, name=name, kind=kind, **cells)

    def asset(self, name: str = "A1", kind: str = "stock", **cells: Cell) -> Books:
        """An asset."""
        return self.add("assets", id=name, name=name, kind=kind, **cells)

    def nav(
        self, net: Cell = 100, *, product: str = "P1", day: date = DAYS[0], total: Cell = None, **cells: Cell
    ) -> Books:
        """A day's net assets; total assets are as much where they aren't said."""
        total = net if total is None else total
        return self.add("nav", product=product, date=day, total_assets=total, net_assets=net, **cells)

    def hold(
        self,
        value: Cell,
        quantity: Cell = 1,
        *,
        asset: str = "A1",
        product: str = "P1",
        day: date = DAYS[0],
        **cells: Cell,
    ) -> Books:
        """A position."""
        return self.add(
            "positions",
            product=product,
            date=day,
            asset=asset,
            quantity=quantity,
            market_value=value,
            **cells,
        )

    def trade(
        self,
        name: str,
        side: str,
        quantity: Cell = 100,
        price: Cell = 10,
        *,
        product: str = "P1",
        asset: str = "A1",
        day: date = DAYS[0],
        venue: str = "exchange",
        **cells: Cell,
    ) -> Books:
        """A trade."""
        return self.add(
            "trades",
            id=name,
            product=product,
            date=day,
            asset=asset,
            side=side,
            quantity=quantity,
            price=price,
            venue=venue,
            **cells,
        )

    def write(self, folder: Path) -> Path:
        """The folder with `tool.toml` and its tables; required tables are there, be they empty."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tool.toml").write_text(self.head, "utf-8")
        for table in TABLES:
            rows = self.rows.get(table.name, [])
            if not rows and not table.required:
                continue
            columns = list(dict.fromkeys(name for row in rows for name in row))
            columns = columns or [column.name for column in table.columns]
            with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(columns)
                writer.writerows([_text(row.get(name)) for name in columns] for row in rows)
        return folder

    def outcome(self, folder: Path, *, lenient: bool = False, rules_as_of: date | None = None) -> RunOutcome:
        """A run over the folder."""
        return run_tool(TOOL, self.write(folder), lenient=lenient, rules_as_of=rules_as_of)

    def run(self, folder: Path, *, rules_as_of: date | None = None) -> Said:
        """What the tool says of a folder that it takes."""
        outcome = self.outcome(folder, rules_as_of=rules_as_of)
        assert outcome.answer is not None, outcome.problems
        return Said(outcome.as_json(), outcome.status)


@dataclass(frozen=True)
class Said:
    """A run's JSON with its exit status."""

    plain: Mapping[str, Any]
    status: int

    @property
    def episodes(self) -> list[dict[str, Any]]:
        """The episodes of the results."""
        return list(self.plain["results"]["episodes"])

    def of(self, rule: str) -> list[dict[str, Any]]:
        """The findings of one rule."""
        return [one for one in self.plain["findings"] if one["rule"] == rule]

    def result(self, rule: str) -> str:
        """The result of the one finding of a rule."""
        (found,) = self.of(rule)
        return str(found["result"])


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def after(day: date, days: int) -> date:
    """A day so many days of the calendar later."""
    return day + timedelta(days=days)
