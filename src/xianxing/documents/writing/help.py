"""What stands beside a blank cell: guidance, choices, limit, condition, clause, and who fills it in."""

from __future__ import annotations

from datetime import date

from xianxing.i18n import gettext
from xianxing.law import Condition, Field, FieldKind, FieldNeed, Guide
from xianxing.law.words import yes_no

FILLERS = {
    "lead": "the lead unit",
    "each_unit": "each unit",
    "scenario_provider": "the scenario provider",
    "compliance": "the compliance head",
    "scenario_or_third_party": "the scenario provider or a third party",
}
# Facts that a condition may name and no cell holds, in the words for true and for false.
FACTS = {"filing.joint": ("several units file together", "one unit files alone")}
_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.STRINGS)


def help_lines(guide: Guide, field: Field, on: date) -> list[str]:
    """Everything that helps to fill in a field, one thought a line, in the current language."""
    lines = [str(field.guidance)] if str(field.guidance) else []
    if field.kind in _CHOSEN and field.choices:
        labels = gettext(", ").join(str(choice.label) for choice in field.choices)
        wording = "One or more of: {choices}" if field.kind is not FieldKind.CHOICE else "One of: {choices}"
        lines.append(gettext(wording).format(choices=labels))
    limit = guide.limit(field, on)
    if limit is not None:
        lines.append(gettext("At most {limit} 字").format(limit=limit))
    if field.need is FieldNeed.CONDITIONAL and field.when is not None:
        lines.append(gettext("Needed where: {condition}").format(condition=condition_text(guide, field.when)))
    elif field.need is FieldNeed.OPTIONAL:
        lines.append(gettext("Optional"))
    lines.append(
        gettext("Clause {clause}; filled in by {filler}").format(
            clause=clause_text(guide, field.clause), filler=_filler(field.filler)
        )
    )
    return lines


def clause_text(guide: Guide, clause: str) -> str:
    """A clause as people write it; its id where the guide doesn't have it."""
    return guide.clauses[clause].display if clause in guide.clauses else clause


def condition_text(guide: Guide, condition: Condition) -> str:
    """A condition in words: labels and chosen values, joined by and / or."""
    if condition.all:
        return gettext(" and ").join(condition_text(guide, part) for part in condition.all)
    if condition.any:
        return gettext(" or ").join(condition_text(guide, part) for part in condition.any)
    if condition.field in FACTS:
        when_true, when_false = FACTS[condition.field]
        return gettext(when_true if condition.holds(lambda _path: True) else when_false)
    field = guide.field(condition.field) if guide.has_field(condition.field) else None
    label = str(field.label) if field else condition.field
    values = gettext(" or ").join(_value(field, value) for value in condition.values)
    wording = "{field} is not {value}" if condition.negated else "{field} is {value}"
    return gettext(wording).format(field=label, value=values)


def _value(field: Field | None, value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    choice = field.choice(value) if field else None
    return str(choice.label) if choice else str(value)


def _filler(key: str) -> str:
    return gettext(FILLERS[key]) if key in FILLERS else key
