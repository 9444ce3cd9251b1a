"""The findings that a body was filed with, with the applicant's explanations: kept, not computed.

The same for whoever may read the body: the working group, and the units as what they filed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from xianxing.checker.body import records
from xianxing.desks.public.reports import FindingView, ReportPart, choose, sections, show_all
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.check.filed_findings import entries_of, findings_as_filed
from xianxing.pilot.filings.models import Body


@dataclass(frozen=True)
class FiledFindingView(FindingView):
    """A finding as a card, with what the applicant had said about it when it filed."""

    explanation: str = ""


@dataclass(frozen=True)
class Judged:
    """Everything open in the report as filed, law and practice apart; `met` is how many hold."""

    as_of: date
    sections: list[ReportPart]
    open: int
    met: int
    pending: tuple[str, ...]


def judged(body: Body) -> Judged | None:
    """The findings as filed, also while the filing is being corrected; None where none were kept."""
    filed = findings_as_filed(body)
    if filed is None:
        return None
    entries = entries_of(filed)
    guide = guide_of(body.filing.case.call)
    cards = show_all({"findings": entries}, [entry["message"] for entry in entries], names_of(body), guide)
    told = [
        FiledFindingView(**vars(card), explanation=entry.get("explanation", ""))
        for card, entry in zip(cards, entries, strict=True)
    ]
    wanting = choose(told, "all")
    return Judged(
        filed.as_of,
        sections(wanting),
        len(wanting),
        Counter(card.result for card in told)["met"],
        tuple(filed.report["pending"]),
    )


def names_of(body: Body) -> dict[str, str]:
    """What findings call `unit[…]` and `material[…]`: the unit's name and the file's."""
    content = content_of(body)
    units = {
        f"unit[{unit.get('id', number)}]": str(unit.get("name", ""))
        for number, unit in enumerate(records(content.get("units")))
    }
    files = {
        f"material[{number}]": str(entry.get("file", ""))
        for number, entry in enumerate(records(content.get("files")))
    }
    return units | files
