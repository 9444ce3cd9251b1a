"""What this app stores: drafts of reports, reports as they were handed in, what was said to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData


class RemarkKind(models.TextChoices):
    """What is said to a report."""

    RECEIVED = "received", _("received")
    QUESTION = "question", _("question of the secretariat")
    ANSWER = "answer", _("answer of the institution")
    CLOSED = "closed", _("review closed")


class TrialReport(models.Model):
    """A report on the trial: its sections as they were written, the figures that stood beside them.

    `item` is the number of the regular report that fell due, "" for one that nobody waited for; `act` the
    number of the act of the procedure by which it was handed in.
    """

    protection = Bound(
        fixed=(
            "case", "number", "form", "item", "period_first", "period_last", "unit", "sections", "figures",
            "act", "handed_in_by", "handed_in_at",
        ),
        erasable=("sections", "figures"),
        case="case",
        message="a report stays as it was handed in",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="trial_reports")
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=30)
    item = models.CharField(max_length=20, blank=True)
    period_first = models.DateField(null=True)
    period_last = models.DateField(null=True)
    unit = models.CharField(max_length=60)
    sections = models.JSONField()
    figures = models.JSONField()
    act = models.PositiveIntegerField()
    handed_in_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_trial_report_a_number", fields=("case", "number")),)


class ReportRemark(models.Model):
    """A receipt, a question, an answer or the end of the review, in the order in which they were said."""

    protection = Bound(
        fixed=("report", "case", "kind", "words", "said_by", "said_at"),
        erasable=("words",),
        case="case",
        message="what was said to a report stays",
    )

    report = models.ForeignKey(TrialReport, models.PROTECT, related_name="remarks")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RemarkKind)
    words = models.TextField(blank=True)
    said_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()


class ReportDraft(models.Model):
    """A report that is being written for an institution, until it is handed in; one a kind and item."""

    protection = WorkingData("a draft that its institution's people change until it is handed in")

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="report_drafts")
    unit = models.CharField(max_length=60)
    form = models.CharField(max_length=30)
    item = models.CharField(max_length=20, blank=True)
    sections = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_draft_an_item", fields=("case", "unit", "form", "item")),
        )
