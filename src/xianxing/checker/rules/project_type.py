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
_WIDELY = "(?:全面|规模化|大规模|大范围|广泛|普遍|批量)"
_USED = "(?:推广|应用|使用|采用|部署|落地|商用|运营|运行|普及|投产)"
LAUNCHED = re.compile(
    rf"已[^，。；]{{0,24}}(?:{_WIDELY}{_USED}|推广应用|商用|普及)"
    rf"|(?:行业|业内|同业|全国|市场)[^，。；]{{0,16}}{_WIDELY}{_USED}"
    rf"|[数几上一二三四五六七八九十百千\d]{{1,6}}(?:余|多)?家[^，。；]{{0,16}}{_WIDELY}{_USED}"
    r"|市场(?:占有率|份额)[^，。；]{0,10}(?:第|领先|\d|首|过半)|(?:大规模|规模化)[^，。；]{0,6}成功案例[^，。；]{0,6}(?:已有|众多|较多|丰富)"
)
NOT_YET = re.compile(
    "尚未|未见|没有|尚无|暂无|不存在|缺乏|未有|未能|并未|计划|拟|将|预计|希望|有望|如果|期满|后续|避免|无"
)
_RULES = "(?:《|现行|上述|该办法|该规定|该条|监管|有关规定|第[一二三四五六七八九十百]+条)"
_STOPS = "(?:暂不|不再|暂缓|暂停|不予|停止|可不|无需)"
SUSPENDS = re.compile(
    rf"{_STOPS}(?:执行|遵守|落实|适用|履行|遵照)[^。；]{{0,12}}{_RULES}"
    rf"|《[^》]{{2,40}}》[^。；]{{0,40}}{_STOPS}(?:执行|遵守|落实|适用|履行|遵照)"
)
SIDESTEPS = re.compile(
    rf"(?:突破|豁免|绕开|规避|放宽|不受|变通)[^。；]{{0,16}}{_RULES}"
    r"|《[^》]{2,40}》[^。；]{0,30}(?:予以豁免|不适用|不受其限制|予以突破|变通)"
)
# The rule named by what it asks instead of by its title: whether it is one in force is for a person.
RELAXES = re.compile(
    rf"{_STOPS}(?:执行|遵守|落实|适用|履行|遵照)[^。；，]{{0,30}}(?:规定|规章|办法|准则|指引|法规)"
    r"|(?:突破|绕开|规避|放宽)[^。；，]{0,14}(?:规定|法规|监管要求|适当性)"
)
KEEPS = re.compile(
    "不突破|未突破|没有突破|不得|不会|不存在|没有|并未|未发现|不涉及|不申请|无需?豁免|不需要?豁免|未申请|避免|防止|"
    "是否|如果|若|一旦|凡|任何|不以|不寻求|不规避|不绕开|不放宽"
)
LARGE_SCALE_CELLS = ("readiness", "innovation", "overview", "core_technology", "pain_points")


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


@rule("exemption-explicit", clause="3.2.1", basis=Basis.GUIDE, family="project", version=2)
def exemption_explicit(case: Case) -> Iterator[Outcome]:
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
def new_field_reasoned(case: Case) -> Iterator[Outcome]:
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
    if kind.key == "technology_innovation":
        for key in LARGE_SCALE_CELLS:
            if _large_scale(case.filing.content.text(key)):
                at = case.filing.content.at(key)
                yield manual_review("launched", at, clause=kind.clause, type=kind.label)


def _large_scale(text: str) -> bool:
    """Whether a sentence says that the technology is in wide use already."""
    parts = re.split("[。；;，,]", text)
    return any(LAUNCHED.search(part) and not NOT_YET.search(part) for part in parts)


@rule("rules-kept", clause="2.1", basis=Basis.GUIDE, family="project", version=2)
def rules_kept(case: Case) -> Iterator[Outcome]:
    """No rule in force is set aside for convenience; what an exemption is asked for is judged apart."""
    project = case.filing.project
    if project.rows("exemptions"):
        yield not_applicable("exemptions")
        return
    for slot in case.cells:
        if slot.field.group not in ("project", "content"):
            continue
        for whole in re.split("[。；;\n]", slot.text):
            sentence = NO_EXEMPTION.sub("", whole)
            hits = [pattern.search(sentence) for pattern in (SUSPENDS, SIDESTEPS, RELAXES)]
            hit = next((found for found in hits if found), None)
            if hit and not KEEPS.search(sentence):
                certain = hits[0] and not project.flag("new_rule_field")
                quote = sentence[max(0, hit.start() - 8) : hit.start() + 32].strip()
                yield (unmet if certain else manual_review)(
                    "set_aside", slot.location, quote=quote, evidence={"quote": quote}
                )
                break
