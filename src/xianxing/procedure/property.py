"""What a property is: one sentence that must hold in every situation, with the clause it serves.

A property speaks of acts by what they mean. It applies where the procedure has what it speaks of; where it
hasn't, the guide must say so (`[lacks]`), or have no clause that answers to the property's or to the
subject's. A property that would hold only because nothing is there to break it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from xianxing.i18n import current_language, gettext
from xianxing.procedure.model import Lack, Named, Procedure
from xianxing.procedure.search import Edge, Graph
from xianxing.procedure.subjects import SUBJECT_OF

EdgeTest = Callable[[Procedure, Edge], bool]
StaticTest = Callable[[Procedure], Iterator[str]]
GraphTest = Callable[[Graph], Iterator[tuple[int | None, str]]]


@dataclass(frozen=True)
class Property:
    """One sentence in both languages and the clause that it serves; empty where it is good order only.

    `needs` are meanings without any one of which it can't be judged, `among` those of which it needs some.
    """

    id: str
    zh: str
    en: str
    clause: str
    needs: tuple[str, ...]
    among: tuple[str, ...]


@dataclass(frozen=True)
class EdgeProperty(Property):
    """Holds when `test` is true of every step with one of these meanings; none: of every change of stage."""

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
P = TypeVar("P", EdgeProperty, StaticProperty, GraphProperty)


def of_step(
    id: str,
    zh: str,
    en: str,
    clause: str,
    *acts: str,
    needs: Iterable[str] = (),
    among: Iterable[str] = (),
) -> Callable[[EdgeTest], EdgeTest]:
    """Register a property of every step with these meanings."""

    def register(test: EdgeTest) -> EdgeTest:
        some = (*acts, *among)
        EDGE_PROPERTIES.append(EdgeProperty(id, zh, en, clause, tuple(needs), some, frozenset(acts), test))
        return test

    return register


def of_text(
    id: str, zh: str, en: str, clause: str = "", *, needs: Iterable[str] = (), among: Iterable[str] = ()
) -> Callable[[StaticTest], StaticTest]:
    """Register a property of the procedure's text."""

    def register(test: StaticTest) -> StaticTest:
        STATIC_PROPERTIES.append(StaticProperty(id, zh, en, clause, tuple(needs), tuple(among), test))
        return test

    return register


def of_graph(
    id: str, zh: str, en: str, clause: str = "", *, needs: Iterable[str] = (), among: Iterable[str] = ()
) -> Callable[[GraphTest], GraphTest]:
    """Register a property of all situations together."""

    def register(test: GraphTest) -> GraphTest:
        GRAPH_PROPERTIES.append(GraphProperty(id, zh, en, clause, tuple(needs), tuple(among), test))
        return test

    return register


@dataclass(frozen=True)
class Reach:
    """Whether a property speaks of anything: `because` where not; `idle`: a meaning that nobody explains."""

    because: Lack | None = None
    idle: str = ""


def reach(p: Procedure, prop: Property) -> Reach:
    """Whether a property applies; idle over the first thing that is neither there nor said to lack."""
    idle = next(idle_in(p, prop), "")
    if idle:
        return Reach(idle=idle)
    among, needs = _reasons(p, prop.among, prop.clause), _reasons(p, prop.needs, prop.clause)
    lost = tuple(among.values()) if prop.among and len(among) == len(prop.among) else tuple(needs.values())
    return Reach(because=next(iter(lost), None))


def idle_in(p: Procedure, prop: Property) -> Iterator[str]:
    """Everything that a property asks for and that is neither there nor said to lack."""
    among, needs = _reasons(p, prop.among, prop.clause), _reasons(p, prop.needs, prop.clause)
    for means, reason in (among | needs).items():
        if reason is None and (means in among or not prop.among or len(among) < len(prop.among)):
            yield means


def _reasons(p: Procedure, meanings: Iterable[str], clause: str) -> dict[str, Lack | None]:
    """The reason for each of the meanings that the procedure hasn't."""
    return {means: why_lacking(p, means, clause) for means in meanings if not p.has(means)}


def why_lacking(p: Procedure, means: str, clause: str = "") -> Lack | None:
    """Why a procedure has nothing of this meaning, as its guide says; None where it doesn't say."""
    subject = SUBJECT_OF.get(means)
    said = p.lacks.get(means) or (p.lacks.get(subject.id) if subject else None)
    if said is not None:
        return said
    for reference in (subject.clause if subject else "", clause):
        if reference and p.cite(reference) == "":
            return Lack(
                f"本指南没有与参照指南“{reference}”对应的条款。",
                f"The guide has no clause that answers to {reference} of the reference guide.",
            )
    return None


def unexplained(p: Procedure, means: str) -> str:
    """Neither there nor said to lack: told with what to write."""
    problem, remedy = missing_meaning(p, means)
    told = gettext("There is nothing to judge: {problem}. {remedy}.")
    return told.format(problem=problem, remedy=remedy)


def missing_meaning(p: Procedure, means: str) -> tuple[str, str]:
    """What is missing of a meaning that a property asks for, and what to write, with an example."""
    act = next((act for act in p.acts.values() if act.means == means), None)
    if act is not None:
        problem = gettext("no step carries out “{act}”").format(act=named(act))
        return problem, gettext('Write a step, such as [step.NAME] act = "{id}"').format(id=act.id)
    subject, alike = SUBJECT_OF.get(means), ""
    if subject and not any(p.has(other) for other in subject.acts):
        alike = gettext(", or for the whole subject ({name}) {id} = {{ … }}").format(
            id=subject.id, name=named(subject)
        )
    remedy = gettext(
        'Write it in the one that is meant, such as [act.NAME] means = "{means}"; where the guide has none,'
        ' write below [lacks] {means} = {{ zh = "…", en = "…" }} with the reason{alike}'
    )
    problem = gettext('no act, fact or particular says means = "{means}"').format(means=means)
    return problem, remedy.format(means=means, alike=alike)


def named(part: Named) -> str:
    """The name of a part in the reader's language; its id where it has none."""
    return part.name(current_language()) or part.id
