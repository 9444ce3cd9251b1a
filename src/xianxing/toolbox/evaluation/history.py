"""One firm under every version of a scheme: the same facts, judged as if each text were in force."""

from __future__ import annotations

from collections.abc import Callable

from xianxing.law.findings import JSON
from xianxing.toolbox.evaluation.evaluation import Evaluation
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.versions import Version, versions_of
from xianxing.toolbox.numbers import plain


def history_json(
    scheme: str, facts: FirmFacts, judge: Callable[[FirmFacts, Version], Evaluation]
) -> dict[str, JSON]:
    """The results by version, the oldest first, with the items that fail under each."""
    return {
        "firm": facts.firm.text("id"),
        "scheme": scheme,
        "versions": [_one(judge(facts.afresh(), version), version) for version in versions_of(scheme)],
    }


def _one(found: Evaluation, version: Version) -> dict[str, JSON]:
    head = version.head
    return {
        "pack": version.id,
        "from": head.effective_from.isoformat(),
        "to": head.effective_to.isoformat() if head.effective_to else None,
        "confirmed": head.confirmed,
        "result": found.result.value,
        "by": found.by,
        "score": None if found.score is None else plain(found.score),
        "items": {item.name: item.result.value for item in found.items},
    }
