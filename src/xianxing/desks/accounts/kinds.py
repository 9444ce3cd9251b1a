"""Kinds of institutions and the contacts they need, from the guide in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xianxing.law import Guide, complete_guides


@dataclass(frozen=True)
class ContactRule:
    """How many contacts the guide asks for, with the clause that says so."""

    least: int
    heads: int
    clause: str
    url_anchor: str
    guide: str


@lru_cache(maxsize=1)
def reference_guide() -> Guide:
    """The first complete guide: kinds of institutions and contacts are read from it."""
    return complete_guides()[0]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of institutions of every complete guide, for a form; of two with one name the first."""
    kinds: dict[str, str] = {}
    for guide in complete_guides():
        for key, kind in guide.unit_kinds.items():
            kinds.setdefault(key, str(kind.label))
    return list(kinds.items())


def kind_label(key: str) -> str:
    """A kind in the reader's language; the bare key for one that no guide knows."""
    return dict(kind_choices()).get(key, key)


def contact_rule(day: date) -> ContactRule:
    """The contacts that a unit needs on this day (clause 4.3.3)."""
    guide = reference_guide()
    least, heads = guide.parameters["contacts_min"], guide.parameters["contact_heads_min"]
    clause = guide.clause(least.clause)
    values = [int(str(parameter.on(max(day, parameter.latest.since)).value)) for parameter in (least, heads)]
    return ContactRule(values[0], values[1], clause.display, f"clause-{least.clause}", guide.name)
