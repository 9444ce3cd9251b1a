"""What a tool found: one finding a rule and subject, with its pack, its value, its line and its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from xianxing.law.findings import JSON, Result
from xianxing.toolbox.packs import RulePack
from xianxing.toolbox.tables import Row


class ToolBasis(StrEnum):
    """Whether the text decides, or our reading, a suggested grade or a tolerance of ours."""

    RULE = "rule"
    PRACTICE = "practice"


@dataclass(frozen=True)
class ToolFinding:
    """One statement of one rule about one subject.

    `value` and `limit` are plain decimals; `rests_on` names the tables without which it might be another: in
    lenient reading a row set aside there makes it incomplete. None is every table.
    """

    rule: str
    pack: RulePack | None
    result: Result
    basis: ToolBasis
    subject: tuple[str, str]
    message: str
    day: date | None = None
    value: str | None = None
    limit: str | None = None
    comparator: str | None = None
    unit: str | None = None
    evidence: tuple[Row, ...] = ()
    rests_on: tuple[str, ...] | None = None
    incomplete: bool = False

    def as_json(self) -> dict[str, JSON]:
        """The finding as the tools' JSON has it."""
        pack = self.pack
        until = pack.effective_to.isoformat() if pack and pack.effective_to else None
        dated: dict[str, JSON] = {
            "pack": pack.id if pack else None,
            "article": pack.article if pack else None,
            "effective": [pack.effective_from.isoformat(), until] if pack else None,
            "source": str(pack.source) if pack else None,
            "confirmed": pack.confirmed if pack else None,
        }
        number = pack.as_json() if pack else {}
        read: dict[str, JSON] = {
            "rule": self.rule,
            **dated,
            "result": self.result.value,
            "basis": self.basis.value,
            "subject": {"table": self.subject[0], "id": self.subject[1]},
            "day": self.day.isoformat() if self.day else None,
            "value": self.value,
            "comparator": self.comparator if self.comparator is not None else number.get("comparator"),
            "limit": self.limit if self.limit is not None else number.get("threshold"),
            "unit": self.unit if self.unit is not None else number.get("unit"),
            "message": self.message,
            "evidence": [row.evidence for row in self.evidence],
        }
        return {**read, "incomplete": True} if self.incomplete else read


def settle(findings: Iterable[ToolFinding], aside: frozenset[str]) -> tuple[ToolFinding, ...]:
    """Findings in one order whatever the order of rows, with what no finding may say taken back.

    A text that nobody has confirmed never finds something unmet: a person looks at it. What rests on a table
    of which rows were set aside is incomplete.
    """
    settled = (_settle(finding, aside) for finding in findings)
    return tuple(sorted(settled, key=_place))


def _settle(finding: ToolFinding, aside: frozenset[str]) -> ToolFinding:
    if finding.result is Result.UNMET and finding.pack is not None and not finding.pack.confirmed:
        finding = replace(finding, result=Result.MANUAL_REVIEW)
    touched = aside if finding.rests_on is None else aside & {*finding.rests_on}
    return replace(finding, incomplete=True) if touched else finding


def _place(finding: ToolFinding) -> tuple[str, str, str, str, str, str]:
    day = finding.day.isoformat() if finding.day else ""
    pack = finding.pack.id if finding.pack else ""
    return (finding.rule, *finding.subject, day, pack, finding.message)
