"""Two guides side by side, clause by clause and setting by setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law.dated import Parameter
from xianxing.law.findings import JSON
from xianxing.law.form import Field
from xianxing.law.material import Material
from xianxing.law.model import Clause, Guide, Organ, UnitKind

SECTIONS = (
    "guide",
    "organs",
    "unit_kinds",
    "project_types",
    "batches",
    "clauses",
    "fields",
    "materials",
    "settings",
)
Described = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Difference:
    """One key of one section: `only_first`, `only_second`, `changed` or `not_verified`.

    `first` and `second` describe what each guide says, by aspect, with only the aspects that differ.
    """

    section: str
    key: str
    kind: str
    first: Mapping[str, str]
    second: Mapping[str, str]

    def as_json(self) -> dict[str, JSON]:
        """The public form."""
        return {
            "section": self.section,
            "key": self.key,
            "kind": self.kind,
            "first": dict(self.first),
            "second": dict(self.second),
        }


def compare(first: Guide, second: Guide) -> tuple[Difference, ...]:
    """Everything in which two guides differ, in the current language.

    A clause that the second guide inherits unread is `not_verified`: that it reads the same says nothing.
    """
    found: list[Difference] = []
    for section in SECTIONS:
        found += _compare(section, _describe(first, section), _describe(second, section))
    changed = {item.key for item in found if item.section == "clauses"}
    for clause in second.clauses.values():
        if not clause.verified and clause.id not in changed:
            found.append(Difference("clauses", clause.id, "not_verified", {}, {}))
    return tuple(found)


def _compare(section: str, first: Described, second: Described) -> Iterator[Difference]:
    for key in dict.fromkeys((*first, *second)):
        mine, theirs = first.get(key), second.get(key)
        if mine is None and theirs is not None:
            yield Difference(section, key, "only_second", {}, theirs)
        elif theirs is None and mine is not None:
            yield Difference(section, key, "only_first", mine, {})
        elif mine is not None and theirs is not None and mine != theirs:
            aspects = [name for name in dict.fromkeys((*mine, *theirs)) if mine.get(name) != theirs.get(name)]
            left = {name: mine.get(name, "") for name in aspects}
            yield Difference(section, key, "changed", left, {name: theirs.get(name, "") for name in aspects})


def _describe(guide: Guide, section: str) -> Described:
    match section:
        case "guide":
            return {"guide": _guide(guide)}
        case "organs":
            return {key: _organ(organ) for key, organ in guide.organs.items()}
        case "unit_kinds":
            return {key: _unit_kind(guide, kind) for key, kind in guide.unit_kinds.items()}
        case "project_types":
            return {
                k: {gettext("name"): str(t.label), gettext("test"): str(t.test)}
                for k, t in guide.project_types.items()
            }
        case "batches":
            return {k: {gettext("window"): f"{b.opens} – {b.closes}"} for k, b in guide.batches.items()}
        case "clauses":
            return {key: _clause(clause) for key, clause in guide.clauses.items()}
        case "fields":
            return {
                part.path: _field(part) for field in guide.fields.values() for part in (field, *field.columns)
            }
        case "materials":
            return {key: _material(material) for key, material in guide.materials.items()}
        case _:
            return {key: _parameter(parameter) for key, parameter in guide.parameters.items()}


def _guide(guide: Guide) -> dict[str, str]:
    return {
        gettext("name"): str(guide.label),
        gettext("status"): gettext("partial") if guide.partial else gettext("complete"),
        gettext("channel"): str(guide.channel.label),
        gettext("official sentences"): str(len(guide.sentences)),
    }


def _organ(organ: Organ) -> dict[str, str]:
    names = "; ".join(f"{item.name} ({item.since} – {item.until or ''})" for item in organ.names)
    return {gettext("role"): str(organ.role), gettext("names"): names}


def _unit_kind(guide: Guide, kind: UnitKind) -> dict[str, str]:
    place = guide.territories[kind.territory].label if kind.territory_field else ""
    return {
        gettext("name"): str(kind.label),
        gettext("clause"): kind.clause,
        gettext("pilot institution"): _yes(kind.pilot),
        gettext("may lead"): kind.lead,
        gettext("territory"): f"{kind.territory_field} {place}".strip(),
    }


def _clause(clause: Clause) -> dict[str, str]:
    return {
        gettext("display form"): clause.display,
        gettext("text"): str(clause.text),
        gettext("hedges"): " ".join(hedge.word for hedge in clause.hedges),
        gettext("status"): clause.status.value,
        gettext("note"): str(clause.note),
    }


def _field(field: Field) -> dict[str, str]:
    return {
        gettext("name"): str(field.label),
        gettext("kind"): field.kind.value,
        gettext("clause"): field.clause,
        gettext("need"): field.need.value,
        gettext("limit"): field.limit,
    }


def _material(material: Material) -> dict[str, str]:
    return {
        gettext("name"): str(material.label),
        gettext("clause"): material.clause,
        gettext("mandatory"): _yes(material.mandatory),
        gettext("issued by"): material.issued_by.value,
        gettext("signed by"): material.signed_by.value,
        gettext("sections"): ", ".join(str(section.label) for section in material.sections),
    }


def _parameter(parameter: Parameter) -> dict[str, str]:
    values = "; ".join(f"{item.value} ({item.since} – {item.until or ''})" for item in parameter.values)
    return {
        gettext("name"): str(parameter.label),
        gettext("value"): f"{parameter.comparator} {values} {parameter.unit}".strip(),
        gettext("basis"): parameter.basis.value,
        gettext("clause"): parameter.clause,
    }


def _yes(value: bool) -> str:
    return gettext("yes") if value else gettext("no")
