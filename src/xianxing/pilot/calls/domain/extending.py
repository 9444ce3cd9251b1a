"""Extending a call's window: published with its reason, recorded in every case begun, told to all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.calls.models import Call, Extension
from xianxing.pilot.calls.permissions import may_extend
from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.calls.queries import clock_behind, window_of
from xianxing.pilot.cases.domain.performing import Actor, let_case_time_pass, perform
from xianxing.pilot.cases.domain.publications import record_extension
from xianxing.pilot.cases.models import Case, SecrecyStop
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.messages.domain import tell
from xianxing.pilot.parties.enums import MemberRole, StaffRole
from xianxing.pilot.parties.models import Membership, User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.refusal import Refused
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Step
from xianxing.workdays.clocks import day_of

TOLD = (MemberRole.MANAGER, MemberRole.CONTACT, MemberRole.AUTHOR)


@transaction.atomic
def extend_window(*, call: Call, closes_on: date, reason: str, by: User, at: datetime) -> Extension:
    """The head of the group announces a later last day with its reason, also after an outage.

    One transaction: the published notice as an entry of the log, and the procedure's own step in every case
    that was begun and not handed in, so that its clock and a window that had closed follow. A draft never
    frozen has no events; the call's window governs it, and its units are told. A window is never shortened,
    nothing already handed in is touched, and a case stopped for secrecy stands still until it goes on.
    Refused for anybody but the group's head, without reason, for a last day that isn't later or that has
    passed, and while the clock stands behind the last recorded act.
    """
    require(may_extend, by, at=at)
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("An extension is published with its reason; please state it."))
    with DjangoStore().writing():  # whoever begins a case meanwhile waits here, and reads the new last day
        Call.objects.select_for_update().get(pk=call.pk)
        if clock_behind(at=at) is not None:
            raise Refused(
                "clock-behind",
                _("The server's clock is behind the last recorded act; nothing can be announced."),
            )
        if closes_on <= window_of(call, at=at).last:
            raise Refused("shorter", _("The new last day must be later than the present one."))
        if closes_on < day_of(at):
            raise Refused("past", _("The new last day has passed already."))
        made = Extension.objects.create(
            call=call, closes_on=closes_on, reason=reason, announced_at=at, announced_by=by
        )
        record_extension(extension=made)
    _move_clocks(made)
    _tell_drafts(made)
    return made


def catch_up(*, case: Case, kind: str, at: datetime, **_signal: object) -> None:
    """Receiver of `stop_changed`: a case that goes on takes the extension that it missed meanwhile.

    What time brought meanwhile comes first, so that a window that had closed opens again.
    """
    stop = SecrecyStop.objects.filter(case=case).order_by("-pk").first()
    if kind != "secrecy_over" or stop is None or not case.sequence:
        return
    missed = case.call.extensions.filter(announced_at__gte=stop.stopped_at).order_by("-announced_at", "-pk")
    made = missed.select_related("call").first()
    if made is None:
        return
    let_case_time_pass(case=case, today=day_of(at), at=at)
    step = _steps(made).get(case.state)
    if step is not None:
        _move_clock(case, step, made, at)


def _move_clocks(made: Extension) -> None:
    """Take the procedure's step in every case of the call from which it can be taken."""
    by_state = _steps(made)
    begun = Case.objects.filter(call=made.call, sequence__gt=0, state__in=by_state)
    begun = begun.exclude(stops__in=SecrecyStop.objects.filter(lifted_at__isnull=True))
    for case in begun.select_related("call").order_by("opened_at", "pk"):
        _move_clock(case, by_state[case.state], made, made.announced_at)


def _steps(made: Extension) -> dict[str, Step]:
    """The procedure's steps that follow an extension, by the state in which they can be taken."""
    steps = procedure_of(made.call).steps_meaning(Means.EXTEND_WINDOW)
    return {state: step for step in steps for state in step.sources}


def _move_clock(case: Case, step: Step, made: Extension, at: datetime) -> None:
    actor = Actor(str(made.announced_by_id), frozenset({StaffRole.GROUP_HEAD.value}))
    until: dict[str, JSON] = dict.fromkeys(step.starts, made.closes_on.isoformat())
    payload: dict[str, JSON] = {"reason": made.reason, "until": until, "notice": made.pk}
    perform(case=case, step=step.id, actor=actor, payload=payload, at=at)


def _tell_drafts(made: Extension) -> None:
    """Tell the units of drafts that have no events; those of the others were told of the step."""
    at = made.announced_at
    units = Unit.objects.filter(
        filing__case__call=made.call,
        filing__case__sequence=0,
        joined_at__isnull=False,
        left_at__isnull=True,
    )
    people: dict[Case, list[User]] = {}
    places = units.select_related("filing__case").order_by("filing_id", "pk")
    held = Membership.objects.active(at).filter(role__in=TOLD, institution__in=units.values("institution"))
    members: dict[object, list[User]] = {}
    for row in held.select_related("user").order_by("pk"):
        members.setdefault(row.institution_id, []).append(row.user)
    for unit in places:
        people.setdefault(unit.filing.case, []).extend(members.get(unit.institution_id, []))
    for case, told in people.items():
        tell(recipients=told, kind="extended", at=at, case=case)
