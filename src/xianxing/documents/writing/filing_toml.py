"""A blank, commented filing.toml: the folder format's fields of a guide, ready to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xianxing.documents.writing.help import help_lines
from xianxing.i18n import gettext
from xianxing.law import Field, FieldKind, FieldNeed, Guide, Issuer, MaterialKind, MaterialMeans

_TEXTS = (FieldKind.TEXT, FieldKind.SHORT_TEXT)
_RECORDS = (FieldKind.TABLE, FieldKind.GROUP)
_SAMPLES = {
    FieldKind.INTEGER: "12",
    FieldKind.NUMBER: "1000",
    FieldKind.DATE: "2024-07-01",
    FieldKind.BOOLEAN: "false",
    FieldKind.CHOICES: "[]",
    FieldKind.STRINGS: "[]",
}


def blank_filing(guide: Guide, on: date) -> str:
    """The file's text. It is valid TOML as it stands; texts are empty, everything else is commented out.

    A number, date, choice or yes/no has no blank value and must not be declared by accident: its line
    begins with `#` and shows an example of the form. Limits named are those in force on the day.
    """
    batches = sorted(guide.batches.values(), key=lambda batch: batch.opens)
    lines = [
        f"# {guide.label}",
        f"# {gettext('Fill in between the quotation marks; take away # where a value is needed.')}",
        f"guide = {_quoted(guide.name)}",
        f"batch = {_quoted(batches[-1].id if batches else '')}",
        "",
    ]
    for group in ("project", "content"):
        lines += [f"[{group}]", *_fields(guide, guide.fields_of(group), group, on), ""]
    lines.append(
        f"# {gettext('One [[unit]] for each unit, the lead first; copy this part for joint units.')}"
    )
    lines += ["[[unit]]", *_fields(guide, guide.fields_of("unit"), "unit", on), ""]
    for material in guide.materials.values():
        lines += [*_material(guide, material), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _fields(guide: Guide, fields: tuple[Field, ...], group: str, on: date) -> Iterator[str]:
    """Scalars first: in TOML what follows a table's header belongs to that table."""
    for field in fields:
        if field.kind not in _RECORDS:
            yield from _comment(guide, field, on)
            yield _assignment(field, lone=True)
    for field in fields:
        if field.kind in _RECORDS:
            yield ""
            yield from _comment(guide, field, on)
            yield from _record(field, f"{group}.{field.key}")


def _record(field: Field, path: str) -> Iterator[str]:
    off = "" if field.need is FieldNeed.REQUIRED else "# "
    yield f"{off}[[{path}]]" if field.kind is FieldKind.TABLE else f"{off}[{path}]"
    for column in field.columns:
        line = _assignment(column, lone=False)
        yield line if line.startswith("#") else f"{off}{line}"


def _assignment(field: Field, *, lone: bool) -> str:
    words = "" if lone else f"  # {field.label}"
    if field.kind in _TEXTS:
        return f'{field.key} = ""{words}'
    if field.kind is FieldKind.CHOICE:
        values = " | ".join(str(choice.value) for choice in field.choices)
        return f"# {field.key} = {_quoted(str(field.choices[0].value) if field.choices else '')}  # {values}"
    if field.kind is FieldKind.CHOICES and field.choices:
        values = " | ".join(_toml(choice.value) for choice in field.choices)
        return f"# {field.key} = [{_toml(field.choices[0].value)}]  # {values}"
    return f"# {field.key} = {_SAMPLES[field.kind]}{words}"


def _comment(guide: Guide, field: Field, on: date) -> Iterator[str]:
    yield f"# {field.label}"
    for line in help_lines(guide, field, on):
        yield f"#   {line}"


def _material(guide: Guide, material: MaterialKind) -> Iterator[str]:
    off = "" if material.mandatory else "# "
    yield f"# {material.label}"
    if str(material.guidance):
        yield f"#   {material.guidance}"
    if not material.mandatory:
        yield f"#   {gettext('Optional')}"
    yield f"{off}[[material]]"
    yield f"{off}kind = {_quoted(material.key)}"
    for field in guide.fields_of("material"):
        if field.key == "kind":
            continue
        if field.key == "translation_of" and material.means != MaterialMeans.TRANSLATION:
            continue
        if field.key == "third_party" and material.issued_by is not Issuer.SCENARIO_PROVIDER_OR_THIRD_PARTY:
            continue
        line = _assignment(field, lone=False)
        yield line if line.startswith("#") else f"{off}{line}"


def _toml(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
