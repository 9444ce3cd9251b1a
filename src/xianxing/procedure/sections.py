"""The sections of `procedure.toml`, each read strictly into its part of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from xianxing.i18n import gettext
from xianxing.law.reading import TomlTable
from xianxing.procedure.fact_meanings import SHAPES, FactMeans
from xianxing.procedure.meanings import Means, ParticularMeans, Stage
from xianxing.procedure.model import (
    FACT_KINDS,
    PARTICULAR_KINDS,
    ActKind,
    Fact,
    ItemKind,
    ItemStage,
    Lack,
    Lane,
    Named,
    Overlay,
    Particular,
    ProcedureParameter,
    Role,
    State,
    Step,
    Survivor,
    TimeLimit,
    Value,
)
from xianxing.procedure.subjects import SUBJECTS

Groups = Mapping[str, tuple[str, ...]]
DatedValues = tuple[tuple[date, int | str], ...]
BATCH = "batch"  # the last day of the guide's latest batch
LAW_PLACES = {BATCH: "guide.toml: batch"}


def names(table: TomlTable) -> tuple[str, str]:
    """The Chinese and the English name."""
    return table.words("zh"), table.words("en")


def closed(table: TomlTable, key: str, value: str, known: tuple[str, ...]) -> str:
    """`value`, or a GuideError when it is none of `known`."""
    if value not in known:
        raise table.unknown(key, value, known)
    return value


def lanes(top: TomlTable) -> dict[str, Lane]:
    """[lane]"""
    return {key: Lane(key, *names(table)) for key, table in _all(top, "lane")}


def documents(top: TomlTable) -> dict[str, Named]:
    """[document]"""
    return {key: Named(key, *names(table)) for key, table in _all(top, "document")}


def words(top: TomlTable) -> dict[str, Named]:
    """[word]"""
    return {key: Named(key, *names(table)) for key, table in _all(top, "word")}


def roles(top: TomlTable) -> dict[str, Role]:
    """[role]"""
    return {
        key: Role(key, *names(table), table.string("lane"), table.string("side"), table.string("of", ""))
        for key, table in _all(top, "role")
    }


def parameters(
    top: TomlTable, settings: Mapping[str, object], dated: Mapping[str, DatedValues], old: bool
) -> dict[str, ProcedureParameter]:
    """[parameter]: a number, a day or a choice, dated and sourced; it rests on clauses or on practice.

    `settings` are the latest values of settings.toml: one that `law` names need not be written again, and
    must be the same where it is, except in `old` files. Of several (`dated`), each holds from its day on.
    """
    found = {}
    for key, table in _all(top, "parameter"):
        value = _number(table, settings, old)
        basis, practice = _basis(table)
        found[key] = ProcedureParameter(
            key,
            *names(table),
            value=value,
            unit=table.string("unit"),
            basis=basis,
            practice=practice,
            source=table.string("source"),
            effective_from=table.maybe_day("effective_from"),
            checked_until=table.maybe_day("checked_until"),
            comparator=table.string("comparator", ""),
            law=table.string("law", ""),
            values=dated.get(table.string("law", ""), ()),
        )
    return found


def _number(table: TomlTable, settings: Mapping[str, object], old: bool) -> int | date | str:
    law = table.string("law", "")
    if law and settings and law not in (*settings, BATCH):
        raise table.unknown("law", law, settings)
    value = table.raw("value", settings.get(law)) if law in settings else table.raw("value")
    if isinstance(value, bool) or not isinstance(value, (int, date, str)):
        raise table.error("value", gettext("the value is of another type"), gettext("a number, day or word"))
    if law in settings and value != settings[law] and not old:
        problem = gettext("it says {here}, and {law} says {there}").format(
            here=value, law=LAW_PLACES.get(law, f"settings.toml: {law}"), there=settings[law]
        )
        raise table.error("value", problem, gettext("leave `value` out, or put one of the two right"))
    return value


def clocks(top: TomlTable, known: Mapping[str, ProcedureParameter]) -> dict[str, TimeLimit]:
    """[clock]"""
    return {
        key: TimeLimit(
            key,
            *names(table),
            closed(table, "parameter", table.string("parameter"), tuple(known)),
            item=table.string("item", ""),
            given=table.string("given", ""),
            added=table.string("added", ""),
        )
        for key, table in _all(top, "clock")
    }


def facts(top: TomlTable, known: Mapping[str, ProcedureParameter], old: bool) -> dict[str, Fact]:
    """[fact]: finite domains; those of tallies, pools and counts follow from the kind.

    In `old` files, written before meanings were, a name that is a meaning means it.
    """
    found: dict[str, Fact] = {}
    for key, table in _all(top, "fact"):
        kind = closed(table, "kind", table.string("kind"), FACT_KINDS)
        domain, initial = _domain(table, kind, known)
        threshold = table.string("threshold", "")
        if threshold:
            closed(table, "threshold", threshold, tuple(known))
        found[key] = Fact(
            key,
            *names(table),
            kind=kind,
            domain=domain,
            initial=initial,
            set_by=table.strings("set_by"),
            over=table.string("over", "") if kind != "tally" else table.string("over"),
            threshold=threshold,
            from_clock=table.string("from_clock", ""),
            items=table.strings("items", ()),
            setting=table.boolean("setting", False),
            law=table.string("law", ""),
            means=_means(table, key, FactMeans, old),
            by_item=table.boolean("by_item", False),
            most=table.string("max", "") if kind == "count" else "",
        )
        _refuse_other_shape(table, found[key])
        if sum(fact.means == found[key].means != "" for fact in found.values()) > 1:
            raise table.error("means", gettext("another fact means this already"), 'means = ""')
    return found


def _refuse_other_shape(table: TomlTable, fact: Fact) -> None:
    """Refuse a fact whose kind or values aren't those by which the library of guards knows its meaning."""
    if not fact.means:
        return
    shape = SHAPES[FactMeans(fact.means)]
    if fact.kind != shape.kind:
        problem = gettext("a fact that means {means!r} is of another kind").format(means=fact.means)
        raise table.error("kind", problem, f'kind = "{shape.kind}"')
    missing = [value for value in shape.values if value not in fact.domain]
    if missing:
        problem = gettext("a fact that means {means!r} needs the values {values}")
        values = ", ".join(missing)
        raise table.error(
            "domain", problem.format(means=fact.means, values=values), gettext("add them to the domain")
        )


