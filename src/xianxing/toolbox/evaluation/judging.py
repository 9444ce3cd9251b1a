"""A folder judged: every firm under every scheme asked for, its size, and the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from importlib.util import find_spec

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.evaluation import innovative, little_giant, srdi, star
from xianxing.toolbox.evaluation.chain import chain_results
from xianxing.toolbox.evaluation.chain_map import network_map
from xianxing.toolbox.evaluation.evaluation import Evaluation
from xianxing.toolbox.evaluation.facts import FirmFacts, Stated, by_firm
from xianxing.toolbox.evaluation.findings import finding_of
from xianxing.toolbox.evaluation.history import history_json
from xianxing.toolbox.evaluation.layout import SCHEMES
from xianxing.toolbox.evaluation.plan import cheapest, plan_json
from xianxing.toolbox.evaluation.report import as_json, size_json
from xianxing.toolbox.evaluation.size import size_of
from xianxing.toolbox.evaluation.survey import columns_of, survey
from xianxing.toolbox.evaluation.versions import SchemeVersion, version_on, versions_of
from xianxing.toolbox.inputs import Inputs
from xianxing.toolbox.outcome import RunAnswer
from xianxing.toolbox.tables import Row

NO_YEAR = 1900  # of a list that is only placed on the chain: no fact is looked at
MOST_FIRMS = 100  # up to which history and plans are worked out unasked
JUDGES: dict[str, Callable[[FirmFacts, SchemeVersion], Evaluation]] = {
    star.NAME: star.judge,
    innovative.NAME: innovative.judge,
    srdi.NAME: srdi.judge,
    little_giant.NAME: little_giant.judge,
}


def judge_folder(inputs: Inputs) -> RunAnswer:
    """Findings, one a firm and scheme, and the results of the contract."""
    firms = list(every_firm(inputs))
    evaluations = [evaluate(scheme, facts.afresh()) for facts in firms for scheme in _wanted(inputs)]
    incomplete: dict[str, JSON] = {}
    if inputs.aside.get("firms") or inputs.aside.get("facts"):
        incomplete = {"incomplete": True}
    history = list(_history(inputs, firms))
    chain = chain_results(inputs)
    results: dict[str, JSON] = {
        "evaluations": [{**as_json(one), **incomplete} for one in evaluations],
        "history": [history_json(*one) for one in history],
        "by_version": list(_by_version(inputs, firms, history)),
        "plans": list(_plans(inputs, evaluations)),
        "size": [size_json(size_of(facts)) for facts in firms],
        **chain,
        **network_map(inputs, chain),
        "set_aside": {name: count for name, count in sorted(inputs.aside.items()) if count},
    }
    return RunAnswer(tuple(finding_of(one) for one in evaluations), results)


def evaluate(scheme: str, facts: FirmFacts) -> Evaluation:
    """One firm under the version in force on the day of its application."""
    version = version_on(scheme, facts.applied_on, recheck=facts.recheck)
    if version is None:
        return Evaluation(facts, scheme, None, Result.NOT_APPLICABLE)
    return JUDGES[scheme](facts, version)


def every_firm(inputs: Inputs) -> Iterator[FirmFacts]:
    """The facts of every firm, by id."""
    stated = by_firm(inputs.rows("facts"))
    last_year = int(inputs.number("last_year") or NO_YEAR)
    for firm in sorted(inputs.rows("firms"), key=lambda row: row.text("id")):
        yield _facts(firm, stated.get(firm.text("id"), {}), last_year, inputs.as_of)


def _wanted(inputs: Inputs) -> list[str]:
    """The schemes asked for, in the order of the contract; all of them where none is named."""
    named = inputs.settings.get("schemes")
    return [scheme for scheme in SCHEMES if named is None or scheme in inputs.words("schemes")]


def _asked(inputs: Inputs, setting: str) -> bool:
    """What costs more than the judgement itself: as the folder says, else for lists that people read."""
    said = inputs.settings.get(setting)
    return said if isinstance(said, bool) else len(inputs.rows("firms")) <= MOST_FIRMS


def _history(inputs: Inputs, firms: Sequence[FirmFacts]) -> Iterator[tuple[str, FirmFacts, list[Evaluation]]]:
    """Every firm under every version of every scheme, where that is asked for."""
    if not _asked(inputs, "history"):
        return
    for facts in firms:
        for scheme in _wanted(inputs):
            judge = JUDGES[scheme]
            yield scheme, facts, [judge(facts.afresh(), version) for version in versions_of(scheme)]


def _by_version(
    inputs: Inputs, firms: Sequence[FirmFacts], history: Sequence[tuple[str, FirmFacts, list[Evaluation]]]
) -> Iterator[JSON]:
    """How many firms of the list each text would let through; without the history of each it needs numpy."""
    if not history and (find_spec("numpy") is None or not firms or not _wanted(inputs)):
        return
    columns = None if history else columns_of(firms)
    for scheme in _wanted(inputs):
        for place, version in enumerate(versions_of(scheme)):
            if columns is None:
                results = [found[place].result for name, _facts, found in history if name == scheme]
            else:
                exactly = partial(_exactly, JUDGES[scheme], version, firms)
                results = survey(scheme, version, columns, exactly)
            counted = Counter(one.value for one in results)
            yield {"scheme": scheme, "pack": version.id, **{one.value: counted[one.value] for one in Result}}


def _exactly(
    judge: Callable[[FirmFacts, SchemeVersion], Evaluation],
    version: SchemeVersion,
    firms: Sequence[FirmFacts],
    place: int,
) -> Result:
    return judge(firms[place].afresh(), version).result


def _plans(inputs: Inputs, evaluations: list[Evaluation]) -> Iterator[JSON]:
    if not _asked(inputs, "plan"):
        return
    prices = {row.text("indicator"): Fraction(row.number("cost") or 0) for row in inputs.rows("costs")}
    for found in evaluations:
        version, judge = found.version, JUDGES[found.scheme]
        if version is not None:
            plan = cheapest(found, prices, partial(_again, judge, version))
            if plan is not None:
                yield plan_json(plan)


def _again(
    judge: Callable[[FirmFacts, SchemeVersion], Evaluation], version: SchemeVersion, facts: FirmFacts
) -> Evaluation:
    return judge(facts, version)


def _facts(firm: Row, stated: Stated, last_year: int, as_of: date) -> FirmFacts:
    return FirmFacts(
        firm,
        stated,
        last_year,
        firm.day("applied_on") or as_of,
        recheck=firm.text("application") == "recheck",
    )
