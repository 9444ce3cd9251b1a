"""Two guides side by side: clauses, form, settings, words of papers, weights of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law.dated import DatedValue, Parameter
from xianxing.law.diff_rows import answer_rows, clause_mark, family_rows, paper_rows, paper_title, rule_rows
from xianxing.law.findings import JSON
from xianxing.law.form import Field
from xianxing.law.material import MaterialKind
from xianxing.law.model import Clause, Guide, Organ, UnitKind
from xianxing.law.moves import Paragraphs, compare_paragraphs, moved, place_in
from xianxing.law.words import compared, named, yes_no

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
    "papers",
    "rule_families",
    "rules",
    "clause_answers",
)
IN_ORDER = frozenset({"clauses", "fields", "materials"})  # where it counts which stands before which
Said = str | tuple[str, ...]
Described = Mapping[str, Mapping[str, Said]]


@dataclass(frozen=True)
class Difference:
    """One key of one section: `only_first`, `only_second`, `changed`, `moved` or `not_verified`.

    `first` and `second` describe what each guide says, by aspect, with only the aspects that differ; of what
    was moved, where it stands. `title` is what people call it, "" where it has no name but its key.
    """

    section: str
    key: str
    kind: str
    first: Mapping[str, str]
    second: Mapping[str, str]
    title: str = ""

    def as_json(self) -> dict[str, JSON]:
        """The public form."""
        return {
            "section": self.section,
            "key": self.key,
            "title": self.title,
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
        ours, theirs = _describe(first, section), _describe(second, section)
        titles = {
            key: title_of(first, section, key) or title_of(second, section, key) for key in (*ours, *theirs)
        }
        found += differences(section, ours, theirs, titles, in_order=section in IN_ORDER)
    changed = {item.key for item in found if item.section == "clauses"}
    for clause in second.clauses.values():
        if not clause.verified and clause.id not in changed:
            found.append(Difference("clauses", clause.id, "not_verified", {}, {}, clause.display))
    return tuple(found)


def differences(
    section: str, first: Described, second: Described, titles: Mapping[str, str], *, in_order: bool = False
) -> Iterator[Difference]:
    """In which rows, and in which aspects of them, two descriptions of a section differ.

    A list in another order, and with `in_order` a row that stands elsewhere, is told as that.
    """
    ours, theirs = list(first), list(second)
    elsewhere = moved(ours, theirs) if in_order else frozenset()
    for key in dict.fromkeys((*first, *second)):
        mine, other, title = first.get(key), second.get(key), titles.get(key, "")
        if mine is None and other is not None:
            yield Difference(section, key, "only_second", {}, _joined(other), title)
        elif other is None and mine is not None:
            yield Difference(section, key, "only_first", _joined(mine), {}, title)
        elif mine is not None and other is not None and mine != other:
            yield Difference(section, key, "changed", *_apart(mine, other), title)
        if key in elsewhere:
            before, now = (place_in(order, key, titles) for order in (ours, theirs))
            place = gettext("place")
            yield Difference(section, key, "moved", {place: before}, {place: now}, title)


def _apart(mine: Mapping[str, Said], theirs: Mapping[str, Said]) -> tuple[dict[str, str], dict[str, str]]:
    """The aspects in which two rows differ, as each of them says it."""
    left, right = dict[str, str](), dict[str, str]()
    for name in dict.fromkeys((*mine, *theirs)):
        one, other = mine.get(name, ""), theirs.get(name, "")
        if one == other:
            continue
        if isinstance(one, Paragraphs) and isinstance(other, Paragraphs):
            apart = compare_paragraphs(one, other)
            left |= apart[0]
            right |= apart[1]
            continue
        same = isinstance(one, tuple) and isinstance(other, tuple) and sorted(one) == sorted(other)
        aspect = gettext("{aspect}, in order").format(aspect=name) if same else name
        left[aspect], right[aspect] = _listed(one), _listed(other)
    names = dict.fromkeys((*left, *right))
    return {name: left.get(name, "") for name in names}, {name: right.get(name, "") for name in names}


def _joined(row: Mapping[str, Said]) -> dict[str, str]:
    found = dict[str, str]()
    for name, said in row.items():
        if isinstance(said, Paragraphs):
            found |= compare_paragraphs(said, Paragraphs())[0]
        else:
            found[name] = _listed(said)
    return found


def _listed(said: Said) -> str:
    return said if isinstance(said, str) else ", ".join(said)


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
                part.path: _field(guide, part)
                for field in guide.fields.values()
                for part in (field, *field.columns)
            }
        case "materials":
            return {key: _material(guide, material) for key, material in guide.materials.items()}
        case "papers":
            return paper_rows(guide)
        case "rule_families":
            return family_rows(guide)
        case "rules":
            return rule_rows(guide)
        case "clause_answers":
            return answer_rows(guide)
        case _:
            return {key: _parameter(guide, parameter) for key, parameter in guide.parameters.items()}


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
    place = ""
    if kind.territory_field:
        path = f"unit.{kind.territory_field}"
        asked = str(guide.field(path).label) if guide.has_field(path) else kind.territory_field
        place = f"{asked}: {guide.territories[kind.territory].label}"
    return {
        gettext("name"): str(kind.label),
        gettext("clause"): clause_mark(guide, kind.clause),
        gettext("pilot institution"): yes_no(kind.pilot),
        gettext("may lead"): named(kind.lead),
        gettext("territory"): place,
    }


def _clause(clause: Clause) -> dict[str, str]:
    return {
        gettext("display form"): clause.display,
        gettext("text"): str(clause.text),
        gettext("hedges"): " ".join(hedge.word for hedge in clause.hedges),
        gettext("status"): named(clause.status),
        gettext("note"): str(clause.note),
    }


def _field(guide: Guide, field: Field) -> dict[str, str]:
    limit = guide.parameters.get(field.limit)
    return {
        gettext("name"): str(field.label),
        gettext("kind"): named(field.kind),
        gettext("clause"): clause_mark(guide, field.clause),
        gettext("need"): named(field.need),
        gettext("limit"): str(limit.label) if limit else field.limit,
    }


def _material(guide: Guide, material: MaterialKind) -> dict[str, Said]:
    return {
        gettext("name"): str(material.label),
        gettext("clause"): clause_mark(guide, material.clause),
        gettext("mandatory"): yes_no(material.mandatory),
        gettext("issued by"): named(material.issued_by),
        gettext("signed by"): named(material.signed_by),
        gettext("sections"): tuple(str(section.label) for section in material.sections),
    }


def _parameter(guide: Guide, parameter: Parameter) -> dict[str, str]:
    values = "; ".join(f"{_value(item)} ({item.since} – {item.until or ''})" for item in parameter.values)
    return {
        gettext("name"): str(parameter.label),
        gettext("value"): f"{compared(parameter.comparator)} {values} {parameter.unit}".strip(),
        gettext("basis"): named(parameter.basis),
        gettext("clause"): clause_mark(guide, parameter.clause),
    }


def _value(item: DatedValue) -> str:
    if str(item.name):
        return str(item.name)
    if isinstance(item.value, bool):
        return yes_no(item.value)
    return ", ".join(item.value) if isinstance(item.value, tuple) else str(item.value)


def title_of(guide: Guide, section: str, key: str) -> str:
    """What people call a row of a section; "" where the guide hasn't got it or it has no name but its key."""
    match section:
        case "guide":
            return str(guide.label)
        case "organs":
            return str(guide.organs[key].role) if key in guide.organs else ""
        case "unit_kinds":
            return str(guide.unit_kinds[key].label) if key in guide.unit_kinds else ""
        case "project_types":
            return str(guide.project_types[key].label) if key in guide.project_types else ""
        case "batches":
            return str(guide.batches[key].label) if key in guide.batches else ""
        case "clauses" | "clause_answers":
            return guide.clauses[key].display if key in guide.clauses else ""
        case "fields":
            return str(guide.field(key).label) if guide.has_field(key) else ""
        case "materials":
            return str(guide.materials[key].label) if key in guide.materials else ""
        case "papers":
            return paper_title(guide, key)
        case "settings":
            return str(guide.parameters[key].label) if key in guide.parameters else ""
        case _:
            return ""
