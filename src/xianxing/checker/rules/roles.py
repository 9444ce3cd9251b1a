"""Roles: one lead, the scenario's supplier, technology firms as lead, work really shared (2.1, 3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import said_in_cells, said_in_papers
from xianxing.checker.filing import FolderUnit
from xianxing.checker.phrases import phrase
from xianxing.checker.text.personal import telephone
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.checker.text.similar import bare, overlap, stem
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet

COPIED = 0.6
MOST_UNITS = 30  # units compared with each other


@rule("units-present", clause="4.3.3", basis=Basis.GUIDE, family="units")
def units_present(case: CheckContext) -> Iterator[RuleOutcome]:
    """At least one unit has filled in its 《项目申报机构信息表》."""
    if not case.filing.units:
        yield unmet("none")


@rule("one-lead", clause="3.1.c", basis=Basis.GUIDE, family="eligibility", also=("4.3.3",))
def one_lead(case: CheckContext) -> Iterator[RuleOutcome]:
    """Exactly one unit is the lead."""
    leads = case.filing.leads
    if not leads:
        yield unmet("none", evidence={"leads": 0})
    elif len(leads) > 1:
        names = "、".join(unit.name for unit in leads)
        yield unmet("several", count=len(leads), names=names, evidence={"leads": [unit.id for unit in leads]})
        for unit in leads[1:]:
            yield unmet("another", unit.at("lead"), unit=unit.name)


@rule("scenario-provider", clause="2.1", basis=Basis.GUIDE, family="eligibility")
def scenario_provider(case: CheckContext) -> Iterator[RuleOutcome]:
    """At least one pilot institution supplies the business scenario."""
    if not case.providers:
        yield unmet("none")


@rule("provider-licensed", clause="2.1", basis=Basis.GUIDE, family="units")
def provider_licensed(case: CheckContext) -> Iterator[RuleOutcome]:
    """Whoever supplies the scenario is a pilot institution, never a technology firm."""
    for unit in case.filing.units:
        kind = case.unit_kind(unit)
        if unit.provider and kind is not None and not kind.pilot:
            yield unmet("not_pilot", unit.at("scenario_provider"), unit=unit.name, kind=kind.label)
    if not any(unit.provider for unit in case.filing.units):
        yield not_applicable("none")


@rule("lead-eligible", clause="3.1.b", basis=Basis.GUIDE, family="eligibility")
def lead_eligible(case: CheckContext) -> Iterator[RuleOutcome]:
    """A technology firm leads only a joint filing in which a pilot institution supplies the scenario."""
    leads = [unit for unit in case.filing.leads if (kind := case.unit_kind(unit)) and kind.lead == "joint"]
    if not leads:
        yield not_applicable("pilot_lead")
    for unit in leads:
        if not case.providers:
            clause = case.guide.unit_kind(unit.kind).lead_clause
            key = "alone" if not case.filing.joint else "no_provider"
            yield unmet(key, unit.at("lead"), clause=clause, unit=unit.name)


@rule("scenario-named", clause="2.1", basis=Basis.PRACTICE, family="units", version=2)
def scenario_named(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where the cell 业务场景与流程 names who supplies the scenario, it is a unit marked as such."""
    for found in re.finditer(
        r"场景由([^，。；：、由]{2,24}?)(?:独立|单独|统一|负责)?提供", case.filing.content.text("scenario")
    ):
        named = re.sub(r"(?:公司|中心|银行|（[^）]*）)$", "", found.group(1))
        units = [unit for unit in case.filing.units if len(named) >= 2 and bare(named) in bare(unit.name)]
        if not units and re.search("有限(?:责任)?公司$", found.group(1)):
            yield manual_review("stranger", case.filing.content.at("scenario"), unit=found.group(1))
        if units and not any(unit.provider for unit in units):
            yield manual_review("other_unit", case.filing.content.at("scenario"), unit=units[0].name)


@rule("agreement-stated", clause="3.1.c", basis=Basis.GUIDE, family="units")
def agreement_stated(case: CheckContext) -> Iterator[RuleOutcome]:
    """In a joint filing each unit's rights and duties are stated."""
    if not case.filing.joint:
        yield not_applicable("alone")
        return
    for unit in case.filing.units:
        if filled(unit.text("agreement")) in (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER):
            yield unmet("empty", unit.at("agreement"), unit=unit.name)


@rule("work-stated", clause="3.1.c", basis=Basis.GUIDE, family="units")
def work_stated(case: CheckContext) -> Iterator[RuleOutcome]:
    """Each unit states the important substantive work that it does, and with how many people."""
    for unit in case.filing.units:
        text = unit.text("contribution")
        staff = unit.number("staff")
        if filled(text) in (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER):
            yield unmet("empty", unit.at("contribution"), unit=unit.name)
        elif len(text) < 20:
            yield manual_review("thin", unit.at("contribution"), unit=unit.name)
        if staff is not None and staff <= 0:
            yield unmet("nobody", unit.at("staff"), basis=Basis.PRACTICE, unit=unit.name)
        budget = unit.number("budget_yuan")
        if budget is not None and budget < 0:
            yield unmet("negative", unit.at("budget_yuan"), basis=Basis.PRACTICE)
        elif budget == 0 and case.filing.joint:
            yield manual_review("no_money", unit.at("budget_yuan"), basis=Basis.PRACTICE, unit=unit.name)


