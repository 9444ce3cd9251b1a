"""An entry of the case library as people and programs read it."""

from __future__ import annotations

from xianxing.desks.portal.bodies import FieldAnswer, answer_of
from xianxing.i18n import gettext
from xianxing.pilot.lessons.library import learnt_in, lines_of
from xianxing.pilot.lessons.models import LibraryEntry
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.notices.queries import NAME, ExitWord
from xianxing.workdays.clocks import day_of


def outcome_words(outcome: object) -> str:
    """How the trial ended, as far as the register tells it; "" while it says nothing."""
    words = {
        ExitWord.ENDED.value: gettext("The trial has ended."),
        ExitWord.NORMALISED.value: gettext(
            "The trial has ended; the project has gone into regular operation."
        ),
        ExitWord.FORCED.value: gettext("The trial has ended by a forced exit."),
    }
    return words.get(str(outcome), "") if outcome else ""


def sheet_answers(entry: LibraryEntry) -> list[FieldAnswer]:
    """What the entry shows of the public sheet."""
    return [answer_of(line.field, line.value) for line in lines_of(entry)]


def title_of(entry: LibraryEntry) -> str:
    """The project's name; a neutral title with the entry's reference where it names nobody."""
    found = next((str(line.value) for line in lines_of(entry) if line.location == NAME), "")
    return found or gettext("Project without a name, {reference}").format(reference=entry.reference)


def choices_of(entry: LibraryEntry, path: str) -> list[str]:
    """The values of a field by which the library is narrowed, as people read them."""
    return [
        answer_of(line.field, one).text
        for line in lines_of(entry)
        if line.field.path == path
        for one in (line.value if isinstance(line.value, list) else [line.value])
    ]


def published_on(entry: LibraryEntry) -> str:
    """The day of the publication; the year alone where the entry names nobody."""
    if entry.decided_at is None:
        return ""
    day = day_of(entry.decided_at)
    return str(day.year) if entry.content.get("nameless") else day.isoformat()


def as_json(entry: LibraryEntry, address: str, licence: str) -> dict[str, object]:
    """The entry for programs: what the page shows, and the digest that the units confirmed."""
    return {
        "reference": entry.reference,
        "title": title_of(entry),
        "nameless": bool(entry.content.get("nameless")),
        "register": entry.content.get("register") or None,
        "outcome": entry.content.get("outcome"),
        "sheet": [
            {"at": line.location, "label": str(line.field.label), "value": line.value}
            for line in lines_of(entry)
        ],
        "learnt": {key: words for key, _label, words in learnt_in(entry)},
        "published": published_on(entry),
        "sha256": entry.digest,
        "address": address,
        "licence": licence,
    }


def csv_row(entry: LibraryEntry, address: str) -> dict[str, str]:
    """The entry as a line of a table, in the reader's language."""
    filters = {path: "；".join(choices_of(entry, path)) for path in practice().filters}
    learnt = {key: words for key, _label, words in learnt_in(entry)}
    return {
        "reference": entry.reference, "title": title_of(entry),
        "outcome": outcome_words(entry.content.get("outcome")), "published": published_on(entry), **filters,
        **{key: learnt.get(key, "") for key in practice().sections}, "address": address,
    }  # fmt: skip
