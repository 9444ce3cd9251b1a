"""How much an organ's runs may keep: a dated limit, and what of it is used."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.models import RunFile, ToolRun
from xianxing.workdays.clocks import day_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class RunRoom:
    """Bytes of an organ's runs: what they may keep in all, and what is used."""

    allowed: int
    used: int


def room_of(owner: str, institution: UUID | None, *, at: datetime) -> RunRoom:
    """The room of an organ at an instant: its folders and what was written of them, but what was erased."""
    runs = ToolRun.objects.filter(owner=owner, institution=institution, erasure=None)
    folders = StoredFile.objects.filter(pk__in=runs.values("input"), erased_at=None)
    written = RunFile.objects.filter(run__in=runs)
    used = (folders.aggregate(total=Sum("size"))["total"] or 0) + (
        written.aggregate(total=Sum("file__size"))["total"] or 0
    )
    return RunRoom(kept_limit(day_of(at)), used)


@dataclass(frozen=True)
class RunSize:
    """A run with the bytes that it keeps: its folder and what was written of it."""

    run: ToolRun
    size: int


def sizes_of(runs: QuerySet[ToolRun]) -> list[RunSize]:
    """What each of some runs keeps, the most first; runs that were erased keep nothing and aren't told."""
    kept = runs.filter(erasure=None)
    folders = dict(kept.filter(input__erased_at=None).values_list("pk", "input__size"))
    written = dict(
        RunFile.objects.filter(run__in=kept.order_by().values("pk"))
        .values_list("run")
        .annotate(total=Sum("file__size"))
    )
    found = [RunSize(run, (folders.get(run.pk) or 0) + written.get(run.pk, 0)) for run in kept]
    return sorted(found, key=lambda one: (-one.size, one.run.asked_at, str(one.run.pk)))


def refuse_full(room: RunRoom, size: int) -> None:
    """Refused when a folder of this size doesn't fit; what is written of it later is kept in any case."""
    if room.used + size <= room.allowed:
        return
    words = _(
        "The runs of your organ keep {used} of {limit} MB: this folder doesn't fit. Erase runs that nobody "
        "needs on their pages, or ask the security administrator to erase those that were kept for their "
        "time."
    )
    raise Refused("folder", words.format(used=-(-room.used // MEGABYTE), limit=room.allowed // MEGABYTE))


def kept_limit(on: date) -> int:
    """The bytes that an organ's runs may keep on a day; before its first day the earliest value counts."""
    past = [value for since, value in _limits() if since <= on]
    return (past[-1] if past else _limits()[0][1]) * MEGABYTE


@cache
def _limits() -> list[tuple[date, int]]:
    rows = tomllib.loads((Path(__file__).parent / "limits.toml").read_text("utf-8"))["kept_mb"]
    return sorted((row["since"], row["value"]) for row in rows)
