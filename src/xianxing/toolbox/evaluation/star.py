"""科创属性 under its five texts: items, five exceptions, two carve-outs, and who is barred."""

from __future__ import annotations

from xianxing.law.findings import Result
from xianxing.toolbox.evaluation.conditions import AnyOf, Flag, TermLine, When, all_of
from xianxing.toolbox.evaluation.evaluation import (
    BY_ITEMS,
    Evaluation,
    JudgedItem,
    SchemeItem,
    gaps_of,
    judge_items,
    whole_of,
)
from xianxing.toolbox.evaluation.facts import FirmFacts
from xianxing.toolbox.evaluation.terms import Growth, Now, Ratio, Total
from xianxing.toolbox.evaluation.versions import SchemeVersion

NAME, YEARS, OVER = "star", 3, 2
CLAIMED = ("exc_leading", "exc_award", "exc_project", "exc_substitute")
CORE, BARRED, RESTRICTED = "patents_core", "barred", "restricted"
SPENT = Ratio(Total("rd_expense", YEARS), Total("revenue", YEARS))

ITEMS = (
    SchemeItem(
        "rd",
        When(
            "software",
            then=TermLine("ratio", SPENT, "rd.software"),
            otherwise=AnyOf(
                (
                    TermLine("ratio", SPENT, "rd.ratio"),
                    TermLine("amount", Total("rd_expense", YEARS), "rd.amount"),
                )
            ),
        ),
    ),
    SchemeItem("rd_staff", TermLine("share", Ratio(Now("rd_staff"), Now("staff")), "rd_staff")),
    SchemeItem(
        "patents", When("software", then=None, otherwise=TermLine("patents", Now("patents_main"), "patents"))
    ),
    SchemeItem(
        "growth",
        When(
            "fifth_standard",
            then=None,
            otherwise=AnyOf(
                (
                    TermLine("growth", Growth("revenue", OVER), "growth.rate"),
                    TermLine("revenue", Now("revenue"), "growth.revenue"),
                )
            ),
        ),
    ),
)
FIFTY = TermLine(CORE, Now(CORE), CORE)


def judge(facts: FirmFacts, version: SchemeVersion) -> Evaluation:
    """All items, or one of five exceptions; who is barred doesn't pass either way."""
    asked = [item for item in ITEMS if item.name != "rd_staff" or "rd_staff" in version]
    items = judge_items(asked, facts, version)
    exceptions = [
        JudgedItem(CORE, FIFTY.judge(facts, version)),
        *(JudgedItem(name, Flag(name).judge(facts, version)) for name in CLAIMED),
    ]
    beside = [
        JudgedItem(name, Flag(name, wanted=False).judge(facts, version))
        for name in (BARRED, RESTRICTED)
        if name in version
    ]
    result, by = _with_exceptions(whole_of(items), exceptions)
    result = _with_bars(result, beside)
    return Evaluation(
        facts=facts,
        scheme=NAME,
        version=version,
        result=result,
        by=by if result in (Result.MET, Result.MANUAL_REVIEW) else None,
        items=items,
        beside=[*exceptions, *beside],
        gaps=gaps_of(items),
    )


def _with_exceptions(result: Result, exceptions: list[JudgedItem]) -> tuple[Result, str | None]:
    """Fifty patents suffice; what is only claimed goes to a person; what isn't known may still decide."""
    core, *claimed = exceptions
    if result is Result.MET:
        return Result.MET, BY_ITEMS
    if core.result is Result.MET:
        return Result.MET, CORE
    for one in claimed:
        if one.result is Result.MET:
            return Result.MANUAL_REVIEW, one.name
    if result is not Result.UNMET:
        return result, None
    open_ = {one.result for one in exceptions} - {Result.UNMET}
    if Result.UNKNOWN in open_:
        return Result.UNKNOWN, None
    return (Result.MANUAL_REVIEW if open_ else Result.UNMET), None


def _with_bars(result: Result, bars: list[JudgedItem]) -> Result:
    """`barred` decides by itself; `restricted` sends to a person whom nothing else keeps out."""
    found = {one.name: one.result for one in bars}
    barred = found.get(BARRED, Result.MET)
    restricted = found.get(RESTRICTED, Result.MET)
    together = all_of((barred, result))
    if together is not Result.MET:
        return together
    return Result.MANUAL_REVIEW if restricted is Result.UNMET else restricted
