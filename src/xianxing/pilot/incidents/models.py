"""What this app stores: incidents with their grades, reports, receipts, limits and ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData

SAID_ONCE = "what was said of an incident stays as it was said"


class RulingKind(models.TextChoices):
    """What the working group's officer decides about a clock."""

    LIMIT = "limit", _("limit set")
    EXCUSE = "excuse", _("excused")


class ReceiptKind(models.TextChoices):
    """What becomes of a report that was handed in here."""

    RECEIVED = "received", _("received by the secretariat")
    RETURNED = "returned", _("returned to be completed")


class Incident(models.Model):
    """Something that went wrong in a trial, as its institution first told of it; or a drill of that.

    `item` is the number of the procedure's own item, that of the event which opened it; "" of a drill, which
    is no item. What is learnt later stands in reports, restoration and grades, never here.
    """

    protection = Bound(
        fixed=(
            "case", "number", "item", "unit", "drill", "title", "account", "systems", "customers",
            "occurred_at", "discovered_at", "reported_by", "reported_at",
        ),
        erasable=("title", "account", "systems"),
        case="case",
        message=SAID_ONCE,
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="incidents")
    number = models.PositiveIntegerField()
    item = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=60)
    drill = models.BooleanField(default=False)
    title = models.CharField(max_length=100)
    account = models.TextField()
    systems = models.TextField()
    customers = models.PositiveIntegerField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    discovered_at = models.DateTimeField()
    reported_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_incident_a_number", fields=("case", "number")),
            models.UniqueConstraint(
                name="one_incident_an_item", fields=("case", "item"), condition=Q(drill=False)
            ),
            models.CheckConstraint(
                name="discovered_after_it_occurred", condition=Q(discovered_at__gte=F("occurred_at"))
            ),
        )


class IncidentGrade(models.Model):
    """The grade that people gave an incident under a rule's version; a later one stands beside, with why."""

    protection = Bound(
        fixed=("incident", "regulation", "grade", "capacity", "reason", "given_by", "given_at"),
        erasable=("reason",),
        case="incident__case",
        message=SAID_ONCE,
    )

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="grades")
    regulation = models.CharField(max_length=40)
    grade = models.CharField(max_length=40)
    capacity = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    given_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class IncidentReport(models.Model):
    """A report of an incident: handed in here, or recorded with the channel by which it went elsewhere.

    `given_at` is when its recipient was told; `content` holds its parts by their ids.
    """

    protection = Bound(
        fixed=(
            "incident", "number", "kind", "recipient", "given_at", "channel", "receipt_number", "content",
            "evidence", "reported_by", "reported_at",
        ),
        erasable=("content", "channel", "receipt_number"),
        case="incident__case",
        message=SAID_ONCE,
    )  # fmt: skip

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    recipient = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    channel = models.CharField(max_length=100, blank=True)
    receipt_number = models.CharField(max_length=100, blank=True)
    content = models.JSONField()
    evidence = models.ForeignKey("acts.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_incident_report_a_number", fields=("incident", "number")),
        )


class ReportReceipt(models.Model):
    """The secretariat's word on a report that was handed in here: received, or returned with a reason."""

    protection = Bound(
        fixed=("report", "kind", "words", "given_by", "given_at"),
        erasable=("words",),
        case="report__incident__case",
        message=SAID_ONCE,
    )

    report = models.OneToOneField(IncidentReport, models.PROTECT, related_name="receipt")
    kind = models.CharField(max_length=20, choices=ReceiptKind)
    words = models.TextField(blank=True)
    given_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class Restoration(models.Model):
    """When the service was restored; stated once."""

    protection = Bound(
        fixed=("incident", "restored_at", "stated_by", "stated_at"),
        case="incident__case",
        message=SAID_ONCE,
    )

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="restoration")
    restored_at = models.DateTimeField()
    stated_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()


class ClockRuling(models.Model):
    """What the secretariat decided about a clock: its limit, where no number is confirmed, or an excuse.

    `grade` is the row that started the clock.
    """

    protection = Bound(
        fixed=("grade", "clock", "kind", "due_at", "reason", "decided_by", "decided_at"),
        erasable=("reason",),
        case="grade__incident__case",
        message=SAID_ONCE,
    )

    grade = models.ForeignKey(IncidentGrade, models.PROTECT, related_name="rulings")
    clock = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=RulingKind)
    due_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    decided_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_ruling_a_kind", fields=("grade", "clock", "kind")),
            models.CheckConstraint(
                name="a_limit_has_an_instant",
                condition=Q(kind="limit", due_at__isnull=False) | Q(kind="excuse", due_at__isnull=True),
            ),
        )


class IncidentClosing(models.Model):
    """The secretariat closed an incident."""

    protection = Bound(
        fixed=("incident", "words", "closed_by", "closed_at"),
        erasable=("words",),
        case="incident__case",
        message=SAID_ONCE,
    )

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="closing")
    words = models.TextField(blank=True)
    closed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()


class EvidenceView(models.TextChoices):
    """How the secretariat's draft reads the evidence of a limb: it concludes nothing by itself."""

    SUPPORTS = "supports", _("the evidence supports it")
    AGAINST = "against", _("the evidence speaks against it")
    UNCLEAR = "unclear", _("the evidence leaves it unclear")


class ToleranceEvidence(models.Model):
    """What an institution says, and shows by a file, of one limb of fault tolerance (6.2)."""

    protection = Bound(
        fixed=("incident", "limb", "words", "evidence", "handed_in_by", "handed_in_at"),
        erasable=("words",),
        case="incident__case",
        message=SAID_ONCE,
    )

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tolerance")
    limb = models.CharField(max_length=80)
    words = models.TextField()
    evidence = models.ForeignKey("acts.Evidence", models.PROTECT, related_name="+")
    handed_in_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()


class ToleranceDraft(models.Model):
    """A reasoned draft on fault tolerance for the competent body, by the secretariat; never a decision.

    `findings` hold view and reason by limb, as they were when it was written.
    """

    protection = Bound(
        fixed=("incident", "number", "findings", "words", "drafted_by", "drafted_at"),
        erasable=("findings", "words"),
        case="incident__case",
        message=SAID_ONCE,
    )

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    findings = models.JSONField()
    words = models.TextField()
    drafted_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_draft_a_number", fields=("incident", "number")),)


class ClockReminder(models.Model):
    """That people were told of a clock that had passed, so that they are told once."""

    protection = WorkingData("says only that a message was written")

    grade = models.ForeignKey(IncidentGrade, models.CASCADE, related_name="+")
    clock = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_reminder_a_clock", fields=("grade", "clock")),)
