"""Guards and effects by name: small functions with a one-sentence Chinese docstring.

A guard reads facts and answers yes or no; an effect reads facts and returns the facts that change. Each
declares what it reads (and writes), which lets the search forget facts that nothing will look at again.
Parameters are read as `parameter.<id>`. A name may carry an argument, `fact_is:interview=held`, so that a
procedure with facts of its own needs no code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xianxing.procedure.model import Facts, Value

GuardFunction = Callable[[Facts], bool]
EffectFunction = Callable[[Facts], Mapping[str, Value]]


@dataclass(frozen=True)
class Guard:
    """A named condition; `zh` is its sentence."""

    name: str
    zh: str
    reads: tuple[str, ...]
    holds: GuardFunction


@dataclass(frozen=True)
class Effect:
    """A named change of facts; `zh` is its sentence."""

    name: str
    zh: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    changes: EffectFunction


GUARDS: dict[str, Guard] = {}
EFFECTS: dict[str, Effect] = {}


class UnknownName(LookupError):
    """A guard or effect that nobody registered, or an argument that can't be read."""


def guard(*reads: str) -> Callable[[GuardFunction], GuardFunction]:
    """Register the decorated function as a guard under its own name."""

    def register(function: GuardFunction) -> GuardFunction:
        name, sentence = function.__name__, _sentence(function)
        GUARDS[name] = Guard(name, sentence, reads, function)
        return function

    return register


def effect(
    *, writes: tuple[str, ...], reads: tuple[str, ...] = ()
) -> Callable[[EffectFunction], EffectFunction]:
    """Register the decorated function as an effect under its own name."""

    def register(function: EffectFunction) -> EffectFunction:
        name, sentence = function.__name__, _sentence(function)
        EFFECTS[name] = Effect(name, sentence, reads, writes, function)
        return function

    return register


def find_guard(name: str) -> Guard:
    """The guard of that name, `fact_is:fact=value` included; raises UnknownName."""
    if name.startswith("fact_is:"):
        fact, value = _argument(name)
        return Guard(name, f"事实“{fact}”为“{value}”。", (fact,), lambda facts: facts.get(fact) == value)
    try:
        return GUARDS[name]
    except KeyError:
        raise UnknownName(name) from None


def find_effect(name: str) -> Effect:
    """The effect of that name, `set_fact:fact=value` included; raises UnknownName."""
    if name.startswith("set_fact:"):
        fact, value = _argument(name)
        return Effect(name, f"将事实“{fact}”记为“{value}”。", (), (fact,), lambda _facts: {fact: value})
    try:
        return EFFECTS[name]
    except KeyError:
        raise UnknownName(name) from None


def _argument(name: str) -> tuple[str, str]:
    fact, separator, value = name.partition(":")[2].partition("=")
    if not separator or not fact or not value:
        raise UnknownName(name)
    return fact, value


def _sentence(function: Callable[..., object]) -> str:
    sentence = (function.__doc__ or "").strip()
    if not sentence.endswith("。") or "\n" in sentence:
        raise ValueError(f"{function.__name__} needs a one-sentence Chinese docstring")
    return sentence
