"""The audit in several processes: the others read the cases while this one reads the record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import django

from xianxing.pilot.cases.upkeep.audits import case_faults, case_ranges, lost_cases, range_faults


def faults_side_by_side(
    processes: int, meanwhile: Callable[[], list[str]], progress: Callable[[int], None] | None = None
) -> list[str]:
    """What `meanwhile` finds here, then what is found of all cases by so many processes more.

    With none more, one after the other in this process. Other processes see only what is committed. Faults
    stand in the order of cases.
    """
    if processes < 1:
        return [*meanwhile(), *case_faults(progress=progress)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        shares = {pool.submit(range_faults, first, last): size for first, last, size in case_ranges()}
        found, done = meanwhile(), 0
        for share in as_completed(shares):
            done += shares[share]
            if progress:
                progress(done)
        return [*found, *(fault for share in shares for fault in share.result()), *lost_cases()]
