"""Publishing a call, and retiring a guide package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.law.errors import GuideError
from xianxing.law.loader import load_guide
from xianxing.law.model import Batch, Guide
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.pilot.calls.permissions import may_publish
from xianxing.pilot.calls.pinned import digest_of_files, files_of
from xianxing.pilot.calls.queries import sign_off_of
from xianxing.pilot.cases.domain.performing import refuse_behind
from xianxing.pilot.cases.domain.publications import record_call, record_retirement
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.refusal import Refused
from xianxing.procedure.loader import load_procedure
from xianxing.procedure.versions import digest_of
from xianxing.workdays.calendar import Calendar


@dataclass(frozen=True)
class Pins:
    """What a call would be pinned to if it were published now; `digest` is over the package's files."""

    guide: Guide
    batch: Batch
    digest: str
    files: dict[str, str]
    procedure_version: str
    calendar: Calendar


def pins_of(*, guide_name: str, batch: str) -> Pins:
    """What publishing this batch would pin, for the person who publishes to see before; changes nothing.

    Refused for an unknown guide or batch, and for a guide known only in part.
    """
    guide, found = _batch(guide_name, batch)
    files = files_of(guide)
    version = digest_of(load_procedure(guide.name))
    return Pins(guide, found, digest_of_files(files), files, version, Calendar.load())


@transaction.atomic
def publish_call(*, guide_name: str, batch: str, by: User, at: datetime, seen: str = "") -> Call:
    """Publish a batch of a guide: guide, procedure, calendar and settings are pinned as they are now.

    `seen` is the digest that was on the screen; refused when the package is another one by now. Refused for
    partial guides, unknown batches, retired packages, a batch published before, a procedure whose version
    nobody has signed off, anybody but the secretariat, and while the clock stands behind the last recorded
    act. Opens nothing before the batch's own first day.
    Publication is an entry of the log; its receipt follows with the worker's next turn.
    """
    require(may_publish, by, at=at)
    refuse_behind(at)
    pins = pins_of(guide_name=guide_name, batch=batch)
    if Call.objects.filter(batch=batch).exists():
        raise Refused("published", _("This batch has been published already."))
    if seen and seen != pins.digest:
        raise Refused("changed", _("The guide's files have changed since you looked; look at them again."))
    if sign_off_of(pins.procedure_version, at=at) is None:
        raise Refused(
            "unsigned",
            _(
                "The procedure {version} has not been signed off. The legal reviewer reads its text under"
                " “Procedures” at the desk and signs it off; then the call can be published."
            ).format(version=pins.procedure_version),
        )
    pinned, _created = PinnedGuide.objects.get_or_create(
        pk=pins.digest, defaults={"name": pins.guide.name, "files": pins.files, "pinned_at": at}
    )
    if pinned.retired_at is not None:
        raise Refused("retired", _("This version of the guide is retired; publish under the one in force."))
    call = Call.objects.create(
        batch=batch,
        title_zh=pins.batch.label.zh,
        title_en=pins.batch.label.en,
        guide=pinned,
        procedure_version=pins.procedure_version,
        calendar_version=pins.calendar.version,
        calendar=pins.calendar.canonical(),
        settings=_settings(pins.guide, pins.batch.opens),
        opens_on=pins.batch.opens,
        closes_on=pins.batch.closes,
        external_channel=pins.guide.channel.external,
        published_at=at,
        published_by=by,
    )
    record_call(call=call)
    return call


@transaction.atomic
def retire_guide(*, pinned: PinnedGuide, by: User, at: datetime) -> None:
    """Retire a version of a guide: running calls keep it, no new call can use it. Twice does nothing.

    Refused as publishing is.
    """
    require(may_publish, by, at=at)
    refuse_behind(at)
    if PinnedGuide.objects.filter(pk=pinned.pk, retired_at__isnull=True).update(retired_at=at):
        record_retirement(guide=pinned, at=at)


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
