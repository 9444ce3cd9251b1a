"""A checker's report laid out for people: law and practice apart, grouped by cell and file, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xianxing.desks.look.guides import clause_address
from xianxing.desks.look.tags import tone, word
from xianxing.desks.public.places import ResultPlace, place
from xianxing.i18n import gettext
from xianxing.law import Guide, UnknownGuideError, load_guide

OPEN_RESULTS = ("unmet", "unknown", "manual_review")
RESULTS = (*OPEN_RESULTS, "met", "not_applicable")
SEVERITIES = ("blocking", "correction", "advice")
WEIGHT = {name: number for number, name in enumerate(SEVERITIES)}


@dataclass(frozen=True)
class FindingView:
    """One finding as a card."""

    result: str
    basis: str
    severity: str
    rule: str
    message: str
    clause: str
    clause_label: str
    clause_url: str
    place: ResultPlace
    evidence: tuple[tuple[str, str], ...]

    @property
    def tone(self) -> str:
        """The colour of the card: severity for what is not met, else the result."""
        return tone(self.severity if self.result == "unmet" else self.result)


@dataclass(frozen=True)
class FindingGroup:
    """The findings about one cell, unit or file."""

    label: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class ReportPart:
    """Law or practice, with its groups."""

    basis: str
    title: str
    hint: str
    groups: tuple[FindingGroup, ...]

    @property
    def count(self) -> int:
        """How many findings stand in the section."""
        return sum(len(group.findings) for group in self.groups)


@dataclass(frozen=True)
class Filter:
    """A choice of what to show, with how many there are."""

    key: str
    label: str
    count: int
    current: bool


def guide_of(report: Mapping[str, Any]) -> Guide | None:
    """The guide that the filing names, or None where it names none that is known."""
    try:
        return load_guide(str(report["guide"]))
    except UnknownGuideError:
        return None


def show_all(
    report: Mapping[str, Any], bodies: Sequence[str], names: Mapping[str, str], guide: Guide | None = None
) -> list[FindingView]:
    """Every finding of the report's JSON as a card that says what stands in `bodies` at the same place.

    `names`: see `places.place`. `guide` where the report was made under a pinned one.
    """
    guide = guide or guide_of(report)
    return [
        _shown(finding, body, guide, names) for finding, body in zip(report["findings"], bodies, strict=True)
    ]


def choose(findings: Iterable[FindingView], key: str) -> list[FindingView]:
    """The findings that a filter shows; any unknown key shows all that are open."""
    if key in SEVERITIES:
        return [finding for finding in findings if finding.result == "unmet" and finding.severity == key]
    wanted = (key,) if key in RESULTS else OPEN_RESULTS
    return [finding for finding in findings if finding.result in wanted]


def filters(findings: list[FindingView], current: str) -> list[Filter]:
    """The choices that have something to show; `all` comes first and always."""
    keys = ("all", "unmet", *SEVERITIES, "manual_review", "unknown", "met", "not_applicable")
    known = current if current in keys else "all"
    labels = {"all": gettext("All that is open")}
    counted = [(key, len(choose(findings, key))) for key in keys]
    return [
        Filter(key, labels.get(key) or word(key), count, key == known)
        for key, count in counted
        if count or key in ("all", known)
    ]


def sections(findings: Iterable[FindingView]) -> list[ReportPart]:
    """Law first, practice after it; an empty section is left out."""
    chosen = list(findings)
    texts = {
        "guide": (gettext("The guide's own words decide"), gettext("The clause itself asks for this.")),
        "practice": (
            gettext("Practice: our form and our reading"),
            gettext("The guide leaves this open; the working group's practice or our form asks for it."),
        ),
    }
    made = [
        ReportPart(basis, *texts[basis], groups=_groups([one for one in chosen if one.basis == basis]))
        for basis in texts
    ]
    return [section for section in made if section.groups]


def _groups(findings: list[FindingView]) -> tuple[FindingGroup, ...]:
    by_place: dict[tuple[tuple[int, int, str], str], list[FindingView]] = {}
    for finding in findings:
        by_place.setdefault((finding.place.rank, finding.place.key), []).append(finding)
    return tuple(
        FindingGroup(group[0].place.label, tuple(sorted(group, key=_weight)))
        for _, group in sorted(by_place.items())
    )


def _weight(finding: FindingView) -> tuple[int, int, str]:
    return RESULTS.index(finding.result), WEIGHT[finding.severity], finding.place.spot


def _shown(
    finding: Mapping[str, Any], body: str, guide: Guide | None, names: Mapping[str, str]
) -> FindingView:
    clause = str(finding["clause"])
    known = guide is not None and clause in guide.clauses
    return FindingView(
        result=str(finding["result"]),
        basis=str(finding["basis"]),
        severity=str(finding["severity"]),
        rule=str(finding["rule"]),
        message=body,
        clause=clause,
        clause_label=guide.clause(clause).display if guide and known else clause,
        clause_url=clause_address(guide, clause) if guide else "",
        place=place(str(finding["location"]), guide, names),
        evidence=_evidence(finding["evidence"]),
    )


def _evidence(evidence: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What a reader can use of the evidence; codes meant for machines stay in the JSON."""
    words = {
        "count": gettext("Counted"),
        "characters": gettext("Characters"),
        "limit": gettext("At most"),
        "least": gettext("At least"),
        "percent": gettext("Percent"),
        "quote": gettext("Quoted"),
        "words": gettext("Words"),
        "marking": gettext("Marking"),
        "title": gettext("Title"),
    }
    return tuple((words[key], _plain(value)) for key, value in evidence.items() if key in words)


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return gettext(", ").join(map(_plain, value))
    return str(value)
