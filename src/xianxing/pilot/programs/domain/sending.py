"""Events are sent to webhooks in the order of the log, each until its receiver says that it has it.

The log itself is what waits: an address remembers the place of the last event that it was told of. So what
was rolled back is never sent, and what a crash interrupts is sent again, under the same id.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from xianxing.pilot.acts.event_readers import reads_event
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Event
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.programs.addresses import hook_address
from xianxing.pilot.programs.domain.hooks import about_secret
from xianxing.pilot.programs.models import Webhook
from xianxing.pilot.programs.permissions import maker_in, may_watch_all
from xianxing.pilot.programs.posting import NotTaken, post_event
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.protection.row_seals import is_sealed
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value
from xianxing.workdays.clocks import day_of

AT_ONCE = 20  # events that one address is sent in one turn
LEASE = timedelta(minutes=10)
TURN = 30  # seconds after which a turn begins with no other address: letters wait behind it
LONGEST_SECRET = 200


@dataclass(frozen=True)
class EventsSent:
    """What one turn did."""

    sent: int
    failed: int


def send_events(*, at: datetime, real_now: datetime) -> EventsSent:
    """Send what is due to every address that isn't held back; several workers may do this at once.

    An address is claimed in a transaction of its own and written to outside of it, event by event.
    """
    last = Event.objects.order_by("-place").values_list("place", flat=True).first()
    sent, failed, begun, tried = 0, 0, time.monotonic(), set[int]()
    while last is not None and time.monotonic() - begun < TURN:
        hook = _claim(last, tried, real_now)
        if hook is None:
            break
        tried.add(hook.pk)
        try:
            sent += _tell_all(hook, last, at=at, real_now=real_now)
        except NotTaken as problem:
            failed += 1
            _failed(hook, str(problem), at=at, real_now=real_now)
        else:
            Webhook.objects.filter(pk=hook.pk).update(next_at=None)
    return EventsSent(sent, failed)


def _claim(last: int, tried: set[int], now: datetime) -> Webhook | None:
    """The next address, or None; looking for one takes no lock. One of a stopped project waits."""
    rows = Webhook.objects.filter(ended_at=None, disabled_at=None, place__lt=last).exclude(pk__in=tried)
    due = rows.filter(Q(next_at=None) | Q(next_at__lte=now)).exclude(case__in=stopped_cases().values("pk"))
    return _lease(due, now) if due.exists() else None


@transaction.atomic
def _lease(due: QuerySet[Webhook], now: datetime) -> Webhook | None:
    found = due.order_by("pk").select_for_update(skip_locked=True, of=("self",)).first()
    if found is not None:
        found.next_at = now + LEASE
        found.save(update_fields=["next_at"])
    return found


def _tell_all(hook: Webhook, last: int, *, at: datetime, real_now: datetime) -> int:
    """Send what comes behind the address's place, in order; NotTaken at the first that isn't taken."""
    if not is_sealed(hook) or not hook.user.is_active:
        raise NotTaken("owner")
    try:
        address = hook_address(hook.url)
        secret = open_value(master_keys(), about_secret(hook.url), bytes(hook.sealed), most=LONGEST_SECRET)
    except (Refused, KeyFileError, DamagedError) as problem:
        raise NotTaken(type(problem).__name__) from None
    sent = 0
    for event in _behind(hook, last):
        if _may_know(hook, event, at):
            identity, body = event_said(event)
            post_event(address, event=identity, body=body, secret=secret, moment=int(time.time()))
            sent += 1
            Webhook.objects.filter(pk=hook.pk).update(sent_at=real_now, failures=0, last_error="")
        Webhook.objects.filter(pk=hook.pk, place__lt=event.place).update(place=event.place)
    return sent


def _behind(hook: Webhook, last: int) -> Iterator[Event]:
    """The next events for an address; where there are none it is done with all up to `last`."""
    rows = Event.objects.filter(place__gt=hook.place, place__lte=last).order_by("place")
    if hook.case_id is not None:
        rows = rows.filter(case=hook.case_id)
    found = list(rows.select_related("case__call").defer("blind", "hashes", "seal")[:AT_ONCE])
    yield from found
    if len(found) < AT_ONCE:
        Webhook.objects.filter(pk=hook.pk, place__lt=last).update(place=last)


def _may_know(hook: Webhook, event: Event, at: datetime) -> bool:
    """Whether the owner reads the event's case now; NotTaken where the owner speaks for it no more.

    What the secretariat doesn't read, such as a draft or a case that is stopped, is passed over.
    """
    try:
        view = case_to_read(event.case_id, hook.user, at=at)
    except Stranger:
        if hook.case_id is not None:
            raise NotTaken("owner") from None
        view = None
    if hook.case_id is None:
        if not may_watch_all(roles_of(hook.user, at=at)):
            raise NotTaken("owner")
        return view is not None
    actor = maker_in(view, hook.unit) if view is not None else None
    if view is None or actor is None:
        raise NotTaken("owner")
    return reads_event(view, hook.user, event)


def event_said(event: Event) -> tuple[str, bytes]:
    """An event's id and what is told of it: its public skeleton, no person, nothing of its contents."""
    step = procedure_of(event.case.call).steps.get(event.step)
    identity = f"{event.case_id}.{event.sequence}"
    said = {
        "id": identity,
        "kind": procedure_of(event.case.call).meaning(step.act) if step else event.step,
        "case": str(event.case_id),
        "seq": event.sequence,
        "step": event.step,
        "role": event.role,
        "state": event.target_state,
        "at": event.at.isoformat(),
        "place": event.place,
    }
    return identity, json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def _failed(hook: Webhook, problem: str, *, at: datetime, real_now: datetime) -> None:
    """Hold an address back; after so many failures in a row it is switched off, and its owner is told."""
    row = Webhook.objects.filter(pk=hook.pk)
    failures = row.values_list("failures", flat=True).get() + 1
    pauses = practice().back_off
    row.update(
        failures=failures, last_error=problem[:100],
        next_at=real_now + pauses[min(failures, len(pauses)) - 1],
    )  # fmt: skip
    if failures >= practice().limit("failures", day_of(at), "en").value:
        row.update(disabled_at=real_now)
        tell(recipients=[hook.user], kind="webhook_disabled", at=at, case=hook.case)
