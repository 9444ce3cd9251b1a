"""Forty filings come in on the deadline's evening, each by the real procedure, and wait for the clerk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

import pytest
from pytest_django import DjangoDbBlocker

from tests.pilot.demo.played import played_scene
from xianxing.pilot.cases.models import Case, Receipt
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.clock import now
from xianxing.pilot.demo.evening import evening_filings
from xianxing.pilot.demo.seed import Seeded
from xianxing.pilot.filings.check.filed_findings import findings_as_filed
from xianxing.pilot.filings.models import Body
from xianxing.record.audit import audit
from xianxing.record.log import Record
from xianxing.workdays.clocks import CHINA_TIME

FORTY = 40


@pytest.fixture(scope="module")
def came(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The scene played once, in a database of this module's own, which the tests only read."""
    with played_scene("deadline-evening", tmp_path_factory.mktemp("evening"), django_db_blocker) as seeded:
        yield seeded


def bodies(came: Seeded) -> list[Body]:
    own = [came.filings[one.filing].pk for one in evening_filings()]
    return list(Body.objects.filter(filing__in=own, filed_at__isnull=False).order_by("filed_at"))


def test_forty_filings_came_in_between_half_past_eight_and_a_quarter_past_nine_of_the_last_evening(
    came: Seeded,
) -> None:
    filed = [body.filed_at.astimezone(CHINA_TIME) for body in bodies(came) if body.filed_at]
    assert len(filed) == FORTY
    call = Case.objects.select_related("call").get(pk=came.filings["evening-1"].pk).call
    assert {instant.date() for instant in filed} == {call.closes_on}
    assert time(20, 30) < filed[0].time() < filed[-1].time() < time(21, 15)
    assert now().astimezone(CHINA_TIME) >= datetime(2024, 2, 29, 21, 30, tzinfo=CHINA_TIME)


def test_each_has_a_receipt_of_its_own_and_waits_to_be_registered_and_the_record_audits_clean(
    came: Seeded,
) -> None:
    cases = Case.objects.filter(pk__in=[body.filing_id for body in bodies(came)])
    assert {case.state for case in cases} == {"filed"}
    assert Receipt.objects.filter(event__case__in=cases).count() == FORTY
    assert audit(Record(DjangoStore())) == []


def test_most_have_little_to_judge_and_some_left_a_field_out(came: Seeded) -> None:
    lacking = {one.filing: one.said for one in evening_filings()}
    names = {filing.pk: name for name, filing in came.filings.items()}
    unmet = {}
    for body in bodies(came):
        filed = findings_as_filed(body)
        assert filed
        unmet[names[body.filing_id]] = [
            entry for entry in filed.report["zh-hans"] if entry["result"] == "unmet"
        ]
    without = {name for name, said in lacking.items() if "emergency_plan" not in said["content"]}
    assert without
    assert all(any("应急" in str(entry["message"]) for entry in unmet[name]) for name in without)
    numbers = sorted(map(len, unmet.values()))
    assert numbers[FORTY // 2] <= 4  # half of them have no more than that
    assert numbers[-1] <= 10  # those of two units
