"""The cells of the form: filled in, of the right kind, not too long, no placeholders (4.1.1, 4.3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from xianxing.checker.case import CheckContext, Slot
from xianxing.checker.filing import as_day
from xianxing.checker.text.placeholders import (
    Filled,
    filled,
    placeholder,
    refers_above,
    refers_elsewhere,
    tentative_name,
)
from xianxing.checker.text.similar import overlap
from xianxing.checker.text.substance import only_promises
from xianxing.documents.counting import count_characters, count_zi
from xianxing.law import Basis, Field, FieldKind, Text
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

WORDS = (FieldKind.TEXT, FieldKind.SHORT_TEXT)
# Fields whose emptiness a rule of their own judges, with the clause's own words.
JUDGED_APART = {
    "unit.agreement",
    "unit.contribution",
    "unit.scenario_business",
    "unit.licences",
    "unit.contacts",
    "unit.internal_review",
    "unit.lead_review",
    "unit.truth_pledge",
    "project.exemptions",
    "project.exemptions.rule",
    "project.exemptions.article",
    "project.exemptions.scope",
    "project.exemptions.months",
    "project.approvals",
    "project.new_rule_reason",
    "content.state_secrets",
    "content.emergency_plan",
    "content.exit_plan",
    "unit.lead",
    "unit.scenario_provider",
    "content.impact_assessment",
}
# Cells in which 无 is no answer: the form asks what the project is and how it is made safe.
NEVER_NONE = {
    "project.name",
    "project.type_reason",
    "content.overview",
    "content.pain_points",
    "content.scenario",
    "content.audience",
    "content.core_technology",
    "content.innovation",
    "content.compliance_note",
    "content.compensation",
    "content.spreadability",
}
MOST_ROWS = 300  # rows compared with each other
# Cells that name a person.
NAMES = {
    "unit.contacts.name",
    "unit.internal_review.reviewer",
    "unit.lead_review.reviewer",
    "unit.truth_pledge.signatory",
    "material.signatory",
}
EXIT_CELLS = ("customers", "data", "funds", "announcement", "timetable")
MAY_BE_NONE = {"content.local_support"}


@rule("field-filled", version=2, clause="4.1.1", basis=Basis.PRACTICE, family="form", field_clauses=True)
def field_filled(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every field that the form needs is filled in, row by row in the tables."""
    for slot in case.slots:
        field = slot.field
        if _judged_apart(field.path) or not field.required(lambda path, slot=slot: case.look(path, slot)):  # type: ignore[misc]
            continue
        if field.path.startswith("unit.lead_review") and slot.unit is not None and slot.unit.lead:
            continue
        state = _state(case, slot)
        if state in (Filled.EMPTY, Filled.PLACEHOLDER) or (
            state is Filled.NOTHING and field.path in NEVER_NONE
        ):
            yield unmet("empty", slot.location, clause=_clause(case, field), basis=field.basis)
        elif state is Filled.NOTHING and _own_cell(field) and field.path not in MAY_BE_NONE:
            yield manual_review("nothing", slot.location, clause=field.clause, basis=Basis.PRACTICE)


def _clause(case: CheckContext, field: Field) -> str:
    """The clause of a field; the reason for the type is asked by the clause of that type."""
    kind = case.guide.project_types.get(case.filing.project.text("type"))
    return kind.clause if kind is not None and field.path == "project.type_reason" else field.clause


def _own_cell(field: Field) -> bool:
    """A text cell of the content, not one of a table."""
    return field.kind is FieldKind.TEXT and field.group == "content" and field.path.count(".") == 1


def _judged_apart(path: str) -> bool:
    return path in JUDGED_APART or path.startswith(
        ("unit.internal_review.", "unit.lead_review.", "unit.truth_pledge.")
    )


def _state(case: CheckContext, slot: Slot) -> Filled:
    value = slot.row.raw(slot.field.key)
    kind = slot.field.kind
    if _repeats_above(case, slot):
        return Filled.YES
    if kind in WORDS or (kind is FieldKind.CHOICE and isinstance(value, str)):
        return filled(value) if isinstance(value, str) else (Filled.EMPTY if value is None else Filled.YES)
    if kind is FieldKind.TABLE:
        rows = slot.row.rows(slot.field.key)
        return Filled.YES if any(_row_says(row.data) for row in rows) else Filled.EMPTY
    if kind in (FieldKind.CHOICES, FieldKind.STRINGS):
        return Filled.YES if value not in (None, [], "") else Filled.EMPTY
    return Filled.EMPTY if value is None or value == "" else Filled.YES


