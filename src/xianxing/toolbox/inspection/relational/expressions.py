"""The sums as Ibis expressions, written once for every engine; exact decimals throughout.

Ids are whole numbers in the order of their texts, days are ordinals. `facts` has the columns line, product,
day, asset, quantity, value, notional; `nav` product, day, place, net; `members` asset and, where a rule adds
up by something, key.
"""

from __future__ import annotations

from typing import Any

CELL = "decimal(38, 10)"
# So that a line times a base fits 38 digits: 18 before the point of a cell, 5 of a line.
BASE, LIMIT, PRODUCT = "decimal(28, 10)", "decimal(9, 4)", "decimal(38, 14)"
COMPARATORS = ("<=", "<", ">=", ">", "=")
PLACES = 2**20  # more days than any book has


def held_days(facts: Any) -> Any:
    """The days of each product that have positions."""
    return facts.select("product", "day").distinct()


def among(rows: Any, others: Any, *columns: str) -> Any:
    """The rows whose columns stand in a table that has each once; joined, as not every engine semi-joins."""
    return rows.inner_join(others.select(*columns), list(columns)).select(*rows.columns)


def counted(facts: Any, members: Any) -> Any:
    """The positions of members; where members have days, those on which they count."""
    joined = facts.inner_join(members, "asset")
    if "first" in members.columns:
        joined = joined.filter((joined.day >= joined["first"]) & (joined.day <= joined["last"]))
    return joined


def dated_positions(facts: Any, members: Any, nav: Any, limits: Any) -> Any:
    """The positions of members with the net assets of their day, and the line that these make.

    `limits` has day, comparator, bound for the days that are judged.
    """
    days = nav.left_join(limits, "day").drop("day_right")
    days = days.mutate(allowed=(days.net.cast(BASE) * days.bound.cast(LIMIT)).cast(PRODUCT))
    return counted(facts, members).inner_join(days, ["product", "day"])


_KEPT = ("product", "day", "place", "key", "net", "comparator", "allowed")


def shared_sums(positions: Any) -> Any:
    """Value and quantity of each key that several assets share, by product and day of `nav`."""
    shared = positions.filter(~positions.alone)
    added = shared.group_by(list(_KEPT)).agg(amount=shared.value.sum(), held=shared.quantity.sum())
    return _cells(added.select(*_KEPT, "amount", "held"))


def group_sums(positions: Any, shared: Any) -> Any:
    """Value and quantity of each key: what is alone under its key isn't added up, it is the sum."""
    alone = positions.filter(positions.alone).select(*_KEPT, amount="value", held="quantity")
    return _cells(alone).union(shared)


def wide_sums(facts: Any, members: Any, products: Any, days: Any, lines: Any, column: str) -> Any:
    """What chosen products together hold of each key by day of the book, with the line of the day's pack.

    `days` has day, place and pack, `lines` key, pack, net, comparator and allowed; `column` is added up.
    """
    chosen = counted(among(facts, products, "product"), members)
    added = chosen.group_by("key", "day").agg(amount=chosen[column].sum(), held=chosen.quantity.sum())
    dated = added.inner_join(days, "day")
    joined = dated.left_join(lines, ["key", "pack"])
    columns = ("day", "place", "key", "net", "comparator", "allowed", "amount", "held", "pack")
    return _cells(joined.select(*columns)).mutate(product=0)


def _cells(sums: Any) -> Any:
    return sums.mutate(amount=sums.amount.cast(CELL), held=sums.held.cast(CELL))


def holds(sums: Any) -> Any:
    """Whether the line is kept; null where the day has none."""
    amount, line = sums.amount.cast(PRODUCT), sums.allowed
    word = sums.comparator
    return (
        ((word == "<=") & (amount <= line))
        | ((word == "<") & (amount < line))
        | ((word == ">=") & (amount >= line))
        | ((word == ">") & (amount > line))
        | ((word == "=") & (amount == line))
    )


