"""The tool `related-parties`: its layout, packs, judgement and example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.charts import Chart
from xianxing.toolbox.findings import ToolFinding
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.related_parties.ballots import vote_findings, votes
from xianxing.toolbox.related_parties.candidates import candidates
from xianxing.toolbox.related_parties.example import files
from xianxing.toolbox.related_parties.facts import DecisiveFacts
from xianxing.toolbox.related_parties.group_map import GroupMap
from xianxing.toolbox.related_parties.layout import LAYOUT
from xianxing.toolbox.related_parties.ledger import Ledger
from xianxing.toolbox.related_parties.look_through import LookThrough, control_findings
from xianxing.toolbox.related_parties.parties import LISTED, compare_lists, list_findings, related_parties
from xianxing.toolbox.related_parties.price_checks import price_checks
from xianxing.toolbox.related_parties.recusal import Matter
from xianxing.toolbox.related_parties.register import Register
from xianxing.toolbox.related_parties.relations import Relations
from xianxing.toolbox.related_parties.rules import PACKS
from xianxing.toolbox.related_parties.trade_findings import TradeFindings
from xianxing.toolbox.reports import ToolReport, ToolWorkbook
from xianxing.toolbox.tool import Tool


def judge(inputs: Inputs) -> RunAnswer:
    """Judge a folder that was read."""
    return judge_on(inputs, None, "")


def judge_on(inputs: Inputs, _rules_as_of: date | None, engine: str) -> RunAnswer:
    """Judge a folder; the ledger is added up by the engine of an address, "" for rows in memory.

    QueryEngineError where the engine can't be used or can't hold an amount exactly.
    """
    day = inputs.as_of
    is_securities_firm = inputs.word("firm_kind") == "securities_firm"
    relations = Relations(Register.read(inputs), inputs.word("firm"))
    methods = LookThrough(relations.register.on(day), relations.control(day), relations.ownership(day), day)
    parties = related_parties(relations, day, securities_firm=is_securities_firm)
    difference = compare_lists(inputs, parties, securities_firm=is_securities_firm)
    ledger = Ledger(inputs, relations, engine)
    trades = ledger.judged()
    of_trades = TradeFindings(ledger.lines)
    prices = list(price_checks(inputs, trades))
    looked_through = methods.answers(inputs.rows("look_through"))
    findings = (
        *control_findings(looked_through, day),
        *list_findings(inputs, difference),
        *(finding for trade in trades for finding in of_trades.of(trade)),
        *(finding for vote in votes(inputs, relations, trades) for finding in vote_findings(vote)),
        *(check.finding() for check in prices),
    )
    known = frozenset(party.tie.entity for party in parties if party.regime in LISTED)
    results: dict[str, JSON] = {
        "look_through": looked_through,
        "related_parties": [party.as_json() for party in parties],
        "list_diff": difference.as_json(),
        "trades": [trade.as_json() for trade in trades],
        "recusals": recusals(inputs, relations),
        "price_anomalies": [check.as_json() for check in prices if check.is_anomaly],
        "candidates": candidates(relations.register.entities, known, relations.own(day)),
        "ledger": [trade.as_ledger_row() for trade in trades if trade.related is not False],
        **GroupMap(relations, (party.tie.entity for party in parties), day).results(),
    }
    if inputs.settings.get("facts") is True:
        results["decisive_facts"] = DecisiveFacts(relations).answers(_in_question(inputs, findings))
    return RunAnswer(findings, results)


def _in_question(inputs: Inputs, findings: Iterable[ToolFinding]) -> Iterator[tuple[str, date]]:
    """Whose relation decides a finding that is unmet, and on which day."""
    trades = {row.text("id"): row for row in inputs.rows("trades")}
    for finding in findings:
        if finding.result is Result.UNMET and finding.day is not None:
            table, name = finding.subject
            if table == "entities":
                yield name, finding.day
            elif table == "trades":
                yield trades[name].text("counterparty"), finding.day


def recusals(inputs: Inputs, relations: Relations) -> list[JSON]:
    """Who stays out of each matter of the folder, in the order of their ids."""
    found: list[JSON] = []
    for row in sorted(inputs.rows("matters"), key=lambda row: row.text("id")):
        day = row.day("date") or inputs.as_of
        matter = Matter.about(
            relations.register.on(day),
            relations.control(day),
            relations.firm,
            day,
            row.names("counterparties"),
            controlled=row.flag("with_controlled") is True,
        )
        found.append(matter.as_json(row.text("id")))
    return found


def charts(answer: Mapping[str, JSON]) -> tuple[Chart, ...]:
    """What the answer shows as charts."""
    from xianxing.toolbox.related_parties.charts import charts as drawn

    return drawn(answer)


def reports(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolReport, ...]:
    """The report and the confirmation of facts; loads what sets pages."""
    from xianxing.toolbox.related_parties.papers import reports as written

    return written(answer, inputs)


def workbooks(answer: Mapping[str, JSON], inputs: Inputs) -> tuple[ToolWorkbook, ...]:
    """The list of parties, the ledger and the findings."""
    from xianxing.toolbox.related_parties.workbook import workbooks as written

    return written(answer, inputs)


TOOL = Tool(
    layout=LAYOUT,
    packs=PACKS,
    judge=judge,
    judge_on=judge_on,
    files=files,
    charts=charts,
    reports=reports,
    workbooks=workbooks,
)
