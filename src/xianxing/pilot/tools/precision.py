"""How often people upheld what a tool found: upheld of judged, with an exact interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from xianxing.pilot.tools.models import FindingReview, RunFinding, ToolRun
from xianxing.toolbox.intervals import exact_interval


@dataclass(frozen=True)
class Precision:
    """Of a rule's findings, or of all (`rule` empty), how many were judged and how many of them upheld."""

    rule: str
    judged: int
    upheld: int

    @property
    def overruled(self) -> int:
        """How many were overruled."""
        return self.judged - self.upheld

    @property
    def share(self) -> float | None:
        """Upheld of judged; None where nothing was judged."""
        return self.upheld / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval of the share (Clopper–Pearson)."""
        return exact_interval(self.upheld, self.judged)


def precision_by_rule(runs: Iterable[ToolRun] | QuerySet[ToolRun]) -> list[Precision]:
    """All of these runs first, then a line a rule of which something was judged; in one query."""
    last = FindingReview.objects.filter(finding=OuterRef("pk")).order_by("-number").values("upheld")[:1]
    rows = RunFinding.objects.filter(run__in=runs, reviews__number=1).annotate(upheld=Subquery(last))
    counted = rows.values("rule").annotate(judged=Count("pk"), kept=Count("pk", filter=Q(upheld=True)))
    lines = [Precision(row["rule"], row["judged"], row["kept"]) for row in counted.order_by("rule")]
    return [Precision("", sum(one.judged for one in lines), sum(one.upheld for one in lines)), *lines]
