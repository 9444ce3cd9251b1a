"""Clauses as marks that lead to their words, on the page of the guide that this server shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from xianxing.law import Guide, known_guides


@dataclass(frozen=True)
class Mark:
    """A clause as lawyers write it; without address where this server shows no page of the guide."""

    label: str
    url: str


def page_of(guide: Guide) -> str:
    """The guide's page, or that of the guide that it extends; "" where neither is shown here."""
    known = set(known_guides())
    name = next((one for one in (guide.name, guide.extends) if one in known), "")
    return reverse("public:guide", args=[name]) if name else ""


def marks(guide: Guide, clauses: Iterable[str]) -> tuple[Mark, ...]:
    """These clauses of a guide; one that it doesn't know keeps its id."""
    page = page_of(guide)
    return tuple(
        Mark(
            guide.clauses[one].display if one in guide.clauses else one,
            f"{page}#clause-{one}" if page and one in guide.clauses else "",
        )
        for one in clauses
    )
