"""The words around what a search found, for a page: the place by its label, the found word marked."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.pilot.search.queries import SearchHit
from xianxing.pilot.search.texts import label_of


@dataclass(frozen=True)
class PassageLine:
    """A passage under the label of its place; of its parts those with True were asked for."""

    label: str
    parts: tuple[tuple[str, bool], ...]


def passage_lines(found: SearchHit) -> list[PassageLine]:
    """Every passage of a text that was found."""
    return [PassageLine(label_of(found.text.case, one.place), one.parts) for one in found.passages]
