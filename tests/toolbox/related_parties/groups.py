"""Groups of entities that own each other, made of stakes alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xianxing.toolbox.related_parties.register import Group, Register
from xianxing.toolbox.tables import Row

Stakes = list[tuple[str, str, Decimal]]


def group(stakes: Stakes, concert: Iterable[tuple[str, str]] = ()) -> Group:
    """A group of companies with stakes, and pairs who act in concert."""
    names = sorted({one for stake in stakes for one in stake[:2]})
    entities = {
        one: Row("entities", line, {"id": one, "name": one, "kind": "company"})
        for line, one in enumerate(names, 2)
    }
    holdings = tuple(
        Row("holdings", line, {"holder": owner, "held": held, "equity": share})
        for line, (owner, held, share) in enumerate(stakes, 2)
    )
    together = tuple(
        Row("concert", line, {"a": one, "b": other}) for line, (one, other) in enumerate(concert, 2)
    )
    tables: dict[str, tuple[Row, ...]] = {"holdings": holdings, "posts": (), "kin": (), "concert": together}
    return Register(entities, tables).during(0)
