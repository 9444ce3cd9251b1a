"""The text of a procedure as a printed paper, with its difference from another version where asked."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.documents.writing import PrintedText, TextPart
from xianxing.i18n import current_language, gettext
from xianxing.procedure.reading import (
    ClauseText,
    ProcedureText,
    SentenceChange,
    SentenceDifference,
    compare_texts,
)

TENS = "零一二三四五六七八九"


def printed_procedure(text: ProcedureText, label: str, against: ProcedureText | None = None) -> PrintedText:
    """The text in the current language, what rests on the guide first; versions stand at every page's foot.

    `label` names the guide.
    """
    language = current_language()
    version = gettext("Version {version}").format(version=text.version)
    parts = [*_part(1, gettext("What the guide says"), text.by_guide)]
    parts += _part(2, gettext("The working group's practice"), text.by_practice)
    if against is not None:
        parts += _differences(3, text, against)
    return PrintedText(
        gettext("The procedure of “{name}” as a text").format(name=text.name(language)),
        (label,),
        tuple(parts),
        (version, gettext("Digest of the Chinese text {digest}").format(digest=text.digest)),
    )


def change_name(change: SentenceChange) -> str:
    """How a sentence stands to the other version, in the reader's language."""
    return {
        SentenceChange.NEW: gettext("New sentence"),
        SentenceChange.GONE: gettext("Sentence gone"),
        SentenceChange.CHANGED: gettext("Sentence changed"),
        SentenceChange.MOVED: gettext("Sentence moved"),
    }[change]


def ordinal(number: int) -> str:
    """A number below a hundred as headings of Chinese papers write it."""
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else TENS[tens]) + "十" if tens else ""
    return before + (TENS[ones] if ones or not tens else "")


def _part(number: int, title: str, clauses: tuple[ClauseText, ...]) -> Iterator[TextPart]:
    language = current_language()
    yield TextPart(_heading(number, title), 1)
    for place, clause in enumerate(clauses, 1):
        sentences = tuple(one.name(language) for one in clause.sentences)
        yield TextPart(_heading(place, clause.display or gettext("No clause"), within=True), 2, sentences)


def _differences(number: int, text: ProcedureText, against: ProcedureText) -> Iterator[TextPart]:
    found = compare_texts(against, text)
    title = gettext("Difference from version {version}").format(version=against.version)
    yield TextPart(_heading(number, title), 1, () if found else (gettext("The two versions read the same."),))
    for change in SentenceChange:
        rows = [one for one in found if one.change is change]
        if rows:
            yield TextPart(change_name(change), 2, tuple(line for one in rows for line in lines_of(one)))


def lines_of(difference: SentenceDifference) -> list[str]:
    """What a sentence said before, and what it says now, in the reader's language."""
    language = current_language()
    before = [one.name(language) for one in (difference.before,) if one is not None]
    now = [one.name(language) for one in (difference.now,) if one is not None]
    if difference.change is SentenceChange.MOVED:
        return [*now, *_places(difference)]
    if difference.change is not SentenceChange.CHANGED:
        return before + now
    return [
        *(gettext("Before: {sentence}").format(sentence=one) for one in before),
        *(gettext("Now: {sentence}").format(sentence=one) for one in now),
    ]


def _places(difference: SentenceDifference) -> Iterator[str]:
    """From which clause to which a sentence was moved, or that it stands elsewhere under its own."""
    before, now = (one.clause if one else "" for one in (difference.before, difference.now))
    if before == now:
        yield gettext("It stands elsewhere under clause {clause}.").format(clause=now)
    else:
        yield gettext("Moved from clause {before} to clause {now}.").format(before=before, now=now)


def _heading(number: int, title: str, *, within: bool = False) -> str:
    if current_language() == "en":
        return f"({number}) {title}" if within else f"{number}. {title}"
    return f"（{ordinal(number)}）{title}" if within else f"{ordinal(number)}、{title}"