def _repeats_above(case: CheckContext, slot: Slot) -> bool:
    """Whether a cell of a table says 同上 and the cell above it says something."""
    table, _, number = slot.row.location.removesuffix("]").rpartition("[")
    if not refers_above(slot.text) or not number.isdigit():
        return False
    key = slot.field.key
    rows = {one.row.location: one.row for one in case.slots if one.field.key == key}
    above = [rows.get(f"{table}[{place}]") for place in reversed(range(int(number)))]
    said = next((row.text(key) for row in above if row is not None and not refers_above(row.text(key))), "")
    return filled(said) is Filled.YES


def _row_says(data: object) -> bool:
    values = data.values() if hasattr(data, "values") else ()
    return any(
        value not in ("", None) and not (isinstance(value, str) and filled(value) is Filled.EMPTY)
        for value in values
    )


_WRITTEN_AS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@rule("field-type", clause="4.1.1", basis=Basis.PRACTICE, family="form", field_clauses=True)
def field_type(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every value is of the type that the folder format gives its field."""
    for slot in case.slots:
        value = slot.row.raw(slot.field.key)
        expected = _wrong(slot.field.kind, value)
        if expected is None:
            continue
        if slot.field.kind is FieldKind.DATE and _WRITTEN_AS_DAY.fullmatch(str(value).strip()):
            yield unmet("no_such_day", slot.location, clause=slot.field.clause, day=str(value).strip())
        else:
            yield unmet("wrong_type", slot.location, clause=slot.field.clause, expected=expected)


def _wrong(kind: FieldKind, value: object) -> Text | None:
    """What was expected when the value is of another type, else None."""
    if value is None or value == "":
        return None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    checks = {
        FieldKind.BOOLEAN: (isinstance(value, bool), Text("true 或 false", "true or false")),
        FieldKind.INTEGER: (
            number and float(str(value)[:300]).is_integer() if number and _finite(value) else False,
            Text("整数", "a whole number"),
        ),
        FieldKind.NUMBER: (number and _finite(value), Text("数字", "a number")),
        FieldKind.DATE: (
            as_day(value) is not None or str(value) in ("长期", "永久", "长期有效"),
            Text("日期，例如 2024-01-31", "a day such as 2024-01-31"),
        ),
        FieldKind.TABLE: (
            isinstance(value, list) and all(isinstance(item, dict) for item in value),
            Text("若干行的表", "a list of tables"),
        ),
        FieldKind.GROUP: (isinstance(value, dict), Text("一张表", "a table")),
        FieldKind.CHOICES: (isinstance(value, list), Text("列表", "a list")),
        FieldKind.STRINGS: (
            isinstance(value, list) and all(isinstance(item, str) for item in value),
            Text("文字列表", "a list of texts"),
        ),
    }
    fits, expected = checks.get(kind, (isinstance(value, str), Text("文字", "a text")))
    if kind is FieldKind.CHOICE:
        fits = isinstance(value, (str, int)) and not isinstance(value, bool)
    return None if fits else expected


def _finite(value: object) -> bool:
    return isinstance(value, (int, float)) and value == value and abs(value) < 1e15


@rule(
    "choice-known",
    clause="4.1.1",
    basis=Basis.PRACTICE,
    family="form",
    field_clauses=True,
    kind_clauses=True,
)
def choice_known(case: CheckContext) -> Iterator[RuleOutcome]:
    """A choice is one of those that the form offers."""
    for slot in case.slots:
        field, value = slot.field, slot.row.raw(slot.field.key)
        if (
            field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES)
            or field.open_choices
            or value in (None, "", [])
        ):
            continue
        values = value if isinstance(value, list) else [value]
        for item in values:
            if not isinstance(item, (str, int)) or field.choice(item) is None:
                known = Text(
                    "、".join(f"{one.value}（{one.label.zh}）" for one in field.choices),
                    ", ".join(f"{one.value} ({one.label.en})" for one in field.choices),
                )
                yield unmet("unknown", slot.location, clause=field.clause, value=_shown(item), known=known)


def _shown(value: object) -> str:
    """A value as it may be quoted: short, without a long number."""
    return re.sub(r"\d{8,}", "…", str(value)[:60])[:20]


@rule("keys-known", clause="4.1.1", basis=Basis.PRACTICE, family="form")
def keys_known(case: CheckContext) -> Iterator[RuleOutcome]:
    """The file has no keys that the form doesn't know: a typing error hides what was written."""
    strange = []
    for group, row in (("project", case.filing.project), ("content", case.filing.content)):
        strange += [row.at(key) for key in row.data if not case.guide.has_field(f"{group}.{key}")]
    for unit in case.filing.units:
        strange += [
            unit.at(key) for key in unit.data if key != "id" and not case.guide.has_field(f"unit.{key}")
        ]
    top = {"guide", "batch", "project", "content", "unit", "material"}
    strange += [key for key in case.filing.top.data if key not in top]
    if strange:
        yield manual_review("unknown", "", keys="、".join(strange[:6]), count=len(strange))


@rule("cell-length", clause="4.3.4", basis=Basis.GUIDE, family="form")
def cell_length(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each cell holds at most as many 字 as its limit; in 信息表 and for the name the limit is practice."""
    for slot in case.cells:
        limit = case.limit(slot.field)
        count = count_zi(slot.text)
        if limit is not None and count > limit:
            field = slot.field
            yield unmet(
                "too_long", slot.location, clause=field.limit_clause or None, basis=field.limit_basis,
                count=count, limit=limit, evidence={"count": count, "limit": limit},
            )  # fmt: skip


@rule("cell-characters", clause="4.3.4", basis=Basis.PRACTICE, family="plausibility")
def cell_characters(case: CheckContext) -> Iterator[RuleOutcome]:
    """A cell within its limit by 字 is so by characters too: some systems count those."""
    for slot in case.cells:
        limit = case.limit(slot.field)
        characters = count_characters(slot.text)
        if limit is not None and count_zi(slot.text) <= limit < characters:
            evidence = {"characters": characters, "limit": limit}
            yield manual_review(
                "many_characters", slot.location, count=characters, limit=limit, evidence=evidence
            )


@rule("cell-placeholder", version=3, clause="4.1.1", basis=Basis.GUIDE, family="form", also=("4.3.1",))
def cell_placeholder(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell of the form holds words that only stand for something to come (待补充, XXX, TBD …)."""
    for slot in case.cells:
        state = Filled.YES if _repeats_above(case, slot) else filled(slot.text)
        quote = placeholder(slot.text)
        clause = "4.3.1" if slot.field.group == "unit" else None
        if slot.field.path in NAMES and tentative_name(slot.text):
            clause = slot.field.clause if slot.field.group == "unit" else None
            yield unmet("placeholder", slot.location, clause=clause, quote=slot.text[:20])
        elif slot.field.kind is FieldKind.TEXT and refers_elsewhere(slot.text):
            speak = unmet if slot.field.path.count(".") == 1 else manual_review
            yield speak("elsewhere", slot.location, clause=clause, quote=slot.text[:20])
        elif state in (Filled.PLACEHOLDER, Filled.PARTLY):
            yield unmet("placeholder", slot.location, clause=clause, quote=quote, evidence={"quote": quote})
        elif slot.field.kind is FieldKind.TEXT and only_promises(slot.text):
            own = slot.field.path.count(".") == 1 and slot.field.path not in MAY_BE_NONE
            yield (unmet if own else manual_review)(
                "promise", slot.location, clause=clause, quote=slot.text[:20]
            )
        elif state is Filled.DOUBTFUL or (state is Filled.YES and _hardly_says(slot)):
            quote = quote or slot.text[:20]
            yield manual_review("maybe", slot.location, clause=clause, quote=quote, evidence={"quote": quote})


def _hardly_says(slot: Slot) -> bool:
    """A text cell of its own, not one of a table, with hardly any words."""
    return slot.field.kind is FieldKind.TEXT and slot.field.path.count(".") == 1 and len(slot.text) < 6


@rule("cells-copied", clause="4.1.1", basis=Basis.PRACTICE, family="form")
def cells_copied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No two text cells say the same."""
    longer = [
        slot
        for slot in case.cells
        if slot.field.kind is FieldKind.TEXT and slot.field.group == "content" and len(slot.text) >= 60
    ]
    for one, other in combinations(longer, 2):
        if overlap(one.text, other.text) >= 0.85:
            yield manual_review("copied", other.location, other=case.where(one.location))


@rule("name-one-line", clause="4.1.1", basis=Basis.PRACTICE, family="form")
def name_one_line(case: CheckContext) -> Iterator[RuleOutcome]:
    """The project's name is a name: one line, no sentence."""
    if re.search(r"[\n\r。！？]", case.filing.name):
        yield unmet("sentence", case.filing.project.at("name"))


@rule("table-rows-distinct", clause="4.1.1", basis=Basis.PRACTICE, family="form", field_clauses=True)
def table_rows_distinct(case: CheckContext) -> Iterator[RuleOutcome]:
    """No row of a table stands there twice."""
    for slot in case.slots:
        if slot.field.kind is not FieldKind.TABLE or slot.field.path == "unit.contacts":
            continue
        seen: list[object] = []
        for row in slot.row.rows(slot.field.key)[:MOST_ROWS]:
            if dict(row.data) in seen and _row_says(row.data):
                yield manual_review("twice", row.location, clause=slot.field.clause)
            seen.append(dict(row.data))


@rule("numbers-sensible", clause="4.1.1", basis=Basis.PRACTICE, family="form", also=("2.3", "5.2.1", "5.2.3"))
def numbers_sensible(case: CheckContext) -> Iterator[RuleOutcome]:
    """Limits of scale and days are no negative numbers; thresholds stand in the order of their direction."""
    content = case.filing.content
    for table, key, clause in (("scale", "cap", "2.3"), ("complaint_channels", "days", "5.2.3")):
        for row in content.rows(table):
            value = row.number(key)
            if value is not None and value < 0:
                yield unmet("negative", row.at(key), clause=clause)
            elif value == 0:
                yield manual_review("zero", row.at(key), clause=clause)
            elif table == "complaint_channels" and value is not None and value > 90:
                yield manual_review("long", row.at(key), clause=clause, days=int(value))
    for row in content.rows("monitoring"):
        amber, red, direction = row.number("amber"), row.number("red"), row.text("direction")
        if amber is None or red is None or direction not in ("above", "below"):
            continue
        if (amber > red) if direction == "above" else (amber < red):
            yield unmet("thresholds", row.at("red"), clause="5.2.1", amber=f"{amber:g}", red=f"{red:g}")


@rule("risk-kinds", clause="4.2.3", basis=Basis.PRACTICE, family="form", also=("4.2.4",))
def risk_kinds(case: CheckContext) -> Iterator[RuleOutcome]:
    """The risk tables speak of each kind that the guide names; a person has the last word (包括但不限于)."""
    for table in ("business_risks", "technical_risks"):
        path = f"content.{table}"
        rows = case.filing.content.rows(table)
        if not rows or not case.guide.has_field(f"{path}.kind"):
            continue
        given = {row.text("kind") for row in rows}
        lacking = [
            choice
            for choice in case.guide.field(f"{path}.kind").choices
            if choice.value not in given | {"other"}
        ]
        if lacking:
            names = Text(
                "、".join(choice.label.zh for choice in lacking),
                ", ".join(choice.label.en for choice in lacking),
            )
            yield manual_review("lacking", path, clause=case.guide.field(path).clause, names=names)


@rule("emergency-prepared", version=2, clause="2.3", basis=Basis.GUIDE, family="form")
def emergency_prepared(case: CheckContext) -> Iterator[RuleOutcome]:
    """Emergency preparation has been made in advance, not promised."""
    text, at = case.filing.content.text("emergency_plan"), case.filing.content.at("emergency_plan")
    if filled(text) in (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER):
        yield unmet("empty", at)
    elif only_promises(text):
        yield unmet("promise", at)


@rule("exit-prepared", clause="2.3", basis=Basis.GUIDE, family="form", version=3)
def exit_prepared(case: CheckContext) -> Iterator[RuleOutcome]:
    """An exit plan has been made in advance, each row complete."""
    at = case.filing.content.at("exit_plan")
    rows = [row for row in case.filing.content.rows("exit_plan") if _row_says(row.data)]
    if not rows:
        yield unmet("empty", at)
    for row in rows:
        said = [filled(row.text(key)) for key in EXIT_CELLS]
        if said.count(Filled.NOTHING) >= 3:
            yield manual_review("nothing", row.location)
        promised = [key for key in EXIT_CELLS if only_promises(row.text(key))]
        if len(promised) == len(EXIT_CELLS):
            yield unmet("promise", row.location)
        elif promised:
            yield manual_review("promise", row.at(promised[0]))
