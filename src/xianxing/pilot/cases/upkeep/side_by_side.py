"""The audit in several processes: the others take cases and seals while this one walks over the log."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import django

from xianxing.pilot.cases.sealing import checked_record
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import case_faults, case_ranges, lost_cases, range_faults
from xianxing.record import audit, seal_faults
from xianxing.record.log import Record

SEALS = 20_000  # places whose seals are one share
Progress = Callable[[int], None]


@dataclass(frozen=True)
class AuditShare:
    """A part of the audit that any process can do: a work with its bounds, and how many cases it reads."""

    work: Callable[..., list[str]]
    bounds: tuple[Any, Any]
    cases: int = 0

    def faults(self) -> list[str]:
        """Do it here; what a share leaves is small, and looking for circles in it meanwhile takes a tenth."""
        looked = gc.isenabled()
        gc.disable()
        try:
            return self.work(*self.bounds)
        finally:
            if looked:
                gc.enable()


def faults_side_by_side(
    processes: int, record: Record, meanwhile: Callable[[], list[str]], progress: Progress | None = None
) -> list[str]:
    """What contradicts the record, what `meanwhile` finds here, and what is found of all cases.

    With no process more, one after the other in this one. Otherwise the others see only what is committed,
    and this one takes of the shares that are left when it has walked over the log. Faults stand in the order
    of the log, its seals, the cases.
    """
    if processes < 1:
        return [*audit(record), *meanwhile(), *case_faults(progress=progress)]
    shares = list(_shares(record))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        waiting = [pool.submit(share.faults) for share in shares]
        found, own = [*audit(record, seals=False), *meanwhile()], dict[int, list[str]]()
        for at in reversed(range(len(shares))):
            if waiting[at].cancel():
                own[at] = shares[at].faults()
        done = sum(shares[at].cases for at in own)
        for future in as_completed(future for future in waiting if not future.cancelled()):
            done += shares[waiting.index(future)].cases
            if progress:
                progress(done)
        of_shares = (own[at] if at in own else future.result() for at, future in enumerate(waiting))
        return [*found, *(fault for faults in of_shares for fault in faults), *lost_cases()]


def _shares(record: Record) -> Iterator[AuditShare]:
    for start in range(0, size := record.size, SEALS):
        yield AuditShare(_seals, (start, min(start + SEALS, size)))
    for first, last, cases in case_ranges():
        yield AuditShare(range_faults, (first, last), cases)


def _seals(start: int, stop: int) -> list[str]:
    return seal_faults(checked_record(), start, stop, DjangoStore().sealed(start, stop))
