"""What filings share, for the working group alone: things that many of them name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.parties.models import User
from xianxing.pilot.relations.kinds import thing_kinds
from xianxing.pilot.relations.models import NamedThing

PROJECT = "project"


@dataclass(frozen=True)
class SharedThing:
    """A thing that several filings name: how many, and the words of one of them."""

    kind: str
    key: str
    words: str
    count: int


def readable_things(user: User, *, at: datetime) -> QuerySet[NamedThing]:
    """What the filed filings name that the person may read; of stopped cases nothing."""
    cases = filed_bodies(user, at=at).exclude(filing__case__in=stopped_cases()).values("filing")
    return NamedThing.objects.filter(case__in=cases)


def shared_things(user: User, *, kinds: Collection[str], at: datetime) -> QuerySet[Any]:
    """Things of these kinds that at least two filings name, those of most filings first."""
    named = readable_things(user, at=at).filter(kind__in=kinds)
    counted = named.values("kind", "key").annotate(words=Min("words"), count=Count("case", distinct=True))
    return counted.filter(count__gte=2).order_by("-count", "kind", "words")


def listed_kinds() -> list[str]:
    """The kinds that stand on the page of shared things."""
    return [kind.id for kind in thing_kinds().values() if kind.listed]


def project_names(cases: Collection[UUID]) -> dict[UUID, str]:
    """What the projects of these cases are called, in one query that reads no filing."""
    rows = NamedThing.objects.filter(kind=PROJECT, case__in=cases)
    return dict(rows.values_list("case", "words"))
