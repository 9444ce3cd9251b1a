"""The call's own window: what an extension changes, and that the guide's dates count where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.checker.factory import joint
from xianxing.checker import CallWindow, check_filing
from xianxing.i18n import language
from xianxing.law import Finding, Result, load_guide

OPENS, CLOSES, LATER = date(2023, 11, 29), date(2024, 1, 31), date(2024, 2, 7)
EXTENDED = CallWindow(OPENS, LATER, CLOSES, date(2024, 1, 30))


def about(day: date, window: CallWindow | None) -> Finding:
    report = check_filing(joint().filing(), load_guide("shenzhen-2023"), day, window)
    (found,) = [one for one in report.findings if one.rule == "filing-window"]
    return found


@pytest.mark.clause("0")
def test_an_extension_holds_the_finding_off_until_its_own_last_day_and_is_named() -> None:
    day = date(2024, 2, 1)
    assert about(day, None).result is Result.UNMET
    assert about(day, CallWindow(OPENS, CLOSES)).result is Result.UNMET
    held = about(day, EXTENDED)
    assert held.result is Result.MET
    assert "2024-01-30通知" in held.message
    assert "2024-02-07" in held.message
    with language("en"):
        assert "moved from 2024-01-31 to 2024-02-07" in about(day, EXTENDED).message
    assert about(LATER, EXTENDED).result is Result.MET
    late = about(date(2024, 2, 8), EXTENDED)
    assert late.result is Result.UNMET
    assert "2024-01-30通知" in late.message


@pytest.mark.clause("0")
def test_a_window_that_opens_later_is_early_before_it() -> None:
    assert about(OPENS, CallWindow(date(2023, 12, 1), CLOSES)).result is Result.UNMET
    assert about(date(2023, 12, 1), CallWindow(date(2023, 12, 1), CLOSES)).result is Result.MET


@pytest.mark.clause("0")
def test_a_correction_of_what_was_filed_in_time_is_not_late() -> None:
    day = date(2024, 4, 1)
    assert about(day, CallWindow(OPENS, CLOSES, filed=CLOSES)).result is Result.MET
    assert about(day, CallWindow(OPENS, CLOSES, filed=date(2024, 2, 1))).result is Result.UNMET
