"""One firm under every version of a scheme: the same facts, judged as if each text were in force."""

from __future__ import annotations

from collections.abc import Sequence

from xianxing.law.findings import JSON
from xianxing.toolbox.evaluation.evaluation import Evaluation
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.numbers import plain


def history_json(scheme: str, facts: FirmFacts, found: Sequence[Evaluation]) -> dict[str, JSON]:
    """The results by version, the oldest first, with what each item says under it."""
    return {
        "firm": facts.firm.text("id"),
        "scheme": scheme,
        "versions": [_one(one) for one in found],
    }


def _one(found: Evaluation) -> dict[str, JSON]:
    head = found.version.head if found.version else None
    return {
        "pack": head.id if head else None,
        "from": head.effective_from.isoformat() if head else None,
        "to": head.effective_to.isoformat() if head and head.effective_to else None,
        "confirmed": head.confirmed if head else None,
        "result": found.result.value,
        "by": found.by,
        "score": None if found.score is None else plain(found.score),
        "items": {item.name: item.result.value for item in found.items},
    }
