"""What the four types of project ask for (clauses 3.2.1–3.2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from xianxing.checker.case import CheckContext
from xianxing.checker.facts.papers import mentions_in, said_in_papers
from xianxing.checker.facts.table import fact_table
from xianxing.checker.phrases import phrase, phrases
from xianxing.checker.text.placeholders import Filled, filled
from xianxing.law import Basis, ProjectType
from xianxing.law.rules import RuleOutcome, manual_review, not_applicable, rule, unmet
from xianxing.law.text import plain

BLANK = (Filled.EMPTY, Filled.NOTHING, Filled.PLACEHOLDER)
SETS_ASIDE = ("suspends", "sidesteps", "relaxes")
SAYS_OF_TYPE = (
    "project.type_reason",
    "content.readiness",
    "content.innovation",
    "content.overview",
    "content.core_technology",
    "content.pain_points",
)


@rule("exemption-or-new-field", clause="3.2.1", basis=Basis.GUIDE, family="project")
def exemption_or_new_field(case: CheckContext) -> Iterator[RuleOutcome]:
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


@rule("exemption-explicit", clause="3.2.1", basis=Basis.GUIDE, family="project", version=2)
def exemption_explicit(case: CheckContext) -> Iterator[RuleOutcome]:
    """An exemption names the rule, its article, what is exempted and for how long."""
    project = case.filing.project
    rows = project.rows("exemptions")
    if not rows:
        yield not_applicable("none")
    for row in rows:
        lacking = [key for key in ("rule", "article", "scope") if filled(row.text(key)) in BLANK]
        if len(lacking) == 1:
            yield unmet("part", row.at(lacking[0]))
        elif lacking:
            yield unmet("part", row.location)
            continue
        if row.text("status") == "granted" and filled(row.text("reference")) in BLANK:
            yield manual_review("unproved", row.at("reference"), basis=Basis.PRACTICE)
        months, trial = row.number("months"), project.number("trial_months")
        if months is None or months <= 0:
            yield unmet("months", row.at("months"), basis=Basis.PRACTICE)
        elif trial and months < trial:
            yield manual_review(
                "short", row.at("months"), basis=Basis.PRACTICE, months=int(months), trial=int(trial)
            )


@rule("new-field-reasoned", clause="3.2.1", basis=Basis.PRACTICE, family="project")
def new_field_reasoned(case: CheckContext) -> Iterator[RuleOutcome]:
    """Where a new field is claimed, the reason is written (for 业务创新类: `exemption-or-new-field`)."""
    project = case.filing.project
    kind = case.guide.project_types.get(project.text("type"))
    if not project.flag("new_rule_field"):
        yield not_applicable("none")
    elif filled(project.text("new_rule_reason")) in BLANK:
        if kind is not None and "exemption_or_new_field" in kind.requires:
            yield not_applicable("told")
        else:
            yield unmet("no_reason", project.at("new_rule_reason"))


@rule("parallel-approval", clause="3.2.1", basis=Basis.GUIDE, family="project")
def parallel_approval(case: CheckContext) -> Iterator[RuleOutcome]:
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
def exemption_consistent(case: CheckContext) -> Iterator[RuleOutcome]:
    """Exemptions are asked by the type that is about them, and no cell says that none is asked."""
    project, rows = case.filing.project, case.filing.project.rows("exemptions")
    if not rows:
        yield not_applicable("none")
        return
    kind = case.guide.project_types.get(project.text("type"))
    if kind is not None and "exemption_or_new_field" not in kind.requires:
        yield manual_review("other_type", project.at("type"), type=kind.label)
    for slot in case.cells:
        if slot.field.group in ("project", "content") and phrase("exemption-consistent.none").find(slot.text):
            yield manual_review("denied", slot.location)


@rule(
    "type-argued",
    clause="3.2",
    basis=Basis.PRACTICE,
    family="project",
    version=2,
    also=("3.2.1", "3.2.2", "3.2.3", "3.2.4"),
)
def type_argued(case: CheckContext) -> Iterator[RuleOutcome]:
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
    contrary = phrases().get(f"type-argued.{kind.means}")
    for slot in case.cells if contrary else ():
        if contrary and slot.field.path in SAYS_OF_TYPE and contrary.find(slot.text):
            yield manual_review(
                "contrary", slot.location, clause=kind.clause, type=kind.label, test=kind.test
            )
    other = _other_type(case, kind, text)
    if other:
        yield manual_review(
            "other_type", project.at("type_reason"), clause=kind.clause, type=kind.label, other=other
        )


def _other_type(case: CheckContext, kind: ProjectType, text: str) -> str:
    """The label of another type that the reason claims for the project, "" where it claims none."""
    claimed = next(topic for topic in fact_table().topics if topic.sources == ("project.type",))
    said = " ".join(str(one.value) for one in mentions_in(claimed, text))
    others = (one for one in case.guide.project_types.values() if one is not kind)
    return next((one.label.zh for one in others if one.label.zh in said and kind.label.zh not in said), "")


@rule("rules-kept", clause="2.1", basis=Basis.GUIDE, family="project", version=4)
def rules_kept(case: CheckContext) -> Iterator[RuleOutcome]:
    """No rule in force is set aside for convenience; what an exemption is asked for is judged apart."""
    project = case.filing.project
    if project.rows("exemptions"):
        yield not_applicable("exemptions")
        return
    for location, text in (
        (slot.location, slot.text) for slot in case.cells if slot.field.group in ("project", "content")
    ):
        hits = [phrase(f"rules-kept.{name}").find(text) for name in SETS_ASIDE]
        hit = next((found for found in hits if found), None)
        if hit:
            certain = hits[0] and not project.flag("new_rule_field")
            quote = hit.string[max(0, hit.start() - 8) : hit.start() + 32].strip()
            yield (unmet if certain else manual_review)(
                "set_aside", location, quote=quote, evidence={"quote": quote}
            )
    for name in SETS_ASIDE:
        for location, found in said_in_papers(case, f"rules-kept.{name}"):
            yield manual_review("set_aside", location, quote=found.group()[:40])
