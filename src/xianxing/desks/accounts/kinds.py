"""Kinds of institutions and the contacts they need, from the guide in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xianxing.law import Guide, known_guides, load_guide


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
    guides = (load_guide(name) for name in known_guides())
    return next(guide for guide in guides if not guide.partial)


def kind_choices() -> list[tuple[str, str]]:
    """The guide's kinds of institutions, for a form."""
    return [(key, str(kind.label)) for key, kind in reference_guide().unit_kinds.items()]


def kind_label(key: str) -> str:
    """A kind in the reader's language; the bare key for one that the guide doesn't know."""
    kind = reference_guide().unit_kinds.get(key)
    return str(kind.label) if kind else key


def contact_rule(day: date) -> ContactRule:
    """The contacts that a unit needs on this day (clause 4.3.3)."""
    guide = reference_guide()
    least, heads = guide.parameters["contacts_min"], guide.parameters["contact_heads_min"]
    clause = guide.clause(least.clause)
    values = [int(str(parameter.on(max(day, parameter.latest.since)).value)) for parameter in (least, heads)]
    return ContactRule(values[0], values[1], clause.display, f"clause-{least.clause}", guide.name)
