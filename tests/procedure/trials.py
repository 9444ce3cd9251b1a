"""Trials on their way out, and the last day of their term."""

from __future__ import annotations

from datetime import date

from tests.procedure.support import HEAD, STAFF, Case, pilot
from xianxing.procedure import current
from xianxing.procedure.ticking import limit_of


def term(case: Case) -> date:
    """The last day of the trial."""
    now = current(case.store, "c")
    return limit_of(pilot(), "trial_term", now.clocks["trial_term"], case.store.calendar("c")).day


def assessed(case: Case) -> Case:
    """Up to the review of an exit that the group opened."""
    case.do("open_exit_by_group", HEAD)
    case.do("assess_exit_without_institution", STAFF)
    case.do("finish_exit_assessment", STAFF)
    return case
