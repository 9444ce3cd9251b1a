"""The work list of a formality check: the findings as filed, what was asked before, the clerk's own lines.

A check after a correction shows what changed: what was overruled once and stands in an untouched cell is not
shown again, and what was asked and isn't found any more counts as settled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xianxing.i18n import DEFAULT_LANGUAGE, current_language
from xianxing.law import Result
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.casework.models import CorrectionItem, Decision, FormalityItem
from xianxing.pilot.filings.attest.comparing import Changes, compared
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.check.filed_findings import findings_as_filed
from xianxing.pilot.filings.draft.locations import spot
from xianxing.pilot.filings.models import Body, Filing
from xianxing.pilot.protection.row_seals import is_sealed
from xianxing.record.canonical import canonical

SETTLED = frozenset((Result.MET.value, Result.NOT_APPLICABLE.value))


@dataclass(frozen=True)
class WorkLine:
    """A line to judge. `finding` is the checker's, None for own words and for what was asked in own words.

    `before` is the item of the last notice that speaks of it; `said` what the clerk has judged so far.
    `remedy` is what the finding itself says would satisfy, to begin from.
    """

    key: str
    rule: str
    location: str
    clause: str
    words: str
    remedy: str
    finding: Mapping[str, object] | None = None
    before: CorrectionItem | None = None
    said: FormalityItem | None = None

    @property
    def must(self) -> bool:
        """Whether the check can't end before it is judged: a rule not met, or something asked before."""
        return self.finding is None or self.finding["result"] == Result.UNMET.value


@dataclass(frozen=True)
class WorkList:
    """All lines of the check of one filed body.

    `settled` are items of the last notice that the checker doesn't find any more; `kept` lines overruled
    before in cells that stayed as they were; `changes` what the correction changed, None in the first check.
    """

    body: Body
    lines: tuple[WorkLine, ...]
    settled: tuple[CorrectionItem, ...] = ()
    kept: tuple[WorkLine, ...] = ()
    changes: Changes | None = None
    asked: tuple[CorrectionItem, ...] = field(default=())

    @property
    def begun(self) -> bool:
        """Whether the clerk has judged anything."""
        return any(line.said for line in self.lines)

    @property
    def unjudged(self) -> tuple[WorkLine, ...]:
        """What must still be judged."""
        return tuple(line for line in self.lines if line.must and line.said is None)

    def decided(self, decision: Decision) -> tuple[FormalityItem, ...]:
        """The lines with this decision, in the order of the list."""
        said = [line.said for line in self.lines if line.said is not None]
        return tuple(one for one in said if one.decision == decision)


def body_in_check(filing: Filing) -> Body | None:
    """The body filed last, of which a check speaks."""
    filed = Body.objects.filter(filing=filing, filed_at__isnull=False)
    return filed.select_related("filing__case__call").order_by("-number").first()


def items_of(body: Body) -> tuple[CorrectionItem, ...]:
    """What the notice about this body asked for, in its order; empty where none was sent."""
    rows = CorrectionItem.objects.filter(body=body).select_related("answered_by")
    return tuple(rows.order_by("round", "number"))


def work_list(body: Body) -> WorkList:
    """The list for the body filed last."""
    last = _before(body)
    asked = items_of(last) if last else ()
    said = {one.key: one for one in _entered(body)}
    changes = compared(guide_of(body.filing.case.call), content_of(last), content_of(body), frozen=True) \
        if last else None  # fmt: skip
    touched = _touched(changes)
    overruled = _overruled(last)
    lines, kept, found = [], [], set()
    for line in _of_findings(body, asked):
        if line.before is not None:
            found.add(line.before.pk)
        elif line.key in overruled and spot(line.location) not in touched and line.key not in said:
            kept.append(line)
            continue
        lines.append(_judged(line, said))
    again = [one for one in asked if not one.rule]
    lines += [_judged(_again(one), said) for one in again]
    own = [one for one in said.values() if one.key.startswith("own-")]
    lines += [WorkLine(o.key, "", o.location, o.clause, o.words, o.remedy, said=o) for o in own]
    settled = tuple(one for one in asked if one.rule and one.pk not in found)
    return WorkList(body, tuple(lines), settled, tuple(kept), changes, asked)


def _before(body: Body) -> Body | None:
    earlier = Body.objects.filter(filing=body.filing_id, filed_at__isnull=False, number__lt=body.number)
    return earlier.order_by("-number").first()


def _of_findings(body: Body, asked: Sequence[CorrectionItem]) -> list[WorkLine]:
    """The open findings that the body was filed with; words in Chinese, as a notice says them."""
    filed = findings_as_filed(body)
    if filed is None:
        return []
    official, shown = filed.report[DEFAULT_LANGUAGE], filed.report[current_language()]
    before = {(one.rule, one.location): one for one in asked if one.rule}
    lines = []
    for entry, finding in zip(official, shown, strict=True):
        if entry["result"] in SETTLED:
            continue
        rule, location, words = str(entry["rule"]), str(entry["location"]), str(entry["message"])
        key = hashlib.sha256(canonical([rule, location, words])).hexdigest()
        earlier = before.get((rule, location))
        line = WorkLine(
            key, rule, location, str(entry["clause"]), words, _remedy(words), finding=finding, before=earlier
        )
        lines.append(line)
    return lines


def _again(item: CorrectionItem) -> WorkLine:
    """What was asked in own words: no rule finds out whether it was done."""
    return WorkLine(f"asked-{item.pk}", "", item.location, item.clause, item.words, item.remedy, before=item)


def _judged(line: WorkLine, said: Mapping[str, FormalityItem]) -> WorkLine:
    known = said.get(line.key)
    if known is None:
        return line
    return WorkLine(
        line.key, line.rule, line.location, line.clause, line.words, known.remedy or line.remedy,
        line.finding, line.before, known,
    )  # fmt: skip


def _overruled(body: Body | None) -> frozenset[str]:
    if body is None:
        return frozenset()
    return frozenset(one.key for one in _entered(body) if one.decision == Decision.OVERRULE)


def _entered(body: Body) -> list[FormalityItem]:
    """The lines that somebody judged here; one that was put in by hand is none."""
    return [one for one in FormalityItem.objects.filter(body=body).order_by("pk") if is_sealed(one)]


def _touched(changes: Changes | None) -> frozenset[str]:
    """The cells, rows and files that a correction changed, as findings name them."""
    if changes is None:
        return frozenset()
    return frozenset([spot(cell.location) for cell in changes.cells] + [file.name for file in changes.files])


def _remedy(words: str) -> str:
    """The last part of a finding's sentence, which says what would satisfy; without its clause."""
    plain = words.rpartition("（")[0] or words
    return plain.rpartition("；")[2] if "；" in plain else ""
