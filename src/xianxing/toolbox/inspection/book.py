"""A manager's books as the rules read them: products, assets, and what each product held on each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, Inexact
from typing import NamedTuple

from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.tables import Row

ZERO = Decimal(0)
# Sums and products of cells are never rounded: a result that doesn't fit raises instead.
EXACT = Context(prec=2000, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset; `group` is the name under which assets count as one."""

    id: str
    kind: str
    group: str
    row: Row

    def day(self, column: str) -> date | None:
        """A date of its row."""
        return self.row.day(column)

    @property
    def is_nonstandard_debt(self) -> bool:
        """Debt that isn't standardised, by its kind or because its row says so."""
        if self.kind == "nonstandard_debt":
            return True
        equity = ("nonstandard_equity", "unlisted_equity", "stock")
        return self.row.flag("nonstandard") is True and self.kind not in equity


class Position(NamedTuple):
    """What a product held of an asset on a day."""

    asset: Asset
    quantity: Decimal
    value: Decimal
    row: Row


@dataclass(frozen=True, slots=True)
class Product:
    """One product with its days: nav rows in order of days, and holdings by day."""

    row: Row
    nav: dict[date, Row]
    holdings: dict[date, list[Position]]

    @property
    def id(self) -> str:
        """Its id."""
        return self.row.text("id")

    @property
    def kind(self) -> str:
        """`collective`, `single`, `public_fund` or `private_fund`."""
        return self.row.text("kind")

    def says(self, flag: str) -> bool:
        """Whether a flag is claimed: an exemption that a cell doesn't claim isn't one."""
        return self.row.flag(flag) is True

    def net(self, day: date) -> Decimal:
        """Net assets on a day of `nav`."""
        return self.nav[day].number("net_assets") or ZERO

    def total(self, day: date) -> Decimal:
        """Total assets on a day of `nav`."""
        return self.nav[day].number("total_assets") or ZERO

    def held_days(self) -> Iterator[tuple[date, list[Position]]]:
        """The days of `nav` that have positions, in order."""
        for day in self.nav:
            if day in self.holdings:
                yield day, self.holdings[day]


@dataclass(frozen=True)
class ManagerBook:
    """All products of the manager in the order of their ids, all assets, and every day of `nav` in order."""

    manager: str
    products: tuple[Product, ...]
    assets: dict[str, Asset]
    days: tuple[date, ...]
    inputs: Inputs
    members: dict[str, list[Asset]] = field(default_factory=dict)


def open_book(inputs: Inputs) -> ManagerBook:
    """Order the rows of a folder that was read; the order of rows doesn't matter."""
    groups = _groups(inputs.rows("assets"))
    assets = {
        row.text("id"): Asset(row.text("id"), row.text("kind"), groups[row.text("id")], row)
        for row in sorted(inputs.rows("assets"), key=lambda row: row.text("id"))
    }
    members: dict[str, list[Asset]] = {}
    for asset in assets.values():
        members.setdefault(asset.group, []).append(asset)
    nav: dict[str, dict[date, Row]] = {}
    for row in inputs.rows("nav"):
        valued = row.day("date")
        if valued is not None:
            nav.setdefault(row.text("product"), {})[valued] = row
    held: dict[str, dict[date, list[Position]]] = {}
    for row in inputs.rows("positions") if "positions" not in inputs.columnar else ():
        cells = row.cells
        day, quantity, value = cells.get("date"), cells.get("quantity"), cells.get("market_value")
        if isinstance(day, date) and isinstance(quantity, Decimal) and isinstance(value, Decimal):
            holding = Position(assets[row.text("asset")], quantity, value, row)
            held.setdefault(row.text("product"), {}).setdefault(day, []).append(holding)
    for days in held.values():
        for holdings in days.values():
            holdings.sort(key=_by_asset)
    products = tuple(
        Product(row, dict(sorted(nav.get(row.text("id"), {}).items())), held.get(row.text("id"), {}))
        for row in sorted(inputs.rows("products"), key=lambda row: row.text("id"))
    )
    every = tuple(sorted({day for product in products for day in product.nav}))
    return ManagerBook(inputs.word("manager"), products, assets, every, inputs, members)


def _by_asset(holding: Position) -> str:
    return holding.asset.id


def _groups(rows: Iterable[Row]) -> dict[str, str]:
    """The group of each asset: its `same_as`, followed on where that names an asset that has one itself."""
    named = {row.text("id"): row.text("same_as") for row in rows}
    found: dict[str, str] = {}
    for asset, same in named.items():
        walk = [asset]
        while same and same not in walk:
            walk.append(same)
            same = named.get(same, "")
        # in a circle every asset of it must get one name, wherever the walk began
        found[asset] = min(walk[walk.index(same) :]) if same else walk[-1]
    return found
