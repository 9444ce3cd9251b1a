"""Signs that a unit may only lend its name (挂名, clause 3.1.a), for a person to judge."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xianxing.checker.body import records
from xianxing.documents.counting import count_characters
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body, Unit
from xianxing.pilot.relations.finding import key_of

SIGNS = Path(__file__).with_name("signs.toml")
CLAUSES = ("3.1.a", "3.1.c")
Sheet = Mapping[str, object]


@dataclass(frozen=True)
class NameLendingSign:
    """One sign: which unit, and what was seen, in words."""

    unit: str
    words: str


def signs_of(body: Body) -> list[NameLendingSign]:
    """Every sign in a filed body, unit by unit; none where a single unit files: no name is lent there."""
    units = records(content_of(body).get("units"))
    if len(units) < 2:
        return []
    found = [
        NameLendingSign(str(unit.get("name", "")), words)
        for unit in units
        for sign in (_little_work, _nothing_put_in, _same_words, _same_reach)
        for words in sign(unit, units)
    ]
    return [*found, *_often_joint(body)]


def _little_work(unit: Sheet, _units: list[Sheet]) -> Iterator[str]:
    length = count_characters(str(unit.get(_key("contribution"), "")))
    if length < settings()["shortest_work"]:
        yield _("The substantive work is described in {count} characters.").format(count=length)


def _nothing_put_in(unit: Sheet, _units: list[Sheet]) -> Iterator[str]:
    named = {"staff": _("staff"), "budget": _("budget")}
    missing = [name for field, name in named.items() if unit.get(_key(field)) in (None, 0, "", "0")]
    if missing:
        yield _("Nothing is put in of: {what}.").format(what="、".join(missing))


def _same_words(unit: Sheet, units: list[Sheet]) -> Iterator[str]:
    own = str(unit.get(_key("contribution"), ""))
    for other in units:
        if other is not unit and own and key_of(own) == key_of(str(other.get(_key("contribution"), ""))):
            yield _("The substantive work is described in the words of {unit}.").format(
                unit=other.get("name", "")
            )


def _same_reach(unit: Sheet, units: list[Sheet]) -> Iterator[str]:
    own = _reached(unit)
    for other in units:
        if other is not unit and own & _reached(other):
            yield _("A contact is the same person, or reached in the same way, as one of {unit}.").format(
                unit=other.get("name", "")
            )


def _often_joint(body: Body) -> Iterator[NameLendingSign]:
    """Units that take part in many filings without leading; in two queries."""
    filed = Body.objects.filter(filed_at__isnull=False).exclude(filing__case__in=stopped_cases())
    joint = Unit.objects.filter(lead=False, left_at__isnull=True, joined_at__isnull=False)
    own = joint.filter(filing=body.filing_id).select_related("institution")
    codes = {unit.uscc: unit.institution.name if unit.institution else unit.uscc for unit in own}
    rows = joint.filter(uscc__in=codes, filing__in=filed.values("filing")).values_list("uscc", "filing")
    for code, name in codes.items():
        count = len({filing for uscc, filing in rows if uscc == code})
        if count >= settings()["most_joint"]:
            yield NameLendingSign(
                name, _("Takes part in {count} filings without leading.").format(count=count)
            )


def _reached(unit: Sheet) -> set[str]:
    columns = settings()["fields"]["reached"]
    rows = records(unit.get(_key("contacts")))
    return {key_of(str(row[column])) for row in rows for column in columns if row.get(column)}


def _key(field: str) -> str:
    return str(settings()["fields"][field]).partition(".")[2]


@cache
def settings() -> dict[str, Any]:
    """The thresholds and the fields that are looked at, from data."""
    return tomllib.loads(SIGNS.read_text("utf-8"))
