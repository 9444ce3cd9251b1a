"""Who may file: kinds of unit, territory, licences, codes (clauses 2.1, 3.1, 4.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cn import uscc as uscc_numbers

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import own_texts
from xianxing.checker.filing import FolderUnit
from xianxing.checker.phrases import phrase
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.checker.text.similar import bare, names_unit
from xianxing.law import Basis, Result
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet

SECURITIES_WORDS = re.compile(
    r"证券|期货|基金|债|股票|股权|资管|资产管理|资产支持|投行|投顾|投资顾问|上市|挂牌|发行|承销|托"
    r"管|评级|函证|衍生品|期权|交易所|保荐|收购|信息披露|年报"
)
OTHER_WORDS = re.compile(
    r"保险|理赔|信贷|贷款|信用卡|电商|医疗|教育|房产|房地产|税务|物流|政务|零售|制造|餐饮|旅游|彩票|支付"
)


@rule(
    "unit-territory",
    clause="3.1",
    basis=Basis.GUIDE,
    family="units",
    version=2,
    also=("3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5"),
)
def unit_territory(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each pilot institution belongs to the territory that its kind is tested by."""
    for unit in case.filing.units:
        kind = case.unit_kind(unit)
        if kind is None or not kind.territory_field:
            continue
        place = unit.text(kind.territory_field)
        result = case.guide.territory_ok(kind.key, unit.text("registered_in"), unit.text("jurisdiction"))
        at = unit.at(kind.territory_field)
        if result is Result.UNMET or (result is Result.MANUAL_REVIEW and _seated_elsewhere(case, unit)):
            yield unmet("outside", at, clause=kind.clause, place=place[:20], kind=kind.label, unit=unit.name)
        elif result is Result.MANUAL_REVIEW:
            yield manual_review(
                "unclear", at, clause=kind.clause, place=place[:20], kind=kind.label, unit=unit.name
            )
        elif kind.territory_field == "registered_in":
            yield from _other_jurisdiction(case, unit)


def _seated_elsewhere(case: CheckContext, unit: FolderUnit) -> bool:
    """Whether a jurisdiction that can be read in two ways is decided by a seat outside of the territory."""
    kind = case.guide.unit_kind(unit.kind)
    seat = case.guide.territories[kind.territory].contains(unit.text("registered_in"))
    return kind.territory_field == "jurisdiction" and seat is Result.UNMET


def _other_jurisdiction(case: CheckContext, unit: FolderUnit) -> Iterator[RuleOutcome]:
    """A unit registered here is supervised elsewhere: somebody should look.

    The other way round is usual: a unit of the jurisdiction may be registered anywhere.
    """
    kind = case.guide.unit_kind(unit.kind)
    if case.guide.territories[kind.territory].contains(unit.text("jurisdiction")) is Result.UNMET:
        yield manual_review(
            "contradictory",
            unit.at("jurisdiction"),
            clause=kind.clause,
            place=unit.text("jurisdiction")[:20],
            unit=unit.name,
        )


@rule("service-scenario", clause="3.1.3", basis=Basis.GUIDE, family="units", version=2)
def service_scenario(case: CheckContext) -> Iterator[RuleOutcome]:
    """A service institution uses a securities or futures business as its scenario."""
    found = False
    for unit in case.filing.units:
        kind = case.unit_kind(unit)
        if kind is None or not kind.needs_scenario_business:
            continue
        found = True
        at, text = unit.at("scenario_business"), unit.text("scenario_business")
        if filled(text) in (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER):
            yield unmet("empty", at, clause=kind.clause, unit=unit.name)
            continue
        none = phrase("service-scenario.none")
        if not SECURITIES_WORDS.search(none.words.sub("", text)):
            speak = unmet if OTHER_WORDS.search(text) or none.find(text) else manual_review
            yield speak("not_securities", at, clause=kind.clause, unit=unit.name)
    if not found:
        yield not_applicable("no_service")


