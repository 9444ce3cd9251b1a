"""Holdings that an engine adds up: what is broken, what stands before it and what is nearest comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.inspection.book import Position, Product
from xianxing.toolbox.inspection.holdings import JudgedRule, Place
from xianxing.toolbox.inspection.judge import PRODUCT_RULES
from xianxing.toolbox.inspection.measures import DayValue, ManagerRule, ProductRule
from xianxing.toolbox.inspection.relational import expressions
from xianxing.toolbox.inspection.relational.facts import PositionFacts
from xianxing.toolbox.inspection.relational.members import chosen
from xianxing.toolbox.inspection.relational.product_sums import ProductSums, Summed
from xianxing.toolbox.inspection.relational.wide_sums import WideRelations
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.inspection.sums import WholeSum
from xianxing.toolbox.inspection.unconfirmed import class_sums, worst_of_class

Holdings = dict[date, list[Position]]


class UnequalSumsError(Exception):
    """An engine's sum isn't the sum of the rows that it stands for."""


@dataclass
class EngineHoldings:
    """Holdings on an engine; portion after portion, so that memory holds one portion's sums."""

    scope: Scope
    facts: PositionFacts
    _sums: ProductSums = field(init=False)
    _wide: WideRelations = field(init=False)
    _measures: dict[str, Summed] = field(default_factory=dict)
    _classes: dict[str, Summed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sums = ProductSums(self.scope, self.facts)
        self._wide = WideRelations(self.scope, self.facts)

    def portions(self) -> Iterator[Sequence[Product]]:
        """The products, with the days on which they held, and the few rows that checks of plans look at."""
        for products in self.facts.portions():
            with self._sums.over(products):
                held = self._with_days(products)
                self._measures.clear()
                for number, rule in enumerate(PRODUCT_RULES):
                    some = [one for one in held if rule.applies(one) and not rule.exempt(one)]
                    if some:
                        self._measures[_name(number)] = self._sums.of(rule.sums, some, rule.pack_key)
                self._classes = dict(self._classes_of(held))
                yield held

    def measures(self, rule: ProductRule, product: Product) -> Iterable[DayValue]:
        """What the engine added up, without rows."""
        summed = self._measures.get(_name(PRODUCT_RULES.index(rule)), {})
        return rule.refine(product, summed.get(product.id, ()), self.scope.lines)

    def classes(self, product: Product) -> Iterable[DayValue]:
        """What a plan holds of its class; rows are there for the worst day."""
        sums = class_sums(product)
        if sums is None:
            return
        measures = self._classes.get(product.row.text("class"), {}).get(product.id, [])
        worst = worst_of_class(product, self.scope.days(product.nav), measures)
        if worst is not None:
            place = (None, worst[1].day)
            full = self._full(sums, {product.id: {place}}, {product.id: product})
            _enter(worst[1], full[product.id][place])
        yield from measures

    def wide(self, rule: ManagerRule) -> Iterable[DayValue]:
        """What the engine added up over the manager, without rows."""
        return self._wide.of(rule)

    def complete(self, judged: Sequence[JudgedRule]) -> None:
        """Fetch the rows of what findings tell of, rule by rule, and hold their sum against the engine's."""
        by_rule: dict[int, list[JudgedRule]] = {}
        for one in judged:
            by_rule.setdefault(id(one.rule), []).append(one)
        for some in by_rule.values():
            rule = some[0].rule
            if isinstance(rule, ManagerRule):
                self._wide.complete(rule, some[0])
            else:
                self._complete(rule, some)

    def _complete(self, rule: ProductRule, judged: Sequence[JudgedRule]) -> None:
        products = {one.product.id: one.product for one in judged if one.product}
        places = {
            one.product.id: {(measure.asset, measure.day) for measure in one.told()}
            for one in judged
            if one.product
        }
        full = self._full(rule, places, products)
        for one in judged:
            for measure in one.told() if one.product else ():
                _enter(measure, full[one.product.id][measure.asset, measure.day])  # type: ignore[union-attr]

    def _full(
        self,
        rule: ProductRule | WholeSum,
        places: Mapping[str, set[Place]],
        products: Mapping[str, Product],
    ) -> dict[str, dict[Place, DayValue]]:
        """The measures of places by the rule's own sum over the rows of these places."""
        sums = rule if isinstance(rule, WholeSum) else rule.sums
        rows = self._sums.rows(sums, places)
        found: dict[str, dict[Place, DayValue]] = {}
        for name, wanted in places.items():
            some: Holdings = {
                day: [] for _asset, day in sorted(wanted, key=_by_day) if _is_held(products[name], day)
            }
            for day, position in rows.get(name, ()):
                some[day].append(position)
            part = replace(products[name], holdings=some)
            if isinstance(rule, WholeSum):
                measures = rule.of(part, self.scope.lines)
            else:
                measures = rule.measure(part, self.scope.lines)
            found[name] = {(one.asset, one.day): one for one in measures if (one.asset, one.day) in wanted}
        return found

    def _classes_of(self, products: Sequence[Product]) -> Iterator[tuple[str, Summed]]:
        by_class: dict[str, list[Product]] = {}
        for product in products:
            if class_sums(product):
                by_class.setdefault(product.row.text("class"), []).append(product)
        for name, some in by_class.items():
            sums = class_sums(some[0])
            if sums is not None:
                yield name, self._sums.of(sums, some, "")

    def _with_days(self, products: Sequence[Product]) -> list[Product]:
        """The products with every day on which they held, and rows only where a check reads them itself."""
        held: list[Holdings] = [{} for _product in products]
        start, facts = self.facts.products[products[0].id], self.facts.of(products)
        for fetched in self.facts.engine.rows(expressions.held_days(facts).order_by("product", "day")):
            held[fetched["product"] - start][date.fromordinal(fetched["day"])] = []
        for number, day, position in self._read_rows(facts, products, held):
            held[number - start][day].append(position)
        return [replace(product, holdings=days) for product, days in zip(products, held, strict=True)]

    def _read_rows(
        self, facts: Any, products: Sequence[Product], held: Sequence[Holdings]
    ) -> Iterator[tuple[int, date, Position]]:
        """Funds when they were first held, values at amortised cost, and the first day without `nav`."""
        engine, nav = self.facts.engine, self._sums.nav
        judged = nav.filter(nav.judged & nav.plan)
        funds = chosen(self.facts, lambda asset: asset.kind == "fund")
        first = expressions.first_days(facts, funds, judged)
        read = expressions.among(facts.filter(facts.amortised), judged, "product", "day")
        read = read.union(expressions.among(facts, first, "product", "asset", "day"), distinct=True)
        yield from self.facts.positions(read)
        places: dict[str, list[int]] = {"product": [], "day": []}
        for product, days in zip(products, held, strict=True):
            stray = min(
                (day for day in days if day not in product.nav and self.scope.holds(day)), default=None
            )
            if stray is not None:
                places["product"].append(self.facts.products[product.id])
                places["day"].append(stray.toordinal())
        if places["product"]:
            table = engine.upload(arrow(places, {"product": "int32", "day": "int32"}), "places")
            yield from self.facts.positions(expressions.rows_at(facts, None, table))
            engine.drop(table)
        engine.drop(funds)


def _name(number: int) -> str:
    return str(number)


def _by_day(place: Place) -> date:
    return place[1]


def _is_held(product: Product, day: date) -> bool:
    return day in product.holdings


def _enter(measure: DayValue, full: DayValue) -> None:
    """Take over rows and missing cells; the sums must be the same."""
    own = (measure.amount, measure.base, measure.most, measure.limit, measure.words)
    if own != (full.amount, full.base, full.most, full.limit, full.words):
        raise UnequalSumsError(f"{own} is not {full}")
    measure.rows, measure.need, measure.held = full.rows, full.need, full.held
