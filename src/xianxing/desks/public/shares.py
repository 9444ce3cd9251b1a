"""Parts of a whole for the share bar: widths in percent that sum to 100."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xianxing.desks.look.tags import tone, word


@dataclass(frozen=True)
class Share:
    """One part: where its bar starts and how wide it is, in percent of the whole."""

    key: str
    label: str
    tone: str
    count: int
    x: str
    width: str


def shares(counts: Iterable[tuple[str, int]]) -> list[Share]:
    """The parts in order; a part of nothing is left out of the bar and of the key."""
    parts = [(key, count) for key, count in counts if count]
    whole = sum(count for _, count in parts)
    before, result = 0, []
    for key, count in parts:
        x, width = (f"{100 * number / whole:.3f}" for number in (before, count))
        result.append(Share(key, word(key), tone(key), count, x, width))
        before += count
    return result
