"""From a folder of TOML to a guide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from xianxing.i18n import gettext
from xianxing.law.build import (
    build_batches,
    build_clause_answers,
    build_clauses,
    build_directions,
    build_materials,
    build_organs,
    build_parameters,
    build_project_types,
    build_rule_settings,
    build_sentences,
    build_territories,
    build_titles,
    build_unit_kinds,
)
from xianxing.law.build_form import build_fields
from xianxing.law.errors import GuideError
from xianxing.law.form import Choice
from xianxing.law.lines import located
from xianxing.law.model import Channel, Guide
from xianxing.law.package import (
    GuidePackage,
    default_roots,
    find_package,
    folder_name,
    guide_names,
    read_package,
)
from xianxing.law.papers import PaperNames, build_papers
from xianxing.law.reading import TomlTable
from xianxing.law.soundness import refuse_unsound

STATUSES = ("complete", "partial")


def load_guide(name: str, roots: Iterable[Path] | None = None, *, pinned: bool = False) -> Guide:
    """The guide of this name (`city-2023` or `city_2023`), overlays merged.

    Looks below `roots`, or below XIANXING_GUIDES and the built-in packages. Raises UnknownGuideError, or
    GuideError naming file, line, key and remedy. A guide is read once per process and set of roots. A
    `pinned` one may be from before kinds of file had meanings.
    """
    return _load(folder_name(name), default_roots() if roots is None else tuple(roots), pinned)


def readable_guides(roots: Iterable[Path] | None = None) -> dict[str, Guide]:
    """Every guide that can be read, by name; those that can't are left out (`unreadable_guides`)."""
    return {name: found for name, found in _all(roots) if isinstance(found, Guide)}


def unreadable_guides(roots: Iterable[Path] | None = None) -> dict[str, GuideError]:
    """Every guide that can't be read, by name, with what is wrong with it."""
    return {name: found for name, found in _all(roots) if isinstance(found, GuideError)}


def complete_guides(roots: Iterable[Path] | None = None) -> tuple[Guide, ...]:
    """The guides under which a batch can open: those that can be read and are known whole."""
    return tuple(guide for guide in readable_guides(roots).values() if not guide.partial)


def _all(roots: Iterable[Path] | None) -> Iterator[tuple[str, Guide | GuideError]]:
    places = default_roots() if roots is None else tuple(roots)
    for name in known_guides(places):
        try:
            yield name, load_guide(name, places)
        except GuideError as error:
            yield name, error


def open_guide(guide: str | Path) -> Guide:
    """The guide of this name, or in this folder: for what an operator types, never for a name in a filing.

    Raises as `load_guide`; reads anew each time.
    """
    return build_guide(find_package(guide, default_roots()))


def known_guides(roots: Iterable[Path] | None = None) -> tuple[str, ...]:
    """The names of all guides that `load_guide` can find."""
    return guide_names(default_roots() if roots is None else tuple(roots))


@lru_cache(maxsize=16)
def _load(name: str, roots: tuple[Path, ...], pinned: bool) -> Guide:
    return build_guide(read_package(name, roots), pinned=pinned)


def build_guide(package: GuidePackage, *, pinned: bool = False) -> Guide:
    """A guide from its merged data; GuideError for anything that does not fit together."""
    with located(package.folders):
        return _build(package, pinned)


