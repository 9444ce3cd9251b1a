"""The answer of an inspection: findings, and the results by the names of the contract."""

from __future__ import annotations

from datetime import date
from decimal import localcontext

from xianxing.law.findings import JSON
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection.book import EXACT
from xianxing.toolbox.inspection.episodes import Episode
from xianxing.toolbox.inspection.fair import judge_trades
from xianxing.toolbox.inspection.judge import judge_days
from xianxing.toolbox.inspection.scope import scope_of
from xianxing.toolbox.outcome import Answer
from xianxing.toolbox.packs import Packs


def answer(inputs: Inputs, packs: Packs, rules_as_of: date | None = None) -> Answer:
    """Judge a folder's days by the packs of each day, or all by those of one day."""
    with localcontext(EXACT):
        scope = scope_of(inputs, packs, rules_as_of)
        found = judge_days(scope)
        fair, traded = judge_trades(scope)
        judged = scope.days(scope.book.days)
        listed = sorted(found.episodes, key=_place)
        results: dict[str, JSON] = {
            "episodes": [episode.as_json() for episode in listed],
            **traded,
            "days": {"checked": len(judged), "products": len(scope.book.products)},
        }
    return Answer((*found.findings, *fair), results)


def _place(episode: Episode) -> tuple[str, str, str, date]:
    return (episode.rule.id, episode.product or "", episode.first.asset or "", episode.first.day)