def _means(table: TomlTable, key: str, known: type[StrEnum], old: bool) -> str:
    """What an act or fact means; one that only bears the name of a meaning has to say whether it means it."""
    words = tuple(known)
    if table.has("means"):
        value = table.string("means")
        return closed(table, "means", value, words) if value else ""
    if key not in words:
        return ""
    if old:
        return key
    problem = gettext("it bears the name of a meaning and doesn't say what it means")
    raise table.error(
        "means",
        problem,
        gettext('write means = "{key}", or means = "" if it means something else').format(key=key),
    )


def _domain(
    table: TomlTable, kind: str, known: Mapping[str, ProcedureParameter]
) -> tuple[tuple[Value, ...], Value | None]:
    if kind == "tally":
        return ("short", "all"), "short"
    if kind == "pool":
        return ("none", "some"), "none"
    if kind == "count":
        bound = known[closed(table, "max", table.string("max"), tuple(known))]
        if bound.values:
            problem = gettext("a number that bounds a count has one value, whatever the day")
            raise table.error("max", problem, gettext("leave one value of {law}").format(law=bound.law))
        limit = bound.value
        if not isinstance(limit, int):
            raise table.error("max", gettext("the value is of another type"), gettext("a whole number"))
        return tuple(range(limit + 1)), 0
    domain = table.strings("domain")
    if len(set(domain)) < 2:
        raise table.error("domain", gettext("a fact needs two values or more"), '["…", "…"]')
    if kind != "kept":
        return domain, None
    return domain, closed(table, "initial", table.string("initial"), domain)


def particulars(top: TomlTable, old: bool) -> dict[str, Particular]:
    """[particular]: what steps record beside their answers; what they point to is checked by the loader."""
    found = {}
    for key, table in _all(top, "particular"):
        when = table.table("when")
        found[key] = Particular(
            key,
            *names(table),
            kind=closed(table, "kind", table.string("kind"), PARTICULAR_KINDS),
            when=tuple((fact, when.strings(fact)) for fact in when.names()),
            optional=table.boolean("optional", False),
            until=table.string("until", ""),
            within=table.string("within", ""),
            past=table.boolean("past", False),
            begins=table.boolean("begins", False),
            means=_means(table, key, ParticularMeans, old),
        )
    return found


def overlays(top: TomlTable, known: Mapping[str, Fact]) -> dict[str, Overlay]:
    """[overlay]"""
    found = {}
    for key, table in _all(top, "overlay"):
        fact = known[closed(table, "fact", table.string("fact"), tuple(known))]
        off = closed(table, "off", table.string("off"), tuple(str(value) for value in fact.domain))
        found[key] = Overlay(key, *names(table), fact.id, off)
    return found


def item_kinds(top: TomlTable) -> dict[str, ItemKind]:
    """[item]: what can happen many times in one case, each kind with its stages."""
    return {
        key: ItemKind(
            key,
            *names(table),
            fact=table.string("fact", ""),
            stages={
                name: ItemStage(name, *names(stage), final=stage.boolean("final", False))
                for name, stage in table.tables("stage")
            },
        )
        for key, table in _all(top, "item")
    }


def states(top: TomlTable, old: bool) -> dict[str, State]:
    """[state]; of `old` files any stage is taken."""
    return {
        key: State(
            key,
            *names(table),
            stage=table.string("stage")
            if old
            else closed(table, "stage", table.string("stage"), tuple(Stage)),
            owner=table.string("owner", ""),
            clock=table.string("clock", ""),
            no_limit_in_text=table.boolean("no_limit_in_text", False),
            final=table.boolean("final", False),
            note=table.string("note", ""),
        )
        for key, table in _all(top, "state")
    }


