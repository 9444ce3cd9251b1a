"""A case with real events, for tests of what the database refuses."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.pilot.cast import NOON
from xianxing.pilot.calls.models import Call, PinnedGuide
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.parties.models import User
from xianxing.record.events import Act, Entry
from xianxing.record.log import Record


def a_call(by: User) -> Call:
    """A call with no content beyond what the foreign keys need."""
    guide = PinnedGuide.objects.create(digest="0" * 64, name="test-guide", files={}, pinned_at=NOON)
    return Call.objects.create(
        batch="test-1",
        title_zh="测试",
        title_en="Test",
        guide=guide,
        procedure_version="1" * 64,
        calendar_version="2" * 64,
        calendar=b"{}",
        settings={},
        opens_on=NOON.date(),
        closes_on=NOON.date(),
        external_channel=False,
        published_at=NOON,
        published_by=by,
    )


def a_case(call: Call) -> Case:
    """A case without events."""
    return Case.objects.create(call=call, procedure_version="1" * 64, state="draft", opened_at=NOON)


def act(case: Case, target: str, *, at: datetime = NOON) -> Entry:
    """One recorded act that moves the case to `target`, as `perform` does it."""
    number = case.sequence + 1
    record = Record(DjangoStore({str(case.pk): target}))
    payload = {"person": "chen", "number": number}
    with record.store.writing():
        entry = record.append(Act(str(case.pk), "step", "lead", "4", at + timedelta(minutes=number), payload))
        case.state, case.sequence = target, number
        case.save(update_fields=["state", "sequence"])
    return entry
