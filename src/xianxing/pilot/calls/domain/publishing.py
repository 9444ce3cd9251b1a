"""Publishing a call, extending its window, retiring a guide package."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.law.errors import GuideError
from xianxing.law.loader import load_guide
from xianxing.law.model import Batch, Guide
from xianxing.pilot.calls.models import Call, Extension, PinnedGuide
from xianxing.pilot.calls.pinned import digest_of_files, files_of
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import staff_roles
from xianxing.pilot.refusal import Refused
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.versions import digest_of
from xianxing.workdays.calendar import Calendar


@transaction.atomic
def publish_call(*, guide_name: str, batch: str, by: User, at: datetime) -> Call:
    """Publish a batch of a guide: guide, procedure, calendar and settings are pinned as they are now.

    Refused for partial guides, unknown batches, retired packages, a batch published before, and anybody but
    the secretariat. Opens nothing before the batch's own first day.
    """
    _needs_secretariat(by, at)
    guide, found = _batch(guide_name, batch)
    if Call.objects.filter(batch=batch).exists():
        raise Refused("published", _("This batch has been published already."))
    files = files_of(guide)
    pinned, _created = PinnedGuide.objects.get_or_create(
        pk=digest_of_files(files), defaults={"name": guide.name, "files": files, "pinned_at": at}
    )
    if pinned.retired_at is not None:
        raise Refused("retired", _("This version of the guide is retired; publish under the one in force."))
    calendar = Calendar.load()
    return Call.objects.create(
        batch=batch,
        title_zh=found.label.zh,
        title_en=found.label.en,
        guide=pinned,
        procedure_version=digest_of(load_procedure(guide.name)),
        calendar_version=calendar.version,
        calendar=calendar.canonical(),
        settings=_settings(guide, found.opens),
        opens_on=found.opens,
        closes_on=found.closes,
        external_channel=guide.channel.external,
        published_at=at,
        published_by=by,
    )


@transaction.atomic
def extend_window(*, call: Call, closes_on: date, reason: str, by: User, at: datetime) -> Extension:
    """Announce a later last day with its reason, also after an outage; a window is never shortened."""
    _needs_secretariat(by, at)
    Call.objects.select_for_update().get(pk=call.pk)
    if not reason.strip():
        raise Refused("reason", _("An extension is published with its reason; please state it."))
    if closes_on <= window_of(call, at=at).last:
        raise Refused("shorter", _("The new last day must be later than the present one."))
    return Extension.objects.create(
        call=call, closes_on=closes_on, reason=reason, announced_at=at, announced_by=by
    )


@transaction.atomic
def retire_guide(*, pinned: PinnedGuide, by: User, at: datetime) -> None:
    """Retire a version of a guide: running calls keep it, no new call can use it."""
    _needs_secretariat(by, at)
    PinnedGuide.objects.filter(pk=pinned.pk, retired_at__isnull=True).update(retired_at=at)


def _batch(guide_name: str, batch: str) -> tuple[Guide, Batch]:
    try:
        guide = load_guide(guide_name)
    except GuideError as problem:
        raise Refused("guide", str(problem)) from None
    if guide.partial:
        raise Refused("partial", _("This guide is known only in part; no call opens under it."))
    if batch not in guide.batches:
        raise Refused(
            "batch",
            _("The guide has no batch {batch}; known: {known}.").format(
                batch=batch, known=", ".join(guide.batches)
            ),
        )
    return guide, guide.batches[batch]


def _settings(guide: Guide, on: date) -> dict[str, object]:
    return {setting.key: setting.on(on).value for setting in guide.settings()}


def _needs_secretariat(user: User, at: datetime) -> None:
    if StaffRole.SECRETARIAT not in staff_roles(user, at=at):
        raise Refused("secretariat", _("Only the working group's secretariat may do this."))
