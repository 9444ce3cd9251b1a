"""From a guide's `procedure.toml` to a checked `Procedure`.

An overlay guide without a procedure of its own inherits that of the guide it extends. Everything that points
somewhere is resolved here: unknown guards, effects, states, roles, facts, clocks and clauses are refused with
file, key, what is wrong and what would do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.package import default_roots, find_package
from xianxing.law.reading import Table
from xianxing.procedure import effects as _effects
from xianxing.procedure import guards as _guards
from xianxing.procedure import guards_exit as _guards_exit
from xianxing.procedure import sections
from xianxing.procedure.model import STATE_CLOCK, TIME, Act, Procedure, Step
from xianxing.procedure.registry import EFFECTS, GUARDS, Guard, UnknownName, find_effect, find_guard

FILE = "procedure.toml"
TIME_EFFECTS = ("opens", "closes", "reminds", "marks_overdue")
LIBRARY = (_guards, _guards_exit, _effects)  # importing them registers their names


def load_procedure(guide: str | Path, roots: Iterable[Path] | None = None) -> Procedure:
    """The procedure of a guide, by name (`city-2023`) or by the folder of an edited copy.

    Names are looked up below `roots`, else below XIANXING_GUIDES and the built-in packages. Raises
    UnknownGuideError for a name or folder that is none, GuideError for anything that does not fit together.
    """
    package = find_package(guide, default_roots() if roots is None else tuple(roots))
    clauses, numbers = _displays(package.data["clauses"]), _numbers(package.data["settings"])
    for folder in package.folders:
        if (folder / FILE).is_file():
            place = f"{folder.name}/{FILE}"
            return parse_procedure(_read(folder / FILE), package.name, clauses, place, numbers)
    place = f"{package.folders[0].name}/{FILE}"
    raise GuideError(place, "", gettext("there is no procedure"), gettext("write one"))


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = f"{path.parent.name}/{path.name}"
        raise GuideError(place, "", str(error), gettext("write valid TOML in UTF-8")) from error


def _displays(data: Mapping[str, object]) -> dict[str, str]:
    clauses = data.get("clause", {})
    if not isinstance(clauses, dict):
        return {}
    return {key: str(value.get("display", key)) for key, value in clauses.items() if isinstance(value, dict)}


def _numbers(data: Mapping[str, object]) -> dict[str, int]:
    """The numbers that the guide itself sets, by name, each with its latest value; none of practice."""
    found = {}
    table = data.get("parameter", {})
    for key, row in table.items() if isinstance(table, dict) else ():
        values = row.get("values") if isinstance(row, dict) and row.get("basis") == "guide" else None
        dated = [item for item in values or () if isinstance(item, dict) and type(item.get("value")) is int]
        if dated:
            found[key] = int(max(dated, key=lambda item: str(item.get("since", "")))["value"])
    return found


def parse_procedure(
    data: Mapping[str, object],
    guide: str,
    clauses: Mapping[str, str],
    place: str,
    numbers: Mapping[str, int] | None = None,
) -> Procedure:
    """A procedure from its TOML data.

    `clauses` maps the guide's clause ids to their display forms, `numbers` the guide's own numbers to their
    values; without them nothing is checked against them.
    """
    top = Table(data, place)
    parameters = sections.parameters(top)
    facts, states = sections.facts(top, parameters), sections.states(top)
    groups = sections.groups(top, states)
    procedure = Procedure(
        top.string("id"),
        *sections.names(top),
        guide=guide,
        initial=sections.closed(top, "initial", top.string("initial"), tuple(states)),
        lanes=sections.lanes(top),
        roles=sections.roles(top),
        parameters=parameters,
        clocks=sections.clocks(top, parameters),
        facts=facts,
        overlays=sections.overlays(top, facts),
        states=states,
        acts=sections.acts(top, groups, states),
        documents=sections.documents(top),
        steps=sections.steps(top, groups, states),
        clauses=dict(clauses),
        named_clauses=top.strings("named_clauses", ()),
        survivors=sections.survivors(top),
        words=sections.words(top),
        numbers=dict(numbers or {}),
    )
    Checks(procedure, place).run()
    _refuse_unread(top)
    return replace(procedure, acts=_named_acts(procedure))


def _named_acts(procedure: Procedure) -> dict[str, Act]:
    found = {}
    for key, act in procedure.acts.items():
        step = next((step for step in procedure.steps.values() if step.act == key), None)
        found[key] = replace(
            act, zh=act.zh or (step.zh if step else key), en=act.en or (step.en if step else key)
        )
    return found


def _refuse_unread(top: Table) -> None:
    """Refuse keys that nobody reads, at the top and in each table of each section."""
    top.done()
    for section in (
        "lane",
        "role",
        "parameter",
        "clock",
        "fact",
        "overlay",
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
    "clock": NAMES | {"parameter"},
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
    },
    "overlay": NAMES | {"fact", "off"},
    "state": NAMES | {"stage", "owner", "clock", "no_limit_in_text", "final", "note"},
    "act": NAMES | {"by", "decides", "named", "duty", "where"},
    "step": NAMES | (frozenset(Step.__dataclass_fields__) - {"id", "sources", "target"}) | {"from", "to"},
}


class Checks:
    """Everything in a procedure that names something else must name something that exists."""

    def __init__(self, procedure: Procedure, place: str) -> None:
        self.p, self.place = procedure, place

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
        for step in p.steps.values():
            self._step(step)

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

    def _functions(self, step: Step) -> None:
        for name in step.guards:
            guard = self._guard(f"step.{step.id}.guards", name)
            self._facts(f"step.{step.id}.guards", name, guard.reads)
        for name in step.effects:
            try:
                effect = find_effect(name)
            except UnknownName:
                raise self._error(
                    f"step.{step.id}.effects",
                    gettext("there is no effect {name!r}").format(name=name),
                    ", ".join(sorted(EFFECTS)),
                ) from None
            self._facts(f"step.{step.id}.effects", name, (*effect.reads, *effect.writes))

    def _guard(self, key: str, name: str) -> Guard:
        try:
            return find_guard(name)
        except UnknownName:
            problem = gettext("there is no guard {name!r}").format(name=name)
            raise self._error(key, problem, ", ".join(sorted(GUARDS))) from None

    def _facts(self, key: str, name: str, facts: Iterable[str]) -> None:
        for fact in facts:
            if fact not in self.p.facts:
                problem = gettext("{name!r} looks at the fact {fact!r}, which is not declared")
                raise self._error(
                    key, problem.format(name=name, fact=fact), gettext("declare it below [fact]")
                )

    def _clauses(self, key: str, ids: Iterable[str]) -> None:
        for clause in ids:
            if clause not in self.p.clauses:
                problem = gettext("there is no clause {clause!r}").format(clause=clause)
                raise self._error(key, problem, gettext("name a clause of clauses.toml, or add it there"))

    def _law(self, key: str, name: str) -> None:
        if name and self.p.numbers:
            self._known(key, (name,), self.p.numbers)

    def _known(self, key: str, ids: Iterable[str], known: Mapping[str, object]) -> None:
        for name in ids:
            if name not in known:
                problem = gettext("{value!r} is not known").format(value=name)
                raise self._error(key, problem, " | ".join(known))

    def _error(self, key: str, problem: str, remedy: str) -> GuideError:
        return GuideError(self.place, key, problem, remedy)
