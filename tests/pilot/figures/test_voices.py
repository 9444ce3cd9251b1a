"""Complaints and comments as a person counts them: by kind, and each against the limit that stood for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.complaints import accepted, answered, complained, days_on, row_of
from tests.factories.figures import figure
from tests.factories.notices import Noticed, said
from tests.factories.notices import considered as answer
from xianxing.pilot.complaints.domain.handling import close_complaint, refuse_complaint
from xianxing.pilot.figures.record import FigurePeriod

pytestmark = pytest.mark.django_db


def closed(scene: Noticed, after: int) -> None:
    """A complaint accepted and answered at once, and closed after so many days."""
    row = answered(scene)
    days_on(scene, after)
    close_complaint(
        complaint=row.pk, outcome="已核实并退还费用。", by=scene.company.cast.wen, at=scene.company.later()
    )


def test_a_complaint_ends_in_time_by_the_limit_for_closing(in_trial: Noticed) -> None:
    closed(in_trial, 59)
    closed(in_trial, 61)
    accepted(in_trial)
    at = in_trial.company.later()
    assert figure("complaints", "complaint", at=at).count == 3
    timely = figure("complaints_in_time", "complaint", at=at)
    assert (timely.count, timely.whole) == (1, 2)
    late = figure("complaints_overdue", at=at)
    assert (late.count, late.whole) == (0, 1)
    late = figure("complaints_overdue", at=at + timedelta(days=62))
    assert (late.count, late.whole) == (1, 1)


def test_one_that_is_refused_ends_in_time_by_the_limit_for_the_decision(in_trial: Noticed) -> None:
    for wait in (3, 20):
        row = row_of(complained(in_trial, kind="inquiry"))
        days_on(in_trial, wait)
        by, at = in_trial.company.cast.wen, in_trial.company.later()
        refuse_complaint(complaint=row.pk, reason="不属于受理范围。", by=by, at=at)
    timely = figure("complaints_in_time", "inquiry", at=in_trial.company.later())
    assert (timely.count, timely.whole) == (1, 2)


def test_one_about_no_project_belongs_to_the_pilot_and_to_no_batch(in_trial: Noticed) -> None:
    complained(in_trial, about=None)
    at, call = in_trial.company.later(), in_trial.company.filing.case.call_id
    assert figure("complaints", "complaint", at=at).count == 1
    assert figure("complaints", "complaint", at=at, period=FigurePeriod(None, call)).count == 0


def test_comments_count_by_kind_and_wait_to_be_considered(under_notice: Noticed) -> None:
    receipt = said(under_notice.company, under_notice.notice)
    said(under_notice.company, under_notice.notice)
    at = under_notice.company.later()
    assert figure("comments", "comment", at=at).count == 2
    assert figure("comments", "objection", at=at).count == 0
    considered = figure("comments_considered", at=at)
    assert (considered.count, considered.whole) == (0, 2)
    answer(under_notice.company, receipt.number, "已转申报单位研究。")
    considered = figure("comments_considered", at=under_notice.company.later())
    assert [row.reference for row in considered.rows if row.counted] == [receipt.number]
