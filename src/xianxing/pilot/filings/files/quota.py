"""How much may be uploaded: dated limits, and what of an institution's quota is used."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db.models import Sum
from django.utils.translation import gettext as _

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.parties.models import Institution
from xianxing.pilot.refusal import Refused
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


def refuse_over(quota: Quota, sizes: Sequence[tuple[str, int]]) -> None:
    """Refused when one of several files, or all of them together, go over the quota; names the file."""
    for name, size in sizes:
        if size > quota.file:
            message = _("“{name}”: a file takes at most {limit} MB; split it or make its pictures smaller.")
            raise Refused("too-large", message.format(name=name, limit=quota.file // MEGABYTE))
    if sum(size for _name, size in sizes) > quota.left:
        raise too_large(quota, 0)


def refuse_size(quota: Quota, size: int) -> None:
    """Refused when a file of this size goes over the quota."""
    if size > min(quota.file, quota.left):
        raise too_large(quota, size)


def too_large(quota: Quota, size: int) -> Refused:
    """What to say of a size that is over the limit of one file, or over what the institution has left."""
    if size > quota.file:
        message = _("A file takes at most {limit} MB; split it or make its pictures smaller.")
        return Refused("too-large", message.format(limit=quota.file // MEGABYTE))
    message = _("Your institution's storage of {limit} MB is full; erase files that were taken out.")
    if not quota.reserve_open:
        message = _(
            "Your institution's storage of {limit} MB is full; erase files that were taken out. "
            "A reserve opens on the last day of the window."
        )
    return Refused("quota", message.format(limit=quota.allowed // MEGABYTE))


@cache
def _limits() -> dict[str, list[tuple[date, int]]]:
    data = tomllib.loads((Path(__file__).parent / "limits.toml").read_text("utf-8"))
    return {name: sorted((row["since"], row["value"]) for row in rows) for name, rows in data.items()}