@rule("licence-present", clause="2.1", basis=Basis.GUIDE, family="units", version=2)
def licence_present(case: CheckContext) -> Iterator[RuleOutcome]:
    """Every unit whose kind is licensed states a licence, with number and authority."""
    for unit in case.filing.units:
        kind = case.unit_kind(unit)
        rows = [row for row in unit.rows("licences") if filled(row.text("name")) is not Filled.EMPTY]
        if kind is None or not kind.pilot:
            continue
        if not rows and kind.licensed:
            yield unmet("none", unit.at("licences"), unit=unit.name)
        elif not rows and unit.provider:
            yield manual_review("core", unit.at("licences"), unit=unit.name)
        words = "|".join(map(re.escape, kind.licence_words))
        if (
            rows
            and words
            and not any(re.search(words, row.text("name") + row.text("authority")) for row in rows)
        ):
            place = rows[0].at("name") if len(rows) == 1 else unit.at("licences")
            yield manual_review("other_business", place, unit=unit.name)


@rule("licence-valid", clause="2.1", basis=Basis.GUIDE, family="units", version=2)
def licence_valid(case: CheckContext) -> Iterator[RuleOutcome]:
    """No licence has run out, and at least one lasts through the trial."""
    for unit in case.filing.units:
        rows = unit.rows("licences")
        ends = [row.day("valid_to") for row in rows]
        for row, end in zip(rows, ends, strict=True):
            if end is not None and end < case.as_of:
                yield unmet("expired", row.at("valid_to"), end=end.isoformat(), licence=row.text("name")[:20])
        until = case.trial_end
        live = [end for end in ends if end is None or end >= case.as_of]
        if until and live and case.is_pilot(unit) and all(end is not None and end < until for end in live):
            last = max(end for end in live if end is not None)
            place = rows[0].at("valid_to") if len(rows) == 1 else unit.at("licences")
            yield manual_review("ends_early", place, end=last.isoformat(), until=until.isoformat())


@rule("uscc-valid", clause="4.3.3", basis=Basis.PRACTICE, family="units")
def uscc_valid(case: CheckContext) -> Iterator[RuleOutcome]:
    """统一社会信用代码 has 18 characters with a right check character."""
    for unit in case.filing.units:
        code = unit.text("uscc")
        if not code:
            continue
        compact = re.sub(r"[\s\-]", "", code).upper()
        if len(compact) != 18:
            yield unmet("length", unit.at("uscc"), count=len(compact))
        elif not uscc_numbers.is_valid(compact):
            yield unmet("check_digit", unit.at("uscc"))


@rule("unit-distinct", clause="4.3.3", basis=Basis.GUIDE, family="units")
def unit_distinct(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each unit has one sheet: no name, code or id stands twice."""
    seen: dict[tuple[str, str], str] = {}
    for unit in case.filing.units:
        for key in ("name", "uscc", "id"):
            value = bare(unit.text(key))
            if value and (key, value) in seen:
                yield unmet("twice", unit.at(key), other=seen[key, value])
            elif value:
                seen[key, value] = unit.id


SANCTION_YEARS = 3  # 近三年, in whole years before the filing


@rule("sanctions-stated", version=2, clause="5.3.8", basis=Basis.PRACTICE, family="units")
def sanctions_stated(case: CheckContext) -> Iterator[RuleOutcome]:
    """A sanction of the last years that a paper tells of stands in the unit's own sheet."""
    for item, texts in own_texts(case):
        issuers = [unit for one in item.issuers if (unit := case.filing.unit(one))]
        for text in texts:
            hit = phrase("sanctions-stated.sanctioned").find(text.text)
            year = int(hit["year"]) if hit else 0
            if year < case.as_of.year - SANCTION_YEARS:
                continue
            named = [unit for unit in case.filing.units if names_unit(text.text, unit.name)] or issuers
            known = {day.year for unit in named for row in unit.rows("sanctions") if (day := row.day("date"))}
            if len(named) == 1 and year not in known:
                yield manual_review("untold", named[0].at("sanctions"), unit=named[0].name, file=item.place)
