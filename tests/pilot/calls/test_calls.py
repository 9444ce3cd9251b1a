"""A call is pinned to what was in force when it was published; its window ends on the last day at 24:00."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from tests.factories.calls import published, rewriting, sign_off
from tests.pilot.cast import Cast
from xianxing.pilot.calls.domain.publishing import pins_of, publish_call, retire_guide
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.pilot.calls.pinned import PinError, _load, calendar_of, guide_of, procedure_of
from xianxing.pilot.calls.queries import open_calls, unpublished_batches
from xianxing.pilot.cases.models import Publication
from xianxing.pilot.refusal import Refused
from xianxing.procedure.versions import digest_of

PUBLISHED = datetime(2023, 11, 29, 1, 0, tzinfo=UTC)
BATCH = "shenzhen-2023-2"
# The last day, 2024-01-31, ends at 16:00 UTC.
MIDNIGHT = datetime(2024, 1, 31, 16, 0, tzinfo=UTC)


def publish(cast: Cast) -> Call:
    return published(guide="shenzhen-2023", batch=BATCH, by=cast.wen, at=PUBLISHED)


@pytest.mark.clause("0")
def test_the_window_is_open_on_its_last_day_until_midnight_in_shanghai(cast: Cast) -> None:
    call = publish(cast)
    assert (call.opens_on, call.closes_on) == (date(2023, 11, 29), date(2024, 1, 31))
    assert open_calls(at=MIDNIGHT - timedelta(seconds=1)) == [call]
    assert open_calls(at=MIDNIGHT) == []
    assert open_calls(at=PUBLISHED) == [call]
    assert open_calls(at=PUBLISHED - timedelta(seconds=1)) == []


def test_only_the_secretariat_publishes_and_retires(cast: Cast) -> None:
    for person in (cast.chen, cast.sun, cast.mo):
        with pytest.raises(Refused):
            publish_call(guide_name="shenzhen-2023", batch=BATCH, by=person, at=PUBLISHED)
    call = publish(cast)
    with pytest.raises(Refused):
        retire_guide(pinned=call.guide, by=cast.chen, at=PUBLISHED)


def test_what_is_published_is_what_was_on_the_screen(cast: Cast) -> None:
    pins = pins_of(guide_name="shenzhen-2023", batch=BATCH)
    with pytest.raises(Refused) as refusal:
        publish_call(guide_name="shenzhen-2023", batch=BATCH, by=cast.wen, at=PUBLISHED, seen="0" * 64)
    assert refusal.value.code == "changed"
    sign_off("shenzhen-2023", at=PUBLISHED)
    call = publish_call(guide_name="shenzhen-2023", batch=BATCH, by=cast.wen, at=PUBLISHED, seen=pins.digest)
    assert (call.guide_id, call.procedure_version) == (pins.digest, pins.procedure_version)
    assert BATCH not in [batch.id for _guide, batch in unpublished_batches()]


@pytest.mark.parametrize(
    "guide, batch, code",
    [("shenzhen-2023", "shenzhen-2023-9", "batch"), ("nowhere", BATCH, "guide")],
)
def test_what_the_guide_does_not_know_is_not_published(cast: Cast, guide: str, batch: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        publish_call(guide_name=guide, batch=batch, by=cast.wen, at=PUBLISHED)
    assert refusal.value.code == code


def test_no_call_opens_under_a_guide_known_only_in_part(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        publish_call(guide_name="guangzhou-2023", batch="any", by=cast.wen, at=PUBLISHED)
    assert refusal.value.code == "partial"


def test_guide_procedure_and_calendar_read_back_as_pinned(cast: Cast) -> None:
    call = publish(cast)
    _load.cache_clear()
    assert guide_of(call).batch(BATCH).closes == date(2024, 1, 31)
    assert digest_of(procedure_of(call)) == call.procedure_version
    assert calendar_of(call).version == call.calendar_version
    assert call.settings


def test_a_pin_whose_files_were_changed_is_refused(cast: Cast) -> None:
    call = publish(cast)
    files = dict(call.guide.files)
    files["shenzhen_2023/settings.toml"] += "\n# changed\n"
    with rewriting(PinnedGuide):
        PinnedGuide.objects.filter(pk=call.guide_id).update(files=files)
    _load.cache_clear()
    with pytest.raises(PinError):
        guide_of(call)
    _load.cache_clear()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "change",
    [
        lambda call: Call.objects.filter(pk=call.pk).update(closes_on=date(2024, 3, 1)),
        lambda call: PinnedGuide.objects.filter(pk=call.guide_id).update(name="guangzhou-2023"),
        lambda call: PinnedGuide.objects.filter(pk=call.guide_id).update(pinned_at=MIDNIGHT),
        lambda call: Call.objects.filter(pk=call.pk).delete(),
    ],
)
def test_the_database_keeps_a_published_call_and_its_guide_as_they_are(
    cast: Cast, change: Callable[[Call], object]
) -> None:
    call = publish(cast)
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        change(call)


@pytest.mark.both_databases
def test_a_guide_is_retired_once(cast: Cast) -> None:
    call = publish(cast)
    retire_guide(pinned=call.guide, by=cast.wen, at=PUBLISHED)
    for other in (MIDNIGHT, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            PinnedGuide.objects.update(retired_at=other)


def test_a_retired_version_opens_no_call_even_of_another_batch(cast: Cast) -> None:
    pins = pins_of(guide_name="shenzhen-2023", batch=BATCH)
    PinnedGuide.objects.create(
        digest=pins.digest, name="shenzhen-2023", files=pins.files, pinned_at=PUBLISHED, retired_at=PUBLISHED
    )
    with pytest.raises(Refused) as refusal:
        publish(cast)
    assert refusal.value.code == "retired"


def test_a_retired_guide_opens_no_new_call_and_running_ones_keep_it(cast: Cast) -> None:
    call = publish(cast)
    retire_guide(pinned=call.guide, by=cast.wen, at=PUBLISHED)
    with pytest.raises(Refused) as refusal:
        publish(cast)
    assert refusal.value.code == "published"
    assert Publication.objects.filter(step="guide.retire", guide=call.guide).count() == 1


def test_no_call_opens_under_a_version_that_was_retired(cast: Cast) -> None:
    pins = pins_of(guide_name="shenzhen-2023", batch=BATCH)
    PinnedGuide.objects.create(
        pk=pins.digest, name="shenzhen-2023", files=pins.files, pinned_at=PUBLISHED, retired_at=PUBLISHED
    )
    with pytest.raises(Refused) as refusal:
        publish(cast)
    assert refusal.value.code == "retired"
    assert not Publication.objects.filter(step="call.publish").exists()
