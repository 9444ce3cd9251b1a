"""`filing.toml` from a form: the fields in the order of the guide, each with its label as a comment."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.items import AoT, Table

from xianxing.law import Field, FieldKind, Guide
from xianxing.law.text import Text

TITLES = {
    "project": Text("申报表 · 基本信息", "Filing form: the project"),
    "content": Text("申报表 · 内容", "Filing form: content"),
    "unit": Text("项目申报机构信息表", "Institution sheet"),
    "material": Text("材料", "File"),
}


def filing_toml(data: Mapping[str, object], guide: Guide) -> str:
    """The text of the file; reading it back gives `data`. Labels are in the current language."""
    document = tomlkit.document()
    document.add(tomlkit.comment(str(guide.label)))
    for key in ("guide", "batch"):
        document.add(key, tomlkit.item(data.get(key, "")))
    for group in ("project", "content"):
        document.add(tomlkit.nl())
        document.add(group, _table(guide, group, _mapping(data.get(group)), TITLES[group]))
    for group in ("unit", "material"):
        entries = data.get(group)
        tables = AoT([])
        for entry in entries if isinstance(entries, list) else []:
            tables.append(_table(guide, group, _mapping(entry), TITLES[group]))
        if tables:
            document.add(group, tables)
    return tomlkit.dumps(document)


def _table(guide: Guide, group: str, values: Mapping[str, object], title: Text) -> Table:
    """Plain keys first: what follows the header of a table below belongs to that table."""
    table = tomlkit.table()
    table.add(tomlkit.comment(str(title)))
    fields = {field.key: field for field in guide.fields_of(group)}
    nested = []
    for key, value in values.items():
        field = fields.get(key)
        if field is not None and field.kind in (FieldKind.TABLE, FieldKind.GROUP):
            nested.append((field, value))
            continue
        if field is not None:
            table.add(tomlkit.comment(str(field.label)))
        table.add(key, tomlkit.item(value))
    for field, value in nested:
        table.add(field.key, _below(field, value))
    return table


def _below(field: Field, value: object) -> AoT | Table:
    if not isinstance(value, list):
        return _rows(field, _mapping(value))
    tables = AoT([])
    for row in value:
        tables.append(_rows(field, _mapping(row)))
    return tables


def _rows(field: Field, row: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    table.add(tomlkit.comment(str(field.label)))
    for key, value in row.items():
        table.add(key, tomlkit.item(value))
    return table


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
