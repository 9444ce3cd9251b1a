"""What a procedure is made of: states, steps, facts, roles, clocks, acts. Plain immutable data, no behaviour.

Every part carries a Chinese and an English name. A *fact* is what guards read: `static` facts hold for the
whole case, `kept` ones are changed by effects, `count` ones are small numbers, `tally` ones say whether all
members of a group have acted or the group is still short of some, `pool` ones whether anything in a list is
still open, and `answer` ones are given with one step and hold for that step only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

V = TypeVar("V")
Value = str | int
Facts = Mapping[str, Value]

FACT_KINDS = ("static", "kept", "count", "tally", "pool", "answer")
TIME = "time"
STATE_CLOCK = "@state"
PARTICULAR_KINDS = ("text", "long_text", "date", "number", "whole", "instant", "address")
GIVEN = "given"  # the unit of a parameter whose amount each case is given with an act
DAY = "date"  # the unit of a clock that ends on a set day
PERIODS = "calendar_months"  # the unit of a clock that runs to the end of a calendar period of so many months
CLOCK_UNITS = ("workdays", "days", "months", PERIODS, DAY, GIVEN)


@dataclass(frozen=True)
class Named:
    """Something with an id and a name in both languages."""

    id: str
    zh: str
    en: str

    def name(self, language: str = "zh-hans") -> str:
        """The name in Chinese, or in English for `en`."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Lane(Named):
    """One swim lane of the drawing."""


@dataclass(frozen=True)
class Role(Named):
    """Who acts; `side` is what the properties look at, `of` the group of units the person must belong to."""

    lane: str
    side: str
    of: str = ""


@dataclass(frozen=True)
class ProcedureParameter(Named):
    """A dated number or day from law or practice; `law` names the guide's own number that it must equal.

    `value` is the latest; `values` are all of them with their first days, where there are several.
    """

    value: int | date | str
    unit: str
    basis: tuple[str, ...]
    practice: bool
    source: str
    effective_from: date | None = None
    checked_until: date | None = None
    comparator: str = ""
    law: str = ""
    values: tuple[tuple[date, int | str], ...] = ()

    def on(self, day: date | None) -> int | date | str:
        """The value in force on a day, before the first of several that one; None asks for the latest."""
        if day is None or not self.values:
            return self.value
        begun = [value for since, value in self.values if since <= day]
        return begun[-1] if begun else self.values[0][1]


@dataclass(frozen=True)
class TimeLimit(Named):
    """A limit: `parameter` names the amount, its unit is `workdays`, `days`, `months`, `calendar_months` or
    `date`.

    `item` names the kind of item of which each has this clock for itself. `given` names the particular whose
    number, once recorded, takes the place of the parameter's, `added` the answer whose number a step that
    `prolongs` the clock adds to its length.
    """

    parameter: str
    item: str = ""
    given: str = ""
    added: str = ""


@dataclass(frozen=True)
class ItemStage(Named):
    """A stage of an item; in a final one it is closed."""

    final: bool = False


@dataclass(frozen=True)
class ItemKind(Named):
    """What can happen many times in one case, several at once: a small procedure beside the case's own state.

    Steps with this `item` open one, act on one, or close one. `fact` is the pool by which guards of the case
    see whether any is open, "" where none looks.
    """

    fact: str
    stages: Mapping[str, ItemStage]

    @property
    def ends(self) -> frozenset[str]:
        """The stages in which an item is closed."""
        return frozenset(stage.id for stage in self.stages.values() if stage.final)


@dataclass(frozen=True)
class Fact(Named):
    """A declared fact with a finite domain; `set_by` names the roles whose acts set it.

    An answer may be worked out instead of given: from a number against a parameter (`threshold`), from
    whether a clock has run out (`from_clock`), from a checklist (`items`: all or not), or from a setting.
    `law` names the guide's own number of items, `means` what guards and properties find it by. Members of a
    tally with `by_item` are named with the act, like what a pool holds, since others enter what they say;
    `most` names the parameter that bounds a count.
    """

    kind: str
    domain: tuple[Value, ...]
    initial: Value | None
    set_by: tuple[str, ...]
    over: str = ""
    threshold: str = ""
    from_clock: str = ""
    items: tuple[str, ...] = ()
    setting: bool = False
    law: str = ""
    means: str = ""
    by_item: bool = False
    most: str = ""


@dataclass(frozen=True)
class Particular(Named):
    """Something that a step records beside its answers: a text, number, day, instant or web address.

    Asked only where the answers given with the step are among those of `when` (fact and values), else always.
    `until` names the clock whose last day it fixes (`@state`: the state's own), `within` one in whose days,
    past or present, it lies; a `past` day lies before the act's. An instant that `begins` isn't later than
    the act, and every clock that begins with the step runs from its day. What stands under an `address` is
    shown by evidence. `means` is what properties and code find it by.
    """

    kind: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    optional: bool = False
    until: str = ""
    means: str = ""
    within: str = ""
    past: bool = False
    begins: bool = False


