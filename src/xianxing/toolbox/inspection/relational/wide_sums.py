"""What rules add up over all products of the manager, by an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.inspection.book import ZERO, Position, Product
from xianxing.toolbox.inspection.holdings import JudgedRule
from xianxing.toolbox.inspection.measures import DayValue, ManagerRule
from xianxing.toolbox.inspection.relational import expressions
from xianxing.toolbox.inspection.relational.facts import PositionFacts
from xianxing.toolbox.inspection.relational.members import keyed
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.inspection.sums import ONE, AcrossSum, DebtShare, DebtSum, is_nonstandard_debt, size_of
from xianxing.toolbox.packs import RulePack


@dataclass
class WideRelations:
    """The manager's sums; the tables of a rule's assets are made once and kept."""

    scope: Scope
    facts: PositionFacts
    _members: dict[object, tuple[Any, list[str]]] = field(default_factory=dict)

    def of(self, rule: ManagerRule) -> Iterable[DayValue]:
        """The measures of one rule; of groups only those that a judge can't do without."""
        sums = rule.sums
        if isinstance(sums, DebtShare):
            return self._share(sums)
        if isinstance(sums, AcrossSum):
            wide, column = sums, "quantity"
            return self._groups(
                rule, sums.chosen, lambda group: size_of(self.scope.book, group, wide.column)[0], column
            )
        if isinstance(sums, DebtSum):
            return self._groups(rule, sums.chosen, lambda _group: ONE, "value")
        raise TypeError(f"{type(sums).__name__} can't be added up by an engine")

    def complete(self, rule: ManagerRule, judged: JudgedRule) -> None:
        """Enter the rows of what findings tell of, by the rule's own sum over them."""
        wanted = {(measure.asset, measure.day) for measure in judged.told()}
        rows = self._rows(rule, wanted)
        products = tuple(
            replace(product, holdings=rows.get(product.id, {})) for product in self.scope.book.products
        )
        book = replace(self.scope.book, products=products)
        full = {(one.asset, one.day): one for one in rule.sums.of(book)}
        for measure in judged.told():
            other = full[measure.asset, measure.day]
            if (measure.amount, measure.base) != (other.amount, other.base):
                raise ArithmeticError(f"{measure} is not {other}")
            measure.rows, measure.need, measure.held = other.rows, other.need, other.held

    def _table(self, rule: ManagerRule) -> tuple[Any, list[str]]:
        sums = rule.sums
        if sums not in self._members:
            counts = sums.counts if isinstance(sums, AcrossSum) else is_nonstandard_debt
            self._members[sums] = keyed(self.facts, counts, _group)
        return self._members[sums]

    def _products(self, chosen: Callable[[Product], bool]) -> Any:
        book, numbers = self.scope.book, self.facts.products
        some = [numbers[product.id] for product in book.products if chosen(product)]
        return self.facts.engine.upload(arrow({"product": some}, {"product": "int32"}), "products")

    def _share(self, sums: DebtShare) -> list[DayValue]:
        book, engine = self.scope.book, self.facts.engine
        columns: dict[str, list[Any]] = {"product": [], "day": []}
        net: dict[date, Decimal] = {}
        for product in filter(sums.chosen, book.products):
            for day in product.nav:
                columns["product"].append(self.facts.products[product.id])
                columns["day"].append(day.toordinal())
                net[day] = net.get(day, ZERO) + product.net(day)
        nav = engine.upload(arrow(columns, {"product": "int32", "day": "int32"}), "nav")
        members, _names = keyed(self.facts, is_nonstandard_debt, _group)
        added = {
            one["day"]: one for one in engine.rows(expressions.debt_sums(self.facts.relation, members, nav))
        }
        engine.drop(nav)
        nothing = {"amount": ZERO, "held": ZERO}
        return [
            DayValue(day, one["amount"], net[day], one["held"], ())
            for day in book.days
            if net.get(day)
            for one in (added.get(day.toordinal(), nothing),)
        ]

    def _groups(
        self,
        rule: ManagerRule,
        chosen: Callable[[Product], bool],
        base: Callable[[str], Decimal],
        column: str,
    ) -> list[DayValue]:
        engine, (members, names) = self.facts.engine, self._table(rule)
        days, packs = self._days(rule)
        lines = self._lines(names, base, packs)
        products = self._products(chosen)
        relation = engine.keep(
            expressions.wide_sums(self.facts.relation, members, products, days, lines, column), "wide"
        )
        broken = list(engine.rows(expressions.not_kept(relation)))
        found = {(one["key"], one["place"]): one for one in broken}
        before = [(key, place - 1) for key, place in found if place > 0 and (key, place - 1) not in found]
        if before:
            some = {
                "product": [0] * len(before),
                "key": [key for key, _place in before],
                "place": [place for _key, place in before],
            }
            table = engine.upload(arrow(some, dict.fromkeys(some, "int32")), "places")
            for one in engine.rows(expressions.at_places(relation, table)):
                found[one["key"], one["place"]] = one
            engine.drop(table)
        if not broken:
            least = any(pack.comparator.startswith(">") for pack in packs)
            for one in engine.rows(expressions.nearest(relation, least=least)):
                found.setdefault(divmod(one["at"], expressions.PLACES), {**one, "held": ZERO})
        for table in (relation, days, lines, products):
            engine.drop(table)
        book = self.scope.book
        bases = {name: base(name) for name in {names[key] for key, _place in found}}
        return [
            DayValue(book.days[place], one["amount"], bases[names[key]], one["held"], (), names[key])
            for (key, place), one in sorted(found.items(), key=_at)
        ]

    def _days(self, rule: ManagerRule) -> tuple[Any, list[RulePack]]:
        """The days of the book with their places, and of those that are judged which pack judges them."""
        packs: list[RulePack] = []
        columns: dict[str, list[Any]] = {"day": [], "place": [], "pack": []}
        for place, day in enumerate(self.scope.book.days):
            pack = self.scope.lines.on(rule.pack_key, day) if self.scope.holds(day) else None
            if pack is not None and pack not in packs:
                packs.append(pack)
            columns["day"].append(day.toordinal())
            columns["place"].append(place)
            columns["pack"].append(packs.index(pack) if pack is not None else -1)
        return self.facts.engine.upload(arrow(columns, dict.fromkeys(columns, "int32")), "days"), packs

    def _lines(self, names: Iterable[str], base: Callable[[str], Decimal], packs: list[RulePack]) -> Any:
        """Each key's line under each pack, none where its size isn't known."""
        types = {
            "key": "int32", "pack": "int32", "net": "cell", "comparator": "text", "allowed": "line",
        }  # fmt: skip
        columns: dict[str, list[Any]] = {name: [] for name in types}
        for key, name in enumerate(names):
            size = base(name)
            for number, pack in enumerate(packs):
                limit = pack.threshold
                line = limit * size if size and limit is not None else None
                for column, cell in zip(columns, (key, number, size, pack.comparator, line), strict=True):
                    columns[column].append(cell)
        return self.facts.engine.upload(arrow(columns, types), "lines")

    def _rows(
        self, rule: ManagerRule, wanted: set[tuple[str | None, date]]
    ) -> Mapping[str, dict[date, list[Position]]]:
        """The positions behind places, by product and day, in the order of assets."""
        engine, (members, names) = self.facts.engine, self._table(rule)
        found: dict[str, dict[date, list[Position]]] = {}
        if not wanted:
            return found
        numbers = {name: number for number, name in enumerate(names)}
        columns: dict[str, list[Any]] = {"day": [day.toordinal() for _asset, day in wanted]}
        if not isinstance(rule.sums, DebtShare):
            columns["key"] = [numbers[asset or ""] for asset, _day in wanted]
        places = engine.upload(arrow(columns, dict.fromkeys(columns, "int32")), "places")
        for number, day, position in self.facts.positions(
            expressions.rows_at(self.facts.relation, members, places)
        ):
            product = self.scope.book.products[number]
            found.setdefault(product.id, {}).setdefault(day, []).append(position)
        engine.drop(places)
        return found


def _group(holding: Position) -> str:
    return holding.asset.group


def _at(item: tuple[tuple[int, int], object]) -> tuple[int, int]:
    return item[0]
