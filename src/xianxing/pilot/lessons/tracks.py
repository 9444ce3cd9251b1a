"""Proposed rules of a case, of all, and those that everybody reads; where each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.models import Body
from xianxing.pilot.lessons.models import RuleProposal, RuleProposalStep
from xianxing.pilot.lessons.permissions import reads_all
from xianxing.pilot.lessons.practice import practice
from xianxing.pilot.refusal import Stranger


def standing_of(steps: Iterable[RuleProposalStep]) -> str:
    """The stage at which a proposed rule stands by its steps; "" before the first."""
    last = max(steps, key=lambda one: one.number, default=None)
    return last.stage if last else ""


def proposals_of(view: CaseView) -> QuerySet[RuleProposal]:
    """The proposed rules that a case gave rise to, the latest first; Stranger for who doesn't judge it."""
    if not reads_all(view):
        raise Stranger("proposals")
    rows = RuleProposal.objects.filter(case=view.case).select_related("opened_by", "published_by")
    return rows.prefetch_related("steps__entered_by").order_by("-number")


def proposal_in(view: CaseView, number: int) -> RuleProposal:
    """A proposed rule of a case by its number; Stranger where there is none, and for who doesn't judge it."""
    found = proposals_of(view).filter(number=number).first()
    if found is None:
        raise Stranger(_("There is no such proposed rule."))
    return found


def all_proposals(cases: Collection[UUID] | None) -> QuerySet[RuleProposal]:
    """Proposed rules of these cases, of all where it is None, the latest first; none of a stopped case."""
    rows = RuleProposal.objects.exclude(case__in=stopped_cases().values("pk"))
    if cases is not None:
        rows = rows.filter(case__in=cases)
    return rows.prefetch_related("steps").select_related("case").order_by("-opened_at", "-pk")


def published_proposals() -> list[tuple[RuleProposal, list[RuleProposalStep]]]:
    """What everybody reads, the latest first: each with the steps entered when it was published."""
    rows = all_proposals(None).filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [
        (
            row,
            [
                step
                for step in sorted(row.steps.all(), key=lambda one: one.number)
                if row.published_at and step.entered_at <= row.published_at
            ],
        )
        for row in rows
    ]


def insight_filed(view: CaseView) -> str:
    """What the filing says of its insight for supervision; "" where it says nothing."""
    body = Body.objects.filter(filing=view.filing, filed_at__isnull=False).order_by("-number").first()
    group, _dot, key = practice().insight.partition(".")
    said = content_of(body).get(group) if body else None
    return str(said.get(key, "")) if isinstance(said, dict) else ""
