"""Which firms of the supply network are drawn, and where: those most between others, and their suppliers.

Coordinates come from springs (Fruchterman and Reingold, 1991) started on a circle by id: the same each time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from xianxing.law.findings import JSON
from xianxing.toolbox.answers import AnswerEntry, entries, number_of, text_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.numbers import plain

MOST_NODES = 60
ROUNDS, COOLEST = 120, 0.002
Places = dict[str, tuple[float, float]]


def network_map(inputs: Inputs, results: Mapping[str, JSON]) -> dict[str, JSON]:
    """`map_links` between the firms that are drawn, with their rows, and `map_left_out`: how many aren't.

    `results` are those of the chain. With more than sixty nodes the highest betweenness comes first, then id.
    """
    nodes = entries(results.get("nodes"))
    drawn = {text_of(row["node"]) for row in drawn_nodes(nodes)}
    flagged = {(row["supplier"], row["buyer"]) for row in entries(results.get("single_source"))}
    sums: dict[tuple[str, str], Fraction] = {}
    evidence: dict[tuple[str, str], list[JSON]] = {}
    beyond = 0
    for row in inputs.rows("links"):
        pair = row.text("supplier"), row.text("buyer")
        if not drawn.issuperset(pair):
            beyond += 1
            continue
        sums[pair] = sums.get(pair, Fraction(0)) + Fraction(row.number("value") or 0)
        evidence.setdefault(pair, []).append({**row.evidence})
    links: list[JSON] = [
        {"supplier": pair[0], "buyer": pair[1], "value": plain(sums[pair]), "single_source": pair in flagged,
         "evidence": evidence[pair]}
        for pair in sorted(sums)
    ]  # fmt: skip
    left: dict[str, JSON] = {"nodes": len(nodes) - len(drawn), "links": beyond}
    return {"map_links": links, "map_left_out": left}


def drawn_nodes(nodes: Sequence[AnswerEntry]) -> list[AnswerEntry]:
    """The nodes that are drawn, the most between others first."""
    return sorted(nodes, key=lambda row: (-number_of(row["betweenness"]), text_of(row["node"])))[:MOST_NODES]


def coordinates(nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> Places:
    """Where each node is drawn, within -1 to 1, to four places."""
    names = sorted(nodes)
    turn = 2 * math.pi / max(len(names), 1)
    x = [math.cos(turn * place) for place in range(len(names))]
    y = [math.sin(turn * place) for place in range(len(names))]
    at = {name: place for place, name in enumerate(names)}
    pairs = sorted({(at[a], at[b]) for a, b in links if a != b and a in at and b in at})
    length = 1.6 / math.sqrt(max(len(names), 1))
    for number in range(ROUNDS):
        _one_round(x, y, pairs, length, 0.2 * (1 - number / ROUNDS) + COOLEST)
    return {name: (_spread(x, place), _spread(y, place)) for name, place in at.items()}


def _spread(values: Sequence[float], place: int) -> float:
    """One of the values, when they are spread from -1 to 1."""
    low, high = min(values), max(values)
    return round((2 * values[place] - low - high) / (high - low), 4) if high > low else 0.0


def _one_round(
    x: list[float], y: list[float], pairs: Sequence[tuple[int, int]], length: float, most: float
) -> None:
    """Any two push each other off, links pull, all drift to the middle; none moves farther than `most`."""
    count = len(x)
    push_x, push_y = [-0.15 * one for one in x], [-0.15 * one for one in y]
    for a in range(count):
        for b in range(a + 1, count):
            over, up = x[a] - x[b], y[a] - y[b]
            apart = over * over + up * up or 1e-9
            force = length * length / apart
            push_x[a] += over * force
            push_y[a] += up * force
            push_x[b] -= over * force
            push_y[b] -= up * force
    for a, b in pairs:
        over, up = x[a] - x[b], y[a] - y[b]
        force = math.hypot(over, up) / length
        push_x[a] -= over * force
        push_y[a] -= up * force
        push_x[b] += over * force
        push_y[b] += up * force
    for place in range(count):
        size = math.hypot(push_x[place], push_y[place])
        if size:
            part = min(size, most) / size
            x[place] += push_x[place] * part
            y[place] += push_y[place] * part
