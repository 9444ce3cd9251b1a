"""The docket: the filed filings in the order in which the working group takes them up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.filings.models.attestations import Body
from xianxing.pilot.filings.models.drafts import Filing
from xianxing.pilot.protection.declarations import Recomputed


class DocketTurn(models.IntegerChoices):
    """Whether somebody must act, in the docket's order: until a day, without a limit, or nobody any more."""

    LIMITED = 0, _("A limit runs")
    OPEN = 1, _("No limit runs")
    ENDED = 2, _("Nobody must act")


class DocketEntry(models.Model):
    """A filed filing as lists ask for it: written when it is filed, renewed with every event.

    `ordinal` is its place among the batch's filings, `body` the one filed last, `due` the nearest limit and
    `roles` who must act, each between spaces.
    """

    protection = Recomputed(
        how="filings/submit/docket_audit.py: entries follow from filed bodies, their places and the duties",
        columns=("call", "ordinal", "body", "filed_at", "turn", "due", "roles"),
    )

    filing = models.OneToOneField(Filing, models.PROTECT, primary_key=True, related_name="docket")
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="+", db_index=False)
    ordinal = models.PositiveIntegerField()
    body = models.OneToOneField(Body, models.PROTECT, related_name="docket")
    filed_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(choices=DocketTurn.choices)
    due = models.DateField(null=True, blank=True)
    roles = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_filing_an_ordinal", fields=("call", "ordinal")),)
        indexes = (
            models.Index(fields=("turn", "due", "filed_at", "body"), name="docket_by_limit"),
            models.Index(fields=("call", "filed_at", "body"), name="docket_by_call"),
            models.Index(fields=("roles", "due", "filing"), name="docket_by_roles"),
        )
