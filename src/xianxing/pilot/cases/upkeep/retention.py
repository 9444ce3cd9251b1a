"""How long what is kept, as dated data (`retention.toml`), and what is due; time alone erases nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event, Payload
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.procedure.events import ERASED_WHOLE, ON_RECORD
from xianxing.procedure.meanings import Means
from xianxing.workdays.clocks import day_of

TABLE = Path(__file__).parent.parent / "retention.toml"


class RetentionBy(StrEnum):
    """Who erases what has been kept for its time."""

    SECURITY_ADMINISTRATOR = "security_administrator"
    ITSELF = "itself"
    OPERATOR = "operator"
    NOBODY = "nobody"


Found = tuple[int, datetime | None]
_finders: dict[str, Callable[[datetime], Found]] = {}
erasers: dict[str, Callable[..., int]] = {}


def register_retained(rule: str, find: Callable[[datetime], Found], erase: Callable[..., int]) -> None:
    """Have a rule count what an app keeps from before an instant, and erase it all at once.

    `erase` takes by, reason and at. Called once from `AppConfig.ready`.
    """
    _finders[rule], erasers[rule] = find, erase


@dataclass(frozen=True)
class Keep:
    """One rule: what is kept for at least how many months, whether law or practice says so, and where.

    `what` says what happens then, `by` who does it: the security administrator, the site itself as time
    passes, or the operator, who keeps it elsewhere.
    """

    key: str
    zh: str
    en: str
    months: int
    basis: str
    source: Mapping[str, str]
    what: Mapping[str, str]
    by: RetentionBy
    since: date
    checked_until: date | None


@dataclass(frozen=True)
class RetentionDue:
    """What has been kept for its time: how much of it, and since when the oldest."""

    keep: Keep
    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class DueCase:
    """A case of which something has been kept for its time: since when, and the numbers of those acts."""

    case: Case
    since: datetime
    acts: tuple[int, ...]


def rule_named(key: str) -> Keep:
    """The rule of this key; KeyError for none."""
    return {rule.key: rule for rule in rules()}[key]


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
            row["what"],
            RetentionBy(row["by"]),
            row["since"],
            row.get("checked_until"),
        )
        for key, row in data.items()
    )


def due(*, at: datetime) -> list[RetentionDue]:
    """For every rule, what may be erased at an instant; the security administrator decides and does it."""
    finders = {
        "access_log": _access_log,
        "complaints": _complaints,
        "ended_cases": _ended_cases,
        "unfiled_drafts": _unfiled_drafts,
        "messages": _messages,
        "log_ins": _log_ins,
        **_finders,
    }
    return [
        RetentionDue(keep, *finders.get(keep.key, _elsewhere)(months_before(at, keep.months)))
        for keep in rules()
    ]


def months_before(at: datetime, months: int) -> datetime:
    """The same day and hour that many months before, or the month's last day where there is no such day."""
    place = at.year * 12 + at.month - 1 - months
    first = at.replace(year=place // 12, month=place % 12 + 1, day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(at.day, (following - timedelta(days=1)).day))


def due_cases(*, rule: str, at: datetime) -> list[DueCase]:
    """The cases of which something is due under a rule, the oldest first; none for rules about other things.

    A case that is stopped for secrecy is left out until it goes on.
    """
    before = months_before(at, rule_named(rule).months)
    found = {"ended_cases": _of_ended, "unfiled_drafts": _of_drafts, "complaints": _of_complaints}
    rows = found[rule](before) if rule in found else []
    stopped = set(stopped_cases().values_list("pk", flat=True))
    return sorted((row for row in rows if row.case.pk not in stopped), key=lambda row: row.since)


def erasable(*, case: Case, at: datetime) -> list[int]:
    """The numbers of an ended case's acts whose contents have been kept for their time."""
    found = due_cases(rule="ended_cases", at=at)
    return next((list(row.acts) for row in found if row.case == case), [])


def _of_ended(before: datetime) -> list[DueCase]:
    """Ended cases with contents left; what an erasure says of itself stays."""
    rows = [(case, _contents(case)) for case in _ended(before)]
    return [DueCase(case, case.last, acts) for case, acts in rows if acts]


def _of_drafts(before: datetime) -> list[DueCase]:
    return [DueCase(case, case.opened_at, _contents(case)) for case in _old_drafts(before)]


def _of_complaints(before: datetime) -> list[DueCase]:
    kept = _complaints_before(before).order_by("event__place")
    acts: dict[UUID, list[int]] = {}
    since: dict[UUID, datetime] = {}
    for case, sequence, at in kept.values_list("event__case", "event__sequence", "event__at"):
        acts.setdefault(case, []).append(sequence)
        since.setdefault(case, at)
    cases = Case.objects.select_related("call__guide").in_bulk(list(acts))
    return [DueCase(cases[number], since[number], tuple(numbers)) for number, numbers in acts.items()]


def _contents(case: Case) -> tuple[int, ...]:
    kept = _held(Payload.objects.filter(event__case=case))
    return tuple(kept.order_by("event__sequence").values_list("event__sequence", flat=True))


def _held(contents: QuerySet[Payload]) -> QuerySet[Payload]:
    """Contents but what erasures say of themselves, which stays."""
    said = Q(event__step=ERASED_WHOLE) | Q(event__step=ON_RECORD, event__role="security_administrator")
    return contents.filter(event__erases__isnull=True).exclude(said)


def counted(rows: QuerySet[Any], field: str) -> Found:
    return rows.count(), rows.aggregate(oldest=Min(field))["oldest"]


def _elsewhere(_before: datetime) -> Found:
    """What isn't in this database: nothing to count."""
    return 0, None


def _log_ins(_before: datetime) -> Found:
    sessions = apps.get_model("sessions", "Session")._base_manager.filter(expire_date__lt=datetime.now(UTC))
    return counted(sessions, "expire_date")


def _access_log(before: datetime) -> Found:
    log = apps.get_model("parties", "AccessEvent")
    return counted(log._base_manager.filter(recorded_at__lt=before), "recorded_at")


def _complaints(before: datetime) -> Found:
    return counted(_complaints_before(before), "event__at")


def _complaints_before(before: datetime) -> QuerySet[Payload]:
    """The contents of complaints, by the step that each call's procedure has for them."""
    asked = Q(pk__in=())
    for call in Call.objects.select_related("guide"):
        steps = [step.id for step in procedure_of(call).steps_meaning(Means.COMPLAIN)]
        asked |= Q(event__case__call=call, event__step__in=steps)
    return Payload.objects.filter(asked, event__at__lt=before)


def _ended(before: datetime) -> list[Any]:
    last = Event.objects.filter(case=OuterRef("pk")).order_by("-sequence").values("at")[:1]
    old = Case.objects.annotate(last=Subquery(last)).filter(last__lt=before)
    return [c for c in old.select_related("call__guide") if procedure_of(c.call).states[c.state].final]


def _ended_cases(before: datetime) -> Found:
    ended = _held(Payload.objects.filter(event__case__in=_ended(before)))
    return counted(ended, "event__at")


def _old_drafts(before: datetime) -> list[Case]:
    """Drafts whose call closed before; those that were erased are done with."""
    old = Case.objects.filter(call__closes_on__lt=day_of(before)).exclude(erasures__rule="unfiled_drafts")
    old = old.exclude(call__extensions__closes_on__gte=day_of(before))
    return [case for case in old.select_related("call__guide") if _drafting(case)]


def _unfiled_drafts(before: datetime) -> Found:
    stages = _old_drafts(before)
    return len(stages), min((case.opened_at for case in stages), default=None)


def _drafting(case: Case) -> bool:
    procedure = procedure_of(case.call)
    return procedure.states[case.state].stage == procedure.states[procedure.initial].stage


def _messages(before: datetime) -> Found:
    messages = apps.get_model("inbox", "Message")._base_manager.filter(read_at__lt=before)
    letters = apps.get_model("inbox", "LinkLetter")._base_manager.filter(sent_at__lt=before)
    count, oldest = counted(messages, "at")
    return count + letters.count(), oldest
