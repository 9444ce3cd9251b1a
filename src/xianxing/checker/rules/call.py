"""The call: which guide and batch, and whether the window is open (notice, clause 0)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.checker.case import CallWindow, CheckContext
from xianxing.law import Basis
from xianxing.law.messages import Value
from xianxing.law.rules import RuleOutcome, met, rule, unmet


@rule("filing-window", clause="0", basis=Basis.GUIDE, family="window", version=2)
def filing_window(case: CheckContext) -> Iterator[RuleOutcome]:
    """The filing names a batch of the guide, and the day lies within the call's window, as extended."""
    batch = case.guide.batches.get(case.filing.batch)
    if batch is None:
        known = "、".join(case.guide.batches) or "—"
        yield unmet("unknown_batch", batch=case.filing.batch or "—", known=known)
        return
    window = case.window or CallWindow(batch.opens, batch.closes)
    day = window.filed or case.as_of
    said: dict[str, Value] = {"day": day.isoformat(), "closes": window.closes.isoformat()}
    if day < window.opens:
        yield unmet("early", day=day.isoformat(), opens=window.opens.isoformat())
        return
    late = day > window.closes
    if window.formerly is None or window.announced is None:
        if late:
            yield unmet("late", **said)
        return
    said |= {"formerly": window.formerly.isoformat(), "announced": window.announced.isoformat()}
    yield unmet("late_extended", **said) if late else met("extended", **said)
