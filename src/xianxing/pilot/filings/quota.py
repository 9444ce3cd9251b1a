"""How much may be uploaded: dated limits, and what of an institution's quota is used."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db.models import Sum

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.parties.models import Institution
from xianxing.workdays.clocks import day_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Quota:
    """Bytes of an institution: the most for one file, what may be used now in all, what is used."""

    file: int
    allowed: int
    used: int
    reserve_open: bool

    @property
    def left(self) -> int:
        """What may still be uploaded."""
        return max(0, self.allowed - self.used)


def quota_of(institution: Institution, call: Call, *, at: datetime) -> Quota:
    """The institution's quota at an instant; the reserve opens on the last day of the call's window."""
    today = day_of(at)
    open_now = today >= window_of(call, at=at).last
    allowed = limit("quota_mb", today) + (limit("reserve_mb", today) if open_now else 0)
    kept = StoredFile.objects.filter(charged_to=institution, erased_at__isnull=True)
    used = kept.aggregate(total=Sum("size"))["total"] or 0
    return Quota(limit("file_mb", today), allowed, used, open_now)


def limit(name: str, on: date) -> int:
    """A limit in bytes in force on a day; before its first day the earliest value counts."""
    values = _limits()[name]
    past = [value for since, value in values if since <= on]
    return (past[-1] if past else values[0][1]) * MEGABYTE


@cache
def _limits() -> dict[str, list[tuple[date, int]]]:
    data = tomllib.loads((Path(__file__).parent / "limits.toml").read_text("utf-8"))
    return {name: sorted((row["since"], row["value"]) for row in rows) for name, rows in data.items()}
