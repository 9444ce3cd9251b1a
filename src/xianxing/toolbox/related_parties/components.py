"""Strongly connected parts of who owns whom, each after all that it owns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def components(nodes: Iterable[str], owned: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The parts, each after whatever it owns of others (Tarjan, without recursion)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_parts: list[str] = []
    is_open: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in nodes:
        if root in number:
            continue
        walk = [(root, iter(owned.get(root, ())))]
        number[root] = low[root] = len(number)
        open_parts.append(root)
        is_open.add(root)
        while walk:
            here, ahead = walk[-1]
            for other in ahead:
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_parts.append(other)
                    is_open.add(other)
                    walk.append((other, iter(owned.get(other, ()))))
                    break
                if other in is_open:
                    low[here] = min(low[here], number[other])
            else:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    low[above] = min(low[above], low[here])
                if low[here] == number[here]:
                    found.append(_part(here, open_parts, is_open))
    return found


def _part(first: str, open_parts: list[str], is_open: set[str]) -> tuple[str, ...]:
    part: list[str] = []
    while True:
        one = open_parts.pop()
        is_open.discard(one)
        part.append(one)
        if one == first:
            return tuple(sorted(part))
