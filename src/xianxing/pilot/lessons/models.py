"""What this app stores: lessons, entries of the case library with confirmations, proposed rules and steps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound


class LessonSource(models.TextChoices):
    """Where a lesson comes from."""

    PROJECT = "project", _("the project as a whole")
    REPORT = "report", _("a report on the trial")
    INSPECTION = "inspection", _("an inspection")
    INCIDENT = "incident", _("an incident")
    EXIT = "exit", _("the exit")


class LessonState(models.TextChoices):
    """Where a lesson stands."""

    PROPOSED = "proposed", _("waits for the review")
    ACCEPTED = "accepted", _("accepted for the next version")
    DECLINED = "declined", _("not taken up")


class Lesson(models.Model):
    """What a project taught about a parameter or clause of its guide, and what is proposed to change there.

    `source` with `source_number` names the evidence within the case; `subject` is `setting.KEY` or
    `clause.ID` of `guide`. `unit` is empty where the group proposed it. `public_words` stand in the guide's
    page once it is accepted.
    """

    protection = Bound(
        fixed=(
            "case", "number", "source", "source_number", "guide", "subject", "words", "change", "unit",
            "proposed_by", "proposed_at",
        ),
        later=("state", "reason", "public_words", "decided_by", "decided_at"),
        erasable=("words", "change", "reason", "public_words"),
        case="case",
        message="a lesson stays as it was proposed",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="lessons")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=12, choices=LessonSource)
    source_number = models.PositiveIntegerField(null=True, blank=True)
    guide = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    words = models.TextField()
    change = models.TextField()
    unit = models.CharField(max_length=60, blank=True)
    proposed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LessonState, default=LessonState.PROPOSED)
    reason = models.TextField(blank=True)
    public_words = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_lesson_a_number", fields=("case", "number")),)


class LibraryState(models.TextChoices):
    """Where an entry of the case library stands."""

    WRITTEN = "written", _("waits for the confirmations")
    PUBLISHED = "published", _("published")
    TAKEN_BACK = "taken_back", _("taken back")


class LibraryEntry(models.Model):
    """A finished project as the case library shows it: entries of its public sheet, and what was learnt.

    `content` is what the units confirm, `digest` its SHA-256; `reference` is the public address, which tells
    nothing of the case. A later entry of the same case stands beside the earlier one.
    """

    protection = Bound(
        fixed=("case", "number", "reference", "content", "digest", "written_by", "written_at"),
        later=("state", "reason", "decided_by", "decided_at"),
        erasable=("content", "reason"),
        case="case",
        message="an entry of the library stays as it was written",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="library_entries")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LibraryState, default=LibraryState.WRITTEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_library_entry_a_number", fields=("case", "number")),)


class LibraryConfirmation(models.Model):
    """That a unit agrees to the publication of an entry as written, or what it wants changed in it."""

    protection = Bound(
        fixed=("case", "entry", "unit", "agrees", "words", "digest", "by", "at"),
        erasable=("words",),
        case="case",
        message="a confirmation stays as it was given",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    entry = models.ForeignKey(LibraryEntry, models.PROTECT, related_name="confirmations")
    unit = models.CharField(max_length=60)
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_confirmation_a_unit", fields=("entry", "unit")),)


class RuleProposal(models.Model):
    """An insight for supervision that may become a rule, from the project that gave rise to it.

    What the public reads is `public_title` and `public_words`, and the steps entered by `published_at`.
    """

    protection = Bound(
        fixed=("case", "number", "reference", "title", "opened_by", "opened_at"),
        later=("public_title", "public_words", "published_by", "published_at"),
        erasable=("title", "public_title", "public_words"),
        case="case",
        message="a proposed rule stays as it was opened",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="rule_proposals")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    opened_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    public_title = models.CharField(max_length=200, blank=True)
    public_words = models.TextField(blank=True)
    published_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_rule_proposal_a_number", fields=("case", "number")),)


class RuleProposalStep(models.Model):
    """A step on the way from an insight to a rule: which, on which day, by whom written, with which paper."""

    protection = Bound(
        fixed=(
            "case", "proposal", "number", "stage", "happened_on", "authors", "words", "organ", "document",
            "evidence", "entered_by", "entered_at",
        ),
        erasable=("authors", "words", "organ", "document", "evidence"),
        case="case",
        message="a step stays as it was entered",
    )  # fmt: skip

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    proposal = models.ForeignKey(RuleProposal, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=30)
    happened_on = models.DateField()
    authors = models.CharField(max_length=200)
    words = models.TextField()
    organ = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=100, blank=True)
    evidence = models.JSONField(default=list)
    entered_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_rule_proposal_step_a_number", fields=("proposal", "number")),
        )
