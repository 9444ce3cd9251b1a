"""How long what is kept, as dated data (`retention.toml`), and what is due; time alone erases nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Min, OuterRef, QuerySet, Subquery

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event, Payload

TABLE = Path(__file__).parent.parent / "retention.toml"
COMPLAINT = "complain"


@dataclass(frozen=True)
class Keep:
    """One rule: what is kept for at least how many months, whether law or practice says so, and where."""

    key: str
    zh: str
    en: str
    months: int
    basis: str
    source: Mapping[str, str]
    since: date
    checked_until: date | None


@dataclass(frozen=True)
class Due:
    """What has been kept for its time: how much of it, and since when the oldest."""

    keep: Keep
    count: int
    oldest: datetime | None


def rules() -> tuple[Keep, ...]:
    """The rules of `retention.toml`."""
    data: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["keep"]
    return tuple(
        Keep(
            key,
            row["zh"],
            row["en"],
            row["months"],
            row["basis"],
            row["source"],
            row["since"],
            row.get("checked_until"),
        )
        for key, row in data.items()
    )


def due(*, at: datetime) -> list[Due]:
    """For every rule, what may be erased at an instant; the security administrator decides and does it."""
    finders = {
        "access_log": _access_log,
        "complaints": _complaints,
        "ended_cases": _ended_cases,
        "unfiled_drafts": _unfiled_drafts,
        "messages": _messages,
    }
    return [Due(keep, *finders[keep.key](months_before(at, keep.months))) for keep in rules()]


def months_before(at: datetime, months: int) -> datetime:
    """The same day and hour that many months before, or the month's last day where there is no such day."""
    place = at.year * 12 + at.month - 1 - months
    first = at.replace(year=place // 12, month=place % 12 + 1, day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(at.day, (following - timedelta(days=1)).day))


def erasable(*, case: Case, at: datetime) -> list[int]:
    """The numbers of an ended case's acts whose contents have been kept for their time."""
    [keep] = [rule for rule in rules() if rule.key == "ended_cases"]
    if case not in _ended(months_before(at, keep.months)):
        return []
    kept = Payload.objects.filter(event__case=case, event__erases__isnull=True)
    return list(kept.order_by("event__sequence").values_list("event__sequence", flat=True))


def _counted(rows: QuerySet[Any], field: str) -> tuple[int, datetime | None]:
    return rows.count(), rows.aggregate(oldest=Min(field))["oldest"]


def _access_log(before: datetime) -> tuple[int, datetime | None]:
    log = apps.get_model("parties", "AccessEvent")
    return _counted(log._base_manager.filter(recorded_at__lt=before), "recorded_at")


def _complaints(before: datetime) -> tuple[int, datetime | None]:
    kept = Payload.objects.filter(event__step=COMPLAINT, event__at__lt=before)
    return _counted(kept, "event__at")


def _ended(before: datetime) -> list[Case]:
    last = Event.objects.filter(case=OuterRef("pk")).order_by("-sequence").values("at")[:1]
    old = Case.objects.annotate(last=Subquery(last)).filter(last__lt=before)
    return [c for c in old.select_related("call__guide") if procedure_of(c.call).states[c.state].final]


def _ended_cases(before: datetime) -> tuple[int, datetime | None]:
    ended = Payload.objects.filter(event__case__in=_ended(before), event__erases__isnull=True)
    return _counted(ended, "event__at")


def _unfiled_drafts(before: datetime) -> tuple[int, datetime | None]:
    old = Case.objects.filter(call__closes_on__lt=before.date()).select_related("call__guide")
    stages = [case for case in old if _drafting(case)]
    return len(stages), min((case.opened_at for case in stages), default=None)


def _drafting(case: Case) -> bool:
    procedure = procedure_of(case.call)
    return procedure.states[case.state].stage == procedure.states[procedure.initial].stage


def _messages(before: datetime) -> tuple[int, datetime | None]:
    messages = apps.get_model("inbox", "Message")
    return _counted(messages._base_manager.filter(read_at__lt=before), "at")