@dataclass(frozen=True)
class Overlay(Named):
    """A measure recorded beside the state, never a state of its own: on while `fact` is not `off`."""

    fact: str
    off: Value


@dataclass(frozen=True)
class State(Named):
    """A place where a case waits, or ends."""

    stage: str
    owner: str
    clock: str
    no_limit_in_text: bool
    final: bool
    note: str = ""


@dataclass(frozen=True)
class ActKind(Named):
    """What a step means in law: whose act it is, whether it decides, whether the guide names it.

    `means` is what code and properties find it by ("" for nothing); `where` lists states in each of which the
    act must be possible in principle.
    """

    by: tuple[str, ...]
    decides: bool
    named: bool
    duty: bool
    where: tuple[str, ...] = ()
    means: str = ""


@dataclass(frozen=True)
class Step(Named):
    """One arrow: who, from where to where, under which guards, with which effects.

    `declares` names the static facts that the step may state anew; only steps from the first state may, where
    the search has begun with every value of them anyway. `lengthens` names running clocks whose last day it
    puts off, by a particular with `until`; `prolongs` those to whose length the number that was decided is
    added. `item` is the kind of item that the step is about: it opens one, in the stage `item_to`, where
    `item_from` is empty, else acts on one that is named and stands in a stage of `item_from`, which then goes
    to `item_to` ("" stays). A step that `invites` adds those named to its `members`: who was asked stays
    asked, until the tally over them is cleared. `verb` is what the Chinese text says that the person does,
    "" for the step's name.
    """

    act: str
    actors: tuple[str, ...]
    entered_by: tuple[str, ...]
    sources: tuple[str, ...]
    target: str
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    asks: tuple[str, ...]
    adds: tuple[str, ...]
    removes: tuple[str, ...]
    documents: tuple[str, ...]
    starts: tuple[str, ...]
    clock: str
    before_days: tuple[int, ...]
    time_effect: str
    basis: tuple[str, ...]
    practice: bool
    serves: tuple[str, ...]
    note: str
    four_eyes: bool
    reason: bool
    members: tuple[str, ...]
    declares: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()
    lengthens: tuple[str, ...] = ()
    verb: str = ""
    prolongs: tuple[str, ...] = ()
    item: str = ""
    item_from: tuple[str, ...] = ()
    item_to: str = ""
    invites: bool = False

    @property
    def by_time(self) -> bool:
        """Whether time itself takes this step."""
        return TIME in self.actors

    @property
    def opens_item(self) -> bool:
        """Whether the step opens an item."""
        return bool(self.item) and not self.item_from


@dataclass(frozen=True)
class Survivor:
    """A mutant that no property is meant to notice, with the reason."""

    mutant: str
    reason: str


@dataclass(frozen=True)
class Lack:
    """Why a guide has nothing of a subject, or no act of a meaning."""

    zh: str
    en: str


