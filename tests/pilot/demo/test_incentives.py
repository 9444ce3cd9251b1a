"""The demonstration's trial has taught something, and somebody of it stands in the talent pool."""

from __future__ import annotations

import pytest

from tests.factories.story import go_on
from xianxing.pilot.cases.upkeep.audits import case_faults
from xianxing.pilot.clock import now
from xianxing.pilot.demo.seed import Seeded
from xianxing.pilot.incentives.pool import pool
from xianxing.pilot.lessons.models import Lesson, LessonState
from xianxing.pilot.lessons.tracks import all_proposals, standing_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.1")]


def test_a_lesson_an_insight_and_a_member_of_the_pool_come_with_the_monitored_project(
    story: Seeded,
) -> None:
    go_on(story, "monitoring")
    assert Lesson.objects.get().state == LessonState.ACCEPTED
    assert standing_of(all_proposals(None).get().steps.all()) == "discussed"
    (member,) = pool(at=now())
    assert member.consent.person.name == "周若岚" and member.contributions[0].proofs
    assert list(case_faults()) == []
