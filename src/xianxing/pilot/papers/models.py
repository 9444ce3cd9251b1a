"""What this app stores: papers as they were made, and what came back of them under seal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import Bound, TriggerRule

NUMBERED = "OLD.number <> '' AND NEW.number <> OLD.number"
PLACED = "OLD.place IS NOT NULL AND (NEW.place IS NULL OR NEW.place <> OLD.place)"


class CasePaper(models.Model):
    """An official paper of a case, made with an act: what it says, as `texts.PaperText` in plain data.

    `sequence` is the act's number in the case, `place` that of its event in the log. `number` (文号) comes
    from the organ's own office system; it is empty until it is entered, once.
    """

    protection = Bound(
        fixed=("case", "sequence", "kind", "content", "made_at"),
        later=("number", "numbered_by", "numbered_at"),
        erasable=("content",),
        case="case",
        place="place",
        message="a paper stays as it was made",
        rules=(
            TriggerRule("paper_numbered_once", "UPDATE", NUMBERED, "a paper has its number once"),
            TriggerRule("paper_placed_once", "UPDATE", PLACED, "a paper stays with its event"),
        ),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="papers")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    content = models.JSONField()
    made_at = models.DateTimeField()
    place = models.BigIntegerField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True)
    numbered_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    numbered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_paper_a_kind_and_act", fields=("case", "sequence", "kind")),
        )

    @property
    def public_id(self) -> str:
        """The name under which programs and pages ask for it: the event's place and the kind."""
        return f"{self.place}-{self.kind}"


class SecrecyLevel(models.TextChoices):
    """What a paper is marked with; of a marked one nothing enters the system but where it lies."""

    NONE = "none", _("not marked")
    SECRET = "secret", _("marked 秘密 (secret)")
    CONFIDENTIAL = "confidential", _("marked 机密 (confidential)")
    TOP = "top", _("marked 绝密 (top secret)")


class ReturnedPaper(models.Model):
    """What came back of a paper: the sealed scan or OFD, or, of one marked as secret, where it is kept.

    The file is kept as it came. Its seal is not verified here.
    """

    protection = Bound(
        fixed=(
            "paper", "file", "name", "secrecy", "number", "dated", "organ", "kept_at", "brought_by",
            "brought_at",
        ),
        erasable=("name", "number", "organ", "kept_at"),
        case="paper__case",
    )  # fmt: skip

    paper = models.ForeignKey(CasePaper, models.PROTECT, related_name="returned")
    file = models.ForeignKey("filings.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    secrecy = models.CharField(max_length=20, choices=SecrecyLevel, default=SecrecyLevel.NONE)
    number = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True, blank=True)
    organ = models.CharField(max_length=100, blank=True)
    kept_at = models.CharField(max_length=200, blank=True)
    brought_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_marked_paper_is_never_kept_here",
                condition=Q(secrecy="none", file__isnull=False) | (~Q(secrecy="none") & Q(file__isnull=True)),
            ),
        )
