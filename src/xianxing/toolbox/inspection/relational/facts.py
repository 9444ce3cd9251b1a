"""The positions of a book on an engine: ids as whole numbers, days as ordinals, cells as exact decimals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from xianxing.i18n import gettext
from xianxing.toolbox.columnar import ColumnarTable
from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.inspection.book import ManagerBook, Position, Product
from xianxing.toolbox.inspection.relational import expressions
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.query_engine import DUCKDB, QueryEngine, QueryEngineError, open_engine
from xianxing.toolbox.tables import Cell, Row

EPOCH = date(1970, 1, 1).toordinal()
PORTION = 5_000_000  # positions that are added up at once

Fetched = Mapping[str, Any]


@dataclass(frozen=True)
class PositionFacts:
    """The positions of a book as one relation of an engine.

    `relation` has line, product, day, asset, quantity, value, notional and amortised; `row` gives the row of
    a folder that a row of the relation stands for.
    """

    engine: QueryEngine
    book: ManagerBook
    relation: Any
    row: Callable[[Fetched], Row]
    count: int

    @cached_property
    def products(self) -> dict[str, int]:
        """The number of each product, in the order of their ids."""
        return {product.id: number for number, product in enumerate(self.book.products)}

    @cached_property
    def asset_ids(self) -> tuple[str, ...]:
        """The assets in the order of their ids."""
        return tuple(self.book.assets)

    @cached_property
    def assets(self) -> dict[str, int]:
        """The number of each asset, in the order of their ids."""
        return {asset: number for number, asset in enumerate(self.asset_ids)}

    def portions(self) -> Iterator[Sequence[Product]]:
        """The products in order, so many at once as an engine adds up in its memory."""
        some = max(len(self.book.products) * PORTION // max(self.count, 1), 1)
        for first in range(0, len(self.book.products), some):
            yield self.book.products[first : first + some]

    def of(self, products: Sequence[Product]) -> Any:
        """The positions of products that stand one after the other."""
        first, last = self.products[products[0].id], self.products[products[-1].id]
        if len(products) == len(self.book.products):
            return self.relation
        return self.relation.filter(self.relation["product"].between(first, last))

    def positions(self, relation: Any) -> Iterator[tuple[int, date, Position]]:
        """Product, day and position of each row of a relation, by product, day and asset."""
        ordered = relation.order_by("product", "day", "asset")
        for fetched in self.engine.rows(ordered):
            row = self.row(fetched)
            asset = self.book.assets[self.asset_ids[fetched["asset"]]]
            quantity, value = row.cells["quantity"], row.cells["market_value"]
            if isinstance(quantity, Decimal) and isinstance(value, Decimal):
                day = date.fromordinal(fetched["day"])
                yield fetched["product"], day, Position(asset, quantity, value, row)


def upload_positions(engine: QueryEngine, book: ManagerBook) -> PositionFacts:
    """The positions that a folder's reader has in memory, as a temporary table."""
    by_line: dict[int, Row] = {}
    for product in book.products:
        for holdings in product.holdings.values():
            by_line.update((holding.row.line, holding.row) for holding in holdings)
    facts = PositionFacts(engine, book, None, lambda fetched: by_line[fetched["line"]], len(by_line))
    columns: dict[str, list[Any]] = {name: [] for name in _columns()}
    for number, product in enumerate(book.products):
        for day, holdings in product.holdings.items():
            for holding in holdings:
                row = holding.row
                columns["line"].append(row.line)
                columns["product"].append(number)
                columns["day"].append(day.toordinal())
                columns["asset"].append(facts.assets[holding.asset.id])
                columns["quantity"].append(holding.quantity)
                columns["value"].append(holding.value)
                columns["notional"].append(row.number("notional"))
                columns["amortised"].append(row.text("valuation") == "amortised")
    relation = engine.upload(arrow(columns, _columns()), "positions")
    return PositionFacts(engine, book, relation, facts.row, facts.count)


@contextmanager
def positions_of(scope: Scope, address: str) -> Iterator[PositionFacts]:
    """The positions of a folder on the engine of an address, whichever way they were read."""
    columnar = scope.book.inputs.columnar.get("positions")
    with open_engine(address or DUCKDB) as engine:
        if columnar is None:
            yield upload_positions(engine, scope.book)
        elif engine.scheme == DUCKDB:
            yield _columnar(engine, scope.book, columnar, engine.keep)
        else:
            with open_engine() as reader:
                yield _columnar(
                    reader, scope.book, columnar, lambda rows: engine.upload(reader.batches(rows)), engine
                )


def _columnar(
    reader: QueryEngine,
    book: ManagerBook,
    columnar: ColumnarTable,
    keep: Callable[[Any], Any],
    engine: QueryEngine | None = None,
) -> PositionFacts:
    """The positions of a file, with the numbers of their products and assets."""
    import ibis

    ids = [product.id for product in book.products]
    products, assets = _numbers(reader, ids, "product"), _numbers(reader, book.assets, "asset")
    typed = columnar.relation(reader).rename(product_id="product", asset_id="asset")
    joined = typed.inner_join(products, typed.product_id == products.product_key)
    joined = joined.inner_join(assets, joined.asset_id == assets.asset_key)
    missing = ibis.null(expressions.CELL)
    rows = joined.select(
        "line",
        "product",
        "asset",
        "quantity",
        day=joined.date.delta(ibis.date(1970, 1, 1), unit="day").cast("int32") + EPOCH,
        value=joined.market_value,
        notional=joined.notional if "notional" in joined.columns else missing,
        amortised=(joined.valuation == "amortised").fill_null(False)
        if "valuation" in joined.columns
        else ibis.literal(False),
    )
    rows = rows.mutate(day=rows.day.cast("int32"))
    facts = PositionFacts(engine or reader, book, None, _no_row, columnar.rows)
    relation = keep(rows.select(*_columns()))
    owner = engine or reader
    whole = relation.filter(
        relation.quantity.notnull() & relation["value"].notnull() & relation.day.notnull()
    )
    count = owner.table(whole.count().as_table())[0][0].as_py()
    if count != columnar.rows - len(columnar.aside):
        raise QueryEngineError(
            gettext(
                "{count} of {rows} rows of positions can be matched: write ids without spaces around"
            ).format(count=count, rows=columnar.rows - len(columnar.aside))
        )
    return replace(facts, relation=relation, row=partial(_row, ids, facts.asset_ids))


def _numbers(reader: QueryEngine, ids: Iterable[str], name: str) -> Any:
    columns: dict[str, list[Any]] = {f"{name}_key": list(ids)}
    columns[name] = list(range(len(columns[f"{name}_key"])))
    return reader.upload(arrow(columns, {f"{name}_key": "text", name: "int32"}), name)


def _no_row(_fetched: Fetched) -> Row:
    raise LookupError


def _row(products: Sequence[str], assets: Sequence[str], fetched: Fetched) -> Row:
    """The row of the file, as far as any rule reads it."""
    cells: dict[str, Cell] = {
        "product": products[fetched["product"]],
        "date": date.fromordinal(fetched["day"]),
        "asset": assets[fetched["asset"]],
        "quantity": fetched["quantity"],
        "market_value": fetched["value"],
    }
    if fetched["notional"] is not None:
        cells["notional"] = fetched["notional"]
    if fetched["amortised"]:
        cells["valuation"] = "amortised"
    return Row("positions", fetched["line"], cells)


def _columns() -> dict[str, str]:
    return {
        "line": "int64", "product": "int32", "day": "int32", "asset": "int32", "quantity": "cell",
        "value": "cell", "notional": "cell", "amortised": "bool",
    }  # fmt: skip
