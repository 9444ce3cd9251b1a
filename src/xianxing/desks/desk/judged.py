"""The checker's findings of a filed body with the applicant's explanations beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from xianxing.desks.desk.bodies import names_of
from xianxing.desks.public.reports import Section, Shown, choose, sections, show_all
from xianxing.i18n import current_language
from xianxing.pilot.filings.findings import checked
from xianxing.pilot.filings.form import load_form
from xianxing.pilot.filings.locations import located
from xianxing.pilot.filings.models import Body, Explanation
from xianxing.workdays.clocks import day_of


@dataclass(frozen=True)
class Told(Shown):
    """A finding as a card, with what the applicant said about it by the time of filing."""

    explanation: str = ""


@dataclass(frozen=True)
class Judged:
    """Everything open in the report on the day of filing, law and practice apart; `met` is how many hold."""

    as_of: date
    sections: list[Section]
    open: int
    explained: int
    met: int
    pending: tuple[str, ...]


def judged(body: Body) -> Judged | None:
    """The findings as of the day of filing; None while the filing is being corrected.

    Then what is in the database is a draft again, which the group doesn't read. Explanations that were
    changed after the filing belong to the draft too.
    """
    form = load_form(body.filing)
    if body.filed_at is None or form.digest() != body.digest:
        return None
    result = checked(form, at=body.filed_at)
    entries = result.report[current_language()]
    rows = Explanation.objects.filter(filing=body.filing, at__lte=body.filed_at).exclude(text="")
    said = {(row.rule, located(form, row.location)): row.text for row in rows}
    cards = show_all(
        {"findings": entries}, [entry["message"] for entry in entries], names_of(body), form.guide
    )
    told = [
        Told(**vars(card), explanation=said.get((entry["rule"], entry["location"]), ""))
        for card, entry in zip(cards, entries, strict=True)
    ]
    wanting = choose(told, "all")
    return Judged(
        day_of(body.filed_at),
        sections(wanting),
        len(wanting),
        sum(isinstance(one, Told) and bool(one.explanation) for one in wanting),
        Counter(card.result for card in told)["met"],
        tuple(result.report["pending"]),
    )
