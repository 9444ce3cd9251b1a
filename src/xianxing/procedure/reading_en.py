"""The sentences of the text in English, a courtesy beside the Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from xianxing.procedure.model import (
    GIVEN,
    PERIODS,
    STATE_CLOCK,
    Fact,
    ItemKind,
    Particular,
    Procedure,
    ProcedureParameter,
    State,
    Step,
)
from xianxing.procedure.reading_places import (
    FEW,
    StageStates,
    by_condition,
    by_stage,
    cited,
    clocks_of,
    group_name,
    started_by_steps,
)
from xianxing.procedure.registry import find_effect, find_guard

LANGUAGE = "en"
LIBRARY = Path(__file__).with_name("library_en.toml")
UNITS = {
    "workdays": "working days", "days": "days", "months": "months", "rounds": "rounds",
    PERIODS: "months, a calendar period each",
}  # fmt: skip
COMPARATORS = {"<=": "at most ", ">=": "at least "}
KINDS = {
    "date": "a day", "number": "a number", "whole": "a whole number", "instant": "day and time",
    "address": "a web address",
}  # fmt: skip
BY_TIME = {
    "opens": "the system opens what begins now",
    "closes": "the system closes what ends now",
    "reminds": "the system reminds",
    "marks_overdue": "the system marks the case as overdue",
}


@cache
def library() -> Mapping[str, Mapping[str, str]]:
    """The English sentences of the library's guards and effects, by `guard` and `effect` and by name."""
    return tomllib.loads(LIBRARY.read_text("utf-8"))