@dataclass(frozen=True, eq=False)
class Procedure(Named):
    """The whole life of a case, as read from `procedure.toml`; equality and hash go by identity.

    `clauses` maps clause ids to display forms, `words` the values of facts to what people say, `numbers` the
    guide's own numbers (`settings.toml`) to their present value. `lacks` says by subject or meaning what the
    guide doesn't have; `answers` maps clauses of the reference guide to this guide's own, "" for none.
    """

    guide: str
    initial: str
    lanes: Mapping[str, Lane]
    roles: Mapping[str, Role]
    parameters: Mapping[str, ProcedureParameter]
    clocks: Mapping[str, TimeLimit]
    facts: Mapping[str, Fact]
    overlays: Mapping[str, Overlay]
    states: Mapping[str, State]
    acts: Mapping[str, ActKind]
    documents: Mapping[str, Named]
    steps: Mapping[str, Step]
    clauses: Mapping[str, str] = field(default_factory=dict)
    named_clauses: tuple[str, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    words: Mapping[str, Named] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    lacks: Mapping[str, Lack] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    particulars: Mapping[str, Particular] = field(default_factory=dict)
    item_kinds: Mapping[str, ItemKind] = field(default_factory=dict)

    __eq__ = object.__eq__  # two procedures may bear one name
    __hash__ = object.__hash__

    @cached_property
    def steps_told(self) -> dict[object, tuple[Step, ...]]:
        """What `steps_ahead` found, by state and facts."""
        return {}

    @cached_property
    def telling_acts(self) -> frozenset[str]:
        """The acts that the guide names or that decide: what people ask for when they ask what comes next."""
        return frozenset(act.id for act in self.acts.values() if act.named or act.decides)

    @cached_property
    def _steps_by_state(self) -> Mapping[str, tuple[Step, ...]]:
        found: dict[str, list[Step]] = {}
        for step in self.steps.values():
            for state in dict.fromkeys(step.sources):
                found.setdefault(state, []).append(step)
        return {state: tuple(steps) for state, steps in found.items()}

    @cached_property
    def compiled(self) -> dict[str, object]:
        """What `compile_step` made of steps, by their ids."""
        return {}

    @cached_property
    def started_by_steps(self) -> frozenset[str]:
        """The clocks that steps start; every other clock of a state starts when the state is entered."""
        return frozenset(clock for step in self.steps.values() for clock in step.starts)

    @cached_property
    def _present(self) -> frozenset[str]:
        acts = {self.meaning(step.act) for step in self.steps.values()}
        facts = {fact.means for fact in self.facts.values()}
        recorded = {one.means for step in self.steps.values() for one in self.particulars_of(step)}
        return frozenset(acts | facts | recorded) - {""}

    @cached_property
    def invited(self) -> frozenset[str]:
        """The groups of those who are asked round by round: each round begins with nobody asked."""
        return frozenset(group for step in self.steps.values() if step.invites for group in step.members)

    def has(self, means: str) -> bool:
        """Whether some step, some fact, or something that a step records has this meaning."""
        return means in self._present

    def particulars_of(self, step: Step) -> tuple[Particular, ...]:
        """What a step records beside its answers, in the order of the step; some only for some answers."""
        return tuple(self.particulars[name] for name in step.particulars)

    def stands_elsewhere(self, step: Step) -> bool:
        """Whether the step records a web address, under which something stands that evidence must show."""
        return any(one.kind == "address" for one in self.particulars_of(step))

    @cached_property
    def _by_meaning(self) -> dict[str, tuple[Step, ...]]:
        found: dict[str, tuple[Step, ...]] = {}
        for step in self.steps.values():
            means = self.meaning(step.act)
            if means:
                found[means] = (*found.get(means, ()), step)
        return found

    def steps_meaning(self, *meanings: str) -> tuple[Step, ...]:
        """The steps whose acts have one of these meanings, by meaning and then in the order of the file."""
        return tuple(step for means in meanings for step in self._by_meaning.get(means, ()))

    def steps_from_meaning(self, state: str, *meanings: str) -> tuple[Step, ...]:
        """The steps declared for `state` whose acts have one of these meanings, in the order of the file."""
        return tuple(step for step in self.steps_from(state) if self.meaning(step.act) in meanings)

    def meaning(self, act: str) -> str:
        """What an act means; "" for one that means nothing to the code, or that isn't the procedure's."""
        found = self.acts.get(act)
        return found.means if found else ""

    def fact_meaning(self, means: str) -> Fact | None:
        """The fact with this meaning, or None."""
        return next((fact for fact in self.facts.values() if means and fact.means == means), None)

    def named_by_meaning(self, values: Mapping[str, V]) -> dict[str, V]:
        """Values by fact, under the facts' meanings; those of facts that mean nothing are left out."""
        meanings = ((self.facts[fact].means, value) for fact, value in values.items())
        return {means: value for means, value in meanings if means}

    def cite(self, reference: str) -> str | None:
        """This guide's clause for an id of the reference guide; "" for none, None where it is silent."""
        answer = self.answers.get(reference)
        return answer if answer is not None else reference if reference in self.clauses else None

    def word(self, value: Value | None, language: str = "zh-hans") -> str:
        """A fact's value as people say it; a number, or a value without a word of its own, as it is."""
        named = self.words.get(str(value))
        return named.name(language) if named else str(value)

    def closes_item(self, step: Step) -> bool:
        """Whether the step closes the item that it acts on."""
        return bool(step.item) and step.item_to in self.item_kinds[step.item].ends

    def started_with_item(self, step: Step) -> tuple[str, ...]:
        """The clocks that the step starts for its item, not for the case."""
        return tuple(clock for clock in step.starts if self.clocks[clock].item)

    def started_for_case(self, step: Step) -> tuple[str, ...]:
        """The clocks that the step starts for the case itself."""
        return tuple(clock for clock in step.starts if not self.clocks[clock].item)

    def target(self, step: Step, state: str) -> str:
        """The state after `step` taken in `state`."""
        return step.target or state

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Every step declared for `state`, in the order of the file."""
        return self._steps_by_state.get(state, ())

    def number(self, parameter: str, day: date | None = None) -> int:
        """The value of a numeric parameter on a day (None: the latest); anything else raises TypeError."""
        value = self.parameters[parameter].on(day)
        if not isinstance(value, int):
            raise TypeError(f"{parameter} is not a number")
        return value
