"""What people call the fixed words of a guide package: kinds of fields, needs, issuers, statuses."""

from __future__ import annotations

from xianxing.i18n import gettext


def named(code: str) -> str:
    """The word for a code in the reader's language; the code itself where it is none of ours."""
    return _words().get(code, code)


def compared(comparator: str) -> str:
    """What a comparator says in front of a number; "" where the number stands for itself."""
    return {"<=": gettext("at most"), ">=": gettext("at least")}.get(comparator, "")


def yes_no(value: bool) -> str:
    """Yes or no in the reader's language."""
    return gettext("yes") if value else gettext("no")


def _words() -> dict[str, str]:
    return {
        "implemented": gettext("implemented"),
        "planned": gettext("planned"),
        "declaratory": gettext("declaratory"),
        "open": gettext("left open by the guide"),
        "guide": gettext("the guide's words"),
        "practice": gettext("the working group's practice"),
        "text": gettext("running text"),
        "short_text": gettext("short text"),
        "choice": gettext("one of a list"),
        "choices": gettext("several of a list"),
        "strings": gettext("a list of words"),
        "integer": gettext("whole number"),
        "number": gettext("number"),
        "date": gettext("day"),
        "boolean": gettext("yes or no"),
        "table": gettext("table"),
        "group": gettext("record"),
        "required": gettext("required"),
        "conditional": gettext("required on a condition"),
        "optional": gettext("optional"),
        "any_unit": gettext("any unit"),
        "all_units": gettext("all units"),
        "compliance_unit": gettext("the unit whose head of compliance signs"),
        "scenario_provider": gettext("the scenario provider"),
        "scenario_provider_or_third_party": gettext(
            "the scenario provider or a third-party professional body"
        ),
        "anyone": gettext("anyone"),
        "nobody": gettext("nobody"),
        "compliance_head": gettext("the head of compliance"),
        "blocking": gettext("no filing as long as it stands"),
        "correction": gettext("to be corrected"),
        "advice": gettext("a suggestion"),
        "official": gettext("official paper"),
        "record": gettext("sheet for the file"),
        "lead": gettext("the lead unit"),
        "units": gettext("all units"),
        "pilot_institutions": gettext("the pilot institutions"),
        "always": gettext("always"),
        "joint": gettext("only together with a pilot institution"),
    }
