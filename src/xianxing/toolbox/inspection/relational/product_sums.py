"""What rules add up of single products, by an engine: one portion of products at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.inspection import kinds
from xianxing.toolbox.inspection.book import ZERO, Asset, Position, Product
from xianxing.toolbox.inspection.holdings import Place
from xianxing.toolbox.inspection.measures import DaySums, DayValue
from xianxing.toolbox.inspection.relational import expressions
from xianxing.toolbox.inspection.relational.facts import PositionFacts
from xianxing.toolbox.inspection.relational.members import chosen, counted_days, keyed, stand_in, terms
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.inspection.sums import (
    EachHolding,
    GroupSum,
    NotionalSum,
    TermSum,
    WholeSum,
    beyond_any_line,
)

Summed = dict[str, list[DayValue]]
IN_DOUBT = "?"  # stands for the cells until rows are there


@dataclass
class ProductSums:
    """The sums over a portion; the tables of a rule's assets are made once and kept."""

    scope: Scope
    facts: PositionFacts
    nav: Any = None
    _positions: Any = None
    _members: dict[object, Any] = field(default_factory=dict)
    _names: dict[object, list[str]] = field(default_factory=dict)
    _limits: dict[str, Any] = field(default_factory=dict)
    _days: dict[int, list[date]] = field(default_factory=dict)

    @contextmanager
    def over(self, products: Sequence[Product]) -> Iterator[None]:
        """Add up over these products."""
        self._positions = self.facts.of(products)
        self._days = {self.facts.products[product.id]: list(product.nav) for product in products}
        self.nav = self._upload_nav(products)
        yield
        self.facts.engine.drop(self.nav)

    def of(self, sums: DaySums, products: Sequence[Product], key: str) -> Summed:
        """The measures of each product by its id; of groups only those that a judge can't do without."""
        if isinstance(sums, GroupSum):
            return self._groups(sums, products, key)
        if isinstance(sums, EachHolding):
            return self._each(sums, products)
        known = {self.facts.products[product.id]: product for product in products}
        found: Summed = {}
        for day, product, fetched in self._by_day(sums, known):
            found.setdefault(product.id, []).append(_day_value(sums, product, day, fetched))
        return found

    def rows(
        self, sums: DaySums, places: Mapping[str, Iterable[Place]]
    ) -> dict[str, list[tuple[date, Position]]]:
        """The positions that a sum rests on at these places, by product, day and asset."""
        columns: dict[str, list[Any]] = {"product": [], "day": []}
        keys: list[int] = []
        numbers: dict[str, int] = {}
        if isinstance(sums, GroupSum):
            numbers = {name: number for number, name in enumerate(self._keyed(sums)[1])}
        elif isinstance(sums, EachHolding):
            numbers = self.facts.assets
        elif not isinstance(sums, WholeSum | NotionalSum | TermSum):
            return {}
        for name, some in places.items():
            for asset, day in some:
                columns["product"].append(self.facts.products[name])
                columns["day"].append(day.toordinal())
                keys.append(numbers.get(asset or "", -1))
        if not keys:
            return {}
        types = {"product": "int32", "day": "int32"}
        if numbers:
            named = "key" if isinstance(sums, GroupSum) else "asset"
            columns[named], types[named] = keys, "int32"
        table = self.facts.engine.upload(arrow(columns, types), "places")
        members = None if isinstance(sums, TermSum) else self._table(sums)
        found: dict[str, list[tuple[date, Position]]] = {}
        wanted = expressions.rows_at(self._positions, members, table)
        for number, day, position in self.facts.positions(wanted):
            found.setdefault(self.facts.book.products[number].id, []).append((day, position))
        self.facts.engine.drop(table)
        return found

    def _upload_nav(self, products: Sequence[Product]) -> Any:
        columns: dict[str, list[Any]] = {
            name: [] for name in ("product", "day", "place", "net", "judged", "plan")
        }
        for product in products:
            number, plan = self.facts.products[product.id], product.kind in kinds.PLANS
            for place, day in enumerate(product.nav):
                for name, cell in zip(
                    columns,
                    (number, day.toordinal(), place, product.net(day), self.scope.holds(day), plan),
                    strict=True,
                ):
                    columns[name].append(cell)
        types = {
            "product": "int32", "day": "int32", "place": "int32", "net": "cell", "judged": "bool",
            "plan": "bool",
        }  # fmt: skip
        return self.facts.engine.upload(arrow(columns, types), "nav")

    def _table(self, sums: DaySums) -> Any:
        """The table of the assets that a sum counts."""
        if isinstance(sums, GroupSum):
            return self._keyed(sums)[0]
        if sums not in self._members:
            self._members[sums] = self._made(sums)
        return self._members[sums]

    def _made(self, sums: DaySums) -> Any:
        if isinstance(sums, WholeSum):
            return counted_days(self.facts, sums.counts, self.scope.lines)
        if isinstance(sums, NotionalSum):
            kind = sums.kind
            return chosen(self.facts, lambda asset: asset.kind == kind)
        if isinstance(sums, EachHolding):
            return chosen(self.facts, _may_be_nonstandard)
        return terms(self.facts)

    def _keyed(self, sums: GroupSum) -> tuple[Any, list[str]]:
        if sums not in self._members:
            self._members[sums], self._names[sums] = keyed(self.facts, sums.counts, sums.name)
        return self._members[sums], self._names[sums]

    def _by_day(
        self, sums: DaySums, known: Mapping[int, Product]
    ) -> Iterator[tuple[date, Product, Mapping[str, Any]]]:
        """Every day of `nav` that has positions, in order, with what the engine added up."""
        make = {
            WholeSum: expressions.whole_sums,
            NotionalSum: expressions.notional_sums,
            TermSum: expressions.term_sums,
        }.get(type(sums))
        if make is None:
            return
        positions = self._positions.filter(self._positions["product"].isin(list(known)))
        relation = make(positions, self._table(sums))
        added = {(one["product"], one["day"]): one for one in self.facts.engine.rows(relation)}
        for number, product in known.items():
            for day, _holdings in product.held_days():
                yield day, product, added.get((number, day.toordinal()), {})

    def _groups(self, sums: GroupSum, products: Sequence[Product], key: str) -> Summed:
        engine = self.facts.engine
        members, names = self._keyed(sums)
        numbers = [self.facts.products[product.id] for product in products]
        nav = self.nav.filter(self.nav["product"].isin(numbers))
        positions = expressions.dated_positions(self._positions, members, nav, self._limits_of(key))
        shared = engine.keep(expressions.shared_sums(positions), "shared")
        relation = expressions.group_sums(positions, shared)
        broken = list(engine.rows(expressions.not_kept(relation)))
        found = {(one["product"], one["key"], one["place"]): one for one in broken}
        before = [place for place in _before(found) if place not in found]
        if before:
            columns = dict(zip(("product", "key", "place"), zip(*before, strict=True), strict=True))
            types = {"product": "int32", "key": "int32", "place": "int32"}
            table = engine.upload(arrow(columns, types), "places")
            for one in engine.rows(expressions.at_places(relation, table)):
                found[one["product"], one["key"], one["place"]] = one
            engine.drop(table)
        told = {one["product"] for one in broken}
        calm = [number for number in numbers if number not in told]
        if calm:
            kept = relation.filter(relation["product"].isin(calm))
            for one in engine.rows(expressions.nearest(kept, least=self._is_least(key))):
                at = (one["product"], *divmod(one["at"], expressions.PLACES))
                found.setdefault(at, {**one, "held": ZERO})
        engine.drop(shared)
        measured: Summed = {}
        for (number, name, place), one in sorted(found.items(), key=_at):
            measure = DayValue(
                self._days[number][place], one["amount"], one["net"], one["held"], (), names[name]
            )
            measured.setdefault(self.facts.book.products[number].id, []).append(measure)
        return measured

    def _is_least(self, key: str) -> bool:
        packs = [self.scope.lines.on(key, day) for day in self.scope.days(self.scope.book.days)]
        return any(pack is not None and pack.comparator.startswith(">") for pack in packs)

    def _limits_of(self, key: str) -> Any:
        """The line of each judged day, by day."""
        if key not in self._limits:
            columns: dict[str, list[Any]] = {"day": [], "comparator": [], "bound": []}
            for day in self.scope.days(self.scope.book.days):
                pack = self.scope.lines.on(key, day)
                if pack is not None:
                    columns["day"].append(day.toordinal())
                    columns["comparator"].append(pack.comparator)
                    columns["bound"].append(pack.threshold)
            types = {"day": "int32", "comparator": "text", "bound": "limit"}
            self._limits[key] = self.facts.engine.upload(arrow(columns, types), "limits")
        return self._limits[key]

    def _each(self, sums: EachHolding, products: Sequence[Product]) -> Summed:
        """Every holding that the rule looks at, one by one."""
        numbers = {self.facts.products[product.id]: product for product in products}
        nav = self.nav.filter(self.nav["product"].isin(list(numbers)))
        found: Summed = {}
        rows = expressions.among(
            expressions.among(self._positions, self._table(sums), "asset"), nav, "product", "day"
        )
        wanted = rows.select("product", "day", "asset", "quantity").order_by("product", "day", "asset")
        for one in self.facts.engine.rows(wanted):
            product, asset = (
                numbers[one["product"]],
                self.facts.book.assets[self.facts.asset_ids[one["asset"]]],
            )
            position = stand_in(asset)._replace(quantity=one["quantity"])
            measure = sums.measure(product, date.fromordinal(one["day"]), position)
            if measure is not None:
                found.setdefault(product.id, []).append(measure)
        return found


