"""A ledger's joins as Ibis expressions, written once for every engine; exact decimals throughout.

`trades` has n (its place in the ledger), day, epoch (a stretch over which control is the same), counterparty,
matter (target and kind; null without a target), amount, and `until`: the day from which it no longer counts,
as it was closed or is twelve months old. `labels` has epoch, first, last (its days), counterparty and label
(the person group, or the counterparty alone); `wanted` epoch, counterparty and each label that adds up with
it.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from xianxing.toolbox.engine_tables import CELL


def label_sums(trades: Any, labels: Any, wanted: Any) -> Any:
    """What counts of the person group before each trade: n, total."""
    asking = _asking(trades, wanted).select("n", "day", "epoch", "label")
    return _running(_labelled(trades, labels), asking, ("epoch", "label"))


def matter_sums(trades: Any) -> Any:
    """What counts of the same target and kind before each trade: n, total."""
    about = trades.filter(trades.matter.notnull())
    counted = about.filter(about.until > about.day)
    return _running(counted, about.select("n", "day", "matter"), ("matter",))


def shared_sums(trades: Any, labels: Any, wanted: Any) -> Any:
    """What is both of the person group and of the same target and kind: n, total."""
    about = trades.filter(trades.matter.notnull())
    asking = _asking(about, wanted).select("n", "day", "epoch", "label", "matter")
    return _running(_labelled(about, labels), asking, ("epoch", "label", "matter"))


def sums(trades: Any, labels: Any, wanted: Any) -> Any:
    """What each trade comes to with those before it that still count: n, total."""
    import ibis

    shared = shared_sums(trades, labels, wanted)
    parts = (
        trades.select("n", total=trades.amount.cast(CELL)),
        label_sums(trades, labels, wanted),
        matter_sums(trades),
        shared.select("n", total=(-shared.total).cast(CELL)),
    )
    every = reduce(lambda one, other: one.union(other), parts)
    return every.group_by("n").agg(total=every.total.sum().cast(CELL)).order_by(ibis.asc("n"))


def latest(trades: Any, labels: Any, wanted: Any, asked: Any, most: int) -> Any:
    """The latest trades in the sum of those that `asked` names by n: n, earlier."""
    import ibis

    some = trades.inner_join(asked, "n")
    groups = _asking(some, wanted).select("n", "day", "epoch", "label")
    entries = _labelled(trades, labels).select("epoch", "label", "until", earlier="n")
    of_group = groups.inner_join(entries, ["epoch", "label"])
    about = some.filter(some.matter.notnull()).select("n", "day", "matter")
    matters = trades.filter(trades.matter.notnull()).select("matter", "until", earlier="n")
    of_matter = about.inner_join(matters, "matter")
    pairs = [
        one.filter((one.earlier < one.n) & (one.until > one.day)).select("n", "earlier")
        for one in (of_group, of_matter)
    ]
    every = pairs[0].union(pairs[1], distinct=True)
    place = ibis.row_number().over(ibis.window(group_by="n", order_by=ibis.desc("earlier")))
    ranked = every.mutate(place=place)
    return ranked.filter(ranked.place < most).select("n", "earlier").order_by("n", "earlier")


def _asking(trades: Any, wanted: Any) -> Any:
    return trades.inner_join(wanted, ["epoch", "counterparty"])


def _labelled(trades: Any, labels: Any) -> Any:
    """What counts at all, with its label in each stretch of which a day may ask for it."""
    counted = trades.filter(trades.until > trades.day).drop("epoch")
    joined = counted.inner_join(labels, "counterparty")
    return joined.filter((joined["first"] < joined.until) & (joined["last"] >= joined.day))


def _running(entries: Any, asking: Any, keys: tuple[str, ...]) -> Any:
    """For each who asks the sum of what began before it and hasn't ended: of a day what ends comes first."""
    import ibis

    nothing, nobody = ibis.literal(0).cast(CELL), ibis.literal(-1).cast("int64")
    begun = entries.select(
        *keys, "day", step=ibis.literal(1).cast("int32"), place=entries.n.cast("int64") * 2 + 1, n=nobody,
        change=entries.amount.cast(CELL),
    )  # fmt: skip
    ended = entries.select(
        *keys, day=entries.until, step=ibis.literal(0).cast("int32"), place=entries.n.cast("int64") * 2,
        n=nobody, change=(-entries.amount).cast(CELL),
    )  # fmt: skip
    asked = asking.select(
        *keys, "day", step=ibis.literal(1).cast("int32"), place=asking.n.cast("int64") * 2,
        n=asking.n.cast("int64"), change=nothing,
    )  # fmt: skip
    events = begun.union(ended).union(asked)
    order = ibis.window(group_by=list(keys), order_by=["day", "step", "place"], preceding=None, following=0)
    told = events.mutate(total=events.change.sum().over(order))
    told = told.filter(told.n >= 0)
    return told.group_by("n").agg(total=told.total.sum().cast(CELL))
