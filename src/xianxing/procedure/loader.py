"""From a guide's `procedure.toml`, laid over that of the guide it extends, to a checked `Procedure`.

Everything that points somewhere is resolved here: unknown guards, effects, states, roles, facts, clocks and
clauses are refused with file, line, key, what is wrong and what would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeGuard

from xianxing.i18n import gettext
from xianxing.law.errors import GuideError
from xianxing.law.lines import located
from xianxing.law.number_sources import borrowed
from xianxing.law.package import WHOLE, GuidePackage, default_roots, find_package
from xianxing.law.reading import TomlTable
from xianxing.procedure import sections
from xianxing.procedure.model import ActKind, Procedure
from xianxing.procedure.references import Checks, refuse_unread

FILE = "procedure.toml"


@dataclass(frozen=True)
class OtherFiles:
    """What a procedure is held against from the guide's other files.

    `clauses` maps clause ids to display forms, `answers` those of the reference guide to the guide's own;
    `settings` are the latest values of settings.toml (and `batch`, the last day of the latest one), `numbers`
    those of them that the guide itself sets. `dated` are the values of those that have several, with their
    first days, the earliest first. `homes` are the keys under which they stand there.
    """

    clauses: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    dated: Mapping[str, sections.DatedValues] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)


def load_procedure(
    guide: str | Path, roots: Iterable[Path] | None = None, *, pinned: bool = False
) -> Procedure:
    """The procedure of a guide, by name (`city-2023`) or by the folder of an edited copy, overlays merged.

    Names are looked up below `roots`, else below XIANXING_GUIDES and the built-in packages. A package is read
    each time, so that an edited one is seen, and built once for what its files say. A `pinned` one may be
    from before acts had meanings: then what bears the name of a meaning means it. Raises UnknownGuideError
    for a name or folder that is none, GuideError for anything that does not fit together.
    """
    package = find_package(guide, default_roots() if roots is None else tuple(roots))
    return _build(package, pinned)


@lru_cache(maxsize=16)
def _build(package: GuidePackage, pinned: bool) -> Procedure:
    return build_procedure(package, pinned=pinned)


def build_procedure(package: GuidePackage, *, pinned: bool = False) -> Procedure:
    """The procedure of a package; GuideError as for `load_procedure`."""
    place = f"{package.folders[0].name}/{FILE}"
    if not package.procedure:
        raise GuideError(place, "", gettext("there is no procedure"), gettext("write one"))
    old = pinned and not _says_meanings(package.procedure)
    with located(package.folders):
        if not pinned:
            _refuse_borrowed(package, place)
        others = other_files(package)
        return parse_procedure(package.procedure, package.name, place, others, old=old, lenient=pinned)


def _refuse_borrowed(package: GuidePackage, place: str) -> None:
    """Refuse another number under the source and the days of the old one."""
    if package.below is None or WHOLE in package.own_procedure:
        return
    below = package.below.procedure
    for key, kept in borrowed(below, package.own_procedure, package.data["settings"]):
        problem = gettext(
            "the number is another one, and these still tell where the inherited one was read: {keys}"
        )
        remedy = gettext('write them beside it, such as source = "…", effective_from = {day}')
        day = date(2024, 1, 31).isoformat()
        raise GuideError(
            place, f"parameter.{key}.value", problem.format(keys=", ".join(kept)), remedy.format(day=day)
        )


def _says_meanings(data: Mapping[str, object]) -> bool:
    acts = data.get("act")
    return isinstance(acts, dict) and any(isinstance(act, dict) and "means" in act for act in acts.values())


def other_files(package: GuidePackage) -> OtherFiles:
    """What a procedure is held against, from a guide's merged data."""
    clauses = _rows(package.data["clauses"], "clause")
    answers = package.data["rules"].get("clause", {})
    listed = dict(_values(package.data["settings"]))
    values = {key: rows[-1].get("value") for key, rows in listed.items()}
    closes = [row["closes"] for row in _rows(package.data["guide"], "batch").values() if "closes" in row]
    if closes:
        values[sections.BATCH] = max(closes, key=str)
    guides = {
        key
        for key, row in _rows(package.data["settings"], "parameter").items()
        if row.get("basis") == "guide"
    }
    return OtherFiles(
        clauses={key: str(row.get("display", key)) for key, row in clauses.items()},
        answers={key: str(own) for key, own in answers.items()} if isinstance(answers, dict) else {},
        settings=values,
        numbers={key: value for key, value in values.items() if key in guides and type(value) is int},
        dated={key: _dated(rows) for key, rows in listed.items() if len(rows) > 1},
        homes={
            key: f"{section}.{key}"
            for section in ("parameter", "setting")
            for key in _rows(package.data["settings"], section)
        },
    )


def _rows(data: Mapping[str, object], section: str) -> dict[str, dict[str, object]]:
    table = data.get(section, {})
    return {k: row for k, row in table.items() if isinstance(row, dict)} if isinstance(table, dict) else {}


def _values(settings: Mapping[str, object]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The numbers and choices of settings.toml, each with its values, the earliest first."""
    for section in ("parameter", "setting"):
        for key, row in _rows(settings, section).items():
            listed = row.get("values")
            dated = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
            if dated:
                yield key, sorted(dated, key=lambda item: str(item.get("since", "")))


def _dated(rows: Iterable[Mapping[str, object]]) -> sections.DatedValues:
    """The values of a number with their first days; one that isn't dated or no plain value is left out."""
    found = ((row.get("since"), row.get("value")) for row in rows)
    return tuple((since, value) for since, value in found if _is_day(since) and isinstance(value, (int, str)))


def _is_day(value: object) -> TypeGuard[date]:
    return type(value) is date


def parse_procedure(
    data: Mapping[str, object],
    guide: str,
    place: str,
    others: OtherFiles,
    *,
    old: bool = False,
    lenient: bool = False,
) -> Procedure:
    """A procedure from its TOML data; GuideError for anything that does not fit together.

    `old` data are from before acts had meanings; what is asked of files only since then isn't asked of them.
    A `lenient` reading lets names be empty.
    """
    top = TomlTable(data, place, lenient=lenient)
    parameters = sections.parameters(top, others.settings, others.dated, old)
    facts, states = sections.facts(top, parameters, old), sections.states(top, old)
    groups = sections.groups(top, states)
    acts = sections.acts(top, groups, states, old)
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
        acts=acts,
        documents=sections.documents(top),
        steps=sections.steps(top, groups, states, old),
        clauses=dict(others.clauses),
        named_clauses=top.strings("named_clauses", ()),
        survivors=sections.survivors(top),
        words=sections.words(top),
        numbers=dict(others.numbers),
        lacks=sections.lacks(top, (*acts.values(), *facts.values())),
        answers=dict(others.answers),
        particulars=sections.particulars(top, old),
        item_kinds=sections.item_kinds(top),
    )
    Checks(procedure, place, others.settings, others.homes).run()
    refuse_unread(top)
    return replace(procedure, acts=_named_acts(procedure))


def _named_acts(procedure: Procedure) -> dict[str, ActKind]:
    found = {}
    for key, act in procedure.acts.items():
        step = next((step for step in procedure.steps.values() if step.act == key), None)
        found[key] = replace(
            act, zh=act.zh or (step.zh if step else key), en=act.en or (step.en if step else key)
        )
    return found
