"""What this app stores: formality lists, corrections, handlers, resolutions, risks, calls and paper."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, WorkingData


class Decision(models.TextChoices):
    """What the clerk says of a line of the work list."""

    ASK = "ask", _("ask for correction")
    OVERRULE = "overrule", _("overrule")
    SETTLE = "settle", _("settled")


class FormalityItem(models.Model):
    """A line of a formality check that the clerk has judged, or has added in own words.

    `key` names the finding, or the item asked before, of which it speaks; `rule` is "" for own words.
    """

    protection = WorkingData(
        "a clerk's list, each line sealed; the act that ends the check holds what was asked and overruled",
        sealed=(
            "body", "key", "rule", "location", "clause", "words", "remedy", "decision", "reason", "by", "at",
        ),
    )  # fmt: skip

    body = models.ForeignKey("filings.Body", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=300, blank=True)
    clause = models.CharField(max_length=20)
    words = models.TextField()
    remedy = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_judgement_a_line", fields=("body", "key")),)


class CorrectionItem(models.Model):
    """Something that a correction notice asks for, and what the units answered to it.

    All items of one round came with one notice; `location` is the material or cell in the filed body.
    """

    protection = Bound(
        fixed=(
            "case",
            "body",
            "round",
            "number",
            "rule",
            "location",
            "clause",
            "words",
            "remedy",
            "asked_by",
            "asked_at",
        ),
        later=("answer", "answered_by", "answered_at"),
        erasable=("words", "remedy", "answer"),
        case="case",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="correction_items")
    body = models.ForeignKey("filings.Body", models.PROTECT, related_name="correction_items")
    round = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=300, blank=True)
    clause = models.CharField(max_length=20)
    words = models.TextField()
    remedy = models.TextField()
    asked_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_item_a_number", fields=("case", "round", "number")),)


class CaseHandler(models.Model):
    """Who of the working group has a case in hand; nobody's permission follows from it."""

    protection = WorkingData("how the group shares its work out; what is done in a case its events say")

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="handler")
    user = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class Resolution(models.Model):
    """One step that was resolved for many cases at once: the list, before and while its cases are taken."""

    protection = WorkingData(
        "a list of acts, sealed; each act is an event of its own case and holds what was entered",
        sealed=("id", "step", "entry", "four_eyes", "entered_by", "entered_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.CharField(max_length=80)
    entry = models.JSONField()
    four_eyes = models.BooleanField()
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    seal = models.CharField(max_length=64)


class ResolutionCase(models.Model):
    """A case on the list: where it stood, and what became of it.

    `done_at` is set once the step was taken or entered for the second person (`pending`); `problem` is what
    it was refused for last.
    """

    protection = WorkingData(
        "a mark on a list, sealed to it; the act itself is an event of the case",
        sealed=("resolution", "case", "sequence"),
    )

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    event_place = models.BigIntegerField(null=True, blank=True)
    pending = models.ForeignKey("acts.PendingAct", models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_line_a_case", fields=("resolution", "case")),)


class RiskLevel(models.TextChoices):
    """How grave a risk is that the assessment found."""

    NONE = "none", _("no risk found")
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class RiskNote(models.Model):
    """A topic of the risk assessment sheet of a filed body, as far as it is filled in."""

    protection = WorkingData(
        "a sheet in the making, each topic sealed; the event of the step that completes it holds the whole",
        sealed=("body", "topic", "level", "finding", "precautions", "places", "by", "at"),
    )

    body = models.ForeignKey("filings.Body", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=RiskLevel.choices, blank=True)
    finding = models.TextField(blank=True)
    precautions = models.TextField(blank=True)
    places = models.JSONField(default=list)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_note_a_topic", fields=("body", "topic")),)


class ContactWay(models.TextChoices):
    """How somebody turned to the working group outside of the system."""

    CALL = "call", _("telephone call")
    PAPER = "paper", _("letter or paper")
    EMAIL = "email", _("e-mail")
    VISIT = "visit", _("visit")


class Correspondence(models.Model):
    """A call or paper as staff noted it: when it came, from whom, about which case, what was said.

    Never changed: what was noted wrongly is struck out with a reason and noted anew.
    """

    protection = WorkingData("a register of the secretariat; what counts in a case enters it by a step")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=10, choices=ContactWay)
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=100)
    words = models.TextField()
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    struck_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    strike_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("received_at",), name="correspondence_by_time"),)


class HandOver(models.Model):
    """That all cases of one person went to another, with what the one wrote for the other."""

    protection = WorkingData("how the group shares its work out; what is done in a case its events say")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    taker = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class HandOverCase(models.Model):
    """A case that went along with a hand-over."""

    protection = WorkingData("a line of a hand-over; who handles the case now its handler says")

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