def _may_be_nonstandard(asset: Asset) -> bool:
    return asset.is_nonstandard_debt or asset.kind == "nonstandard_equity"


def _at(item: tuple[tuple[int, int, int], object]) -> tuple[int, int, int]:
    return item[0]


def _before(places: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    return ((product, key, place - 1) for product, key, place in places if place > 0)


def _day_value(sums: DaySums, product: Product, day: date, fetched: Mapping[str, Any]) -> DayValue:
    """One day as the engine has it, in the shape of the rule's own sum."""
    amount, held = _number(fetched, "amount"), _number(fetched, "held")
    doubtful, net = bool(fetched.get("doubtful")), product.net(day)
    need = IN_DOUBT if doubtful else ""
    if isinstance(sums, TermSum):
        value = _number(fetched, "value")
        return DayValue(day, amount, value if not doubtful and value > 0 else ZERO, held, (), need=need)
    if isinstance(sums, NotionalSum):
        most = beyond_any_line(amount, net)
    else:
        most = amount + _number(fetched, "doubt")
    if isinstance(sums, WholeSum) and sums.least:
        held = -held
    return DayValue(day, amount, net, held, (), most=most if doubtful else None, need=need)


def _number(fetched: Mapping[str, Any], name: str) -> Decimal:
    value = fetched.get(name)
    return value if isinstance(value, Decimal) else ZERO
