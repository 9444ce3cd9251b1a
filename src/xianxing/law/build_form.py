"""Fields of the form from `form.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xianxing.i18n import gettext
from xianxing.law.findings import Basis
from xianxing.law.form import Choice, Condition, Field, FieldKind, FieldNeed, Public, Scalar
from xianxing.law.reading import TomlTable
from xianxing.law.text import NO_TEXT

# What a condition may read besides the form's own fields: whether more than one unit files.
DERIVED_FIELDS = frozenset({"filing.joint"})
WITH_COLUMNS = (FieldKind.TABLE, FieldKind.GROUP)
LIMITED = (FieldKind.TEXT, FieldKind.SHORT_TEXT)


@dataclass(frozen=True)
class CellLimit:
    """The parameter that bounds the text cells of a group of fields, and who says so."""

    parameter: str
    clause: str
    basis: Basis


NO_LIMIT = CellLimit("", "", Basis.PRACTICE)


Lists = Mapping[str, tuple[Choice, ...]]


def build_fields(form: TomlTable, lists: Lists) -> dict[str, Field]:
    """All fields in order; `lists` are the choices that `choices_from` may name.

    GuideError for anything that does not fit. A column's condition may read the other columns of its row.
    """
    limits = {name: _limit(table) for name, table in form.tables("group")}
    fields: dict[str, Field] = {}
    for path, table in form.tables("field"):
        fields[path] = _field(path, table, limits.get(path.partition(".")[0], NO_LIMIT), lists, None)
        table.done()
    known = (
        set(fields) | {column.path for field in fields.values() for column in field.columns} | DERIVED_FIELDS
    )
    for path, field in fields.items():
        for part in (field, *field.columns):
            unknown = {path for one in (part.when, part.shown_when) if one for path in one.paths()} - known
            if unknown:
                problem = gettext("the condition reads {names}").format(names=", ".join(sorted(unknown)))
                raise form.error(f"field.{path}", problem, gettext("name fields of this form"))
    return fields


def _limit(table: TomlTable) -> CellLimit:
    limit = CellLimit(table.string("limit"), table.clause("limit_clause"), table.choice("limit_basis", Basis))
    table.done()
    return limit


def _field(path: str, table: TomlTable, inherited: CellLimit, lists: Lists, above: Field | None) -> Field:
    kind = table.choice("kind", FieldKind)
    clause = table.clause("clause", above.clause if above else "")
    if not clause:
        raise table.error(
            "clause", gettext("the key is missing"), gettext("name a clause of clauses.toml, or add it there")
        )
    limit = _own_limit(table, inherited) if kind in LIMITED else NO_LIMIT
    field = Field(
        path=path,
        kind=kind,
        label=table.text("label"),
        filler=table.string("filler", above.filler if above else ""),
        clause=clause,
        basis=table.choice("basis", Basis, Basis.PRACTICE),
        public=table.choice("public", Public, above.public if above else Public.NO),
        guidance=table.text("guidance", NO_TEXT),
        example=table.string("example", ""),
        need=table.choice("need", FieldNeed),
        when=_condition(table.table("when")) if table.has("when") else None,
        shown_when=_condition(table.table("shown_when")) if not above and table.has("shown_when") else None,
        limit=limit.parameter,
        limit_clause=limit.clause,
        limit_basis=limit.basis,
        choices=_choices(table, lists),
        open_choices=table.boolean("open_choices", False),
        columns=(),
        min_rows=table.integer("min_rows", 0),
    )
    if (field.need is FieldNeed.CONDITIONAL) != (field.when is not None):
        raise table.error(
            "when", gettext('`when` and need = "conditional" go together'), gettext("write both or neither")
        )
    if kind not in WITH_COLUMNS:
        return field
    columns = []
    for name, column in table.tables("column"):
        columns.append(_field(f"{path}.{name}", column, inherited, lists, field))
        column.done()
    return Field(**(vars(field) | {"columns": tuple(columns)}))


def _own_limit(table: TomlTable, inherited: CellLimit) -> CellLimit:
    if not table.has("limit"):
        return inherited
    return CellLimit(table.string("limit"), table.clause("limit_clause"), table.choice("limit_basis", Basis))


def _choices(table: TomlTable, lists: Lists) -> tuple[Choice, ...]:
    named = table.string("choices_from", "")
    if named and named not in lists:
        raise table.unknown("choices_from", named, lists)
    return lists.get(named, ()) + tuple(_choice(row) for row in table.rows("choices"))


def _choice(row: TomlTable) -> Choice:
    value = row.raw("value")
    if not isinstance(value, (str, int)):
        raise row.error("value", gettext("the value is of another type"), gettext("a text or a whole number"))
    choice = Choice(value, row.text("label"), row.clause("clause", ""))
    row.done()
    return choice


def _condition(table: TomlTable) -> Condition:
    if table.has("all") or table.has("any"):
        condition = Condition(
            all=tuple(_condition(row) for row in table.rows("all")),
            any=tuple(_condition(row) for row in table.rows("any")),
        )
    else:
        negated = table.has("is_not")
        condition = Condition(table.string("field"), _scalars(table, "is_not" if negated else "is"), negated)
    table.done()
    return condition


def _scalars(table: TomlTable, key: str) -> tuple[Scalar, ...]:
    value = table.raw(key)
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(item, (str, int, float)) for item in values):
        raise table.error(
            key, gettext("the value is of another type"), gettext("a value or a list of values")
        )
    return tuple(values)