def not_kept(sums: Any) -> Any:
    """What breaks its line, or has none where the day is judged."""
    judged = sums.filter(sums.comparator.notnull())
    return judged.filter(judged.allowed.isnull() | ~holds(judged))


def at_places(sums: Any, places: Any) -> Any:
    """The sums of the places that a table names: product, key, place."""
    return among(sums, places, "product", "key", "place")


def nearest(sums: Any, *, least: bool) -> Any:
    """The sums nearest to their line by product, once each value: of equal ones the first by key and day.

    Ratios are compared as floating-point numbers here, with what lies within their error of the nearest: who
    reads this compares those exactly.
    """
    kept = sums.filter(sums.comparator.notnull() & sums.allowed.notnull() & (sums.net > 0))
    kept = kept.filter(holds(kept))
    ratio = kept.amount.cast("float64") / kept.net.cast("float64")
    kept = kept.mutate(ratio=-ratio if least else ratio, at=kept.key.cast("int64") * PLACES + kept.place)
    best = kept.group_by("product").agg(best=kept.ratio.max())
    near = kept.inner_join(best, "product")
    near = near.filter(near.ratio >= near.best - near.best.abs() * 1e-12)
    return near.group_by("product", "amount", "net").agg(at=near["at"].min())


def whole_sums(facts: Any, members: Any) -> Any:
    """Value and quantity of what counts by product and day, and the value of what isn't `sure`."""
    rows = counted(facts, members)
    return rows.group_by("product", "day").agg(
        amount=rows.value.sum(where=rows.sure).cast(CELL),
        held=rows.quantity.sum(where=rows.sure).cast(CELL),
        doubt=rows.value.sum(where=~rows.sure).cast(CELL),
        doubtful=rows.count(where=~rows.sure),
    )


def notional_sums(facts: Any, members: Any) -> Any:
    """Notional and quantity of members by product and day, and how many have no notional."""
    rows = counted(facts, members)
    return rows.group_by("product", "day").agg(
        amount=rows.notional.abs().sum().cast(CELL),
        held=rows.quantity.sum().cast(CELL),
        doubtful=rows.count(where=rows.notional.isnull()),
    )


def term_sums(facts: Any, members: Any) -> Any:
    """Days to maturity weighted by value, value and quantity by product and day, and how many have no term.

    `members` has matures (null where it is missing) and cash (has no term and isn't counted as held).
    """
    rows = counted(facts, members)
    days = rows.matures - rows.day
    days = (rows.cash | rows.matures.isnull() | (days < 0)).ifelse(0, days).cast("decimal(9, 0)")
    return rows.group_by("product", "day").agg(
        amount=(rows.value.cast(BASE) * days).sum().cast(CELL),
        value=rows.value.sum().cast(CELL),
        held=rows.quantity.sum(where=~rows.cash).cast(CELL),
        doubtful=rows.count(where=rows.matures.isnull() & ~rows.cash),
    )


def debt_sums(facts: Any, members: Any, nav: Any) -> Any:
    """Value and quantity of members by day, over the products and days of `nav`."""
    rows = among(counted(facts, members), nav, "product", "day")
    return rows.group_by("day").agg(amount=rows.value.sum().cast(CELL), held=rows.quantity.sum().cast(CELL))


def rows_at(facts: Any, members: Any, places: Any) -> Any:
    """The positions of members at the places of a table: product and day, and key where it has one."""
    wanted = counted(facts, members) if members is not None else facts
    columns = [column for column in ("product", "day", "key", "asset") if column in places.columns]
    return among(wanted, places, *columns)


def first_days(facts: Any, members: Any, nav: Any) -> Any:
    """The first judged day of `nav` on which each product held each member."""
    rows = among(among(facts, members, "asset"), nav, "product", "day")
    return rows.group_by("product", "asset").agg(day=rows.day.min())


def pairs(facts: Any, members: Any, nav: Any) -> Any:
    """Which products held which members on any day of `nav`."""
    rows = among(among(facts, members, "asset"), nav, "product", "day")
    return rows.select("product", "asset").distinct()
