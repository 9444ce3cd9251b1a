"""Which assets a rule counts, asked once an asset of the rule's own predicate and handed to the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from xianxing.toolbox.engine_tables import arrow
from xianxing.toolbox.inspection.book import ZERO, Asset, Position
from xianxing.toolbox.inspection.lines import DatedLines
from xianxing.toolbox.inspection.relational.facts import PositionFacts
from xianxing.toolbox.inspection.sums import Counts

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


def stand_in(asset: Asset) -> Position:
    """A position of an asset for predicates, which look at the asset alone."""
    return Position(asset, ZERO, ZERO, asset.row)


def keyed(
    facts: PositionFacts, counts: Callable[[Position], bool], name: Callable[[Position], str]
) -> tuple[Any, list[str]]:
    """A table of asset, key and whether the asset is alone under it; and the keys' names in their order."""
    named = [
        (number, name(stand_in(asset)))
        for number, asset in enumerate(facts.book.assets.values())
        if counts(stand_in(asset))
    ]
    names = sorted({key for _asset, key in named})
    numbers = {key: number for number, key in enumerate(names)}
    many = Counter(key for _asset, key in named)
    columns: dict[str, list[Any]] = {
        "asset": [asset for asset, _key in named],
        "key": [numbers[key] for _asset, key in named],
        "alone": [many[key] == 1 for _asset, key in named],
    }
    types = {"asset": "int32", "key": "int32", "alone": "bool"}
    return facts.engine.upload(arrow(columns, types), "members"), names


def chosen(facts: PositionFacts, counts: Callable[[Asset], bool]) -> Any:
    """A table of the assets that count."""
    numbers = [number for number, asset in enumerate(facts.book.assets.values()) if counts(asset)]
    return facts.engine.upload(arrow({"asset": numbers}, {"asset": "int32"}), "members")


def terms(facts: PositionFacts) -> Any:
    """A table of the assets that a term counts: matures, and whether the asset is cash, without one."""
    columns: dict[str, list[Any]] = {"asset": [], "matures": [], "cash": []}
    for number, asset in enumerate(facts.book.assets.values()):
        if asset.kind == "repo":
            continue
        matures = asset.day("matures")
        columns["asset"].append(number)
        columns["matures"].append(matures.toordinal() if matures else None)
        columns["cash"].append(asset.kind == "demand_deposit")
    return facts.engine.upload(
        arrow(columns, {"asset": "int32", "matures": "int32", "cash": "bool"}), "members"
    )


def counted_days(facts: PositionFacts, counts: Counts, lines: DatedLines) -> Any:
    """A table of the assets and days that count, or are in doubt (not sure): one row a stretch of days."""
    days = facts.book.days
    columns: dict[str, list[Any]] = {"asset": [], "first": [], "last": [], "sure": []}
    for number, asset in enumerate(facts.book.assets.values()):
        for first, last, state in _stretches(asset, days, counts, lines):
            if state is not False:
                columns["asset"].append(number)
                columns["first"].append(first)
                columns["last"].append(last)
                columns["sure"].append(state is True)
    types = {"asset": "int32", "first": "int32", "last": "int32", "sure": "bool"}
    return facts.engine.upload(arrow(columns, types), "members")


def _stretches(
    asset: Asset, days: Sequence[date], counts: Counts, lines: DatedLines
) -> Iterable[tuple[int, int, bool | None]]:
    """The days of the book over which an asset counts in one way; without a date that is all of them."""
    if not days:
        return
    position = stand_in(asset)
    if asset.day("matures") is None:
        yield FIRST, LAST, counts(position, days[0], lines)
        return
    first, state = days[0], counts(position, days[0], lines)
    for before, day in pairwise(days):
        now = counts(position, day, lines)
        if now is not state:
            yield first.toordinal(), before.toordinal(), state
            first, state = day, now
    yield first.toordinal(), days[-1].toordinal(), state
