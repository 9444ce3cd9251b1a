"""The answer of an inspection: findings, and the results by the names of the contract."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import localcontext

from xianxing.i18n import gettext
from xianxing.law.findings import JSON
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.inspection.book import EXACT
from xianxing.toolbox.inspection.episodes import Episode
from xianxing.toolbox.inspection.fair import judge_trades
from xianxing.toolbox.inspection.judge import DayFindings, judge_days
from xianxing.toolbox.inspection.scope import Scope, scope_of
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.packs import Packs

Key = tuple[str, str, str, date]
DAYS = ("products", "nav", "positions", "assets")
TRADES = ("products", "trades", "market", "references", "assets")


def answer(inputs: Inputs, packs: Packs, engine: str = "") -> RunAnswer:
    """Judge a folder's days, each by the packs in force on it; an engine's address says who adds up.

    QueryEngineError where the engine isn't there, or can't hold a number exactly.
    """
    with localcontext(EXACT), _without_collector():
        scope = scope_of(inputs, packs)
        findings, results, _episodes = _judge(scope, _days(scope, engine))
    return RunAnswer(findings, results)


def replay(inputs: Inputs, packs: Packs, rules_as_of: date, engine: str = "") -> RunAnswer:
    """Judge the same days by the packs of one other date, and say what that adds and takes away.

    Every message says that it is a what-if: no finding of a replay is one of the days themselves.
    """
    with localcontext(EXACT), _without_collector():
        scope = scope_of(inputs, packs, rules_as_of)
        findings, results, episodes = _judge(scope, _days(scope, engine))
        own = _days(scope_of(inputs, packs), engine).episodes
    then, now = ({_place(one): one for one in some} for some in (episodes, own))
    words = gettext("What if the rules of {day} held: ").format(day=rules_as_of)
    marked = tuple(_marked(finding, words) for finding in findings)
    said: dict[str, JSON] = {
        "rules_as_of": rules_as_of.isoformat(),
        "new": [then[key].as_json() for key in sorted(then.keys() - now.keys())],
        "gone": [now[key].as_json() for key in sorted(now.keys() - then.keys())],
        "same": len(then.keys() & now.keys()),
    }
    return RunAnswer(marked, {**results, "replay": said})


def _days(scope: Scope, engine: str) -> DayFindings:
    """What is found of days: by the rows in memory where there are, and no engine is named."""
    if not engine and not scope.book.inputs.columnar:
        return judge_days(scope)
    from xianxing.toolbox.inspection.relational.facts import positions_of
    from xianxing.toolbox.inspection.relational.holdings import EngineHoldings

    with positions_of(scope, engine) as facts:
        return judge_days(scope, EngineHoldings(scope, facts))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Judge without looking for cycles: millions of values live until the end, and none points back.

    It takes half the time of a large folder.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _marked(finding: ToolFinding, words: str) -> ToolFinding:
    return replace(finding, message=words + finding.message)


def _judge(
    scope: Scope, found: DayFindings
) -> tuple[tuple[ToolFinding, ...], dict[str, JSON], list[Episode]]:
    fair, traded = judge_trades(scope)
    episodes = sorted(found.episodes, key=_place)
    results: dict[str, JSON] = {
        "episodes": [episode.as_json() for episode in episodes],
        "breach_days": [day for episode in episodes for day in episode.days_as_json()],
        **traded,
        "days": {
            "checked": len(scope.days(scope.book.days)),
            "products": len(scope.book.products),
        },
    }
    rested = [replace(finding, rests_on=_tables(finding)) for finding in found.findings]
    traded_on = [replace(finding, rests_on=TRADES) for finding in fair]
    return (*rested, *traded_on), results, episodes


def _tables(finding: ToolFinding) -> tuple[str, ...]:
    """The tables without which a finding over days might be another."""
    own = {row.table for row in finding.evidence} & {"subscriptions", "investors", "references"}
    return (*DAYS, *sorted(own))


def _place(episode: Episode) -> Key:
    return (episode.rule.id, episode.product or "", episode.first.asset or "", episode.first.day)
