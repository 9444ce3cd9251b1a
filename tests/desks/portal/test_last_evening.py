"""The last evening: a stolen session files nothing, the owner files, and after midnight nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.desks.accounts.visits import code, wrong_code
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import attest, freeze, in_our_channel
from xianxing.pilot.cases.models import Event
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.models import Submission
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.workdays.clocks import CHINA_TIME

MIDNIGHT = datetime(2024, 2, 1, 0, 0, tzinfo=CHINA_TIME)


@pytest.mark.clause("4")
def test_ten_minutes_before_the_end_the_owner_files_with_a_code(draft: Draft) -> None:
    in_our_channel(draft)
    body = freeze(draft)
    assert list(attest(draft))
    move_to(MIDNIGHT - timedelta(minutes=10))
    sent = {"digest": body.digest, "second_factor_code": code(draft.person("zhou"))}
    answer = draft.enter("zhou").post(draft.url("file/"), sent)
    assert answer.headers["Location"] == draft.url("receipt/")
    assert Submission.objects.filter(body=body, own_place__isnull=False).count() == 1


@pytest.mark.clause("4")
def test_a_session_stolen_on_the_last_evening_files_nothing(draft: Draft) -> None:
    in_our_channel(draft)
    body = freeze(draft)
    assert list(attest(draft))
    move_to(MIDNIGHT - timedelta(minutes=10))
    zhou, stolen = draft.person("zhou"), draft.enter("zhou")
    used = code(zhou)
    assert stolen.post("/accounts/me/recovery-codes/", {"second_factor_code": used}).status_code == 200
    for tried in ("", used, wrong_code(zhou)):
        stolen.post(draft.url("file/"), {"digest": body.digest, "second_factor_code": tried})
    assert not Submission.objects.filter(own_place__isnull=False).exists()
    assert not Event.objects.filter(step__startswith="file").exists()
    failed = AccessEvent.objects.filter(user=zhou, kind=AccessKind.STEP_UP_FAILED)
    assert failed.count() == 2  # an empty code is asked for and counts as no attempt
    move_to(MIDNIGHT + timedelta(seconds=1))
    late = {"digest": body.digest, "second_factor_code": code(zhou, 1)}
    draft.enter("zhou").post(draft.url("file/"), late)
    assert not Submission.objects.filter(own_place__isnull=False).exists()
