"""The draft: units, cells with their versions, comments and questions.

A cell is the smallest thing that two people can edit at once: a field of the form, or one row of a table. Its
version number is what an editor must name to write it; every earlier version is kept.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from xianxing.pilot.filings.models.attestations import kept
from xianxing.pilot.protection.declarations import Bound, TriggerRule, WorkingData

DISCARDED = (
    "NEW.discarded_at IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0)"
)
ANSWERED = (
    "OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NULL OR NEW.answered_at <> OLD.answered_at"
    " OR NEW.answered_by_id IS NULL OR NEW.answered_by_id <> OLD.answered_by_id"
    f" OR (NEW.answer <> OLD.answer AND (NEW.answer <> '' OR {kept('filing_id')})))"
)


class Filing(models.Model):
    """A case's filing. What may be done with it follows from the case; whether it is frozen from its body.

    `carried_from` is the draft of another call whose words and files it began with; `predecessor` an earlier
    filing of the lead that ended without a trial, which this one follows. A draft that was never
    frozen can be discarded by its lead, with a reason, and brought back: until then it is nobody's to read.
    """

    protection = Bound(
        fixed=("created_by", "created_at"),
        later=("discarded_at", "discarded_by"),
        case="case",
        rules=(TriggerRule("filing_discarded", "UPDATE", DISCARDED, "what was frozen once isn't discarded"),),
    )

    case = models.OneToOneField("cases.Case", models.PROTECT, primary_key=True, related_name="filing")
    created_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    discard_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_discarded_draft_says_by_whom",
                condition=Q(discarded_at__isnull=True) | Q(discarded_by__isnull=False),
            ),
        )


class Unit(models.Model):
    """A unit's place in a filing; `key` names it in the folder format, as in `unit[lead]`.

    It is invited by its 统一社会信用代码, so that nobody learns by inviting who has an account here. The
    institution is known from the day on which one of its members accepted (`joined_at`); an invitation that
    was declined or taken back has `left_at` and never `joined_at`. One that is invited again comes back to
    the same row, and so to its sheet.
    """

    protection = Bound(
        fixed=("filing", "uscc"),
        later=("institution", "key", "lead", "scenario_provider", "accepted_by", "joined_at", "left_at"),
        case="filing__case",
    )

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="units")
    institution = models.ForeignKey(
        "parties.Institution", models.PROTECT, null=True, blank=True, related_name="filing_units"
    )
    uscc = models.CharField(max_length=18)
    key = models.CharField(max_length=30)
    lead = models.BooleanField(default=False)
    scenario_provider = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()
    invited_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_unit_a_key", fields=("filing", "key")),
            models.UniqueConstraint(
                name="one_place_a_code", fields=("filing", "uscc"), condition=Q(left_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="exactly_one_lead", fields=("filing",), condition=Q(lead=True, left_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_joined_unit_is_somebody",
                condition=Q(joined_at__isnull=True)
                | (Q(institution__isnull=False) & Q(accepted_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="the_lead_has_joined", condition=Q(lead=False) | Q(joined_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def present(self) -> bool:
        """Whether it has joined and not left."""
        return self.joined_at is not None and self.left_at is None


class Cell(models.Model):
    """A field, or one row of a table: `path` as in the form (`content.overview`), `unit` on a unit's sheet.

    `value` is what the folder format holds: string, number, boolean, list, ISO date or row.
    A removed row keeps its versions and has `removed`. `place` is unit, path and row in one word, because
    a unique constraint takes no notice of empty columns.
    """

    protection = WorkingData("the draft; what is attested and filed is the frozen body")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="cells")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="cells")
    path = models.CharField(max_length=80)
    row = models.UUIDField(null=True, blank=True)
    place = models.CharField(max_length=160)
    position = models.PositiveIntegerField(default=0)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    updated_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_cell_a_place", fields=("filing", "place")),)


class CellVersion(models.Model):
    """What a cell held, by whom and when; the latest one repeats the cell."""

    protection = WorkingData("the draft's own history; what is attested and filed is the frozen body")

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    removed = models.BooleanField(default=False)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_version_a_number", fields=("cell", "version")),)


class Comment(models.Model):
    """A remark on a cell or file among the units, addressed to a person; the working group never sees it."""

    protection = WorkingData("remarks among the units, never part of the filing")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments")
    location = models.CharField(max_length=200)
    author = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    addressee = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")


class Question(models.Model):
    """A question to the working group about a field, its written answer, and what of both became an FAQ.

    The FAQ shows `path`, `general_question` and `general_answer`, nothing else.
    """

    protection = Bound(
        fixed=("filing", "path", "asked_by", "asked_at", "text"),
        later=(
            "answer",
            "answered_by",
            "answered_at",
            "general_question",
            "general_answer",
            "published_at",
            "published_by",
        ),
        erasable=("text", "answer", "general_question", "general_answer", "published_at"),
        case="filing__case",
        rules=(TriggerRule("question_answered", "UPDATE", ANSWERED, "an answer that was given stays"),),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="questions")
    path = models.CharField(max_length=200)
    asked_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    general_question = models.TextField(blank=True)
    general_answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")


class Explanation(models.Model):
    """The applicant's explanation of a finding over which it files; the clerk sees it beside the finding."""

    protection = WorkingData("until it is filed; then it stands in the findings as filed")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="explanations")
    rule = models.CharField(max_length=80)
    location = models.CharField(max_length=300)
    text = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_explanation_a_finding", fields=("filing", "rule", "location")),
        )
