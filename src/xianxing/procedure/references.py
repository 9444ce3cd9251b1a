"""What a procedure's file names must exist: states, roles, facts, clocks, clauses, guards, effects, keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.reading import TomlTable, offered
from xianxing.procedure import earlier as _earlier
from xianxing.procedure import effects as _effects
from xianxing.procedure import guards as _guards
from xianxing.procedure import guards_exit as _guards_exit
from xianxing.procedure.model import (
    CLOCK_UNITS,
    DAY,
    GIVEN,
    PERIODS,
    STATE_CLOCK,
    TIME,
    Fact,
    Particular,
    Procedure,
    ProcedureParameter,
    Step,
    TimeLimit,
)
from xianxing.procedure.registry import (
    EFFECTS,
    GUARDS,
    Effect,
    Guard,
    UnknownName,
    argument_of,
    find_effect,
    find_guard,
)
from xianxing.procedure.sections import BATCH
from xianxing.procedure.words import called

TIME_EFFECTS = ("opens", "closes", "reminds", "marks_overdue")
LIBRARY = (_guards, _guards_exit, _effects, _earlier)  # importing them registers their names


def refuse_unread(top: TomlTable) -> None:
    """Refuse keys that nobody reads, at the top and in each table of each section."""
    top.done()
    for section in (
        "lane",
        "role",
        "parameter",
        "clock",
        "item",
        "fact",
        "overlay",
        "particular",
        "state",
        "act",
        "document",
        "step",
        "word",
    ):
        for _, table in top.tables(section):
            known = KNOWN_KEYS[section]
            for key in table.names():
                if key not in known:
                    remedy = gettext("known keys here: {known}").format(known=", ".join(sorted(known)))
                    raise table.error(key, gettext("the key is not known"), remedy)


NAMES = frozenset({"zh", "en"})
KNOWN_KEYS = {
    "lane": NAMES,
    "document": NAMES,
    "word": NAMES,
    "role": NAMES | {"lane", "side", "of"},
    "parameter": NAMES
    | {
        "value",
        "unit",
        "comparator",
        "basis",
        "practice",
        "source",
        "effective_from",
        "checked_until",
        "law",
    },
    "clock": NAMES | {"parameter", "item", "given", "added"},
    "item": NAMES | {"fact", "stage"},
    "fact": NAMES
    | {
        "kind",
        "domain",
        "initial",
        "set_by",
        "over",
        "max",
        "threshold",
        "from_clock",
        "items",
        "setting",
        "law",
        "means",
        "by_item",
    },
    "overlay": NAMES | {"fact", "off"},
    "particular": NAMES | {"kind", "when", "optional", "until", "within", "past", "begins", "means"},
    "state": NAMES | {"stage", "owner", "clock", "no_limit_in_text", "final", "note"},
    "act": NAMES | {"by", "decides", "named", "duty", "where", "means"},
    "step": NAMES | (frozenset(Step.__dataclass_fields__) - {"id", "sources", "target"}) | {"from", "to"},
}


class Checks:
    """Everything in a procedure that names something else must name something that exists."""

    def __init__(
        self, procedure: Procedure, place: str, settings: Mapping[str, object], homes: Mapping[str, str]
    ) -> None:
        self.p, self.place, self.settings, self.homes = procedure, place, settings, homes
        self.by_meaning = {fact.means: fact for fact in procedure.facts.values() if fact.means}

    def run(self) -> None:
        """Raise GuideError at the first name that leads nowhere."""
        p = self.p
        for role in p.roles.values():
            self._known(f"role.{role.id}.lane", (role.lane,), p.lanes)
        for state in p.states.values():
            self._known(f"state.{state.id}.owner", (state.owner,) if state.owner else (), p.roles)
            self._known(f"state.{state.id}.clock", (state.clock,) if state.clock else (), p.clocks)
        for fact in p.facts.values():
            self._known(f"fact.{fact.id}.set_by", fact.set_by, p.roles)
            self._known(f"fact.{fact.id}.from_clock", (fact.from_clock,) if fact.from_clock else (), p.clocks)
            self._law(f"fact.{fact.id}.law", fact.law)
            if fact.setting:
                self._known(f"fact.{fact.id}.setting", (fact.id,), p.parameters)
        for parameter in p.parameters.values():
            self._clauses(f"parameter.{parameter.id}.basis", parameter.basis)
            self._law(f"parameter.{parameter.id}.law", parameter.law)
        self._clauses("named_clauses", p.named_clauses)
        for particular in p.particulars.values():
            self._particular(particular)
        for kind in p.item_kinds.values():
            pools = {fact.id: fact for fact in p.facts.values() if fact.kind == "pool"}
            self._known(f"item.{kind.id}.fact", (kind.fact,) if kind.fact else (), pools)
            if not kind.ends or len(kind.ends) == len(kind.stages):
                problem = gettext("an item is opened in a stage and closed in another")
                raise self._error(f"item.{kind.id}.stage", problem, gettext("write final = true in one"))
        for clock in p.clocks.values():
            self._clock(clock)
        for step in p.steps.values():
            self._step(step)
        self._given_ends()

    def _step(self, step: Step) -> None:
        p, key = self.p, f"step.{step.id}"
        self._known(f"{key}.act", (step.act,), p.acts)
        self._known(f"{key}.actors", (*step.actors, *step.entered_by), p.roles)
        self._known(f"{key}.asks", step.asks, {f.id: f for f in p.facts.values() if f.kind == "answer"})
        for part, ids in (("adds", step.adds), ("removes", step.removes)):
            pools = {f.id: f for f in p.facts.values() if f.kind in ("tally", "pool")}
            self._known(f"{key}.{part}", ids, pools)
        self._known(
            f"{key}.declares", step.declares, {f.id: f for f in p.facts.values() if f.kind == "static"}
        )
        if step.declares and step.sources != (p.initial,):
            problem = gettext("only steps from the first state declare static facts")
            raise self._error(f"{key}.declares", problem, f'from = ["{p.initial}"]')
        self._particulars(step)
        self._lengthened(step)
        self._known(f"{key}.documents", step.documents, p.documents)
        self._known(f"{key}.starts", step.starts, p.clocks)
        self._clauses(f"{key}.basis", step.basis)
        self._clauses(f"{key}.serves", step.serves)
        self._functions(step)
        if not step.sources:
            raise self._error(f"{key}.from", gettext("a step starts somewhere"), gettext("name a state"))
        if step.by_time:
            self._known(f"{key}.time_effect", (step.time_effect,), dict.fromkeys(TIME_EFFECTS))
            self._known(f"{key}.clock", (step.clock,), {**p.clocks, STATE_CLOCK: None})
            if step.actors != (TIME,):
                raise self._error(f"{key}.actors", gettext("time acts alone"), '["time"]')
        self._known(f"{key}.prolongs", step.prolongs, p.clocks)
        self._item(step)

    def _clock(self, clock: TimeLimit) -> None:
        p, key = self.p, f"clock.{clock.id}"
        wholes = {one.id: one for one in p.particulars.values() if one.kind == "whole"}
        counted = {fact.id: fact for fact in p.facts.values() if fact.threshold}
        for part, name, known in (
            ("item", clock.item, p.item_kinds),
            ("given", clock.given, wholes),
            ("added", clock.added, counted),
        ):
            self._known(f"{key}.{part}", (name,) if name else (), known)
        self._length(p.parameters[clock.parameter])

    def _length(self, parameter: ProcedureParameter) -> None:
        """What a clock counts: a unit that it knows, and a number (or day) that goes with it."""
        self._known(f"parameter.{parameter.id}.unit", (parameter.unit,), dict.fromkeys(CLOCK_UNITS))
        least = 1 if parameter.unit == PERIODS else 0
        for value in (parameter.value, *(one for _, one in parameter.values)):
            if parameter.unit == DAY and type(value) is not date:
                raise self._no_length(parameter, value, gettext("a day such as 2024-01-31"))
            if parameter.unit not in (DAY, GIVEN) and (type(value) is not int or value < least):
                whole = gettext("a whole number of at least {least}").format(least=least)
                raise self._no_length(parameter, value, whole)

    def _no_length(self, parameter: ProcedureParameter, value: object, expected: str) -> GuideError:
        """An error told where the value stands: here, or in settings.toml where it is a number of these."""
        problem = gettext("a time limit in {unit} can't be {value!r}")
        told, remedy = problem.format(unit=called(parameter.unit), value=value), gettext("write {expected}")
        home = self.homes.get(parameter.law)
        place = f"{self.place.rpartition('/')[0]}/settings.toml" if home else self.place
        key = f"{home}.values" if home else f"parameter.{parameter.id}.value"
        return GuideError(place, key, told, remedy.format(expected=expected))

    def _item(self, step: Step) -> None:
        """A step about items names its kind, from which stages it starts and to which it leads."""
        p, key = self.p, f"step.{step.id}"
        self._known(f"{key}.item", (step.item,) if step.item else (), p.item_kinds)
        stages = p.item_kinds[step.item].stages if step.item else {}
        self._known(f"{key}.item_from", step.item_from, stages)
        self._known(f"{key}.item_to", (step.item_to,) if step.item_to else (), stages)
        if step.opens_item and (not step.item_to or stages[step.item_to].final):
            problem = gettext("the step doesn't say in which stage it opens an item")
            raise self._error(f"{key}.item_to", problem, offered("", stages))
        about = {*step.starts, step.clock} - {STATE_CLOCK, ""}
        for clock in (p.clocks[name] for name in about if p.clocks[name].item not in ("", step.item)):
            problem = gettext("{clock!r} is a clock of items of another kind").format(clock=clock.id)
            raise self._error(f"{key}.starts", problem, f'item = "{clock.item}"')
        for clock in (p.clocks[name] for name in step.prolongs):
            if not clock.added:
                problem = gettext("nothing says how much is added to {clock!r}").format(clock=clock.id)
                raise self._error(
                    f"clock.{clock.id}.added", problem, gettext("name an answer with a threshold")
                )

    def _particular(self, one: Particular) -> None:
        key = f"particular.{one.id}"
        for fact, values in one.when:
            self._known(f"{key}.when", (fact,), self.p.facts)
            domain = {str(value): value for value in self.p.facts[fact].domain}
            self._known(f"{key}.when.{fact}", values, domain)
        for part, clock in (("until", one.until), ("within", one.within)):
            self._known(f"{key}.{part}", (clock,) if clock else (), {**self.p.clocks, STATE_CLOCK: None})
        if (one.until or one.within or one.past) and one.kind != "date":
            problem = gettext("only a day ends a time limit, or lies within one")
            raise self._error(f"{key}.kind", problem, 'kind = "date"')
        if one.begins and (one.kind != "instant" or one.optional or one.when):
            problem = gettext("time limits begin with an instant that is always given")
            raise self._error(f"{key}.begins", problem, 'kind = "instant"')

    def _particulars(self, step: Step) -> None:
        key = f"step.{step.id}.particulars"
        self._known(key, step.particulars, self.p.particulars)
        if step.particulars and step.by_time:
            raise self._error(key, gettext("time records nothing"), gettext("leave it out"))
        for one in self.p.particulars_of(step):
            for fact, _ in one.when:
                if fact not in step.asks:
                    problem = gettext("{name!r} depends on {fact!r}, which the step doesn't ask")
                    remedy = gettext("add it to `asks`, or leave the particular out")
                    raise self._error(key, problem.format(name=one.id, fact=fact), remedy)

    def _lengthened(self, step: Step) -> None:
        key = f"step.{step.id}.lengthens"
        self._known(key, step.lengthens, {**self.p.clocks, STATE_CLOCK: None})
        fixed = {one.until for one in self.p.particulars_of(step) if not one.optional and not one.when}
        for clock in step.lengthens:
            if clock not in fixed:
                problem = gettext("no particular of the step says until when {clock!r} lasts")
                remedy = gettext('write until = "{clock}" in a particular of the step').format(clock=clock)
                raise self._error(key, problem.format(clock=clock), remedy)
        if step.lengthens and step.target:
            problem = gettext("a step that lengthens a time limit leaves the case where it stands")
            raise self._error(f"step.{step.id}.to", problem, gettext("leave it out"))
        if any(one.until == STATE_CLOCK for one in self.p.particulars_of(step)):
            self._known(key, (STATE_CLOCK,), dict.fromkeys(step.lengthens))

    def _given_ends(self) -> None:
        """A clock whose end is given with an act has no length of its own: nothing else may start it."""
        p = self.p
        given = {clock.id for clock in p.clocks.values() if p.parameters[clock.parameter].unit == GIVEN}
        fixed = {one.until for step in p.steps.values() for one in p.particulars_of(step)}
        started = {name: f"step.{step.id}.starts" for step in p.steps.values() for name in step.starts}
        started |= {state.clock: f"state.{state.id}.clock" for state in p.states.values()}
        for clock in sorted(given):
            if clock in started:
                problem = gettext("{clock!r} has no length of its own").format(clock=clock)
                raise self._error(started[clock], problem, gettext("give it a number, or leave it out"))
            if clock not in fixed:
                problem = gettext("no step records when it ends")
                remedy = gettext('write until = "{clock}" in a particular of a step').format(clock=clock)
                raise self._error(f"clock.{clock}", problem, remedy)

    def _functions(self, step: Step) -> None:
        for name in step.guards:
            guard = self._guard(f"step.{step.id}.guards", name)
            self._facts(f"step.{step.id}.guards", guard, guard.reads)
        for name in step.effects:
            try:
                effect = find_effect(name)
            except UnknownName:
                raise self._error(
                    f"step.{step.id}.effects",
                    gettext("there is no effect {name!r}").format(name=name),
                    offered(name, sorted(EFFECTS)),
                ) from None
            writes = () if effect.as_present else effect.writes
            self._facts(f"step.{step.id}.effects", effect, (*effect.reads, *writes))

    def _guard(self, key: str, name: str) -> Guard:
        try:
            return find_guard(name)
        except UnknownName:
            problem = gettext("there is no guard {name!r}").format(name=name)
            raise self._error(key, problem, offered(name, sorted(GUARDS))) from None

    def _facts(self, key: str, function: Guard | Effect, facts: Iterable[str]) -> None:
        """Facts that a function of the library looks at are found by meaning, those of `fact_is` by name."""
        known: Mapping[str, Fact] = self.p.facts if function.by_name else self.by_meaning
        for fact in facts:
            if fact in known:
                continue
            if function.by_name:
                problem = gettext("{name!r} looks at the fact {fact!r}, which is not declared")
                remedy = gettext("declare it below [fact]")
            else:
                problem = gettext("{name!r} looks at a fact that means {fact!r}, and there is none")
                remedy = gettext('write means = "{fact}" in the fact that is meant').format(fact=fact)
            raise self._error(key, problem.format(name=function.name, fact=fact), remedy, missing=fact)
        if function.by_name:
            fact, value = argument_of(function.name)
            self._known(key, (value,), {str(one): one for one in self.p.facts[fact].domain})

    def _clauses(self, key: str, ids: Iterable[str]) -> None:
        for clause in ids:
            if clause not in self.p.clauses:
                problem = gettext("there is no clause {clause!r}").format(clause=clause)
                remedy = gettext("name a clause of clauses.toml, or add it there")
                raise self._error(key, problem, remedy, missing=clause)

    def _law(self, key: str, name: str) -> None:
        if name and self.settings and name != BATCH:
            self._known(key, (name,), self.settings)

    def _known(self, key: str, ids: Iterable[str], known: Mapping[str, object]) -> None:
        for name in ids:
            if name not in known:
                problem = gettext("{value!r} is not known").format(value=name)
                raise self._error(key, problem, offered(name, known), missing=name)

    def _error(self, key: str, problem: str, remedy: str, *, missing: str = "") -> GuideError:
        return GuideError(self.place, key, problem, remedy, missing=missing)