class EnglishSentences:
    """One procedure's parts, each as one sentence."""

    def __init__(self, procedure: Procedure) -> None:
        self.p = procedure

    def step(self, step: Step) -> str:
        """Who takes the step and when, on which conditions, what follows, and what it rests on."""
        parts = [self._time_head(step) if step.by_time else self._head(step)]
        parts += [
            *self._about(step),
            *self._conditions(step),
            *self._needs(step),
            ", ".join(self._follows(step)),
        ]
        parts += self._entering(step)
        return f"{'; '.join(parts)} ({self._basis(step.basis, step.practice, step.serves)})."

    def state(self, state: State) -> str:
        """Who must act and within which limit; or that the case ends here."""
        if state.final:
            return f"A case that comes to “{state.en}” ends in the stage “{state.stage}”."
        owner = f"the {self._role(state.owner)} must act" if state.owner else "nobody is named to act"
        parts = [f"At “{state.en}” (stage “{state.stage}”) {owner}"]
        parts.append(f"within “{self.p.clocks[state.clock].en}”" if state.clock else "within no limit")
        if state.no_limit_in_text:
            parts.append("and the guide sets none")
        return ", ".join(parts) + "."

    def limit(self, limit: ProcedureParameter) -> str:
        """What a limit amounts to, from when it runs, where it comes from."""
        clocks = clocks_of(self.p, limit)
        names = ", ".join(f"“{self.p.clocks[one].en}”" for one in clocks) or f"“{limit.en}”"
        parts = [f"{names} is {self._amount(limit)}"]
        for one in (self.p.clocks[name] for name in clocks):
            if one.given:
                parts.append(f"or “{self.p.particulars[one.given].en}” where that was recorded")
        if clocks and not isinstance(limit.value, date) and limit.unit != GIVEN:
            begun = any(started_by_steps(self.p, one) for one in clocks)
            from_ = "the step that starts it" if begun else "entering the state"
            counted = f"counted from {from_}, the first day not included"
            parts.append("to the last day of the present one" if limit.unit == PERIODS else counted)
        if limit.effective_from:
            parts.append(f"in force since {limit.effective_from}")
        if limit.checked_until:
            parts.append(f"checked until {limit.checked_until}")
        return f"{', '.join(parts)} ({self._basis(limit.basis, limit.practice, ())})."

    def item(self, kind: ItemKind) -> str:
        """What there can be several of at once, through which stages each goes, and what closes it."""
        stages = ", ".join(f"“{one.en}”" for one in kind.stages.values() if not one.final)
        ends = listed([f"“{one.en}”" for one in kind.stages.values() if one.final])
        parts = [f"There can be several “{kind.en}” at once, each with its number, going through {stages}"]
        parts.append(f"closed when it comes to {ends}")
        parts += [f"each with its own “{one.en}”" for one in self.p.clocks.values() if one.item == kind.id]
        if kind.fact:
            parts.append(f"“{self.p.facts[kind.fact].en}” says whether any is open")
        return f"{', '.join(parts)}."

    def _head(self, step: Step) -> str:
        who = listed([f"the {self._role(one)}" for one in step.actors])
        return f"“{step.en}” is done by {who} {self._where(step.sources)}"

    def _time_head(self, step: Step) -> str:
        clock = self._clock(step.clock)
        before = listed([f"{days} days" for days in step.before_days])
        when = f"{before} before {clock} ends" if before else f"when {clock} has passed"
        return f"“{step.en}” is entered {when} {self._where(step.sources)}"

    def _role(self, role: str) -> str:
        name = self.p.roles[role].en.removeprefix("The ")
        return name if name[:2].isupper() else name[:1].lower() + name[1:]

    def _where(self, sources: Iterable[str]) -> str:
        chosen = list(sources)
        if len(chosen) <= FEW:
            return f"while the case is at {listed([f'“{self.p.states[one].en}”' for one in chosen])}"
        return f"while the case is at {listed([_stage(part) for part in by_stage(self.p, chosen)])}"

    def _about(self, step: Step) -> Iterator[str]:
        """The item that the step is about, and in which stages of it the step may be taken."""
        if step.item and step.item_from:
            kind = self.p.item_kinds[step.item]
            stages = listed([f"“{kind.stages[one].en}”" for one in step.item_from])
            each = f"each “{kind.en}” at {stages} falls due by itself"
            yield each if step.by_time else f"it is about one “{kind.en}” at {stages}, which is named"

    def _conditions(self, step: Step) -> Iterator[str]:
        found = [f"{self.function(name, 'guard')}{self._asked_by(name, step)}" for name in step.guards]
        if len(found) == 1:
            yield f"on condition that {found[0]}"
        elif found:
            yield "on condition that " + ", ".join(f"({n}) {one}" for n, one in enumerate(found, 1))

    def _asked_by(self, guard: str, step: Step) -> str:
        """The clause that asks for a condition, where it is none of the step's own."""
        clause = self.p.cite(find_guard(guard).clause) or ""
        own = (*step.basis, *step.serves)
        return f" ({cited(self.p, [clause])[0]})" if clause and clause not in own else ""

    def _needs(self, step: Step) -> Iterator[str]:
        needs = [self._asked(self.p.facts[one]) for one in step.asks]
        needs += self._particulars(step)
        if step.declares:
            facts = ", ".join(f"“{self.p.facts[one].en}”" for one in step.declares)
            needs.append(f"a declaration of {facts}")
        if step.reason:
            needs.append("a written reason")
        if self.p.stands_elsewhere(step):
            needs.append("a file of that page")
        if step.four_eyes:
            needs.append("the consent of a second person of the same side")
        if needs:
            yield f"it needs {', '.join(needs)}"
        if step.members:
            groups = ", ".join(group_name(self.p, one, LANGUAGE) for one in step.members)
            invited = f"those asked come to the lists, and who was asked stays: {groups}"
            yield invited if step.invites else f"the lists of members may be changed with it: {groups}"

    def _particulars(self, step: Step) -> Iterator[str]:
        for when, ones in by_condition(self.p, step):
            given = " and ".join(self._given(fact, values) for fact, values in when)
            words = ", ".join(self._particular(one) for one in ones)
            yield f"where {given} {words}" if given else words

    def _given(self, fact: str, values: Iterable[str]) -> str:
        words = listed([f"“{self.p.word(one, LANGUAGE)}”" for one in values])
        return f"“{self.p.facts[fact].en}” is {words}"

    def _particular(self, one: Particular) -> str:
        notes = [KINDS[one.kind]] if one.kind in KINDS else []
        if one.until:
            notes.append(f"the last day of {self._clock(one.until)}")
        if one.within:
            notes.append(f"within {self._clock(one.within)}")
        if one.past:
            notes.append("before the day of the act")
        if one.begins:
            notes.append("not later than the act; time limits that begin with the step run from its day")
        if one.optional:
            notes.append("may be left out")
        return f"“{one.en}”" + (f" ({', '.join(notes)})" if notes else "")

    def _clock(self, clock: str) -> str:
        return "the state's limit" if clock == STATE_CLOCK else f"“{self.p.clocks[clock].en}”"

    def _entering(self, step: Step) -> Iterator[str]:
        if step.entered_by:
            who = listed([f"the {self._role(one)}" for one in step.entered_by])
            yield f"{who} may enter it from a letter, which is named, with a second person of the same side"

    def _follows(self, step: Step) -> Iterator[str]:
        if step.by_time:
            yield BY_TIME[step.time_effect]
        yield f"the case goes to “{self.p.states[step.target].en}”" if step.target else "its state stays"
        yield from self._item_follows(step)
        for one in step.adds:
            yield f"{self._tally(one)} grows by one"
        for one in step.removes:
            yield f"{self._tally(one)} shrinks by one"
        for name in step.effects:
            yield self.function(name, "effect")
        if step.documents:
            yield f"made out: {', '.join(f'“{self.p.documents[one].en}”' for one in step.documents)}"
        for one in step.starts:
            yield f"“{self.p.clocks[one].en}” begins to run"
        for one in step.lengthens:
            yield f"{self._clock(one)} is put off to the day given, and never shortened"
        for one in step.prolongs:
            added = self.p.facts[self.p.clocks[one].added].en
            yield f"“{added}” is added to {self._clock(one)}, counted from its first day, no more and no less"

    def _item_follows(self, step: Step) -> Iterator[str]:
        kind = self.p.item_kinds.get(step.item)
        if kind and step.opens_item:
            yield f"one more “{kind.en}” is opened, at “{kind.stages[step.item_to].en}”"
        elif kind and step.item_to:
            end = " and is closed" if self.p.closes_item(step) else ""
            yield f"it goes to “{kind.stages[step.item_to].en}”{end}"

    def _asked(self, fact: Fact) -> str:
        values = listed([self.p.word(value, LANGUAGE) for value in fact.domain])
        if fact.setting:
            return f"the group's setting on “{fact.en}” ({values})"
        if fact.from_clock:
            return f"“{fact.en}” ({values}) as “{self.p.clocks[fact.from_clock].en}” has it"
        if fact.threshold:
            return f"“{fact.en}” against “{self.p.parameters[fact.threshold].en}” ({values})"
        if fact.items:
            return f"“{fact.en}”, each of its {len(fact.items)} items"
        return f"“{fact.en}” ({values})"

    def _tally(self, fact: str) -> str:
        known = self.p.facts[fact]
        named = ", each named" if known.by_item else ""
        over = f" (of all: {group_name(self.p, known.over, LANGUAGE)}{named})" if known.over else ""
        return f"“{known.en}”{over}"

    def function(self, name: str, kind: str) -> str:
        """The sentence of a guard or effect: English where the library has it, else its own Chinese."""
        called, _, argument = name.partition(":")
        fact, _, value = argument.partition("=")
        if argument:
            word = self.p.word(value, LANGUAGE)
            return f"“{self.p.facts[fact].en}” {'is' if called == 'fact_is' else 'becomes'} “{word}”"
        function = find_guard(name) if kind == "guard" else find_effect(name)
        return library()[kind].get(name, function.zh)

    def _amount(self, limit: ProcedureParameter) -> str:
        if limit.unit == GIVEN:
            return "as each case is given it"
        if isinstance(limit.value, date):
            return f"{limit.value}" + (", that day included" if limit.comparator == "<=" else "")
        if limit.values:
            return ", ".join(f"{self._compared(limit, value)} from {since}" for since, value in limit.values)
        return self._compared(limit, limit.value)

    def _compared(self, limit: ProcedureParameter, value: int | str) -> str:
        compared = COMPARATORS.get(limit.comparator, "")
        if isinstance(value, str):
            return f"{compared}“{self.p.word(value, LANGUAGE)}”"
        return f"{compared}{value} {UNITS.get(limit.unit, limit.unit)}"

    def _basis(self, basis: Sequence[str], practice: bool, serves: Sequence[str]) -> str:
        parts = [f"rests on {', '.join(cited(self.p, basis))}"] if basis else []
        if practice:
            parts.append("working group practice")
        if serves:
            parts.append(f"serves {', '.join(cited(self.p, serves))}")
        return "; ".join(parts) or "no basis given"


def listed(names: Sequence[str]) -> str:
    """Names joined by commas and `or`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _stage(part: StageStates) -> str:
    if part.only:
        return f"{', '.join(f'“{state.en}”' for state in part.only)} (stage “{part.stage}”)"
    but = ", ".join(f"“{state.en}”" for state in part.but)
    return f"any state of the stage “{part.stage}”" + (f" save {but}" if but else "")
