"""Answers of yes and no agree with what the cells say: approval, personal information, automation, export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import said_in_cells, said_in_papers
from xianxing.checker.phrases import phrase, phrases_of
from xianxing.law import Basis
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet

RUNNING = ("overview", "scenario", "core_technology", "algorithms")


@rule("approval-declared", clause="3.2.1", basis=Basis.PRACTICE, family="project", version=3)
def approval_declared(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where no approval is said to be needed, no cell or paper says that the supervisor gives one."""
    if case.filing.project.flag("needs_approval") is not False:
        yield not_applicable("needed")
        return
    for location, hit in said_in_cells(case, "approval-declared.needs"):
        yield manual_review("said", location, quote=hit.group()[:40])
    for location, hit in said_in_papers(case, "approval-declared.needs"):
        yield manual_review("said_in_file", location, quote=hit.group()[:40])


@rule("impact-assessed", clause="4.2.4", basis=Basis.PRACTICE, family="form")
def impact_assessed(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where personal information is processed, the impact assessment is done."""
    content = case.filing.content
    if content.flag("personal_information") is not True:
        biometric = re.search(
            r"人脸|指纹|声纹|虹膜|生物识别",
            "".join([*content.strings("technologies"), content.text("core_technology")]),
        )
        if biometric and content.flag("personal_information") is False:
            yield manual_review("biometric", content.at("personal_information"))
        else:
            yield not_applicable("none")
    elif content.flag("impact_assessment") is not True:
        yield unmet("not_done", content.at("impact_assessment"))


@rule("data-abroad", clause="4.2.2", basis=Basis.PRACTICE, family="plausibility")
def data_abroad(case: CheckContext) -> Iterator[RuleOutcome]:
    """Data that leave the country are looked at by a person."""
    for row in case.filing.content.rows("data_sources"):
        if row.flag("crosses_border"):
            yield manual_review("leaves", row.at("crosses_border"))


@rule("personal-data-declared", clause="4.2.4", basis=Basis.PRACTICE, family="form")
def personal_data_declared(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where no personal information is said to be processed, no source of data consists of it."""
    content = case.filing.content
    if content.flag("personal_information") is not False:
        yield not_applicable("declared")
        return
    for row in content.rows("data_sources"):
        hit = phrase("personal-data-declared.personal").find(row.text("source") + "：" + row.text("kind"))
        if hit:
            yield manual_review("source", row.at("kind"), quote=hit.group())


@rule("automation-declared", clause="4.2.2", basis=Basis.PRACTICE, family="form", version=4)
def automation_declared(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where no automated decision is said to be made, no cell or paper describes one that nobody looks at."""
    content = case.filing.content
    if content.flag("automated_decision") is not False:
        yield not_applicable("declared")
        return
    told = phrases_of("automation-declared")
    for key in RUNNING:
        hits = [hit for one in told.values() if (hit := one.find(content.text(key)))]
        if hits:
            yield manual_review("said", content.at(key), quote=hits[0].group()[:40])
    places = {location: hit for name in told for location, hit in said_in_papers(case, name)}
    for location, hit in places.items():
        yield manual_review("said_in_file", location, quote=hit.group()[:40])
