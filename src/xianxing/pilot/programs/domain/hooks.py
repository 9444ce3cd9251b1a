"""Webhooks: an address is told of the events of a project, or of all; made, ended, switched on again."""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xianxing.i18n import current_language
from xianxing.pilot.acts.permissions import case_to_read, locked_case
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.programs.addresses import hook_address
from xianxing.pilot.programs.models import Webhook
from xianxing.pilot.programs.permissions import maker_in, may_read, may_revoke, may_watch_all
from xianxing.pilot.programs.practice import practice
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import seal_value
from xianxing.pilot.supervision.permissions import refuse_not_running
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

PREFIX = "xw_"


@transaction.atomic
def make_webhook(
    *, case: UUID | None, name: str, url: str, by: User, step_up: StepUp, at: datetime, real_now: datetime,
    unit: str = "",
) -> tuple[Webhook, str]:  # fmt: skip
    """A new address and its secret, which is shown this once; it is told of what happens from now on.

    Of one project by who may report values for a pilot institution, while it is on trial; without a project
    of all of them, by the secretariat (Stranger for others). With the second factor. Refused without a name,
    for an address that isn't https or is private, and beyond the number that practice allows.
    """
    row, unit = _place(case, unit, by, at)
    step_up.must_be(by)
    named, asked = cleaned(name), url.strip()
    if not named:
        raise Refused("name", _("Name the program that receives the events."))
    hook_address(asked)
    held = Webhook.objects.filter(case=row, unit=unit, ended_at=None).count()
    most = practice().limit("most_hooks", day_of(at), current_language()).value
    if held >= most:
        raise Refused("hooks", _("There are {count} addresses already; end one first.").format(count=most))
    text = PREFIX + secrets.token_urlsafe(32)
    last = Event.objects.order_by("-place").values_list("place", flat=True).first()
    made = Webhook(
        case=row, unit=unit, user=by, name=named[:100], url=asked, made_at=real_now,
        sealed=seal_value(master_keys(), about_secret(asked), text.encode()),
        place=-1 if last is None else last,
    )  # fmt: skip
    made.seal = seal_of(made)
    made.save()
    _note(AccessKind.TOKEN_MADE, made, by, at)
    return made, text


@transaction.atomic
def end_webhook(*, hook: int, by: User, at: datetime, real_now: datetime) -> Webhook:
    """Tell an address of nothing more; again changes nothing. By colleagues of the institution and the
    secretariat; Stranger for others.
    """
    found = _found(hook, by, at)
    if found.ended_at is None:
        found.ended_at, found.ended_by = real_now, by
        found.seal = seal_of(found)
        found.save(update_fields=["ended_at", "ended_by", "seal"])
        _note(AccessKind.TOKEN_REVOKED, found, by, at)
    return found


@transaction.atomic
def resume_webhook(*, hook: int, by: User, at: datetime) -> Webhook:
    """Tell an address that was switched off again, from where it stood; by the same people as ending it."""
    found = _found(hook, by, at)
    if found.ended_at is not None:
        raise Refused("hook", _("This address was ended; make a new one."))
    found.disabled_at, found.next_at, found.failures, found.last_error = None, None, 0, ""
    found.save(update_fields=["disabled_at", "next_at", "failures", "last_error"])
    return found


def forget_webhooks(*, user: User, at: datetime, **_signal: object) -> None:
    """Receiver of `factor_reset`: ends the addresses that the person made with that factor."""
    for found in Webhook.objects.filter(user=user, ended_at=None):
        found.ended_at = timezone.now()
        found.seal = seal_of(found)
        found.save(update_fields=["ended_at", "seal"])
        note(AccessKind.TOKEN_REVOKED, user=user, at=at, detail=_detail(found))


def about_secret(url: str) -> bytes:
    """What a sealed secret is bound to, so that it signs nothing to another address."""
    return f"webhook secret of {url}".encode()


def _place(case: UUID | None, unit: str, by: User, at: datetime) -> tuple[Case | None, str]:
    """The project and the institution that an address is made for; none for the secretariat."""
    if case is None:
        if not may_watch_all(roles_of(by, at=at)):
            raise Stranger(_("There is no such page."))
        return None, ""
    view = locked_case(case, by, at=at)
    if not may_read(view):
        raise Stranger(_("There is no such case."))
    actor = maker_in(view, unit)
    if actor is None:
        raise Refused(
            "role", _("Who may report values for a pilot institution of the project makes its addresses.")
        )
    refuse_not_running(view)
    return view.case, actor.unit


def _found(hook: int, by: User, at: datetime) -> Webhook:
    found = Webhook.objects.select_for_update(of=("self",)).filter(pk=hook).first()
    if found is not None and (
        may_watch_all(roles_of(by, at=at))
        if found.case_id is None
        else may_revoke(case_to_read(found.case_id, by, at=at), found.unit)
    ):
        return found
    raise Stranger(_("There is no such address."))


def _note(kind: AccessKind, hook: Webhook, by: User, at: datetime) -> None:
    """The access log names people and receivers, never a project nor a path, in which a key may stand."""
    note(kind, user=hook.user, by=by, at=at, detail=_detail(hook))


def _detail(hook: Webhook) -> str:
    return f"{PREFIX}{hook.pk} {hook.name} {urlsplit(hook.url).hostname}"
