"""What the four types of project ask for (clauses 3.2.1–3.2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xianxing.checker.case import Case
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.law import Basis
from xianxing.law.rules import Outcome, manual_review, not_applicable, rule, unmet
from xianxing.law.text import plain

BLANK = (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER)
NO_EXEMPTION = re.compile(r"(?:不|未|无需?|没有)(?:申请|涉及|需要?|寻求|存在|要求)?[^，。；]{0,8}豁免")
LAUNCHED = re.compile(
    r"已(?:在|于|向)?[^，。；]{0,20}(?:全面|规模化|大规模|正式)?(?:推广应用|规模化应用|大规模应用|"
    r"商用|规模化运营)"
)


@rule("exemption-or-new-field", clause="3.2.1", basis=Basis.GUIDE, family="project")
def exemption_or_new_field(case: Case) -> Iterator[Outcome]:
    """业务创新类 names an explicit exemption from a rule, or a new field with its reason."""
    kind = case.guide.project_types.get(case.filing.project.text("type"))
    if kind is None or "exemption_or_new_field" not in kind.requires:
        yield not_applicable("other_type")
        return
    project = case.filing.project
    rows = [row for row in project.rows("exemptions") if filled(row.text("rule")) not in BLANK]
    reasoned = filled(project.text("new_rule_reason")) not in BLANK
    if rows or (project.flag("new_rule_field") and reasoned):
        return
    if project.flag("new_rule_field"):
        yield unmet("no_reason", project.at("new_rule_reason"), clause=kind.clause)
    else:
        yield unmet("neither", project.at("exemptions"), clause=kind.clause)


@rule("exemption-explicit", clause="3.2.1", basis=Basis.GUIDE, family="project")
def exemption_explicit(case: Case) -> Iterator[Outcome]:
    """An exemption names the rule, its article, what is exempted and for how long."""
    project = case.filing.project
    rows = project.rows("exemptions")
    if not rows:
        yield not_applicable("none")
    for row in rows:
        for key in ("rule", "article", "scope"):
            if filled(row.text(key)) in BLANK:
                yield unmet("part", row.at(key))
        months, trial = row.number("months"), project.number("trial_months")
        if months is None or months <= 0:
            yield unmet("months", row.at("months"), basis=Basis.PRACTICE)
        elif trial and months < trial:
            yield manual_review(
                "short", row.at("months"), basis=Basis.PRACTICE, months=int(months), trial=int(trial)
            )


@rule("new-field-reasoned", clause="3.2.1", basis=Basis.PRACTICE, family="project")
def new_field_reasoned(case: Case) -> Iterator[Outcome]:
    """Where a new field is claimed, the reason is written."""
    project = case.filing.project
    if not project.flag("new_rule_field"):
        yield not_applicable("none")
    elif filled(project.text("new_rule_reason")) in BLANK:
        yield unmet("no_reason", project.at("new_rule_reason"))


@rule("parallel-approval", clause="3.2.1", basis=Basis.GUIDE, family="project")
def parallel_approval(case: Case) -> Iterator[Outcome]:
    """What needs approval has been submitted to the supervisory department at the same time (同步)."""
    project = case.filing.project
    if not project.flag("needs_approval"):
        yield not_applicable("none")
        return
    rows = project.rows("approvals")
    if not rows:
        yield unmet("none", project.at("approvals"))
    for row in rows:
        status, day = row.text("status"), row.day("date")
        if status == "planned":
            yield unmet("planned", row.at("status"))
        elif status in ("filed", "granted") and day is None:
            yield unmet("no_date", row.at("date"), basis=Basis.PRACTICE)
        elif status == "granted" and filled(row.text("reference")) in BLANK:
            yield unmet("no_reference", row.at("reference"), basis=Basis.PRACTICE)
        if filled(row.text("authority")) in BLANK:
            yield unmet("no_authority", row.at("authority"), basis=Basis.PRACTICE)


@rule("exemption-consistent", clause="3.2.1", basis=Basis.PRACTICE, family="project")
def exemption_consistent(case: Case) -> Iterator[Outcome]:
    """Exemptions are asked by the type that is about them, and no cell says that none is asked."""
    project, rows = case.filing.project, case.filing.project.rows("exemptions")
    if not rows:
        yield not_applicable("none")
        return
    kind = case.guide.project_types.get(project.text("type"))
    if kind is not None and "exemption_or_new_field" not in kind.requires:
        yield manual_review("other_type", project.at("type"), type=kind.label)
    for slot in case.cells:
        if slot.field.group in ("project", "content") and NO_EXEMPTION.search(slot.text):
            yield manual_review("denied", slot.location)


@rule(
    "type-argued",
    clause="3.2",
    basis=Basis.PRACTICE,
    family="project",
    also=("3.2.1", "3.2.2", "3.2.3", "3.2.4"),
)
def type_argued(case: Case) -> Iterator[Outcome]:
    """The reason for the type speaks of what the guide asks of that type."""
    project = case.filing.project
    kind = case.guide.project_types.get(project.text("type"))
    text = project.text("type_reason")
    if kind is None or filled(text) in BLANK:
        yield not_applicable("no_type")
        return
    said = plain(" ".join([text, case.filing.content.text("innovation")]))
    if kind.meanings and not any(all(plain(word) in said for word in group) for group in kind.meanings):
        yield manual_review(
            "unargued", project.at("type_reason"), clause=kind.clause, type=kind.label, test=kind.test
        )
    if kind.key == "technology_innovation" and LAUNCHED.search(case.filing.content.text("readiness")):
        at = case.filing.content.at("readiness")
        yield manual_review("launched", at, clause=kind.clause, type=kind.label)
