"""Fair trading as one: reverse trades, tests of direction, cross trades, chains, and a sample."""

from __future__ import annotations

from xianxing.law.findings import JSON
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inspection.chains import chain_findings, chains
from xianxing.toolbox.inspection.cross import cross_findings, cross_trades
from xianxing.toolbox.inspection.direction import direction_findings, direction_tests
from xianxing.toolbox.inspection.reverse import RULE, SETTING, reverse_findings, reverse_trades, statement
from xianxing.toolbox.inspection.sample import sample
from xianxing.toolbox.inspection.scope import Scope
from xianxing.toolbox.inspection.trades import TradeLedger


def judge_trades(scope: Scope) -> tuple[list[ToolFinding], dict[str, JSON]]:
    """Findings and results over the trades of the period; without trades the results are empty lists."""
    ledger = TradeLedger(scope)
    reverse, tests = reverse_trades(ledger), direction_tests(ledger)
    crossed, found = cross_trades(ledger), chains(ledger)
    findings = [
        *reverse_findings(ledger, reverse),
        *direction_findings(ledger, tests),
        *cross_findings(ledger, crossed),
        *chain_findings(ledger, found),
    ]
    days = [trade.day for trade in ledger.trades]
    line = ledger.line(RULE, SETTING, max(days))[0] if days else None
    results: dict[str, JSON] = {
        "reverse_trades": [pair.as_json() for pair in reverse],
        "direction_tests": [test.as_json() for test in tests],
        "cross_trades": [one.as_json() for one in crossed],
        "chains": [chain.as_json() for chain in found],
        "reverse_statement": statement(reverse, line) if days else None,
        "sample": sample(ledger),
    }
    return findings, results
