"""The files of a filing: kinds, issuers, signers, required sections, and accepted titles of signers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xianxing.law.findings import Basis
from xianxing.law.text import Text, plain

FORMATS = ("docx", "xlsx", "pptx", "pdf", "image", "text", "zip", "legacy_office", "other")  # as FileKind


class MaterialMeans(StrEnum):
    """What a kind of file can mean to the rules, whatever a guide calls it."""

    COMPLIANCE_REPORT = "compliance_report"
    PRESENTATION = "presentation"
    IMPLEMENTATION_PLAN = "implementation_plan"
    BUSINESS_RISK_REPORT = "business_risk_report"
    TECHNICAL_SECURITY_REPORT = "technical_security_report"
    INVESTOR_PROTECTION_PLAN = "investor_protection_plan"
    PROOF = "proof"  # of patents, certificates, awards and the like, as somebody else issued it
    TRANSLATION = "translation"
    OTHER = "other"


class SectionMeans(StrEnum):
    """What a part of a report can mean to the rules that look at parts together."""

    RISKS = "risks"
    MONITORING = "monitoring"
    CONTROL = "control"
    EMERGENCY = "emergency"


class Issuer(StrEnum):
    """Who must have issued a material."""

    ANY_UNIT = "any_unit"
    ALL_UNITS = "all_units"
    COMPLIANCE_UNIT = (
        "compliance_unit"  # the lead, or the scenario-providing pilot institutions behind a tech lead
    )
    SCENARIO_PROVIDER = "scenario_provider"
    SCENARIO_PROVIDER_OR_THIRD_PARTY = "scenario_provider_or_third_party"
    ANYONE = "anyone"


class Signer(StrEnum):
    """Who must have signed a material."""

    NOBODY = "nobody"  # no signature is asked for by the guide
    COMPLIANCE_HEAD = "compliance_head"


class TitleVerdict(StrEnum):
    """What the guide's data say about a signer's title."""

    ACCEPTED = "accepted"
    OTHER_FUNCTION = "other_function"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class ReportSection:
    """A part that a report must treat.

    `headings` and `words` are groups of words as practitioners write them: a group is met when all its words
    stand in one heading (or in the running text of one passage), whatever the spelling of width or case.
    `pictures`: what is asked for is shown, not written. `ahead`: it is a plan, whose last day lies ahead.
    """

    key: str
    label: Text
    clause: str
    basis: Basis
    headings: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    pictures: bool = False
    ahead: bool = False
    means: str = ""

    def in_heading(self, heading: str) -> bool:
        """Whether a heading names this part."""
        return _any_group(self.headings, plain(heading))

    def in_text(self, passage: str) -> bool:
        """Whether a passage of running text treats this part."""
        return _any_group(self.words, plain(passage))


@dataclass(frozen=True)
class MaterialKind:
    """A kind of file. `issued_by_basis` and `sections_basis` tell the guide's words from our reading."""

    key: str
    label: Text
    mandatory: bool
    clause: str
    issued_by: Issuer
    issued_by_basis: Basis
    signed_by: Signer
    sections: tuple[ReportSection, ...]
    sections_basis: Basis
    sections_open: bool  # the guide's list ends in 等
    formats: tuple[str, ...]  # FileKind values of xianxing.documents that practice expects
    guidance: Text
    means: str = ""  # a MaterialMeans, "" for a kind that no rule of its own speaks about
    risks: str = ""  # the table of the form whose kinds of risk the report analyses
    risks_as_sections: bool = False  # whether these kinds stand as sections of their own

    def section(self, key: str) -> ReportSection:
        """The section with this key; KeyError when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


@dataclass(frozen=True)
class Title:
    """A title that a signer may bear, for kinds of unit (empty: any) whose name holds one of some words.

    `words` are groups: an entry speaks of a title when all words of one group stand in it and none of
    `unless`.
    """

    key: str
    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    verdict: TitleVerdict
    kinds: tuple[str, ...]
    unit_name_words: tuple[str, ...]
    since: date
    until: date | None
    source: Text

    def matches(self, title: str, kind: str, unit_name: str, on: date) -> bool:
        """Whether the entry speaks about this title, in such a unit, on this day."""
        if self.since > on or (self.until is not None and on > self.until):
            return False
        if self.kinds and kind not in self.kinds:
            return False
        name, borne = plain(unit_name), plain(title)
        if self.unit_name_words and not any(plain(word) in name for word in self.unit_name_words):
            return False
        return _any_group(self.words, borne) and not any(plain(word) in borne for word in self.unless)


def judge_title(titles: Iterable[Title], title: str, kind: str, unit_name: str, on: date) -> TitleVerdict:
    """What the data say about a title: an accepting entry wins over one that names another function."""
    verdicts = {entry.verdict for entry in titles if entry.matches(title, kind, unit_name, on)}
    for verdict in (TitleVerdict.ACCEPTED, TitleVerdict.OTHER_FUNCTION):
        if verdict in verdicts:
            return verdict
    return TitleVerdict.UNDECIDED


def _any_group(groups: tuple[tuple[str, ...], ...], text: str) -> bool:
    return any(all(plain(word) in text for word in group) for group in groups)
