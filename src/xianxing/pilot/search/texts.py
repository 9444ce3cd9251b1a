"""The words of a filed body and of a published sheet, place by place, as a search finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xianxing.checker.body import records
from xianxing.i18n import current_language, gettext
from xianxing.law import Field, FieldKind, Guide
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.notices.models import Notice, RegisterEntry
from xianxing.pilot.notices.queries import sheet_of

NUMBER, BATCH = "number", "batch"
NUMBERS, UNIT = (FieldKind.INTEGER, FieldKind.NUMBER), "unit"
OF_FILES = ("file", "third_party", "signatory")


def texts_of_body(body: Body, number: str) -> list[tuple[str, str]]:
    """Number and batch of a filing, every field of the filed body, and what its files are called."""
    call, content = body.filing.case.call, content_of(body)
    guide = guide_of(call)
    found = [(NUMBER, number), (BATCH, call.title)]
    for group in ("project", "content"):
        found += _texts(guide, group, group, content.get(group))
    for place, unit in enumerate(records(content.get("units"))):
        found += _texts(guide, "unit", f"unit[{unit.get('id', place)}]", unit)
    for place, file in enumerate(records(content.get("files"))):
        said = "；".join(str(file[key]) for key in OF_FILES if file.get(key))
        found.append((f"material[{place}]", said))
    return [(where, text) for where, text in found if text]


def texts_of_notice(notice: Notice) -> list[tuple[str, str]]:
    """The number of a notice and the public sheet that it shows, nothing else of the case."""
    lines = [(line.location, words_of(line.field, line.value)) for line in sheet_of(notice)]
    return [(NUMBER, notice.number), *((place, text) for place, text in lines if text)]


def texts_of_project(entry: RegisterEntry) -> list[tuple[str, str]]:
    """The register's number of a project and the sheet that it was published with."""
    return [(NUMBER, entry.number), *texts_of_notice(entry.notice)[1:]]


def words_of(field: Field, value: object, *, official: bool = True) -> str:
    """A value as it is read: labels for choices, a line a row of a table; Chinese if `official`."""
    if field.kind in (FieldKind.TABLE, FieldKind.GROUP):
        rows = records(value) or ([value] if isinstance(value, Mapping) else [])
        return "\n".join(
            "；".join(
                filter(None, (words_of(one, row.get(one.key), official=official) for one in field.columns))
            )
            for row in rows
        )
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "、".join(words_of(field, item, official=official) for item in value)
    chosen = field.choice(value)
    if chosen is None:
        return str(value)
    return chosen.label.zh if official else str(chosen.label)


def spoken_words(field: Field, value: object, *, official: bool = True) -> str:
    """As `words_of`, a row of a table as it is said: what it is about, the rest, a unit behind its number.

    年核查交易笔数：120000 笔, not 年核查交易笔数；笔；120000. What search keeps stays as `words_of` has it.
    """
    if field.kind is not FieldKind.TABLE:
        return words_of(field, value, official=official)
    lines: list[str] = []
    for row in records(value):
        said = {one.key: words_of(one, row.get(one.key), official=official) for one in field.columns}
        numbers = [one.key for one in field.columns if one.kind in NUMBERS and said[one.key]]
        unit = said.pop(UNIT, "") if numbers else ""
        if unit:
            said[numbers[0]] += f" {unit}"
        first, rest = next(iter(said.values()), ""), [*said.values()][1:]
        colon, joint = ("：", "；") if official or current_language() != "en" else (": ", "; ")
        lines.append(colon.join(filter(None, (first, joint.join(filter(None, rest))))))
    return "\n".join(lines)


def label_of(case: Case, place: str) -> str:
    """What a place is called on a page."""
    if place == NUMBER:
        return gettext("Number")
    if place == BATCH:
        return gettext("Batch")
    if place.startswith("material["):
        return gettext("File")
    guide = guide_of(case.call)
    path = f"unit.{place.rpartition('.')[2]}" if place.startswith("unit[") else place
    return str(guide.field(path).label) if guide.has_field(path) else place


def _texts(guide: Guide, group: str, place: str, values: object) -> Iterator[tuple[str, str]]:
    held = values if isinstance(values, Mapping) else {}
    for field in guide.fields_of(group):
        yield f"{place}.{field.key}", words_of(field, held.get(field.key))
