"""What this app stores: inspections, lines and results of work papers, findings, answers, reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData


class InspectionPlace(models.TextChoices):
    """Where an inspection takes place."""

    ON_SITE = "on_site", _("on site")
    OFF_SITE = "off_site", _("off site")


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", _("work paper being written")
    TOLD = "told", _("findings told to the institutions")
    CLOSED = "closed", _("inspection closed")
    CALLED_OFF = "called_off", _("inspection called off")


class LineSource(models.TextChoices):
    """Where a line of a checklist comes from."""

    FILING = "filing", _("promised in the filing")
    CONDITION = "condition", _("condition of the trial")
    CHANGE = "change", _("change that the group agreed to")
    INDICATOR = "indicator", _("plan of indicators")
    OWN = "own", _("added by an inspector")


class LineOutcome(models.TextChoices):
    """What was found on a line of the work paper."""

    IN_ORDER = "in_order", _("found in order")
    FINDING = "finding", _("something was found")
    NOT_LOOKED_AT = "not_looked_at", _("not looked at, and why")


class FindingDecision(models.TextChoices):
    """What is decided about a finding."""

    RECTIFY = "rectify", _("rectification ordered")
    NOTED = "noted", _("kept on record, nothing to be put right")
    DROPPED = "dropped", _("not upheld")


class ReportCheck(models.TextChoices):
    """What became of a report of a rectification."""

    WAITING = "waiting", _("waits for the re-check")
    ACCEPTED = "accepted", _("re-checked and accepted")
    RETURNED = "returned", _("returned")


class Inspection(models.Model):
    """An inspection of a project: where, why, of what, by whom and on which days; then how it went on.

    `inspectors` holds account and name of each, as they were when it was planned.
    """

    protection = Bound(
        fixed=(
            "case", "number", "place", "reason", "scope", "first_day", "last_day", "inspectors",
            "planned_by", "planned_at",
        ),
        later=("state", "words", "told_at", "answer_due", "ended_by", "ended_at"),
        erasable=("reason", "scope", "words"),
        case="case",
        message="an inspection stays as it was planned",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="inspections")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=10, choices=InspectionPlace)
    reason = models.TextField()
    scope = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField()
    inspectors = models.JSONField()
    planned_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=InspectionState, default=InspectionState.PLANNED)
    words = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_inspection_a_number", fields=("case", "number")),)

    @property
    def is_over(self) -> bool:
        """Whether it was closed or called off."""
        return self.state in (InspectionState.CLOSED, InspectionState.CALLED_OFF)

    @property
    def names(self) -> list[str]:
        """The inspectors' names."""
        return [str(one["name"]) for one in self.inspectors]


class InspectionLine(models.Model):
    """A line of the checklist: what is to be looked at, where that comes from, and under which clause."""

    protection = Bound(
        fixed=("case", "inspection", "number", "source", "label", "clause", "words", "added_by", "added_at"),
        erasable=("words",),
        case="case",
        message="a line of a work paper stays as it was written",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=LineSource)
    label = models.CharField(max_length=200)
    clause = models.CharField(max_length=20, blank=True)
    words = models.TextField()
    added_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_line_a_number", fields=("inspection", "number")),)


class LineResult(models.Model):
    """What an inspector found on a line, and who said so; a later one counts, the earlier ones stay.

    Of a finding also how serious it is and which units it concerns. `evidence` holds the ids of the files.
    """

    protection = Bound(
        fixed=(
            "case", "line", "number", "outcome", "words", "told_by", "grade", "units", "evidence", "by", "at",
        ),
        erasable=("words", "told_by"),
        case="case",
        message="a result stays as it was written",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    line = models.ForeignKey(InspectionLine, models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=14, choices=LineOutcome)
    words = models.TextField(blank=True)
    told_by = models.TextField(blank=True)
    grade = models.CharField(max_length=20, blank=True)
    units = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_result_a_number", fields=("line", "number")),)


class InspectionFinding(models.Model):
    """A finding as the institutions were told it: how serious, in which words, which units it concerns.

    `item` is the number of the rectification in the procedure, once one was ordered.
    """

    protection = Bound(
        fixed=("case", "inspection", "line", "number", "grade", "words", "units", "told_at"),
        later=("decision", "reason", "item", "decided_by", "decided_at"),
        erasable=("words", "reason"),
        case="case",
        message="a finding stays as it was told",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="inspection_findings")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    line = models.OneToOneField(InspectionLine, models.PROTECT, related_name="told")
    number = models.PositiveIntegerField()
    grade = models.CharField(max_length=20)
    words = models.TextField()
    units = models.JSONField()
    told_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=FindingDecision, blank=True)
    reason = models.TextField(blank=True)
    item = models.CharField(max_length=20, blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_finding_a_number", fields=("inspection", "number")),)


class FindingAnswer(models.Model):
    """What a unit says to a finding that concerns it: that it agrees, or that it disputes it, in words."""

    protection = Bound(
        fixed=("case", "finding", "unit", "agrees", "words", "evidence", "by", "at"),
        erasable=("words",),
        case="case",
        message="an answer stays as it was given",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    finding = models.ForeignKey(InspectionFinding, models.PROTECT, related_name="answers")
    unit = models.CharField(max_length=60)
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_answer_a_unit", fields=("finding", "unit")),)


class RectificationReport(models.Model):
    """What a unit did about a rectification: each measure with what was done; accepted or returned later.

    `item` is the number of the rectification in the procedure; `measures` holds for each what was to be done,
    what was done, and the ids of its files.
    """

    protection = Bound(
        fixed=("case", "item", "number", "unit", "measures", "by", "at"),
        later=("state", "reason", "checked_by", "checked_at"),
        erasable=("measures", "reason"),
        case="case",
        message="a report stays as it was handed in",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="rectification_reports")
    item = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=60)
    measures = models.JSONField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReportCheck, default=ReportCheck.WAITING)
    reason = models.TextField(blank=True)
    checked_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_rectification_report_a_number", fields=("case", "number")),
        )


class LimitStage(models.TextChoices):
    """When people are told of a limit of an inspection."""

    BEFORE = "before", _("comes near")
    LAST_DAY = "last_day", _("ends today")
    PASSED = "passed", _("has passed")


class LimitReminder(models.Model):
    """That people were told of a limit at a stage, so that they are told once; `key` names it in the case."""

    protection = WorkingData("says only that a message was written")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    due = models.DateField()
    stage = models.CharField(max_length=10, choices=LimitStage)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_reminder_a_stage", fields=("case", "key", "due", "stage")),
        )