@rule("name-lending", clause="3.1.a", basis=Basis.PRACTICE, family="units", version=3)
def name_lending(case: CheckContext) -> Iterator[RuleOutcome]:
    """Nothing in the unit's own words says that it only lends its name."""
    if not case.filing.joint:
        yield not_applicable("alone")
        return
    for unit in case.filing.units:
        for key in ("contribution", "agreement"):
            hit = said_of(unit, "name-lending.lent", unit.text(key))
            if hit:
                yield manual_review("said", unit.at(key), unit=unit.name, quote=hit.group()[:40])


@rule("work-denied", clause="3.1.c", basis=Basis.PRACTICE, family="units")
def work_denied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No unit says in its own words that it does no substantive work, or leaves all of it to others."""
    for unit in case.filing.units:
        for key in ("contribution", "agreement"):
            hit = said_of(unit, "work-denied.none", unit.text(key))
            if hit:
                yield manual_review("said", unit.at(key), unit=unit.name, quote=hit.group()[:40])


def said_of(unit: FolderUnit, name: str, text: str) -> re.Match[str] | None:
    """Where a unit's own words say a phrase of it: not of a tester or an auditor whom it hires.

    Of a unit that is one by trade the same words are its own.
    """
    looked_for = phrase(name)
    if phrase("work-denied.trade").find(unit.name):
        looked_for = replace(looked_for, after=None)
    return looked_for.find(text)


@rule("agreement-reached", version=2, clause="3.1.c", basis=Basis.PRACTICE, family="units")
def agreement_reached(case: CheckContext) -> Iterator[RuleOutcome]:
    """No sheet and no paper says that the units disagree or don't recognise each other."""
    if not case.filing.joint:
        yield not_applicable("alone")
        return
    for unit in case.filing.units:
        for key in ("contribution", "agreement"):
            hit = phrase("agreement-reached.disputed").find(unit.text(key))
            if hit:
                yield manual_review("said", unit.at(key), quote=hit.group()[:40])
    for location, hit in said_in_papers(case, "agreement-reached.disputed"):
        yield manual_review("said", location, quote=hit.group()[:40])


@rule("unlicensed-business", version=2, clause="2.1", basis=Basis.PRACTICE, family="units")
def unlicensed_business(case: CheckContext) -> Iterator[RuleOutcome]:
    """No cell and no paper says that a firm without a licence does what needs one."""
    for said in (said_in_cells, said_in_papers):
        for location, hit in said(case, "unlicensed-business.does"):
            if _of_technology_firm(case, hit.string):
                yield manual_review("said", location, quote=hit.group()[:40])


def _of_technology_firm(case: CheckContext, sentence: str) -> bool:
    """Whether a sentence speaks of a unit that is no pilot institution, by name or by kind."""
    firms = [unit for unit in case.filing.units if case.unit_kind(unit) and not case.is_pilot(unit)]
    names = [_short(unit) for unit in firms]
    return "科技企业" in sentence or any(name and name in sentence for name in names)


def _short(unit: FolderUnit) -> str:
    """The two characters by which people call a firm: of 某地图澜知识工程有限公司 图澜."""
    place = unit.text("registered_in").removesuffix("市")
    return stem(unit.name).removeprefix(place)[:2] if place else stem(unit.name)[:2]


@rule("work-copied", clause="3.1.c", basis=Basis.PRACTICE, family="units", also=("3.1.a",))
def work_copied(case: CheckContext) -> Iterator[RuleOutcome]:
    """No two units describe their work in the same words."""
    if not case.filing.joint:
        yield not_applicable("alone")
    for one, other in combinations(case.filing.units[:MOST_UNITS], 2):
        share = overlap(one.text("contribution"), other.text("contribution"))
        if share >= COPIED:
            percent = round(share * 100)
            yield manual_review(
                "copied",
                other.at("contribution"),
                one=one.name,
                other=other.name,
                percent=percent,
                evidence={"percent": percent},
            )


@rule("people-shared", clause="3.1.a", basis=Basis.PRACTICE, family="units", version=2)
def people_shared(case: CheckContext) -> Iterator[RuleOutcome]:
    """No contact, reviewer or signatory stands for two units."""
    if not case.filing.joint:
        yield not_applicable("alone")
    for one, other in combinations(case.filing.units[:MOST_UNITS], 2):
        for key, plain in (("mobile", telephone), ("email", _plain), ("name", _plain)):
            mine = {plain(row.text(key)) for row in one.rows("contacts")} - {""}
            theirs = {plain(row.text(key)) for row in other.rows("contacts")} - {""}
            if mine & theirs:
                yield manual_review("contacts", other.at("contacts"), one=one.name, other=other.name)
        for record, key in (("internal_review", "reviewer"), ("truth_pledge", "signatory")):
            name = _plain(one.record(record).text(key))
            if name and name == _plain(other.record(record).text(key)):
                yield manual_review("signatory", f"{other.at(record)}.{key}", one=one.name, other=other.name)


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).casefold()
