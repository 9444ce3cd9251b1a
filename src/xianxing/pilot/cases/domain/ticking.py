"""Time: one pass over all live cases a day; missed nights change nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime

from xianxing.pilot.cases.domain.performing import LONGEST_WAIT, let_case_time_pass, reduce_again
from xianxing.pilot.cases.models import Case, SecrecyStop
from xianxing.pilot.refusal import Refused
from xianxing.workdays.clocks import day_of

logger = logging.getLogger(__name__)
_followers: dict[str, Callable[[datetime], object]] = {}


def register_follower(name: str, work: Callable[[datetime], object]) -> None:
    """Have an app do something of its own whenever time passes; called once from `AppConfig.ready`."""
    _followers[name] = work


def tick(*, at: datetime, progress: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """Enter in every opened case what time has brought about by the day of `at`.

    A day begins a minute late here: what came in before midnight may still wait for its turn, and counts.
    Cases stopped for secrecy wait; what fell due meanwhile is entered with its own day once they go on.
    Returns how many time steps were entered and how many cases failed; a case that fails is logged by its id
    and stops no other. Then what other apps do as time passes (`register_follower`).
    """
    entered = failed = 0
    today = day_of(at - LONGEST_WAIT)
    waiting = _waiting(today)
    for done, case in enumerate(waiting, start=1):
        try:
            entered += len(let_case_time_pass(case=case, today=today, at=at).events)
        except Refused as refusal:
            failed += 1
            logger.error("time could not pass in case %s: %s", case.pk, refusal.code)
        if progress:
            progress(done, len(waiting))
    for name, work in _followers.items():
        try:
            work(at)
        except Exception:
            logger.exception("what follows the passing of time failed: %s", name)
    return entered, failed


def _waiting(today: date) -> list[Case]:
    """The opened cases, not stopped, in which time brings something about by today, by what was kept of each.

    A case of which nothing is kept is reduced from its events first, stopped or not.
    """
    begun = Case.objects.filter(sequence__gt=0)  # a draft has no events yet
    for case in begun.filter(reduced=None).select_related("call__guide"):
        reduce_again(case=case)
    begun = begun.exclude(stops__in=SecrecyStop.objects.filter(lifted_at__isnull=True))
    return list(begun.filter(reduced__next_day__lte=today).select_related("call__guide").order_by("pk"))