def _build(package: GuidePackage, pinned: bool) -> Guide:
    label = package.folders[0].name
    clause_data = package.data["clauses"].get("clause", {})
    clauses = frozenset(clause_data) if isinstance(clause_data, dict) else frozenset()
    tables = {
        file: TomlTable(data, f"{label}/{file}.toml", clauses=clauses, lenient=pinned)
        for file, data in package.data.items()
    }
    head = tables["guide"]
    status = head.string("status")
    if status not in STATUSES:
        raise head.unknown("status", status, STATUSES)
    partial = status == "partial"
    territories = build_territories(head)
    unit_kinds = build_unit_kinds(head, territories)
    project_types = build_project_types(head)
    directions = build_directions(head)
    materials = build_materials(tables["materials"], pinned)
    rules, families = build_rule_settings(tables["rules"])
    organs = build_organs(head, frozenset() if partial or pinned else _inherited_organs(package))
    lists = {
        "unit_kinds": tuple(Choice(kind.key, kind.label, kind.clause) for kind in unit_kinds.values()),
        "project_types": tuple(Choice(kind.key, kind.label, kind.clause) for kind in project_types.values()),
        "directions": tuple(Choice(item.value, item.label, item.clause) for item in directions),
        "materials": tuple(Choice(item.key, item.label, item.clause) for item in materials.values()),
    }
    guide = Guide(
        name=package.name,
        label=head.text("name"),
        status=status,
        extends=head.string("extends", ""),
        channel=_channel(head.table("channel")),
        organs=organs,
        territories=territories,
        unit_kinds=unit_kinds,
        project_types=project_types,
        directions=directions,
        directions_open=head.boolean("directions_open", False),
        batches=build_batches(head, partial),
        clauses=build_clauses(tables["clauses"], _own_clauses(package) if partial else None),
        fields=build_fields(tables["form"], lists),
        materials=materials,
        titles=build_titles(tables["titles"], unit_kinds),
        parameters=build_parameters(tables["settings"]),
        rule_settings=rules,
        rule_families=families,
        clause_answers=build_clause_answers(tables["rules"]),
        sentences=build_sentences(tables["source"]),
        folders=package.folders,
        digest=package.digest,
        papers=build_papers(
            tables["papers"], PaperNames.of(organs, package.procedure, package.own["papers"])
        ),
    )
    for key in ("title", "document", "published", "algorithm", "normalisation"):
        tables["source"].raw(key, None)
    for table in tables.values():
        table.done()
    _check_limits(guide, tables["form"])
    _check_risks(guide, tables["materials"])
    _check_unique(guide, head)
    if not pinned:
        refuse_unsound(guide, tables)
    return guide


def _channel(table: TomlTable) -> Channel:
    channel = Channel(table.text("label"), table.boolean("external"), table.clause())
    table.done()
    return channel


def _inherited_organs(package: GuidePackage) -> frozenset[str]:
    """The organs that an overlay has from the guide below and says nothing about."""
    below = package.below.data["guide"].get("organ", {}) if package.below else {}
    own = package.own["guide"].get("organ", {})
    known = frozenset(below) if isinstance(below, dict) else frozenset[str]()
    return known - (frozenset(own) if isinstance(own, dict) else frozenset())


def _own_clauses(package: GuidePackage) -> frozenset[str]:
    own = package.own["clauses"].get("clause", {})
    return frozenset(own) if isinstance(own, dict) else frozenset()


def _check_limits(guide: Guide, form: TomlTable) -> None:
    for field in guide.fields.values():
        for part in (field, *field.columns):
            if part.limit and part.limit not in guide.parameters:
                raise form.unknown(f"field.{part.path}.limit", part.limit, guide.parameters)


def _check_risks(guide: Guide, table: TomlTable) -> None:
    for material in guide.materials.values():
        if material.risks and not guide.has_field(f"{material.risks}.kind"):
            known = [field.path for field in guide.fields.values() if guide.has_field(f"{field.path}.kind")]
            raise table.unknown(f"material.{material.key}.risks", material.risks, known)


def _check_unique(guide: Guide, head: TomlTable) -> None:
    values = [direction.value for direction in guide.directions]
    if len(set(values)) != len(values):
        raise head.error("direction", gettext("a value stands twice"), gettext("give each its own value"))
    if not guide.clauses:
        raise GuideError(
            f"{guide.folders[0].name}/clauses.toml",
            "",
            gettext("there is no clause"),
            gettext('write [clause."…"] tables'),
        )
