"""English words of one cell that no Chinese explains yet, by the checker's own rule (clause 4.3.5)."""

from __future__ import annotations

from collections.abc import Mapping

from xianxing.checker.text.english import Need, canonical, english_words
from xianxing.pilot.filings.draft.form import FilingForm

MOST = 6
PROSE = ("text", "short_text")


def unglossed(form: FilingForm, text: str) -> tuple[str, ...]:
    """The English words of a text that surely need a gloss and have none, at most `MOST`.

    The report judges in the order of the whole form; this is the view of one cell, as it is written.
    """
    if not any("A" <= c <= "z" or "Ａ" <= c <= "ｚ" for c in text):
        return ()
    found = english_words(text, names=_names(form), glossary=_glossary(form))
    return tuple(word.text for word in found if word.need is Need.SURE and not word.glossed)[:MOST]


def _names(form: FilingForm) -> list[str]:
    project = form.data.get("project")
    units = form.data.get("unit")
    names = [str(project.get("name", ""))] if isinstance(project, Mapping) else []
    names += [str(unit.get("name", "")) for unit in units] if isinstance(units, list) else []
    return [name for name in names if name]


def _glossary(form: FilingForm) -> dict[str, str]:
    content = form.data.get("content")
    rows = content.get("glossary", []) if isinstance(content, Mapping) else []
    return {canonical(str(row.get("term", ""))): str(row.get("chinese", "")) for row in rows}
