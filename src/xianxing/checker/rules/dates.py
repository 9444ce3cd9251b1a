"""Days that can't be: past things in the future, starts before the call closes, late milestones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from xianxing.checker.case import CheckContext
from xianxing.checker.filing import FilingFile, FolderRow
from xianxing.checker.kinds import is_own_paper, meaning_of
from xianxing.law import Basis, MaterialMeans
from xianxing.law.rules import RuleOutcome, manual_review, rule, unmet

CLOSING = re.compile(r"总结|退出|评估|验收|审计|归档|推广|常态")
ONLINE = re.compile(r"上线|试运行|投产|对外(?:服务|开放)|正式(?:启用|运行|启动)|开始试点")
PREPARING = re.compile(r"准备|测试|验证|开发|部署|演练|评审|联调|设计|内部")
AFTERMATH, TAIL = timedelta(days=92), timedelta(days=7)
LONG_AGO = timedelta(days=540)
STALE = timedelta(days=730)


@rule(
    "dates-past",
    clause="4.3.1",
    basis=Basis.PRACTICE,
    family="plausibility",
    also=("3.2.1", "4.1.2", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "5.3.8"),
)
def dates_past(case: CheckContext) -> Iterator[RuleOutcome]:
    """What the filing says has happened did not happen after the day of filing."""
    for row, key, clause in _happened(case):
        day = row.day(key)
        if day is not None and day > case.as_of:
            yield unmet(
                "future", row.at(key), clause=clause, day=day.isoformat(), as_of=case.as_of.isoformat()
            )


def _happened(case: CheckContext) -> Iterator[tuple[FolderRow, str, str]]:
    for row in case.filing.project.rows("approvals"):
        if row.text("status") != "planned":
            yield row, "date", "3.2.1"
    for row in case.filing.project.rows("exemptions"):
        yield row, "date", "3.2.1"
    for unit in case.filing.units:
        for row in unit.rows("sanctions"):
            yield row, "date", "5.3.8"
        for key in ("internal_review", "lead_review", "truth_pledge"):
            yield unit.record(key), "date", "4.3.1"
    for item in case.filing.files:
        known = case.guide.materials.get(item.kind)
        yield item, "signed_on", known.clause if known else "4.3.1"


@rule("dates-fresh", clause="4.3.1", basis=Basis.PRACTICE, family="plausibility")
def dates_fresh(case: CheckContext) -> Iterator[RuleOutcome]:
    """Reviews and signatures are of this call, not years old."""
    rows: list[tuple[FolderRow, str]] = [
        (item, "signed_on") for item in case.filing.files if case.guide.materials.get(item.kind)
    ]
    rows += [
        (unit.record(key), "date")
        for unit in case.filing.units
        for key in ("internal_review", "lead_review", "truth_pledge")
    ]
    for row, key in rows:
        day = row.day(key)
        if day is not None and day < case.as_of - STALE:
            yield manual_review("stale", row.at(key), day=day.isoformat())


@rule("review-order", clause="4.3.1", basis=Basis.PRACTICE, family="plausibility", version=2)
def review_order(case: CheckContext) -> Iterator[RuleOutcome]:
    """The unit reviews, then the lead, then the pledge; no unit signs a paper of its own after its pledge.

    The compliance sign-off follows the pledges by right; a paper of several units is dated by its signer.
    """
    for unit in case.filing.units:
        own, lead, pledge = (
            unit.record(key).day("date") for key in ("internal_review", "lead_review", "truth_pledge")
        )
        if own and lead and lead < own and not unit.lead:
            yield manual_review("lead_first", unit.record("lead_review").at("date"), unit=unit.name)
        if own and pledge and pledge < own:
            yield manual_review("pledge_first", unit.record("truth_pledge").at("date"), unit=unit.name)
        for item in case.filing.files:
            signed = item.day("signed_on")
            if signed and pledge and pledge < signed <= case.as_of and _pledged_for(case, item) == unit.id:
                yield manual_review("signed_later", item.at("signed_on"), unit=unit.name)


def _pledged_for(case: CheckContext, item: FilingFile) -> str:
    """The unit whose pledge has to cover a paper when it signs it: "" for the compliance report and for what
    others wrote.
    """
    if not is_own_paper(case, item) or meaning_of(case, item) == MaterialMeans.COMPLIANCE_REPORT:
        return ""
    return item.text("signatory_unit") or (item.issuers[0] if len(item.issuers) == 1 else "")


@rule("trial-months", clause="5.3", basis=Basis.PRACTICE, family="plausibility")
def trial_months(case: CheckContext) -> Iterator[RuleOutcome]:
    """The length of the trial is a sensible number of months."""
    project = case.filing.project
    months = project.number("trial_months")
    if months is None:
        return
    if months <= 0 or months != int(months) or months > 120:
        yield unmet("absurd", project.at("trial_months"))
    elif months > 36:
        yield manual_review("long", project.at("trial_months"), months=int(months))


@rule("planned-start", clause="5.1.3", basis=Basis.PRACTICE, family="plausibility")
def planned_start(case: CheckContext) -> Iterator[RuleOutcome]:
    """The planned start lies after the call closes: selection, evaluation and public notice come first."""
    project = case.filing.project
    start = project.day("planned_start")
    batch = case.guide.batches.get(case.filing.batch)
    if start is None:
        return
    if start <= case.as_of:
        yield unmet("past", project.at("planned_start"), day=start.isoformat(), as_of=case.as_of.isoformat())
    elif batch is not None and start <= batch.closes:
        yield unmet(
            "before_close",
            project.at("planned_start"),
            day=start.isoformat(),
            closes=batch.closes.isoformat(),
        )
    elif start > case.as_of + timedelta(days=1100):
        yield manual_review("far", project.at("planned_start"), day=start.isoformat())


@rule("milestones-in-trial", clause="4.2.2", basis=Basis.PRACTICE, family="plausibility")
def milestones_in_trial(case: CheckContext) -> Iterator[RuleOutcome]:
    """Milestones lie within preparation and trial; nothing goes online before the planned start."""
    start, end = case.filing.project.day("planned_start"), case.trial_end
    for row in case.filing.content.rows("milestones"):
        day, name = row.day("date"), row.text("name")
        if day is None:
            continue
        if end and day > end + TAIL and not (CLOSING.search(name) and day <= end + AFTERMATH):
            key = "after" if day > end + AFTERMATH else "just_after"
            speak = unmet if day > end + AFTERMATH else manual_review
            yield speak(key, row.at("date"), day=day.isoformat(), end=end.isoformat())
        elif _far_past(day, case.as_of):
            yield unmet("long_past", row.at("date"), day=day.isoformat())
        elif day < case.as_of - LONG_AGO:
            yield manual_review("long_past", row.at("date"), day=day.isoformat())
        elif start and day < start and ONLINE.search(name) and not PREPARING.search(name):
            yield manual_review("online_early", row.at("date"), day=day.isoformat(), start=start.isoformat())


def _far_past(day: date, as_of: date) -> bool:
    return day < as_of - timedelta(days=3 * 365)
