"""What the pilot measures of a tool's run, as points for the monitoring of the project that it is.

Of what people said about findings it knows nothing; the site adds how many were upheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.numbers import plain


def indicators(result: Mapping[str, Any], at: datetime) -> list[JSON]:
    """Points of a result's JSON: name, unit, value and instant; ValueError where it is no tool's result."""
    return [
        {"tool": str(result["tool"]), "name": name, "unit": unit, "value": value, "time": at.isoformat()}
        for name, unit, value in _points(result)
    ]


def _points(result: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    try:
        metrics, summary = result["metrics"], result["summary"]
        counts = {one.value: int(summary[one.value]) for one in Result}
        yield "seconds_per_run", "s", plain(Decimal(str(metrics["seconds"])))
        yield "rows", "row", str(int(metrics["rows"]))
        yield "share_set_aside", "fraction", plain(Decimal(str(metrics["share_aside"])))
        for name, count in counts.items():
            yield f"findings_{name}", "finding", str(count)
        total = sum(counts.values())
        share = Fraction(counts["manual_review"], total) if total else Fraction(0)
        yield "manual_review_share", "fraction", plain(share)
        yield "packs_past_check", "pack", str(int(metrics["packs_past_check"]))
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"this is no result of a tool: {error!r}") from error
