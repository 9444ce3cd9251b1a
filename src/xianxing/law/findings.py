"""What a rule says about a filing: a finding with one of five results, its basis and its severity.

The JSON form is the contract of the folder format (`docs/filing-format.md`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]


class Result(StrEnum):
    """What the data decide; `manual_review` is what they can't."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    MANUAL_REVIEW = "manual_review"
    NOT_APPLICABLE = "not_applicable"


class Basis(StrEnum):
    """Whether the clause's own words decide, or our form and reading do."""

    GUIDE = "guide"
    PRACTICE = "practice"


class Severity(StrEnum):
    """How much an `unmet` weighs; set per rule in the guide package."""

    BLOCKING = "blocking"
    CORRECTION = "correction"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One statement of one rule about one place; `message` is for people, `evidence` for machines.

    `evidence` holds no personal number and quotes at most 40 字.
    """

    rule: str
    clause: str
    result: Result
    basis: Basis
    severity: Severity
    location: str
    message: str
    evidence: Mapping[str, JSON] = field(default_factory=dict)

    def as_json(self) -> dict[str, JSON]:
        """The finding as the folder format writes it."""
        return {
            "rule": self.rule,
            "clause": self.clause,
            "result": self.result.value,
            "basis": self.basis.value,
            "severity": self.severity.value,
            "location": self.location,
            "message": self.message,
            "evidence": dict(self.evidence),
        }
