"""What a guide's papers and settings of rules say, row by row, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from xianxing.i18n import gettext
from xianxing.law.model import Guide, RuleSetting
from xianxing.law.moves import Paragraphs
from xianxing.law.papers import UNIT, PaperIssuer, PaperTemplate
from xianxing.law.words import named, yes_no

Rows = dict[str, dict[str, str | tuple[str, ...]]]
DEFAULT = "default"  # the row of the template for all other kinds


def paper_rows(guide: Guide) -> Rows:
    """Each kind of document that has a template or is made elsewhere, and the template of all others."""
    papers = guide.papers
    rows = {
        kind: _template(guide, template)
        for kind, template in papers.templates.items()
        if kind not in papers.elsewhere
    }
    rows |= {
        kind: {gettext("no paper of its own, because"): str(reason)}
        for kind, reason in papers.elsewhere.items()
    }
    if papers.default:
        rows[DEFAULT] = _template(guide, papers.default)
    return rows


def family_rows(guide: Guide) -> Rows:
    """How much what a family of rules finds weighs."""
    return {key: {gettext("weight"): named(weight)} for key, weight in guide.rule_families.items()}


def rule_rows(guide: Guide) -> Rows:
    """What the guide says about single rules; an aspect that it leaves to the family or the rule is empty."""
    return {key: _rule(guide, setting) for key, setting in guide.rule_settings.items()}


def answer_rows(guide: Guide) -> Rows:
    """Which clause of the guide answers to each of the reference guide's that it speaks of."""
    none = gettext("none: rules that rest on it aren't in force")
    return {
        key: {gettext("answering clause"): clause_mark(guide, own) if own else none}
        for key, own in guide.clause_answers.items()
    }


def clause_mark(guide: Guide, clause: str) -> str:
    """A clause under the name that lawyers give it; the id itself where the guide hasn't got it."""
    return guide.clause(clause).display if clause in guide.clauses else clause


def paper_title(guide: Guide, kind: str) -> str:
    """A kind of paper by its heading; nothing where it has none that people would know it by."""
    if kind == DEFAULT:
        return gettext("All other papers")
    template = guide.papers.templates.get(kind)
    return template.title if template else ""


def _template(guide: Guide, template: PaperTemplate) -> dict[str, str | tuple[str, ...]]:
    issuers = guide.papers.issuers
    acting = template.issuer == UNIT
    issuer = next(iter(issuers.values()), None) if acting else issuers[template.issuer]
    organs = _bodies(guide, issuer.organs) if issuer else ""
    if acting:
        organs = gettext("the unit that acts; where none does: {organs}").format(organs=organs)
    sealed = issuer or PaperIssuer(())
    return {
        gettext("layout"): named(template.form),
        gettext("issuer"): organs,
        gettext("sealed instead by"): _bodies(guide, [sealed.proxy] if sealed.proxy else ()),
        gettext("printed by"): sealed.printed_by,
        gettext("heading"): template.title,
        gettext("addressed to"): _bodies(guide, template.to),
        gettext("copies to"): _bodies(guide, template.copies),
        gettext("may be read by"): _bodies(guide, template.readers),
        gettext("paragraphs"): Paragraphs(template.paragraphs),
    }


def _bodies(guide: Guide, keys: Iterable[str]) -> str:
    """Organs by their roles, groups of units by their words."""
    return ", ".join(str(guide.organs[key].role) if key in guide.organs else named(key) for key in keys)


def _rule(guide: Guide, setting: RuleSetting) -> dict[str, str | tuple[str, ...]]:
    return {
        gettext("weight"): named(setting.severity) if setting.severity else "",
        gettext("clause"): clause_mark(guide, setting.clause) if setting.clause else "",
        gettext("basis"): named(setting.basis) if setting.basis else "",
        gettext("in force"): yes_no(setting.enabled),
    }
