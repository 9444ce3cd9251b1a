"""A folder judged: every firm under every scheme asked for, its size, and the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.evaluation import innovative, little_giant, srdi, star
from xianxing.toolbox.evaluation.chain import chain_results
from xianxing.toolbox.evaluation.evaluation import Evaluation
from xianxing.toolbox.evaluation.facts import FirmFacts, Stated, by_firm
from xianxing.toolbox.evaluation.findings import finding_of
from xianxing.toolbox.evaluation.layout import SCHEMES
from xianxing.toolbox.evaluation.report import as_json, size_json
from xianxing.toolbox.evaluation.size import size_of
from xianxing.toolbox.evaluation.versions import Version, version_on
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import Answer
from xianxing.toolbox.tables import Row

JUDGES: dict[str, Callable[[FirmFacts, Version], Evaluation]] = {
    star.NAME: star.judge,
    innovative.NAME: innovative.judge,
    srdi.NAME: srdi.judge,
    little_giant.NAME: little_giant.judge,
}


def judge_folder(inputs: Inputs) -> Answer:
    """Findings, one a firm and scheme, and the results of the contract."""
    evaluations = list(evaluate_all(inputs))
    results: dict[str, JSON] = {
        "evaluations": [as_json(one) for one in evaluations],
        "size": [size_json(size_of(facts)) for facts in every_firm(inputs)],
        **chain_results(inputs),
    }
    return Answer(tuple(finding_of(one) for one in evaluations), results)


def evaluate_all(inputs: Inputs) -> Iterator[Evaluation]:
    """Every firm by its id under each scheme, in the order of the contract; under all where none is named."""
    named = inputs.settings.get("schemes")
    wanted = [scheme for scheme in SCHEMES if named is None or scheme in inputs.words("schemes")]
    for facts in every_firm(inputs):
        for scheme in wanted:
            yield evaluate(scheme, facts.afresh())


def evaluate(scheme: str, facts: FirmFacts) -> Evaluation:
    """One firm under the version in force on the day of its application."""
    version = version_on(scheme, facts.applied_on, recheck=facts.recheck)
    if version is None:
        return Evaluation(facts, scheme, None, Result.NOT_APPLICABLE)
    return JUDGES[scheme](facts, version)


def every_firm(inputs: Inputs) -> Iterator[FirmFacts]:
    """The facts of every firm, by id."""
    stated = by_firm(inputs.rows("facts"))
    last_year = int(inputs.number("last_year") or Decimal(inputs.as_of.year - 1))
    for firm in sorted(inputs.rows("firms"), key=lambda row: row.text("id")):
        yield _facts(firm, stated.get(firm.text("id"), {}), last_year, inputs.as_of)


def _facts(firm: Row, stated: Stated, last_year: int, as_of: date) -> FirmFacts:
    return FirmFacts(
        firm,
        stated,
        last_year,
        firm.day("applied_on") or as_of,
        recheck=firm.text("application") == "recheck",
    )
