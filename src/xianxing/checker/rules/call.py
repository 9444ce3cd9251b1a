"""The call: which guide and batch, and whether the window is open (notice, clause 0)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.checker.case import Case
from xianxing.law import Basis
from xianxing.law.rules import Outcome, rule, unmet


@rule("filing-window", clause="0", basis=Basis.GUIDE, family="window")
def filing_window(case: Case) -> Iterator[Outcome]:
    """The filing names a batch of the guide, and the day lies within its window."""
    batch = case.guide.batches.get(case.filing.batch)
    if batch is None:
        known = "、".join(case.guide.batches) or "—"
        yield unmet("unknown_batch", batch=case.filing.batch or "—", known=known)
    elif case.as_of < batch.opens:
        yield unmet("early", day=case.as_of.isoformat(), opens=batch.opens.isoformat())
    elif case.as_of > batch.closes:
        yield unmet("late", day=case.as_of.isoformat(), closes=batch.closes.isoformat())
