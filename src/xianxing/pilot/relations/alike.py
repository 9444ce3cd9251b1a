"""Filings that are like one another, or share what two projects seldom share; for people to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.draft.predecessors import line_of
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.kinds import thing_kinds
from xianxing.pilot.relations.models import NamedThing, SketchBand, TextSketch
from xianxing.pilot.relations.queries import PROJECT, readable_things
from xianxing.pilot.relations.sketches import bands, likeness

ALIKE, SAME = 0.4, 0.8
MOST = 20


@dataclass(frozen=True)
class AlikeFiling:
    """Another filing whose text is like this one's: `share` from 0 to 1; `same` where little differs."""

    case: UUID
    share: float

    @property
    def same(self) -> bool:
        """Whether the two may be one project filed twice."""
        return self.share >= SAME

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return round(100 * self.share)


@dataclass(frozen=True)
class CommonThing:
    """A thing that this filing names and others name too, with the kind and the other cases."""

    kind: str
    words: str
    place: str
    cases: tuple[UUID, ...]


def alike(filing: Filing, user: User, *, at: datetime) -> list[AlikeFiling]:
    """The filed filings whose text is like this one's, the likest first, at most twenty; in three queries.

    The filings that this one follows, and those that follow it, are no duplicates of it and left out.
    """
    own = TextSketch.objects.filter(case=filing.pk).first()
    if own is None:
        return []
    values, aside = bytes(own.values), of_one_line(filing)
    near = SketchBand.objects.filter(band__in=bands(values)).exclude(case__in=aside)
    readable = filed_bodies(user, at=at).exclude(filing__case__in=stopped_cases()).values("filing")
    others = TextSketch.objects.filter(case__in=near.values("case")).filter(case__in=readable)
    found = [AlikeFiling(one.case_id, likeness(values, bytes(one.values))) for one in others]
    told = [one for one in found if one.share >= ALIKE]
    return sorted(told, key=lambda one: (-one.share, str(one.case)))[:MOST]


def common_things(filing: Filing, user: User, *, at: datetime) -> list[CommonThing]:
    """What this filing and others name alike, by kind; left out as in `alike`; in three queries."""
    own = list(NamedThing.objects.filter(case=filing.pk).order_by("pk"))
    others = readable_things(user, at=at).filter(key__in=[one.key for one in own])
    held: dict[tuple[str, str], dict[UUID, None]] = {}
    for kind, key, case in others.exclude(case__in=of_one_line(filing)).values_list("kind", "key", "case"):
        held.setdefault((kind, key), {})[case] = None
    order = list(thing_kinds())
    found = [
        CommonThing(one.kind, one.words, one.place, tuple(held[one.kind, one.key]))
        for one in own
        if (one.kind, one.key) in held
    ]
    return sorted(found, key=lambda one: order.index(one.kind))


def of_one_line(filing: Filing) -> set[UUID]:
    """This filing, those that it follows, and those that follow one of these."""
    line = {filing.pk, *(one.pk for one in line_of(filing))}
    step: Iterable[UUID] = line
    while step := set(Filing.objects.filter(predecessor__in=step).values_list("pk", flat=True)) - line:
        line |= set(step)
    return line


def same_name(things: Iterable[CommonThing]) -> tuple[UUID, ...]:
    """The other filings whose project is called the same."""
    return next((one.cases for one in things if one.kind == PROJECT), ())
