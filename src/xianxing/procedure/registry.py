"""Guards and effects by name: small functions with a one-sentence Chinese docstring.

A guard reads facts and answers yes or no; an effect reads facts and returns the facts that change. Each
declares what it reads (and writes), by what the facts mean, whatever a procedure calls them; which lets the
search forget facts that nothing will look at again. The bound of a count is read as `most.<meaning>`. A name
may carry an argument, `fact_is:interview=held`, with a fact's own name, so that a procedure with facts of its
own needs no code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from xianxing.procedure.model import Facts, Value

Names = Mapping[str, str]  # the procedure's name of a fact by what it means
GuardFunction = Callable[[Facts], bool]
EffectFunction = Callable[[Facts], Mapping[str, Value]]


@dataclass(frozen=True)
class Guard:
    """A named condition; `zh` is its sentence, `clause` that of the reference guide which asks for it."""

    name: str
    zh: str
    reads: tuple[str, ...]
    holds: GuardFunction
    by_name: bool = False
    clause: str = ""

    def of(self, facts: Names) -> Guard:
        """The guard as it looks at a procedure's own facts, given their names by meaning."""
        if self.by_name or all(facts.get(means) == means for means in self.reads):
            return self
        own, holds = _own(facts, self.reads), self.holds
        return replace(self, reads=tuple(own.values()), holds=lambda view: holds(_meant(view, own)))


@dataclass(frozen=True)
class Effect:
    """A named change of facts; `zh` is its sentence."""

    name: str
    zh: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    changes: EffectFunction
    by_name: bool = False
    as_present: bool = False

    def of(self, facts: Names) -> Effect:
        """The effect as it changes a procedure's own facts; `as_present` leaves out those there aren't."""
        meant = (*self.reads, *self.writes)
        if self.by_name or all(facts.get(means) == means for means in meant):
            return self
        own, changes = _own(facts, meant), self.changes

        def change(view: Facts) -> Mapping[str, Value]:
            found = changes(_meant(view, own))
            return {own[means]: value for means, value in found.items() if means in own}

        return replace(
            self,
            reads=tuple(own[means] for means in self.reads),
            writes=tuple(own[means] for means in self.writes if means in own),
            changes=change,
        )


def _own(facts: Names, meanings: tuple[str, ...]) -> dict[str, str]:
    return {means: facts[means] for means in meanings if means in facts}


def _meant(view: Facts, own: Names) -> dict[str, Value]:
    """Facts under what they mean, and the bounds that a procedure sets."""
    meant = {means: view[name] for means, name in own.items() if name in view}
    return {key: value for key, value in view.items() if key.startswith(MOST)} | meant


MOST = "most."
GUARDS: dict[str, Guard] = {}
EFFECTS: dict[str, Effect] = {}


class UnknownName(LookupError):
    """A guard or effect that nobody registered, or an argument that can't be read."""


def guard(*reads: str, clause: str = "") -> Callable[[GuardFunction], GuardFunction]:
    """Register the decorated function as a guard under its own name.

    `clause` is given where a step's own clauses aren't those that ask for the condition.
    """

    def register(function: GuardFunction) -> GuardFunction:
        name, sentence = function.__name__, _sentence(function)
        GUARDS[name] = Guard(name, sentence, reads, function, clause=clause)
        return function

    return register


def effect(
    *, writes: tuple[str, ...], reads: tuple[str, ...] = (), as_present: bool = False
) -> Callable[[EffectFunction], EffectFunction]:
    """Register the decorated function as an effect under its own name."""

    def register(function: EffectFunction) -> EffectFunction:
        name, sentence = function.__name__, _sentence(function)
        EFFECTS[name] = Effect(name, sentence, reads, writes, function, as_present=as_present)
        return function

    return register


def find_guard(name: str) -> Guard:
    """The guard of that name, `fact_is:fact=value` included; raises UnknownName."""
    if name.startswith("fact_is:"):
        fact, value = argument_of(name)
        sentence = f"事实“{fact}”为“{value}”。"
        return Guard(name, sentence, (fact,), lambda facts: facts.get(fact) == value, by_name=True)
    try:
        return GUARDS[name]
    except KeyError:
        raise UnknownName(name) from None


def find_effect(name: str) -> Effect:
    """The effect of that name, `set_fact:fact=value` included; raises UnknownName."""
    if name.startswith("set_fact:"):
        fact, value = argument_of(name)
        sentence = f"将事实“{fact}”记为“{value}”。"
        return Effect(name, sentence, (), (fact,), lambda _facts: {fact: value}, by_name=True)
    try:
        return EFFECTS[name]
    except KeyError:
        raise UnknownName(name) from None


def argument_of(name: str) -> tuple[str, str]:
    """The fact and the value in `fact_is:fact=value`; raises UnknownName."""
    fact, separator, value = name.partition(":")[2].partition("=")
    if not separator or not fact or not value:
        raise UnknownName(name)
    return fact, value


def _sentence(function: Callable[..., object]) -> str:
    sentence = (function.__doc__ or "").strip()
    if not sentence.endswith("。") or "\n" in sentence:
        raise ValueError(f"{function.__name__} needs a one-sentence Chinese docstring")
    return sentence
