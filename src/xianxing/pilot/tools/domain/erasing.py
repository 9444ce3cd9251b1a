"""Erasing what a run read and wrote: by its organ, or after its time; digests, summary and reviews stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.cases.permissions import may_erase
from xianxing.pilot.cases.upkeep.retention import months_before, rule_named
from xianxing.pilot.filings.storage.vault import erase
from xianxing.pilot.parties.domain.access import note
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.permissions import require
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused
from xianxing.pilot.tools.models import FindingReview, RunErasure, RunFile, RunFinding, RunPart, ToolRun
from xianxing.pilot.tools.queries import lock_run, run_to_read
from xianxing.pilot.words import cleaned

RULE = "tool_runs"
LONGEST_REASON = 1_000


def runs_kept_before(before: datetime) -> QuerySet[ToolRun]:
    """Runs that ended before an instant and weren't erased, the oldest first."""
    return ToolRun.objects.filter(ended_at__lt=before, erasure=None).order_by("ended_at", "pk")


@transaction.atomic
def erase_due_runs(*, by: User, reason: str, at: datetime) -> int:
    """Erase every run that was kept for its time; gives how many.

    Refused for anybody but the security administrator, without a reason, and where nothing is due.
    """
    require(may_erase, by, at=at)
    reason = _said(reason)
    due = list(runs_kept_before(months_before(at, rule_named(RULE).months)))
    if not due:
        raise Refused("not-due", _("Nothing is due under this rule; look at the list again."))
    for run in due:
        _erase(run, reason, by, at)
    note(AccessKind.ERASED, user=None, by=by, at=at, detail=f"{RULE} {len(due)}")
    return len(due)


@transaction.atomic
def erase_run(*, run: UUID, reason: str, by: User, at: datetime) -> RunErasure:
    """Erase a run of one of the person's organs before its time.

    Refused without a reason, while it isn't over, a second time, and for a run on which others may rely: one
    that is anchored, or of which a finding was judged.
    """
    lock_run(run)
    row = run_to_read(run, roles_of(by, at=at))
    if not may_go_early(row):
        raise Refused("state", _("Only a run that is over, not anchored and not judged is erased early."))
    return _erase(row, _said(reason), by, at)


def may_go_early(run: ToolRun) -> bool:
    """Whether a run's organ may erase it before its time."""
    relied_on = hasattr(run, "anchor") or FindingReview.objects.filter(finding__run=run).exists()
    return run.state is not None and not hasattr(run, "erasure") and not relied_on


def _said(reason: str) -> str:
    reason = cleaned(reason)
    if not reason:
        raise Refused("reason", _("An erasure names its reason, without repeating what is erased."))
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", _("Say it in at most {limit} characters.").format(limit=LONGEST_REASON))
    return reason


def _erase(run: ToolRun, reason: str, by: User, at: datetime) -> RunErasure:
    files = [one.file for one in RunFile.objects.filter(run=run).select_related("file")]
    if run.input is not None:
        files.append(run.input)
    for file in files:
        erase(file, at=at)
    RunFile.objects.filter(run=run).delete()
    RunPart.objects.filter(run=run).delete()
    findings = RunFinding.objects.filter(run=run)
    findings.filter(reviews=None).delete()
    findings.update(sealed=b"")
    return RunErasure.objects.create(run=run, reason=reason, by=by, at=at)
