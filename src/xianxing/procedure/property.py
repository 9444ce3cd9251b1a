"""What a property is: one sentence that must hold in every situation, with the clause it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xianxing.procedure.model import Procedure
from xianxing.procedure.search import Edge, Graph

EdgeTest = Callable[[Procedure, Edge], bool]
StaticTest = Callable[[Procedure], Iterator[str]]
GraphTest = Callable[[Graph], Iterator[tuple[int | None, str]]]


@dataclass(frozen=True)
class Property:
    """One sentence in both languages and the clause that it serves; empty where it is good order only."""

    id: str
    zh: str
    en: str
    clause: str


@dataclass(frozen=True)
class EdgeProperty(Property):
    """Holds when `test` is true of every step with one of these acts; no acts: of every change of stage."""

    acts: frozenset[str]
    test: EdgeTest


@dataclass(frozen=True)
class StaticProperty(Property):
    """Holds when `test` finds nothing in the text of the procedure; it yields what is wrong, in Chinese."""

    test: StaticTest


@dataclass(frozen=True)
class GraphProperty(Property):
    """Holds when `test` finds no situation against it; it yields the situation, if any, and what is wrong."""

    test: GraphTest


EDGE_PROPERTIES: list[EdgeProperty] = []
STATIC_PROPERTIES: list[StaticProperty] = []
GRAPH_PROPERTIES: list[GraphProperty] = []


def of_step(id: str, zh: str, en: str, clause: str, *acts: str) -> Callable[[EdgeTest], EdgeTest]:
    """Register a property of every step with these acts."""

    def register(test: EdgeTest) -> EdgeTest:
        EDGE_PROPERTIES.append(EdgeProperty(id, zh, en, clause, frozenset(acts), test))
        return test

    return register


def of_text(id: str, zh: str, en: str, clause: str = "") -> Callable[[StaticTest], StaticTest]:
    """Register a property of the procedure's text."""

    def register(test: StaticTest) -> StaticTest:
        STATIC_PROPERTIES.append(StaticProperty(id, zh, en, clause, test))
        return test

    return register


def of_graph(id: str, zh: str, en: str, clause: str = "") -> Callable[[GraphTest], GraphTest]:
    """Register a property of all situations together."""

    def register(test: GraphTest) -> GraphTest:
        GRAPH_PROPERTIES.append(GraphProperty(id, zh, en, clause, test))
        return test

    return register
