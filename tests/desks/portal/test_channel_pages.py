"""The page on which the outside platform's receipt is entered, after the call's window too."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.accounts.visits import code
from tests.desks.portal.conftest import Draft
from tests.factories.confirming import PICTURE, attest, freeze
from xianxing.pilot.cases.models import Event
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.models import StoredFile, Submission
from xianxing.workdays.clocks import CHINA_TIME


@pytest.mark.clause("4")
def test_a_receipt_from_inside_the_window_is_entered_after_it(draft: Draft) -> None:
    body = freeze(draft)
    list(attest(draft))
    zhou, person = draft.enter("zhou"), draft.person("zhou")
    page, place = draft.url("file/"), draft.url("file/hand-in/")
    assert zhou.post(draft.url("file/package/"), {"digest": body.digest}).getvalue()
    move_to(datetime(2024, 2, 2, 9, 0, tzinfo=CHINA_TIME))
    assert zhou.get(draft.url("filed/")).status_code == 404
    shown = zhou.get(page).content.decode()
    assert "2024年2月4日前（含当日）补录" in shown
    assert "录入平台回执" in shown
    assert place in shown and draft.url("file/package/") not in shown
    said = {"digest": body.digest, "number": "ZJH-2024-8", "received_at": "2024-02-01T00:00"}
    kept = StoredFile.objects.count()
    late = zhou.post(
        place,
        {**said, "evidence": SimpleUploadedFile("回执.png", PICTURE), "second_factor_code": code(person)},
    )
    assert late.status_code == 400
    assert StoredFile.objects.count() == kept
    said["received_at"] = "2024-01-31T23:59:59"
    done = zhou.post(
        place,
        {**said, "evidence": SimpleUploadedFile("回执.png", PICTURE), "second_factor_code": code(person, 1)},
    )
    assert done.headers["Location"] == draft.url("receipt/")
    assert Event.objects.filter(case=draft.filing.case).latest("sequence").step == "enter_platform_filing"
    assert Submission.objects.get().evidence is not None
    filed = zhou.get(draft.url("filed/")).content.decode()
    assert body.digest in filed
    assert "报送时的检查结果" in filed
    assert "2024年1月31日" in filed, "judged as of the day on which the platform had received it"


def test_once_the_days_are_over_nothing_is_offered(draft: Draft) -> None:
    body = freeze(draft)
    list(attest(draft))
    zhou = draft.enter("zhou")
    assert zhou.post(draft.url("file/package/"), {"digest": body.digest}).getvalue()
    move_to(datetime(2024, 2, 5, 0, 0, tzinfo=CHINA_TIME))
    shown = zhou.get(draft.url("file/")).content.decode()
    assert draft.url("file/hand-in/") not in shown