def groups(top: TomlTable, known: Mapping[str, State]) -> dict[str, tuple[str, ...]]:
    """[group]: names for several states, `@name` where used; a group may use earlier ones."""
    table, found = top.table("group"), dict[str, tuple[str, ...]]()
    for key in table.names():
        for word in table.strings(key, ()):
            if word.startswith("@") and word[1:] in table.names() and word[1:] not in found:
                problem = gettext("{value!r} stands further below, or the two use each other").format(
                    value=word
                )
                raise table.error(
                    key, problem, gettext("name the states themselves; a group may use earlier ones")
                )
        found[key] = expand(table, key, found, known)
    return found


def expand(table: TomlTable, key: str, known_groups: Groups, known: Mapping[str, State]) -> tuple[str, ...]:
    """The states that a list names, groups unfolded; GuideError for an unknown state or group."""
    found: list[str] = []
    for word in table.strings(key, ()):
        if word.startswith("@"):
            found += known_groups[closed(table, key, word[1:], tuple(known_groups))]
        else:
            found.append(closed(table, key, word, tuple(known)))
    return tuple(dict.fromkeys(found))


def acts(top: TomlTable, known_groups: Groups, known: Mapping[str, State], old: bool) -> dict[str, ActKind]:
    """[act]: whose act, whether it decides, whether the guide names it, where it must be possible."""
    return {
        key: ActKind(
            key,
            table.string("zh", ""),
            table.string("en", ""),
            by=table.strings("by"),
            decides=table.boolean("decides", False),
            named=table.boolean("named", False),
            duty=table.boolean("duty", False),
            where=expand(table, "where", known_groups, known),
            means=_means(table, key, Means, old),
        )
        for key, table in _all(top, "act")
    }


def steps(top: TomlTable, known_groups: Groups, known: Mapping[str, State], old: bool) -> dict[str, Step]:
    """[step]: the arrows; names that point elsewhere are checked by the loader."""
    return {key: _step(key, table, known_groups, known, old) for key, table in _all(top, "step")}


def _step(key: str, table: TomlTable, known_groups: Groups, known: Mapping[str, State], old: bool) -> Step:
    target = table.string("to", "")
    if target:
        closed(table, "to", target, tuple(known))
    before = table.raw("before_days", [])
    if not isinstance(before, (list, tuple)) or not all(isinstance(day, int) for day in before):
        raise table.error("before_days", gettext("the value is of another type"), "[90, 60]")
    basis, practice = _basis(table)
    step = Step(
        key,
        *names(table),
        act=table.string("act", key),
        actors=table.strings("actors", ()),
        entered_by=table.strings("entered_by", ()),
        sources=expand(table, "from", known_groups, known),
        target=target,
        guards=table.strings("guards", ()),
        effects=table.strings("effects", ()),
        asks=table.strings("asks", ()),
        adds=table.strings("adds", ()),
        removes=table.strings("removes", ()),
        documents=table.strings("documents", ()),
        starts=table.strings("starts", ()),
        clock=table.string("clock", ""),
        before_days=tuple(before),
        time_effect=table.string("time_effect", ""),
        basis=basis,
        practice=practice,
        serves=table.strings("serves", ()),
        note=table.string("note", ""),
        four_eyes=table.boolean("four_eyes", False),
        reason=table.boolean("reason", False),
        members=table.strings("members", ()),
        declares=table.strings("declares", ()),
        particulars=table.strings("particulars", ()),
        lengthens=table.strings("lengthens", ()),
        verb=table.string("verb", ""),
        prolongs=table.strings("prolongs", ()),
        item=table.string("item", ""),
        item_from=table.strings("item_from", ()),
        item_to=table.string("item_to", ""),
        invites=table.boolean("invites", False),
    )
    if not (basis or practice or old):
        raise table.error(
            "basis",
            gettext("the step says neither on which clause it rests nor that it is practice"),
            gettext('write basis = ["5.1.1"], or practice = true with serves = ["5.1.1"]'),
        )
    return step


def survivors(top: TomlTable) -> tuple[Survivor, ...]:
    """[survivor]: mutants that no property is meant to notice, and why."""
    table = top.table("survivor")
    return tuple(Survivor(key, table.string(key)) for key in table.names())


def lacks(top: TomlTable, known: Iterable[ActKind | Fact]) -> dict[str, Lack]:
    """[lacks]: the subjects and meanings that the guide has nothing of, each with the reason."""
    table, found = top.table("lacks"), dict[str, Lack]()
    meant = {part.means: part.id for part in known if part.means}
    for key in table.names():
        closed(table, key, key, tuple(dict.fromkeys((*SUBJECTS, *Means, *FactMeans))))
        reason = table.text(key)
        there = [meant[act] for act in (SUBJECTS[key].acts if key in SUBJECTS else (key,)) if act in meant]
        if there:
            problem = gettext("the procedure has it all the same: {acts}").format(acts=", ".join(there))
            raise table.error(key, problem, gettext("take out the acts or this line"))
        found[key] = Lack(reason.zh, reason.en)
    return found


def _basis(table: TomlTable) -> tuple[tuple[str, ...], bool]:
    return table.strings("basis", ()), table.boolean("practice", False)


def _all(top: TomlTable, section: str) -> list[tuple[str, TomlTable]]:
    return list(top.tables(section))
